/* SPDX-License-Identifier: GPL-3.0-or-later
** The findings of a lint: rows of temp.lint, noted and printed. */
#include "lint.h"
#include "message.h"

int un_lint_begin(struct un_shell *shell, struct un_lint *lint) {
  *lint = (struct un_lint){.shell = shell};
  return un_exec(shell, "CREATE TEMP TABLE lint(level TEXT, rule TEXT, report TEXT, \"row\" TEXT, why TEXT, what TEXT)",
                 "lint");
}

void un_lint_add(struct un_lint *lint, const char *rule, enum un_lint_level level, const char *report,
                 const char *row, const char *why, const char *what) {
  char *sql = sqlite3_mprintf("INSERT INTO temp.lint VALUES(%Q, %Q, %Q, %Q, %Q, %Q)",
                              level == UN_LINT_ERROR ? "error" : "warning", rule, report, row, why, what);
  int code = sql ? un_exec(lint->shell, sql, "lint") : UN_EXIT_SQL;
  if (lint->code == 0) lint->code = code;
  *(level == UN_LINT_ERROR ? &lint->errors : &lint->warnings) += 1;
  sqlite3_free(sql);
}

void un_lint_say_errors(struct un_lint *lint) {
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(lint->shell->db, "SELECT DISTINCT rule, report, \"row\", why, what FROM temp.lint WHERE level = 'error' "
    "ORDER BY CAST(substr(rule, 2) AS INTEGER), report, \"row\", why", -1, &stmt, NULL);
  while (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
    const char *text[5];
    for (int c = 0; c < 5; c++) text[c] = (const char *)sqlite3_column_text(stmt, c);
    un_fail(UN_EXIT_REJECTS, "%s: %s: %s%s%s; %s", text[0], text[1], text[2], *text[2] ? ": " : "", text[3], text[4]);
  }
  sqlite3_finalize(stmt);
}

int un_lint_print(struct un_lint *lint) {
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(lint->shell->db, "SELECT DISTINCT level, rule, report, \"row\", why, what FROM temp.lint "
    "ORDER BY level, CAST(substr(rule, 2) AS INTEGER), report, \"row\", why", -1, &stmt, NULL);
  int code = rc == SQLITE_OK ? un_render(lint->shell, stmt) : un_exit_of_sqlite(rc);
  if (code != 0 && code <= 128) un_fail(code, "lint: %s", un_sqlite_error(lint->shell->db));
  sqlite3_finalize(stmt);
  return code;
}
