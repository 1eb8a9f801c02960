/* SPDX-License-Identifier: GPL-3.0-or-later
** Suppression (law.md 4.2 "complementary disclosure", 4.7 L7 and L11). What an
** attacker is taken to know: every published cell, every total of a period even
** where it is not printed, and all earlier publications. A count is exposed when
** it is below sheets->small and a live gag is among it.
**
** (1) Rows. An exposed main count takes its row away. An exposed part, or rest
**     (main minus shown parts), leaves the row its main count only: it is bare.
**     Other counts that are exposed, or leave an exposed rest, go alone.
** (2) Groups of rows that add up. What is not shown of a column must be two cells
**     or more and a sum that is not exposed, else the smallest shown row goes too.
**     A part that no row is left to hide is merged into the rest: it is shown in
**     no row of the group, in no table of the report, but where it is that rest.
** (3) Linked tables: suppress_within.c. A part whose whole is not shown is not
**     shown; a whole minus its shown parts must not be exposed. A group that cannot
**     be saved is lost in every table of the report.
** (4) A count that moved by less than sheets->small since an earlier publication,
**     with a live gag in its row, is not shown: the difference is a small count. So
**     is one that leaves so few over beside those of periods within it or around it.
** (5) Tables with levels lose a level whole: suppress_levels.c.
** (6) A table whose `hide-if` finds a row in the register, or in what is left out of the
**     others (temp.withheld), goes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "message.h"
#include "figures.h"
#include "strbuf.h"
#include "suppress.h"

static const char why_small[] = "few demands, a live gag among them";
static const char why_moved[] = "the difference from an earlier publication is small, a live gag in the row";

bool un_strip(struct un_figure_row *row, const char *why) {
  if (row->hidden || row->bare) return false;
  row->bare = true;
  row->why = why;
  return true;
}

bool un_drop(struct un_figure_row *row, int column, const char *why) {
  if (column < 0 || row->hidden || row->state[column]) return false;
  row->state[column] = 'o';
  if (!row->why) row->why = why;
  return true;
}

/* --- parts ---------------------------------------------------------------------------------- */

bool un_is_named(const char *text, const char *column) {
  size_t n = strlen(column);
  for (const char *at = text; *at; at += strcspn(at, " +")) {
    at += strspn(at, " +");
    if (strcspn(at, " +") == n && memcmp(at, column, n) == 0) return true;
  }
  return false;
}

static const char *parts_of(const struct un_figures *sheet, int line) {
  const char *equals = sheet->report->part_count > line ? strchr(sheet->report->parts[line], '=') : NULL;
  return equals ? equals + 1 : "";
}

/* `==`: the parts are all of the main count. */
static bool is_complete(const struct un_figures *sheet) { return parts_of(sheet, 0)[0] == '='; }

static int whole_of(const struct un_figures *sheet, int line) {
  char *name = strndup(sheet->report->parts[line], strcspn(sheet->report->parts[line], " ="));
  int column = un_figures_column(sheet, name);
  free(name);
  return column;
}

bool un_is_part(const struct un_figures *sheet, int column) {
  return column != sheet->main && un_is_named(parts_of(sheet, 0), sheet->names[column]);
}

/* The main count minus the parts that are not merged. */
static struct un_amount rest(const struct un_figures *sheet, const struct un_figure_row *row) {
  struct un_amount left = un_amount_of(row, sheet->main);
  for (int c = 0; c < sheet->columns; c++) {
    if (un_is_part(sheet, c) && row->state[c] != 'm') left = un_minus(left, un_amount_of(row, c));
  }
  return left;
}

/* Where the parts are all of the main count, and one alone is not shown of a row because it
** is merged, it is the rest: who reads the row knows it. */
static bool follows(const struct un_figures *sheet, const struct un_figure_row *row, int column) {
  if (row->hidden || row->bare || row->state[column] != 'm') return false;
  if (!is_complete(sheet)) return false;
  for (int c = 0; c < sheet->columns; c++) {
    if (c != column && un_is_part(sheet, c) && row->state[c]) return false;
  }
  return rest(sheet, row).all == un_amount_of(row, column).all;
}

