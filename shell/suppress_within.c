/* SPDX-License-Identifier: GPL-3.0-or-later
** Suppression (3): a row and its parts in another table, as `within` has them
** (schema/reports/README.md). */
#include "suppress.h"

enum { LINKS = 12 };

struct link {
  char *child, *parent; /* sums of columns */
  bool key;
};

struct within {
  struct un_figures *parent;
  struct link links[LINKS];
  int count;
};

static const char why_part[] = "part of a row that is left out elsewhere";

/* The sum of columns named in `text`, apart by blanks and `+`. */
static struct un_amount sum_of(const struct un_figures *sheet, const struct un_figure_row *row, const char *text) {
  struct un_amount sum = {0, 0};
  for (const char *at = text + strspn(text, " +"); *at; at += strspn(at, " +")) {
    size_t n = strcspn(at, " +");
    char *name = strndup(at, n);
    sum = un_plus(sum, un_amount_of(row, un_figures_column(sheet, name)));
    free(name);
    at += n;
  }
  return sum;
}

static void read_within(struct un_figure_set *sheets, const struct un_figures *sheet, struct within *within) {
  const char *at = sheet->report->within;
  *within = (struct within){.parent = NULL};
  char *name = un_trimmed(at, strcspn(at, ";"));
  for (int i = 0; i < sheets->all; i++) {
    if (strcmp(sheets->at[i].name, name) == 0) within->parent = &sheets->at[i];
  }
  free(name);
  for (at += strcspn(at, ";"); *at == ';' && within->count < LINKS; at += strcspn(at, ";")) {
    at++;
    const char *equals = strchr(at, '=');
    size_t len = strcspn(at, ";");
    if (!equals || equals > at + len) continue;
    struct link *link = &within->links[within->count++];
    link->child = un_trimmed(at, (size_t)(equals - at));
    link->parent = un_trimmed(equals + 1, len - (size_t)(equals + 1 - at));
    int c = un_figures_column(sheet, link->child);
    link->key = c >= 0 && sheet->units[c] == 'k';
  }
}

static bool belongs(const struct un_figures *sheet, const struct un_figure_row *row, const struct within *within,
                    const struct un_figure_row *parent) {
  for (int i = 0; i < within->count; i++) {
    const struct link *link = &within->links[i];
    if (!link->key) continue;
    int c = un_figures_column(sheet, link->child), p = un_figures_column(within->parent, link->parent);
    if (c < 0 || p < 0 || strcmp(un_text_at(row, c), un_text_at(parent, p)) != 0) return false;
  }
  return true;
}

/* Is every column of the link shown in the whole's row? */
static bool shows_link(const struct within *within, const struct link *link, const struct un_figure_row *parent) {
  for (int c = 0; c < within->parent->columns; c++) {
    if (un_is_named(link->parent, within->parent->names[c]) && !un_figures_shows(within->parent, parent, c)) return false;
  }
  return true;
}

/* Take one cell of a part away: its row where it is the main count. */
static bool take(const struct un_figures *sheet, struct un_figure_row *row, int column, const char *why) {
  if (column == sheet->main) return un_hide(row, why);
  return un_is_part(sheet, column) ? un_strip(row, why) : un_drop(row, column, why);
}

/* One link of one whole: nothing without the whole; and what is left of it is no
** single part, and not exposed. */
static bool guard_link(const struct un_figure_set *sheets, struct un_figures *sheet, const struct within *within,
                       const struct link *link, const struct un_figure_row *parent) {
  int column = un_figures_column(sheet, link->child);
  bool changed = false;
  if (column < 0) return false;
  for (;;) {
    struct un_amount left = sum_of(within->parent, parent, link->parent);
    struct un_figure_row *next = NULL;
    long long hidden = 0, moved = 0;
    for (size_t r = 0; r < sheet->count; r++) {
      struct un_figure_row *row = &sheet->rows[r];
      if (!belongs(sheet, row, within, parent)) continue;
      if (!un_figures_shows(sheet, row, column)) {
        hidden++;
        if (row->moved && un_amount_of(row, column).all > moved) moved = un_amount_of(row, column).all;
        continue;
      }
      left = un_minus(left, un_amount_of(row, column));
      if (!next || un_amount_of(row, column).all < un_amount_of(next, column).all) next = row;
    }
    bool whole = shows_link(within, link, parent);
    long long enough = hidden > 0 ? sheets->small + hidden - 1 : sheets->small;
    bool safe = whole && (left.gagged == 0 || left.all >= enough) && (moved == 0 || left.all - moved >= sheets->small);
    if (safe || !next) return changed;
    if (!take(sheet, next, column, whole ? UN_WHY_REST : why_part)) return changed;
    changed = true;
  }
}

static void free_within(struct within *within) {
  for (int i = 0; i < within->count; i++) {
    free(within->links[i].child);
    free(within->links[i].parent);
  }
}

bool un_suppress_within(struct un_figure_set *sheets, struct un_figures *sheet) {
  struct within within;
  bool changed = false;
  read_within(sheets, sheet, &within);
  for (size_t p = 0; within.parent && p < within.parent->count; p++) {
    for (int i = 0; i < within.count; i++) {
      const struct un_figure_row *parent = &within.parent->rows[p];
      if (!within.links[i].key) changed |= guard_link(sheets, sheet, &within, &within.links[i], parent);
    }
  }
  free_within(&within);
  return changed;
}

bool un_suppress_has_gag(struct un_figure_set *sheets, const struct un_figures *sheet, const struct un_figure_row *row) {
  bool found = sheet->main < 0 || row->gagged[sheet->main] > 0;
  struct within within;
  if (found || !sheet->report->within) return found;
  read_within(sheets, sheet, &within);
  for (size_t p = 0; within.parent && p < within.parent->count && !found; p++) {
    const struct un_figure_row *parent = &within.parent->rows[p];
    found = within.parent->main >= 0 && parent->gagged[within.parent->main] > 0 && belongs(sheet, row, &within, parent);
  }
  free_within(&within);
  return found;
}
