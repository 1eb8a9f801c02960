/* Civil dates and instants of the proleptic Gregorian calendar, 0001-9999.
**
** (1) A day is a count of days since 1970-01-01. No clock, no time zone, no
**     locale, no allocation; SQLite's own date functions overflow month ends
**     (law.md 2.3) and are not used.
** (2) Text is `YYYY-MM-DD` or an instant `YYYY-MM-DDThh:mm[:ss][Z|+hh:mm]`
**     (blank for T accepted; no 24:00, no second 60). The day must exist.
** (3) Two values stand outside the range: UN_INDEFINITE sorts after every day
**     (an end that is not known), UN_NO_DAY before (no end: nobody is gagged).
**
** Ownership: nothing is owned; every result goes to the caller's buffer.
*/
#ifndef UN_LAW_DATE_H
#define UN_LAW_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t un_day;

#define UN_DAY_MIN (-719162) /* 0001-01-01 */
#define UN_DAY_MAX 2932896   /* 9999-12-31 */
#define UN_INDEFINITE INT32_MAX
#define UN_NO_DAY INT32_MIN

enum { UN_DATE_TEXT = 11, UN_MOMENT_TEXT = 32 };

struct un_civil {
  int year;
  int month; /* 1-12 */
  int day;   /* 1-31 */
};

/* A date as written, with the time of day where the text has one. */
struct un_moment {
  un_day day;
  int32_t second;   /* of the day, 0-86399; 0 without a time */
  bool has_time;
  bool has_seconds; /* the text wrote them, so the output does too */
  char offset[7];   /* "", "Z" or "+hh:mm", kept as written */
};

static inline int un_days_in_month(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return 30 + ((month + month / 8) & 1);
}

static inline bool un_civil_exists(int year, int month, int day) {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         day <= un_days_in_month(year, month);
}

/* Days are counted in years that start on 1 March, so that the leap day comes
** last and months have a fixed pattern. Divisions are multiplications by the
** constants of Neri and Schneider, "Euclidean affine functions and their
** application to calendar algorithms" (2022), exact far beyond our range. */
#define UN_MARCH_0000 719468

static inline un_day un_day_of(int year, int month, int day) {
  unsigned early = month <= 2;
  unsigned y = (unsigned)year - early, m = (unsigned)month + 12 * early;
  unsigned century = y / 100;
  unsigned days = y * 365 + y / 4 - century + century / 4 + (979 * m - 2919) / 32 + (unsigned)day - 1;
  return (un_day)days - UN_MARCH_0000;
}

static inline struct un_civil un_civil_of(un_day day) {
  uint32_t n = 4 * (uint32_t)(day + UN_MARCH_0000) + 3; /* never negative: years start at 1 */
  uint32_t century = n / 146097;
  uint64_t years = UINT64_C(2939745) * (n % 146097 | 3);
  uint32_t day_of_year = (uint32_t)years / 2939745 / 4;
  uint32_t months = 2141 * day_of_year + 197913;
  int late = day_of_year >= 306; /* January and February belong to the next year */
  return (struct un_civil){
      .year = (int)(100 * century + (uint32_t)(years >> 32)) + late,
      .month = (int)(months >> 16) - 12 * late,
      .day = (int)((months & 0xffff) / 2141) + 1,
  };
}

static inline bool un_day_in_range(int64_t day) {
  return day >= UN_DAY_MIN && day <= UN_DAY_MAX;
}

/* 0 Sunday ... 6 Saturday; 0001-01-01 was a Monday. */
static inline int un_weekday(un_day day) { return (int)((uint32_t)(day - UN_DAY_MIN + 1) % 7); }

/* By day, then by how it is written: 0 only for the same text in the long form. */
int un_moment_compare(const struct un_moment *a, const struct un_moment *b);

/* Read a date, or the date part of an instant as written. */
bool un_date_parse(const char *text, size_t len, un_day *out);
bool un_moment_parse(const char *text, size_t len, struct un_moment *out);

/* Write `YYYY-MM-DD` and a NUL; the day must be in range. Returns the length. */
size_t un_date_format(un_day day, char out[UN_DATE_TEXT]);
size_t un_moment_format(const struct un_moment *moment, char out[UN_MOMENT_TEXT]);

#endif
