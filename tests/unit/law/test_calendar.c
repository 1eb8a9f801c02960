/* Calendars and periods, without SQLite. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "law/calendar.h"
#include "law/fold.h"
#include "law/period.h"
#include "law/suggest.h"

static struct un_calendar calendar(const char *name) {
  struct un_calendar found;
  assert_true(un_calendar_find(name, strlen(name), &found));
  return found;
}

/* Easter Sundays as published by the US Naval Observatory. */
static void easter_mondays_are_where_they_were(void **state) {
  (void)state;
  static const int days[][3] = {{2000, 4, 24}, {2008, 3, 24}, {2011, 4, 25}, {2019, 4, 22},
                                {2024, 4, 1},  {2025, 4, 21}, {2026, 4, 6},  {2038, 4, 26}};
  struct un_years years = {0};
  for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
    bool working = true;
    un_day day = un_day_of(days[i][0], days[i][1], days[i][2]);
    assert_int_equal(un_is_business_day(&years, calendar("DE"), day, &working), UN_CALENDAR_OK);
    assert_false(working);
  }
}

/* The cache is only a cache: asked in any order, a day is what it is. */
static void remembered_years_change_no_answer(void **state) {
  (void)state;
  struct un_years kept = {0};
  static const char *const names[] = {"US", "US+observed", "DE", "CA"};
  for (un_day day = un_day_of(2060, 12, 31); day > un_day_of(2005, 1, 1); day -= 37) {
    for (size_t i = 0; i < 4; i++) {
      struct un_years fresh = {0};
      bool a, b;
      un_is_business_day(&kept, calendar(names[i]), day, &a);
      un_is_business_day(&fresh, calendar(names[i]), day, &b);
      assert_int_equal(a, b);
    }
  }
}

static void rolled_days_are_working_days_and_never_earlier(void **state) {
  (void)state;
  struct un_years years = {0};
  for (un_day day = un_day_of(2020, 1, 1); day < un_day_of(2030, 1, 1); day++) {
    un_day rolled;
    bool working;
    assert_int_equal(un_business_day(&years, calendar("US+observed"), day, &rolled), UN_CALENDAR_OK);
    assert_in_range(rolled - day, 0, 4);
    un_is_business_day(&years, calendar("US+observed"), rolled, &working);
    assert_true(working);
  }
}

static void years_not_claimed_have_no_answer(void **state) {
  (void)state;
  struct un_years years = {0};
  bool working;
  assert_int_equal(un_is_business_day(&years, calendar("DE"), un_day_of(1999, 12, 31), &working),
                   UN_CALENDAR_UNCLAIMED);
  assert_int_equal(un_is_business_day(&years, calendar("US"), UN_DAY_MAX + 1, &working),
                   UN_CALENDAR_OUT_OF_RANGE);
}

static void period_start_end_of_and_add_agree(void **state) {
  (void)state;
  for (int unit = 0; unit < UN_UNITS; unit++) {
    for (un_day day = un_day_of(1999, 1, 1); day < un_day_of(2003, 1, 1); day++) {
      struct un_period p = un_period_of(day, (enum un_unit)unit), next, back;
      char text[UN_PERIOD_TEXT];
      assert_true(un_period_start(p) <= day && day <= un_period_end(p));
      assert_true(un_period_add(p, 1, &next));
      assert_int_equal(un_period_start(next), un_period_end(p) + 1);
      size_t n = un_period_format(p, text);
      assert_true(un_period_parse(text, n, &back));
      assert_int_equal(back.index, p.index);
    }
  }
}

static void the_nearest_name_is_near(void **state) {
  (void)state;
  static const char *const names[] = {"refusals", "transparency", "gag-docket"};
  assert_string_equal(un_nearest_name("refusal", names, 3), "refusals");
  assert_string_equal(un_nearest_name("gagdocket", names, 3), "gag-docket");
  assert_null(un_nearest_name("zebra", names, 3));
}

static void folding_takes_case_marks_and_articles_off(void **state) {
  (void)state;
  static const char *const pairs[][2] = {
      {"The  Bahamas", "bahamas"}, {"ÉTATS-UNIS", "etats-unis"}, {"A & B", "a and b"},
      {"A&B", "a and b"}, {"Łódź", "lodz"}, {"Ελλάδα", "ελλαδα"}, {"РОССИЯ", "россия"},
      {"Straße", "strasse"}, {"D’Ivoire", "d'ivoire"}, {"\xef\xbb\xbf x\xc2\xa0", "x"}};
  char out[UN_FOLD_ROOM];
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    size_t n = un_fold(un_folds, un_folds_count, pairs[i][0], strlen(pairs[i][0]), out);
    assert_int_equal(n, strlen(pairs[i][1]));
    assert_string_equal(out, pairs[i][1]);
    assert_int_equal(un_fold(un_folds, un_folds_count, out, n, out), n); /* once is enough */
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(easter_mondays_are_where_they_were),
      cmocka_unit_test(remembered_years_change_no_answer),
      cmocka_unit_test(rolled_days_are_working_days_and_never_earlier),
      cmocka_unit_test(years_not_claimed_have_no_answer),
      cmocka_unit_test(period_start_end_of_and_add_agree),
      cmocka_unit_test(the_nearest_name_is_near),
      cmocka_unit_test(folding_takes_case_marks_and_articles_off),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
