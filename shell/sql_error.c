/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql_error.h"

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

/* What sqlite3's shell brings itself; its library, and so unseal, has none of them. */
static const struct {
  const char *name, *instead;
} shells_own[] = {{"regexp", "LIKE or GLOB"},
                  {"generate_series", "periods(FROM, TO, UNIT) or WITH RECURSIVE"},
                  {"readfile", ".import or --param"},
                  {"writefile", ".once FILE"}};

static void add_nearest(struct un_strbuf *message, sqlite3 *db, const char *error, const char *statement) {
  for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
    const char *at = strstr(error, missing[i].says);
    if (!at) continue;
    struct un_names names;
    const char *name = at + strlen(missing[i].says), *dot = strrchr(name, '.');
    for (size_t j = 0; missing[i].sql != columns_sql && j < sizeof shells_own / sizeof *shells_own; j++) {
      if (strcasecmp(name, shells_own[j].name) != 0) continue;
      un_strbuf_printf(message, "; it is of sqlite3's shell, use %s", shells_own[j].instead);
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

/* SQLite does not say where a table is not; its name stands somewhere. */
static int place_of_table(const char *error, const char *statement) {
  static const char says[] = "no such table: ";
  if (strncmp(error, says, sizeof says - 1) != 0) return -1;
  const char *name = error + sizeof says - 1, *dot = strrchr(name, '.');
  const char *at = strcasestr(statement, dot ? dot + 1 : name);
  return at ? (int)(at - statement) : -1;
}

int un_sql_failed(struct un_shell *shell, const char *where, int line, const char *text, const char *statement, int rc) {
  int code = un_exit_of_sqlite(rc), offset = sqlite3_error_offset(shell->db);
  struct un_strbuf message = UN_STRBUF_INIT;
  if (code > 128) return code;
  if (offset < 0 || (size_t)offset > strlen(statement)) offset = place_of_table(sqlite3_errmsg(shell->db), statement);
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