static bool is_known(const struct un_figures *sheet, const struct un_figure_row *row, int column) {
  return un_figures_shows(sheet, row, column) || follows(sheet, row, column);
}

/* Does a line of the main count tell the column, within less than a small count? `requests =
** base pending` does so of the base, where pending is known and few are of other parts. */
static bool is_squeezed(const struct un_figure_set *sheets, const struct un_figures *sheet, const struct un_figure_row *row, int column) {
  int line = 1, own = 1;
  long long gap = 0;
  if (row->hidden || row->bare || column == sheet->main || un_is_part(sheet, column) || !is_complete(sheet)) return false;
  while (line < sheet->report->part_count && !(whole_of(sheet, line) == sheet->main && un_is_named(parts_of(sheet, line), sheet->names[column]))) line++;
  while (own < sheet->report->part_count && whole_of(sheet, own) != column) own++;
  if (line == sheet->report->part_count) return false;
  for (int c = 0; c < sheet->columns; c++) {
    bool in_line = un_is_named(parts_of(sheet, line), sheet->names[c]);
    if (c == column || !(un_is_part(sheet, c) || in_line)) continue;
    if (!in_line && own < sheet->report->part_count && un_is_named(parts_of(sheet, own), sheet->names[c])) continue;
    if (!is_known(sheet, row, c)) return false;
    if (!in_line) gap += un_figures_number(row, c);
  }
  return gap < sheets->small;
}

/* --- (1), row by row ------------------------------------------------------------------- */

/* Lines after the first: a whole and some of its parts, each alone and together. */
static bool judge_line(const struct un_figure_set *sheets, const struct un_figures *sheet, struct un_figure_row *row, int line) {
  const char *parts = parts_of(sheet, line);
  int whole = whole_of(sheet, line), target = whole;
  bool bad = false;
  if (whole < 0 || !un_figures_shows(sheet, row, whole)) return false;
  struct un_amount left = un_amount_of(row, whole);
  for (int c = 0; c < sheet->columns; c++) {
    if (c == whole || !un_is_named(parts, sheet->names[c])) continue;
    if (target == whole && !un_is_part(sheet, c)) target = c;
    if (!is_known(sheet, row, c)) continue; /* it is within what is left */
    left = un_minus(left, un_amount_of(row, c));
    bad = bad || un_exposed(sheets, un_minus(un_amount_of(row, whole), un_amount_of(row, c)));
  }
  bad = bad || un_exposed(sheets, left);
  return bad && target != sheet->main && un_drop(row, target, UN_WHY_REST);
}

static bool judge_row(const struct un_figure_set *sheets, const struct un_figures *sheet, struct un_figure_row *row) {
  bool changed = false;
  if (row->hidden) return false;
  if (un_exposed(sheets, un_amount_of(row, sheet->main))) return un_hide(row, why_small);
  if (un_exposed(sheets, rest(sheet, row))) changed |= un_strip(row, UN_WHY_REST);
  for (int c = 0; c < sheet->columns && !row->bare; c++) {
    if (!un_figures_is_count(sheet, c) || c == sheet->main || row->state[c] || !un_exposed(sheets, un_amount_of(row, c))) continue;
    changed |= un_is_part(sheet, c) ? un_strip(row, why_small) : un_drop(row, c, why_small);
  }
  for (int i = 1; i < sheet->report->part_count && !row->bare; i++) changed |= judge_line(sheets, sheet, row, i);
  return changed;
}

/* --- (2), rows that add up ----------------------------------------------------------------------- */

/* A column of a group of rows; column < 0: the rest. */
struct group {
  struct un_figures *sheet;
  int total; /* the column whose value is `value`; -1: all rows */
  const char *value;
};

static bool has(const struct group *group, const struct un_figure_row *row) {
  return strcmp(un_text_at(row, group->total), group->value) == 0;
}

static bool is_off(const struct group *group, int column) {
  for (size_t r = 0; r < group->sheet->count; r++) {
    const struct un_figure_row *row = &group->sheet->rows[r];
    if (has(group, row) && !row->state[column]) return false;
  }
  return true;
}

