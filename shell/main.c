/* SPDX-License-Identifier: GPL-3.0-or-later
** The program: signals, options that all commands share, then the command. */
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void on_log(void *context, int code, const char *text) {
  struct un_shell *shell = context;
  struct un_strbuf line = UN_STRBUF_INIT;
  if (!shell->log) return;
  un_strbuf_printf(&line, "(%d) %s\n", code, text);
  un_out_puts(shell->log, line.text);
  un_out_flush(shell->log);
  un_strbuf_free(&line);
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

static void set_text(char **to, const char *text) {
  free(*to);
  *to = text ? un_strdup(text) : NULL;
}

static int set_wrap(struct un_shell *shell, const char *text) {
  char *end;
  long n = strtol(text, &end, 10);
  if (*end || n < 1 || n > 10000) return un_fail(UN_EXIT_USAGE, "--wrap '%s' is not a width from 1", text);
  shell->style.wrap = (int)n;
  return 0;
}

/* sqlite3's spellings: -csv is `.mode csv`; the last one counts. */
static void configure_style(struct un_shell *shell, const struct un_args *args) {
  struct un_style *style = &shell->style;
  for (int i = 0; i < args->given_count; i++) {
    const char *name = args->given[i].name, *value = args->given[i].value;
    const struct un_format *format = *value ? NULL : un_format_find(name, NULL);
    if (format) style->format = format, style->by_mode = true;
    else if (strcmp(name, "header") == 0) style->headers = UN_HEADERS_ON;
    else if (strcmp(name, "noheader") == 0) style->headers = UN_HEADERS_OFF;
    else if (strcmp(name, "separator") == 0) set_text(&style->column_separator, value);
    else if (strcmp(name, "newline") == 0) set_text(&style->row_separator, value);
    else if (strcmp(name, "nullvalue") == 0) set_text(&style->null_text, value);
    else if (strcmp(name, "echo") == 0) shell->echo = true;
    else if (strcmp(name, "stats") == 0) shell->stats = true;
  }
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
  if (un_args_has(args, "crlf")) set_text(&shell->style.row_separator, "\r\n");
  if (un_args_has(args, "wrap") && set_wrap(shell, un_args_get(args, "wrap")) != 0) return UN_EXIT_USAGE;
  configure_style(shell, args);
  if (format && !(shell->style.format = un_format_find(format, &nearest))) {
    return un_fail_unknown("format", format, nearest);
  }
  if (timeout && set_timeout(shell, timeout) != 0) return UN_EXIT_USAGE;
  return set_params(shell, args);
}

int main(int argc, char **argv) {
  struct un_args args;
  struct un_shell shell = {.out = un_out_stdout(), .where = "command line"};
  setlocale(LC_CTYPE, ""); /* for readline's input; numbers stay in C (W4) */
  /* One thread uses a connection: no mutex of its own (a twentieth of an import), and
  ** no count of every allocation. Sorter threads (PRAGMA threads) stay possible. */
  sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  catch_signals();
  sqlite3_config(SQLITE_CONFIG_LOG, on_log, &shell);
  atexit(un_out_abandon_all);
  int code = un_args_parse(argc, argv, &args);
  if (code == 0 && un_args_has(&args, "version")) {
    printf("unseal %s (SQLite %s %s)\n", UNSEAL_VERSION, sqlite3_libversion(), sqlite3_sourceid());
  } else if (code == 0 && un_args_has(&args, "document")) {
    code = un_document(un_args_get(&args, "document"));
  } else if (code == 0 && un_args_has(&args, "help") &&
             !(args.command->parameters && args.operand_count > 0)) {
    un_args_help(args.command);
  } else if (code == 0) {
    code = configure(&shell, &args);
    if (code == 0) code = args.command->main(&shell, &args);
  }
  un_shell_free(&shell);
  un_args_free(&args);
  int written = un_out_flush(un_out_stdout());
  if (code == 0) code = written;
  if (fflush(stdout) != 0 || ferror(stdout)) {
    if (code == 0) code = un_fail(UN_EXIT_WRITE, "stdout: %s", strerror(errno));
  }
  return code;
}
