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

static void repeat(struct un_strbuf *line, const char *text, size_t n) {
  while (n-- > 0) un_strbuf_puts(line, text);
}

static void blanks(struct un_strbuf *line, size_t n) {
  static const char blank[] = "                                ";
  for (; n > sizeof blank - 1; n -= sizeof blank - 1) un_strbuf_add(line, blank, sizeof blank - 1);
  un_strbuf_add(line, blank, n);
}

/* A cell as it is shown; text lives until the next one. */
struct piece {
  struct un_cell cell;
  const char *text;
  size_t len, width;
};

static bool is_plain(const char *text, size_t len) {
  unsigned char bad = 0;
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    bad |= (unsigned char)((unsigned char)(c - ' ') >= 0x7f - ' ');
  }
  return !bad;
}

static void set_piece(struct un_rows *rows, struct piece *piece, const char *text, size_t len) {
  piece->text = text;
  piece->len = piece->width = len;
  if (is_plain(text, len)) return;
  un_strbuf_clear(&rows->scratch);
  un_text_escape(&rows->scratch, text, len, UN_ESCAPE_ALL);
  piece->text = rows->scratch.text;
  piece->len = rows->scratch.len;
  piece->width = un_text_width(piece->text, piece->len);
}

static bool read_piece(struct un_rows *rows, int column, struct piece *piece) {
  un_cell_read(rows, column, &piece->cell);
  if (piece->cell.type == SQLITE_NULL) {
    const char *null = un_null_text(rows, "");
    set_piece(rows, piece, null, strlen(null));
  } else {
    set_piece(rows, piece, piece->cell.text, piece->cell.len);
  }
  return piece->cell.type == SQLITE_INTEGER || piece->cell.type == SQLITE_FLOAT || piece->cell.type == SQLITE_NULL;
}

/* The cell as it is shown, in a new text. */
static char *shown(struct un_rows *rows, int column, bool *number) {
  struct piece piece;
  *number = read_piece(rows, column, &piece);
  char *text = un_alloc(piece.len + 1);
  memcpy(text, piece.text, piece.len);
  text[piece.len] = '\0';
  return text;
}

/* `.width N` sets at least N columns and the side: below 0 to the right. */
static int set_width(const struct un_rows *rows, int column) {
  return column < rows->style->width_count ? rows->style->widths[column] : 0;
}

static bool is_right(const struct un_rows *rows, int column) {
  int set = set_width(rows, column);
  return set == 0 ? rows->right[column] : set < 0;
}

static void add_padded(struct un_rows *rows, int column, const struct piece *piece, bool last, bool bold) {
  size_t pad = rows->widths[column] > piece->width ? rows->widths[column] - piece->width : 0;
  bool right = is_right(rows, column);
  if (right) blanks(&rows->line, pad);
  if (bold) un_strbuf_puts(&rows->line, "\033[1m");
  un_strbuf_add(&rows->line, piece->text, piece->len);
  if (bold) un_strbuf_puts(&rows->line, "\033[0m");
  if (!right && (!last || set_width(rows, column) != 0)) blanks(&rows->line, pad);
}

static void begin_cell(struct un_rows *rows, int column, bool framed) {
  if (framed) un_strbuf_puts(&rows->line, column == 0 ? "│ " : " │ ");
  else if (column > 0) un_strbuf_puts(&rows->line, "  ");
}

static void end_line(struct un_rows *rows, bool framed) {
  un_strbuf_puts(&rows->line, framed ? " │\n" : "\n");
  un_out_write(rows->out, rows->line.text, rows->line.len);
  un_strbuf_clear(&rows->line);
}

static void put_rule(struct un_rows *rows, int which) {
  for (int i = 0; i < rows->columns; i++) {
    un_strbuf_puts(&rows->line, frame[which][i == 0 ? 0 : 1]);
    repeat(&rows->line, frame[which][3], rows->widths[i] + 2);
  }
  un_strbuf_puts(&rows->line, frame[which][2]);
  un_strbuf_putc(&rows->line, '\n');
  un_out_write(rows->out, rows->line.text, rows->line.len);
  un_strbuf_clear(&rows->line);
}

