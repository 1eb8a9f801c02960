/* SPDX-License-Identifier: GPL-3.0-or-later
** The program: signals, options that all commands share, then the command. */
#include <errno.h>
#include <locale.h>
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

static void on_closed_pipe(int number) { (void)number; }

/* A blocked read ends with EINTR; a closed pipe ends us in order (exit 4), since files
** may be unfinished. Commands we start have SIGPIPE as it is by default, which a handler
** leaves them, SIG_IGN not. */
static void catch_signals(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  action.sa_handler = on_closed_pipe;
  sigaction(SIGPIPE, &action, NULL);
}

static void on_log(void *context, int code, const char *text) {
  struct un_shell *shell = context;
  struct un_strbuf line = UN_STRBUF_INIT;
  if (!shell->log) return;
  un_strbuf_printf(&line, "(%d) %s\n", code, text);
  un_show(shell->log, un_out_is_terminal(shell->log), line.text, line.len);
  un_out_flush(shell->log);
  un_strbuf_free(&line);
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
             !args.command->parameters) {
    un_args_help(args.command);
  } else if (code == 0) {
    code = un_configure(&shell, &args);
    if (code == 0) code = args.command->main(&shell, &args);
  }
  un_shell_free(&shell);
  un_args_free(&args);
  int written = un_out_flush(un_out_stdout());
  if (code == 0) code = written;
  if ((fflush(stdout) != 0 || ferror(stdout)) && code == 0) {
    code = errno == EPIPE ? UN_EXIT_WRITE : un_fail(UN_EXIT_WRITE, "stdout: %s", strerror(errno));
  }
  return code;
}