/* A line's whole minus the parts that some row of the group shows, or that follow in this
** one; `shown`: whether this row tells them all. The first line has parts alone, see rest(). */
static struct un_amount rest_of_line(const struct group *group, const struct un_figure_row *row, int line, bool *shown) {
  const struct un_figures *sheet = group->sheet;
  int whole = whole_of(sheet, line);
  struct un_amount left = un_amount_of(row, whole);
  *shown = un_figures_shows(sheet, row, whole);
  for (int c = 0; c < sheet->columns; c++) {
    if (c == whole || !un_is_named(parts_of(sheet, line), sheet->names[c])) continue;
    if (is_off(group, c) && !follows(sheet, row, c)) continue;
    left = un_minus(left, un_amount_of(row, c));
    *shown = *shown && is_known(sheet, row, c);
  }
  return left;
}

/* column < 0: what line -1 - column leaves over. */
static struct un_amount amount(const struct group *group, const struct un_figure_row *row, int column) {
  bool shown;
  if (column < -1) return rest_of_line(group, row, -1 - column, &shown);
  return column < 0 ? rest(group->sheet, row) : un_amount_of(row, column);
}

static bool is_hidden(const struct un_figure_set *sheets, const struct group *group, const struct un_figure_row *row, int column) {
  bool shown;
  if (column < -1) return rest_of_line(group, row, -1 - column, &shown), !shown;
  if (column < 0) return row->hidden || row->bare;
  return !un_figures_shows(group->sheet, row, column) && !is_squeezed(sheets, group->sheet, row, column);
}

/* What is hidden of the column: not one cell alone, and enough of it; what moved a
** little since it was told has enough of others beside it. */
static bool is_safe(const struct un_figure_set *sheets, const struct group *group, int column) {
  struct un_amount sum = {0, 0};
  long long cells = 0, moved = 0;
  for (size_t r = 0; r < group->sheet->count; r++) {
    const struct un_figure_row *row = &group->sheet->rows[r];
    if (!has(group, row) || !is_hidden(sheets, group, row, column)) continue;
    struct un_amount n = amount(group, row, column);
    sum = un_plus(sum, n);
    if (row->moved && n.all > moved) moved = n.all;
    cells++;
  }
  long long enough = column == group->sheet->main ? cells + sheets->small - 1 : sheets->small;
  if (moved > 0 && sum.all - moved < sheets->small) return false;
  return sum.gagged == 0 || (cells >= 2 && sum.all >= enough);
}

static struct un_figure_row *smallest(const struct un_figure_set *sheets, const struct group *group, int column) {
  struct un_figure_row *best = NULL;
  for (size_t r = 0; r < group->sheet->count; r++) {
    struct un_figure_row *row = &group->sheet->rows[r];
    if (!has(group, row) || is_hidden(sheets, group, row, column) || amount(group, row, column).all <= 0) continue;
    if (column >= 0 && !un_figures_shows(group->sheet, row, column)) continue; /* and is told all the same */
    if (!best || amount(group, row, column).all < amount(group, best, column).all) best = row;
  }
  return best;
}

/* Every table of the report, since one table's total would be the other's. */
static bool in_all_tables(struct un_figure_set *sheets, const struct group *group, int column, char how) {
  bool changed = false;
  for (int i = 0; i < sheets->all; i++) {
    struct un_figures *sheet = &sheets->at[i];
    if (sheet->report != group->sheet->report) continue;
    struct group same = {sheet, group->total < 0 ? -1 : un_figures_column(sheet, sheet->report->total), group->value};
    for (size_t r = 0; r < sheet->count; r++) {
      struct un_figure_row *row = &sheet->rows[r];
      if (!has(&same, row)) continue;
      if (how == 'h') {
        changed |= un_hide(row, UN_WHY_SUM);
      } else if (row->state[column] != 'm') {
        row->state[column] = how;
        if (!row->why) row->why = UN_WHY_SUM;
        changed = true;
      }
    }
  }
  return changed;
}

/* The last part that is not merged in the group yet, -1: none. */
static int next_part(const struct group *group) {
  int found = -1;
  const char *parts = parts_of(group->sheet, 0), *at_found = NULL;
  for (int c = 0; c < group->sheet->columns; c++) {
    const char *at = un_is_part(group->sheet, c) ? strstr(parts, group->sheet->names[c]) : NULL;
    for (size_t r = 0; at && r < group->sheet->count; r++) {
      const struct un_figure_row *row = &group->sheet->rows[r];
      if (has(group, row) && row->state[c] == 'm') at = NULL;
    }
    if (at && (!at_found || at > at_found)) found = c, at_found = at;
  }
  return found;
}

