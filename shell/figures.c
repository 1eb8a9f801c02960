/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "message.h"
#include "report_text.h"
#include "strbuf.h"

enum { SMALL_CELL = 10 }; /* the setting small_cell says otherwise; law.md 4.7 L7 */

/* --- cells ----------------------------------------------------------------------------- */

int un_figures_column(const struct un_figures *sheet, const char *name) {
  for (int c = 0; c < sheet->columns; c++) {
    if (strcmp(sheet->names[c], name) == 0) return c;
  }
  return -1;
}

bool un_figures_is_count(const struct un_figures *sheet, int column) { return sheet->units[column] == 'c'; }

long long un_figures_number(const struct un_figure_row *row, int column) {
  sqlite3_value *value = row->cells[column];
  return sqlite3_value_type(value) == SQLITE_INTEGER ? sqlite3_value_int64(value) : 0;
}

bool un_figures_shows(const struct un_figures *sheet, const struct un_figure_row *row, int column) {
  if (row->hidden) return false;
  if (column == sheet->main || strchr("kt", sheet->units[column])) return true;
  if (row->bare || row->state[column]) return false;
  for (int c = 0; c < sheet->columns; c++) {
    if ((sheet->needs[column] >> c & 1) && c != sheet->main && (row->state[c] || row->bare)) return false;
  }
  return true;
}

char *un_figures_left_out(const struct un_figures *sheet, const struct un_figure_row *row) {
  struct un_strbuf text = UN_STRBUF_INIT;
  for (int c = 0; c < sheet->columns && !row->hidden; c++) {
    if (un_figures_shows(sheet, row, c) || sqlite3_value_type(row->cells[c]) == SQLITE_NULL) continue;
    un_strbuf_printf(&text, "%s%s", text.len > 0 ? ", " : "", sheet->names[c]);
  }
  if (row->hidden) un_strbuf_puts(&text, "the row");
  return un_strbuf_take(&text);
}

static char *row_key(const struct un_figures *sheet, sqlite3_stmt *stmt) {
  struct un_strbuf key = UN_STRBUF_INIT;
  for (int c = 0; c < sheet->columns; c++) {
    if (sheet->units[c] != 'k') continue;
    const char *text = (const char *)sqlite3_column_text(stmt, c);
    un_strbuf_printf(&key, "%s%s=%s", key.len > 0 ? ", " : "", sheet->names[c], text ? text : "");
  }
  return un_strbuf_take(&key);
}

/* --- running ----------------------------------------------------------------------------- */

/* `low high = refused base`: the columns on the left are computed from those right. */
static void read_needs(struct un_figures *sheet, const char *line) {
  const char *equals = strchr(line, '=');
  uint32_t right = 0;
  for (int pass = 0; pass < 2 && equals; pass++) {
    for (const char *at = pass ? line : equals + 1; *at;) {
      at += strspn(at, pass ? " " : " =");
      if (pass && at >= equals) break;
      size_t n = strcspn(at, " =");
      char *name = strndup(at, n);
      int c = un_figures_column(sheet, name);
      if (c >= 0 && pass == 0) right |= UINT32_C(1) << c;
      if (c >= 0 && pass == 1) sheet->needs[c] |= right;
      free(name);
      at += n;
    }
  }
}

static void describe(struct un_figures *sheet, sqlite3_stmt *stmt) {
  sheet->columns = sqlite3_column_count(stmt);
  sheet->names = un_alloc((size_t)sheet->columns * sizeof *sheet->names);
  sheet->units = un_alloc((size_t)sheet->columns);
  sheet->main = -1;
  for (int c = 0; c < sheet->columns; c++) {
    sheet->names[c] = un_strdup(sqlite3_column_name(stmt, c));
    const struct un_report_column *column = un_report_column(sheet->report, sheet->names[c]);
    /* `days` and `date` are told apart from counts by not being `count`. */
    sheet->units[c] = column ? column->unit[0] : 't';
    if (sheet->units[c] == 'c' && sheet->main < 0) sheet->main = c;
  }
  sheet->needs = un_alloc((size_t)sheet->columns * sizeof *sheet->needs);
  memset(sheet->needs, 0, (size_t)sheet->columns * sizeof *sheet->needs);
  for (int i = 0; i < sheet->report->need_count; i++) read_needs(sheet, sheet->report->needs[i]);
  if (sheet->report->part_count > 0) {
    size_t n = strcspn(sheet->report->parts[0], " =");
    char *whole = strndup(sheet->report->parts[0], n);
    int c = un_figures_column(sheet, whole);
    if (c >= 0) sheet->main = c;
    free(whole);
  }
}

