/* What the parts of suppression share; un_suppress itself is in figures.h.
**
** suppress.c: cells, sums and rests. suppress_levels.c: tables of wholes and parts in
** several dimensions. suppress_within.c: rows that are parts of another table's.
** suppress_tables.c: whole tables. told_before.c: earlier publications;
** told_sums.c: what follows from their figures.
*/
#ifndef UN_SHELL_SUPPRESS_H
#define UN_SHELL_SUPPRESS_H

#include <stdlib.h>
#include <string.h>

#include "figures.h"

/* Demands, and those of them under a live gag. */
struct un_amount {
  long long all, gagged;
};

static inline struct un_amount un_amount_of(const struct un_figure_row *row, int column) {
  if (column < 0) return (struct un_amount){0, 0};
  return (struct un_amount){un_figures_number(row, column), row->gagged[column]};
}

static inline struct un_amount un_minus(struct un_amount a, struct un_amount b) {
  return (struct un_amount){a.all - b.all, a.gagged - b.gagged};
}

static inline struct un_amount un_plus(struct un_amount a, struct un_amount b) {
  return (struct un_amount){a.all + b.all, a.gagged + b.gagged};
}

/* Few demands, a live gag among them. */
static inline bool un_exposed(const struct un_figure_set *sheets, struct un_amount n) {
  return n.gagged > 0 && n.all < sheets->small;
}

/* True when the row was shown until now. */
static inline bool un_hide(struct un_figure_row *row, const char *why) {
  if (row->hidden) return false;
  row->hidden = true;
  row->why = why;
  return true;
}

static inline const char *un_text_at(const struct un_figure_row *row, int column) {
  const char *text = column < 0 ? "" : (const char *)sqlite3_value_text(row->cells[column]);
  return text ? text : "";
}

/* Without the blanks around it; the caller frees. */
static inline char *un_trimmed(const char *text, size_t len) {
  while (len > 0 && *text == ' ') text++, len--;
  while (len > 0 && text[len - 1] == ' ') len--;
  return strndup(text, len);
}

#define UN_WHY_SUM "a total would reveal another cell"
#define UN_WHY_REST "a difference would leave few demands, a live gag among them"

/* A figure of a cell that was told before, of months from..to (not `to` itself). */
struct un_told {
  int from, to;
  long long n;
  bool newest; /* of those of the same months */
};

/* A figure that is about to be told, and what was told of the same cell. */
struct un_told_cell {
  const struct un_told *told;
  size_t count;
  int from, to;
  long long n, small;
  bool gagged; /* a live gag among its demands; those of periods around it are not known */
};

/* told_sums.c: do they together leave over, or show as come since, a small count? */
bool un_told_leaves_few(const struct un_told_cell *cell);

/* suppress.c. A row that keeps its main count only; a cell that goes alone. True: it was shown. */
bool un_strip(struct un_figure_row *row, const char *why);
bool un_drop(struct un_figure_row *row, int column, const char *why);

/* Is the column named in the text, apart by blanks and `+`? */
bool un_is_named(const char *text, const char *column);

/* A part of the main count: the parts of the first line and the rest add up to it. */
bool un_is_part(const struct un_figures *sheet, int column);

/* Of a report with `within`; true: some cells went. */
bool un_suppress_within(struct un_figure_set *sheets, struct un_figures *sheet);

/* Is a live gag in the row, or in the row that it is part of: what one moved beside the other is
** a count of the other parts. */
bool un_suppress_has_gag(struct un_figure_set *sheets, const struct un_figures *sheet, const struct un_figure_row *row);

/* Of a report with `levels` (schema/reports/README.md). */
void un_suppress_levels(const struct un_figure_set *sheets, struct un_figures *sheet);

/* Of reports with `hide-if`; an exit code after a message. `changed`: some went. */
int un_suppress_tables(struct un_shell *shell, struct un_figure_set *sheets, bool *changed);

#endif
