/* SPDX-License-Identifier: GPL-3.0-or-later
** Tables that go whole: of other kinds of figures than the others', from which their
** small counts would follow. `hide-if` asks the register, and temp.withheld: what is left
** out of the others. */
#include <stdio.h>

#include "ask.h"
#include "message.h"
#include "suppress.h"

static const char why_table[] = "the table with another one would leave few demands, a live gag among them";

/* Rows that are left out, wholly or in part: hide-if reads them. */
static int list_withheld(struct un_shell *shell, const struct un_figure_set *sheets) {
  sqlite3_stmt *stmt = NULL;
  int code = un_exec(shell, "CREATE TEMP TABLE IF NOT EXISTS withheld(report TEXT, row_key TEXT, whole INTEGER); DELETE FROM temp.withheld", "withheld");
  int rc = code == 0 ? sqlite3_prepare_v2(shell->db, "INSERT INTO temp.withheld VALUES(?1, ?2, ?3)", -1, &stmt, NULL) : SQLITE_DONE;
  for (int i = 0; i < sheets->all && code == 0; i++) {
    const struct un_figures *sheet = &sheets->at[i];
    for (size_t r = 0; r < sheet->count && (rc == SQLITE_OK || rc == SQLITE_DONE); r++) {
      if (!sheet->rows[r].why) continue;
      sqlite3_bind_text(stmt, 1, sheet->name, -1, SQLITE_STATIC);
      sqlite3_bind_text(stmt, 2, sheet->rows[r].key, -1, SQLITE_STATIC);
      sqlite3_bind_int(stmt, 3, sheet->rows[r].hidden);
      rc = sqlite3_step(stmt);
      sqlite3_reset(stmt);
    }
  }
  if (code == 0 && rc != SQLITE_OK && rc != SQLITE_DONE) code = un_fail(UN_EXIT_SQL, "withheld: %s", un_sqlite_error(shell->db));
  sqlite3_finalize(stmt);
  return code;
}

static int guard_table(struct un_shell *shell, const struct un_figure_set *sheets, struct un_figures *sheet, bool *changed) {
  sqlite3_stmt *stmt = NULL;
  char small[24];
  bool shown = false;
  for (size_t r = 0; r < sheet->count; r++) shown = shown || !sheet->rows[r].hidden;
  if (!sheet->report->hide_if || !shown) return 0;
  snprintf(small, sizeof small, "%lld", sheets->small);
  un_params_set(&shell->params, "small", small);
  un_params_set(&shell->params, "period", sheets->period);
  struct un_args args = {.extra = &(struct un_arg){"period", sheets->period}, .extra_count = 1};
  int code = un_report_set_params(shell, sheet->report, &args);
  int rc = code == 0 ? sqlite3_prepare_v2(shell->db, sheet->report->hide_if, -1, &stmt, NULL) : SQLITE_OK;
  for (int i = 1; code == 0 && rc == SQLITE_OK && i <= sqlite3_bind_parameter_count(stmt); i++) {
    const char *name = sqlite3_bind_parameter_name(stmt, i);
    const struct un_param *param = name ? un_params_find(&shell->params, name + 1) : NULL;
    if (param) un_param_bind(stmt, i, param->text);
    else code = un_fail(UN_EXIT_USAGE, "report '%s': hide-if: parameter %s is not set", sheet->report->name, name ? name : "?");
  }
  if (code == 0 && rc == SQLITE_OK) rc = sqlite3_step(stmt);
  for (size_t r = 0; rc == SQLITE_ROW && r < sheet->count; r++) *changed |= un_hide(&sheet->rows[r], why_table);
  if (code == 0 && rc != SQLITE_ROW && rc != SQLITE_DONE) {
    code = un_fail(UN_EXIT_SQL, "report '%s': hide-if: %s", sheet->report->name, un_sqlite_error(shell->db));
  }
  sqlite3_finalize(stmt);
  return code;
}

int un_suppress_tables(struct un_shell *shell, struct un_figure_set *sheets, bool *changed) {
  int code = list_withheld(shell, sheets);
  *changed = false;
  for (int i = 0; i < sheets->all && code == 0; i++) code = guard_table(shell, sheets, &sheets->at[i], changed);
  return code;
}

