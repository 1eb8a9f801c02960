/* Every function and table under every awkward value, in every place and pair of
** places, at every arity: an answer, or the error that sql.md G2 describes.
**
** The other arguments keep what the function's example has there.
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
#include "sql/table.h"

enum { HUGE_TEXT = 1 << 20, DIGITS = 400, ERROR_TEXT = 600 };

struct value {
  int type; /* SQLITE_TEXT, ... */
  int len;
  const char *text;
  sqlite3_int64 whole;
  double real;
};

#define TEXT(s) {SQLITE_TEXT, (int)sizeof(s) - 1, s, 0, 0.0}
#define WHOLE(n) {SQLITE_INTEGER, 0, NULL, n, 0.0}
#define REAL(x) {SQLITE_FLOAT, 0, NULL, 0, x}

static char huge[HUGE_TEXT + 1], digits[DIGITS + 1];

/* The first VALUES_PAIRED also go into every pair of places. */
static struct value values[] = {
    {SQLITE_NULL, 0, NULL, 0, 0.0},
    TEXT(""),
    TEXT(" "),
    TEXT("\xff"),
    TEXT("2024-03-15\0"),
    TEXT("\0"),
    TEXT("2024-02-29"),
    TEXT("9999-12-31"),
    TEXT("0001-01-01"),
    TEXT("2024-03-15T23:59:59+14:00"),
    TEXT("indefinite"),
    TEXT("P999999Y999999M999999W999999D"),
    TEXT("-P1D"),
    TEXT("PT1H"),
    TEXT("nan"),
    TEXT("\xef\xbb\xbfUS"),
    TEXT("\xf0\x9f\x87\xba\xf0\x9f\x87\xb8"),
    WHOLE(0),
    WHOLE(-1),
    WHOLE(1),
    WHOLE(INT64_MAX),
    WHOLE(INT64_MIN),
    REAL(0.5),
    REAL(-0.0),
    REAL(1e308),
    {SQLITE_FLOAT, 0, NULL, 0, __builtin_inf()},
    {SQLITE_FLOAT, 0, NULL, 0, -__builtin_inf()},
    {SQLITE_BLOB, 10, "2024-03-15", 0, 0.0},
    {SQLITE_BLOB, 0, "", 0, 0.0},
    {SQLITE_TEXT, HUGE_TEXT, huge, 0, 0.0},
    {SQLITE_TEXT, DIGITS, digits, 0, 0.0},
    /* from here on only one place at a time */
    {SQLITE_BLOB, HUGE_TEXT, huge, 0, 0.0},
    TEXT("1" "\xcc\x81"),
    TEXT("\xc3"),
    TEXT("\xed\xa0\x80"),
    TEXT("\xc0\x80"),
    TEXT("\xf5\x80\x80\x80"),
    TEXT("\xe2\x80\xae" "2024-03-15"),
    TEXT("\x1b[31mred\x1b[0m"),
    TEXT("\r\n\t\x7f\xc2\x85"),
    TEXT("'; DROP TABLE t; --"),
    TEXT("%s%n%s"),
    TEXT("Infinity"),
    TEXT("-0"),
    TEXT("1e400"),
    TEXT("0x7fffffffffffffff"),
    TEXT("9223372036854775808"),
    TEXT("2024-02-30"),
    TEXT("2024-13-01"),
    TEXT("10000-01-01"),
    TEXT("2024-W01"),
    TEXT("2024-H3"),
    TEXT("9999-H2"),
    TEXT("P"),
    TEXT("P0D"),
    TEXT("P1000000D"),
    TEXT("US+observed"),
    TEXT("none+observed"),
    TEXT("US_NSL_2709"),
    TEXT("us_nsl_2709"),
    TEXT("US_NSL_2709\0"),
    TEXT("rejected\0, and far beyond the end of what was compared"),
    TEXT("US\0"),
    TEXT("US_NDO_FAIRNESS"),
    TEXT("XX_DATE_CERTAIN"),
    TEXT("9223372036854775807-9223372036854775807"),
    TEXT("0-99999999999999999999"),
    TEXT("\xe2\x80\x93"),
    TEXT("<0"),
    TEXT("1,2345"),
    REAL(1.5),
    REAL(-1e-320),
    REAL(9007199254740993.0),
    WHOLE(2147483648),
    WHOLE(-2147483649),
};
enum { VALUES = sizeof values / sizeof *values, VALUES_PAIRED = 31 };

static sqlite3 *db;
static long calls;

static int open_db(void **state) {
  (void)state;
  char *error = NULL;
  memset(huge, 'A', HUGE_TEXT);
  memset(digits, '9', DIGITS);
  assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
  assert_int_equal(sqlite3_unseal_init(db, &error, NULL), SQLITE_OK);
  return 0;
}

static int close_db(void **state) {
  (void)state;
  return sqlite3_close(db);
}

