/* SPDX-License-Identifier: GPL-3.0-or-later
** Publications that the register remembers: what a figure tells beside theirs, and
** which are earlier ones: see figures.h.
**
** Periods lie within one another or apart: a year, its halves, quarters, months. So
** a figure and those of the periods within it leave over the demands of the other
** months, of which nothing was published: told_sums.c. */
#include <string.h>

#include "ask.h"
#include "figures.h"
#include "message.h"
#include "strbuf.h"
#include "suppress.h"

/* A key without the DSA template's reporting period, which differs between them:
** `Reporting period=2025-01-01/2025-12-31`, 38 bytes. */
#define PLAIN(k) "iif(instr(" k ", 'Reporting period=') = 0, " k ", substr(" k ", 1, instr(" k ", 'Reporting period=') - 1) " \
                 "|| substr(" k ", instr(" k ", 'Reporting period=') + 38))"

/* In a publication of a quarter or month p, a row of that period has the key of the half-year,
** so that it is held together with it, and with what of its demands is known by the half-year
** only. Any other row has its own. */
#define FOLDED(k, p) "iif(" p " GLOB '?\?\?\?-[^H]*' AND substr(" k ", 1, 7 + length(" p ")) = 'period=' || " p ", " \
                     "'period=' || period_of(period_start(" p ")) || substr(" k ", 8 + length(" p ")), " PLAIN(k) ")"

/* The period of a row's figure: its own, `period=2025-H1`, where the publication's period p
** has all of it, else that. */
#define SPAN(k, p) "CASE WHEN substr(" k ", 1, 7) = 'period=' AND substr(" k ", 15, 1) IN ('', ',') " \
  "AND (substr(" k ", 8, 7) GLOB '[12][0-9][0-9][0-9]-H[12]' OR substr(" k ", 8, 7) GLOB '[12][0-9][0-9][0-9]-Q[1-4]' " \
  "  OR substr(" k ", 8, 7) GLOB '[12][0-9][0-9][0-9]-0[1-9]' OR substr(" k ", 8, 7) GLOB '[12][0-9][0-9][0-9]-1[0-2]') " \
  "THEN iif(period_start(substr(" k ", 8, 7)) >= period_start(" p ") AND period_end(substr(" k ", 8, 7)) <= period_end(" p "), " \
  "  substr(" k ", 8, 7), " p ") ELSE " p " END"

#define MONTH(day) "(CAST(substr(" day ", 1, 4) AS INTEGER) * 12 + CAST(substr(" day ", 6, 2) AS INTEGER))"

/* Each cell by itself, and those of a row and its half-year together; to: the month after. */
int un_told_begin(struct un_shell *shell, const struct un_figure_set *sheets) {
  char *text = sqlite3_mprintf("DROP TABLE IF EXISTS temp.told_cells; CREATE TEMP TABLE told_cells AS "
    "WITH cells AS (SELECT p.report, c.column, c.row_key AS k, p.period, CAST(c.value AS INTEGER) AS n, p.id, " SPAN("c.row_key", "p.period") " AS span "
    "  FROM publications p JOIN publication_cells c ON c.publication_id = p.id "
    "  WHERE p.id < %lld AND c.value GLOB '[0-9]*' AND c.value NOT GLOB '*[^0-9]*'), "
    "keyed AS (SELECT report, column, 1 AS exact, " PLAIN("k") " AS key, span, n, id FROM cells "
    "  UNION ALL SELECT report, column, 0, " FOLDED("k", "period") ", min(span), sum(n), id FROM cells GROUP BY id, column, 4) "
    "SELECT report, column, exact, key, " MONTH("period_start(span)") " AS since, " MONTH("period_end(span)") " + 1 AS upto, n, "
    "  row_number() OVER (PARTITION BY report, column, exact, key, span ORDER BY id DESC) = 1 AS newest FROM keyed;"
    "CREATE INDEX temp.told_cells_key ON told_cells(report, column, exact, key)", (long long)sheets->earlier);
  int code = text ? un_exec(shell, text, "publications") : UN_EXIT_SQL;
  sqlite3_free(text);
  return code;
}

