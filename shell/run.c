/* SPDX-License-Identifier: GPL-3.0-or-later
** Running SQL: statement by statement, the first error ends it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "shell.h"
#include "strbuf.h"
#include "text.h"

/* Past blanks and comments; what is left is a statement or nothing. */
static const char *skip_blank(const char *sql) {
  for (;;) {
    sql += strspn(sql, " \t\r\n\f;");
    if (strncmp(sql, "--", 2) == 0) {
      sql += strcspn(sql, "\n");
    } else if (strncmp(sql, "/*", 2) == 0) {
      const char *end = strstr(sql + 2, "*/");
      if (!end) return sql;
      sql = end + 2;
    } else {
      return sql;
    }
  }
}

static int count_lines(const char *from, const char *to) {
  int n = 0;
  for (; from < to; from++) n += *from == '\n';
  return n;
}

/* The line of SQL an error stands in, with a caret under its place. */
static void add_caret(struct un_strbuf *message, const char *sql, int offset) {
  const char *at = sql + offset, *begin = at, *end = at + strcspn(at, "\n");
  while (begin > sql && begin[-1] != '\n') begin--;
  if (end - begin > 200) return;
  un_strbuf_puts(message, "\n  ");
  un_strbuf_add(message, begin, (size_t)(end - begin));
  un_strbuf_puts(message, "\n  ");
  for (size_t n = un_text_width(begin, (size_t)(at - begin)); n > 0; n--) {
    un_strbuf_putc(message, ' ');
  }
  un_strbuf_putc(message, '^');
}

static int sql_failed(struct un_shell *shell, const char *where, int line, const char *text,
                      const char *statement, int rc) {
  int code = un_exit_of_sqlite(rc);
  int offset = sqlite3_error_offset(shell->db);
  struct un_strbuf message = UN_STRBUF_INIT;
  if (code > 128) return code;
  if (offset < 0 || (size_t)offset > strlen(statement)) offset = -1;
  const char *at = offset < 0 ? statement : statement + offset;
  const char *error = code == UN_EXIT_OPEN && (rc & 0xff) == SQLITE_INTERRUPT
                          ? "timed out" : sqlite3_errmsg(shell->db);
  un_strbuf_printf(&message, "%s:%d: %s", where, line + count_lines(text, at), error);
  if (offset >= 0) add_caret(&message, text, (int)(at - text));
  un_fail(code, "%s", message.text);
  un_strbuf_free(&message);
  return code;
}

int un_bind_params(struct un_shell *shell, sqlite3_stmt *stmt, const char *where) {
  int count = sqlite3_bind_parameter_count(stmt);
  for (int i = 1; i <= count; i++) {
    const char *name = sqlite3_bind_parameter_name(stmt, i);
    const struct un_param *param = name ? un_params_find(&shell->params, name + 1) : NULL;
    if (!param) {
      return un_fail(UN_EXIT_USAGE, "%s: parameter %s has no value; give it with --param or .param",
                     where, name ? name : "?");
    }
    un_param_bind(stmt, i, param->text);
  }
  return 0;
}

int un_run_sql(struct un_shell *shell, const char *sql, const char *where, int line) {
  const char *next = sql;
  for (;;) {
    const char *statement = skip_blank(next);
    sqlite3_stmt *stmt = NULL;
    if (*statement == '\0') return 0;
    if (un_interrupted) return 128 + un_interrupted;
    int rc = sqlite3_prepare_v2(shell->db, statement, -1, &stmt, &next);
    if (rc != SQLITE_OK) return sql_failed(shell, where, line, sql, statement, rc);
    if (!stmt) return 0;
    int code = un_bind_params(shell, stmt, where);
    if (code == 0) code = un_render(shell, stmt);
    rc = sqlite3_errcode(shell->db);
    if (code == UN_EXIT_SQL || code == UN_EXIT_OPEN) {
      code = sql_failed(shell, where, line, sql, statement, rc);
    }
    sqlite3_finalize(stmt);
    if (code != 0) return code;
  }
}

int un_exec(struct un_shell *shell, const char *sql, const char *where) {
  int rc = sqlite3_exec(shell->db, sql, NULL, NULL, NULL);
  int code = un_exit_of_sqlite(rc);
  if (code != 0 && code <= 128) un_fail(code, "%s: %s", where, sqlite3_errmsg(shell->db));
  return code;
}

int un_run_stream(struct un_shell *shell, FILE *file, const char *where) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  char *text = NULL;
  size_t room = 0;
  int line = 0, first = 1, code = 0;
  ssize_t len;
  while (code == 0 && !shell->quit && (len = getline(&text, &room, file)) >= 0) {
    line++;
    if (line == 1 && strncmp(text, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark */
      memmove(text, text + 3, (size_t)len - 2);
      len -= 3;
    }
    if (strlen(text) != (size_t)len) {
      code = un_fail(UN_EXIT_SQL, "%s:%d: a NUL byte is no part of SQL", where, line);
      break;
    }
    bool empty = *skip_blank(sql.text) == '\0';
    if (empty) {
      un_strbuf_clear(&sql);
      first = line;
      if (text[0] == '.') {
        code = un_dot(shell, text);
        if (code == UN_EXIT_USAGE || code == UN_EXIT_SQL) un_note("%s:%d: stopped here", where, line);
        continue;
      }
    }
    un_strbuf_add(&sql, text, (size_t)len);
    if (!strchr(text, ';') || !sqlite3_complete(sql.text)) continue;
    code = un_run_sql(shell, sql.text, where, first);
    un_strbuf_clear(&sql);
  }
  if (code == 0 && un_interrupted) code = 128 + un_interrupted;
  if (code == 0 && ferror(file)) code = un_fail(UN_EXIT_SQL, "%s: %s", where, strerror(errno));
  if (code == 0) code = un_run_sql(shell, sql.text, where, first);
  un_strbuf_free(&sql);
  free(text);
  return code;
}

int un_run_file(struct un_shell *shell, const char *path) {
  if (strcmp(path, "-") == 0) return un_run_stream(shell, stdin, "<stdin>");
  FILE *file = fopen(path, "re");
  if (!file) return un_fail(UN_EXIT_USAGE, "%s: %s", path, strerror(errno));
  int code = un_run_stream(shell, file, path);
  fclose(file);
  return code;
}
