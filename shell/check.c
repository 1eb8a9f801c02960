/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal check DB`: rows of level, table, id, rule, detail. Damage of the file and
** broken references are errors; what the register says of itself comes from the
** report data-quality, whose header names the rules that are errors. Exit 5 when
** there is an error, else 0. The database is opened read-only (W6). */
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "ask.h"
#include "message.h"
#include "report_text.h"
#include "shell.h"
#include "strbuf.h"

enum { DAMAGES = 100 };
static const char damages_sql[] =
    "SELECT 'error' AS level, NULL AS \"table\", NULL AS id, 'integrity' AS rule, line AS detail FROM temp.damage ";
static const char references_sql[] =
    "UNION ALL SELECT 'error', \"table\", rowid, 'foreign_key', 'refers to a row of ' || parent || ' that is not there' "
    "FROM pragma_foreign_key_check(NULL, 'main') ";

static void add_damage(sqlite3_stmt *insert, const char *text) {
  for (const char *line = text, *end; *line; line = *end ? end + 1 : end) {
    end = line + strcspn(line, "\n");
    bool heading = end == line || strncmp(line, "*** in database ", 16) == 0;
    if (heading || strcmp(text, "ok") == 0) continue;
    sqlite3_bind_text(insert, 1, line, (int)(end - line), SQLITE_TRANSIENT);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
}

/* What integrity_check says into temp.damage: SQLite gives the lines about all pages as
** one text, counts them to DAMAGES, and ends with an error where rows cannot be read. */
static int find_damage(struct un_shell *shell) {
  sqlite3_stmt *stmt = NULL, *insert = NULL;
  sqlite3 *db = shell->db;
  int rc = sqlite3_exec(db, "CREATE TEMP TABLE damage(line TEXT)", NULL, NULL, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_prepare_v2(db, "INSERT INTO temp.damage VALUES(?1)", -1, &insert, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_prepare_v2(db, "SELECT integrity_check FROM pragma_integrity_check(?1, 'main')", -1, &stmt, NULL);
  if (rc == SQLITE_OK) {
    sqlite3_bind_int(stmt, 1, DAMAGES);
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) add_damage(insert, (const char *)sqlite3_column_text(stmt, 0));
    if ((rc & 0xff) == SQLITE_CORRUPT) {
      add_damage(insert, sqlite3_errmsg(db));
      rc = SQLITE_DONE;
    }
  }
  sqlite3_finalize(stmt);
  sqlite3_finalize(insert);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* `-- error RULE` lines of the report, as an SQL list. */
static void add_errors(struct un_strbuf *sql, const char *text) {
  const char *separator = "";
  for (const char *at = text; (at = strstr(at, "\n-- error "));) {
    at += strlen("\n-- error ");
    char *rule = strndup(at, strcspn(at, " \n"));
    char *quoted = sqlite3_mprintf("%s%Q", separator, rule);
    un_strbuf_puts(sql, quoted);
    sqlite3_free(quoted);
    free(rule);
    separator = ", ";
  }
}

/* A snapshot that lost its triggers or packs is refused when it is read. */
static void check_snapshot(struct un_shell *shell, struct un_strbuf *sql) {
  int rc = sqlite3_exec(shell->db, "SELECT count(*) FROM request_columns", NULL, NULL, NULL);
  if (rc == SQLITE_OK || (rc & 0xff) == SQLITE_INTERRUPT) return;
  char *finding = sqlite3_mprintf("UNION ALL SELECT 'error', 'request_columns', NULL, 'snapshot', %Q WHERE EXISTS "
                                  "(SELECT 1 FROM main.sqlite_schema WHERE name = 'request_columns') ", sqlite3_errmsg(shell->db));
  un_strbuf_puts(sql, finding);
  sqlite3_free(finding);
}

static void check_sql(struct un_shell *shell, struct un_strbuf *sql) {
  bool is_register = sqlite3_exec(shell->db, "SELECT 1 FROM gag_docket LIMIT 0", NULL, NULL, NULL) == SQLITE_OK;
  un_strbuf_printf(sql, "CREATE TEMP TABLE findings AS %s%s", damages_sql, references_sql);
  check_snapshot(shell, sql);
  if (!is_register) un_note("%s: no register (`unseal init` makes one): data quality was not looked at", shell->path);
  if (is_register) {
    un_strbuf_puts(sql, "UNION ALL SELECT iif(rule IN (");
    add_errors(sql, un_report_text("data-quality"));
    un_strbuf_puts(sql, "), 'error', 'warning'), \"table\", id, rule, detail FROM ");
    un_report_as_subquery(sql, "data-quality");
  }
  un_strbuf_puts(sql, " ORDER BY 1, 4, 2, 3, 5");
}

/* In a file too damaged for the rest. */
static int only_damage(struct un_shell *shell) {
  const char *error = sqlite3_errmsg(shell->db);
  un_warn("%s: %s: references and data quality were not looked at", shell->path, error);
  char *sql = sqlite3_mprintf("CREATE TEMP TABLE findings AS %s UNION ALL SELECT 'error', NULL, NULL, 'integrity', %Q "
                              "WHERE NOT EXISTS (SELECT 1 FROM temp.damage)", damages_sql, error);
  int rc = sqlite3_exec(shell->db, sql, NULL, NULL, NULL);
  sqlite3_free(sql);
  return rc;
}

/* The rows are kept aside: they are printed and counted. */
static int run_check(struct un_shell *shell) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  sqlite3_stmt *stmt = NULL;
  int rc = find_damage(shell);
  if (rc == SQLITE_OK) {
    check_sql(shell, &sql);
    rc = sqlite3_exec(shell->db, sql.text, NULL, NULL, NULL);
  }
  if ((rc & 0xff) == SQLITE_CORRUPT) rc = only_damage(shell);
  int code = un_exit_of_sqlite(rc);
  if (code == 0) {
    rc = sqlite3_prepare_v2(shell->db, "SELECT * FROM temp.findings ORDER BY rowid", -1, &stmt, NULL);
    code = rc == SQLITE_OK ? un_render(shell, stmt) : un_exit_of_sqlite(rc);
    sqlite3_finalize(stmt);
  }
  if (code != 0 && code <= 128) un_fail(code, "%s: %s", shell->path, un_sqlite_error(shell->db));
  un_strbuf_free(&sql);
  return code;
}

int un_check_main(struct un_shell *shell, const struct un_args *args) {
  const char *output = un_args_get(args, "output");
  if (args->operand_count != 1) return un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
  if (!shell->style.format) {
    shell->style.format = un_format_find(un_out_is_terminal(shell->out) && !output ? "table" : "list", NULL);
  }
  int code = un_shell_open(shell, args->operands[0], UN_OPEN_READ);
  if (code == 0 && output) code = un_out_open(output, &shell->out);
  if (code != 0) return code;
  code = run_check(shell);
  if (code != 0) {
    un_out_abort(shell->out);
    return code;
  }
  long long errors, all, damages;
  int rc = un_ask_int(shell->db, "SELECT count(*) FROM temp.findings WHERE level = 'error'", NULL, NULL, &errors);
  if (rc == SQLITE_ROW) rc = un_ask_int(shell->db, "SELECT count(*) FROM temp.findings WHERE rule = 'integrity'", NULL, NULL, &damages);
  if (rc == SQLITE_ROW) rc = un_ask_int(shell->db, "SELECT count(*) FROM temp.findings", NULL, NULL, &all);
  if (rc != SQLITE_ROW) {
    un_out_abort(shell->out);
    return un_fail(un_exit_of_sqlite(rc), "%s: %s", shell->path, un_sqlite_error(shell->db));
  }
  if (damages >= DAMAGES) un_warn("%s: the first %d damages; there may be more", shell->path, DAMAGES);
  un_note("%s: %lld error%s, %lld warning%s", shell->path, errors, un_s(errors), all - errors, un_s(all - errors));
  code = un_out_commit(shell->out);
  return code != 0 ? code : errors > 0 ? UN_EXIT_REJECTS : 0;
}