static const char told_sql[] =
  "WITH now(p) AS (VALUES(?1)), span(s) AS (SELECT " SPAN("?2", "p") " FROM now) "
  "SELECT " MONTH("period_start(s)") ", " MONTH("period_end(s)") " + 1, 0, 0 FROM span "
  "UNION ALL SELECT * FROM (SELECT since, upto, n, newest FROM temp.told_cells WHERE report = ?3 AND column = ?4 AND exact = ?5 "
  "  AND key = (SELECT iif(?5, " PLAIN("?2") ", " FOLDED("?2", "p") ") FROM now))";

static bool leaves_few(struct un_shell *shell, const struct un_figure_set *sheets, const struct un_figures *sheet,
                       const struct un_figure_row *row, int column, struct un_amount n, bool exact) {
  const char *texts[] = {sheets->period, row->key, sheet->name, sheet->names[column]};
  struct un_told_cell cell = {.n = n.all, .gagged = n.gagged > 0, .small = sheets->small};
  struct un_told *told = NULL;
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(shell->db, told_sql, -1, &stmt, NULL);
  for (int i = 0; i < 4 && rc == SQLITE_OK; i++) rc = sqlite3_bind_text(stmt, i + 1, texts[i], -1, SQLITE_STATIC);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int(stmt, 5, exact);
  bool first = true;
  while ((rc == SQLITE_OK || rc == SQLITE_ROW) && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    int from = sqlite3_column_int(stmt, 0), to = sqlite3_column_int(stmt, 1);
    if (first) cell.from = from, cell.to = to;
    if (!first) {
      told = un_realloc(told, (cell.count + 1) * sizeof *told);
      told[cell.count++] = (struct un_told){from, to, sqlite3_column_int64(stmt, 2), sqlite3_column_int(stmt, 3)};
    }
    first = false;
  }
  sqlite3_finalize(stmt);
  cell.told = told;
  bool few = rc != SQLITE_DONE || un_told_leaves_few(&cell); /* what cannot be asked is not shown */
  free(told);
  return few;
}

/* What the sheet has of the row's demands under its half-year, of which no more is
** known, where the publication's period is shorter; 0: nothing. */
static struct un_amount half_of(const struct un_figures *sheet, const struct un_figure_row *row, int column) {
  const char *rest = strchr(row->key, ',');
  struct un_amount none = {0, 0};
  if (strncmp(row->key, "period=", 7) != 0 || strlen(row->key) < 14 || row->key[11] != '-' || row->key[12] == 'H' || !rest) return none;
  for (size_t r = 0; r < sheet->count; r++) {
    const char *key = sheet->rows[r].key, *other = strchr(key, ',');
    if (strncmp(key, row->key, 12) == 0 && key[12] == 'H' && other && strcmp(other, rest) == 0) {
      long long gagged = sheet->main < 0 ? 0 : sheet->rows[r].gagged[sheet->main];
      return (struct un_amount){un_figures_number(&sheet->rows[r], column), gagged};
    }
  }
  return none;
}

bool un_told_before(struct un_shell *shell, const struct un_figure_set *sheets, const struct un_figures *sheet,
                    const struct un_figure_row *row, int column, bool gagged) {
  struct un_amount n = {un_figures_number(row, column), gagged};
  return leaves_few(shell, sheets, sheet, row, column, n, true) ||
         leaves_few(shell, sheets, sheet, row, column, un_plus(n, half_of(sheet, row, column)), false);
}

/* All that was told, a search a cell: publication_cells is found by its publication alone. */
static int list_values(struct un_shell *shell) {
  return un_exec(shell,
    "DROP TABLE IF EXISTS temp.told_values; CREATE TEMP TABLE told_values AS "
    "SELECT p.report, c.row_key, c.column, p.id, p.period, c.value FROM publications p JOIN publication_cells c "
    "  ON c.publication_id = p.id WHERE c.value IS NOT NULL;"
    "CREATE INDEX temp.told_values_key ON told_values(row_key, column, report, id)", "publications");
}

