/* SPDX-License-Identifier: GPL-3.0-or-later
** .crosstab as psql's: a row a value of the first column, a column a value of the
** second, cells of the third, in the order of their first appearance; columns are
** sorted where every row has them sorted. Two values for one cell are an error. .chart: a bar a row, its
** number kept. */
#include "view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "dot.h"
#include "message.h"
#include "strbuf.h"

enum { CROSS_COLUMNS = 500, CHART_WIDTH = 40 };

/* --- the commands -------------------------------------------------------------------- */

static void forget(struct un_shell *shell) {
  for (int i = 0; i < 3; i++) {
    free(shell->view_columns[i]);
    shell->view_columns[i] = NULL;
  }
  shell->view = UN_VIEW_PLAIN;
}

int un_dot_crosstab(struct un_shell *shell, const struct un_words *words) {
  forget(shell);
  shell->view = UN_VIEW_CROSSTAB;
  for (int i = 1; i < words->count; i++) shell->view_columns[i - 1] = un_strdup(words->at[i]);
  return 0;
}

int un_dot_chart(struct un_shell *shell, const struct un_words *words) {
  char *end = NULL;
  long width = words->count > 1 ? strtol(words->at[1], &end, 10) : CHART_WIDTH;
  if ((end && *end) || width < 1 || width > 500) {
    return un_dot_fail(shell, words, 1, UN_EXIT_USAGE, "'%s' is not a width from 1 to 500", words->at[1]);
  }
  forget(shell);
  shell->view = UN_VIEW_CHART;
  shell->chart_width = (int)width;
  return 0;
}

/* --- the table the rows go to ---------------------------------------------------------- */

static int sql_failed(struct un_shell *shell, int rc) {
  int code = un_exit_of_sqlite(rc);
  if (code > 0 && code <= 128) un_fail(code, "%s", un_sqlite_error(shell->db));
  return code;
}