static void bind(sqlite3_stmt *stmt, int i, const struct value *v) {
  switch (v->type) {
  case SQLITE_TEXT: sqlite3_bind_text(stmt, i, v->text, v->len, SQLITE_STATIC); break;
  case SQLITE_BLOB: sqlite3_bind_blob(stmt, i, v->text, v->len, SQLITE_STATIC); break;
  case SQLITE_INTEGER: sqlite3_bind_int64(stmt, i, v->whole); break;
  case SQLITE_FLOAT: sqlite3_bind_double(stmt, i, v->real); break;
  default: sqlite3_bind_null(stmt, i);
  }
}

/* Well-formed UTF-8; with no control characters where `plain`. */
static bool is_utf8(const unsigned char *s, size_t len, bool plain) {
  for (size_t i = 0; i < len;) {
    unsigned char c = s[i++];
    int more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : (c & 0xf0) == 0xe0 ? 2
               : c >= 0xf0 && c < 0xf5 ? 3 : -1;
    if (more < 0 || (plain && (c < ' ' || c == 0x7f))) return false;
    if (plain && c == 0xc2 && i < len && s[i] < 0xa0) return false;
    if ((c == 0xe0 && s[i] < 0xa0) || (c == 0xed && s[i] >= 0xa0)) return false;
    if ((c == 0xf0 && s[i] < 0x90) || (c == 0xf4 && s[i] >= 0x90)) return false;
    for (; more > 0; more--) {
      if (i >= len || (s[i++] & 0xc0) != 0x80) return false;
    }
  }
  return true;
}

/* `name(): argument N '...' is wrong`, one short printable line. */
static bool is_clean(const char *error, const char *name, int nargs) {
  size_t n = strlen(name);
  int argument = 0, read = 0;
  if (strlen(error) > ERROR_TEXT) return false;
  if (!is_utf8((const unsigned char *)error, strlen(error), true)) return false;
  if (strncmp(error, name, n) != 0 || strncmp(error + n, "(): ", 4) != 0) return false;
  if (sscanf(error + n + 4, "argument %d%n", &argument, &read) != 1) return false;
  const char *rest = error + n + 4 + read;
  if (argument < 1) return false;
  if (strncmp(rest, " is missing", 11) == 0) return true; /* may be beyond the last */
  return argument <= nargs && (strncmp(rest, " '", 2) == 0 || strncmp(rest, " NULL ", 6) == 0);
}

/* Run what is bound; its first rows must be well-formed, its error clean. */
static void call(sqlite3_stmt *stmt, const char *name, int nargs) {
  int rc, rows = 0;
  calls++;
  while ((rc = sqlite3_step(stmt)) == SQLITE_ROW && rows++ < 20) {
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      if (sqlite3_column_type(stmt, i) != SQLITE_TEXT) continue;
      const unsigned char *text = sqlite3_column_text(stmt, i);
      size_t len = (size_t)sqlite3_column_bytes(stmt, i);
      if (!is_utf8(text, len, false)) fail_msg("%s: not UTF-8: %s", sqlite3_sql(stmt), text);
    }
  }
  if (rc != SQLITE_DONE && rc != SQLITE_ROW &&
      (rc != SQLITE_ERROR || !is_clean(sqlite3_errmsg(db), name, nargs))) {
    fail_msg("%s: %s (%d)", sqlite3_sql(stmt), sqlite3_errmsg(db), rc);
  }
  sqlite3_reset(stmt);
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *stmt;
  if (!sql) fail_msg("an example does not call its function");
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
    fail_msg("%s: %s", sql, sqlite3_errmsg(db));
  }
  return stmt;
}

/* Values in place i and, when j differs, in place j. */
static void places(const struct un_function *f, int i, int j) {
  const char *with[EXAMPLE_ARGS] = {NULL};
  with[i] = "?1";
  if (j != i) with[j] = "?2";
  char *sql = example_sql(f, with);
  sqlite3_stmt *stmt = prepare(sql);
  int count = i == j ? VALUES : VALUES_PAIRED;
  for (int a = 0; a < count; a++) {
    bind(stmt, 1, &values[a]);
    if (i == j) call(stmt, f->name, f->nargs);
    for (int b = 0; b < count && i != j; b++) {
      bind(stmt, 2, &values[b]);
      call(stmt, f->name, f->nargs);
    }
  }
  sqlite3_finalize(stmt);
  sqlite3_free(sql);
}

/* gag_problem's aggregate reports what gag_last_day would raise; both check the
** same seven arguments, so one is enough for the pairs. */
static void every_function_answers_or_says_what_is_wrong(void **state) {
  (void)state;
  calls = 0;
  for (int n = 0; n < un_functions_count; n++) {
    const struct un_function *f = &un_functions[n];
    bool problem = f->kind == UN_AGGREGATE && strcmp(f->name, "gag_problem") == 0;
    for (int i = 0; i < f->nargs; i++) {
      for (int j = i; j < f->nargs; j++) {
        if (i == j || !problem) places(f, i, j);
      }
    }
  }
  assert_true(calls > 100 * un_functions_count);
}

