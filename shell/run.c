/* SPDX-License-Identifier: GPL-3.0-or-later
** Running SQL: statement by statement, the first error ends it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "law/suggest.h"
#include "message.h"
#include "shell.h"
#include "split.h"
#include "sql_error.h"
#include "statement.h"
#include "strbuf.h"

enum { NESTED = 25 }; /* .read within .read */

static const char *param_name(const void *list, size_t i) { return ((const struct un_param *)list)[i].name; }

/* The nearest one that has a value; NULL. */
static const char *nearest_param(const struct un_params *params, const char *name) {
  return un_nearest(name, strlen(name), param_name, params->items, (size_t)params->count);
}

int un_bind_params(struct un_shell *shell, sqlite3_stmt *stmt, const char *where) {
  int count = sqlite3_bind_parameter_count(stmt);
  for (int i = 1; i <= count; i++) {
    const char *name = sqlite3_bind_parameter_name(stmt, i);
    char number[16];
    if (!name) snprintf(number, sizeof number, "?%d", i), name = number; /* a bare ?, as sqlite3 counts it */
    const struct un_param *param = un_params_find(&shell->params, name + 1);
    if (!param) {
      const char *near = nearest_param(&shell->params, name + 1);
      return un_fail(UN_EXIT_USAGE, "%s: parameter %s has no value; %s%s%s", where, name,
                     near ? "did you mean ':" : "give it with --param or .param", near ? near : "", near ? "'?" : "");
    }
    un_param_bind(stmt, i, param->text);
  }
  return 0;
}

/* What `.echo on` asks for: the statements as they came, on the output. */
static void echo(struct un_shell *shell, const char *sql) {
  size_t len = strlen(sql);
  while (len > 0 && sql[len - 1] == '\n') len--;
  un_show(shell->out, un_out_is_terminal(shell->out), sql, len);
  un_out_putc(shell->out, '\n');
}

/* Past a text in quotes and what follows it, or NULL. */
static const char *past(const char *at, const char *then) {
  if (!at || *at != '\'') return NULL;
  size_t n = strlen(then);
  at = un_split_past(at);
  return strncmp(at, then, n) == 0 ? at + n : NULL;
}

/* A virtual table stands in a dump, ours or sqlite3's, as its row of the schema. That
** one shape passes DEFENSIVE; with --safe none does. */
static bool restores_virtual_table(const char *statement) {
  static const char head[] = "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table',";
  static const char table[] = "'CREATE VIRTUAL TABLE ";
  if (strncmp(statement, head, sizeof head - 1) != 0) return false;
  const char *sql = past(past(statement + sizeof head - 1, ","), ",0,");
  return sql && strncmp(sql, table, sizeof table - 1) == 0 && past(sql, ");");
}

static void write_schema(sqlite3 *db, bool on) {
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, !on, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_WRITABLE_SCHEMA, on, NULL);
}

int un_run_sql(struct un_shell *shell, const char *sql, const char *where, int line) {
  const char *next = sql;
  if (shell->echo && *un_split_skip(sql)) echo(shell, sql);
  for (;;) {
    const char *statement = un_split_skip(next);
    sqlite3_stmt *stmt = NULL;
    if (*statement == '\0') return 0;
    if (un_interrupted) return un_interrupted_code();
    bool said = false, restores = !shell->safe && restores_virtual_table(statement);
    if (restores) write_schema(shell->db, true);
    int rc = sqlite3_prepare_v2(shell->db, statement, -1, &stmt, &next), code;
    if (rc != SQLITE_OK) {
      if (restores) write_schema(shell->db, false);
      un_statement_end_once(shell, UN_EXIT_SQL);
      return un_sql_failed(shell, where, line, sql, statement, rc);
    }
    if (!stmt) return 0;
    char place[512];
    snprintf(place, sizeof place, "%s:%d", where, line + un_lines_between(sql, statement));
    code = un_bind_params(shell, stmt, place);
    if (code == 0) code = un_statement(shell, stmt, &said);
    else un_statement_end_once(shell, code);
    if (!said && (code == UN_EXIT_SQL || code == UN_EXIT_OPEN)) {
      rc = sqlite3_errcode(shell->db);
      code = un_sql_failed(shell, where, line, sql, statement, rc);
    }
    sqlite3_finalize(stmt);
    if (restores) write_schema(shell->db, false);
    if (code != 0) return code;
  }
}

