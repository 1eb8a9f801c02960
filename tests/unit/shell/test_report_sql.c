/* What a report's SQL becomes before it is prepared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report_sql.h"

static void check(const char *sql, const char *want) {
  struct un_params params = {0};
  un_params_set(&params, "origin", "DE");
  un_params_set(&params, "service", NULL);
  char *got = un_report_decide(&params, sql);
  assert_string_equal(got, want);
  free(got);
  un_params_free(&params);
}

static void a_test_with_a_value_is_what_follows_the_or(void **state) {
  (void)state;
  check("WHERE (:origin IS NULL OR origin = :origin) AND x", "WHERE (origin = :origin) AND x");
}

static void a_test_without_a_value_is_true(void **state) {
  (void)state;
  check("(:service IS NULL OR service IN (:service, ')'))", "1");
  check("(:service IS NULL OR (1 -- )\n = 1)), 2", "1, 2");
}

static void tests_within_tests_are_decided_too(void **state) {
  (void)state;
  check("(:origin IS NULL OR (:service IS NULL OR 0) AND 2)", "(1 AND 2)");
}

static void other_text_stays(void **state) {
  (void)state;
  check("'(:origin IS NULL OR 1)'", "'(:origin IS NULL OR 1)'");
  check("-- (:origin IS NULL OR 1)\n/* (:origin IS NULL OR 1) */", "-- (:origin IS NULL OR 1)\n/* (:origin IS NULL OR 1) */");
  check("(:other IS NULL OR 1) (:origin IS NOT NULL)", "(:other IS NULL OR 1) (:origin IS NOT NULL)");
  check("(:service IS NULL OR 'open", "(:service IS NULL OR 'open");
}

static void behind(const char *text, const char *sql, const char *want) {
  char *got = un_report_behind(text, sql);
  assert_string_equal(got, want);
  free(got);
}

static void a_query_reads_the_reports_common_table_expressions(void **state) {
  (void)state;
  behind("-- report r\n-- with x=1\nWITH a AS (SELECT ')' -- )\n), b(n) AS (VALUES (1))\nSELECT 2;", "SELECT * FROM a",
         "WITH a AS (SELECT ')' -- )\n), b(n) AS (VALUES (1))\nSELECT * FROM a");
  behind("with recursive select_ as (select 1), \"select\" as (select 2)select 3", "SELECT 4",
         "with recursive select_ as (select 1), \"select\" as (select 2)SELECT 4");
}

static void a_query_stays_where_there_are_none_or_it_has_its_own(void **state) {
  (void)state;
  behind("SELECT 1", "SELECT 2", "SELECT 2");
  behind("WITH a AS (SELECT 1) SELECT 1", "-- own\nWITH b AS (SELECT 2) SELECT * FROM b", "-- own\nWITH b AS (SELECT 2) SELECT * FROM b");
  behind("WITH a AS (SELECT 1", "SELECT 2", "SELECT 2");
  behind("WITHOUT AS", "SELECT 2", "SELECT 2");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_test_with_a_value_is_what_follows_the_or),
      cmocka_unit_test(a_test_without_a_value_is_true),
      cmocka_unit_test(tests_within_tests_are_decided_too),
      cmocka_unit_test(other_text_stays),
      cmocka_unit_test(a_query_reads_the_reports_common_table_expressions),
      cmocka_unit_test(a_query_stays_where_there_are_none_or_it_has_its_own),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
