/* SPDX-License-Identifier: GPL-3.0-or-later
** Suppression (law.md 4.2 "complementary disclosure", 4.7 L7 and L11). What an
** attacker is taken to know: every published cell, every total of a period even
** where it is not printed, and all earlier publications.
**
** (1) Primary: a count below sheets->small with a live gag among it, and a rest
**     (whole minus parts) of that kind. A row is left out when its main count is
**     exposed; else it keeps its main count only.
** (2) Secondary: what is hidden in a group of rows that add up must be two rows or
**     more, whose sum leaves each of them free to be small or not; else the
**     smallest shown row goes too. The same for every column.
** (3) Linked tables: a row that is hidden takes its parts in other tables with it;
**     a shown row minus its shown parts must not be exposed. Where a group cannot
**     be saved, all of the report's tables lose it.
** (4) A count that moved by less than sheets->small since an earlier publication,
**     with a live gag in its row, is hidden: the difference is a small count. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "message.h"
#include "sheet.h"
#include "strbuf.h"

struct amount {
  long long all, gagged;
};

static const char why_small[] = "few demands, a live gag among them";
static const char why_rest[] = "a difference would leave few demands, a live gag among them";
static const char why_sum[] = "a total would reveal another cell";
static const char why_part[] = "part of a row that is left out elsewhere";
static const char why_moved[] = "the difference from an earlier publication is small, a live gag in the row";
static const char why_table[] = "the table with another one would leave few demands, a live gag among them";

static bool exposed(const struct un_sheets *sheets, struct amount n) {
  return n.gagged > 0 && n.all < sheets->small;
}

static struct amount cell(const struct un_sheet_row *row, int column) {
  if (column < 0) return (struct amount){0, 0};
  return (struct amount){un_sheet_number(row, column), row->gagged[column]};
}

static struct amount minus(struct amount a, struct amount b) {
  return (struct amount){a.all - b.all, a.gagged - b.gagged};
}

static struct amount plus(struct amount a, struct amount b) {
  return (struct amount){a.all + b.all, a.gagged + b.gagged};
}

/* The sum of columns named in `text`, apart by blanks and `+`. */
static struct amount sum_of(const struct un_sheet *sheet, const struct un_sheet_row *row, const char *text) {
  struct amount sum = {0, 0};
  for (const char *at = text + strspn(text, " +"); *at; at += strspn(at, " +")) {
    size_t n = strcspn(at, " +");
    char *name = strndup(at, n);
    sum = plus(sum, cell(row, un_sheet_column(sheet, name)));
    free(name);
    at += n;
  }
  return sum;
}

static bool hide(struct un_sheet_row *row, const char *why) {
  if (row->hidden) return false;
  row->hidden = true;
  row->why = why;
  return true;
}

static bool strip(struct un_sheet_row *row, const char *why) {
  if (row->hidden || row->bare) return false;
  row->bare = true;
  row->why = why;
  return true;
}

/* --- (1) and (4), row by row ------------------------------------------------------------ */

static void judge_parts(const struct un_sheets *sheets, const struct un_sheet *sheet, struct un_sheet_row *row) {
  for (int i = 0; i < sheet->report->part_count; i++) {
    const char *parts = sheet->report->parts[i], *equals = strchr(parts, '=');
    char *whole = strndup(parts, strcspn(parts, "="));
    if (equals) {
      struct amount all = sum_of(sheet, row, whole);
      if (exposed(sheets, minus(all, sum_of(sheet, row, equals + 1)))) strip(row, why_rest);
    }
    free(whole);
  }
}

