/* SPDX-License-Identifier: GPL-3.0-or-later
** Report files: reading headers, finding files. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/suggest.h"
#include "message.h"
#include "own_path.h"
#include "report.h"
#include "strbuf.h"
#include "texts.h"

static const char folder_of_ours[] = "schema/reports/";
static const char path_of_common[] = "schema/reports/_common.sql";

static char *cut(const char *from, size_t len) {
  while (len > 0 && strchr(" \t\r", from[len - 1])) len--;
  while (len > 0 && *from == ' ') from++, len--;
  char *copy = un_alloc(len + 1);
  memcpy(copy, from, len);
  copy[len] = '\0';
  return copy;
}

/* --- header lines ------------------------------------------------------------------ */

static void free_param(struct un_report_param *param) {
  free(param->name);
  free(param->type);
  free(param->fallback);
  free(param->help);
}

/* `NAME TYPE[!] [= DEFAULT] : HELP`; a later line replaces an earlier one's. */
static const char *add_param(struct un_report *report, const char *line) {
  static const char wanted[] = "not a parameter: NAME TYPE[!] [= DEFAULT] : HELP";
  const char *colon = strstr(line, " : "), *equals = strstr(line, " = ");
  if (!colon) return wanted;
  if (equals && equals > colon) equals = NULL;
  size_t name_len = strcspn(line, " ");
  const char *type = line + name_len;
  struct un_report_param param = {.name = cut(line, name_len)};
  param.help = cut(colon + 3, strlen(colon + 3));
  param.type = cut(type, (size_t)((equals ? equals : colon) - type));
  param.fallback = equals ? cut(equals + 3, (size_t)(colon - equals) - 3) : NULL;
  size_t n = strlen(param.type);
  param.required = n > 0 && param.type[n - 1] == '!';
  if (param.required) param.type[n - 1] = '\0';
  int i = 0;
  while (i < report->param_count && strcmp(report->params[i].name, param.name) != 0) i++;
  if (i == UN_REPORT_PARAMS || *param.name == '\0' || *param.type == '\0') {
    free_param(&param);
    return i == UN_REPORT_PARAMS ? "too many parameters" : wanted;
  }
  if (i < report->param_count) free_param(&report->params[i]);
  else report->param_count++;
  report->params[i] = param;
  return NULL;
}

/* `UNIT NAME : HELP`; units are key, count, rate, days, date, band, text. */
static const char *add_column(struct un_report *report, const char *line) {
  static const char *const units[] = {"key", "count", "rate", "days", "date", "band", "text"};
  const char *colon = strstr(line, " : ");
  size_t unit_len = strcspn(line, " ");
  if (!colon) return "not a column: UNIT NAME : HELP";
  if (report->column_count == UN_REPORT_COLUMNS) return "too many columns";
  bool known = false;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (strlen(units[i]) == unit_len && memcmp(units[i], line, unit_len) == 0) known = true;
  }
  if (!known) return "a column's unit is key, count, rate, days, date, band or text";
  report->columns[report->column_count++] = (struct un_report_column){
      .unit = cut(line, unit_len), .name = cut(line + unit_len, (size_t)(colon - line) - unit_len),
      .help = cut(colon + 3, strlen(colon + 3))};
  return NULL;
}

static const char *set(char **field, const char *text) {
  free(*field);
  *field = cut(text, strlen(text));
  return NULL;
}

/* Lines of one word that are one text. */
static const char *append(char **field, const char *text) {
  struct un_strbuf all = UN_STRBUF_INIT;
  un_strbuf_printf(&all, "%s%s%s", *field ? *field : "", *field ? "\n" : "", text);
  free(*field);
  *field = un_strbuf_take(&all);
  return NULL;
}

/* A name becomes a file's, and stands in a page. */
static bool is_name(const char *text, size_t len) {
  if (len == 0 || text[0] == '-') return false;
  return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") >= len;
}

static const char *set_name(struct un_report *report, const char *text) {
  if (!is_name(text, strlen(text))) return "a report begins with `-- report NAME`, NAME of a-z, 0-9 and `-`";
  return set(&report->name, text);
}

/* `NAME PARAM=VALUE` */
static const char *set_variant(struct un_report *report, const char *text) {
  if (!is_name(text, strcspn(text, " "))) return "a variant is NAME PARAM=VALUE, NAME of a-z, 0-9 and `-`";
  return set(&report->variant, text);
}

