/* SPDX-License-Identifier: GPL-3.0-or-later
** Dot-commands that set how statements run. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "dot.h"
#include "message.h"
#include "render.h"
#include "strbuf.h"

int un_dot_asof(struct un_shell *shell, const struct un_words *words) {
  const char *day = words->count > 1 ? words->at[1] : NULL;
  char *set = un_ask(shell->db, day ? "SELECT unseal_asof(?1)" : "SELECT unseal_asof()", day, NULL);
  if (!set) return un_dot_fail(shell, words, 1, UN_EXIT_USAGE, "'%s' is not a date (YYYY-MM-DD)", day ? day : "");
  if (day) {
    snprintf(shell->as_of_day, sizeof shell->as_of_day, "%s", set);
    shell->as_of = shell->as_of_day;
  }
  un_out_puts(shell->out, set);
  un_out_putc(shell->out, '\n');
  free(set);
  return 0;
}

int un_dot_bail(struct un_shell *shell, const struct un_words *words) {
  return un_dot_on_off(shell, words, 1, &shell->bail);
}

int un_dot_changes(struct un_shell *shell, const struct un_words *words) {
  return un_dot_on_off(shell, words, 1, &shell->changes);
}

int un_dot_echo(struct un_shell *shell, const struct un_words *words) {
  return un_dot_on_off(shell, words, 1, &shell->echo);
}

int un_dot_timer(struct un_shell *shell, const struct un_words *words) {
  return un_dot_on_off(shell, words, 1, &shell->timer);
}

int un_dot_eqp(struct un_shell *shell, const struct un_words *words) {
  bool on = false;
  if (strcmp(words->at[1], "full") == 0) {
    shell->eqp = UN_EQP_FULL;
    return 0;
  }
  if (strcmp(words->at[1], "trace") == 0 || strcmp(words->at[1], "trigger") == 0) on = true;
  else if (un_dot_on_off(shell, words, 1, &on) != 0) return UN_EXIT_USAGE;
  shell->eqp = on ? UN_EQP_ON : UN_EQP_OFF;
  return 0;
}

int un_dot_explain(struct un_shell *shell, const struct un_words *words) {
  bool on = true;
  if (words->count > 1 && strcmp(words->at[1], "auto") == 0) {
    shell->explain = UN_EXPLAIN_AUTO;
    return 0;
  }
  if (words->count > 1 && un_dot_on_off(shell, words, 1, &on) != 0) return UN_EXIT_USAGE;
  shell->explain = on ? UN_EXPLAIN_ON : UN_EXPLAIN_OFF;
  return 0;
}

/* prompt.c has the real one, which needs a terminal. */
int un_dot_edit(struct un_shell *shell, const struct un_words *words) {
  return un_dot_fail(shell, words, 0, UN_EXIT_USAGE, ".edit works only at a prompt on a terminal");
}

int un_dot_exit(struct un_shell *shell, const struct un_words *words) {
  char *end = NULL;
  long code = words->count > 1 ? strtol(words->at[1], &end, 10) : 0;
  if (words->count > 1 && (*end || code < 0 || code > 255)) {
    return un_dot_fail(shell, words, 1, UN_EXIT_USAGE, "'%s' is not an exit code (0 to 255)", words->at[1]);
  }
  shell->exit_code = (int)code;
  shell->exit = shell->quit = true;
  return 0;
}

int un_dot_quit(struct un_shell *shell, const struct un_words *words) {
  (void)words;
  shell->quit = true;
  return 0;
}

/* --- parameters -------------------------------------------------------------------- */

static void list_params(struct un_shell *shell) {
  struct un_strbuf text = UN_STRBUF_INIT;
  for (int i = 0; i < shell->params.count; i++) {
    const struct un_param *param = &shell->params.items[i];
    un_strbuf_printf(&text, ":%s %s\n", param->name, param->text ? param->text : "NULL");
  }
  un_show(shell->out, un_out_is_terminal(shell->out), text.text, text.len);
  un_strbuf_free(&text);
}

