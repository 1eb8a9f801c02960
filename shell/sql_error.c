/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql_error.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "message.h"
#include "sql/function.h"
#include "sql/table.h"
#include "strbuf.h"
#include "text.h"

enum { SHOWN = 78 };

int un_lines_between(const char *from, const char *to) {
  int n = 0;
  for (; from < to; from++) n += *from == '\n';
  return n;
}

/* Bytes of what a reader sees as one character; a control is one of its own. */
static size_t step(const char *text, const char *end) {
  size_t width;
  if ((unsigned char)*text < ' ' || *text == 0x7f) return 1;
  return un_cluster(text, (size_t)(end - text), &width);
}

/* The line of SQL an error stands in, cut to what a screen holds (where it is cut there
** is a …), with a caret under its place. */
static void add_caret(struct un_strbuf *message, const char *begin, const char *at) {
  const char *end = at + strcspn(at, "\n"), *first = begin, *last = begin;
  if (at - first > SHOWN * 12) first = at - SHOWN * 12; /* what is farther off costs no measuring */
  while (first > begin && (*first & 0xc0) == 0x80) first++;
  while (un_text_width(first, (size_t)(at - first)) > SHOWN * 2 / 3) first += step(first, end);
  size_t cut = first > begin, indent = cut + un_text_width(first, (size_t)(at - first));
  for (last = first; last < end; last += step(last, end)) {
    if (cut + un_text_width(first, (size_t)(last + step(last, end) - first)) > SHOWN - 3) break;
  }
  un_strbuf_printf(message, "\n  %s%.*s%s\n  ", cut ? "…" : "", (int)(last - first), first, last < end ? "…" : "");
  for (; indent > 0; indent--) un_strbuf_putc(message, ' ');
  un_strbuf_putc(message, '^');
}

/* --- did you mean -------------------------------------------------------------------- */

static const char tables_sql[] =
    "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') UNION SELECT name FROM sqlite_temp_schema "
    "UNION SELECT name FROM pragma_module_list WHERE name NOT LIKE 'fts%' AND name NOT LIKE 'rtree%'";
static const char functions_sql[] = "SELECT DISTINCT name FROM pragma_function_list";
/* Of the tables that the statement names, the extension's own (%s) too. */
static const char columns_sql[] =
    "SELECT c.name FROM (SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') UNION ALL "
    "SELECT name FROM sqlite_temp_schema%s) t "
    "JOIN pragma_table_xinfo(t.name) c WHERE instr(lower(?1), lower(t.name)) > 0";

static const struct {
  const char *says, *sql;
} missing[] = {{"no such table: ", tables_sql}, {"no such column: ", columns_sql},
               {"no such function: ", functions_sql}, {"has no column named ", columns_sql}};

static void ask_columns(sqlite3 *db, const char *statement, struct un_names *names) {
  struct un_strbuf own = UN_STRBUF_INIT, sql = UN_STRBUF_INIT;
  for (int i = 0; i < un_tables_count; i++) un_strbuf_printf(&own, " UNION ALL SELECT '%s'", un_tables[i].name);
  un_strbuf_printf(&sql, columns_sql, own.text);
  un_ask_names(db, sql.text, statement, names);
  un_strbuf_free(&own);
  un_strbuf_free(&sql);
}

/* What sqlite3's shell brings itself, and what newer libraries or other databases have;
** here is none of them. */
static const char of_shell[] = "it is of sqlite3's shell, ";
static const struct {
  const char *name, *of, *instead;
} elsewhere[] = {{"regexp", of_shell, "LIKE or GLOB"},
                 {"generate_series", of_shell, "periods(FROM, TO, UNIT) or WITH RECURSIVE"},
                 {"readfile", of_shell, ".import or --param"},
                 {"writefile", of_shell, ".once FILE"},
                 {"median", "", "quantile(x, 0.5)"},
                 {"percentile", "", "quantile(x, p), p from 0 to 1"},
                 {"percentile_cont", "", "quantile(x, p)"},
                 {"string_agg", "", "group_concat(x, separator)"},
                 {"concat", "", "||"},
                 {"len", "", "length(x)"},
                 {"now", "", "unseal_asof(), or date('now')"},
                 {"current_date", "", "unseal_asof(), or CURRENT_DATE without parentheses"}};

static void add_nearest(struct un_strbuf *message, sqlite3 *db, const char *error, const char *statement) {
  for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
    const char *at = strstr(error, missing[i].says);
    if (!at) continue;
    struct un_names names;
    const char *name = at + strlen(missing[i].says), *dot = strrchr(name, '.');
    for (size_t j = 0; missing[i].sql != columns_sql && j < sizeof elsewhere / sizeof *elsewhere; j++) {
      if (strcasecmp(name, elsewhere[j].name) != 0) continue;
      un_strbuf_printf(message, "; %suse %s", elsewhere[j].of, elsewhere[j].instead);
      return;
    }
    if (missing[i].sql == columns_sql) ask_columns(db, statement, &names);
    else un_ask_names(db, missing[i].sql, statement, &names);
    const char *near = un_names_nearest(&names, dot ? dot + 1 : name);
    if (near && strcmp(near, name) != 0) un_strbuf_printf(message, "; did you mean '%s'?", near);
    else if (missing[i].sql == columns_sql && strchr(name, ' ')) un_strbuf_puts(message, "; a text stands in single quotes");
    un_names_free(&names);
    return;
  }
}

static bool is_of_word(char c) { return isalnum((unsigned char)c) || c == '_' || (c & 0x80); }

/* SQLite does not say where a table is not, nor the columns of INSERT and UPDATE; the
** name stands somewhere, as a word of its own. */
static int place_of_name(const char *error, const char *statement) {
  const char *name = NULL;
  for (size_t i = 0; !name && i < sizeof missing / sizeof *missing; i++) {
    if (missing[i].sql != functions_sql && (name = strstr(error, missing[i].says))) name += strlen(missing[i].says);
  }
  const char *dot = name ? strrchr(name, '.') : NULL;
  if (dot) name = dot + 1;
  size_t len = name ? strlen(name) : 0;
  for (const char *at = statement; len > 0 && (at = strcasestr(at, name)); at++) {
    if ((at == statement || !is_of_word(at[-1])) && !is_of_word(at[len])) return (int)(at - statement);
  }
  return -1;
}

int un_sql_failed(struct un_shell *shell, const char *where, int line, const char *text, const char *statement, int rc) {
  int code = un_exit_of_sqlite(rc), offset = sqlite3_error_offset(shell->db);
  struct un_strbuf message = UN_STRBUF_INIT;
  if (code > 128) return code;
  if (offset < 0 || (size_t)offset > strlen(statement)) offset = place_of_name(sqlite3_errmsg(shell->db), statement);
  const char *at = offset < 0 ? statement : statement + offset, *begin = at;
  char *error = un_strdup(un_sqlite_error(shell->db));
  while (begin > text && begin[-1] != '\n') begin--;
  un_strbuf_printf(&message, "%s:%d:", where, line + un_lines_between(text, at));
  if (offset >= 0) un_strbuf_printf(&message, "%zu:", un_text_width(begin, (size_t)(at - begin)) + 1);
  un_strbuf_printf(&message, " %s", error);
  if (code == UN_EXIT_SQL) add_nearest(&message, shell->db, error, statement);
  if (offset >= 0) add_caret(&message, begin, at);
  un_fail(code, "%s", message.text);
  un_strbuf_free(&message);
  free(error);
  return code;
}
