/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "render.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "law/suggest.h"
#include "message.h"
#include "number.h"
#include "outfile.h"
#include "pager.h"
#include "shell.h"
#include "text.h"

static void nothing(struct un_rows *rows) { (void)rows; }

/* Complete and readable as a file; tags that HTML lets one leave out are. */
static const char html_page[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>unseal</title>\n<style>\n"
    "body { font: 14px/1.5 system-ui, sans-serif; margin: 2em; color: #222 }\n"
    "table { border-collapse: collapse; font-variant-numeric: tabular-nums }\n"
    "th, td { padding: .2em .8em; border-bottom: 1px solid #ddd; text-align: left }\n"
    "th { border-bottom: 2px solid #222 }\ntd.n { text-align: right }\n</style>\n";

#define LINES .begin = un_list_begin, .row = un_list_row

/* header: of --format; mode_header: of .mode and -csv, as in sqlite3. */
static const struct un_format formats[] = {
    {.name = "table", .help = "aligned, with a frame (default on a terminal)", .aliases = "box qbox", .header = true,
     .mode_header = true, .human = true, .comment = "%s\n", .begin = un_table_begin, .row = un_table_row, .end = un_table_end},
    {.name = "column", .help = "aligned, without a frame", .aliases = "columns", .header = true, .mode_header = true, .human = true,
     .comment = "%s\n", .begin = un_table_begin, .row = un_column_row, .end = un_column_end},
    {.name = "line", .help = "one `name = value` a line", .aliases = "lines expanded", .header = true, .mode_header = true,
     .human = true, .comment = "%s\n", .begin = nothing, .row = un_line_row},
    {.name = "list", .help = "values separated by | (default on a pipe)", .separators = "|", LINES},
    {.name = "csv", .help = "RFC 4180 with a header; NULL is empty, the empty text is \"\" (default of report)", .header = true, .guarded = true,
     .separators = ",", .begin = un_csv_begin, .row = un_csv_row},
    {.name = "tsv", .help = "tab-separated with a header; \\t \\n \\r \\\\ escaped, NULL is \\N", .header = true, .guarded = true,
     .begin = un_tsv_begin, .row = un_tsv_row},
    {.name = "json", .help = "an array of objects; infinities are 9.0e+999 and -9.0e+999", .header = true, .mode_header = true, .begin = un_json_begin,
     .row = un_json_row, .end = un_json_end},
    {.name = "ndjson", .help = "an object a line", .aliases = "jsonl jsonlines", .header = true, .mode_header = true,
     .begin = nothing, .row = un_ndjson_row},
    {.name = "markdown", .help = "a GitHub table", .header = true, .mode_header = true, .human = true,
     .comment = "%s\n\n", .escape = un_escape_markdown, .begin = un_markdown_begin, .row = un_markdown_row},
    {.name = "html", .help = "an HTML page", .header = true, .mode_header = true, .human = true, .comment = "<p>%s</p>\n",
     .escape = un_escape_html, .page = html_page, .begin = un_html_begin, .row = un_html_row, .end = un_html_end},
    {.name = "quote", .help = "SQL literals, comma-separated", .separators = ",", .begin = un_quote_begin, .row = un_quote_row},
    {.name = "insert", .help = "INSERT statements", .header = true, .begin = nothing, .row = un_insert_row},
    {.name = "tabs", .help = "values separated by tabs, as they are", .separators = "\t", LINES},
    {.name = "ascii", .help = "values separated by 0x1F, rows by 0x1E", .separators = "\x1f", .begin = un_ascii_begin,
     .row = un_ascii_row},
    {.name = "tcl", .help = "values as Tcl's and C's strings", .separators = " ", .begin = un_tcl_begin, .row = un_tcl_row},
    {.name = "ics", .help = "iCalendar: uid, on_date, summary as all-day events", .header = true, .begin = un_ics_begin,
     .row = un_ics_row, .end = un_ics_end, .check = un_ics_check},
    {.name = "xlsx", .help = "a workbook (libxlsxwriter): typed cells, autofilter", .header = true, .guarded = true, .mode_header = true,
     .begin = un_book_begin, .row = un_book_row, .end = un_book_end, .check = un_book_check},
};
enum { FORMATS = sizeof formats / sizeof *formats };

const char *un_format_at(int i, const char **help) {
  if (i >= FORMATS) return NULL;
  if (help) *help = formats[i].help;
  return formats[i].name;
}

static const char *name_at(const void *list, size_t i) {
  (void)list;
  return formats[i].name;
}

static bool is_alias(const char *aliases, const char *name) {
  size_t len = strlen(name);
  for (const char *at = aliases; at && *at && len > 0;) {
    size_t n = strcspn(at, " ");
    if (n == len && memcmp(at, name, n) == 0) return true;
    at += n + strspn(at + n, " ");
  }
  return false;
}

const struct un_format *un_format_find(const char *name, const char **nearest) {
  for (int i = 0; i < FORMATS; i++) {
    if (strcmp(formats[i].name, name) == 0 || is_alias(formats[i].aliases, name)) return &formats[i];
  }
  if (nearest) *nearest = un_nearest_or_begun(name, name_at, NULL, FORMATS);
  return NULL;
}

/* --- cells ---------------------------------------------------------------------- */

/* One look at the value, then what it holds: the connection has one thread, so that
** an unprotected value is as good as a protected one. */
void un_cell_read(const struct un_rows *rows, int column, struct un_cell *cell) {
  sqlite3_value *value = sqlite3_column_value(rows->stmt, column);
  cell->type = sqlite3_value_type(value);
  cell->text = "";
  cell->len = 0;
  switch (cell->type) {
  case SQLITE_NULL: return;
  case SQLITE_INTEGER: cell->len = un_whole_text(sqlite3_value_int64(value), cell->number, &cell->text); return;
  case SQLITE_FLOAT: {
    int decimals = rows->style->format->human ? rows->style->decimals : 0;
    double x = sqlite3_value_double(value);
    cell->text = cell->number;
    int n = decimals > 0 && isfinite(x) ? snprintf(cell->number, sizeof cell->number, "%.*f", decimals, x) : 0;
    cell->len = n > 0 && n < (int)sizeof cell->number ? (size_t)n : un_real_text(x, cell->number);
    return;
  }
  default:
    cell->text = cell->type == SQLITE_BLOB ? sqlite3_value_blob(value) : (const char *)sqlite3_value_text(value);
    cell->len = (size_t)sqlite3_value_bytes(value);
    if (!cell->text) cell->text = "";
  }
}

const char *un_null_text(const struct un_rows *rows, const char *otherwise) {
  return rows->style->null_text ? rows->style->null_text : otherwise;
}

/* Names are keys in JSON and headers elsewhere: a second `a` becomes `a:1`. */
static char *unique_name(char **names, int i, const char *name) {
  struct un_strbuf unique = UN_STRBUF_INIT;
  un_strbuf_puts(&unique, name);
  for (int n = 1, j = 0; j < i; j++) {
    if (strcmp(names[j], unique.text) != 0) continue;
    un_strbuf_clear(&unique);
    un_strbuf_printf(&unique, "%s:%d", name, n++);
    j = -1;
  }
  return un_strbuf_take(&unique);
}

bool un_style_header(const struct un_style *style) {
  if (style->headers != UN_HEADERS_DEFAULT) return style->headers == UN_HEADERS_ON;
  return style->by_mode ? style->format->mode_header : style->format->header;
}

bool un_style_unguarded(const struct un_style *style, struct un_strbuf *out) {
  if (!style->spreadsheet || style->format->guarded) return false;
  un_strbuf_printf(out, "--spreadsheet does nothing in format '%s'; it is for", style->format->name);
  for (int i = 0, n = 0; i < FORMATS; i++) {
    if (formats[i].guarded) un_strbuf_printf(out, "%s %s", n++ > 0 ? "," : "", formats[i].name);
  }
  return true;
}

/* Said once: what a terminal shows is no spreadsheet's. */
static void warn_unguarded(struct un_rows *rows) {
  static bool said;
  struct un_strbuf why = UN_STRBUF_INIT;
  if (!said && !rows->terminal && un_style_unguarded(rows->style, &why)) {
    un_warn("%s", why.text);
    said = true;
  }
  un_strbuf_free(&why);
}

static void open_rows(struct un_rows *rows, struct un_shell *shell, sqlite3_stmt *stmt) {
  const struct un_style *style = &shell->style;
  *rows = (struct un_rows){.out = shell->out, .stmt = stmt, .style = style};
  rows->line = rows->scratch = (struct un_strbuf)UN_STRBUF_INIT;
  rows->columns = sqlite3_column_count(stmt);
  rows->separator = style->column_separator ? style->column_separator : style->format->separators;
  rows->separator_len = rows->separator ? strlen(rows->separator) : 0;
  rows->header = un_style_header(style);
  rows->terminal = un_out_is_terminal(shell->out);
  rows->color = rows->terminal && un_color_wanted();
  size_t n = (size_t)rows->columns;
  rows->names = un_alloc(n * sizeof *rows->names);
  rows->widths = un_alloc(n * sizeof *rows->widths);
  rows->right = un_alloc(n * sizeof *rows->right);
  for (int i = 0; i < rows->columns; i++) {
    rows->names[i] = unique_name(rows->names, i, sqlite3_column_name(stmt, i));
    rows->widths[i] = 0;
    rows->right[i] = true;
  }
}

static void close_rows(struct un_rows *rows) {
  for (int i = 0; i < rows->columns; i++) free(rows->names[i]);
  for (int i = 0; i < rows->waiting_rows * rows->columns; i++) free(rows->waiting[i]);
  free(rows->waiting);
  free(rows->names);
  free(rows->widths);
  free(rows->right);
  un_strbuf_free(&rows->line);
  un_strbuf_free(&rows->scratch);
}

bool un_preface(struct un_shell *shell, const char *text) {
  const struct un_format *format = shell->style.format;
  struct un_strbuf escaped = UN_STRBUF_INIT, line = UN_STRBUF_INIT;
  if (!format->comment) return false;
  if (format->escape) format->escape(&escaped, text);
  else un_strbuf_puts(&escaped, text);
  un_strbuf_printf(&line, format->comment, escaped.text);
  free(shell->preface);
  shell->preface = un_strbuf_take(&line);
  un_strbuf_free(&escaped);
  return true;
}

static void begin(struct un_shell *shell, struct un_rows *rows) {
  const char *page = shell->style.format->page;
  if (page && un_out_is_fresh(shell->out)) un_out_puts(shell->out, page);
  if (shell->preface) un_out_puts(shell->out, shell->preface);
  free(shell->preface);
  shell->preface = NULL;
  shell->style.format->begin(rows);
}

/* The interrupt flag and the output's health are looked at on every row. */
int un_render(struct un_shell *shell, sqlite3_stmt *stmt) {
  struct un_rows rows;
  int columns = sqlite3_column_count(stmt), rc;
  const struct un_format *format = shell->style.format;
  int failed = 0;
  if (columns > 0) {
    open_rows(&rows, shell, stmt);
    const char *lacks = format->check ? format->check(&rows) : NULL;
    if (lacks) {
      close_rows(&rows);
      return un_fail(UN_EXIT_USAGE, "%s", lacks);
    }
    warn_unguarded(&rows);
  }
  bool begun = false;
  while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    if (columns == 0) continue;
    if (!begun) begin(shell, &rows);
    begun = true;
    format->row(&rows);
    rows.count++;
    if (un_out_failed(shell->out) || un_interrupted || rows.failed) break;
  }
  if (columns > 0) {
    if (!begun && rc == SQLITE_DONE && !shell->skip_empty) {
      begin(shell, &rows);
      begun = true;
    }
    rows.cut = rc != SQLITE_DONE;
    bool frees = rows.book || rows.seen;
    if (begun && format->end && (!rows.cut || format->human || frees)) format->end(&rows);
    if (rows.replaced > 0) un_warn("%lld text%s not UTF-8: U+FFFD stands for such bytes", rows.replaced,
                                    rows.replaced == 1 ? " is" : "s are");
    shell->row_count = rows.count;
    failed = rows.failed;
    close_rows(&rows);
  }
  if (begun && rc != SQLITE_DONE) un_out_break(shell->out, !shell->bail && !shell->base); /* W3 */
  if (un_interrupted) return un_interrupted_code();
  if (failed != 0) return failed;
  if (un_out_failed(shell->out)) return un_out_flush(shell->out);
  return rc == SQLITE_DONE ? 0 : un_exit_of_sqlite(rc);
}
