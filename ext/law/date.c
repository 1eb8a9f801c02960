/* Civil dates and instants: see date.h. */
#include "date.h"

#include <string.h>

bool un_civil_exists(int year, int month, int day) {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         day <= un_days_in_month(year, month);
}

int un_days_in_month(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[month - 1];
}

/* Days are counted in years that start on 1 March, so that the leap day comes
** last and months have the fixed pattern (153 * m + 2) / 5. */
un_day un_day_of(int year, int month, int day) {
  int y = month > 2 ? year : year - 1;
  int era = y / 400;
  int year_of_era = y - era * 400;
  int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

struct un_civil un_civil_of(un_day day) {
  int z = day + 719468; /* never negative: the range starts in year 1 */
  int era = z / 146097;
  int day_of_era = z - era * 146097;
  int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int march_month = (5 * day_of_year + 2) / 153;
  struct un_civil civil;
  civil.day = day_of_year - (153 * march_month + 2) / 5 + 1;
  civil.month = march_month < 10 ? march_month + 3 : march_month - 9;
  civil.year = year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0);
  return civil;
}

int un_weekday(un_day day) {
  return (day - UN_DAY_MIN + 1) % 7; /* 0001-01-01 was a Monday */
}

/* `count` digits, or -1. */
static int digits(const char *text, int count) {
  int value = 0;
  for (int i = 0; i < count; i++) {
    unsigned d = (unsigned)(unsigned char)text[i] - '0';
    if (d > 9) return -1;
    value = value * 10 + (int)d;
  }
  return value;
}

static bool parse_day(const char *text, un_day *out) {
  int year = digits(text, 4);
  int month = digits(text + 5, 2);
  int day = digits(text + 8, 2);
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
  int hours = digits(text + 1, 2);
  int minutes = digits(text + 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
  memcpy(out, text, 6);
  out[6] = '\0';
  return true;
}

bool un_moment_parse(const char *text, size_t len, struct un_moment *out) {
  memset(out, 0, sizeof *out);
  if (len < 10 || !parse_day(text, &out->day)) return false;
  if (len == 10) return true;
  if (len < 16 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':') return false;
  int hour = digits(text + 11, 2);
  int minute = digits(text + 14, 2);
  int second = 0;
  size_t at = 16;
  if (len > at && text[at] == ':') {
    if (len < 19) return false;
    second = digits(text + 17, 2);
    out->has_seconds = true;
    at = 19;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
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

static char *put_digits(char *at, int value, int count) {
  for (int i = count - 1; i >= 0; i--, value /= 10) at[i] = (char)('0' + value % 10);
  return at + count;
}

size_t un_date_format(un_day day, char out[UN_DATE_TEXT]) {
  struct un_civil civil = un_civil_of(day);
  char *at = put_digits(out, civil.year, 4);
  *at++ = '-';
  at = put_digits(at, civil.month, 2);
  *at++ = '-';
  at = put_digits(at, civil.day, 2);
  *at = '\0';
  return (size_t)(at - out);
}

size_t un_moment_format(const struct un_moment *moment, char out[UN_MOMENT_TEXT]) {
  size_t len = un_date_format(moment->day, out);
  if (!moment->has_time) return len;
  char *at = out + len;
  *at++ = 'T';
  at = put_digits(at, moment->second / 3600, 2);
  *at++ = ':';
  at = put_digits(at, moment->second / 60 % 60, 2);
  if (moment->has_seconds) {
    *at++ = ':';
    at = put_digits(at, moment->second % 60, 2);
  }
  size_t offset = strlen(moment->offset);
  memcpy(at, moment->offset, offset + 1);
  return (size_t)(at - out) + offset;
}
