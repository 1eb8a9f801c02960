/* SPDX-License-Identifier: GPL-3.0-or-later
** A report's parameters: types, defaults, the span of days. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "law/basis.h"
#include "law/jurisdiction.h"
#include "law/period.h"
#include "law/suggest.h"
#include "message.h"
#include "report.h"
#include "stat/rate.h"
#include "strbuf.h"

/* --- one value -------------------------------------------------------------------------- */

/* What was probably meant by a value that is wrong; "" when nothing is near. */
struct wrong {
  const char *right; /* what would be right, NULL when the value is */
  char near[64];
};

static void suggest(struct wrong *wrong, const char *near) {
  snprintf(wrong->near, sizeof wrong->near, "%s", near ? near : "");
}

enum { WORDS = 32 };

static bool check_words(const char *type, const char *text, struct wrong *wrong) {
  char *list = un_strdup(type);
  const char *words[WORDS];
  size_t count = 0;
  bool found = false;
  for (char *at = list, *end; at && count < WORDS; at = end ? end + 1 : NULL) {
    if ((end = strchr(at, '|'))) *end = '\0';
    words[count++] = at;
    if (strcmp(at, text) == 0) found = true;
  }
  if (!found) {
    wrong->right = type;
    suggest(wrong, un_nearest_or_begun_name(text, words, count));
  }
  free(list);
  return found;
}

/* The last of the year's parts comes first: H3 is nearer to H2 than to H1. */
bool un_report_nearest_period(const char *text, char out[8]) {
  static const char *const parts[] = {"-H2", "-H1", "-Q4", "-Q3", "-Q2", "-Q1", "-12", "-11", "-10",
    "-09", "-08", "-07", "-06", "-05", "-04", "-03", "-02", "-01", ""};
  enum { N = sizeof parts / sizeof *parts };
  char names[N][8];
  const char *list[N];
  if (strspn(text, "0123456789") < 4) return false;
  for (size_t i = 0; i < N; i++) {
    snprintf(names[i], sizeof names[i], "%.4s%s", text, parts[i]);
    list[i] = names[i];
  }
  const char *near = un_nearest_name(text, list, N);
  if (near) snprintf(out, 8, "%s", near);
  return near != NULL;
}

static bool is_whole(const char *text) {
  size_t n = strlen(text);
  return n > 0 && n <= 9 && strspn(text, "0123456789") == n;
}

bool un_report_is_period(const char *text) {
  struct un_period period;
  return un_period_parse(text, strlen(text), &period);
}

static bool is_day(const char *text) {
  un_day day;
  return un_date_parse(text, strlen(text), &day);
}

static const char *basis_nearest(const char *text) { return un_basis_nearest(text, strlen(text)); }

/* A jurisdiction becomes its code: *value may change. */
static void check(const struct un_report_param *param, const char **value, struct wrong *wrong) {
  const char *text = *value, *type = param->type, *code;
  size_t len = strlen(text);
  char near[8] = "";
  *wrong = (struct wrong){.right = NULL};
  if (strchr(type, '|')) {
    check_words(type, text, wrong);
  } else if (strcmp(type, "whole") == 0) {
    if (!is_whole(text)) wrong->right = "a whole number from 0 to 999999999";
  } else if (strcmp(type, "positive") == 0) {
    if (!is_whole(text) || strspn(text, "0") == len) wrong->right = "a whole number from 1 to 999999999";
  } else if (strcmp(type, "definition") == 0) {
    if (un_definition_find(text, len)) return;
    wrong->right = "a definition of refusal, as strict or google";
    suggest(wrong, un_definition_nearest(text, len));
  } else if (strcmp(type, "basis") == 0) {
    if (un_basis_find(text, len)) return;
    wrong->right = "a legal basis, as US_NDO_2705B";
    suggest(wrong, basis_nearest(text));
  } else if (strcmp(type, "period") == 0 || strcmp(type, "span") == 0) {
    if (un_report_is_period(text) || (type[0] == 's' && is_day(text))) return;
    wrong->right = type[0] == 's' ? "a period (2026-H1) or a day (2026-01-31)"
                                  : "a period: 2026-H1, 2026-Q3, 2026, 2026-07";
    if (un_report_nearest_period(text, near)) suggest(wrong, near);
  } else if (strcmp(type, "jurisdiction") == 0) {
    if (un_jurisdiction_row(text, len) >= 0) return;
    code = un_jurisdiction(text, len);
    if (code) *value = code;
    else wrong->right = "a jurisdiction, as US or Germany";
    if (!code) suggest(wrong, un_jurisdiction_meant(text, len));
  }
}

