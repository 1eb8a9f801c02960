#include "calendar.h"

#include <stddef.h>
#include <string.h>

#include "jurisdiction.h"
#include "suggest.h"

static const char observed_suffix[] = "+observed";

static const struct un_calendar_row *row_named(const char *name, size_t len) {
  for (unsigned at = un_hash(name, len);; at++) {
    int row = un_calendars_hash[at & un_calendars_hash_mask];
    if (row < 0) return NULL;
    if (un_calendars_len[row] == len && un_same(un_calendars[row].name, name, len)) return &un_calendars[row];
  }
}

/* Cuts `+observed` off; false when it is not there. */
static bool cut_observed(const char *text, size_t *len) {
  size_t suffix = sizeof observed_suffix - 1;
  if (*len <= suffix || memcmp(text + *len - suffix, observed_suffix, suffix) != 0) return false;
  *len -= suffix;
  return true;
}

bool un_calendar_find(const char *text, size_t len, struct un_calendar *out) {
  *out = (struct un_calendar){.observed = cut_observed(text, &len)};
  out->row = row_named(text, len);
  return out->row != NULL;
}

static const char *name_at(const void *list, size_t i) {
  (void)list;
  return un_calendars[i].name;
}

const char *un_calendar_nearest(const char *text, size_t len) {
  cut_observed(text, &len);
  const char *code = un_jurisdiction(text, len);
  if (code) {
    const struct un_calendar_row *row = row_named(code, strlen(code));
    return row ? row->name : NULL;
  }
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

/* The day the rule names, before any shift; UN_NO_DAY in a year it does not hold. */
static un_day named_day(const struct un_holiday *rule, int year) {
  if (year < rule->since || year > rule->until || year < 1 || year > 9999) return UN_NO_DAY;
  return rule_day(rule, year);
}

/* Whether another rule of the calendar has that day: its own, or as substitute
** of a day before ours (then of a row before ours, on the same day). */
static bool is_taken(const struct un_holiday *rule, un_day ours, un_day day) {
  ptrdiff_t calendar = rule->calendar - un_calendars;
  const struct un_holiday *other = &un_holidays[un_holidays_at[calendar]];
  for (; other < &un_holidays[un_holidays_at[calendar + 1]]; other++) {
    for (int year = un_civil_of(ours).year; year <= un_civil_of(day).year; year++) {
      un_day named = named_day(other, year);
      if (named == UN_NO_DAY || other == rule) continue;
      bool shifts = other->shift[un_weekday(named)] != 0;
      if (named == day && !(shifts && other->shift_kind == UN_SHIFT_MOVED)) return true;
      bool first = named < ours || (named == ours && other < rule);
      if (!shifts || !first || other->shift_kind == UN_SHIFT_OBSERVED) continue;
      struct un_holiday_days days = un_holiday_in(other, year);
      if (days.day == day || days.substitute == day) return true;
    }
  }
  return false;
}

static un_day next_free(const struct un_holiday *rule, un_day ours) {
  un_day day = ours + 1;
  while (un_weekday(day) == 0 || un_weekday(day) == 6 || is_taken(rule, ours, day)) day++;
  return day;
}

struct un_holiday_days un_holiday_in(const struct un_holiday *rule, int year) {
  struct un_holiday_days days = {named_day(rule, year), UN_NO_DAY};
  if (days.day == UN_NO_DAY) return days;
  int shift = rule->shift[un_weekday(days.day)];
  if (shift == 0) return days;
  un_day other = shift == UN_SHIFT_NEXT ? next_free(rule, days.day) : days.day + shift;
  if (rule->shift_kind == UN_SHIFT_MOVED) days.day = other;
  else days.substitute = other;
  return days;
}

static void mark(struct un_year *slot, un_day first, int length, un_day day) {
  if (day == UN_NO_DAY || day < first || day >= first + length) return;
  slot->holidays[(day - first) / 64] |= UINT64_C(1) << ((day - first) % 64);
}

/* Substitutes cross the year's end: 1 January 2022 was observed in 2021. */
static void fill_year(struct un_year *slot, struct un_calendar calendar, int year) {
  *slot = (struct un_year){.row = calendar.row, .year = year, .first = un_day_of(year, 1, 1),
                            .observed = calendar.observed};
  un_day first = slot->first;
  int length = un_day_of(year, 12, 31) - first + 1;
  ptrdiff_t c = calendar.row - un_calendars;
  for (int i = un_holidays_at[c]; i < un_holidays_at[c + 1]; i++) {
    const struct un_holiday *rule = &un_holidays[i];
    for (int y = year - 1; y <= year + 1; y++) {
      struct un_holiday_days days = un_holiday_in(rule, y);
      mark(slot, first, length, days.day);
      if (rule->shift_kind != UN_SHIFT_OBSERVED || calendar.observed) {
        mark(slot, first, length, days.substitute);
      }
    }
  }
}

static bool is_holiday(struct un_years *years, struct un_calendar calendar, un_day day, int year) {
  size_t at = ((size_t)(calendar.row - un_calendars) * 27 + (calendar.observed ? UN_YEARS / 2 : 0) +
               (size_t)year) % UN_YEARS;
  struct un_year *slot = &years->at[at];
  if (slot->row != calendar.row || slot->year != year || slot->observed != calendar.observed) {
    fill_year(slot, calendar, year);
  }
  int n = day - slot->first;
  return slot->holidays[n / 64] >> (n % 64) & 1;
}

bool un_is_holiday(struct un_years *years, struct un_calendar calendar, un_day day) {
  return is_holiday(years, calendar, day, un_civil_of(day).year);
}

/* --- working days ----------------------------------------------------------- */

/* Whether the calendar knows the day; `none`, which has no days off, knows all. */
static enum un_calendar_result claimed(const struct un_calendar_row *row, un_day day) {
  if (!un_day_in_range(day)) return UN_CALENDAR_OUT_OF_RANGE;
  int year = un_civil_of(day).year;
  return row->weekends && (year < row->since || year > row->until) ? UN_CALENDAR_UNCLAIMED : UN_CALENDAR_OK;
}

/* Whether a day stops a term from ending: with `saturdays` they stop it too. */
static enum un_calendar_result is_off(struct un_years *years, struct un_calendar calendar,
                                      un_day day, bool saturdays, bool *off) {
  enum un_calendar_result result = claimed(calendar.row, day);
  *off = false;
  if (result != UN_CALENDAR_OK || !calendar.row->weekends) return result;
  int year = un_civil_of(day).year, weekday = un_weekday(day);
  *off = weekday == 0 || (weekday == 6 && saturdays) || is_holiday(years, calendar, day, year);
  return UN_CALENDAR_OK;
}

static enum un_calendar_result walk(struct un_years *years, struct un_calendar calendar,
                                    un_day day, bool saturdays, int step, un_day *out) {
  for (;; day += step) {
    bool off;
    enum un_calendar_result result = is_off(years, calendar, day, saturdays, &off);
    *out = day;
    if (result != UN_CALENDAR_OK) return result;
    if (!off) break;
  }
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
    return claimed(row, nominal);
  }
  return walk(years, calendar, nominal, row->saturdays_roll, term->backward ? -1 : 1, out);
}
