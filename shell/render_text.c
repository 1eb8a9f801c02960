/* SPDX-License-Identifier: GPL-3.0-or-later
** list, csv, tsv, quote, insert: a line a row, nothing aligned. */
#include <stdio.h>
#include <string.h>

#include "outfile.h"
#include "render.h"
#include "text.h"

/* W7: controls reach a file as they are, a terminal escaped. */
static void flush_line(struct un_rows *rows) {
  if (rows->terminal) {
    struct un_strbuf safe = UN_STRBUF_INIT;
    un_text_escape(&safe, rows->line.text, rows->line.len, UN_ESCAPE_LINES);
    un_out_write(rows->out, safe.text, safe.len);
    un_strbuf_free(&safe);
  } else {
    un_out_write(rows->out, rows->line.text, rows->line.len);
  }
  un_out_putc(rows->out, '\n');
  un_strbuf_clear(&rows->line);
}

static void add_hex(struct un_strbuf *line, const struct un_cell *cell) {
  for (size_t i = 0; i < cell->len; i++) {
    un_strbuf_printf(line, "%02x", (unsigned char)cell->text[i]);
  }
}

/* --- list ----------------------------------------------------------------------- */

void un_list_begin(struct un_rows *rows) {
  if (!rows->header) return;
  for (int i = 0; i < rows->columns; i++) {
    if (i > 0) un_strbuf_putc(&rows->line, '|');
    un_strbuf_puts(&rows->line, rows->names[i]);
  }
  flush_line(rows);
}

void un_list_row(struct un_rows *rows) {
  struct un_cell cell;
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    if (i > 0) un_strbuf_putc(&rows->line, '|');
    if (cell.type == SQLITE_NULL) un_strbuf_puts(&rows->line, un_null_text(rows, ""));
    else un_strbuf_add(&rows->line, cell.text, cell.len);
  }
  flush_line(rows);
}

/* --- csv ------------------------------------------------------------------------ */

/* A cell a spreadsheet would run: it gets a leading apostrophe (OWASP). */
static bool is_formula(const struct un_cell *cell) {
  return cell->type == SQLITE_TEXT && cell->len > 0 && strchr("=+-@\t\r", cell->text[0]);
}

static void csv_field(struct un_strbuf *line, const char *text, size_t len, bool formula) {
  bool quote = formula || len == 0;
  for (size_t i = 0; i < len && !quote; i++) quote = strchr(",\"\r\n", text[i]) != NULL;
  if (!quote && (text[0] == ' ' || text[len - 1] == ' ')) quote = true;
  if (quote) un_strbuf_putc(line, '"');
  if (formula) un_strbuf_putc(line, '\'');
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '"') un_strbuf_putc(line, '"');
    un_strbuf_putc(line, text[i]);
  }
  if (quote) un_strbuf_putc(line, '"');
}

void un_csv_begin(struct un_rows *rows) {
  if (!rows->header) return;
  for (int i = 0; i < rows->columns; i++) {
    if (i > 0) un_strbuf_putc(&rows->line, ',');
    csv_field(&rows->line, rows->names[i], strlen(rows->names[i]), false);
  }
  flush_line(rows);
}

void un_csv_row(struct un_rows *rows) {
  struct un_cell cell;
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    if (i > 0) un_strbuf_putc(&rows->line, ',');
    if (cell.type == SQLITE_BLOB) add_hex(&rows->line, &cell);
    else if (cell.type != SQLITE_NULL) {
      csv_field(&rows->line, cell.text, cell.len, rows->style->spreadsheet && is_formula(&cell));
    } else if (rows->style->null_text) {
      un_strbuf_puts(&rows->line, rows->style->null_text);
    }
  }
  flush_line(rows);
}

/* --- tsv ------------------------------------------------------------------------ */

static void tsv_field(struct un_strbuf *line, const char *text, size_t len) {
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
    tsv_field(&rows->line, rows->names[i], strlen(rows->names[i]));
  }
  flush_line(rows);
}

void un_tsv_row(struct un_rows *rows) {
  struct un_cell cell;
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    if (i > 0) un_strbuf_putc(&rows->line, '\t');
    if (cell.type == SQLITE_NULL) un_strbuf_puts(&rows->line, un_null_text(rows, "\\N"));
    else if (cell.type == SQLITE_BLOB) add_hex(&rows->line, &cell);
    else tsv_field(&rows->line, cell.text, cell.len);
  }
  flush_line(rows);
}

/* --- quote and insert ------------------------------------------------------------- */

static void add_literal(struct un_rows *rows, int column) {
  struct un_cell cell;
  un_cell_read(rows, column, &cell);
  struct un_strbuf *line = &rows->line;
  if (cell.type == SQLITE_NULL) {
    un_strbuf_puts(line, "NULL");
  } else if (cell.type == SQLITE_BLOB || memchr(cell.text, '\0', cell.len)) {
    /* A text with a NUL has no literal of its own. */
    un_strbuf_puts(line, cell.type == SQLITE_BLOB ? "X'" : "CAST(X'");
    add_hex(line, &cell);
    un_strbuf_puts(line, cell.type == SQLITE_BLOB ? "'" : "' AS TEXT)");
  } else if (cell.type == SQLITE_TEXT) {
    char *quoted = sqlite3_mprintf("%Q", cell.text);
    un_strbuf_puts(line, quoted ? quoted : "NULL");
    sqlite3_free(quoted);
  } else if (strcmp(cell.text, "Inf") == 0) {
    un_strbuf_puts(line, "9e999");
  } else if (strcmp(cell.text, "-Inf") == 0) {
    un_strbuf_puts(line, "-9e999");
  } else {
    un_strbuf_add(line, cell.text, cell.len);
  }
}

void un_quote_begin(struct un_rows *rows) {
  if (!rows->header) return;
  for (int i = 0; i < rows->columns; i++) {
    char *quoted = sqlite3_mprintf("%Q", rows->names[i]);
    un_strbuf_printf(&rows->line, "%s%s", i > 0 ? "," : "", quoted);
    sqlite3_free(quoted);
  }
  flush_line(rows);
}

void un_quote_row(struct un_rows *rows) {
  for (int i = 0; i < rows->columns; i++) {
    if (i > 0) un_strbuf_putc(&rows->line, ',');
    add_literal(rows, i);
  }
  flush_line(rows);
}

static void add_identifier(struct un_strbuf *line, const char *name) {
  char *quoted = sqlite3_mprintf("\"%w\"", name);
  un_strbuf_puts(line, quoted);
  sqlite3_free(quoted);
}

void un_insert_row(struct un_rows *rows) {
  const char *table = sqlite3_column_table_name(rows->stmt, 0);
  un_strbuf_puts(&rows->line, "INSERT INTO ");
  add_identifier(&rows->line, table ? table : "result");
  for (int i = 0; i < rows->columns; i++) {
    un_strbuf_puts(&rows->line, i > 0 ? "," : "(");
    add_identifier(&rows->line, rows->names[i]);
  }
  un_strbuf_puts(&rows->line, ") VALUES(");
  for (int i = 0; i < rows->columns; i++) {
    if (i > 0) un_strbuf_putc(&rows->line, ',');
    add_literal(rows, i);
  }
  un_strbuf_puts(&rows->line, ");");
  flush_line(rows);
}
