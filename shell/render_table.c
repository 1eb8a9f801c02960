/* SPDX-License-Identifier: GPL-3.0-or-later
** table and column: widths come from the header and the first UN_WIDTH_ROWS
** rows; a wider cell later on breaks the line's frame but is never cut (W8, W9).
** line, markdown and html stand here too: for reading, a row at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outfile.h"
#include "render.h"
#include "text.h"

static const char *const frame[3][4] = {
    {"┌", "┬", "┐", "─"}, {"├", "┼", "┤", "─"}, {"└", "┴", "┘", "─"}};

static void repeat(struct un_out *out, const char *text, size_t n) {
  while (n-- > 0) un_out_puts(out, text);
}

/* The cell as it is shown, in a new text. */
static char *shown(struct un_rows *rows, int column, bool *number) {
  struct un_cell cell;
  struct un_strbuf text = UN_STRBUF_INIT;
  un_cell_read(rows, column, &cell);
  *number = cell.type == SQLITE_INTEGER || cell.type == SQLITE_FLOAT || cell.type == SQLITE_NULL;
  if (cell.type == SQLITE_NULL) un_strbuf_puts(&text, un_null_text(rows, ""));
  else un_text_escape(&text, cell.text, cell.len, UN_ESCAPE_ALL);
  return un_strbuf_take(&text);
}

static void put_padded(struct un_rows *rows, int column, const char *text, bool last) {
  size_t width = un_text_width(text, strlen(text));
  size_t pad = rows->widths[column] > width ? rows->widths[column] - width : 0;
  if (rows->right[column]) repeat(rows->out, " ", pad);
  un_out_puts(rows->out, text);
  if (!rows->right[column] && !last) repeat(rows->out, " ", pad);
}

static void put_rule(struct un_rows *rows, int which) {
  for (int i = 0; i < rows->columns; i++) {
    un_out_puts(rows->out, frame[which][i == 0 ? 0 : 1]);
    repeat(rows->out, frame[which][3], rows->widths[i] + 2);
  }
  un_out_puts(rows->out, frame[which][2]);
  un_out_putc(rows->out, '\n');
}

static void put_framed(struct un_rows *rows, char *const *cells) {
  for (int i = 0; i < rows->columns; i++) {
    un_out_puts(rows->out, i == 0 ? "│ " : " │ ");
    put_padded(rows, i, cells[i], false);
  }
  un_out_puts(rows->out, " │\n");
}

static void put_plain(struct un_rows *rows, char *const *cells) {
  for (int i = 0; i < rows->columns; i++) {
    if (i > 0) un_out_puts(rows->out, "  ");
    put_padded(rows, i, cells[i], i == rows->columns - 1);
  }
  un_out_putc(rows->out, '\n');
}

/* The names as they are shown, in new texts. */
static char **headings(struct un_rows *rows) {
  char **cells = un_alloc((size_t)rows->columns * sizeof *cells);
  for (int i = 0; i < rows->columns; i++) {
    struct un_strbuf text = UN_STRBUF_INIT;
    un_text_escape(&text, rows->names[i], strlen(rows->names[i]), UN_ESCAPE_ALL);
    cells[i] = un_strbuf_take(&text);
  }
  return cells;
}

static void widen(struct un_rows *rows, int column, const char *text) {
  size_t width = un_text_width(text, strlen(text));
  if (width > rows->widths[column]) rows->widths[column] = width;
}

void un_table_begin(struct un_rows *rows) {
  if (rows->header) {
    char **names = headings(rows);
    for (int i = 0; i < rows->columns; i++) {
      widen(rows, i, names[i]);
      free(names[i]);
    }
    free(names);
  }
  rows->waiting = un_alloc((size_t)rows->columns * UN_WIDTH_ROWS * sizeof *rows->waiting);
}

/* Widths are known: print the head and the rows that waited. */
static void flow(struct un_rows *rows, bool framed) {
  void (*put)(struct un_rows *, char *const *) = framed ? put_framed : put_plain;
  rows->flowing = true;
  if (framed) put_rule(rows, 0);
  if (rows->header) {
    char **names = headings(rows);
    put(rows, names);
    for (int i = 0; i < rows->columns; i++) free(names[i]);
    free(names);
    if (framed) put_rule(rows, 1);
    for (int i = 0; !framed && i < rows->columns; i++) {
      if (i > 0) un_out_puts(rows->out, "  ");
      repeat(rows->out, "─", rows->widths[i]);
    }
    if (!framed) un_out_putc(rows->out, '\n');
  }
  for (int r = 0; r < rows->waiting_rows; r++) put(rows, rows->waiting + r * rows->columns);
}

