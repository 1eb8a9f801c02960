/* SPDX-License-Identifier: GPL-3.0-or-later
** The program: signals, options that all commands share, then the command. */
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "message.h"
#include "shell.h"
#include "strbuf.h"

static void on_signal(int number) {
  un_interrupted = number;
  if (un_interruptible) sqlite3_interrupt(un_interruptible);
}

/* A blocked read ends with EINTR; a closed pipe is an error, not a death. */
static void catch_signals(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, NULL);
}

static int set_timeout(struct un_shell *shell, const char *text) {
  char *end;
  double seconds = strtod(text, &end);
  if (end == text || *end || !(seconds > 0 && seconds < 1e6)) {
    return un_fail(UN_EXIT_USAGE, "--timeout '%s' is not a number of seconds", text);
  }
  shell->timeout_ms = (long)ceil(seconds * 1000);
  return 0;
}

static int set_params(struct un_shell *shell, const struct un_args *args) {
  for (int i = 0; i < args->given_count; i++) {
    if (strcmp(args->given[i].name, "param") != 0) continue;
    const char *value = args->given[i].value, *equals = strchr(value, '=');
    if (!equals || equals == value) {
      return un_fail(UN_EXIT_USAGE, "--param '%s' is not NAME=VALUE", value);
    }
    size_t prefix = strchr(":@$", value[0]) ? 1 : 0;
    char *name = strndup(value + prefix, (size_t)(equals - value) - prefix);
    un_params_set(&shell->params, name, equals + 1);
    free(name);
  }
  return 0;
}

/* What several commands understand alike. */
static int configure(struct un_shell *shell, const struct un_args *args) {
  const char *format = un_args_get(args, "format"), *timeout = un_args_get(args, "timeout");
  const char *nearest = NULL;
  un_message_quiet(un_args_has(args, "quiet"));
  shell->as_of = un_args_get(args, "as-of");
  shell->read_only = un_args_has(args, "readonly");
  shell->safe = un_args_has(args, "safe");
  shell->style.spreadsheet = un_args_has(args, "spreadsheet");
  if (format && !(shell->style.format = un_format_find(format, &nearest))) {
    return un_fail_unknown("format", format, nearest);
  }
  if (timeout && set_timeout(shell, timeout) != 0) return UN_EXIT_USAGE;
  return set_params(shell, args);
}

/* -c and -f in their order, then SQL operands from `first` on. */
static int run_batch(struct un_shell *shell, const struct un_args *args, int first) {
  int code = 0;
  for (int i = 0; i < args->given_count && code == 0 && !shell->quit; i++) {
    const struct un_arg *given = &args->given[i];
    if (strcmp(given->name, "command") == 0) {
      code = given->value[0] == '.' ? un_dot(shell, given->value)
                                    : un_run_sql(shell, given->value, "-c", 1);
    } else if (strcmp(given->name, "file") == 0) {
      code = un_run_file(shell, given->value);
    }
  }
  for (int i = first; i < args->operand_count && code == 0 && !shell->quit; i++) {
    const char *sql = args->operands[i];
    code = sql[0] == '.' ? un_dot(shell, sql) : un_run_sql(shell, sql, "SQL", 1);
  }
  return code;
}

/* Rows go to -o or stdout: as a table on a terminal, else as a list. */
static void default_format(struct un_shell *shell, const char *output) {
  bool table = !output && isatty(STDOUT_FILENO);
  if (!shell->style.format) shell->style.format = un_format_find(table ? "table" : "list", NULL);
}

static int close_output(struct un_shell *shell, int code) {
  if (code == 0) return un_out_commit(shell->out);
  un_out_abort(shell->out);
  return code;
}

int un_shell_batch(struct un_shell *shell, const struct un_args *args, int first) {
  const char *output = un_args_get(args, "output");
  default_format(shell, output);
  int code = output ? un_out_open(output, &shell->out) : 0;
  return code ? code : close_output(shell, run_batch(shell, args, first));
}

int un_shell_main(struct un_shell *shell, const struct un_args *args) {
  bool batch = un_args_has(args, "command") || un_args_has(args, "file") || args->operand_count > 1;
  const char *output = un_args_get(args, "output");
  bool terminal = isatty(STDIN_FILENO);
  shell->interactive = !batch && terminal;
  default_format(shell, output);
  int code = un_shell_open(shell, args->operand_count > 0 ? args->operands[0] : ":memory:",
                           shell->read_only ? UN_OPEN_READ : UN_OPEN_CREATE);
  if (code == 0 && output) code = un_out_open(output, &shell->out);
  if (code != 0) return code;
  if (batch) {
    code = run_batch(shell, args, 1);
  } else if (terminal) {
    un_note("version %s; .help for help, Ctrl-D to leave", UNSEAL_VERSION);
    code = un_prompt(shell);
  } else {
    code = un_run_stream(shell, stdin, "<stdin>");
  }
  return close_output(shell, code);
}

int main(int argc, char **argv) {
  struct un_args args;
  struct un_shell shell = {.out = un_out_stdout()};
  setlocale(LC_CTYPE, ""); /* for readline's input; numbers stay in C (W4) */
  /* One thread uses a connection: no mutex of its own (a twentieth of an import), and
  ** no count of every allocation. Sorter threads (PRAGMA threads) stay possible. */
  sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  catch_signals();
  atexit(un_out_abandon_all);
  int code = un_args_parse(argc, argv, &args);
  if (code == 0 && un_args_has(&args, "version")) {
    printf("unseal %s (SQLite %s)\n", UNSEAL_VERSION, sqlite3_libversion());
  } else if (code == 0 && un_args_has(&args, "help") &&
             !(args.command->parameters && args.operand_count > 0)) {
    un_args_help(args.command);
  } else if (code == 0) {
    code = configure(&shell, &args);
    if (code == 0) code = args.command->main(&shell, &args);
  }
  un_shell_close(&shell);
  un_params_free(&shell.params);
  free(shell.style.null_text);
  free(shell.preface);
  un_args_free(&args);
  int written = un_out_flush(un_out_stdout());
  if (code == 0) code = written;
  if (fflush(stdout) != 0 || ferror(stdout)) {
    if (code == 0) code = un_fail(UN_EXIT_WRITE, "stdout: %s", strerror(errno));
  }
  return code;
}