char *un_restated(struct un_shell *shell, const struct un_figure_set *sheets,
                  const struct un_figures *sheet, const struct un_figure_row *row, int column) {
  const char *now = (const char *)sqlite3_value_text(row->cells[column]);
  bool figure = sheet->units[column] == 'b' || un_figures_is_count(sheet, column);
  if (!figure || !now || !un_figures_shows(sheet, row, column)) return NULL;
  /* The same row of another period, as of e-evidence, is another figure. */
  char *sql = sqlite3_mprintf("SELECT value FROM temp.told_values t, (SELECT %Q AS p) now WHERE report = %Q AND id < %lld "
    "AND row_key = ?1 AND column = ?2 AND " SPAN("?1", "t.period") " = " SPAN("?1", "now.p") " ORDER BY id DESC LIMIT 1",
    sheets->period, sheet->name, (long long)sheets->earlier);
  char *value = un_ask(shell->db, sql, row->key, sheet->names[column]);
  sqlite3_free(sql);
  if (value && strcmp(value, now) != 0) return value;
  free(value);
  return NULL;
}

/* --- done again ----------------------------------------------------------------------------- */

/* What publication_cells keeps of a sheet, cell by cell; value NULL: left out. */
struct cells {
  const struct un_figures *sheet;
  size_t row;
  int column;
  sqlite3_value *value;
};

static bool next_cell(struct cells *at) {
  for (; at->row < at->sheet->count; at->row++, at->column = -1) {
    const struct un_figure_row *row = &at->sheet->rows[at->row];
    while (++at->column < at->sheet->columns) {
      if (!strchr("cbrd", at->sheet->units[at->column])) continue;
      bool shown = un_figures_shows(at->sheet, row, at->column);
      at->value = shown ? row->cells[at->column] : NULL;
      if (!shown || sqlite3_value_type(at->value) != SQLITE_NULL) return true;
    }
  }
  return false;
}

static bool same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

/* Has the publication of that id these cells, in this order, and no others? */
static bool is_told(struct un_shell *shell, const struct un_figures *sheet, sqlite3_int64 id) {
  struct cells at = {.sheet = sheet, .column = -1};
  sqlite3_stmt *stmt = NULL;
  bool same = sqlite3_prepare_v2(shell->db, "SELECT p.report, c.row_key, c.column, c.value FROM publications p LEFT JOIN "
    "publication_cells c ON c.publication_id = p.id WHERE p.id = ?1 ORDER BY c.rowid", -1, &stmt, NULL) == SQLITE_OK;
  if (same) sqlite3_bind_int64(stmt, 1, id);
  same = same && sqlite3_step(stmt) == SQLITE_ROW && same_text((const char *)sqlite3_column_text(stmt, 0), sheet->name);
  bool more = same && sqlite3_column_type(stmt, 1) != SQLITE_NULL;
  while (same && next_cell(&at)) {
    const char *now = at.value ? (const char *)sqlite3_value_text(at.value) : NULL;
    same = more && same_text((const char *)sqlite3_column_text(stmt, 1), sheet->rows[at.row].key) &&
           same_text((const char *)sqlite3_column_text(stmt, 2), sheet->names[at.column]) &&
           same_text((const char *)sqlite3_column_text(stmt, 3), now);
    more = same && sqlite3_step(stmt) == SQLITE_ROW;
  }
  sqlite3_finalize(stmt);
  return same && !more;
}

bool un_told_again(struct un_shell *shell, const struct un_figure_set *sheets, const struct un_figures *sheet) {
  long long id = 0;
  char *sql = sqlite3_mprintf("SELECT ifnull(max(id), 0) FROM publications WHERE period = ?1 AND as_of = ?2 AND report = %Q", sheet->name);
  int rc = sql ? un_ask_int(shell->db, sql, sheets->period, sheets->as_of, &id) : SQLITE_NOMEM;
  sqlite3_free(sql);
  return rc == SQLITE_ROW && id > 0 && is_told(shell, sheet, id);
}