static bool guard_column(struct un_figure_set *sheets, const struct group *group, int column) {
  bool changed = false;
  while (!is_safe(sheets, group, column)) {
    struct un_figure_row *next = smallest(sheets, group, column);
    if (next && column == group->sheet->main) {
      changed |= un_hide(next, UN_WHY_SUM);
    } else if (next) {
      changed |= column < 0 || un_is_part(group->sheet, column) ? un_strip(next, UN_WHY_SUM) : un_drop(next, column, UN_WHY_SUM);
      if (column >= 0 && is_squeezed(sheets, group->sheet, next, column)) changed |= un_strip(next, UN_WHY_SUM);
    } else if (column == group->sheet->main) {
      return in_all_tables(sheets, group, column, 'h') || changed;
    } else if (column >= 0) {
      return in_all_tables(sheets, group, column, un_is_part(group->sheet, column) ? 'm' : 'o') || changed;
    } else {
      int part = next_part(group);
      if (part < 0) return changed;
      return in_all_tables(sheets, group, part, 'm') || changed;
    }
  }
  return changed;
}

/* What a line leaves over, in all rows together: the column that tells it goes where
** it is smallest, then everywhere. */
static bool guard_line(struct un_figure_set *sheets, const struct group *group, int line) {
  int whole = whole_of(group->sheet, line), target = whole;
  bool changed = false;
  for (int c = 0; c < group->sheet->columns && whole == group->sheet->main; c++) {
    if (un_is_named(parts_of(group->sheet, line), group->sheet->names[c]) && !un_is_part(group->sheet, c)) target = c;
  }
  if (whole < 0 || target == group->sheet->main) return false;
  while (!is_off(group, target) && !is_safe(sheets, group, -1 - line)) {
    struct un_figure_row *next = smallest(sheets, group, -1 - line);
    bool done = next ? un_drop(next, target, UN_WHY_SUM) : in_all_tables(sheets, group, target, 'o');
    if (!done) break;
    changed = true;
  }
  return changed;
}

/* A part of which the whole group has too few is merged before rows go for it. */
static bool merge_rare(struct un_figure_set *sheets, const struct group *group, int column) {
  struct un_amount sum = {0, 0};
  if (!un_is_part(group->sheet, column)) return false;
  for (size_t r = 0; r < group->sheet->count; r++) {
    if (has(group, &group->sheet->rows[r])) sum = un_plus(sum, un_amount_of(&group->sheet->rows[r], column));
  }
  if (sum.gagged == 0 || sum.all >= 3 * sheets->small) return false;
  return in_all_tables(sheets, group, column, 'm');
}

static bool guard_group(struct un_figure_set *sheets, const struct group *group) {
  bool changed = guard_column(sheets, group, group->sheet->main);
  for (int c = 0; c < group->sheet->columns; c++) {
    if (c == group->sheet->main || !un_figures_is_count(group->sheet, c) || is_off(group, c)) continue;
    changed |= merge_rare(sheets, group, c) || guard_column(sheets, group, c);
  }
  if (group->sheet->report->part_count > 0) changed |= guard_column(sheets, group, -1);
  for (int i = 1; i < group->sheet->report->part_count; i++) changed |= guard_line(sheets, group, i);
  return changed;
}

static bool guard_groups(struct un_figure_set *sheets, struct un_figures *sheet) {
  bool changed = false;
  struct group group = {sheet, sheet->report->total ? un_figures_column(sheet, sheet->report->total) : -1, NULL};
  for (size_t r = 0; r < sheet->count; r++) {
    char *value = un_strdup(un_text_at(&sheet->rows[r], group.total));
    bool first = true;
    group.value = value;
    for (size_t e = 0; e < r && first; e++) first = !has(&group, &sheet->rows[e]);
    if (first) changed |= guard_group(sheets, &group);
    free(value);
  }
  return changed;
}

