/* Any bytes as a workbook, or as one part of one (the first byte says which): it
** ends, and a record keeps to its bounds. */
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../unit/shell/book.h"
#include "xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_book(const struct un_strbuf *bytes) {
  char *why = NULL;
  int fd = memfd_create("book", 0);
  if (write(fd, bytes->text, bytes->len) != (ssize_t)bytes->len) abort();
  struct un_xlsx *book = un_xlsx_open(fd, &why);
  if (!book && !why) abort();
  free(why);
  for (int i = 0; book && i < un_xlsx_count(book) && i < 4; i++) {
    un_xlsx_begin(book, i);
    long long last = 0;
    while (un_xlsx_next(book) != UN_RECORD_END) {
      const struct un_record *record = un_xlsx_record(book);
      if (record->line <= last || record->count > 16384) abort();
      last = record->line;
      for (int f = 0; f < record->count; f++) {
        const char *text = un_record_text(record, f);
        if (text && strlen(text) != un_record_len(record, f)) abort();
      }
    }
  }
  un_xlsx_close(book);
  close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct un_strbuf bytes = UN_STRBUF_INIT, text = UN_STRBUF_INIT;
  if (size < 2) return 0;
  un_strbuf_add(&text, (const char *)data + 1, size - 1);
  static const char plain[] = "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
  int which = data[0] % 5;
  if (which == 4) {
    un_strbuf_add(&bytes, text.text, text.len);
  } else {
    struct part parts[] = {{.name = "_rels/.rels", .data = book_root},
                           {.name = "xl/workbook.xml", .data = book_workbook},
                           {.name = "xl/_rels/workbook.xml.rels", .data = book_rels},
                           {.name = "xl/styles.xml", .data = book_styles},
                           {.name = "xl/sharedStrings.xml", .data = book_shared},
                           {.name = "xl/worksheets/sheet1.xml", .data = plain},
                           {.name = "xl/worksheets/sheet2.xml", .data = book_notes}};
    static const int part_of[] = {5, 4, 3, 1};
    parts[part_of[which]].data = text.text;
    parts[part_of[which]].len = text.len;
    make_zip(&bytes, parts, sizeof parts / sizeof *parts);
  }
  read_book(&bytes);
  un_strbuf_free(&bytes);
  un_strbuf_free(&text);
  return 0;
}
