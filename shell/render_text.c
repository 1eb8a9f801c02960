/* SPDX-License-Identifier: GPL-3.0-or-later
** list, tabs, ascii, csv, tsv, tcl: a line a row, nothing aligned. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "outfile.h"
#include "render.h"
#include "text.h"

/* W7: controls reach a file as they are, a terminal escaped. */
void un_show(struct un_out *out, bool terminal, const char *text, size_t len) {
  struct un_strbuf safe = UN_STRBUF_INIT;
  if (terminal) {
    un_text_escape(&safe, text, len, UN_ESCAPE_LINES);
    text = safe.text;
    len = safe.len;
  }
  un_out_write(out, text, len);
  un_strbuf_free(&safe);
}

void un_flush_line(struct un_rows *rows) {
  const char *end = rows->style->row_separator;
  un_show(rows->out, rows->terminal, rows->line.text, rows->line.len);
  if (end) un_out_puts(rows->out, end);
  else un_out_putc(rows->out, '\n');
  un_strbuf_clear(&rows->line);
}

/* Between columns: before each but the first. */
static void separate(struct un_rows *rows, int column) {
  if (column > 0) un_strbuf_add(&rows->line, rows->separator, rows->separator_len);
}

void un_add_hex(struct un_strbuf *line, const struct un_cell *cell) {
  for (size_t i = 0; i < cell->len; i++) {
    un_strbuf_printf(line, "%02x", (unsigned char)cell->text[i]);
  }
}

/* --- list ----------------------------------------------------------------------- */

void un_list_begin(struct un_rows *rows) {
  if (!rows->header) return;
  for (int i = 0; i < rows->columns; i++) {
    separate(rows, i);
    un_strbuf_puts(&rows->line, rows->names[i]);
  }
  un_flush_line(rows);
}

void un_list_row(struct un_rows *rows) {
  struct un_cell cell;
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    separate(rows, i);
    if (cell.type == SQLITE_NULL) un_strbuf_puts(&rows->line, un_null_text(rows, ""));
    else un_strbuf_add(&rows->line, cell.text, cell.len);
  }
  un_flush_line(rows);
}

/* --- csv ------------------------------------------------------------------------ */

/* A cell a spreadsheet would run, a header too: it gets a leading apostrophe (OWASP: the
** full-width signs count in Japanese and Chinese ones). */
static bool is_formula(const struct un_rows *rows, const char *text, size_t len) {
  static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"}; /* = + - @ */
  if (!rows->style->spreadsheet || len == 0) return false;
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
    if (len >= 3 && memcmp(text, wide[i], 3) == 0) return true;
  }
  return strchr("=+-@\t\r\n", text[0]) != NULL;
}

/* Bytes that make a field be quoted: , " CR LF, and a blank at either end. */
static const bool csv_special[256] = {[','] = true, ['"'] = true, ['\r'] = true, ['\n'] = true};

/* A byte of `word` is `byte`; for eight at once. */
static uint64_t holds(uint64_t word, unsigned char byte) {
  uint64_t ones = ~(uint64_t)0 / 255, zero_where = word ^ ones * byte;
  return (zero_where - ones) & ~zero_where & ones << 7;
}

static bool csv_is_plain(const char *text, size_t len) {
  if (len == 0 || text[0] == ' ' || text[len - 1] == ' ') return false;
  for (; len >= 8; text += 8, len -= 8) {
    uint64_t word;
    memcpy(&word, text, 8);
    if (holds(word, ',') | holds(word, '"') | holds(word, '\r') | holds(word, '\n')) return false;
  }
  for (size_t i = 0; i < len; i++) {
    if (csv_special[(unsigned char)text[i]]) return false;
  }
  return true;
}

static void csv_field(struct un_rows *rows, const char *text, size_t len) {
  struct un_strbuf *line = &rows->line;
  const char *other = rows->style->column_separator;
  bool formula = is_formula(rows, text, len), plain = !formula && csv_is_plain(text, len);
  /* Where a comma is for decimals, a spreadsheet may end a bare cell at these. */
  if (plain && rows->style->spreadsheet) plain = !memchr(text, ';', len) && !memchr(text, '\t', len);
  if (plain && other) plain = memmem(text, len, other, strlen(other)) == NULL;
  if (plain) {
    un_strbuf_add(line, text, len);
    return;
  }
  un_strbuf_putc(line, '"');
  if (formula) un_strbuf_putc(line, '\'');
  for (const char *quote; (quote = memchr(text, '"', len)) != NULL;) {
    size_t n = (size_t)(quote - text) + 1;
    un_strbuf_add(line, text, n);
    un_strbuf_putc(line, '"');
    text += n;
    len -= n;
  }
  un_strbuf_add(line, text, len);
  un_strbuf_putc(line, '"');
}