/* `uid = {ref}-{basis}`, `on_date = {due_at}`, `summary = ...` */
static const char *add_event(struct un_report *report, const char *line) {
  const char *equals = strstr(line, " = ");
  size_t n = strcspn(line, " ");
  if (equals && n == 3 && memcmp(line, "uid", n) == 0) return set(&report->uid, equals + 3);
  if (equals && n == 7 && memcmp(line, "on_date", n) == 0) return set(&report->on_date, equals + 3);
  if (equals && n == 7 && memcmp(line, "summary", n) == 0) return set(&report->summary, equals + 3);
  return "not an event: uid, on_date or summary = TEXT with {column}";
}

static const char *read_header(struct un_report *report, const char *text, int *line);

static const char *use_common(struct un_report *report, const char *word) {
  if (strcmp(word, "common") != 0) return "the only parameters to use are `common`";
  for (int i = 0; i < un_texts_count; i++) {
    int line;
    if (strcmp(un_texts[i].path, path_of_common) == 0) return read_header(report, un_texts[i].text, &line);
  }
  return "the common parameters are missing";
}

/* A line that says nothing to us is help. */
static const char *add_note(struct un_report *report, const char *word, const char *rest) {
  struct un_strbuf line = UN_STRBUF_INIT;
  un_strbuf_printf(&line, "%s%s%s", word, *rest ? " " : "", rest);
  append(&report->notes, line.text);
  un_strbuf_free(&line);
  return NULL;
}

static const char *read_line(struct un_report *report, const char *word, const char *rest) {
  if (strcmp(word, "report") == 0) return set_name(report, rest);
  if (strcmp(word, "title") == 0) return set(&report->title, rest);
  if (strcmp(word, "about") == 0) return set(&report->about, rest);
  if (strcmp(word, "use") == 0) return use_common(report, rest);
  if (strcmp(word, "param") == 0) return add_param(report, rest);
  if (strcmp(word, "column") == 0) return add_column(report, rest);
  if (strcmp(word, "event") == 0) return add_event(report, rest);
  if (strcmp(word, "within") == 0) return set(&report->within, rest);
  if (strcmp(word, "total") == 0) return set(&report->total, rest);
  if (strcmp(word, "levels") == 0) return set(&report->levels, rest);
  if (strcmp(word, "variant") == 0) return set_variant(report, rest);
  if (strcmp(word, "with") == 0) return set(&report->with, rest);
  if (strcmp(word, "hide-if") == 0) return append(&report->hide_if, rest);
  if (strcmp(word, "aside") == 0) return append(&report->aside, rest);
  if (strcmp(word, "snapshot") == 0) return append(&report->snapshot, rest);
  if (strcmp(word, "tally") == 0) {
    if (!strstr(rest, " = ")) return "not a tally: NAME = ITEM, ITEM ...";
    if (report->tally_count == UN_REPORT_TALLIES) return "too many tallies";
    return set(&report->tallies[report->tally_count++], rest);
  }
  if (strcmp(word, "error") == 0) return NULL; /* check.c's */
  if (strcmp(word, "parts") == 0) {
    if (report->part_count == UN_REPORT_PARTS) return "too many parts";
    return set(&report->parts[report->part_count++], rest);
  }
  if (strcmp(word, "needs") == 0) {
    if (report->need_count == UN_REPORT_PARTS) return "too many needs";
    return set(&report->needs[report->need_count++], rest);
  }
  if (strcmp(word, "publish") != 0) return add_note(report, word, rest);
  report->publish = strcmp(rest, "yes") == 0;
  return report->publish || strcmp(rest, "no") == 0 ? NULL : "publish is yes or no";
}

static const char *read_header(struct un_report *report, const char *text, int *line) {
  const char *bad = NULL;
  *line = 1;
  const char *at = text;
  for (; !bad && strncmp(at, "-- ", 3) == 0; *line += !bad) {
    size_t len = strcspn(at, "\n"), word = strcspn(at + 3, " \n");
    char *name = cut(at + 3, word), *rest = cut(at + 3 + word, len - 3 - word);
    bad = read_line(report, name, rest);
    free(name);
    free(rest);
    at += len + (at[len] == '\n');
  }
  /* Behind an empty line there is only help. */
  for (size_t len; !bad && strncmp(at, "--", 2) == 0; at += len + (at[len] == '\n')) {
    len = strcspn(at, "\n");
    char *note = len > 3 ? strndup(at + 3, len - 3) : un_strdup("");
    if (*note) append(&report->notes, note);
    free(note);
  }
  return bad;
}

