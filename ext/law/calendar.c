#include "calendar.h"

#include <string.h>

#include "suggest.h"

static const char observed_suffix[] = "+observed";

bool un_calendar_find(const char *text, size_t len, struct un_calendar *out) {
  size_t suffix = sizeof observed_suffix - 1;
  *out = (struct un_calendar){0};
  if (len > suffix && memcmp(text + len - suffix, observed_suffix, suffix) == 0) {
    out->observed = true;
    len -= suffix;
  }
  for (int i = 0; i < un_calendars_count; i++) {
    const char *name = un_calendars[i].name;
    if (strlen(name) == len && memcmp(name, text, len) == 0) {
      out->row = &un_calendars[i];
      return true;
    }
  }
  return false;
}

static const char *name_at(const void *list, size_t i) {
  (void)list;
  return un_calendars[i].name;
}

const char *un_calendar_nearest(const char *text, size_t len) {
  return un_nearest(text, len, name_at, NULL, (size_t)un_calendars_count);
}

/* --- holidays ------------------------------------------------------------- */

/* Easter Sunday, Gregorian: the anonymous computus (Nature, 20 April 1876). */
static un_day easter(int year) {
  int a = year % 19, b = year / 100, c = year % 100;
  int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  int h = (19 * a + b - d - g + 15) % 30;
  int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  int m = (a + 11 * h + 22 * l) / 451;
  int n = h + l - 7 * m + 114;
  return un_day_of(year, n / 31, n % 31 + 1);
}

/* Easter Sunday of the Julian reckoning (Meeus), as a Gregorian day. */
static un_day orthodox_easter(int year) {
  int d = (19 * (year % 19) + 15) % 30;
  int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  int n = d + e + 114;
  return un_day_of(year, n / 31, n % 31 + 1) + year / 100 - year / 400 - 2;
}

static un_day nth_weekday(const struct un_holiday *rule, int year) {
  if (rule->n > 0) {
    un_day first = un_day_of(year, rule->month, 1);
    return first + (rule->weekday - un_weekday(first) + 7) % 7 + 7 * (rule->n - 1);
  }
  un_day last = un_day_of(year, rule->month, un_days_in_month(year, rule->month));
  return last - (un_weekday(last) - rule->weekday + 7) % 7 + 7 * (rule->n + 1);
}

static un_day rule_day(const struct un_holiday *rule, int year) {
  un_day day;
  switch (rule->rule) {
  case UN_RULE_FIXED:
    if (!un_civil_exists(year, rule->month, rule->day)) return UN_NO_DAY;
    return un_day_of(year, rule->month, rule->day);
  case UN_RULE_ONCE: return un_day_of(year, rule->month, rule->day);
  case UN_RULE_NTH: return nth_weekday(rule, year);
  case UN_RULE_ON_AFTER:
    day = un_day_of(year, rule->month, rule->day);
    return day + (rule->weekday - un_weekday(day) + 7) % 7;
  case UN_RULE_ON_BEFORE:
    day = un_day_of(year, rule->month, rule->day);
    return day - (un_weekday(day) - rule->weekday + 7) % 7;
  case UN_RULE_EASTER: return easter(year) + rule->offset;
  case UN_RULE_ORTHODOX: return orthodox_easter(year) + rule->offset;
  }
  return UN_NO_DAY;
}

struct un_holiday_days un_holiday_in(const struct un_holiday *rule, int year) {
  struct un_holiday_days days = {UN_NO_DAY, UN_NO_DAY};
  if (year < rule->since || year > rule->until || year < 1 || year > 9999) return days;
  days.day = rule_day(rule, year);
  if (days.day == UN_NO_DAY) return days;
  int shift = rule->shift[un_weekday(days.day)];
  if (shift != 0) days.substitute = days.day + shift;
  return days;
}

static void mark(struct un_year *slot, un_day first, int length, un_day day) {
  if (day == UN_NO_DAY || day < first || day >= first + length) return;
  slot->holidays[(day - first) / 64] |= UINT64_C(1) << ((day - first) % 64);
}

/* Substitutes cross the year's end: 1 January 2022 was observed in 2021. */
static void fill_year(struct un_year *slot, struct un_calendar calendar, int year) {
  *slot = (struct un_year){.row = calendar.row, .year = year, .observed = calendar.observed};
  un_day first = un_day_of(year, 1, 1);
  int length = un_day_of(year, 12, 31) - first + 1;
  for (int i = 0; i < un_holidays_count; i++) {
    const struct un_holiday *rule = &un_holidays[i];
    if (rule->calendar != calendar.row) continue;
    for (int y = year - 1; y <= year + 1; y++) {
      struct un_holiday_days days = un_holiday_in(rule, y);
      mark(slot, first, length, days.day);
      if (!rule->shift_observed || calendar.observed) mark(slot, first, length, days.substitute);
    }
  }
}

static bool is_holiday(struct un_years *years, struct un_calendar calendar, un_day day, int year) {
  size_t at = ((size_t)(calendar.row - un_calendars) * 19 + (calendar.observed ? 32 : 0) +
               (size_t)year) % UN_YEARS;
  struct un_year *slot = &years->at[at];
  if (slot->row != calendar.row || slot->year != year || slot->observed != calendar.observed) {
    fill_year(slot, calendar, year);
  }
  int n = day - un_day_of(year, 1, 1);
  return slot->holidays[n / 64] >> (n % 64) & 1;
}

/* --- working days ----------------------------------------------------------- */

/* Whether a day stops a term from ending: with `saturdays` they stop it too. */
static enum un_calendar_result is_off(struct un_years *years, struct un_calendar calendar,
                                      un_day day, bool saturdays, bool *off) {
  if (!un_day_in_range(day)) return UN_CALENDAR_OUT_OF_RANGE;
  *off = false;
  if (!calendar.row->weekends) return UN_CALENDAR_OK;
  int year = un_civil_of(day).year;
  if (year < calendar.row->since || year > calendar.row->until) return UN_CALENDAR_UNCLAIMED;
  int weekday = un_weekday(day);
  *off = weekday == 0 || (weekday == 6 && saturdays) || is_holiday(years, calendar, day, year);
  return UN_CALENDAR_OK;
}

static enum un_calendar_result walk(struct un_years *years, struct un_calendar calendar,
                                    un_day day, bool saturdays, int step, un_day *out) {
  for (;; day += step) {
    bool off;
    enum un_calendar_result result = is_off(years, calendar, day, saturdays, &off);
    if (result != UN_CALENDAR_OK) return result;
    if (!off) break;
  }
  *out = day;
  return UN_CALENDAR_OK;
}

enum un_calendar_result un_is_business_day(struct un_years *years, struct un_calendar calendar,
                                           un_day day, bool *out) {
  bool off;
  enum un_calendar_result result = is_off(years, calendar, day, true, &off);
  *out = result == UN_CALENDAR_OK && !off;
  return result;
}

enum un_calendar_result un_business_day(struct un_years *years, struct un_calendar calendar,
                                        un_day day, un_day *out) {
  return walk(years, calendar, day, true, 1, out);
}

enum un_calendar_result un_roll(struct un_years *years, struct un_calendar calendar,
                                const struct un_term *term, un_day nominal, un_day *out) {
  const struct un_calendar_row *row = calendar.row;
  *out = nominal;
  if ((term->has_hours && !row->hours_roll) || (term->backward && !row->backward_rolls)) {
    return UN_CALENDAR_OK;
  }
  return walk(years, calendar, nominal, row->saturdays_roll, term->backward ? -1 : 1, out);
}
