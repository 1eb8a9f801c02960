/* SPDX-License-Identifier: GPL-3.0-or-later
** The shell without a command: own settings, then SQL from the command line, from
** files, from a pipe, or a prompt. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "ask.h"
#include "message.h"
#include "own_path.h"
#include "shell.h"
#include "statement.h"

static int run_text(struct un_shell *shell, const char *text, const char *where) {
  shell->where = where;
  shell->line = 1;
  return text[0] == '.' || text[0] == '\\' ? un_dot(shell, text) : un_run_sql(shell, text, where, 1);
}

/* -c and -f in their order, then SQL operands. */
static int run_batch(struct un_shell *shell, const struct un_args *args, int first) {
  int code = 0;
  for (int i = 0; i < args->given_count && code == 0 && !shell->quit; i++) {
    const struct un_arg *given = &args->given[i];
    if (strcmp(given->name, "command") == 0) code = run_text(shell, given->value, "-c");
    else if (strcmp(given->name, "file") == 0) code = un_run_file(shell, given->value);
  }
  for (int i = first; i < args->operand_count && code == 0 && !shell->quit; i++) {
    code = run_text(shell, args->operands[i], "SQL");
  }
  return code;
}

/* -init FILE, else at a prompt the own settings in unseal/rc of the configuration
** folder; then -cmd. What is wrong there is fatal. */
static int run_settings(struct un_shell *shell, const struct un_args *args) {
  const char *init = un_args_get(args, "init");
  char *path = init ? NULL : un_own_config("rc");
  int code = 0;
  bool bail = shell->bail;
  shell->bail = true;
  if (init) {
    code = un_run_file(shell, init);
  } else if (shell->interactive && path && access(path, F_OK) == 0) {
    code = un_run_file(shell, path);
  }
  if (!shell->exit) shell->quit = false; /* .quit left that file only */
  for (int i = 0; i < args->given_count && code == 0; i++) {
    if (strcmp(args->given[i].name, "cmd") == 0) code = run_text(shell, args->given[i].value, "-cmd");
  }
  if (shell->bail) shell->bail = bail;
  free(path);
  return code;
}

/* Rows go to -o or stdout: as a table on a terminal, else as a list. */
static void default_format(struct un_shell *shell, const char *output) {
  bool table = !output && isatty(STDOUT_FILENO);
  if (!shell->style.format) shell->style.format = un_format_find(table ? "table" : "list", NULL);
}

/* What was written counts when all went well; at a prompt an error is the user's, but a
** signal leaves the old file (W3). */
static int close_output(struct un_shell *shell, int code) {
  code = un_statement_end_once(shell, code);
  if (code == 0 || (shell->interactive && code <= 128)) {
    int written = un_out_commit(shell->out);
    if (code == 0) code = written ? written : shell->exit_code;
  } else {
    un_out_abort(shell->out);
  }
  shell->out = un_out_stdout();
  return code;
}

/* -o FILE, which none of the scripts is. */
static int open_output(struct un_shell *shell, const struct un_args *args, const char *output) {
  int code = 0;
  for (int i = 0; i < args->given_count && code == 0; i++) {
    const struct un_arg *given = &args->given[i];
    bool script = strcmp(given->name, "file") == 0 || strcmp(given->name, "init") == 0;
    if (script) code = un_out_refuse_input(output, given->value);
  }
  return code ? code : un_out_open(output, &shell->out);
}

int un_shell_batch(struct un_shell *shell, const struct un_args *args, int first) {
  const char *output = un_args_get(args, "output");
  default_format(shell, output);
  shell->bail = true;
  int code = output ? open_output(shell, args, output) : 0;
  return code ? code : close_output(shell, run_batch(shell, args, first));
}

/* Is the schema another than that in the file, which another connection sees where it is let in? */
static bool has_new_schema(sqlite3 *db, const char *file) {
  long long ours = -1, kept = -1;
  sqlite3 *other = NULL;
  un_ask_int(db, "PRAGMA main.schema_version", NULL, NULL, &ours);
  if (sqlite3_open_v2(file, &other, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK) {
    un_ask_int(other, "PRAGMA schema_version", NULL, NULL, &kept);
  }
  sqlite3_close(other);
  return kept >= 0 && ours != kept;
}

/* W9: what BEGIN began and nothing committed is not in the file. BEGIN IMMEDIATE may only hold the lock. */
static void warn_of_transaction(const struct un_shell *shell) {
  const char *file = sqlite3_db_filename(shell->db, "main");
  if (!file || !*file || sqlite3_txn_state(shell->db, "main") != SQLITE_TXN_WRITE) return;
  if (sqlite3_total_changes64(shell->db) > 0 || has_new_schema(shell->db, file)) {
    un_warn("the transaction was not committed: its changes are undone");
  }
}

int un_shell_main(struct un_shell *shell, const struct un_args *args) {
  bool batch = un_args_has(args, "command") || un_args_has(args, "file") || args->operand_count > 1;
  const char *output = un_args_get(args, "output");
  bool terminal = (isatty(STDIN_FILENO) && !un_args_has(args, "batch")) || un_args_has(args, "interactive");
  shell->interactive = !batch && terminal;
  shell->bail = !shell->interactive || un_args_has(args, "bail");
  default_format(shell, output);
  int code = un_shell_open(shell, args->operand_count > 0 ? args->operands[0] : ":memory:",
                           shell->read_only ? UN_OPEN_READ : UN_OPEN_CREATE);
  if (code == 0 && output) code = open_output(shell, args, output);
  if (code != 0) return code;
  code = run_settings(shell, args);
  if (code == 0 && !shell->quit) {
    if (batch) {
      code = run_batch(shell, args, 1);
    } else if (shell->interactive) {
      un_note("version %s; .help for help, Ctrl-D to leave", UNSEAL_VERSION);
      code = un_prompt(shell);
    } else {
      code = un_run_stream(shell, stdin, "<stdin>");
    }
  }
  if (code == 0) warn_of_transaction(shell);
  return close_output(shell, code);
}
