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

static char *copy(const char *text) { return text ? un_strdup(text) : NULL; }

/* A shell of its own for the report: this one's style, as-of and limits. */
static void begin(const struct un_shell *shell, struct un_shell *other) {
  size_t widths = (size_t)shell->style.width_count * sizeof *shell->style.widths;
  *other = (struct un_shell){.out = shell->out, .style = shell->style, .where = "report", .safe = shell->safe,
                             .timeout_ms = shell->timeout_ms, .eqp = shell->eqp};
  struct un_style *style = &other->style;
  style->null_text = copy(style->null_text);
  style->column_separator = copy(style->column_separator);
  style->row_separator = copy(style->row_separator);
  style->table = copy(style->table);
  style->widths = widths > 0 ? memcpy(un_alloc(widths), shell->style.widths, widths) : NULL;
  style->by_mode = false; /* a report has its header */
}

static int run_report(struct un_shell *shell, int argc, char **argv) {
  struct un_args args;
  struct un_shell other;
  char *as_of = un_ask(shell->db, "SELECT unseal_asof()", NULL, NULL);
  long long deadline = un_shell_deadline();
  int quiet = un_message_quiet(0);
  un_message_quiet(quiet);
  begin(shell, &other);
  other.as_of = as_of;
  int code = un_args_parse(argc, argv, &args);
  const char *unsafe = code == 0 && shell->safe ? un_args_unsafe(&args) : NULL;
  if (unsafe) code = un_fail(UN_EXIT_SQL, "%s:%d: .report --%s is not allowed with --safe", shell->where, shell->line, unsafe);
  if (code == 0) code = un_configure(&other, &args);
  if (code == 0) {
    un_out_hold(shell->out, true);
    code = args.command->main(&other, &args);
    fflush(stdout);
    un_out_hold(shell->out, false);
  }
  un_shell_free(&other);
  un_interruptible = shell->db;
  un_shell_set_deadline(deadline);
  un_message_quiet(quiet);
  un_args_free(&args);
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
