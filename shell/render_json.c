/* SPDX-License-Identifier: GPL-3.0-or-later
** json and ndjson (RFC 8259): integers exact, REALs read back the same, BLOBs
** as hexadecimal text; bytes that are no UTF-8 become U+FFFD; infinities, which
** JSON lacks, are null. Controls are always escaped. */
#include <stdio.h>
#include <string.h>

#include "outfile.h"
#include "render.h"
#include "text.h"

static void add_string(struct un_strbuf *line, const char *text, size_t len) {
  un_strbuf_putc(line, '"');
  for (size_t i = 0; i < len;) {
    unsigned c = 0;
    size_t n = un_utf8(text + i, len - i, &c);
    if (n == 0) {
      un_strbuf_puts(line, "\\ufffd");
    } else if (c == '"' || c == '\\') {
      un_strbuf_printf(line, "\\%c", (char)c);
    } else if (c == '\n') {
      un_strbuf_puts(line, "\\n");
    } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e)) {
      un_strbuf_printf(line, "\\u%04x", c);
    } else {
      un_strbuf_add(line, text + i, n);
    }
    i += n ? n : 1;
  }
  un_strbuf_putc(line, '"');
}

static void add_value(struct un_strbuf *line, const struct un_cell *cell) {
  switch (cell->type) {
  case SQLITE_NULL: un_strbuf_puts(line, "null"); return;
  case SQLITE_TEXT: add_string(line, cell->text, cell->len); return;
  case SQLITE_BLOB:
    un_strbuf_putc(line, '"');
    for (size_t i = 0; i < cell->len; i++) {
      un_strbuf_printf(line, "%02x", (unsigned char)cell->text[i]);
    }
    un_strbuf_putc(line, '"');
    return;
  default:
    if (strstr(cell->text, "Inf")) un_strbuf_puts(line, "null");
    else un_strbuf_add(line, cell->text, cell->len);
  }
}

static void add_object(struct un_rows *rows) {
  struct un_cell cell;
  un_strbuf_clear(&rows->line);
  for (int i = 0; i < rows->columns; i++) {
    un_cell_read(rows, i, &cell);
    un_strbuf_putc(&rows->line, i > 0 ? ',' : '{');
    add_string(&rows->line, rows->names[i], strlen(rows->names[i]));
    un_strbuf_putc(&rows->line, ':');
    add_value(&rows->line, &cell);
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
