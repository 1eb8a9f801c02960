/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal lint`: the command. */
#include "lint.h"

#include <stdlib.h>
#include <string.h>

#include "law/suggest.h"
#include "message.h"
#include "strbuf.h"

static int lint_database(struct un_lint *lint, const struct un_reports *reports, const struct un_args *args) {
  const char *period = un_args_get(args, "period");
  struct un_figure_set *sheets = un_alloc(sizeof *sheets);
  int code = un_figure_set_load(lint->shell, reports, period, args, sheets);
  if (code == 0) code = un_lint_register(lint, reports, sheets);
  un_figure_set_free(sheets);
  free(sheets);
  return code;
}

static int check_usage(const struct un_args *args) {
  const char *as = un_args_get(args, "as"), *period = un_args_get(args, "period");
  const char *known[] = {"us-bands", "dsa-orders"};
  char near[8];
  if (args->operand_count != 1 || (as && period)) return un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
  if (as && strcmp(as, known[0]) != 0 && strcmp(as, known[1]) != 0) {
    return un_fail_unknown("draft", as, un_nearest_name(as, known, 2));
  }
  if (!as && !period) return un_fail(UN_EXIT_USAGE, "lint: --period is missing, as --period 2026-H1");
  if (period && !un_report_is_period(period)) {
    bool is_near = un_report_nearest_period(period, near);
    return un_fail(UN_EXIT_USAGE, "--period '%s' is not a period: 2026-H1, 2026-Q3, 2026, 2026-07%s%s%s", period,
                   is_near ? "; did you mean '" : "", is_near ? near : "", is_near ? "'?" : "");
  }
  return 0;
}

int un_lint_main(struct un_shell *shell, const struct un_args *args) {
  struct un_reports *reports = un_alloc(sizeof *reports);
  const char *as = un_args_get(args, "as"), *output = un_args_get(args, "output");
  struct un_lint lint;
  reports->count = 0;
  int code = check_usage(args);
  if (code == 0) code = un_reports_load(reports, args);
  if (code == 0) code = un_shell_open(shell, as ? ":memory:" : args->operands[0], as ? UN_OPEN_CREATE : UN_OPEN_READ);
  if (code == 0) code = un_lint_begin(shell, &lint);
  if (code == 0) code = as ? un_lint_draft(&lint, reports, args->operands[0], as) : lint_database(&lint, reports, args);
  if (code == 0) code = lint.code;
  if (code != 0) goto done;
  if (!shell->style.format) {
    bool table = un_out_is_terminal(shell->out) && !output;
    shell->style.format = un_format_find(table ? "table" : "list", NULL);
  }
  if (output && as) code = un_out_refuse_input(output, args->operands[0]);
  if (output && code == 0) code = un_out_open(output, &shell->out);
  if (code == 0) code = un_lint_print(&lint);
  if (code != 0) {
    un_out_abort(shell->out);
    goto done;
  }
  un_note("%s: %lld error%s, %lld warning%s", args->operands[0], lint.errors, un_s(lint.errors), lint.warnings,
          un_s(lint.warnings));
  code = un_out_commit(shell->out);
  if (code == 0 && lint.errors > 0) code = UN_EXIT_REJECTS;

done:
  un_reports_free(reports);
  free(reports);
  return code;
}