/* --wrap: what does not fit in a line goes on in the next, cut between characters
** as readers see them. */
static void put_wrapped(struct un_rows *rows, char *const *cells, bool framed, bool bold) {
  size_t *at = un_alloc((size_t)rows->columns * sizeof *at);
  bool more = true;
  memset(at, 0, (size_t)rows->columns * sizeof *at);
  while (more) {
    more = false;
    for (int i = 0; i < rows->columns; i++) {
      const char *text = cells[i] + at[i];
      struct piece piece = {.text = text};
      size_t left = strlen(text), width;
      while (left > 0) {
        size_t n = un_cluster(text + piece.len, left, &width);
        if (piece.len > 0 && piece.width + width > (size_t)rows->style->wrap) break;
        piece.len += n;
        piece.width += width;
        left -= n;
      }
      at[i] += piece.len;
      more = more || left > 0;
      begin_cell(rows, i, framed);
      add_padded(rows, i, &piece, !framed && i == rows->columns - 1, bold);
    }
    end_line(rows, framed);
  }
  free(at);
}

static void put_texts(struct un_rows *rows, char *const *cells, bool framed, bool bold) {
  for (int i = 0; rows->style->wrap > 0 && i < rows->columns; i++) {
    if (un_text_width(cells[i], strlen(cells[i])) <= (size_t)rows->style->wrap) continue;
    put_wrapped(rows, cells, framed, bold);
    return;
  }
  for (int i = 0; i < rows->columns; i++) {
    struct piece piece;
    begin_cell(rows, i, framed);
    set_piece(rows, &piece, cells[i], strlen(cells[i]));
    add_padded(rows, i, &piece, !framed && i == rows->columns - 1, bold);
  }
  end_line(rows, framed);
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

static void widen(struct un_rows *rows, int column, size_t width) {
  size_t most = (size_t)rows->style->wrap;
  if (most > 0 && width > most) width = most;
  if (width > rows->widths[column]) rows->widths[column] = width;
}

void un_table_begin(struct un_rows *rows) {
  for (int i = 0; i < rows->columns; i++) widen(rows, i, (size_t)abs(set_width(rows, i)));
  if (rows->header) {
    char **names = headings(rows);
    for (int i = 0; i < rows->columns; i++) {
      widen(rows, i, un_text_width(names[i], strlen(names[i])));
      free(names[i]);
    }
    free(names);
  }
  rows->waiting = un_alloc((size_t)rows->columns * UN_WIDTH_ROWS * sizeof *rows->waiting);
}

/* Widths are known: print the head and the rows that waited. */
static void flow(struct un_rows *rows, bool framed) {
  rows->flowing = true;
  if (framed) put_rule(rows, 0);
  if (rows->header) {
    char **names = headings(rows);
    put_texts(rows, names, framed, rows->color);
    for (int i = 0; i < rows->columns; i++) free(names[i]);
    free(names);
    if (framed) put_rule(rows, 1);
    for (int i = 0; !framed && i < rows->columns; i++) {
      if (i > 0) un_strbuf_puts(&rows->line, "  ");
      repeat(&rows->line, "─", rows->widths[i]);
    }
    if (!framed) end_line(rows, false);
  }
  for (int r = 0; r < rows->waiting_rows; r++) put_texts(rows, rows->waiting + r * rows->columns, framed, false);
}

static void wait_row(struct un_rows *rows, bool framed) {
  char **cells = rows->waiting + rows->waiting_rows * rows->columns;
  for (int i = 0; i < rows->columns; i++) {
    bool number;
    cells[i] = shown(rows, i, &number);
    if (!number) rows->right[i] = false;
    widen(rows, i, un_text_width(cells[i], strlen(cells[i])));
  }
  if (++rows->waiting_rows == UN_WIDTH_ROWS) flow(rows, framed);
}

static void table_row(struct un_rows *rows, bool framed) {
  if (!rows->flowing) {
    wait_row(rows, framed);
    return;
  }
  if (rows->style->wrap > 0) { /* as texts, in the place of those that waited */
    bool number;
    for (int i = 0; i < rows->columns; i++) {
      free(rows->waiting[i]);
      rows->waiting[i] = shown(rows, i, &number);
    }
    put_texts(rows, rows->waiting, framed, false);
    return;
  }
  for (int i = 0; i < rows->columns; i++) {
    struct piece piece;
    begin_cell(rows, i, framed);
    read_piece(rows, i, &piece);
    add_padded(rows, i, &piece, !framed && i == rows->columns - 1, false);
  }
  end_line(rows, framed);
}

void un_table_row(struct un_rows *rows) { table_row(rows, true); }
void un_column_row(struct un_rows *rows) { table_row(rows, false); }

void un_table_end(struct un_rows *rows) {
  if (!rows->flowing) flow(rows, true);
  put_rule(rows, 2);
  if (!rows->terminal || !rows->style->footer) return;
  un_strbuf_printf(&rows->line, "(%lld %s%s)\n", rows->count, rows->count == 1 ? "row" : "rows",
                   rows->cut ? ", not all" : ""); /* W9: an interrupt or an error cut them off */
  un_out_write(rows->out, rows->line.text, rows->line.len);
  un_strbuf_clear(&rows->line);
}

void un_column_end(struct un_rows *rows) {
  if (!rows->flowing) flow(rows, false);
}

/* --- line ----------------------------------------------------------------------- */

void un_line_row(struct un_rows *rows) {
  size_t width = 5; /* at least, as sqlite3 has it */
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
    struct un_strbuf line = UN_STRBUF_INIT;
    blanks(&line, width - n);
    un_strbuf_printf(&line, "%s = %s\n", rows->line.text, text);
    un_out_write(rows->out, line.text, line.len);
    un_strbuf_free(&line);
    un_strbuf_clear(&rows->line);
    free(text);
  }
}