/* --- all of them ---------------------------------------------------------------------------- */

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

/* Is it the parameter that says how long a row's period is? */
static bool is_unit(const struct un_report_param *param) {
  enum un_unit unit;
  const char *text = param->fallback;
  return strcmp(param->name, "unit") == 0 && text && un_unit_find(text, strlen(text), &unit);
}

static const char *value_of(struct un_params *params, const char *name) {
  const struct un_param *param = un_params_find(params, name);
  return param ? param->text : NULL;
}

/* The length of the rows' periods: what --unit says, else half-years, and the quarter
** or month that --period is, so that no row bears the name of a longer one. */
static void set_unit(struct un_params *params, const struct un_report *report, const char *text) {
  struct un_period period;
  for (int i = 0; i < report->param_count; i++) {
    if (!is_unit(&report->params[i]) || value_of(params, "unit")) continue;
    bool shorter = text && un_period_parse(text, strlen(text), &period) && period.unit > UN_UNIT_HALF;
    un_params_set(params, "unit", shorter ? un_unit_names[period.unit] : report->params[i].fallback);
  }
}

/* A row of a period that the span cuts is no figure of that period. Bands are: their
** reports count a period whole. */
static void warn_of_cut(const struct un_report *report, const char *unit_name, const char *on, bool last) {
  char name[UN_PERIOD_TEXT];
  enum un_unit unit;
  un_day day;
  bool by_period = false, banded = false;
  for (int i = 0; i < report->column_count; i++) {
    if (strcmp(report->columns[i].name, "period") == 0) by_period = true;
    if (strcmp(report->columns[i].unit, "band") == 0) banded = true;
  }
  if (!by_period || banded || !un_unit_find(unit_name, strlen(unit_name), &unit)) return;
  if (!un_date_parse(on, strlen(on), &day)) return;
  struct un_period period = un_period_of(day, unit);
  if ((last ? un_period_end(period) : un_period_start(period)) == day) return;
  un_period_format(period, name);
  un_warn("report '%s': %s is not whole, only days %s %s are counted", report->name, name,
          last ? "up to" : "from", on);
}

static int set_span(struct un_params *params, const struct un_report *report) {
  const char *period = value_of(params, "period"), *from = value_of(params, "from");
  const char *to = value_of(params, "to");
  if (period && (from || to)) {
    return un_fail(UN_EXIT_USAGE, "--period and --from/--to say the same thing; give one of them");
  }
  char *first = un_strdup(period ? period : from ? from : "0001-01-01");
  char *last = un_strdup(period ? period : to ? to : "9999-12-31");
  set_unit(params, report, period);
  set_day(params, "from_on", first, false);
  set_day(params, "to_on", last, true);
  free(first);
  free(last);
  from = value_of(params, "from_on");
  to = value_of(params, "to_on");
  if (strcmp(from, to) <= 0) {
    const char *unit = NULL;
    for (int i = 0; i < report->param_count; i++) {
      if (is_unit(&report->params[i])) unit = value_of(params, "unit");
    }
    warn_of_cut(report, unit ? unit : "half", from, false);
    warn_of_cut(report, unit ? unit : "half", to, true);
    return 0;
  }
  return un_fail(UN_EXIT_USAGE, "report '%s': --from %s is after --to %s", report->name, from, to);
}

static char *sql_name(const char *name) {
  char *copy = un_strdup(name);
  for (char *p = copy; *p; p++) {
    if (*p == '-') *p = '_';
  }
  return copy;
}

static int set_one(struct un_shell *shell, const struct un_report *report, const char *name,
                   const char *value) {
  const char *names[UN_REPORT_PARAMS];
  const struct un_report_param *param = NULL;
  struct wrong wrong;
  for (int i = 0; i < report->param_count; i++) {
    names[i] = report->params[i].name;
    if (strcmp(names[i], name) == 0) param = &report->params[i];
  }
  if (!param) {
    const char *near = un_nearest_or_begun_name(name, names, (size_t)report->param_count);
    if (!near) near = un_option_meant("report", name);
    return un_fail(UN_EXIT_USAGE, "report '%s': unknown parameter '--%s'%s%s%s", report->name, name,
                   near ? "; did you mean '--" : "", near ? near : "", near ? "'?" : "");
  }
  check(param, &value, &wrong);
  if (wrong.right) {
    return un_fail(UN_EXIT_USAGE, "report '%s': --%s '%s' is not %s%s%s%s%s", report->name, name, value,
                   strchr(param->type, '|') ? "one of " : "", wrong.right,
                   *wrong.near ? "; did you mean '" : "", wrong.near, *wrong.near ? "'?" : "");
  }
  char *own = sql_name(name);
  un_params_set(&shell->params, own, value);
  free(own);
  return 0;
}

