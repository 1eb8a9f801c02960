/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal report`: a report is an SQL file with a header; see
** schema/reports/README.md.
**
**   -- report NAME     -- title TEXT
**   -- param NAME TYPE [= DEFAULT] : HELP
**
** TYPE is text, whole, positive, definition, jurisdiction, period, span (a period or a day)
** or a list of words, `a|b|c`. The SQL reads :name (`-` becomes `_`), and
** :from_on and :to_on, the days that --period or --from and --to mean. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "law/jurisdiction.h"
#include "law/period.h"
#include "law/suggest.h"
#include "message.h"
#include "shell.h"
#include "stat/rate.h"
#include "strbuf.h"
#include "texts.h"

enum { PARAMS = 32, REPORTS = 128 };

struct param {
  char *name, *type, *fallback, *help;
};

struct report {
  char *name, *title, *text;
  struct param params[PARAMS];
  int param_count;
};

struct reports {
  struct report at[REPORTS];
  int count;
};

/* --- the files -------------------------------------------------------------------- */

static char *cut(const char *from, size_t len) {
  while (len > 0 && strchr(" \t\r", from[len - 1])) len--;
  while (len > 0 && *from == ' ') from++, len--;
  char *copy = un_alloc(len + 1);
  memcpy(copy, from, len);
  copy[len] = '\0';
  return copy;
}

/* `NAME TYPE [= DEFAULT] : HELP` */
static bool parse_param(const char *line, struct param *param) {
  const char *colon = strstr(line, " : ");
  if (!colon) return false;
  const char *equals = strstr(line, " = ");
  if (equals && equals > colon) equals = NULL;
  const char *name = line + strspn(line, " ");
  size_t name_len = strcspn(name, " ");
  const char *type = name + name_len;
  *param = (struct param){.name = cut(name, name_len), .help = cut(colon + 3, strlen(colon + 3))};
  param->type = cut(type, (size_t)((equals ? equals : colon) - type));
  param->fallback = equals ? cut(equals + 3, (size_t)(colon - equals) - 3) : NULL;
  return true;
}

static int parse_report(const char *path, const char *text, struct report *report) {
  *report = (struct report){.text = un_strdup(text)};
  int line = 1;
  for (const char *at = text; strncmp(at, "--", 2) == 0; line++) {
    size_t len = strcspn(at, "\n");
    char *own = cut(at + 2, len - 2);
    bool good = true;
    if (strncmp(own, "report ", 7) == 0) report->name = cut(own + 7, strlen(own + 7));
    else if (strncmp(own, "title ", 6) == 0) report->title = cut(own + 6, strlen(own + 6));
    else if (strncmp(own, "param ", 6) == 0) {
      good = report->param_count < PARAMS &&
             parse_param(own + 6, &report->params[report->param_count]);
      report->param_count += good;
    }
    free(own);
    if (!good) return un_fail(UN_EXIT_USAGE, "%s:%d: not a parameter: NAME TYPE [= DEFAULT] : HELP", path, line);
    at += len + (at[len] == '\n');
  }
  if (!report->name) return un_fail(UN_EXIT_USAGE, "%s: a report begins with `-- report NAME`", path);
  return 0;
}

static void free_reports(struct reports *reports) {
  for (int i = 0; i < reports->count; i++) {
    struct report *r = &reports->at[i];
    for (int p = 0; p < r->param_count; p++) {
      free(r->params[p].name);
      free(r->params[p].type);
      free(r->params[p].fallback);
      free(r->params[p].help);
    }
    free(r->name);
    free(r->title);
    free(r->text);
  }
}

static int add_file(struct reports *reports, const char *path) {
  FILE *file = fopen(path, "re");
  struct un_strbuf text = UN_STRBUF_INIT;
  char block[8192];
  if (!file) return un_fail(UN_EXIT_USAGE, "%s: %s", path, strerror(errno));
  for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) un_strbuf_add(&text, block, n);
  fclose(file);
  int code = parse_report(path, text.text, &reports->at[reports->count++]);
  un_strbuf_free(&text);
  return code;
}

static int is_sql(const struct dirent *entry) {
  size_t n = strlen(entry->d_name);
  return n > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 4, ".sql") == 0;
}

/* Own reports come first, so that one may replace ours of the same name. */
static int add_folder(struct reports *reports, const char *folder) {
  struct dirent **entries;
  int n = scandir(folder, &entries, is_sql, alphasort), code = 0;
  if (n < 0) return un_fail(UN_EXIT_USAGE, "--reports '%s': %s", folder, strerror(errno));
  for (int i = 0; i < n; i++) {
    struct un_strbuf path = UN_STRBUF_INIT;
    un_strbuf_printf(&path, "%s/%s", folder, entries[i]->d_name);
    if (code == 0 && reports->count < REPORTS) code = add_file(reports, path.text);
    un_strbuf_free(&path);
    free(entries[i]);
  }
  free(entries);
  return code;
}

static int load_reports(struct reports *reports, const struct un_args *args) {
  static const char prefix[] = "schema/reports/";
  const char *folder = un_args_get(args, "reports");
  int code = folder ? add_folder(reports, folder) : 0;
  for (int i = 0; i < un_texts_count && code == 0 && reports->count < REPORTS; i++) {
    if (strncmp(un_texts[i].path, prefix, sizeof prefix - 1) != 0) continue;
    code = parse_report(un_texts[i].path, un_texts[i].text, &reports->at[reports->count++]);
  }
  return code;
}

static const char *report_name_at(const void *list, size_t i) {
  return ((const struct report *)list)[i].name;
}

static const struct report *find_report(const struct reports *reports, const char *name) {
  for (int i = 0; i < reports->count; i++) {
    const char *own = reports->at[i].name;
    if (own && strcmp(own, name) == 0) return &reports->at[i];
  }
  un_fail_unknown("report", name, un_nearest(name, strlen(name), report_name_at, reports->at,
                                            (size_t)reports->count));
  return NULL;
}

static int list_reports(const struct reports *reports) {
  for (int i = 0; i < reports->count; i++) {
    printf("%-20s %s\n", reports->at[i].name, reports->at[i].title ? reports->at[i].title : "");
  }
  return 0;
}

static int help(const struct report *report) {
  printf("usage: unseal report DB %s [--PARAM VALUE]...\n\n%s\n\nparameters:\n", report->name,
         report->title ? report->title : "");
  for (int i = 0; i < report->param_count; i++) {
    const struct param *p = &report->params[i];
    printf("  --%-16s %s", p->name, p->help);
    if (p->fallback) printf(" (default %s)", p->fallback);
    if (strchr(p->type, '|')) printf("\n  %18s one of %s", "", p->type);
    puts("");
  }
  puts("\noptions: see `unseal report --help`. Rates have 4 decimals in table, column, line,\n"
       "markdown and html; csv, json and the rest have all digits.\n");
  for (const char *at = report->text; strncmp(at, "--", 2) == 0;) {
    size_t len = strcspn(at, "\n");
    bool known = strncmp(at, "-- report ", 10) == 0 || strncmp(at, "-- title ", 9) == 0 ||
                 strncmp(at, "-- param ", 9) == 0 || len <= 2;
    if (!known) printf("%.*s\n", (int)len - 3, at + 3);
    at += len + (at[len] == '\n');
  }
  return 0;
}

/* --- parameters -------------------------------------------------------------------- */

static bool is_word_of(const char *list, const char *word) {
  size_t n = strlen(word);
  for (const char *at = list; *at;) {
    size_t len = strcspn(at, "|");
    if (len == n && memcmp(at, word, n) == 0) return true;
    at += len + (at[len] == '|');
  }
  return false;
}

static bool is_number(const struct param *param) {
  return strcmp(param->type, "whole") == 0 || strcmp(param->type, "positive") == 0;
}

static bool is_whole(const char *text) {
  size_t n = strlen(text);
  return n > 0 && n <= 9 && strspn(text, "0123456789") == n;
}

/* What would be right, or NULL when the value is; a jurisdiction becomes its code. */
static const char *wanted(const struct param *param, const char **value) {
  const char *text = *value, *code;
  size_t len = strlen(text);
  struct un_period period;
  un_day day;
  if (strchr(param->type, '|')) return is_word_of(param->type, text) ? NULL : param->type;
  if (strcmp(param->type, "whole") == 0) return is_whole(text) ? NULL : "a whole number";
  if (strcmp(param->type, "positive") == 0) {
    return is_whole(text) && strspn(text, "0") < len ? NULL : "a whole number from 1";
  }
  if (strcmp(param->type, "definition") == 0) {
    return un_definition_find(text, len) ? NULL : "a definition of refusal, as strict or google";
  }
  if (strcmp(param->type, "period") == 0) {
    return un_period_parse(text, len, &period) ? NULL : "a period: 2026-H1, 2026-Q3, 2026, 2026-07";
  }
  if (strcmp(param->type, "span") == 0) {
    bool good = un_period_parse(text, len, &period) || un_date_parse(text, len, &day);
    return good ? NULL : "a period (2026-H1) or a day (2026-01-31)";
  }
  if (strcmp(param->type, "jurisdiction") == 0 && !(len > 3 && text[2] == '-')) {
    code = un_jurisdiction(text, len);
    if (!code) return "a jurisdiction, as US or Germany";
    *value = code;
  }
  return NULL;
}

/* A period's first or last day, or the day itself. */
static void set_day(struct un_params *params, const char *name, const char *text, bool last) {
  char out[UN_DATE_TEXT];
  struct un_period period;
  if (un_period_parse(text, strlen(text), &period)) {
    un_date_format(last ? un_period_end(period) : un_period_start(period), out);
    text = out;
  }
  un_params_set(params, name, text);
}

static int set_span(struct un_params *params) {
  const struct un_param *period = un_params_find(params, "period");
  const struct un_param *from = un_params_find(params, "from"), *to = un_params_find(params, "to");
  bool has_period = period && period->text, has_from = from && from->text, has_to = to && to->text;
  if (has_period && (has_from || has_to)) {
    return un_fail(UN_EXIT_USAGE, "--period and --from/--to say the same thing; give one of them");
  }
  char *first = un_strdup(has_period ? period->text : has_from ? from->text : "0001-01-01");
  char *last = un_strdup(has_period ? period->text : has_to ? to->text : "9999-12-31");
  set_day(params, "from_on", first, false);
  set_day(params, "to_on", last, true);
  free(first);
  free(last);
  return 0;
}

static char *sql_name(const char *name) {
  char *copy = un_strdup(name);
  for (char *p = copy; *p; p++) {
    if (*p == '-') *p = '_';
  }
  return copy;
}

static int set_params(struct un_shell *shell, const struct report *report,
                      const struct un_args *args) {
  const char *names[PARAMS];
  for (int i = 0; i < report->param_count; i++) {
    char *name = sql_name(report->params[i].name);
    un_params_set(&shell->params, name, report->params[i].fallback);
    free(name);
    names[i] = report->params[i].name;
  }
  for (int e = 0; e < args->extra_count; e++) {
    const char *name = args->extra[e].name, *value = args->extra[e].value;
    const struct param *param = NULL;
    for (int i = 0; i < report->param_count; i++) {
      if (strcmp(names[i], name) == 0) param = &report->params[i];
    }
    if (!param) {
      const char *near = un_nearest_name(name, names, (size_t)report->param_count);
      return un_fail(UN_EXIT_USAGE, "report '%s': unknown parameter '--%s'%s%s%s", report->name, name,
                     near ? "; did you mean '--" : "", near ? near : "", near ? "'?" : "");
    }
    const char *right = wanted(param, &value);
    if (right) {
      return un_fail(UN_EXIT_USAGE, "report '%s': --%s '%s' is not %s%s", report->name, name, value,
                     strchr(param->type, '|') ? "one of " : "", right);
    }
    char *own = sql_name(name);
    un_params_set(&shell->params, own, value);
    free(own);
  }
  return set_span(&shell->params);
}

/* Report parameters are typed by their rows: only whole numbers bind as numbers. */
static int bind(struct un_shell *shell, const struct report *report, sqlite3_stmt *stmt) {
  for (int i = 1; i <= sqlite3_bind_parameter_count(stmt); i++) {
    const char *name = sqlite3_bind_parameter_name(stmt, i);
    const struct un_param *param = name ? un_params_find(&shell->params, name + 1) : NULL;
    bool whole = false;
    if (!param) {
      return un_fail(UN_EXIT_USAGE, "report '%s': parameter %s is not set", report->name, name ? name : "?");
    }
    for (int p = 0; p < report->param_count; p++) {
      char *own = sql_name(report->params[p].name);
      if (strcmp(own, param->name) == 0) whole = is_number(&report->params[p]);
      free(own);
    }
    if (!param->text) sqlite3_bind_null(stmt, i);
    else if (whole) sqlite3_bind_int64(stmt, i, strtoll(param->text, NULL, 10));
    else sqlite3_bind_text(stmt, i, param->text, -1, SQLITE_TRANSIENT);
  }
  return 0;
}

/* --- running ------------------------------------------------------------------------ */

/* W4: the as-of date stands in the output where a reader sees it, else on stderr. */
static void say_as_of(struct un_shell *shell, const struct report *report) {
  sqlite3_stmt *stmt = NULL;
  sqlite3_prepare_v2(shell->db, "SELECT unseal_asof()", -1, &stmt, NULL);
  const char *as_of = sqlite3_step(stmt) == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : "?";
  struct un_strbuf text = UN_STRBUF_INIT;
  un_strbuf_printf(&text, "%s as of %s", report->name, as_of);
  if (shell->style.format->comment) {
    un_strbuf_clear(&text);
    un_strbuf_printf(&text, "%s, as of %s", report->title ? report->title : report->name, as_of);
    struct un_strbuf line = UN_STRBUF_INIT;
    un_strbuf_printf(&line, shell->style.format->comment, text.text);
    shell->preface = un_strbuf_take(&line);
  } else {
    un_note("%s", text.text);
  }
  un_strbuf_free(&text);
  sqlite3_finalize(stmt);
}

static int run(struct un_shell *shell, const struct report *report, const struct un_args *args) {
  const char *output = un_args_get(args, "output");
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(shell->db, report->text, -1, &stmt, NULL);
  int code = un_exit_of_sqlite(rc);
  if (code != 0) {
    return un_fail(code, "report '%s': %s", report->name, sqlite3_errmsg(shell->db));
  }
  code = bind(shell, report, stmt);
  if (code == 0 && output) code = un_out_open(output, &shell->out);
  if (code != 0) {
    sqlite3_finalize(stmt);
    return code;
  }
  shell->skip_empty = un_args_has(args, "skip-empty");
  say_as_of(shell, report);
  code = un_render(shell, stmt);
  if (code == UN_EXIT_SQL || code == UN_EXIT_OPEN) {
    un_fail(code, "report '%s': %s", report->name, sqlite3_errmsg(shell->db));
  }
  sqlite3_finalize(stmt);
  bool keep = code == 0 && !(shell->skip_empty && shell->row_count == 0 && output);
  if (keep) return un_out_commit(shell->out);
  un_out_abort(shell->out);
  return code;
}

int un_report_main(struct un_shell *shell, const struct un_args *args) {
  struct reports *reports = un_alloc(sizeof *reports);
  const struct report *report = NULL;
  reports->count = 0;
  int code = load_reports(reports, args);
  if (code != 0) goto done;
  if (un_args_has(args, "list")) {
    code = list_reports(reports);
    goto done;
  }
  bool wants_help = un_args_has(args, "help");
  if (args->operand_count != 2 && !(wants_help && args->operand_count == 1)) {
    code = un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
    goto done;
  }
  code = UN_EXIT_USAGE;
  report = find_report(reports, args->operands[args->operand_count - 1]);
  if (!report) goto done;
  code = wants_help ? help(report) : set_params(shell, report, args);
  if (wants_help || code != 0) goto done;
  if (!shell->style.format) shell->style.format = un_format_find("csv", NULL);
  shell->style.decimals = 4;
  code = un_shell_open(shell, args->operands[0], UN_OPEN_READ);
  if (code == 0) code = run(shell, report, args);

done:
  free_reports(reports);
  free(reports);
  return code;
}
