/* Every window function equals its aggregate over the same rows.
**
** Which rows a frame holds is asked of a built-in, json_group_array(id), over the
** very same window; the aggregate then runs over those ids. Functions come from
** the registration table, values by the names of their arguments: a function
** whose argument has no values here fails.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "example.h"

enum { ROWS = 60, FRAMES = 40 };

/* A fixed seed: the same frames and rows every time (Numerical Recipes' LCG). */
static uint32_t seed = 20140522;

static unsigned below(unsigned n) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % n;
}

/* An argument's column, or the constants that it must be one of. */
static const struct {
  const char *name, *column;
  const char *constants[10];
} arguments[] = {
    {"outcome", "outcome", {NULL}},
    {"n", "n", {NULL}},
    {"text", "cell", {NULL}},
    {"definition", NULL,
     {"'strict'", "'broad'", "'answerable'", "'partial_weighted'", "'yahoo'", "'microsoft'",
      "'microsoft_enterprise'", "'google'", "'apple_challenged'", "NULL"}},
};

static const char *const outcomes[] = {
    "pending", "content", "noncontent", "partial", "no_data", "rejected", "redirected",
    "withdrawn", "withdrawn_after_objection", "quashed", "expired", "duplicate", "preservation",
    "unknown"};
static const char *const cells[] = {"0-249", "1,000", "<10", "n/a", "", "7", "250 - 499", "12*"};

static sqlite3 *db;

static void run(const char *sql) {
  char *error = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) fail_msg("%s: %s", sql, error);
}

static int open_rows(void **state) {
  (void)state;
  char *error = NULL;
  assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
  assert_int_equal(sqlite3_unseal_init(db, &error, NULL), SQLITE_OK);
  run("CREATE TABLE t(id INTEGER PRIMARY KEY, part, k INTEGER, outcome, n, cell)");
  sqlite3_stmt *insert;
  sqlite3_prepare_v2(db, "INSERT INTO t VALUES(?, ?, ?, ?, ?, ?)", -1, &insert, NULL);
  for (int i = 1; i <= ROWS; i++) {
    sqlite3_bind_int(insert, 1, i);
    if (below(8)) sqlite3_bind_int(insert, 2, (int)below(3));
    if (below(10)) sqlite3_bind_int(insert, 3, (int)below(20)); /* ties and NULLs */
    if (below(6)) sqlite3_bind_text(insert, 4, outcomes[below(14)], -1, SQLITE_STATIC);
    if (below(6)) sqlite3_bind_int(insert, 5, (int)below(3000));
    if (below(6)) sqlite3_bind_text(insert, 6, cells[below(8)], -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
    sqlite3_reset(insert);
    sqlite3_clear_bindings(insert);
  }
  sqlite3_finalize(insert);
  return 0;
}

static int close_rows(void **state) {
  (void)state;
  return sqlite3_close(db);
}

/* A bound; kind 0 UNBOUNDED PRECEDING ... 4 UNBOUNDED FOLLOWING. */
static char *bound(unsigned kind) {
  switch (kind) {
  case 0: return sqlite3_mprintf("UNBOUNDED PRECEDING");
  case 1: return sqlite3_mprintf("%u PRECEDING", below(6));
  case 2: return sqlite3_mprintf("CURRENT ROW");
  case 3: return sqlite3_mprintf("%u FOLLOWING", below(6));
  default: return sqlite3_mprintf("UNBOUNDED FOLLOWING");
  }
}

/* The first rounds, one a constant, take a frame so narrow that it runs empty. */
static char *random_frame(int round) {
  static const char *const units[] = {"ROWS", "RANGE", "GROUPS"};
  static const char *const excludes[] = {"NO OTHERS", "CURRENT ROW", "GROUP", "TIES"};
  if (round < 10) return sqlite3_mprintf("ORDER BY id ROWS 1 PRECEDING");
  unsigned unit = below(3), first = below(4), last = first + below(5 - first);
  if (last == 0) last = 2;
  char *from = bound(first), *to = bound(last);
  char *frame = sqlite3_mprintf("%s ORDER BY k%s%s %s BETWEEN %s AND %s EXCLUDE %s",
                                below(2) ? "PARTITION BY part" : "", below(2) ? " DESC" : "",
                                unit == 1 ? "" : ", id", units[unit], from, to,
                                excludes[below(4)]);
  sqlite3_free(from);
  sqlite3_free(to);
  return frame;
}

/* `name(column, column, constant)` from the signature `name(outcome, n, definition)`. */
static char *call_of(const struct un_function *f, int round) {
  struct example_arg args[EXAMPLE_ARGS];
  const char *end;
  int count = example_args(f->signature, f->name, args, &end);
  assert_int_equal(count, f->nargs);
  sqlite3_str *call = sqlite3_str_new(NULL);
  sqlite3_str_appendf(call, "%s(", f->name);
  for (int i = 0; i < count; i++) {
    const char *value = NULL, *name = args[i].at + strspn(args[i].at, " ");
    size_t len = (size_t)(args[i].at + args[i].len - name);
    for (size_t a = 0; a < sizeof arguments / sizeof *arguments; a++) {
      if (strlen(arguments[a].name) != len || memcmp(arguments[a].name, name, len) != 0) continue;
      value = arguments[a].column ? arguments[a].column : arguments[a].constants[round % 10];
    }
    if (!value) fail_msg("%s: no values for argument %d here", f->signature, i + 1);
    sqlite3_str_appendf(call, "%s%s", i ? ", " : "", value);
  }
  sqlite3_str_appendall(call, ")");
  return sqlite3_str_finish(call);
}

/* Rows that differ, and how many different answers there were. */
static void compare(const char *call, const char *filter, const char *frame, int *answers) {
  char *sql = sqlite3_mprintf(
      "WITH w AS (SELECT %s %s OVER win AS got, json_group_array(id) %s OVER win AS ids "
      "FROM t WINDOW win AS (%s)) SELECT count(*), count(quote(got) <> (SELECT quote(%s) FROM t WHERE id IN "
      "(SELECT value FROM json_each(ids))) OR NULL), count(DISTINCT got) FROM w",
      call, filter, filter, frame, call);
  sqlite3_stmt *stmt;
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK ||
      sqlite3_step(stmt) != SQLITE_ROW) {
    fail_msg("%s: %s", sql, sqlite3_errmsg(db));
  }
  assert_int_equal(sqlite3_column_int(stmt, 0), ROWS);
  if (sqlite3_column_int(stmt, 1) != 0) fail_msg("%s: %s", sql, sqlite3_column_text(stmt, 1));
  *answers += sqlite3_column_int(stmt, 2);
  sqlite3_finalize(stmt);
  sqlite3_free(sql);
}