/* --param NAME=VALUE says --NAME VALUE. */
static int set_given(struct un_shell *shell, const struct un_report *report, const struct un_arg *given) {
  size_t len = strcspn(given->value, "=");
  if (strcmp(given->name, "param") != 0) return 0;
  char *name = un_strdup(given->value + strspn(given->value, ":@$"));
  name[len - strspn(given->value, ":@$")] = '\0';
  for (char *p = name; *p; p++) *p = *p == '_' ? '-' : *p;
  int code = set_one(shell, report, name, given->value + len + 1);
  free(name);
  return code;
}

int un_report_set_params(struct un_shell *shell, const struct un_report *report,
                         const struct un_args *args) {
  int code = 0;
  for (int i = 0; i < report->param_count; i++) {
    char *name = sql_name(report->params[i].name);
    /* That of `unit` depends on what else is given. */
    un_params_set(&shell->params, name, is_unit(&report->params[i]) ? NULL : report->params[i].fallback);
    free(name);
  }
  for (int g = 0; g < args->given_count && code == 0; g++) {
    code = set_given(shell, report, &args->given[g]);
  }
  for (int e = 0; e < args->extra_count && code == 0; e++) {
    code = set_one(shell, report, args->extra[e].name, args->extra[e].value);
  }
  for (int i = 0; i < report->param_count && code == 0; i++) {
    const struct un_report_param *param = &report->params[i];
    char *name = sql_name(param->name);
    if (param->required && !value_of(&shell->params, name)) {
      code = un_fail(UN_EXIT_USAGE, "report '%s': --%s is missing: %s", report->name, param->name, param->help);
    }
    free(name);
  }
  return code == 0 ? set_span(&shell->params, report) : code;
}

/* A value that the database lacks is no error, as tomorrow it may have it; nor is it
** said of a database that has none. */
static void warn_unknown(const struct un_report *report, const struct un_report_param *param, const char *value,
                         const struct un_names *there) {
  char *list = un_strdup(value), *save = NULL;
  for (char *word = strtok_r(list, ",", &save); word; word = strtok_r(NULL, ",", &save)) {
    word += strspn(word, " ");
    if (un_names_have(there, word)) continue;
    const char *near = un_names_nearest(there, word);
    un_warn("report '%s': --%s '%s' is nowhere in %s%s%s%s", report->name, param->name, word, param->type,
            near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
  }
  free(list);
}

void un_report_warn_unknown(struct un_shell *shell, const struct un_report *report) {
  for (int i = 0; i < report->param_count; i++) {
    const struct un_report_param *param = &report->params[i];
    const char *dot = strchr(param->type, '.');
    char *name = sql_name(param->name);
    const char *value = dot ? value_of(&shell->params, name) : NULL;
    free(name);
    if (!value) continue;
    struct un_names there;
    char *sql = sqlite3_mprintf("SELECT DISTINCT \"%w\" FROM \"%.*w\" ORDER BY 1", dot + 1, (int)(dot - param->type), param->type);
    un_ask_names(shell->db, sql, NULL, &there);
    if (there.count > 0 && !un_names_have(&there, value)) warn_unknown(report, param, value, &there);
    un_names_free(&there);
    sqlite3_free(sql);
  }
}

static bool is_number(const struct un_report *report, const char *name) {
  bool number = false;
  for (int i = 0; i < report->param_count; i++) {
    char *own = sql_name(report->params[i].name);
    const char *type = report->params[i].type;
    if (strcmp(own, name) == 0) number = strcmp(type, "whole") == 0 || strcmp(type, "positive") == 0;
    free(own);
  }
  return number;
}

/* Parameters are typed by their rows: only whole numbers bind as numbers. */
int un_report_bind(struct un_shell *shell, const struct un_report *report, sqlite3_stmt *stmt) {
  for (int i = 1; i <= sqlite3_bind_parameter_count(stmt); i++) {
    const char *name = sqlite3_bind_parameter_name(stmt, i);
    const struct un_param *param = name ? un_params_find(&shell->params, name + 1) : NULL;
    if (!param) {
      return un_fail(UN_EXIT_USAGE, "report '%s': parameter %s is not set", report->name, name ? name : "?");
    }
    if (!param->text) sqlite3_bind_null(stmt, i);
    else if (is_number(report, param->name)) sqlite3_bind_int64(stmt, i, strtoll(param->text, NULL, 10));
    else sqlite3_bind_text(stmt, i, param->text, -1, SQLITE_TRANSIENT);
  }
  return 0;
}
