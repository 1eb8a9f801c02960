/* SPDX-License-Identifier: GPL-3.0-or-later
** A workbook of one sheet, through libxlsxwriter: typed cells, header frozen,
** autofilter. Text stays text, unaltered (W7); whole numbers beyond 2^53, which a
** cell cannot hold, are text (W9). Rows stream (constant_memory), the creation date
** is the as-of date: same rows, same bytes. The library writes files by name: it
** gets a temporary one, which is copied to the output. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "law/date.h"
#include "message.h"
#include "outfile.h"
#include "render.h"
#include "tempfile.h"
#include "text.h"
#include "xlsx_library.h"

enum { ROWS_MAX = LXW_ROW_MAX, EXACT_BITS = 53 };

struct un_book {
  const struct un_xlsx_library *lib;
  char *path;
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_row_t next;
};

const char *un_book_check(const struct un_rows *rows) {
  if (rows->terminal) return "xlsx is not for a terminal: give -o FILE";
  if (un_out_is_fresh(rows->out)) return NULL;
  return "xlsx: the output has something already, and a workbook is a whole file: give each result its own (.once FILE)";
}

static void failed(struct un_rows *rows, const char *what) {
  if (rows->failed == 0) rows->failed = un_fail(UN_EXIT_WRITE, "xlsx: %s", what);
}

/* What an XML part can hold: UTF-8 without NUL (the library escapes other controls),
** U+FFFE and U+FFFF. The reason why not, or NULL. */
static const char *unfit(const char *text, size_t len) {
  unsigned code;
  for (size_t at = 0, n; at < len; at += n) {
    n = un_utf8(text + at, len - at, &code);
    if (n == 0) return "not UTF-8, which a cell must be (hex() shows the bytes)";
    if (code == 0) return "a NUL character, which a cell cannot hold";
    if (code == 0xfffe || code == 0xffff) return "U+FFFE or U+FFFF, which a cell cannot hold";
  }
  return NULL;
}

void un_book_begin(struct un_rows *rows) {
  struct un_book *book = rows->book = un_alloc(sizeof *book);
  un_day day;
  *book = (struct un_book){.next = 0};
  const char *why;
  if (!(book->lib = un_xlsx_library(&why))) {
    rows->failed = un_fail(UN_EXIT_WRITE, "xlsx needs libxlsxwriter: %s (install it, or take another format)", why);
    return;
  }
  int fd = un_temp_open(".xlsx", &book->path);
  if (fd < 0) {
    failed(rows, strerror(errno));
    return;
  }
  close(fd);
  char *folder = un_strdup(un_temp_folder()); /* the library's own are there, too */
  lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
  book->book = book->lib->workbook_new_opt(book->path, &options);
  free(folder);
  book->sheet = book->book ? book->lib->workbook_add_worksheet(book->book, NULL) : NULL;
  if (!book->sheet) {
    failed(rows, "no memory");
    return;
  }
  if (!un_date_parse(rows->style->as_of, strlen(rows->style->as_of), &day)) un_date_parse("2000-01-01", 10, &day);
  struct tm tm = {.tm_year = un_civil_of(day).year - 1900, .tm_mon = un_civil_of(day).month - 1, .tm_mday = un_civil_of(day).day};
  char author[] = "unseal";
  lxw_doc_properties properties = {.author = author, .created = timegm(&tm)};
  book->lib->workbook_set_properties(book->book, &properties);
  lxw_format *bold = book->lib->workbook_add_format(book->book);
  book->lib->format_set_bold(bold);
  for (int i = 0; i < rows->columns; i++) {
    size_t len = strlen(rows->names[i]);
    if ((why = unfit(rows->names[i], len))) {
      struct un_strbuf what = UN_STRBUF_INIT;
      un_strbuf_printf(&what, "the name of column %d: %s", i + 1, why);
      failed(rows, what.text);
      un_strbuf_free(&what);
      return;
    }
    book->lib->worksheet_set_column(book->sheet, (lxw_col_t)i, (lxw_col_t)i, len < 8 ? 12 : len > 36 ? 40 : (double)len + 4, NULL);
  }
  for (int i = 0; rows->header && i < rows->columns; i++) {
    book->lib->worksheet_write_string(book->sheet, 0, (lxw_col_t)i, rows->names[i], bold);
  }
  if (rows->header) {
    book->lib->worksheet_freeze_panes(book->sheet, 1, 0);
    book->next = 1;
  }
}

