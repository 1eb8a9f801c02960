/* SPDX-License-Identifier: GPL-3.0-or-later
** json and ndjson (RFC 8259): integers exact, REALs read back the same, BLOBs
** as hexadecimal text; bytes that are no UTF-8 become U+FFFD, which is said (W9). JSON has no infinity:
** as in sqlite3 it is a number beyond any double, which readers take for infinity (jq
** for the greatest double) and none for a missing value. Controls are always escaped. */
#include <stdio.h>
#include <string.h>

#include "outfile.h"
#include "escape.h"
#include "render.h"

static void add_value(struct un_rows *rows, const struct un_cell *cell) {
  struct un_strbuf *line = &rows->line;
  switch (cell->type) {
  case SQLITE_NULL: un_strbuf_puts(line, "null"); return;
  case SQLITE_TEXT: rows->replaced += !un_escape_json(line, cell->text, cell->len); return;
  case SQLITE_BLOB:
    un_strbuf_putc(line, '"');
    for (size_t i = 0; i < cell->len; i++) {
      un_strbuf_printf(line, "%02x", (unsigned char)cell->text[i]);
    }
    un_strbuf_putc(line, '"');
    return;
  default:
    if (cell->type == SQLITE_FLOAT && strcmp(cell->text, "Inf") == 0) un_strbuf_puts(line, "9.0e+999");
    else if (cell->type == SQLITE_FLOAT && strcmp(cell->text, "-Inf") == 0) un_strbuf_puts(line, "-9.0e+999");
    else un_strbuf_add(line, cell->text, cell->len);
  }
}

static void add_object(struct un_rows *rows) {
  struct un_cell cell;
  un_strbuf_clear(&rows->line);
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    un_strbuf_putc(&rows->line, i > 0 ? ',' : '{');
    un_escape_json(&rows->line, rows->names[i], strlen(rows->names[i]));
    un_strbuf_putc(&rows->line, ':');
    add_value(rows, &cell);
  }
  un_strbuf_putc(&rows->line, '}');
  un_out_write(rows->out, rows->line.text, rows->line.len);
}

void un_json_begin(struct un_rows *rows) { un_out_putc(rows->out, '['); }

void un_json_row(struct un_rows *rows) {
  if (rows->count > 0) un_out_puts(rows->out, ",\n");
  add_object(rows);
}

void un_json_end(struct un_rows *rows) { un_out_puts(rows->out, "]\n"); }

void un_ndjson_row(struct un_rows *rows) {
  add_object(rows);
  un_out_putc(rows->out, '\n');
}