int un_exec(struct un_shell *shell, const char *sql, const char *where) {
  int rc = sqlite3_exec(shell->db, sql, NULL, NULL, NULL);
  int code = un_exit_of_sqlite(rc);
  if (code != 0 && code <= 128) un_fail(code, "%s: %s", where, un_sqlite_error(shell->db));
  return code;
}

/* --- streams ------------------------------------------------------------------------- */

/* What ends a stream whatever .bail says: a signal, an output that is lost. */
static bool is_fatal(int code) { return code > 128 || code == UN_EXIT_WRITE; }

struct stream {
  struct un_shell *shell;
  const char *where;
  struct un_strbuf sql;
  struct un_split split;
  int line, first; /* of this line, of the statement */
  int code;        /* of the first error */
};

static void failed(struct stream *in, int code) {
  if (in->code == 0 || is_fatal(code)) in->code = code;
}

static void run_pending(struct stream *in) {
  while (in->sql.len > 0 && in->sql.text[in->sql.len - 1] == '\n') in->sql.text[--in->sql.len] = '\0';
  failed(in, un_run_sql(in->shell, in->sql.text, in->where, in->first));
  un_strbuf_clear(&in->sql);
  in->split = (struct un_split){0};
}

static void take_line(struct stream *in, char *text, size_t len) {
  if (!in->split.text && !in->split.open) {
    if (*un_split_skip(in->sql.text) == '\0') {
      un_strbuf_clear(&in->sql);
      in->split = (struct un_split){0};
      in->first = in->line;
    }
    if (in->sql.len == 0 && (text[0] == '.' || text[0] == '\\')) {
      if (in->shell->echo) un_show(in->shell->out, un_out_is_terminal(in->shell->out), text, len);
      if (in->shell->echo && text[len - 1] != '\n') un_out_putc(in->shell->out, '\n');
      in->shell->line = in->line;
      failed(in, un_dot(in->shell, text));
      return;
    }
    if (in->sql.len == 0 && text[0] == '#') return; /* a comment, as in sqlite3 */
  }
  bool go = !in->split.open && un_split_is_go(text);
  un_strbuf_add(&in->sql, go ? ";\n" : text, go ? 2 : len);
  un_split_feed(&in->split, go ? ";\n" : text, go ? 2 : len);
  if (un_split_complete(&in->split, in->sql.text)) run_pending(in);
}

int un_run_stream(struct un_shell *shell, FILE *file, const char *where) {
  struct stream in = {.shell = shell, .where = where, .sql = UN_STRBUF_INIT, .first = 1};
  const char *outer = shell->where;
  int outer_line = shell->line;
  char *text = NULL;
  size_t room = 0;
  ssize_t len;
  if (shell->depth == NESTED) return un_fail(UN_EXIT_SQL, "%s:%d: .read is nested %d deep; check recursion", outer, outer_line, NESTED);
  shell->depth++;
  shell->where = where;
  while (!(in.code != 0 && (shell->bail || is_fatal(in.code))) && !shell->quit && (len = getline(&text, &room, file)) >= 0) {
    in.line++;
    if (in.line == 1 && strncmp(text, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark */
      memmove(text, text + 3, (size_t)len - 2);
      len -= 3;
    }
    if (strlen(text) != (size_t)len) failed(&in, un_fail(UN_EXIT_SQL, "%s:%d: a NUL byte is no part of SQL", where, in.line));
    else if (len > 0) take_line(&in, text, (size_t)len);
  }
  if (un_interrupted) in.code = un_interrupted_code(); /* whatever failed before */
  if (in.code == 0 && ferror(file)) in.code = un_fail(UN_EXIT_SQL, "%s: %s", where, strerror(errno));
  if (!shell->quit && (in.code == 0 || (!shell->bail && !is_fatal(in.code)))) run_pending(&in);
  if (!shell->exit) shell->quit = shell->quit && shell->depth == 1; /* .quit leaves this file only */
  shell->depth--;
  shell->where = outer;
  shell->line = outer_line;
  un_strbuf_free(&in.sql);
  free(text);
  return in.code;
}

int un_run_file(struct un_shell *shell, const char *path) {
  if (strcmp(path, "-") == 0) return un_run_stream(shell, stdin, "<stdin>");
  FILE *file = fopen(path, "re");
  struct stat status;
  if (file && fstat(fileno(file), &status) == 0 && S_ISDIR(status.st_mode)) {
    fclose(file);
    file = NULL;
    errno = EISDIR;
  }
  if (!file) return un_fail(UN_EXIT_USAGE, "%s: %s", path, strerror(errno));
  int code = un_run_stream(shell, file, path);
  fclose(file);
  return code;
}
