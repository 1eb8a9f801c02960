/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet_value.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "law/date.h"

/* --- formats ---------------------------------------------------------------------- */

static enum un_sheet_format kind(bool percent, bool day, bool clock, bool month, bool elapsed) {
  if (percent) return UN_SHEET_PERCENT;
  if (elapsed) return UN_SHEET_ELAPSED;
  if (day) return UN_SHEET_DATE;
  if (clock) return UN_SHEET_TIME;
  return month ? UN_SHEET_DATE : UN_SHEET_NUMBER;
}

enum un_sheet_format un_sheet_format_of(const char *code) {
  bool percent = false, day = false, clock = false, month = false, elapsed = false;
  if (strncasecmp(code, "general", 7) == 0) return UN_SHEET_NUMBER;
  for (const char *at = code; *at && *at != ';'; at++) {
    if (*at == '"') {
      at = strchr(at + 1, '"');
      if (!at) break;
    } else if (*at == '[') {
      char first = (char)tolower((unsigned char)at[1]);
      char second = (char)tolower((unsigned char)(at[1] ? at[2] : 0));
      if (strchr("hms", first) && first && (second == ']' || second == first)) elapsed = true;
      at = strchr(at, ']');
      if (!at) break;
    } else if (*at == '\\' || *at == '_' || *at == '*') {
      if (*++at == '\0') break; /* the next one is shown or skipped, not read */
    } else {
      char c = (char)tolower((unsigned char)*at);
      percent = percent || c == '%';
      day = day || c == 'd' || c == 'y';
      clock = clock || c == 'h' || c == 's';
      month = month || c == 'm';
    }
  }
  return kind(percent, day, clock, month, elapsed);
}

enum un_sheet_format un_sheet_format_builtin(int number) {
  static const struct {
    int first, last;
    enum un_sheet_format format;
  } ranges[] = {{9, 10, UN_SHEET_PERCENT}, {14, 17, UN_SHEET_DATE},    {18, 21, UN_SHEET_TIME},
                {22, 22, UN_SHEET_DATE},   {27, 31, UN_SHEET_DATE},    {32, 33, UN_SHEET_TIME},
                {34, 36, UN_SHEET_DATE},   {45, 45, UN_SHEET_TIME},    {46, 46, UN_SHEET_ELAPSED},
                {47, 47, UN_SHEET_TIME},   {50, 58, UN_SHEET_DATE}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
    if (number >= ranges[i].first && number <= ranges[i].last) return ranges[i].format;
  }
  return UN_SHEET_NUMBER;
}

/* --- numbers ----------------------------------------------------------------------- */

/* `[-]digits` with the decimal point before digit `point`, plain. */
static void plain_decimal(bool negative, const char *digits, int count, int point, char *out) {
  if (negative) *out++ = '-';
  if (point <= 0) {
    out += sprintf(out, "0.");
    for (; point < 0; point++) *out++ = '0';
    out += sprintf(out, "%.*s", count, digits);
  } else {
    for (int i = 0; i < count || i < point; i++) {
      if (i == point) *out++ = '.';
      *out++ = i < count ? digits[i] : '0';
    }
  }
  *out = '\0';
}

/* Fifteen significant digits, times 10^shift, without trailing zeros. */
static void number_text(double x, int shift, char *out) {
  char scientific[40], digits[20];
  int count = 0;
  if (x == 0) {
    strcpy(out, "0");
    return;
  }
  snprintf(scientific, sizeof scientific, "%.14e", fabs(x));
  for (const char *at = scientific; *at != 'e'; at++) {
    if (*at != '.') digits[count++] = *at;
  }
  int exponent = (int)strtol(strchr(scientific, 'e') + 1, NULL, 10) + shift;
  while (count > 1 && digits[count - 1] == '0') count--;
  plain_decimal(x < 0, digits, count, exponent + 1, out);
}

/* --- dates ------------------------------------------------------------------------- */

static void clock_text(long long seconds, char *out) {
  sprintf(out, "%02lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static const char *date_text(double serial, enum un_sheet_format format, bool from_1904, char *out) {
  double days = floor(serial);
  long long seconds = llround((serial - days) * 86400);
  if (seconds == 86400) days += 1, seconds = 0;
  if (format == UN_SHEET_ELAPSED || (days == 0 && !from_1904 && seconds > 0)) {
    if (serial < 0 || serial > 1e6) return "is no time of day";
    clock_text((long long)days * 86400 + seconds, out);
    return NULL;
  }
  if (format == UN_SHEET_TIME && days == 0) {
    clock_text(seconds, out);
    return NULL;
  }
  if (days < (from_1904 ? 0 : 1) || days > 2958465) return "is no date";
  if (!from_1904 && days == 60) return "is no date: 1900 had no 29 February";
  un_day first = from_1904 ? un_day_of(1904, 1, 1) : un_day_of(1899, 12, days < 60 ? 31 : 30);
  int64_t day = first + (int64_t)days;
  if (!un_day_in_range(day)) return "is no date";
  size_t len = un_date_format((un_day)day, out);
  if (seconds == 0) return NULL;
  sprintf(out + len, "T%02lld:%02lld", seconds / 3600, seconds / 60 % 60);
  if (seconds % 60) sprintf(out + len + 6, ":%02lld", seconds % 60);
  return NULL;
}

const char *un_sheet_number(const char *stored, enum un_sheet_format format, bool from_1904,
                            char out[UN_SHEET_TEXT]) {
  char *end;
  double x = strtod(stored, &end);
  size_t len = strlen(stored);
  if (end == stored || *end || !isfinite(x) || strspn(stored, "+-.0123456789eE") != len) {
    return "is not a number";
  }
  if (format == UN_SHEET_NUMBER) {
    size_t sign = stored[0] == '-';
    bool whole = len > sign && len < UN_SHEET_TEXT && strspn(stored + sign, "0123456789") == len - sign;
    if (whole && stored[sign] != '0') strcpy(out, stored);
    else number_text(x, 0, out);
    return NULL;
  }
  if (format != UN_SHEET_PERCENT) return date_text(x, format, from_1904, out);
  number_text(x, 2, out);
  strcat(out, "%");
  return NULL;
}

void un_sheet_address(int column, long long row, char out[32]) {
  char letters[8];
  int n = 0;
  /* Column 0 is the whole row: its number. */
  for (int c = column; c > 0 && n < 7; c = (c - 1) / 26) letters[n++] = (char)('A' + (c - 1) % 26);
  for (int i = 0; i < n; i++) out[i] = letters[n - 1 - i];
  sprintf(out + n, "%lld", row);
}