static void table_row(struct un_rows *rows, bool framed) {
  char **cells = rows->flowing ? rows->waiting : rows->waiting + rows->waiting_rows * rows->columns;
  for (int i = 0; i < rows->columns; i++) {
    bool number;
    if (rows->flowing) free(cells[i]);
    cells[i] = shown(rows, i, &number);
    if (rows->flowing) continue;
    if (!number) rows->right[i] = false;
    widen(rows, i, cells[i]);
  }
  if (rows->flowing) (framed ? put_framed : put_plain)(rows, cells);
  else if (++rows->waiting_rows == UN_WIDTH_ROWS) flow(rows, framed);
}

void un_table_row(struct un_rows *rows) { table_row(rows, true); }
void un_column_row(struct un_rows *rows) { table_row(rows, false); }

void un_table_end(struct un_rows *rows) {
  if (!rows->flowing) flow(rows, true);
  put_rule(rows, 2);
}

void un_column_end(struct un_rows *rows) {
  if (!rows->flowing) flow(rows, false);
}

/* --- line ----------------------------------------------------------------------- */

void un_line_row(struct un_rows *rows) {
  size_t width = 0;
  bool number;
  if (rows->count > 0) un_out_putc(rows->out, '\n');
  for (int i = 0; i < rows->columns; i++) {
    size_t n = un_text_width(rows->names[i], strlen(rows->names[i]));
    if (n > width) width = n;
  }
  for (int i = 0; i < rows->columns; i++) {
    char *text = shown(rows, i, &number);
    size_t n = un_text_width(rows->names[i], strlen(rows->names[i]));
    un_strbuf_clear(&rows->line);
    un_text_escape(&rows->line, rows->names[i], strlen(rows->names[i]), UN_ESCAPE_ALL);
    repeat(rows->out, " ", width - n);
    un_out_puts(rows->out, rows->line.text);
    un_out_puts(rows->out, " = ");
    un_out_puts(rows->out, text);
    un_out_putc(rows->out, '\n');
    free(text);
  }
}

/* --- markdown and html ------------------------------------------------------------ */

static void put_markdown(struct un_rows *rows, const char *text) {
  un_out_puts(rows->out, "| ");
  for (; *text; text++) {
    if (strchr("|\\`*_<>[]", *text)) un_out_putc(rows->out, '\\');
    un_out_putc(rows->out, *text);
  }
  un_out_putc(rows->out, ' ');
}

static void put_html(struct un_rows *rows, const char *text) {
  for (; *text; text++) {
    switch (*text) {
    case '<': un_out_puts(rows->out, "&lt;"); break;
    case '>': un_out_puts(rows->out, "&gt;"); break;
    case '&': un_out_puts(rows->out, "&amp;"); break;
    case '"': un_out_puts(rows->out, "&quot;"); break;
    default: un_out_putc(rows->out, *text);
    }
  }
}

static void each_heading(struct un_rows *rows, void (*put)(struct un_rows *, const char *),
                         const char *before, const char *after) {
  char **names = headings(rows);
  for (int i = 0; i < rows->columns; i++) {
    un_out_puts(rows->out, before);
    put(rows, names[i]);
    un_out_puts(rows->out, after);
    free(names[i]);
  }
  free(names);
}

void un_markdown_begin(struct un_rows *rows) {
  each_heading(rows, put_markdown, "", "");
  un_out_puts(rows->out, "|\n");
  for (int i = 0; i < rows->columns; i++) un_out_puts(rows->out, "| --- ");
  un_out_puts(rows->out, "|\n");
}

void un_markdown_row(struct un_rows *rows) {
  bool number;
  for (int i = 0; i < rows->columns; i++) {
    char *text = shown(rows, i, &number);
    put_markdown(rows, text);
    free(text);
  }
  un_out_puts(rows->out, "|\n");
}

void un_html_begin(struct un_rows *rows) {
  un_out_puts(rows->out, "<table>\n");
  if (!rows->header) return;
  un_out_puts(rows->out, "<thead><tr>");
  each_heading(rows, put_html, "<th scope=\"col\">", "</th>");
  un_out_puts(rows->out, "</tr></thead>\n");
}

void un_html_row(struct un_rows *rows) {
  un_out_puts(rows->out, "<tr>");
  for (int i = 0; i < rows->columns; i++) {
    bool number;
    char *text = shown(rows, i, &number);
    un_out_puts(rows->out, number ? "<td class=\"n\">" : "<td>");
    put_html(rows, text);
    un_out_puts(rows->out, "</td>");
    free(text);
  }
  un_out_puts(rows->out, "</tr>\n");
}

void un_html_end(struct un_rows *rows) { un_out_puts(rows->out, "</table>\n"); }