static void every_window_equals_its_aggregate_over_the_same_rows(void **state) {
  (void)state;
  int windows = 0;
  for (int i = 0; i < un_functions_count; i++) {
    if (un_functions[i].kind != UN_WINDOW) continue;
    int answers = 0;
    windows++;
    for (int n = 0; n < FRAMES; n++) {
      char *call = call_of(&un_functions[i], n), *frame = random_frame(n);
      compare(call, below(3) ? "" : "FILTER (WHERE id % 3 <> 0)", frame, &answers);
      sqlite3_free(call);
      sqlite3_free(frame);
    }
    /* Frames that all gave one answer would have shown nothing. */
    if (answers < 3 * FRAMES) fail_msg("%s: %d answers", un_functions[i].signature, answers);
  }
  assert_true(windows >= 18); /* the six rates and range_sum of sql.md 4, by arity */
}

/* sql.md G8 names them: a row that became a plain aggregate is noticed. */
static void the_functions_of_g8_are_windows(void **state) {
  (void)state;
  static const char *const names[] = {"refusal_rate", "refusal_count", "refusal_base",
                                      "refusal_low", "refusal_high", "disclosure_rate",
                                      "range_sum"};
  for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
    int rows = 0;
    for (int i = 0; i < un_functions_count; i++) {
      if (strcmp(un_functions[i].name, names[n]) != 0) continue;
      assert_int_equal(un_functions[i].kind, UN_WINDOW);
      rows++;
    }
    assert_true(rows > 0);
  }
}

static void an_error_in_a_frame_is_the_aggregates_error(void **state) {
  (void)state;
  static const char *const calls[] = {"refusal_rate('refused')", "refusal_base('content', -1)",
                                      "refusal_count('content', 1, 'lax')",
                                      "disclosure_rate('content', 'x')", "range_sum('5-1')"};
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    char texts[2][200];
    for (int window = 0; window < 2; window++) {
      char *sql = sqlite3_mprintf("SELECT %s %s FROM t", calls[i],
                                  window ? "OVER (ORDER BY id ROWS 1 PRECEDING)" : "");
      sqlite3_stmt *stmt;
      assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
      assert_int_equal(sqlite3_step(stmt), SQLITE_ERROR);
      snprintf(texts[window], sizeof texts[window], "%s", sqlite3_errmsg(db));
      sqlite3_finalize(stmt);
      sqlite3_free(sql);
    }
    assert_string_equal(texts[0], texts[1]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_window_equals_its_aggregate_over_the_same_rows),
      cmocka_unit_test(the_functions_of_g8_are_windows),
      cmocka_unit_test(an_error_in_a_frame_is_the_aggregates_error),
  };
  return cmocka_run_group_tests(tests, open_rows, close_rows);
}
