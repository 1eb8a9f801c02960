/* Dates and terms: the civil calendar, the text forms, arithmetic (law.md 2.4). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "law/date.h"
#include "law/term.h"

static bool parses(const char *text) {
  struct un_moment moment;
  return un_moment_parse(text, strlen(text), &moment);
}

static bool is_term(const char *text) {
  struct un_term term;
  return un_term_parse(text, strlen(text), &term);
}

static void every_day_reads_back_as_itself(void **state) {
  (void)state;
  un_day back;
  char text[UN_DATE_TEXT];
  for (un_day day = UN_DAY_MIN; day <= UN_DAY_MAX; day++) {
    size_t n = un_date_format(day, text);
    assert_true(un_date_parse(text, n, &back) && back == day);
  }
}

static void weekdays_follow_each_other(void **state) {
  (void)state;
  assert_int_equal(un_weekday(un_day_of(2014, 5, 22)), 4); /* a Thursday */
  for (un_day day = UN_DAY_MIN; day < UN_DAY_MIN + 150000; day++) {
    assert_int_equal(un_weekday(day + 1), (un_weekday(day) + 1) % 7);
  }
}

static void only_real_days_are_dates(void **state) {
  (void)state;
  static const char *const good[] = {"0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29",
                                     "2024-02-29T23:59", "2024-02-29 00:00:59Z",
                                     "2024-02-29T10:00-05:00"};
  static const char *const bad[] = {"2023-02-29", "1900-02-29", "0000-01-01", "2024-13-01",
                                    "2024-00-01", "2024-01-00", "2024-04-31", "2024-1-01",
                                    "20240101", "2024-01-01T", "2024-01-01T24:00",
                                    "2024-01-01T10:60", "2024-01-01T10:00:60", "2024-01-01T10",
                                    "2024-01-01X10:00", " 2024-01-01", "2024-01-01 ", "",
                                    "10000-01-01", "2024-01-01T10:00+0500", "2024-01-01Z"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(parses(good[i]));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(parses(bad[i]));
}

static void terms_are_what_g4_says(void **state) {
  (void)state;
  static const char *const good[] = {"P1Y", "P1Y2M3W4D", "-P90D", "P0D", "PT72H", "-PT1H",
                                     "P999999D", "P1M1W"};
  static const char *const bad[] = {"", "P", "-P", "1Y", "P1", "PY", "P1D1Y", "P1Y1Y", "p1y", "P1.5D",
                                    "P1000000D", "PT", "PT1M", "P1DT2H", "P-1D", "+P1D", "P1D ",
                                    "PT1H1H", "P1H"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(is_term(good[i]));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(is_term(bad[i]));
}

static void terms_read_back_as_written(void **state) {
  (void)state;
  static const char *const terms[] = {"P1Y", "P1Y2M3W4D", "-P90D", "PT72H", "P0D"};
  for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
    struct un_term term;
    char text[UN_TERM_TEXT];
    assert_true(un_term_parse(terms[i], strlen(terms[i]), &term));
    un_term_format(&term, text);
    assert_string_equal(text, terms[i]);
  }
}

/* T2: the same day number n months on, or the month's last day. */
static void months_clamp_to_the_months_end(void **state) {
  (void)state;
  for (un_day day = un_day_of(2023, 1, 1); day <= un_day_of(2025, 12, 31); day++) {
    for (int months = 1; months <= 25; months++) {
      struct un_moment start = {.day = day}, end;
      struct un_term term = {.months = months, .set = true};
      assert_int_equal(un_term_add(&start, &term, &end), UN_TERM_OK);
      struct un_civil a = un_civil_of(day), b = un_civil_of(end.day);
      int count = (b.year - a.year) * 12 + b.month - a.month;
      assert_int_equal(count, months);
      int last = un_days_in_month(b.year, b.month);
      assert_int_equal(b.day, a.day < last ? a.day : last);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_day_reads_back_as_itself),
      cmocka_unit_test(weekdays_follow_each_other),
      cmocka_unit_test(only_real_days_are_dates),
      cmocka_unit_test(terms_are_what_g4_says),
      cmocka_unit_test(terms_read_back_as_written),
      cmocka_unit_test(months_clamp_to_the_months_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