/* --- markdown and html ------------------------------------------------------------ */

static void put_escaped(struct un_rows *rows, const char *text) {
  un_strbuf_clear(&rows->line);
  rows->style->format->escape(&rows->line, text);
  un_out_write(rows->out, rows->line.text, rows->line.len);
}

/* A cell with its lines: a newline is <br> in both, other controls are escaped. */
static void put_cell_lines(struct un_rows *rows, int column) {
  struct un_cell cell;
  un_cell_read(rows, column, &cell);
  if (cell.type == SQLITE_NULL) {
    cell.text = un_null_text(rows, "");
    cell.len = strlen(cell.text);
  }
  for (const char *at = cell.text, *end = cell.text + cell.len; at <= end;) {
    const char *line = memchr(at, '\n', (size_t)(end - at));
    size_t n = (size_t)((line ? line : end) - at);
    un_strbuf_clear(&rows->scratch);
    un_text_escape(&rows->scratch, at, n - (line && n > 0 && at[n - 1] == '\r'), UN_ESCAPE_ALL);
    put_escaped(rows, rows->scratch.text);
    if (!line) break;
    un_out_puts(rows->out, "<br>");
    at = line + 1;
  }
}

static void each_heading(struct un_rows *rows, const char *before, const char *after) {
  char **names = headings(rows);
  for (int i = 0; i < rows->columns; i++) {
    un_out_puts(rows->out, before);
    put_escaped(rows, names[i]);
    un_out_puts(rows->out, after);
    free(names[i]);
  }
  free(names);
}

void un_markdown_begin(struct un_rows *rows) {
  each_heading(rows, "| ", " ");
  un_out_puts(rows->out, "|\n");
  for (int i = 0; i < rows->columns; i++) un_out_puts(rows->out, "| --- ");
  un_out_puts(rows->out, "|\n");
}

void un_markdown_row(struct un_rows *rows) {
  for (int i = 0; i < rows->columns; i++) {
    un_out_puts(rows->out, "| ");
    put_cell_lines(rows, i);
    un_out_putc(rows->out, ' ');
  }
  un_out_puts(rows->out, "|\n");
}

void un_html_begin(struct un_rows *rows) {
  un_out_puts(rows->out, "<table>\n");
  if (!rows->header) return;
  un_out_puts(rows->out, "<thead><tr>");
  each_heading(rows, "<th scope=\"col\">", "</th>");
  un_out_puts(rows->out, "</tr></thead>\n");
}

void un_html_row(struct un_rows *rows) {
  un_out_puts(rows->out, "<tr>");
  for (int i = 0; i < rows->columns; i++) {
    int type = sqlite3_column_type(rows->stmt, i);
    un_out_puts(rows->out, type == SQLITE_TEXT || type == SQLITE_BLOB ? "<td>" : "<td class=\"n\">");
    put_cell_lines(rows, i);
    un_out_puts(rows->out, "</td>");
  }
  un_out_puts(rows->out, "</tr>\n");
}

void un_html_end(struct un_rows *rows) { un_out_puts(rows->out, "</table>\n"); }
