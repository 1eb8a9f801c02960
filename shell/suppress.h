/* What the parts of suppression share; un_suppress itself is in figures.h.
**
** suppress.c: cells, sums and rests. suppress_levels.c: tables of wholes and parts in
** several dimensions. told_before.c: earlier publications.
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

/* Of a report with `levels` (schema/reports/README.md). */
void un_suppress_levels(const struct un_figure_set *sheets, struct un_figures *sheet);

#endif