/* All arguments the same awkward value. */
static void every_function_stands_one_value_in_all_places(void **state) {
  (void)state;
  for (int n = 0; n < un_functions_count; n++) {
    const struct un_function *f = &un_functions[n];
    const char *with[EXAMPLE_ARGS];
    for (int i = 0; i < EXAMPLE_ARGS; i++) with[i] = "?1";
    char *sql = example_sql(f, with);
    sqlite3_stmt *stmt = prepare(sql);
    for (int a = 0; a < VALUES; a++) {
      bind(stmt, 1, &values[a]);
      call(stmt, f->name, f->nargs);
    }
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
  }
}

static void every_other_arity_is_refused(void **state) {
  (void)state;
  for (int n = 0; n < un_functions_count; n++) {
    const char *name = un_functions[n].name;
    for (int nargs = 0; nargs <= EXAMPLE_ARGS; nargs++) {
      bool known = false;
      for (int k = 0; k < un_functions_count; k++) {
        known = known || (un_functions[k].nargs == nargs && strcmp(un_functions[k].name, name) == 0);
      }
      if (known) continue;
      sqlite3_stmt *stmt;
      char want[100], *sql = sqlite3_mprintf("SELECT %s(%.*s)", name, nargs ? nargs * 2 - 1 : 0,
                                             "1,1,1,1,1,1,1,1");
      snprintf(want, sizeof want, "wrong number of arguments to function %s()", name);
      assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_ERROR);
      assert_string_equal(sqlite3_errmsg(db), want);
      sqlite3_free(sql);
    }
  }
}

/* gag_problem never is an error: every fault comes as its text. */
static void gag_problem_never_raises(void **state) {
  (void)state;
  for (int nargs = 3; nargs <= 7; nargs += 4) {
    char *sql = sqlite3_mprintf("SELECT gag_problem(%.*s)", nargs * 3 - 1, "?1,?2,?1,?2,?1,?2,?2");
    sqlite3_stmt *stmt = prepare(sql);
    for (int a = 0; a < VALUES; a++) {
      for (int b = 0; b < VALUES; b++) {
        bind(stmt, 1, &values[a]);
        bind(stmt, 2, &values[b]);
        assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (text && !is_clean(text, nargs == 3 ? "gag_expiry" : "gag_last_day", nargs)) {
          fail_msg("%s", text);
        }
        sqlite3_reset(stmt);
      }
    }
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
  }
}

/* Arguments that a table answers to, so that each can be replaced in turn. */
static const struct {
  const char *name, *args[UN_TABLE_ARGS];
} good[] = {
    {"periods", {"'2024-01-01'", "'2024-12-31'", "'month'"}},
    {"holidays", {"'US'", "'2024-01-01'", "'2024-12-31'"}},
    {"jurisdiction_candidates", {"'Georgia'"}},
};

static void every_table_answers_or_says_what_is_wrong(void **state) {
  (void)state;
  for (int t = 0; t < un_tables_count; t++) {
    const struct un_table *table = &un_tables[t];
    const char *const *args = NULL;
    for (size_t g = 0; g < sizeof good / sizeof *good; g++) {
      if (strcmp(good[g].name, table->name) == 0) args = good[g].args;
    }
    if (table->args && !args) fail_msg("%s: no good arguments here", table->name);
    if (!args) continue;
    for (int i = 0; i < table->args; i++) {
      for (int j = i; j < table->args; j++) {
        sqlite3_str *sql = sqlite3_str_new(NULL);
        sqlite3_str_appendf(sql, "SELECT * FROM %s(", table->name);
        for (int k = 0; k < table->args; k++) {
          sqlite3_str_appendf(sql, "%s%s", k ? "," : "", k == i ? "?1" : k == j ? "?2" : args[k]);
        }
        sqlite3_str_appendall(sql, ")");
        char *text = sqlite3_str_finish(sql);
        sqlite3_stmt *stmt = prepare(text);
        int count = i == j ? VALUES : VALUES_PAIRED;
        for (int a = 0; a < count; a++) {
          for (int b = 0; b < (i == j ? 1 : count); b++) {
            bind(stmt, 1, &values[a]);
            if (i != j) bind(stmt, 2, &values[b]);
            call(stmt, table->name, table->args);
          }
        }
        sqlite3_finalize(stmt);
        sqlite3_free(text);
      }
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_function_answers_or_says_what_is_wrong),
      cmocka_unit_test(every_function_stands_one_value_in_all_places),
      cmocka_unit_test(every_other_arity_is_refused),
      cmocka_unit_test(gag_problem_never_raises),
      cmocka_unit_test(every_table_answers_or_says_what_is_wrong),
  };
  return cmocka_run_group_tests(tests, open_db, close_db);
}