static void add_row(struct un_figures *sheet, sqlite3_stmt *stmt, size_t *room) {
  if (sheet->count == *room) {
    *room = *room ? *room * 2 : 64;
    sheet->rows = un_realloc(sheet->rows, *room * sizeof *sheet->rows);
  }
  struct un_figure_row *row = &sheet->rows[sheet->count++];
  size_t n = (size_t)sheet->columns;
  *row = (struct un_figure_row){.key = row_key(sheet, stmt)};
  row->cells = un_alloc(n * sizeof *row->cells);
  row->gagged = un_alloc(n * sizeof *row->gagged);
  row->state = un_alloc(n);
  memset(row->state, 0, n);
  for (int c = 0; c < sheet->columns; c++) {
    row->cells[c] = sqlite3_value_dup(sqlite3_column_value(stmt, c));
    row->gagged[c] = 0;
  }
}

/* Counts of the gagged go to the row of the same key. */
static void add_gagged(struct un_figures *sheet, sqlite3_stmt *stmt) {
  char *key = row_key(sheet, stmt);
  for (size_t r = 0; r < sheet->count; r++) {
    struct un_figure_row *row = &sheet->rows[r];
    if (strcmp(row->key, key) != 0) continue;
    for (int c = 0; c < sheet->columns; c++) {
      if (un_figures_is_count(sheet, c)) row->gagged[c] = sqlite3_column_int64(stmt, c);
    }
    break;
  }
  free(key);
}

/* Does the row count a demand? */
static bool counts(const struct un_figures *sheet, sqlite3_stmt *stmt) {
  bool found = false;
  for (int c = 0; c < sheet->columns; c++) found = found || (un_figures_is_count(sheet, c) && sqlite3_column_int64(stmt, c) > 0);
  return found;
}

enum whose { EVERYONES, GAGGED, NATIONAL, NOBODYS };

static int run(struct un_shell *shell, struct un_figures *sheet, const struct un_args *args, enum whose whose) {
  sqlite3_stmt *stmt = NULL;
  size_t room = 0;
  /* The same parameters again for some of them: what is to be said of them is said. */
  int code = whose != EVERYONES ? 0 : un_report_set_params(shell, sheet->report, args), rc;
  if (code == 0) code = un_report_prepare(shell, sheet->report, &stmt);
  if (code != 0) goto done;
  if (sqlite3_column_count(stmt) > UN_REPORT_COLUMNS) { /* `needs` has a bit a column */
    code = un_fail(UN_EXIT_USAGE, "report '%s': %d columns, more than %d", sheet->report->name, sqlite3_column_count(stmt), UN_REPORT_COLUMNS);
    goto done;
  }
  if (whose == EVERYONES) describe(sheet, stmt);
  while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    if (whose == EVERYONES) add_row(sheet, stmt, &room);
    else if (whose == GAGGED) add_gagged(sheet, stmt);
    else if (counts(sheet, stmt)) sheet->national = whose == NATIONAL; /* of nobody: it reads no view */
  }
  code = un_exit_of_sqlite(rc);
  if (code != 0) un_fail(code, "report '%s': %s", sheet->report->name, un_sqlite_error(shell->db));
  if (code == 0 && whose == EVERYONES) code = un_report_say_aside(shell, sheet->report);

