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
  for (un_day day = un_day_of(2035, 12, 31); day > un_day_of(2020, 1, 1); day -= 37) {
    for (int i = 0; i < 2 * un_calendars_count; i++) {
      struct un_calendar asked = {&un_calendars[i / 2], i % 2};
      struct un_years fresh = {0};
      bool a, b;
      assert_int_equal(un_is_business_day(&kept, asked, day, &a), UN_CALENDAR_OK);
      assert_int_equal(un_is_business_day(&fresh, asked, day, &b), UN_CALENDAR_OK);
      assert_int_equal(a, b);
    }
  }
}

/* A rule that names a day on a weekend, and the days it gives in that year. */
static void substitutes_are_the_next_working_day_not_taken(void **state) {
  (void)state;
  static const struct {
    const char *calendar;
    int named[3], day[3], substitute[3]; /* substitute[0] = 0: none */
  } rows[] = {
      {"BG", {2021, 5, 1}, {2021, 5, 1}, {2021, 5, 4}},      /* past Easter Monday */
      {"BG", {2022, 12, 24}, {2022, 12, 24}, {2022, 12, 27}}, /* past 26 December */
      {"BG", {2022, 12, 25}, {2022, 12, 25}, {2022, 12, 28}}, /* past the one before */
      {"GB", {2021, 12, 25}, {2021, 12, 25}, {2021, 12, 27}},
      {"GB", {2021, 12, 26}, {2021, 12, 26}, {2021, 12, 28}},
      {"GB", {2022, 12, 25}, {2022, 12, 25}, {2022, 12, 27}},
      {"GB", {2022, 1, 1}, {2022, 1, 1}, {2022, 1, 3}},
      {"AU", {2025, 1, 26}, {2025, 1, 27}, {0}},             /* instead of the day */
      {"NL", {2025, 4, 27}, {2025, 4, 26}, {0}},             /* and back */
      {"IE", {2024, 2, 1}, {2024, 2, 5}, {0}},
      {"IE", {2030, 2, 1}, {2030, 2, 1}, {0}},               /* a Friday stays */
      {"US", {2022, 1, 1}, {2022, 1, 1}, {2021, 12, 31}},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const int *named = rows[i].named, *day = rows[i].day, *substitute = rows[i].substitute;
    int found = 0;
    for (int r = 0; r < un_holidays_count; r++) {
      const struct un_holiday *rule = &un_holidays[r];
      if (strcmp(rule->calendar->name, rows[i].calendar) != 0) continue;
      if (rule->rule != UN_RULE_FIXED || rule->month != named[1] || rule->day != named[2]) continue;
      struct un_holiday_days days = un_holiday_in(rule, named[0]);
      assert_int_equal(days.day, un_day_of(day[0], day[1], day[2]));
      assert_int_equal(days.substitute, substitute[0] ? un_day_of(substitute[0], substitute[1],
                                                                  substitute[2]) : UN_NO_DAY);
      found++;
    }
    assert_int_equal(found, 1);
  }
}

/* Wikipedia's and the churches' tables of Orthodox Easter, by its Monday in GR. */
static void orthodox_easter_mondays_are_where_they_were(void **state) {
  (void)state;
  static const int days[][3] = {{2020, 4, 20}, {2021, 5, 3},  {2022, 4, 25}, {2023, 4, 17},
                                {2024, 5, 6},  {2025, 4, 21}, {2026, 4, 13}, {2027, 5, 3}};
  struct un_years years = {0};
  for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
    un_day day = un_day_of(days[i][0], days[i][1], days[i][2]);
    assert_true(un_is_holiday(&years, calendar("GR"), day));
    assert_false(un_is_holiday(&years, calendar("GR"), day + 2));
  }
}

static void a_calendar_has_the_rows_of_its_own(void **state) {
  (void)state;
  assert_int_equal(un_holidays_at[0], 0);
  assert_int_equal(un_holidays_at[un_calendars_count], un_holidays_count);
  for (int c = 0; c < un_calendars_count; c++) {
    for (int i = un_holidays_at[c]; i < un_holidays_at[c + 1]; i++) {
      assert_ptr_equal(un_holidays[i].calendar, &un_calendars[c]);
    }
  }
}

