/* No memory, at every allocation (oom.h).
**
** Queries are the examples of every function, each with every argument made
** wrong in turn, every table, and groups large enough to grow their arrays.
*/
#include "../oom.h"

#include "example.h"
#include "sql/table.h"

/* --- what is asked ----------------------------------------------------------------- */

static void every_example_is_right_or_out_of_memory(void **state) {
  (void)state;
  for (int i = 0; i < un_functions_count; i++) {
    char *sql = example_sql(&un_functions[i], NULL);
    assert_non_null(sql);
    torture(sql);
    sqlite3_free(sql);
  }
}

/* Every text is converted on its way in and out. */
static void every_example_is_so_in_utf16_too(void **state) {
  setup = "PRAGMA encoding = 'UTF-16'";
  every_example_is_right_or_out_of_memory(state);
  setup = "";
}

/* An error's text is built from memory too. */
static void every_error_is_itself_or_out_of_memory(void **state) {
  (void)state;
  int errors = 0;
  for (int i = 0; i < un_functions_count; i++) {
    for (int arg = 0; arg < un_functions[i].nargs; arg++) {
      const char *with[EXAMPLE_ARGS] = {NULL};
      struct answer answer;
      with[arg] = "'not \xff\x01 right'";
      char *sql = example_sql(&un_functions[i], with);
      sqlite3 *db = open_db();
      ask(db, sql, &answer);
      sqlite3_close(db);
      if (answer.rc == SQLITE_ERROR) {
        errors++;
        torture(sql);
      }
      sqlite3_free(sql);
    }
  }
  assert_true(errors >= 100);
}

static void every_table_is_right_or_out_of_memory(void **state) {
  (void)state;
  static const struct {
    const char *name, *args;
  } given[] = {{"periods", "('2024', '2025', 'quarter')"},
               {"periods", "('2024', 'then')"},
               {"periods", "('2024')"},
               {"periods", "(2024, 2025, 'year')"},
               {"holidays", "('US+observed', '2026-07-01', '2026-07-31')"},
               {"holidays", "('UX', '2026-07-01', '2026-07-31')"},
               {"jurisdiction_candidates", "('Georgia')"}};
  for (int t = 0; t < un_tables_count; t++) {
    int asked = 0;
    for (size_t g = 0; g < sizeof given / sizeof *given + 1; g++) {
      bool plainly = g == sizeof given / sizeof *given;
      if (plainly ? un_tables[t].args > 0 : strcmp(given[g].name, un_tables[t].name) != 0) continue;
      char *sql = sqlite3_mprintf("SELECT * FROM %s%s", un_tables[t].name,
                                  plainly ? "" : given[g].args);
      torture(sql);
      sqlite3_free(sql);
      asked++;
    }
    if (asked == 0) fail_msg("%s: no arguments here", un_tables[t].name);
  }
}

/* A table keeps copies of its arguments, whose conversion no connection answers for. */
static void every_table_is_so_in_utf16_too(void **state) {
  setup = "PRAGMA encoding = 'UTF-16'";
  every_table_is_right_or_out_of_memory(state);
  setup = "";
}

#define SERIES(n) "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < " #n ") "

static void growing_groups_and_windows_are_right_or_out_of_memory(void **state) {
  (void)state;
  static const char *const queries[] = {
      SERIES(200) "SELECT quantile(i, 0.25) FROM s",
      SERIES(200) "SELECT km_quantile(i, i % 2, 0.5), km_survival(i, i % 3 = 0, 100) FROM s",
      SERIES(200) "SELECT length(spark(i)) FROM s",
      SERIES(200) "SELECT quantile(i, i % 2) FROM s",
      SERIES(70) "SELECT km_quantile(i, i, 0.5) FROM s",
      SERIES(40) "SELECT gag_last_day('US_NDO_2705B', '2024-01-10', 'P90D', date('2024-01-10', "
                 "i || ' days'), 'renewed', 'P1M', '2024-12-31') FROM s",
      SERIES(20) "SELECT gag_problem('US_NDO_2705B', '2024-01-10', 'P90D', date('2024-01-10', "
                 "i || ' days'), 'renewed', iif(i = 15, '2020-01-01', 'P1M'), '2024-12-31') FROM s",
      SERIES(20) "SELECT refusal_rate('rejected', i, 'broad') OVER (ORDER BY i ROWS 3 PRECEDING) FROM s",
      SERIES(20) "SELECT range_sum(i || '-' || 2 * i) OVER (ORDER BY i ROWS 3 PRECEDING) FROM s",
      SERIES(9) "SELECT refusal_base('content', 5 - i) OVER (ORDER BY i) FROM s",
      "SELECT length(bar(1000, 1000, 1000))",
      "SELECT gag_expiry(code, '2024-03-15') FROM legal_bases WHERE gags AND silent <> 'error'",
      "SELECT period, on_date, name FROM periods('2026', '2026', 'month'), "
      "holidays('US', starts_on, ends_on)",
      "SELECT count(*) FROM holidays('US', '1971-01-01', '2035-12-31')",
  };
  for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) torture(queries[i]);
}

static void registration_is_complete_or_out_of_memory(void **state) {
  (void)state;
  for (int mode = 0; mode < 2; mode++) {
    forever = mode == 1;
    long n = 0;
    int rc;
    do {
      long before = outstanding;
      sqlite3 *db;
      char *error = NULL;
      assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
      countdown = n++;
      failed = false;
      rc = sqlite3_unseal_init(db, &error, NULL);
      countdown = -1;
      sqlite3_free(error);
      assert_true(rc == SQLITE_OK || (rc == SQLITE_NOMEM && failed));
      struct answer answer;
      ask(db, "SELECT 1", &answer); /* the connection lives on */
      assert_string_equal(answer.text, "1|");
      if (rc == SQLITE_OK) {
        ask(db, "SELECT count(*) FROM unseal_functions", &answer);
        assert_int_equal(atoi(answer.text), un_functions_count);
      }
      sqlite3_close(db);
      assert_int_equal(outstanding, before);
    } while (rc != SQLITE_OK);
    assert_true(n > un_functions_count);
  }
}

/* The loop itself notices a wrong answer and a leak. */
static void swallow(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  void *at = sqlite3_malloc(10);
  sqlite3_result_int(context, at != NULL);
  sqlite3_free(at);
}

static void a_swallowed_failure_would_be_noticed(void **state) {
  (void)state;
  struct answer got;
  sqlite3 *db = open_db();
  sqlite3_create_function(db, "swallow", 0, SQLITE_UTF8, NULL, swallow, NULL, NULL);
  int wrong = 0;
  forever = false;
  long n = 0;
  do {
    countdown = n++;
    failed = false;
    ask(db, "SELECT swallow()", &got);
    countdown = -1;
    wrong += got.rc == SQLITE_OK && strcmp(got.text, "1|") != 0;
  } while (failed);
  assert_true(wrong > 0);
  sqlite3_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(registration_is_complete_or_out_of_memory),
      cmocka_unit_test(every_example_is_right_or_out_of_memory),
      cmocka_unit_test(every_example_is_so_in_utf16_too),
      cmocka_unit_test(every_error_is_itself_or_out_of_memory),
      cmocka_unit_test(every_table_is_right_or_out_of_memory),
      cmocka_unit_test(every_table_is_so_in_utf16_too),
      cmocka_unit_test(growing_groups_and_windows_are_right_or_out_of_memory),
      cmocka_unit_test(a_swallowed_failure_would_be_noticed),
  };
  install();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