done:
  sqlite3_finalize(stmt);
  return code;
}

/* Run it again over some of the demands. */
static int run_over(struct un_shell *shell, struct un_figures *sheet, const struct un_args *args, enum whose whose, const char *which) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  un_strbuf_printf(&sql, "CREATE TEMP VIEW requests_asof AS SELECT * FROM main.requests_asof WHERE %s", which);
  int code = un_exec(shell, sql.text, "publish");
  if (code == 0) code = run(shell, sheet, args, whose);
  if (code == 0) code = un_exec(shell, "DROP VIEW temp.requests_asof", "publish");
  un_strbuf_free(&sql);
  return code;
}

static bool has_param(const struct un_report *report, const char *name) {
  for (int i = 0; i < report->param_count; i++) {
    if (strcmp(report->params[i].name, name) == 0) return true;
  }
  return false;
}

/* `name=value` as a parameter given; the text it lives in, to be freed. */
static char *add_given(struct un_args *args, const char *text) {
  char *copy = un_strdup(text), *equals = strchr(copy, '=');
  if (!equals) return copy;
  *equals = '\0';
  args->extra[args->extra_count++] = (struct un_arg){copy, equals + 1};
  return copy;
}

static int load(struct un_shell *shell, const struct un_report *report, const char *period,
                const char *variant, struct un_figure_set *sheets) {
  struct un_arg extra[3];
  struct un_args args = {.extra = extra};
  struct un_strbuf name = UN_STRBUF_INIT;
  char *texts[2] = {NULL, NULL};
  if (sheets->all == UN_FIGURE_SETS) return un_fail(UN_EXIT_USAGE, "more than %d reports to publish", UN_FIGURE_SETS);
  struct un_figures *sheet = &sheets->at[sheets->all++];
  if (has_param(report, "period")) extra[args.extra_count++] = (struct un_arg){"period", period};
  un_strbuf_puts(&name, report->name);
  if (variant) {
    size_t n = strcspn(variant, " ");
    un_strbuf_printf(&name, "-%.*s", (int)n, variant);
    texts[0] = add_given(&args, variant + n + strspn(variant + n, " "));
  }
  if (report->with) texts[1] = add_given(&args, report->with);
  *sheet = (struct un_figures){.report = report, .name = un_strbuf_take(&name)};
  int code = run(shell, sheet, &args, EVERYONES);
  if (code == 0 && sheet->main >= 0) {
    code = run_over(shell, sheet, &args, GAGGED, "id IN (SELECT request_id FROM temp.live_gags)");
    if (code == 0) code = run_over(shell, sheet, &args, NATIONAL, "process IN (SELECT process FROM national_security)");
    if (code == 0 && sheet->national) code = run_over(shell, sheet, &args, NOBODYS, "0");
  }
  free(texts[0]);
  free(texts[1]);
  return code;
}

/* A setting that cannot be read would let figures through: it is the first of what
** data-quality finds wrong, or the smallest count that is shown. */
static int read_settings(struct un_shell *shell, long long *small) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  sqlite3_stmt *stmt = NULL;
  un_strbuf_puts(&sql, "SELECT detail FROM ");
  un_report_as_subquery(&sql, "data-quality");
  un_strbuf_puts(&sql, " WHERE rule = 'bad_setting'");
  int rc = sqlite3_prepare_v2(shell->db, sql.text, -1, &stmt, NULL), code = 0;
  if (rc == SQLITE_OK) rc = sqlite3_step(stmt);
  if (rc == SQLITE_ROW) code = un_fail(UN_EXIT_USAGE, "setting %s", (const char *)sqlite3_column_text(stmt, 0));
  sqlite3_finalize(stmt);
  un_strbuf_free(&sql);
  if (rc == SQLITE_DONE) rc = un_ask_int(shell->db, "SELECT value FROM settings WHERE name = 'small_cell'", NULL, NULL, small);
  if (rc == SQLITE_ROW || rc == SQLITE_DONE) return code;
  code = rc == SQLITE_MISMATCH ? UN_EXIT_USAGE : un_exit_of_sqlite(rc);
  return un_fail(code, "settings: %s", rc == SQLITE_ERROR ? un_sqlite_error(shell->db) : sqlite3_errstr(rc));
}

