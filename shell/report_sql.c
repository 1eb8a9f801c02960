/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_sql.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "columns.h"
#include "split.h"
#include "strbuf.h"

/* The bracket that closes the one at `open`, or NULL. */
static const char *closing(const char *open) {
  int depth = 0;
  for (const char *at = open; *at; at = un_split_past(at)) {
    if (*at == '(') depth++;
    if (*at == ')' && --depth == 0) return at;
  }
  return NULL;
}

/* Is it `(:name IS NULL OR `? What follows is at *rest. */
static const struct un_param *optional(struct un_params *params, const char *at, const char **rest) {
  static const char test[] = " IS NULL OR ";
  if (strncmp(at, "(:", 2) != 0) return NULL;
  size_t len = strspn(at + 2, "abcdefghijklmnopqrstuvwxyz0123456789_");
  if (strncmp(at + 2 + len, test, sizeof test - 1) != 0) return NULL;
  char *name = strndup(at + 2, len);
  const struct un_param *param = un_params_find(params, name);
  free(name);
  *rest = at + 2 + len + sizeof test - 1;
  return param;
}

char *un_report_decide(struct un_params *params, const char *sql) {
  struct un_strbuf out = UN_STRBUF_INIT;
  const char *rest = sql, *end;
  for (const char *at = sql; *at; at = end) {
    const struct un_param *param = *at == '(' ? optional(params, at, &rest) : NULL;
    const char *close = param && !param->text ? closing(at) : NULL;
    if (close) {
      un_strbuf_putc(&out, '1');
      end = close + 1;
    } else if (param && param->text) {
      un_strbuf_putc(&out, '(');
      end = rest;
    } else {
      end = un_split_past(at);
      un_strbuf_add(&out, at, (size_t)(end - at));
    }
  }
  return un_strbuf_take(&out);
}

/* --- other queries over a report's common table expressions ------------------------------ */

static bool is_word(const char *at, const char *word) {
  size_t n = strlen(word);
  return sqlite3_strnicmp(at, word, (int)n) == 0 && !isalnum((unsigned char)at[n]) && at[n] != '_';
}

char *un_report_behind(const char *text, const char *sql) {
  struct un_strbuf out = UN_STRBUF_INIT;
  const char *with = un_split_skip(text), *at = with, *word = NULL;
  int depth = 0;
  if (is_word(with, "WITH") && !is_word(un_split_skip(sql), "WITH")) {
    for (bool begins = true; *at && !word; at = un_split_past(at)) {
      if (*at == '(') depth++;
      if (*at == ')') depth--;
      if (begins && depth == 0 && (is_word(at, "SELECT") || is_word(at, "VALUES"))) word = at;
      begins = !isalnum((unsigned char)*at) && *at != '_';
    }
  }
  if (word) un_strbuf_add(&out, with, (size_t)(word - with));
  un_strbuf_puts(&out, sql);
  return un_strbuf_take(&out);
}

/* --- the snapshot ---------------------------------------------------------------------- */

static const char *words_of(const struct un_report *report, const char *name) {
  for (int i = 0; i < report->param_count; i++) {
    if (strcmp(report->params[i].name, name) == 0 && strchr(report->params[i].type, '|')) return report->params[i].type;
  }
  return NULL;
}

/* Is `word` one of the list's, which commas and bars part? */
static bool is_among(const char *list, const char *word, size_t len) {
  for (const char *at = list; *at;) {
    size_t n = strcspn(at, ",|");
    if (n == len && memcmp(at, word, n) == 0) return true;
    at += n + (at[n] != '\0');
  }
  return false;
}

/* Columns of `words` that the value does not name, each once. */
static void add_missing(struct un_strbuf *out, const char *words, const char *value) {
  for (const char *at = words; *at;) {
    size_t n = strcspn(at, ",|");
    bool before = false;
    for (const char *b = words; b < at && !before; b += strcspn(b, ",|") + 1) {
      before = strcspn(b, ",|") == n && memcmp(b, at, n) == 0;
    }
    if (!before && !is_among(value, at, n)) un_strbuf_printf(out, ", NULL AS %.*s", (int)n, at);
    at += n + (at[n] != '\0');
  }
}

