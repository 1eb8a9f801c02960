/* SPDX-License-Identifier: GPL-3.0-or-later
** The prompt: GNU readline, statements over several lines, history, completion.
** Ctrl-C drops what was typed or stops what runs; Ctrl-D leaves. */
#include <errno.h>
#include <stdio.h>

#include <readline/history.h>
#include <readline/readline.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"
#include "shell.h"
#include "strbuf.h"

enum { HISTORY_LINES = 10000 };

static struct un_shell *completing; /* readline's callbacks take no argument */

/* --- history --------------------------------------------------------------------- */

/* $UNSEAL_HISTORY, else the XDG state folder; NULL: keep none. Caller frees. */
static char *history_path(void) {
  const char *own = getenv("UNSEAL_HISTORY");
  const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  struct un_strbuf path = UN_STRBUF_INIT;
  if (own) return *own ? un_strdup(own) : NULL;
  if (state && *state) un_strbuf_puts(&path, state);
  else if (home && *home) un_strbuf_printf(&path, "%s/.local/state", home);
  else return NULL;
  un_strbuf_puts(&path, "/unseal/history");
  for (char *p = path.text + 1; (p = strchr(p, '/')); p++) {
    *p = '\0';
    mkdir(path.text, 0700);
    *p = '/';
  }
  return un_strbuf_take(&path);
}

static void save_history(const char *path) {
  mode_t mask = umask(077); /* what was asked is nobody else's business */
  stifle_history(HISTORY_LINES);
  write_history(path);
  umask(mask);
}

/* --- completion -------------------------------------------------------------------- */

static char *next_dot(const char *text, int state) {
  static int at;
  const char *name;
  if (state == 0) at = 0;
  while ((name = un_dot_at(at++))) {
    if (strncmp(name, text + 1, strlen(text) - 1) != 0) continue;
    struct un_strbuf full = UN_STRBUF_INIT;
    un_strbuf_printf(&full, ".%s", name);
    return un_strbuf_take(&full);
  }
  return NULL;
}

static char *next_format(const char *text, int state) {
  static int at;
  const char *name;
  if (state == 0) at = 0;
  while ((name = un_format_at(at++, NULL))) {
    if (strncmp(name, text, strlen(text)) == 0) return un_strdup(name);
  }
  return NULL;
}

/* Keywords, tables, columns, functions: one query, read row by row. */
static char *next_name(const char *text, int state) {
  static const char sql[] =
      "SELECT name FROM (SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
      "UNION SELECT c.name FROM sqlite_schema s, pragma_table_info(s.name) c "
      "UNION SELECT name || '(' FROM unseal_functions "
      "UNION SELECT value FROM json_each('[\"SELECT\",\"FROM\",\"WHERE\",\"GROUP BY\",\"ORDER BY\","
      "\"HAVING\",\"LIMIT\",\"JOIN\",\"LEFT JOIN\",\"INSERT INTO\",\"VALUES\",\"UPDATE\",\"SET\","
      "\"DELETE FROM\",\"CREATE TABLE\",\"CREATE VIEW\",\"PRAGMA\",\"BEGIN\",\"COMMIT\",\"ROLLBACK\","
      "\"DISTINCT\",\"BETWEEN\",\"IS NULL\",\"OVER\",\"UNION ALL\",\"WITH\"]')) "
      "WHERE substr(name, 1, length(?1)) = ?1 COLLATE NOCASE ORDER BY name";
  static sqlite3_stmt *stmt;
  if (state == 0) {
    sqlite3_finalize(stmt);
    stmt = NULL;
    if (sqlite3_prepare_v2(completing->db, sql, -1, &stmt, NULL) != SQLITE_OK) return NULL;
    sqlite3_bind_text(stmt, 1, text, -1, SQLITE_TRANSIENT);
  }
  if (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
    return un_strdup((const char *)sqlite3_column_text(stmt, 0));
  }
  sqlite3_finalize(stmt);
  stmt = NULL;
  return NULL;
}

static char **complete(const char *text, int start, int end) {
  (void)end;
  rl_attempted_completion_over = 1;
  if (start == 0 && text[0] == '.') return rl_completion_matches(text, next_dot);
  if (strncmp(rl_line_buffer, ".mode", 5) == 0) return rl_completion_matches(text, next_format);
  if (strncmp(rl_line_buffer, ".read", 5) == 0 || strncmp(rl_line_buffer, ".open", 5) == 0) {
    rl_attempted_completion_over = 0; /* file names */
    return NULL;
  }
  return *text ? rl_completion_matches(text, next_name) : NULL;
}

/* --- the loop ------------------------------------------------------------------------ */

/* A key; a signal gives the line up, as if it were empty. Signals are let in only
** while a key is waited for, so that none falls between the look and the wait. */
static int next_key(FILE *in) {
  unsigned char c;
  sigset_t ours, before;
  fd_set ready;
  ssize_t n;
  int fd = fileno(in);
  sigemptyset(&ours);
  sigaddset(&ours, SIGINT);
  sigaddset(&ours, SIGTERM);
  sigprocmask(SIG_BLOCK, &ours, &before);
  do {
    FD_ZERO(&ready);
    FD_SET(fd, &ready);
  } while (!un_interrupted && pselect(fd + 1, &ready, NULL, NULL, NULL, &before) < 0 &&
           errno == EINTR);
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (un_interrupted) {
    rl_replace_line("", 0);
    return '\n';
  }
  do n = read(fd, &c, 1);
  while (n < 0 && errno == EINTR);
  return n == 1 ? c : EOF;
}

static void set_up_readline(struct un_shell *shell) {
  completing = shell;
  rl_readline_name = "unseal";
  rl_attempted_completion_function = complete;
  rl_completer_word_break_characters = " \t\n\"'`@$><=;|&{(,";
  rl_completion_append_character = '\0';
  rl_catch_signals = 0; /* main.c's handlers set un_interrupted */
  rl_getc_function = next_key;
  rl_variable_bind("enable-bracketed-paste", "on");
}

static bool only_blank(const char *text) { return text[strspn(text, " \t\r\n;")] == '\0'; }

int un_prompt(struct un_shell *shell) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  char *history = shell->safe ? NULL : history_path();
  int code = 0;
  set_up_readline(shell);
  if (history) read_history(history);
  while (!shell->quit) {
    char *line = readline(sql.len > 0 ? "   ...> " : "unseal> ");
    if (un_interrupted == SIGTERM) {
      free(line);
      code = 128 + SIGTERM;
      break;
    }
    if (un_interrupted == SIGINT) {
      un_interrupted = 0;
      un_strbuf_clear(&sql);
      fputs("^C\n", stdout);
      fflush(stdout);
      free(line);
      continue;
    }
    if (!line) {
      fputc('\n', stdout);
      break;
    }
    if (sql.len == 0 && line[0] == '.') {
      un_dot(shell, line);
      add_history(line);
    } else if (sql.len > 0 || !only_blank(line)) {
      un_strbuf_printf(&sql, "%s%s", sql.len > 0 ? "\n" : "", line);
      if (sqlite3_complete(sql.text)) {
        add_history(sql.text);
        un_shell_start_timeout(shell);
        un_run_sql(shell, sql.text, "<prompt>", 1);
        un_strbuf_clear(&sql);
      }
    }
    if (un_interrupted == SIGINT) un_interrupted = 0; /* it stopped the statement */
    un_out_flush(shell->out);
    free(line);
  }
  if (history) save_history(history);
  free(history);
  un_strbuf_free(&sql);
  return code;
}
