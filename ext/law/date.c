/* Civil dates and instants: see date.h. */
#include "date.h"

#include <string.h>

#include "digits.h"

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

static int compare(int64_t a, int64_t b) { return (a > b) - (a < b); }

int un_moment_compare(const struct un_moment *a, const struct un_moment *b) {
  int order = compare(a->day, b->day);
  if (order == 0) order = compare(a->has_time, b->has_time);
  if (order == 0) order = compare(a->second, b->second);
  if (order == 0) order = compare(a->has_seconds, b->has_seconds);
  return order != 0 ? order : strcmp(a->offset, b->offset);
}

size_t un_date_format(un_day day, char out[UN_DATE_TEXT]) {
  struct un_civil civil = un_civil_of(day);
  un_put_two(un_put_two(out, (unsigned)civil.year / 100), (unsigned)civil.year % 100);
  out[4] = '-';
  un_put_two(out + 5, (unsigned)civil.month);
  out[7] = '-';
  un_put_two(out + 8, (unsigned)civil.day);
  out[10] = '\0';
  return 10;
}

size_t un_moment_format(const struct un_moment *moment, char out[UN_MOMENT_TEXT]) {
  size_t len = un_date_format(moment->day, out);
  if (!moment->has_time) return len;
  char *at = out + len;
  unsigned second = (unsigned)moment->second;
  *at++ = 'T';
  at = un_put_two(at, second / 3600);
  *at++ = ':';
  at = un_put_two(at, second / 60 % 60);
  if (moment->has_seconds) {
    *at++ = ':';
    at = un_put_two(at, second % 60);
  }
  size_t offset = strlen(moment->offset);
  memcpy(at, moment->offset, offset + 1);
  return (size_t)(at - out) + offset;
}
