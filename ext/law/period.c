#include "period.h"

#include <string.h>

const char *const un_unit_names[UN_UNITS] = {"year", "half", "quarter", "month"};

static const int per_year[UN_UNITS] = {1, 2, 4, 12};

bool un_unit_find(const char *text, size_t len, enum un_unit *out) {
  for (int i = 0; i < UN_UNITS; i++) {
    if (strlen(un_unit_names[i]) == len && memcmp(un_unit_names[i], text, len) == 0) {
      *out = (enum un_unit)i;
      return true;
    }
  }
  return false;
}

static bool digits(const char *text, size_t n, int *out) {
  *out = 0;
  for (size_t i = 0; i < n; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    *out = *out * 10 + (text[i] - '0');
  }
  return true;
}

bool un_period_parse(const char *text, size_t len, struct un_period *out) {
  int year, position = 1;
  if (len < 4 || !digits(text, 4, &year) || year < 1) return false;
  if (len == 4) {
    out->unit = UN_UNIT_YEAR;
  } else if (len == 7 && text[4] == '-' && (text[5] == 'H' || text[5] == 'Q')) {
    out->unit = text[5] == 'H' ? UN_UNIT_HALF : UN_UNIT_QUARTER;
    if (!digits(text + 6, 1, &position)) return false;
  } else if (len == 7 && text[4] == '-') {
    out->unit = UN_UNIT_MONTH;
    if (!digits(text + 5, 2, &position)) return false;
  } else {
    return false;
  }
  if (position < 1 || position > per_year[out->unit]) return false;
  out->index = year * per_year[out->unit] + position - 1;
  return true;
}

/* With the divisor a constant, which the compiler multiplies by instead. */
static inline void split(struct un_period period, int *year, int *position) {
  switch (period.unit) {
  case UN_UNIT_YEAR: *year = period.index, *position = 1; break;
  case UN_UNIT_HALF: *year = period.index / 2, *position = period.index % 2 + 1; break;
  case UN_UNIT_QUARTER: *year = period.index / 4, *position = period.index % 4 + 1; break;
  case UN_UNIT_MONTH: *year = period.index / 12, *position = period.index % 12 + 1; break;
  }
}

static void put_two(char *at, int value) {
  at[0] = (char)('0' + value / 10);
  at[1] = (char)('0' + value % 10);
}

size_t un_period_format(struct un_period period, char out[UN_PERIOD_TEXT]) {
  int year = 0, position = 0;
  split(period, &year, &position);
  put_two(out, year / 100);
  put_two(out + 2, year % 100);
  out[4] = '\0';
  if (period.unit == UN_UNIT_YEAR) return 4;
  out[4] = '-';
  put_two(out + 5, position);
  if (period.unit == UN_UNIT_HALF) out[5] = 'H';
  if (period.unit == UN_UNIT_QUARTER) out[5] = 'Q';
  out[7] = '\0';
  return 7;
}

struct un_period un_period_of(un_day day, enum un_unit unit) {
  struct un_civil civil = un_civil_of(day);
  int n = per_year[unit];
  return (struct un_period){unit, civil.year * n + (civil.month - 1) / (12 / n)};
}

un_day un_period_start(struct un_period period) {
  int n = per_year[period.unit];
  return un_day_of(period.index / n, period.index % n * (12 / n) + 1, 1);
}

un_day un_period_end(struct un_period period) {
  int n = per_year[period.unit];
  int year = period.index / n, month = (period.index % n + 1) * (12 / n);
  return un_day_of(year, month, un_days_in_month(year, month));
}

bool un_period_add(struct un_period period, int64_t n, struct un_period *out) {
  int64_t first = per_year[period.unit], last = INT64_C(10000) * first - 1;
  if (n < first - period.index || n > last - period.index) return false;
  *out = (struct un_period){period.unit, (int32_t)(period.index + n)};
  return true;
}
