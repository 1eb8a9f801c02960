/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal report`: list, help, run. */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "report_sql.h"
#include "split.h"
#include "statement.h"
#include "strbuf.h"

static int put(struct un_shell *shell, struct un_strbuf *text) {
  un_out_write(shell->out, text->text, text->len);
  un_strbuf_free(text);
  return un_out_flush(shell->out);
}

static int list_reports(struct un_shell *shell, const struct un_reports *reports) {
  struct un_strbuf text = UN_STRBUF_INIT;
  for (int i = 0; i < reports->count; i++) {
    const struct un_report *r = &reports->at[i];
    bool hidden = false;
    for (int j = 0; j < i; j++) hidden = hidden || strcmp(reports->at[j].name, r->name) == 0;
    if (!hidden) un_strbuf_printf(&text, "%-16s %-10s %s\n", r->name, r->publish ? "publish" : "internal", r->title);
  }
  return put(shell, &text);
}

static int help(struct un_shell *shell, const struct un_report *report) {
  struct un_strbuf text = UN_STRBUF_INIT;
  un_strbuf_printf(&text, "usage: unseal report DB %s [--PARAM VALUE]...\n\n%s\n", report->name, report->title);
  if (report->about) un_strbuf_printf(&text, "%s\n", report->about);
  un_strbuf_printf(&text, "%s\n\nparameters:\n", report->publish ? "May be published." : "Internal: not for publication.");
  for (int i = 0; i < report->param_count; i++) {
    const struct un_report_param *p = &report->params[i];
    un_strbuf_printf(&text, "  --%-16s %s", p->name, p->help);
    if (p->fallback) un_strbuf_printf(&text, " (default %s)", p->fallback);
    if (p->required) un_strbuf_printf(&text, " (required)");
    if (strchr(p->type, '|')) un_strbuf_printf(&text, "\n  %18s one of %s", "", p->type);
    un_strbuf_putc(&text, '\n');
  }
  if (report->column_count > 0) un_strbuf_puts(&text, "\ncolumns:\n");
  for (int i = 0; i < report->column_count; i++) {
    const struct un_report_column *c = &report->columns[i];
    un_strbuf_printf(&text, "  %-18s %s%s%s%s\n", c->name, c->help, strcmp(c->unit, "key") == 0 ? "" : " (",
           strcmp(c->unit, "key") == 0 ? "" : c->unit, strcmp(c->unit, "key") == 0 ? "" : ")");
  }
  un_strbuf_puts(&text, "\noptions: see `unseal report --help`. Rates have 4 decimals in table, column, line,\n"
       "markdown and html; csv, json and the rest have all digits.\n\n");
  if (report->notes) un_strbuf_printf(&text, "%s\n", report->notes);
  return put(shell, &text);
}

/* --- running ------------------------------------------------------------------------ */

void un_report_as_of(struct un_shell *shell, char out[11]) {
  sqlite3_stmt *stmt = NULL;
  sqlite3_prepare_v2(shell->db, "SELECT unseal_asof()", -1, &stmt, NULL);
  const char *as_of = sqlite3_step(stmt) == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : "?";
  snprintf(out, 11, "%s", as_of);
  sqlite3_finalize(stmt);
}

/* W4: the as-of date stands in the output where a reader sees it, else on stderr. */
static void say_as_of(struct un_shell *shell, const struct un_report *report) {
  char as_of[11];
  un_report_as_of(shell, as_of);
  struct un_strbuf text = UN_STRBUF_INIT;
  un_strbuf_printf(&text, "%s, as of %s", report->title, as_of);
  if (!un_preface(shell, text.text)) un_note("%s as of %s", report->name, as_of);
  un_strbuf_free(&text);
}

/* A report is one SELECT: what follows its semicolon would never run. */
static bool is_one_statement(const char *sql) {
  const char *end = un_split_skip(sql);
  while (*end && *end != ';') end = un_split_past(end);
  return *un_split_skip(end) == '\0';
}

int un_report_prepare(struct un_shell *shell, const struct un_report *report, sqlite3_stmt **stmt) {
  *stmt = NULL;
  if (!is_one_statement(report->text)) return un_fail(UN_EXIT_SQL, "report '%s': more than one statement", report->name);
  int code = un_exit_of_sqlite(un_report_compile(shell, report, stmt));
  if (code != 0) return un_fail(code, "report '%s': %s", report->name, un_sqlite_error(shell->db));
  if (!*stmt) return un_fail(UN_EXIT_SQL, "report '%s': no SQL", report->name);
  if (!sqlite3_stmt_readonly(*stmt)) return un_fail(UN_EXIT_SQL, "report '%s': not a SELECT", report->name);
  return un_report_bind(shell, report, *stmt);
}

int un_report_say_aside(struct un_shell *shell, const struct un_report *report) {
  sqlite3_stmt *stmt = NULL;
  if (!report->aside) return 0;
  char *sql = un_report_behind(report->text, report->aside);
  int rc = sqlite3_prepare_v2(shell->db, sql, -1, &stmt, NULL);
  free(sql);
  int code = rc == SQLITE_OK ? un_report_bind(shell, report, stmt) : 0;
  while (rc == SQLITE_OK && code == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    if (sqlite3_column_type(stmt, 0) != SQLITE_NULL) un_note("%s: %s", report->name, (const char *)sqlite3_column_text(stmt, 0));
    rc = SQLITE_OK;
  }
  if (code == 0 && (code = un_exit_of_sqlite(rc)) != 0) {
    un_fail(code, "report '%s': aside: %s", report->name, un_sqlite_error(shell->db));
  }
  sqlite3_finalize(stmt);
  return code;
}

static int run(struct un_shell *shell, const struct un_report *report, const struct un_args *args) {
  const char *output = un_args_get(args, "output");
  sqlite3_stmt *stmt = NULL;
  int code = un_report_prepare(shell, report, &stmt);
  if (code == 0) un_report_warn_unknown(shell, report);
  if (code == 0 && output) code = un_out_open(output, &shell->out);
  if (code != 0) {
    sqlite3_finalize(stmt);
    return code;
  }
  shell->skip_empty = un_args_has(args, "skip-empty");
  un_report_as_of(shell, shell->style.as_of);
  shell->style.uid = report->uid;
  shell->style.on_date = report->on_date;
  shell->style.summary = report->summary;
  say_as_of(shell, report);
  if (shell->eqp != UN_EQP_OFF) un_note_plan(shell, stmt);
  code = un_render(shell, stmt);
  if (code == UN_EXIT_SQL || code == UN_EXIT_OPEN) {
    un_fail(code, "report '%s': %s", report->name, un_sqlite_error(shell->db));
  }
  sqlite3_finalize(stmt);
  if (code == 0) code = un_report_say_aside(shell, report);
  bool keep = code == 0 && !(shell->skip_empty && shell->row_count == 0 && output);
  if (keep) return un_out_commit(shell->out);
  un_out_abort(shell->out);
  return code;
}

int un_report_main(struct un_shell *shell, const struct un_args *args) {
  struct un_reports *reports = un_alloc(sizeof *reports);
  const struct un_report *report = NULL;
  int code = un_reports_load(reports, args);
  if (code != 0) goto done;
  if (un_args_has(args, "list")) {
    code = list_reports(shell, reports);
    goto done;
  }
  bool wants_help = un_args_has(args, "help");
  if (wants_help && args->operand_count == 0) {
    un_args_help(args->command);
    goto done;
  }
  if (args->operand_count != 2 && !(wants_help && args->operand_count == 1)) {
    code = un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
    goto done;
  }
  code = UN_EXIT_USAGE;
  report = un_report_find(reports, args->operands[args->operand_count - 1]);
  if (!report) goto done;
  code = wants_help ? help(shell, report) : un_report_set_params(shell, report, args);
  if (wants_help || code != 0) goto done;
  if (!shell->style.format) shell->style.format = un_format_find("csv", NULL);
  shell->style.decimals = 4;
  code = un_shell_open(shell, args->operands[0], UN_OPEN_READ);
  if (code == 0) code = run(shell, report, args);

done:
  un_reports_free(reports);
  free(reports);
  return code;
}
