/* SPDX-License-Identifier: GPL-3.0-or-later
** quote and insert: values as SQL reads them back, exactly. */
#include <stdio.h>
#include <string.h>

#include "outfile.h"
#include "render.h"
#include "text.h"

void un_literal(struct un_strbuf *line, sqlite3_stmt *stmt, int column) {
  const char *text;
  char number[40];
  size_t len;
  switch (sqlite3_column_type(stmt, column)) {
  case SQLITE_NULL: un_strbuf_puts(line, "NULL"); return;
  case SQLITE_INTEGER:
    len = un_whole_text(sqlite3_column_int64(stmt, column), number, &text);
    un_strbuf_add(line, text, len);
    return;
  case SQLITE_FLOAT:
    un_real_text(sqlite3_column_double(stmt, column), number);
    un_strbuf_puts(line, strcmp(number, "Inf") == 0 ? "9e999" : strcmp(number, "-Inf") == 0 ? "-9e999" : number);
    return;
  default: break;
  }
  bool blob = sqlite3_column_type(stmt, column) == SQLITE_BLOB;
  text = blob ? sqlite3_column_blob(stmt, column) : (const char *)sqlite3_column_text(stmt, column);
  len = (size_t)sqlite3_column_bytes(stmt, column);
  if (!text) text = "";
  if (blob || memchr(text, '\0', len)) {
    /* A text with a NUL has no literal of its own. */
    un_strbuf_puts(line, blob ? "X'" : "CAST(X'");
    for (size_t i = 0; i < len; i++) un_strbuf_printf(line, "%02x", (unsigned char)text[i]);
    un_strbuf_puts(line, blob ? "'" : "' AS TEXT)");
    return;
  }
  un_strbuf_putc(line, '\'');
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '\'') un_strbuf_putc(line, '\'');
    un_strbuf_putc(line, text[i]);
  }
  un_strbuf_putc(line, '\'');
}

bool un_is_plain_name(const char *name) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  if (!*name || !strchr(letters, name[0]) || sqlite3_keyword_check(name, (int)strlen(name))) return false;
  return name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789")] == '\0';
}

void un_quote_begin(struct un_rows *rows) {
  const char *separator = rows->style->column_separator ? rows->style->column_separator : ",";
  if (!rows->header) return;
  for (int i = 0; i < rows->columns; i++) {
    char *quoted = sqlite3_mprintf("%Q", rows->names[i]);
    un_strbuf_printf(&rows->line, "%s%s", i > 0 ? separator : "", quoted);
    sqlite3_free(quoted);
  }
  un_flush_line(rows);
}

void un_quote_row(struct un_rows *rows) {
  const char *separator = rows->style->column_separator ? rows->style->column_separator : ",";
  for (int i = 0; i < rows->columns; i++) {
    if (i > 0) un_strbuf_puts(&rows->line, separator);
    un_literal(&rows->line, rows->stmt, i);
  }
  un_flush_line(rows);
}

static void add_identifier(struct un_strbuf *line, const char *name) {
  if (un_is_plain_name(name)) {
    un_strbuf_puts(line, name);
    return;
  }
  char *quoted = sqlite3_mprintf("\"%w\"", name);
  un_strbuf_puts(line, quoted);
  sqlite3_free(quoted);
}

void un_insert_row(struct un_rows *rows) {
  const char *table = rows->style->table ? rows->style->table : sqlite3_column_table_name(rows->stmt, 0);
  un_strbuf_puts(&rows->line, "INSERT INTO ");
  add_identifier(&rows->line, table ? table : "result");
  for (int i = 0; rows->header && i < rows->columns; i++) {
    un_strbuf_puts(&rows->line, i > 0 ? "," : "(");
    add_identifier(&rows->line, rows->names[i]);
  }
  un_strbuf_puts(&rows->line, rows->header ? ") VALUES(" : " VALUES(");
  for (int i = 0; i < rows->columns; i++) {
    if (i > 0) un_strbuf_putc(&rows->line, ',');
    un_literal(&rows->line, rows->stmt, i);
  }
  un_strbuf_puts(&rows->line, ");");
  un_flush_line(rows);
}