/* --- (4), earlier publications --------------------------------------------------------------- */

/* Without a main count (bands) the rows are one table: one goes, all go. The gags of
** months that are not in a row are not in its figures: any live gag counts there. */
static void judge_moves(struct un_shell *shell, struct un_figure_set *sheets, struct un_figures *sheet,
                        struct un_figure_row *row) {
  bool gagged = un_suppress_has_gag(sheets, sheet, row);
  for (int c = 0; c < sheet->columns && !row->hidden; c++) {
    bool banded = sheet->units[c] == 'b' && sqlite3_value_type(row->cells[c]) == SQLITE_INTEGER;
    if (!banded && !un_figures_is_count(sheet, c)) continue;
    if (!un_told_before(shell, sheets, sheet, row, c, gagged)) continue;
    row->moved = true;
    for (size_t r = 0; banded && r < sheet->count; r++) un_hide(&sheet->rows[r], why_moved);
    if (c == sheet->main) un_hide(row, why_moved);
    else if (!banded) un_is_part(sheet, c) ? un_strip(row, why_moved) : un_drop(row, c, why_moved);
  }
}

/* --- what follows anyway ------------------------------------------------------------------------ */

static void show_rest(const struct un_figure_set *sheets, const struct un_figures *sheet, struct un_figure_row *row) {
  bool shown = true;
  for (int c = 0; c < sheet->columns; c++) {
    if (follows(sheet, row, c) && !un_exposed(sheets, un_amount_of(row, c))) row->state[c] = 0;
  }
  for (int c = 0; c < sheet->columns; c++) shown = shown && un_figures_shows(sheet, row, c);
  if (shown) row->why = NULL;
}

/* As loaded: all is shown. */
static void show_all(struct un_figure_set *sheets) {
  for (int i = 0; i < sheets->all; i++) {
    struct un_figures *sheet = &sheets->at[i];
    for (size_t r = 0; r < sheet->count; r++) {
      struct un_figure_row *row = &sheet->rows[r];
      row->hidden = row->bare = row->moved = false;
      row->why = NULL;
      memset(row->state, 0, (size_t)sheet->columns);
    }
  }
}

static void guard_cells(struct un_figure_set *sheets) {
  for (bool changed = true; changed;) {
    changed = false;
    for (int i = 0; i < sheets->all; i++) {
      struct un_figures *sheet = &sheets->at[i];
      if (sheet->main < 0 || sheet->report->levels) continue;
      for (size_t r = 0; r < sheet->count; r++) changed |= judge_row(sheets, sheet, &sheet->rows[r]);
      if (sheet->report->within) changed |= un_suppress_within(sheets, sheet);
      else changed |= guard_groups(sheets, sheet);
    }
  }
}

int un_suppress(struct un_shell *shell, struct un_figure_set *sheets) {
  long long before = 0;
  char *sql = sqlite3_mprintf("SELECT EXISTS (SELECT 1 FROM publications WHERE id < %lld) "
    "AND EXISTS (SELECT 1 FROM temp.live_gags)", (long long)sheets->earlier);
  int rc = sql ? un_ask_int(shell->db, sql, NULL, NULL, &before) : SQLITE_NOMEM;
  sqlite3_free(sql);
  show_all(sheets);
  int code = rc == SQLITE_ROW ? 0 : un_fail(un_exit_of_sqlite(rc), "publications: %s", un_sqlite_error(shell->db));
  if (code == 0 && before > 0) code = un_told_begin(shell, sheets);
  for (int i = 0; i < sheets->all && code == 0; i++) {
    struct un_figures *sheet = &sheets->at[i];
    for (size_t r = 0; before > 0 && r < sheet->count; r++) judge_moves(shell, sheets, sheet, &sheet->rows[r]);
    if (sheet->report->levels) un_suppress_levels(sheets, sheet);
  }
  for (bool changed = true; changed && code == 0;) {
    guard_cells(sheets);
    code = un_suppress_tables(shell, sheets, &changed);
  }
  for (int i = 0; i < sheets->all; i++) {
    for (size_t r = 0; r < sheets->at[i].count; r++) show_rest(sheets, &sheets->at[i], &sheets->at[i].rows[r]);
  }
  return code;
}