/* The rows of one publication have ids that follow each other; between two is a gap. */
static const char last_sql[] =
  "WITH RECURSIVE last(id) AS (SELECT max(id) FROM publications WHERE period = ?1 AND as_of = ?2 "
  "  UNION ALL SELECT p.id FROM last JOIN publications p ON p.id = last.id - 1 WHERE p.period = ?1 AND p.as_of = ?2) "
  "SELECT ifnull(min(id), 0) FROM last";

int un_told_choose(struct un_shell *shell, struct un_figure_set *sheets) {
  long long first = 0, rows = 0;
  sheets->earlier = INT64_MAX;
  int code = list_values(shell);
  if (code != 0) return code;
  if (un_ask_int(shell->db, last_sql, sheets->period, sheets->as_of, &first) != SQLITE_ROW) {
    return un_fail(UN_EXIT_SQL, "publications: %s", un_sqlite_error(shell->db));
  }
  if (first == 0) return 0;
  char *sql = sqlite3_mprintf("SELECT count(*) FROM publications WHERE id >= %lld AND period = ?1 AND as_of = ?2", first);
  if (!sql || un_ask_int(shell->db, sql, sheets->period, sheets->as_of, &rows) != SQLITE_ROW) rows = -1;
  sqlite3_free(sql);
  sheets->earlier = first;
  code = un_suppress(shell, sheets);
  bool same = rows == sheets->count;
  for (int i = 0; i < sheets->count && same && code == 0; i++) same = is_told(shell, &sheets->at[i], first + i);
  if (!same) sheets->earlier = INT64_MAX;
  return code;
}

static int add_cells(struct un_shell *shell, const struct un_figures *sheet, sqlite3_int64 id) {
  struct cells at = {.sheet = sheet, .column = -1};
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(shell->db, "INSERT INTO publication_cells(publication_id, row_key, column, value) "
                                         "VALUES(?1, ?2, ?3, CAST(?4 AS TEXT))", -1, &stmt, NULL);
  while ((rc == SQLITE_OK || rc == SQLITE_DONE) && next_cell(&at)) {
    sqlite3_bind_int64(stmt, 1, id);
    sqlite3_bind_text(stmt, 2, sheet->rows[at.row].key, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 3, sheet->names[at.column], -1, SQLITE_STATIC);
    if (at.value) sqlite3_bind_value(stmt, 4, at.value);
    else sqlite3_bind_null(stmt, 4);
    rc = sqlite3_step(stmt);
    sqlite3_reset(stmt);
  }
  sqlite3_finalize(stmt);
  return rc == SQLITE_OK || rc == SQLITE_DONE ? 0 : un_fail(UN_EXIT_SQL, "publication_cells: %s", un_sqlite_error(shell->db));
}

int un_told_remember(struct un_shell *shell, const struct un_figure_set *sheets, const char *const *sha256) {
  bool again = sheets->earlier != INT64_MAX;
  long long first = sheets->earlier;
  int code = 0;
  if (!again && un_ask_int(shell->db, "SELECT ifnull(max(id), 0) + 2 FROM publications", NULL, NULL, &first) != SQLITE_ROW) {
    return un_fail(UN_EXIT_SQL, "publications: %s", un_sqlite_error(shell->db));
  }
  for (int i = 0; i < sheets->count && code == 0; i++) {
    const struct un_figures *sheet = &sheets->at[i];
    char *sql = again ? sqlite3_mprintf("UPDATE publications SET sha256 = %Q WHERE id = %lld AND sha256 IS NOT %Q", sha256[i],
                                        first + i, sha256[i])
                      : sqlite3_mprintf("INSERT INTO publications(id, period, report, as_of, published_on, sha256) "
                                        "VALUES(%lld, %Q, %Q, %Q, %Q, %Q)", first + i, sheets->period, sheet->name,
                                        sheets->as_of, sheets->as_of, sha256[i]);
    code = un_exec(shell, sql, "publications");
    sqlite3_free(sql);
    if (code == 0 && !again) code = add_cells(shell, sheet, first + i);
  }
  return code;
}