void un_csv_begin(struct un_rows *rows) {
  if (!rows->header) return;
  for (int i = 0; i < rows->columns; i++) {
    separate(rows, i);
    csv_field(rows, rows->names[i], strlen(rows->names[i]));
  }
  un_flush_line(rows);
}

void un_csv_row(struct un_rows *rows) {
  struct un_cell cell;
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    separate(rows, i);
    if (cell.type == SQLITE_BLOB) un_add_hex(&rows->line, &cell);
    else if (cell.type == SQLITE_INTEGER || cell.type == SQLITE_FLOAT) un_strbuf_add(&rows->line, cell.text, cell.len);
    else if (cell.type != SQLITE_NULL) csv_field(rows, cell.text, cell.len);
    else if (rows->style->null_text) un_strbuf_puts(&rows->line, rows->style->null_text);
  }
  un_flush_line(rows);
}

/* --- tsv ------------------------------------------------------------------------ */

static void tsv_field(struct un_rows *rows, const char *text, size_t len) {
  struct un_strbuf *line = &rows->line;
  if (is_formula(rows, text, len)) un_strbuf_putc(line, '\'');
  for (size_t i = 0; i < len; i++) {
    switch (text[i]) {
    case '\t': un_strbuf_puts(line, "\\t"); break;
    case '\n': un_strbuf_puts(line, "\\n"); break;
    case '\r': un_strbuf_puts(line, "\\r"); break;
    case '\\': un_strbuf_puts(line, "\\\\"); break;
    default: un_strbuf_putc(line, text[i]);
    }
  }
}

void un_tsv_begin(struct un_rows *rows) {
  if (!rows->header) return;
  for (int i = 0; i < rows->columns; i++) {
    if (i > 0) un_strbuf_putc(&rows->line, '\t');
    tsv_field(rows, rows->names[i], strlen(rows->names[i]));
  }
  un_flush_line(rows);
}

void un_tsv_row(struct un_rows *rows) {
  struct un_cell cell;
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    if (i > 0) un_strbuf_putc(&rows->line, '\t');
    if (cell.type == SQLITE_NULL) un_strbuf_puts(&rows->line, un_null_text(rows, "\\N"));
    else if (cell.type == SQLITE_BLOB) un_add_hex(&rows->line, &cell);
    else if (cell.type != SQLITE_TEXT) un_strbuf_add(&rows->line, cell.text, cell.len);
    else tsv_field(rows, cell.text, cell.len);
  }
  un_flush_line(rows);
}

/* --- ascii and tcl --------------------------------------------------------------------- */

static void ascii_line(struct un_rows *rows) {
  const char *end = rows->style->row_separator ? rows->style->row_separator : "\x1e";
  un_out_write(rows->out, rows->line.text, rows->line.len);
  un_out_puts(rows->out, end);
  un_strbuf_clear(&rows->line);
}

/* Its separators are controls: a terminal gets them escaped, as any other. */
static void end_ascii(struct un_rows *rows) {
  if (rows->terminal) un_flush_line(rows);
  else ascii_line(rows);
}

void un_ascii_begin(struct un_rows *rows) {
  for (int i = 0; rows->header && i < rows->columns; i++) {
    separate(rows, i);
    un_strbuf_puts(&rows->line, rows->names[i]);
  }
  if (rows->header) end_ascii(rows);
}

void un_ascii_row(struct un_rows *rows) {
  struct un_cell cell;
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    separate(rows, i);
    if (cell.type == SQLITE_NULL) un_strbuf_puts(&rows->line, un_null_text(rows, ""));
    else un_strbuf_add(&rows->line, cell.text, cell.len);
  }
  end_ascii(rows);
}

static void tcl_string(struct un_strbuf *line, const char *text, size_t len) {
  un_strbuf_putc(line, '"');
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '\\' || c == '"') un_strbuf_printf(line, "\\%c", c);
    else if (c == '\n') un_strbuf_puts(line, "\\n");
    else if (c == '\t') un_strbuf_puts(line, "\\t");
    else if (c == '\r') un_strbuf_puts(line, "\\r");
    else if (c < ' ' || c >= 127) un_strbuf_printf(line, "\\%03o", c);
    else un_strbuf_putc(line, (char)c);
  }
  un_strbuf_putc(line, '"');
}

void un_tcl_begin(struct un_rows *rows) {
  for (int i = 0; rows->header && i < rows->columns; i++) {
    separate(rows, i);
    tcl_string(&rows->line, rows->names[i], strlen(rows->names[i]));
  }
  if (rows->header) un_flush_line(rows);
}

void un_tcl_row(struct un_rows *rows) {
  struct un_cell cell;
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    separate(rows, i);
    if (cell.type == SQLITE_NULL) cell.text = un_null_text(rows, ""), cell.len = strlen(cell.text);
    tcl_string(&rows->line, cell.text, cell.len);
  }
  un_flush_line(rows);
}