static void unfit_cell(struct un_rows *rows, int i, const char *why) {
  struct un_strbuf what = UN_STRBUF_INIT;
  un_strbuf_printf(&what, "row %lld, column '%s': %s", rows->count + 1, rows->names[i], why);
  failed(rows, what.text);
  un_strbuf_free(&what);
}

static lxw_error write_cell(struct un_rows *rows, struct un_book *book, int i) {
  struct un_cell cell;
  lxw_col_t column = (lxw_col_t)i;
  un_cell_read(rows, i, &cell);
  if (cell.type == SQLITE_INTEGER) {
    sqlite3_int64 n = sqlite3_column_int64(rows->stmt, i);
    bool exact = n >= -(INT64_C(1) << EXACT_BITS) && n <= INT64_C(1) << EXACT_BITS;
    if (exact) return book->lib->worksheet_write_number(book->sheet, book->next, column, (double)n, NULL);
  } else if (cell.type == SQLITE_FLOAT) {
    double x = sqlite3_column_double(rows->stmt, i);
    if (x - x == 0) return book->lib->worksheet_write_number(book->sheet, book->next, column, x, NULL);
  } else if (cell.type == SQLITE_NULL) {
    return LXW_NO_ERROR;
  } else if (cell.type == SQLITE_BLOB) {
    struct un_strbuf hex = UN_STRBUF_INIT;
    for (size_t k = 0; k < cell.len; k++) un_strbuf_printf(&hex, "%02x", (unsigned char)cell.text[k]);
    lxw_error error = book->lib->worksheet_write_string(book->sheet, book->next, column, hex.text, NULL);
    un_strbuf_free(&hex);
    return error;
  }
  const char *why = unfit(cell.text, cell.len);
  if (why) {
    unfit_cell(rows, i, why);
    return LXW_ERROR_PARAMETER_VALIDATION;
  }
  return book->lib->worksheet_write_string(book->sheet, book->next, column, cell.text, NULL);
}

void un_book_row(struct un_rows *rows) {
  struct un_book *book = rows->book;
  if (rows->failed) return;
  if (book->next >= ROWS_MAX) {
    failed(rows, "more rows than a sheet has (1048576)");
    return;
  }
  for (int i = 0; i < rows->columns; i++) {
    lxw_error error = write_cell(rows, book, i);
    if (error != LXW_NO_ERROR) {
      unfit_cell(rows, i, book->lib->lxw_strerror(error)); /* after another reason: not said */
      return;
    }
  }
  book->next++;
}

void un_book_end(struct un_rows *rows) {
  struct un_book *book = rows->book;
  char block[8192];
  if (book->book) {
    if (rows->header && rows->columns > 0) {
      book->lib->worksheet_autofilter(book->sheet, 0, 0, book->next > 1 ? book->next - 1 : 1, (lxw_col_t)(rows->columns - 1));
    }
    lxw_error error = book->lib->workbook_close(book->book);
    if (error != LXW_NO_ERROR) failed(rows, book->lib->lxw_strerror(error));
    FILE *file = rows->failed || rows->cut ? NULL : fopen(book->path, "rbe");
    if (!file && !rows->failed && !rows->cut) failed(rows, strerror(errno));
    for (size_t n; file && (n = fread(block, 1, sizeof block, file)) > 0;) un_out_write(rows->out, block, n);
    if (file && ferror(file)) failed(rows, strerror(errno));
    if (file) fclose(file);
  }
  un_temp_remove(book->path);
  free(book);
  rows->book = NULL;
}