/* Is the column one of those that add up to the main count? */
static bool is_part(const struct un_sheet *sheet, int column) {
  for (int i = 0; i < sheet->report->part_count; i++) {
    const char *at = strstr(sheet->report->parts[i], sheet->names[column]);
    size_t n = strlen(sheet->names[column]);
    if (at && (at == sheet->report->parts[i] || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0')) return true;
  }
  return false;
}

/* Was the cell published as of an earlier day, with a value a little off? */
static bool moved_little(struct un_shell *shell, const struct un_sheets *sheets, const struct un_sheet *sheet,
                         const struct un_sheet_row *row, int column) {
  char *sql = sqlite3_mprintf("SELECT count(*) FROM publications p JOIN publication_cells c "
    "ON c.publication_id = p.id WHERE p.report = %Q AND p.as_of < %Q AND c.row_key = ?1 AND c.column = ?2 "
    "AND abs(CAST(c.value AS INTEGER) - %lld) BETWEEN 1 AND %lld - 1", sheet->name, sheets->as_of,
    un_sheet_number(row, column), sheets->small);
  long long n = un_ask_int(shell->db, sql, row->key, sheet->names[column], 0);
  sqlite3_free(sql);
  return n > 0;
}

static void judge_row(struct un_shell *shell, const struct un_sheets *sheets, const struct un_sheet *sheet,
                      struct un_sheet_row *row) {
  struct amount main = cell(row, sheet->main);
  if (exposed(sheets, main)) hide(row, why_small);
  for (int c = 0; c < sheet->columns && !row->hidden; c++) {
    if (!un_sheet_is_count(sheet, c)) continue;
    if (exposed(sheets, cell(row, c))) strip(row, why_small);
    if (c != sheet->main && is_part(sheet, c) && exposed(sheets, minus(main, cell(row, c)))) strip(row, why_rest);
    if (main.gagged == 0) continue;
    if (!moved_little(shell, sheets, sheet, row, c)) continue;
    if (c == sheet->main) hide(row, why_moved);
    else strip(row, why_moved);
  }
  if (!row->hidden) judge_parts(sheets, sheet, row);
}

/* --- (2), rows that add up ----------------------------------------------------------------- */

static const char *text_at(const struct un_sheet_row *row, int column) {
  const char *text = column < 0 ? "" : (const char *)sqlite3_value_text(row->cells[column]);
  return text ? text : "";
}

static bool in_group(const struct un_sheet_row *row, int total, const char *group) {
  return strcmp(text_at(row, total), group) == 0;
}

/* The shown row of the group with the smallest count in `column`, at least 1 there. */
static struct un_sheet_row *smallest(struct un_sheet *sheet, int total, const char *group, int column, bool rows) {
  struct un_sheet_row *best = NULL;
  for (size_t r = 0; r < sheet->count; r++) {
    struct un_sheet_row *row = &sheet->rows[r];
    if (row->hidden || (!rows && row->bare) || !in_group(row, total, group)) continue;
    if (un_sheet_number(row, column) <= 0) continue;
    if (!best || un_sheet_number(row, column) < un_sheet_number(best, column)) best = row;
  }
  return best;
}

/* What is hidden of a column in the group: enough of it, and not one cell alone. */
static bool is_safe(const struct un_sheets *sheets, const struct un_sheet *sheet, int total, const char *group,
                    int column) {
  struct amount sum = {0, 0};
  long long cells = 0;
  for (size_t r = 0; r < sheet->count; r++) {
    const struct un_sheet_row *row = &sheet->rows[r];
    if (!in_group(row, total, group) || un_sheet_shows(sheet, row, column)) continue;
    sum = plus(sum, cell(row, column));
    cells++;
  }
  return sum.gagged == 0 || (cells >= 2 && sum.all >= cells + sheets->small - 1);
}

static bool strip_group(struct un_sheet *sheet, int total, const char *group, bool rows) {
  bool changed = false;
  for (size_t r = 0; r < sheet->count; r++) {
    if (!in_group(&sheet->rows[r], total, group)) continue;
    changed |= rows ? hide(&sheet->rows[r], why_sum) : strip(&sheet->rows[r], why_sum);
  }
  return changed;
}

/* The group is lost: in every table of the report its total would be known. */
static bool drop_group(struct un_sheets *sheets, const struct un_sheet *from, const char *group) {
  bool changed = false;
  for (int i = 0; i < sheets->count; i++) {
    struct un_sheet *sheet = &sheets->at[i];
    int total = from->report->total ? un_sheet_column(sheet, from->report->total) : -1;
    if (sheet->report == from->report) changed |= strip_group(sheet, total, group, true);
  }
  return changed;
}

static bool guard_group(struct un_sheets *sheets, struct un_sheet *sheet, int total, const char *group) {
  bool changed = false;
  while (!is_safe(sheets, sheet, total, group, sheet->main)) {
    struct un_sheet_row *next = smallest(sheet, total, group, sheet->main, true);
    if (!next) return drop_group(sheets, sheet, group) || changed;
    changed |= hide(next, why_sum);
  }
  for (int c = 0; c < sheet->columns; c++) {
    if (c == sheet->main || !un_sheet_is_count(sheet, c)) continue;
    while (!is_safe(sheets, sheet, total, group, c)) {
      struct un_sheet_row *next = smallest(sheet, total, group, c, false);
      if (!next) {
        changed |= strip_group(sheet, total, group, false);
        break;
      }
      changed |= strip(next, why_sum);
    }
  }
  return changed;
}

static bool guard_groups(struct un_sheets *sheets, struct un_sheet *sheet) {
  int total = sheet->report->total ? un_sheet_column(sheet, sheet->report->total) : -1;
  bool changed = false;
  for (size_t r = 0; r < sheet->count; r++) {
    char *group = un_strdup(text_at(&sheet->rows[r], total));
    bool first = true;
    for (size_t e = 0; e < r; e++) first = first && !in_group(&sheet->rows[e], total, group);
    if (first) changed |= guard_group(sheets, sheet, total, group);
    free(group);
  }
  return changed;
}

/* --- (3), a row and its parts in another table ---------------------------------------------- */

enum { LINKS = 12 };

struct link {
  char *child, *parent; /* sums of columns */
  bool key;
};

struct within {
  struct un_sheet *parent;
  struct link links[LINKS];
  int count;
};

static char *trim(const char *text, size_t len) {
  while (len > 0 && *text == ' ') text++, len--;
  while (len > 0 && text[len - 1] == ' ') len--;
  return strndup(text, len);
}

static void read_within(struct un_sheets *sheets, const struct un_sheet *sheet, struct within *within) {
  const char *at = sheet->report->within;
  *within = (struct within){.parent = NULL};
  char *name = trim(at, strcspn(at, ";"));
  for (int i = 0; i < sheets->count; i++) {
    if (strcmp(sheets->at[i].name, name) == 0) within->parent = &sheets->at[i];
  }
  free(name);
  for (at += strcspn(at, ";"); *at == ';' && within->count < LINKS; at += strcspn(at, ";")) {
    at++;
    const char *equals = strchr(at, '=');
    size_t len = strcspn(at, ";");
    if (!equals || equals > at + len) continue;
    struct link *link = &within->links[within->count++];
    link->child = trim(at, (size_t)(equals - at));
    link->parent = trim(equals + 1, len - (size_t)(equals + 1 - at));
    int c = un_sheet_column(sheet, link->child);
    link->key = c >= 0 && sheet->units[c] == 'k';
  }
}

static bool belongs(const struct un_sheet *sheet, const struct un_sheet_row *row, const struct within *within,
                    const struct un_sheet_row *parent) {
  for (int i = 0; i < within->count; i++) {
    const struct link *link = &within->links[i];
    if (!link->key) continue;
    int c = un_sheet_column(sheet, link->child), p = un_sheet_column(within->parent, link->parent);
    if (c < 0 || p < 0 || strcmp(text_at(row, c), text_at(parent, p)) != 0) return false;
  }
  return true;
}

/* The parent's sum of a link minus that of the parts that are shown. */
static struct amount rest_of(const struct un_sheet *sheet, const struct within *within, const struct link *link,
                             const struct un_sheet_row *parent) {
  struct amount rest = sum_of(within->parent, parent, link->parent);
  int c = un_sheet_column(sheet, link->child);
  for (size_t r = 0; r < sheet->count; r++) {
    const struct un_sheet_row *row = &sheet->rows[r];
    if (c < 0 || !belongs(sheet, row, within, parent) || !un_sheet_shows(sheet, row, c)) continue;
    rest = minus(rest, cell(row, c));
  }
  return rest;
}

static bool hide_parts(struct un_sheet *sheet, const struct within *within, const struct un_sheet_row *parent,
                       const char *why) {
  bool changed = false;
  for (size_t r = 0; r < sheet->count; r++) {
    if (belongs(sheet, &sheet->rows[r], within, parent)) changed |= hide(&sheet->rows[r], why);
  }
  return changed;
}

static bool guard_parts(struct un_sheets *sheets, struct un_sheet *sheet) {
  struct within within;
  bool changed = false;
  read_within(sheets, sheet, &within);
  for (size_t p = 0; within.parent && p < within.parent->count; p++) {
    const struct un_sheet_row *parent = &within.parent->rows[p];
    if (parent->hidden || parent->bare) {
      changed |= hide_parts(sheet, &within, parent, why_part);
      continue;
    }
    for (int i = 0; i < within.count; i++) {
      if (!within.links[i].key && exposed(sheets, rest_of(sheet, &within, &within.links[i], parent))) {
        changed |= hide_parts(sheet, &within, parent, why_rest);
      }
    }
  }
  for (int i = 0; i < within.count; i++) {
    free(within.links[i].child);
    free(within.links[i].parent);
  }
  return changed;
}

/* --- whole tables ------------------------------------------------------------------------------ */

static int guard_table(struct un_shell *shell, const struct un_sheets *sheets, struct un_sheet *sheet) {
  sqlite3_stmt *stmt = NULL;
  char small[24];
  if (!sheet->report->hide_if || sheet->count == 0) return 0;
  snprintf(small, sizeof small, "%lld", sheets->small);
  un_params_set(&shell->params, "small", small);
  un_params_set(&shell->params, "period", sheets->period);
  struct un_args args = {.extra = &(struct un_arg){"period", sheets->period}, .extra_count = 1};
  int code = un_report_set_params(shell, sheet->report, &args);
  int rc = code == 0 ? sqlite3_prepare_v2(shell->db, sheet->report->hide_if, -1, &stmt, NULL) : SQLITE_OK;
  if (code == 0 && rc == SQLITE_OK) {
    for (int i = 1; i <= sqlite3_bind_parameter_count(stmt); i++) {
      const struct un_param *param = un_params_find(&shell->params, sqlite3_bind_parameter_name(stmt, i) + 1);
      if (param) un_param_bind(stmt, i, param->text);
    }
    rc = sqlite3_step(stmt);
  }
  for (size_t r = 0; rc == SQLITE_ROW && r < sheet->count; r++) hide(&sheet->rows[r], why_table);
  if (code == 0 && rc != SQLITE_ROW && rc != SQLITE_DONE) {
    code = un_fail(UN_EXIT_SQL, "report '%s': hide-if: %s", sheet->report->name, sqlite3_errmsg(shell->db));
  }
  sqlite3_finalize(stmt);
  return code;
}

int un_suppress(struct un_shell *shell, struct un_sheets *sheets) {
  int code = 0;
  for (int i = 0; i < sheets->count && code == 0; i++) {
    struct un_sheet *sheet = &sheets->at[i];
    for (size_t r = 0; sheet->main >= 0 && r < sheet->count; r++) judge_row(shell, sheets, sheet, &sheet->rows[r]);
    code = guard_table(shell, sheets, sheet);
  }
  for (bool changed = true; changed && code == 0;) {
    changed = false;
    for (int i = 0; i < sheets->count; i++) {
      struct un_sheet *sheet = &sheets->at[i];
      if (sheet->main < 0) continue;
      changed |= guard_groups(sheets, sheet);
      if (sheet->report->within) changed |= guard_parts(sheets, sheet);
    }
  }
  return code;
}
