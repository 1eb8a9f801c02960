/* SPDX-License-Identifier: GPL-3.0-or-later
** Tables of wholes and what they are of, in two dimensions or three: an exposed cell
** takes its whole level away, and all that is finer; what is left are wholes, each of
** enough, from which no cell follows. Levels past the second need not add up to the one
** before: they are shown when no live gag is in the table. */
#include "strbuf.h"
#include "suppress.h"

enum { DIMENSIONS = 3 };

struct place {
  int level[DIMENSIONS];
};

/* The places of all rows, which each look at a row asks for. */
struct levels {
  const struct un_figure_set *sheets;
  struct un_figures *sheet;
  int column[DIMENSIONS]; /* -1: the report has no such dimension */
  struct place *places;   /* by row */
};

/* `COLUMN = WORD ...; ...`: the place of the first word that the row's cell begins
** with; a cell of none is finest. */
static int level_of(const struct un_figure_row *row, int column, const char *words) {
  int level = 0;
  for (const char *at = words + strspn(words, " "); *at && *at != ';'; at += strspn(at, " "), level++) {
    size_t n = strcspn(at, " ;");
    if (strncmp(un_text_at(row, column), at, n) == 0) return level;
    at += n;
  }
  return level;
}

static void find_places(struct levels *levels) {
  const struct un_figures *sheet = levels->sheet;
  const char *at = sheet->report->levels;
  for (int d = 0; d < DIMENSIONS; d++) {
    const char *equals = at ? strchr(at, '=') : NULL;
    char *name = equals ? un_trimmed(at, (size_t)(equals - at)) : NULL;
    levels->column[d] = name ? un_figures_column(sheet, name) : -1;
    free(name);
    for (size_t r = 0; r < sheet->count; r++) {
      bool known = levels->column[d] >= 0;
      levels->places[r].level[d] = known ? level_of(&sheet->rows[r], levels->column[d], equals + 1) : 0;
    }
    at = at ? strchr(at, ';') : NULL;
    if (at) at += 1 + strspn(at + 1, " ");
  }
}

static bool any_exposed(const struct levels *levels, const struct un_figure_row *row) {
  bool bad = row->hidden;
  for (int c = 0; c < levels->sheet->columns; c++) {
    bool counts = un_figures_is_count(levels->sheet, c);
    bad = bad || (counts && (row->state[c] || un_exposed(levels->sheets, un_amount_of(row, c))));
  }
  return bad;
}

/* Rows as fine as that place, in every dimension. */
static void hide_level(const struct levels *levels, struct place from) {
  for (size_t r = 0; r < levels->sheet->count; r++) {
    bool finer = true;
    for (int d = 0; d < DIMENSIONS; d++) finer = finer && levels->places[r].level[d] >= from.level[d];
    if (finer) un_hide(&levels->sheet->rows[r], UN_WHY_SUM);
  }
}

/* Is the row a part of the whole in dimension d: the same in every other key? */
static bool is_part(const struct levels *levels, size_t part, size_t whole, int d) {
  const struct un_figures *sheet = levels->sheet;
  bool same = levels->places[part].level[d] == 1;
  for (int k = 0; same && k < sheet->columns; k++) {
    if (sheet->units[k] != 'k' || k == levels->column[d]) continue;
    same = strcmp(un_text_at(&sheet->rows[part], k), un_text_at(&sheet->rows[whole], k)) == 0;
  }
  return same;
}

/* A whole, minus the rows of the next level in one dimension. */
static bool leaves_exposed(const struct levels *levels, size_t whole, int d) {
  const struct un_figures *sheet = levels->sheet;
  if (levels->column[d] < 0 || levels->places[whole].level[d] != 0) return false;
  for (int c = 0; c < sheet->columns; c++) {
    if (!un_figures_is_count(sheet, c)) continue;
    struct un_amount left = un_amount_of(&sheet->rows[whole], c);
    for (size_t r = 0; r < sheet->count; r++) {
      if (is_part(levels, r, whole, d)) left = un_minus(left, un_amount_of(&sheet->rows[r], c));
    }
    if (un_exposed(levels->sheets, left)) return true;
  }
  return false;
}

void un_suppress_levels(const struct un_figure_set *sheets, struct un_figures *sheet) {
  struct levels levels = {.sheets = sheets, .sheet = sheet, .places = un_alloc((sheet->count + 1) * sizeof *levels.places)};
  bool live = false;
  find_places(&levels);
  for (size_t r = 0; r < sheet->count; r++) {
    for (int c = 0; c < sheet->columns; c++) live = live || sheet->rows[r].gagged[c] > 0;
  }
  for (size_t r = 0; r < sheet->count; r++) {
    if (any_exposed(&levels, &sheet->rows[r])) hide_level(&levels, levels.places[r]);
    for (int d = 0; d < DIMENSIONS; d++) {
      bool unsure = live && levels.places[r].level[d] >= 2;
      struct place from = {.level = {0}};
      from.level[d] = unsure ? 2 : 1;
      if (unsure || leaves_exposed(&levels, r, d)) hide_level(&levels, from);
    }
  }
  free(levels.places);
}