/* `{name}` becomes what that parameter of words says; false when there is none. */
static bool expand(struct un_shell *shell, const struct un_report *report, const char *text, bool select,
                   struct un_strbuf *out) {
  for (const char *at = text; *at;) {
    size_t plain = strcspn(at, "{");
    un_strbuf_add(out, at, plain);
    at += plain;
    if (*at == '\0') break;
    size_t len = strcspn(at + 1, "}");
    char *name = strndup(at + 1, len);
    const char *words = words_of(report, name);
    const struct un_param *param = un_params_find(&shell->params, name);
    free(name);
    if (!words || !param || !param->text || at[1 + len] != '}') return false;
    un_strbuf_puts(out, param->text);
    if (select) add_missing(out, words, param->text);
    at += len + 2;
  }
  return true;
}

/* The SQL with the body of its first common table expression replaced; NULL without one. */
static char *replace_first(const char *sql, const char *body) {
  const char *open = sql, *close;
  while (*open && *open != '(') open = un_split_past(open);
  close = closing(open);
  if (!close) return NULL;
  struct un_strbuf out = UN_STRBUF_INIT;
  un_strbuf_add(&out, sql, (size_t)(open + 1 - sql));
  un_strbuf_printf(&out, "\n%s\n", body);
  un_strbuf_puts(&out, close);
  return un_strbuf_take(&out);
}

/* `NAME = ITEMS`: a temporary table of that name. */
static bool make_tally(struct un_shell *shell, const struct un_report *report, const char *line) {
  struct un_strbuf items = UN_STRBUF_INIT;
  const char *equals = strstr(line, " = ");
  bool made = equals && expand(shell, report, equals + 3, false, &items);
  if (made) {
    char *sql = sqlite3_mprintf("DROP TABLE IF EXISTS temp.\"%.*w\"; CREATE VIRTUAL TABLE temp.\"%.*w\" "
                                "USING tally(main.request_columns, %s)", (int)(equals - line), line,
                                (int)(equals - line), line, items.text);
    made = sql && sqlite3_exec(shell->db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_free(sql);
  }
  un_strbuf_free(&items);
  return made;
}

/* Leaves *stmt NULL where the snapshot cannot serve. */
static void compile_snapshot(struct un_shell *shell, const struct un_report *report, sqlite3_stmt **stmt) {
  struct un_strbuf body = UN_STRBUF_INIT;
  long long narrowed = 0;
  bool good = un_columns_there(shell->db) && un_ask_int(shell->db, "SELECT 1 FROM temp.sqlite_schema WHERE name = "
                                             "'requests_asof' COLLATE NOCASE", NULL, NULL, &narrowed) == SQLITE_DONE;
  for (int i = 0; i < report->tally_count && good; i++) good = make_tally(shell, report, report->tallies[i]);
  char *sql = good && expand(shell, report, report->snapshot, true, &body) ? replace_first(report->text, body.text) : NULL;
  if (sql) {
    char *decided = un_report_decide(&shell->params, sql);
    if (sqlite3_prepare_v2(shell->db, decided, -1, stmt, NULL) != SQLITE_OK) *stmt = NULL;
    free(decided);
  }
  free(sql);
  un_strbuf_free(&body);
}

int un_report_compile(struct un_shell *shell, const struct un_report *report, sqlite3_stmt **stmt) {
  *stmt = NULL;
  if (report->snapshot) compile_snapshot(shell, report, stmt);
  if (*stmt) return SQLITE_OK;
  char *sql = un_report_decide(&shell->params, report->text);
  int rc = sqlite3_prepare_v2(shell->db, sql, -1, stmt, NULL);
  free(sql);
  return rc;
}