static void a_wrong_calendar_is_read_as_a_country_first(void **state) {
  (void)state;
  static const char *const pairs[][2] = {{"UK", "GB"}, {"EL", "GR"}, {"Germany", "DE"},
                                         {"usa", "US"}, {"UK+observed", "GB"}, {"nome", "none"}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    assert_string_equal(un_calendar_nearest(pairs[i][0], strlen(pairs[i][0])), pairs[i][1]);
  }
  assert_null(un_calendar_nearest("JP", 2)); /* not PT: Japan is no misspelt Portugal */
  assert_null(un_calendar_nearest("NO", 2));
  assert_null(un_calendar_nearest("", 0));
}

static void rolled_days_are_working_days_and_never_earlier(void **state) {
  (void)state;
  struct un_years years = {0};
  for (int i = 0; i < 2 * un_calendars_count; i++) {
    struct un_calendar asked = {&un_calendars[i / 2], i % 2};
    for (un_day day = un_day_of(2020, 1, 1); day < un_day_of(2035, 12, 20); day++) {
      un_day rolled;
      bool working;
      assert_int_equal(un_business_day(&years, asked, day, &rolled), UN_CALENDAR_OK);
      assert_in_range(rolled - day, 0, 5);
      un_is_business_day(&years, asked, rolled, &working);
      assert_true(working);
    }
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
  static const char *const codes[] = {"AZ", "DE", "FR", "1", "aa"};
  assert_null(un_nearest_name("ZZ", codes, 5)); /* one edit of two letters leaves too little */
  assert_null(un_nearest_name("5", codes, 5));
  assert_null(un_nearest_name("a", codes, 5));
  assert_string_equal(un_nearest_name("ZA", codes, 5), "AZ"); /* swapped */
  assert_string_equal(un_nearest_name("fr", codes, 5), "FR");
  assert_string_equal(un_nearest_name("DEE", codes, 5), "DE");
}

static void folding_takes_case_marks_and_articles_off(void **state) {
  (void)state;
  static const char *const pairs[][2] = {
      {"The  Bahamas", "bahamas"}, {"ÉTATS-UNIS", "etats-unis"}, {"A & B", "a and b"},
      {"A&B", "a and b"}, {"Łódź", "lodz"}, {"Ελλάδα", "ελλαδα"}, {"РОССИЯ", "россия"},
      {"Straße", "strasse"}, {"D’Ivoire", "d'ivoire"}, {"\xef\xbb\xbf x\xc2\xa0", "x"},
      {"İSTANBUL ıI", "istanbul ii"}, {"ΟΔΟΣ οδος", "οδοσ οδοσ"}, {"Ｂｒａｚｉｌ", "brazil"},
      {"ガーナ ｶﾞ", "カーナ カ"}, {"E\xcc\x81", "e"}, {"대", "\xe1\x84\x83\xe1\x85\xa2"},
      {"\xe1\x84\x83\xe1\x85\xa2", "\xe1\x84\x83\xe1\x85\xa2"}, {"Brazil¹†", "brazil"}};
  char out[UN_FOLD_ROOM];
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    size_t n = un_fold(&un_folds, pairs[i][0], strlen(pairs[i][0]), out);
    assert_int_equal(n, strlen(pairs[i][1]));
    assert_string_equal(out, pairs[i][1]);
    assert_int_equal(un_fold(&un_folds, out, n, out), n); /* once is enough */
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(easter_mondays_are_where_they_were),
      cmocka_unit_test(orthodox_easter_mondays_are_where_they_were),
      cmocka_unit_test(substitutes_are_the_next_working_day_not_taken),
      cmocka_unit_test(a_calendar_has_the_rows_of_its_own),
      cmocka_unit_test(a_wrong_calendar_is_read_as_a_country_first),
      cmocka_unit_test(remembered_years_change_no_answer),
      cmocka_unit_test(rolled_days_are_working_days_and_never_earlier),
      cmocka_unit_test(years_not_claimed_have_no_answer),
      cmocka_unit_test(period_start_end_of_and_add_agree),
      cmocka_unit_test(the_nearest_name_is_near),
      cmocka_unit_test(folding_takes_case_marks_and_articles_off),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