static bool is_without(const struct un_args *args, const char *name) {
  for (int i = 0; i < args->given_count; i++) {
    if (strcmp(args->given[i].name, "without") == 0 && strcmp(args->given[i].value, name) == 0) return true;
  }
  return false;
}

/* Has the report parts in another one that may be published? */
static bool is_whole(const struct un_reports *reports, const char *name) {
  size_t n = strlen(name);
  for (int i = 0; i < reports->count; i++) {
    const char *within = reports->at[i].publish ? reports->at[i].within : NULL;
    if (within && strncmp(within, name, n) == 0 && strchr(" ;", within[n])) return true;
  }
  return false;
}

/* Of a period that goes on, or has not begun, the figures are not all. */
static void warn_of_end(struct un_shell *shell, const struct un_figure_set *sheets) {
  char *end = un_ask(shell->db, "SELECT period_end(?1)", sheets->period, NULL);
  if (end && strcmp(end, sheets->as_of) > 0) {
    un_warn("%s ends on %s: as of %s these are not all of its figures", sheets->period, end, sheets->as_of);
  }
  free(end);
}

int un_figure_set_load(struct un_shell *shell, const struct un_reports *reports, const char *period,
                   const struct un_args *args, struct un_figure_set *sheets) {
  *sheets = (struct un_figure_set){.period = un_strdup(period), .earlier = INT64_MAX};
  un_report_as_of(shell, sheets->as_of);
  if (sqlite3_exec(shell->db, "SELECT 1 FROM requests_asof LIMIT 0", NULL, NULL, NULL) == SQLITE_ERROR) {
    return un_fail(UN_EXIT_SQL, "%s: not a register; make one with `unseal init`", shell->path);
  }
  warn_of_end(shell, sheets);
  sheets->small = SMALL_CELL;
  int code = read_settings(shell, &sheets->small);
  if (code == 0) code = un_exec(shell, "CREATE TEMP TABLE live_gags AS SELECT DISTINCT request_id FROM gag_latest WHERE in_force", "gags");
  for (int i = 0; i < args->given_count && code == 0; i++) {
    if (strcmp(args->given[i].name, "without") != 0) continue;
    if (!un_report_find(reports, args->given[i].value)) code = UN_EXIT_USAGE;
  }
  for (int behind = 0; behind < 2; behind++) {
    for (int i = 0; i < reports->count && code == 0; i++) {
      const struct un_report *report = &reports->at[i];
      bool shadowed = false, without = is_without(args, report->name);
      for (int j = 0; j < i; j++) shadowed = shadowed || strcmp(reports->at[j].name, report->name) == 0;
      if (!report->publish || shadowed || without != behind || (behind && !is_whole(reports, report->name))) continue;
      code = load(shell, report, period, NULL, sheets);
      if (code == 0 && report->variant) code = load(shell, report, period, report->variant, sheets);
    }
    if (!behind) sheets->count = sheets->all;
  }
  return code;
}

static void free_sheet(struct un_figures *sheet) {
  for (size_t r = 0; r < sheet->count; r++) {
    struct un_figure_row *row = &sheet->rows[r];
    for (int c = 0; c < sheet->columns; c++) sqlite3_value_free(row->cells[c]);
    free(row->cells);
    free(row->gagged);
    free(row->state);
    free(row->key);
  }
  for (int c = 0; c < sheet->columns; c++) free(sheet->names[c]);
  free(sheet->names);
  free(sheet->units);
  free(sheet->needs);
  free(sheet->rows);
  free(sheet->name);
}

void un_figure_set_free(struct un_figure_set *sheets) {
  for (int i = 0; i < sheets->all; i++) free_sheet(&sheets->at[i]);
  free(sheets->period);
}