/* Its columns are c1, c2 ...: headings are the data's, and may be equal but for their case. */
static int make_table(struct un_shell *shell, size_t columns, sqlite3_stmt **insert) {
  struct un_strbuf sql = UN_STRBUF_INIT, values = UN_STRBUF_INIT;
  un_strbuf_puts(&sql, "DROP TABLE IF EXISTS temp.unseal_view; CREATE TEMP TABLE unseal_view(");
  un_strbuf_puts(&values, "INSERT INTO temp.unseal_view VALUES(");
  for (size_t i = 0; i < columns; i++) {
    un_strbuf_printf(&sql, "%sc%zu", i > 0 ? "," : "", i + 1);
    un_strbuf_puts(&values, i > 0 ? ",?" : "?");
  }
  un_strbuf_putc(&sql, ')');
  un_strbuf_putc(&values, ')');
  int rc = sqlite3_exec(shell->db, sql.text, NULL, NULL, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_prepare_v2(shell->db, values.text, -1, insert, NULL);
  un_strbuf_free(&sql);
  un_strbuf_free(&values);
  return rc == SQLITE_OK ? 0 : sql_failed(shell, rc);
}

static int render(struct un_shell *shell, const char *sql) {
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(shell->db, sql, -1, &stmt, NULL);
  int code = rc == SQLITE_OK ? un_render(shell, stmt) : sql_failed(shell, rc);
  sqlite3_finalize(stmt);
  sqlite3_exec(shell->db, "DROP TABLE IF EXISTS temp.unseal_view", NULL, NULL, NULL);
  return code;
}

/* --- cross table ---------------------------------------------------------------------- */

struct cross {
  int index[3];
  struct un_names rows, columns;
  bool unsorted; /* some row has its columns in another order than their names' */
  size_t last_column;
  size_t last; /* the row of the cell before: results come grouped */
  sqlite3_value *(*cells)[CROSS_COLUMNS];
};

/* A column by name or by number from 1; -1 after a message. */
static int column_of(struct un_shell *shell, sqlite3_stmt *stmt, int which) {
  const char *name = shell->view_columns[which];
  struct un_names names = {0};
  int count = sqlite3_column_count(stmt), found = -1;
  if (!name) return which < count ? which : -1;
  for (int i = 0; i < count && found < 0; i++) {
    if (strcmp(sqlite3_column_name(stmt, i), name) == 0) found = i;
    un_names_add(&names, sqlite3_column_name(stmt, i), strlen(sqlite3_column_name(stmt, i)));
  }
  if (found < 0 && atoi(name) >= 1 && atoi(name) <= count) found = atoi(name) - 1;
  if (found < 0) un_fail_unknown("column", name, un_names_nearest(&names, name));
  un_names_free(&names);
  return found;
}

/* A name is `=` and the text, or `!` for NULL, which is no empty text. */
static const char *label_of(const char *name) { return *name == '=' ? name + 1 : NULL; }

static size_t place(struct un_names *names, sqlite3_stmt *stmt, int column, size_t guess) {
  const char *text = (const char *)sqlite3_column_text(stmt, column);
  struct un_strbuf name = UN_STRBUF_INIT;
  size_t at = guess;
  un_strbuf_printf(&name, "%s%s", text ? "=" : "!", text ? text : "");
  if (at >= names->count || strcmp(names->list[at], name.text) != 0) {
    for (at = 0; at < names->count && strcmp(names->list[at], name.text) != 0;) at++;
  }
  if (at == names->count) un_names_add(names, name.text, name.len);
  un_strbuf_free(&name);
  return at;
}

/* For a message and a heading. */
static const char *said(const char *name) { return label_of(name) ? label_of(name) : "NULL"; }

static int add_cell(struct cross *cross, sqlite3_stmt *stmt) {
  size_t before = cross->rows.count, r = place(&cross->rows, stmt, cross->index[0], cross->last);
  if (cross->rows.count > before) {
    cross->cells = un_realloc(cross->cells, cross->rows.count * sizeof *cross->cells);
    memset(cross->cells[r], 0, sizeof *cross->cells);
  }
  size_t before_row = cross->last;
  cross->last = r;
  size_t c = place(&cross->columns, stmt, cross->index[1], 0);
  bool same_row = r == before_row && cross->rows.count == before;
  if (same_row && strcmp(cross->columns.list[cross->last_column], cross->columns.list[c]) > 0) cross->unsorted = true;
  cross->last_column = c;
  if (c >= CROSS_COLUMNS) return un_fail(UN_EXIT_SQL, ".crosstab: more than %d columns", CROSS_COLUMNS);
  if (cross->cells[r][c]) {
    return un_fail(UN_EXIT_SQL, ".crosstab: two values for row '%s', column '%s'; group them first",
                   said(cross->rows.list[r]), said(cross->columns.list[c]));
  }
  cross->cells[r][c] = sqlite3_value_dup(sqlite3_column_value(stmt, cross->index[2]));
  return 0;
}

static const struct un_names *sorting; /* qsort takes no context */

static int by_name(const void *a, const void *b) {
  return strcmp(sorting->list[*(const size_t *)a], sorting->list[*(const size_t *)b]);
}

static void add_heading(struct un_strbuf *sql, size_t i, const char *name) {
  char *column = sqlite3_mprintf("%sc%d AS \"%w\"", i > 0 ? ", " : "SELECT ", (int)i + 1, name);
  un_strbuf_puts(sql, column);
  sqlite3_free(column);
}

/* Through `sql` what reads the table, with its headings. */
static int store_cross(struct un_shell *shell, const struct cross *cross, const char *corner, struct un_strbuf *sql) {
  sqlite3_stmt *insert = NULL;
  size_t *order = un_alloc(cross->columns.count * sizeof *order);
  for (size_t i = 0; i < cross->columns.count; i++) order[i] = i;
  sorting = &cross->columns;
  if (!cross->unsorted && cross->columns.count > 0) qsort(order, cross->columns.count, sizeof *order, by_name);
  add_heading(sql, 0, corner);
  for (size_t i = 0; i < cross->columns.count; i++) add_heading(sql, i + 1, said(cross->columns.list[order[i]]));
  un_strbuf_puts(sql, " FROM temp.unseal_view ORDER BY rowid");
  int code = make_table(shell, cross->columns.count + 1, &insert);
  for (size_t r = 0; r < cross->rows.count && code == 0; r++) {
    sqlite3_clear_bindings(insert);
    sqlite3_bind_text(insert, 1, label_of(cross->rows.list[r]), -1, SQLITE_STATIC); /* NULL is NULL */
    for (size_t c = 0; c < cross->columns.count; c++) {
      sqlite3_value *value = cross->cells[r][order[c]];
      if (value) sqlite3_bind_value(insert, (int)c + 2, value);
    }
    if (sqlite3_step(insert) != SQLITE_DONE) code = sql_failed(shell, sqlite3_errcode(shell->db));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  free(order);
  return code;
}

static int crosstab(struct un_shell *shell, sqlite3_stmt *stmt) {
  struct cross cross = {0};
  struct un_strbuf sql = UN_STRBUF_INIT;
  int rc, code = 0;
  if (sqlite3_column_count(stmt) < 3) return un_fail(UN_EXIT_SQL, ".crosstab needs a result of three columns or more");
  for (int i = 0; i < 3 && code == 0; i++) {
    cross.index[i] = column_of(shell, stmt, i);
    if (cross.index[i] < 0) code = UN_EXIT_USAGE;
  }
  while (code == 0 && (rc = sqlite3_step(stmt)) != SQLITE_DONE) {
    if (rc != SQLITE_ROW) code = sql_failed(shell, rc);
    else if (un_interrupted) code = un_interrupted_code();
    else code = add_cell(&cross, stmt);
  }
  char *corner = un_strdup(sqlite3_column_name(stmt, cross.index[0] < 0 ? 0 : cross.index[0]));
  if (code == 0) code = store_cross(shell, &cross, corner, &sql);
  free(corner);
  if (code == 0) code = render(shell, sql.text);
  un_strbuf_free(&sql);
  for (size_t r = 0; r < cross.rows.count; r++) {
    for (size_t c = 0; c < CROSS_COLUMNS; c++) sqlite3_value_free(cross.cells[r][c]);
  }
  free(cross.cells);
  un_names_free(&cross.rows);
  un_names_free(&cross.columns);
  return code;
}

/* --- chart -------------------------------------------------------------------------------- */

static int chart(struct un_shell *shell, sqlite3_stmt *stmt) {
  sqlite3_stmt *insert = NULL;
  int rc, code;
  if (sqlite3_column_count(stmt) < 2) return un_fail(UN_EXIT_SQL, ".chart needs a result of two columns: label and value");
  code = make_table(shell, 2, &insert);
  while (code == 0 && (rc = sqlite3_step(stmt)) != SQLITE_DONE) {
    if (rc != SQLITE_ROW) {
      code = sql_failed(shell, rc);
      break;
    }
    int type = sqlite3_column_type(stmt, 1);
    if (un_interrupted) code = un_interrupted_code();
    else if (type == SQLITE_TEXT || type == SQLITE_BLOB || sqlite3_column_double(stmt, 1) < 0 ||
             isinf(sqlite3_column_double(stmt, 1))) {
      code = un_fail(UN_EXIT_SQL, ".chart: '%s' is not a number from 0", (const char *)sqlite3_column_text(stmt, 1));
    }
    sqlite3_bind_value(insert, 1, sqlite3_column_value(stmt, 0));
    sqlite3_bind_value(insert, 2, sqlite3_column_value(stmt, 1));
    if (code == 0 && sqlite3_step(insert) != SQLITE_DONE) code = sql_failed(shell, sqlite3_errcode(shell->db));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  if (code == 0) {
    char *text = sqlite3_mprintf("SELECT c1 AS \"%w\", c2 AS \"%w\", bar(c2, max(1e-300, max(c2) OVER ()), %d) AS chart "
                                 "FROM temp.unseal_view ORDER BY rowid",
                                 sqlite3_column_name(stmt, 0), sqlite3_column_name(stmt, 1), shell->chart_width);
    code = render(shell, text);
    sqlite3_free(text);
  }
  return code;
}

int un_view(struct un_shell *shell, sqlite3_stmt *stmt) {
  int code = shell->view == UN_VIEW_CHART ? chart(shell, stmt) : crosstab(shell, stmt);
  forget(shell);
  return code;
}
