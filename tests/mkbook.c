/* mkbook < ROWS > BOOK.xlsx: a workbook whose sheet Main has the <row> elements of
** stdin, beside a hidden sheet Notes (unit/shell/book.h).
** mkbook NAME... < ROWS: a sheet of each name; a line `NAME` begins its rows, and each
** line after it that is no element is a row of texts with commas between. */
#include "unit/shell/book.h"

static void add_row(struct un_strbuf *rows, const char *line) {
  un_strbuf_puts(rows, "<row>");
  for (const char *at = line;; at++) {
    size_t len = strcspn(at, ",");
    if (len > 0) un_strbuf_printf(rows, "<c t=\"inlineStr\"><is><t>%.*s</t></is></c>", (int)len, at);
    else un_strbuf_puts(rows, "<c/>");
    at += len;
    if (!*at) break;
  }
  un_strbuf_puts(rows, "</row>");
}

static int named_sheet(const char *line, int count, char **names) {
  for (int i = 0; i < count; i++) {
    if (strcmp(line, names[i]) == 0) return i;
  }
  return -1;
}

static int write_sheets(struct un_strbuf *book, int count, char **names) {
  enum { MOST = 16 };
  struct un_strbuf rows[MOST];
  char line[4096];
  int sheet = -1;
  if (count > MOST) return 1;
  for (int i = 0; i < count; i++) rows[i] = (struct un_strbuf)UN_STRBUF_INIT, un_strbuf_puts(&rows[i], "");
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    int named = named_sheet(line, count, names);
    if (named >= 0) sheet = named;
    else if (sheet < 0) return 1;
    else if (*line == '<') un_strbuf_puts(&rows[sheet], line);
    else add_row(&rows[sheet], line);
  }
  make_sheets(book, names, rows, count);
  for (int i = 0; i < count; i++) un_strbuf_free(&rows[i]);
  return 0;
}

int main(int argc, char **argv) {
  struct un_strbuf rows = UN_STRBUF_INIT, book = UN_STRBUF_INIT;
  char block[4096];
  if (argc > 1 && write_sheets(&book, argc - 1, argv + 1) != 0) return 1;
  for (size_t n; argc == 1 && (n = fread(block, 1, sizeof block, stdin)) > 0;) un_strbuf_add(&rows, block, n);
  if (argc == 1) make_book(&book, rows.text, NULL);
  fwrite(book.text, 1, book.len, stdout);
  un_strbuf_free(&rows);
  un_strbuf_free(&book);
  return fflush(stdout) == 0 ? 0 : 1;
}