static void free_report(struct un_report *r) {
  for (int i = 0; i < r->param_count; i++) free_param(&r->params[i]);
  for (int i = 0; i < r->column_count; i++) {
    free(r->columns[i].name);
    free(r->columns[i].unit);
    free(r->columns[i].help);
  }
  for (int i = 0; i < r->part_count; i++) free(r->parts[i]);
  for (int i = 0; i < r->need_count; i++) free(r->needs[i]);
  for (int i = 0; i < r->tally_count; i++) free(r->tallies[i]);
  char *texts[] = {r->name, r->title, r->about, r->text, r->uid, r->on_date, r->summary, r->within, r->total,
    r->levels, r->notes, r->hide_if, r->aside, r->variant, r->with, r->snapshot};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) free(texts[i]);
}

static int add_report(struct un_reports *reports, const char *path, const char *text) {
  int line;
  if (reports->count == UN_REPORTS) return un_fail(UN_EXIT_USAGE, "%s: more than %d reports", path, UN_REPORTS);
  struct un_report *report = &reports->at[reports->count++];
  *report = (struct un_report){.text = un_strdup(text)};
  const char *bad = read_header(report, text, &line);
  if (bad) return un_fail(UN_EXIT_USAGE, "%s:%d: %s", path, line, bad);
  if (!report->name) {
    return un_fail(UN_EXIT_USAGE, "%s: a report begins with `-- report NAME`", path);
  }
  if (!report->title) report->title = un_strdup(report->name);
  return 0;
}

/* --- files --------------------------------------------------------------------------- */

static int add_file(struct un_reports *reports, const char *path) {
  FILE *file = fopen(path, "re");
  struct un_strbuf text = UN_STRBUF_INIT;
  char block[8192];
  if (!file) return un_fail(UN_EXIT_USAGE, "%s: %s", path, strerror(errno));
  for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) un_strbuf_add(&text, block, n);
  fclose(file);
  int code = add_report(reports, path, text.text);
  un_strbuf_free(&text);
  return code;
}

static int is_sql(const struct dirent *entry) {
  size_t n = strlen(entry->d_name);
  return n > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 4, ".sql") == 0;
}

/* A folder that `must` be there was asked for; the configuration's own may be shut. */
static int add_folder(struct un_reports *reports, const char *folder, bool must) {
  struct dirent **entries;
  int n = scandir(folder, &entries, is_sql, alphasort), code = 0;
  if (n < 0 && !must && (errno == ENOENT || errno == ENOTDIR)) return 0;
  if (n < 0 && must) return un_fail(UN_EXIT_USAGE, "reports in '%s': %s", folder, strerror(errno));
  if (n < 0) un_warn("own reports in '%s' are left out: %s", folder, strerror(errno));
  for (int i = 0; i < n; i++) {
    struct un_strbuf path = UN_STRBUF_INIT;
    un_strbuf_printf(&path, "%s/%s", folder, entries[i]->d_name);
    if (code == 0) code = add_file(reports, path.text);
    un_strbuf_free(&path);
    free(entries[i]);
  }
  if (n >= 0) free(entries);
  return code;
}

static int add_configured(struct un_reports *reports) {
  char *folder = un_own_config("reports");
  int code = folder ? add_folder(reports, folder, false) : 0;
  free(folder);
  return code;
}

int un_reports_load(struct un_reports *reports, const struct un_args *args) {
  const char *folder = un_args_get(args, "reports");
  reports->count = 0;
  int code = folder ? add_folder(reports, folder, true) : 0;
  if (code == 0) code = add_configured(reports);
  for (int i = 0; i < un_texts_count && code == 0; i++) {
    const char *path = un_texts[i].path;
    if (strncmp(path, folder_of_ours, sizeof folder_of_ours - 1) != 0) continue;
    if (strcmp(path, path_of_common) != 0) code = add_report(reports, path, un_texts[i].text);
  }
  return code;
}

void un_reports_free(struct un_reports *reports) {
  for (int i = 0; i < reports->count; i++) free_report(&reports->at[i]);
}

static const char *name_at(const void *list, size_t i) {
  return ((const struct un_report *)list)[i].name;
}

const struct un_report *un_report_find(const struct un_reports *reports, const char *name) {
  for (int i = 0; i < reports->count; i++) {
    if (strcmp(reports->at[i].name, name) == 0) return &reports->at[i];
  }
  un_fail_unknown("report", name, un_nearest_or_begun(name, name_at, reports->at, (size_t)reports->count));
  return NULL;
}

const struct un_report_column *un_report_column(const struct un_report *report, const char *name) {
  for (int i = 0; i < report->column_count; i++) {
    if (strcmp(report->columns[i].name, name) == 0) return &report->columns[i];
  }
  return NULL;
}