int un_dot_param(struct un_shell *shell, const struct un_words *words) {
  const char *what = words->count > 1 ? words->at[1] : "";
  const char *name = words->count > 2 ? words->at[2] : "";
  name += strchr(":@$?", *name) != NULL && *name;
  if (strcmp(what, "set") == 0 && words->count == 4 && *name) {
    un_params_set(&shell->params, name, words->at[3]);
  } else if (strcmp(what, "unset") == 0 && words->count == 3) {
    un_params_unset(&shell->params, name);
  } else if (strcmp(what, "clear") == 0 && words->count == 2) {
    un_params_free(&shell->params);
  } else if (strcmp(what, "list") == 0 && words->count == 2) {
    list_params(shell);
  } else if (strcmp(what, "init") == 0 && words->count == 2) {
    return 0; /* nothing to make: parameters are not in a table */
  } else {
    static const char *const names[] = {"set", "unset", "clear", "list", "init"};
    if (!*what) return un_dot_usage(un_dot_find('.', "param"));
    return un_dot_word(shell, words, 1, names, 5);
  }
  return 0;
}

/* --- prompt, lock, log, trace, stats ---------------------------------------------------- */

int un_dot_prompt(struct un_shell *shell, const struct un_words *words) {
  for (int i = 0; i < 2; i++) {
    free(shell->prompts[i]);
    shell->prompts[i] = words->count > i + 1 ? un_strdup(words->at[i + 1]) : NULL;
  }
  return 0;
}

int un_dot_timeout(struct un_shell *shell, const struct un_words *words) {
  long long ms = 0;
  if (words->count > 1 && !un_whole(words->at[1], 0, INT_MAX, &ms)) {
    return un_dot_fail(shell, words, 1, UN_EXIT_USAGE, "'%s' is no number of milliseconds, 0 to %d", words->at[1], INT_MAX);
  }
  shell->busy_said = true;
  shell->busy_ms = (int)ms;
  sqlite3_busy_timeout(shell->db, (int)ms);
  return 0;
}

/* A file for a log, an open one taken over; NULL for `off`. */
static int open_log(const char *path, struct un_out **log) {
  struct un_out *out = NULL;
  int code = strcmp(path, "off") == 0 ? 0 : un_out_open_log(path, &out);
  if (code != 0) return code;
  if (*log) un_out_commit(*log);
  *log = out;
  return 0;
}

int un_dot_log(struct un_shell *shell, const struct un_words *words) {
  return open_log(words->at[1], &shell->log);
}

static int on_trace(unsigned what, void *context, void *stmt, void *text) {
  struct un_shell *shell = context;
  const char *sql = text;
  char *expanded = NULL;
  (void)what;
  if (!shell->trace) return 0;
  if (strncmp(sql, "--", 2) != 0) sql = expanded = sqlite3_expanded_sql(stmt);
  if (sql) {
    size_t len = strlen(sql);
    while (len > 0 && sql[len - 1] == ';') len--;
    un_show(shell->trace, un_out_is_terminal(shell->trace), sql, len);
    un_out_puts(shell->trace, ";\n");
    un_out_flush(shell->trace);
  }
  sqlite3_free(expanded);
  return 0;
}

/* shell->trace is put aside while a dot-command runs: on_trace looks at it each time. */
void un_trace_again(struct un_shell *shell) { sqlite3_trace_v2(shell->db, SQLITE_TRACE_STMT, on_trace, shell); }

int un_dot_trace(struct un_shell *shell, const struct un_words *words) {
  const char *path = words->count > 1 ? words->at[1] : "off";
  if (path[0] == '-' && path[1]) return un_dot_fail(shell, words, 1, UN_EXIT_USAGE, "unknown option '%s'", path);
  int code = open_log(path, &shell->trace);
  un_trace_again(shell);
  return code;
}

int un_dot_stats(struct un_shell *shell, const struct un_words *words) {
  if (words->count == 1) {
    un_stats_print(shell, NULL);
    return 0;
  }
  if (strcmp(words->at[1], "stmt") == 0 || strcmp(words->at[1], "vmstep") == 0) {
    shell->stats = true;
    return 0;
  }
  return un_dot_on_off(shell, words, 1, &shell->stats);
}

int un_dot_version(struct un_shell *shell, const struct un_words *words) {
  struct un_strbuf text = UN_STRBUF_INIT;
  (void)words;
  un_strbuf_printf(&text, "unseal %s (SQLite %s %s)\n", UNSEAL_VERSION, sqlite3_libversion(), sqlite3_sourceid());
  un_out_puts(shell->out, text.text);
  un_strbuf_free(&text);
  return 0;
}
