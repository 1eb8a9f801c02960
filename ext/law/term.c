/* Terms: see term.h. */
#include "term.h"

#include <string.h>

/* Up to six digits; NULL when there are none or more. */
static const char *parse_count(const char *at, const char *end, int32_t *out) {
  const char *start = at;
  *out = 0;
  for (; at < end && *at >= '0' && *at <= '9' && at - start < 7; at++) {
    *out = *out * 10 + (*at - '0');
  }
  return at > start && at - start <= 6 ? at : NULL;
}

/* The parts in their order, each at most once. */
static bool parse_parts(const char *at, const char *end, struct un_term *out) {
  int last = 0;
  while (at < end) {
    int32_t count;
    int part;
    at = parse_count(at, end, &count);
    if (!at || at == end) return false;
    switch (*at++) {
    case 'Y': part = 1, out->years = count; break;
    case 'M': part = 2, out->months = count; break;
    case 'W': part = 3, out->weeks = count; break;
    case 'D': part = 4, out->days = count; break;
    default: return false;
    }
    if (part <= last) return false;
    last = part;
  }
  return last > 0;
}

/* Most terms are of one part: `P90D`. */
static bool parse_one(const char *text, size_t len, struct un_term *out) {
  int32_t count = 0;
  if (len < 3 || len > 8 || text[0] != 'P') return false;
  for (size_t i = 1; i < len - 1; i++) {
    unsigned digit = (unsigned char)text[i] - (unsigned)'0';
    if (digit > 9) return false;
    count = count * 10 + (int32_t)digit;
  }
  *out = (struct un_term){.set = true};
  switch (text[len - 1]) {
  case 'Y': out->years = count; return true;
  case 'M': out->months = count; return true;
  case 'W': out->weeks = count; return true;
  case 'D': out->days = count; return true;
  default: return false;
  }
}

bool un_term_parse(const char *text, size_t len, struct un_term *out) {
  if (parse_one(text, len, out)) return true;
  const char *at = text, *end = text + len;
  *out = (struct un_term){.backward = at < end && *at == '-'};
  at += out->backward;
  if (at == end || *at++ != 'P') return false;
  if (at < end && *at == 'T') {
    at = parse_count(at + 1, end, &out->hours);
    out->has_hours = out->set = at && end - at == 1 && *at == 'H';
  } else {
    out->set = parse_parts(at, end, out);
  }
  return out->set;
}

static size_t put_part(char *at, int32_t value, char letter) {
  char digits[8];
  size_t n = 0;
  do digits[n++] = (char)('0' + value % 10);
  while ((value /= 10) > 0);
  for (size_t i = 0; i < n; i++) at[i] = digits[n - 1 - i];
  at[n] = letter;
  return n + 1;
}

size_t un_term_format(const struct un_term *term, char out[UN_TERM_TEXT]) {
  size_t n = 0;
  if (term->backward) out[n++] = '-';
  out[n++] = 'P';
  size_t empty = n;
  if (term->has_hours) {
    out[n++] = 'T';
    n += put_part(out + n, term->hours, 'H');
  }
  if (term->years) n += put_part(out + n, term->years, 'Y');
  if (term->months) n += put_part(out + n, term->months, 'M');
  if (term->weeks) n += put_part(out + n, term->weeks, 'W');
  if (term->days || n == empty) n += put_part(out + n, term->days, 'D');
  out[n] = '\0';
  return n;
}

bool un_term_positive(const struct un_term *term) {
  return !term->backward &&
         (term->years || term->months || term->weeks || term->days || term->hours);
}

static enum un_term_result add_hours(const struct un_moment *start, const struct un_term *term,
                                     struct un_moment *out) {
  if (!start->has_time) return UN_TERM_NEEDS_INSTANT;
  int64_t sign = term->backward ? -1 : 1;
  int64_t second = start->day * INT64_C(86400) + start->second + sign * term->hours * INT64_C(3600);
  int64_t day = second / 86400;
  int64_t rest = second % 86400;
  if (rest < 0) {
    rest += 86400;
    day--;
  }
  if (!un_day_in_range(day)) return UN_TERM_OUT_OF_RANGE;
  *out = *start;
  out->day = (un_day)day;
  out->second = (int32_t)rest;
  return UN_TERM_OK;
}

enum un_term_result un_term_add(const struct un_moment *start, const struct un_term *term,
                                struct un_moment *out) {
  if (term->has_hours) return add_hours(start, term, out);
  int64_t sign = term->backward ? -1 : 1;
  int64_t day = start->day;
  int64_t months = sign * (term->years * INT64_C(12) + term->months);
  if (months != 0) {
    struct un_civil civil = un_civil_of(start->day);
    int64_t month = civil.year * INT64_C(12) + civil.month - 1 + months;
    if (month < 12 || month >= 10000 * INT64_C(12)) return UN_TERM_OUT_OF_RANGE;
    int y = (int)(month / 12);
    int m = (int)(month % 12) + 1;
    int last = un_days_in_month(y, m);
    day = un_day_of(y, m, civil.day < last ? civil.day : last);
  }
  day += sign * (term->weeks * INT64_C(7) + term->days);
  if (!un_day_in_range(day)) return UN_TERM_OUT_OF_RANGE;
  memset(out, 0, sizeof *out);
  out->day = (un_day)day;
  return UN_TERM_OK;
}
