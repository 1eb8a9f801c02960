/* Civil dates and instants: see date.h. */
#include "date.h"

#include <string.h>

bool un_civil_exists(int year, int month, int day) {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         day <= un_days_in_month(year, month);
}

int un_days_in_month(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return 30 + ((month + month / 8) & 1);
}

/* Days are counted in years that start on 1 March, so that the leap day comes
** last and months have a fixed pattern. Divisions are multiplications by the
** constants of Neri and Schneider, "Euclidean affine functions and their
** application to calendar algorithms" (2022), exact far beyond our range. */
enum { MARCH_0000 = 719468 };

un_day un_day_of(int year, int month, int day) {
  unsigned early = month <= 2;
  unsigned y = (unsigned)year - early, m = (unsigned)month + 12 * early;
  unsigned century = y / 100;
  unsigned days = y * 365 + y / 4 - century + century / 4 + (979 * m - 2919) / 32 + (unsigned)day - 1;
  return (un_day)days - MARCH_0000;
}

struct un_civil un_civil_of(un_day day) {
  uint32_t n = 4 * (uint32_t)(day + MARCH_0000) + 3; /* never negative: years start at 1 */
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

int un_weekday(un_day day) {
  return (day - UN_DAY_MIN + 1) % 7; /* 0001-01-01 was a Monday */
}

/* Two digits, or a value far outside any field. */
static inline int two(const char *text) {
  unsigned tens = (unsigned char)text[0] - (unsigned)'0', ones = (unsigned char)text[1] - (unsigned)'0';
  return tens <= 9 && ones <= 9 ? (int)(tens * 10 + ones) : 1000000;
}

static bool parse_day(const char *text, un_day *out) {
  int year = two(text) * 100 + two(text + 2), month = two(text + 5), day = two(text + 8);
  if (text[4] != '-' || text[7] != '-' || !un_civil_exists(year, month, day)) return false;
  *out = un_day_of(year, month, day);
  return true;
}

/* The part after the minutes or seconds: nothing, `Z`, or `+hh:mm`. */
static bool parse_offset(const char *text, size_t len, char out[7]) {
  if (len == 1 && text[0] == 'Z') {
    memcpy(out, "Z", 2);
    return true;
  }
  if (len == 0) {
    out[0] = '\0';
    return true;
  }
  if (len != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  if (two(text + 1) > 23 || two(text + 4) > 59) return false;
  memcpy(out, text, 6);
  out[6] = '\0';
  return true;
}

bool un_moment_parse(const char *text, size_t len, struct un_moment *out) {
  memset(out, 0, sizeof *out);
  if (len < 10 || !parse_day(text, &out->day)) return false;
  if (len == 10) return true;
  if (len < 16 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':') return false;
  int hour = two(text + 11);
  int minute = two(text + 14);
  int second = 0;
  size_t at = 16;
  if (len > at && text[at] == ':') {
    if (len < 19) return false;
    second = two(text + 17);
    out->has_seconds = true;
    at = 19;
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  out->has_time = true;
  out->second = hour * 3600 + minute * 60 + second;
  return parse_offset(text + at, len - at, out->offset);
}

bool un_date_parse(const char *text, size_t len, un_day *out) {
  if (len == 10) return parse_day(text, out);
  struct un_moment moment;
  if (!un_moment_parse(text, len, &moment)) return false;
  *out = moment.day;
  return true;
}

static char *put_two(char *at, int value) {
  at[0] = (char)('0' + value / 10);
  at[1] = (char)('0' + value % 10);
  return at + 2;
}

size_t un_date_format(un_day day, char out[UN_DATE_TEXT]) {
  struct un_civil civil = un_civil_of(day);
  put_two(put_two(out, civil.year / 100), civil.year % 100);
  out[4] = '-';
  put_two(out + 5, civil.month);
  out[7] = '-';
  put_two(out + 8, civil.day);
  out[10] = '\0';
  return 10;
}

size_t un_moment_format(const struct un_moment *moment, char out[UN_MOMENT_TEXT]) {
  size_t len = un_date_format(moment->day, out);
  if (!moment->has_time) return len;
  char *at = out + len;
  *at++ = 'T';
  at = put_two(at, moment->second / 3600);
  *at++ = ':';
  at = put_two(at, moment->second / 60 % 60);
  if (moment->has_seconds) {
    *at++ = ':';
    at = put_two(at, moment->second % 60);
  }
  size_t offset = strlen(moment->offset);
  memcpy(at, moment->offset, offset + 1);
  return (size_t)(at - out) + offset;
}
