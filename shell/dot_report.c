/* SPDX-License-Identifier: GPL-3.0-or-later
** .report: `unseal report` on this database, with this shell's as-of, format and
** output. It opens the file anew, read-only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "ask.h"
#include "dot.h"
#include "message.h"
#include "report_text.h"
#include "strbuf.h"

static int run_report(struct un_shell *shell, int argc, char **argv) {
  struct un_args args;
  struct un_shell other = {.out = shell->out, .style = shell->style, .eqp = shell->eqp, .where = "report"};
  other.style.null_text = shell->style.null_text ? un_strdup(shell->style.null_text) : NULL;
  other.timeout_ms = shell->timeout_ms;
  other.style.by_mode = false; /* a report has its header */
  char *as_of = un_ask(shell->db, "SELECT unseal_asof()", NULL, NULL);
  int code = un_args_parse(argc, argv, &args);
  if (code == 0) {
    const char *given = un_args_get(&args, "as-of"), *format = un_args_get(&args, "format"), *near = NULL;
    other.as_of = given ? given : as_of;
    if (format && !(other.style.format = un_format_find(format, &near))) code = un_fail_unknown("format", format, near);
    un_out_hold(shell->out, true);
    if (code == 0) code = args.command->main(&other, &args);
    fflush(stdout);
    un_out_hold(shell->out, false);
    un_shell_close(&other);
    un_interruptible = shell->db;
  }
  un_args_free(&args);
  un_params_free(&other.params);
  free(other.style.null_text);
  free(other.preface);
  free(as_of);
  return code;
}

int un_dot_report(struct un_shell *shell, const struct un_words *words) {
  int count = words->count, argc = 0;
  bool list = count == 1, help = count == 3 && strcmp(words->at[2], "--help") == 0;
  const char *file = sqlite3_db_filename(shell->db, "main");
  char **argv = un_alloc(((size_t)count + 5) * sizeof *argv);
  char program[] = "unseal", report[] = "report", list_option[] = "--list";
  char *path = un_strdup(file ? file : "");
  if (!list && !help && !*path) {
    free(argv);
    free(path);
    return un_dot_fail(shell, words, 0, UN_EXIT_USAGE, "a report reads a database file; this one is in memory");
  }
  argv[argc++] = program;
  argv[argc++] = report;
  if (list) argv[argc++] = list_option;
  else if (!help) argv[argc++] = path;
  for (int i = 1; i < count; i++) argv[argc++] = words->at[i];
  argv[argc] = NULL;
  un_out_flush(shell->out);
  int code = run_report(shell, argc, argv);
  free(argv);
  free(path);
  return code;
}

bool un_report_exists(const char *name) { return un_report_text(name) != NULL; }

int un_report_help(struct un_shell *shell, const char *name) {
  char program[] = "unseal", report[] = "report", help[] = "--help", *own = un_strdup(name);
  char *argv[] = {program, report, own, help, NULL};
  un_out_flush(shell->out);
  int code = run_report(shell, 4, argv);
  free(own);
  return code;
}
