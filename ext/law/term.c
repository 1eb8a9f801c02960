/* Terms: see term.h. */
#include "term.h"

#include <string.h>

bool un_term_parse(const char *text, size_t len, struct un_term *out) {
  static const char letters[] = "YMWDH";
  memset(out, 0, sizeof *out);
  int32_t *const parts[] = {&out->years, &out->months, &out->weeks, &out->days, &out->hours};
  size_t i = 0;
  if (i < len && text[i] == '-') {
    out->backward = true;
    i++;
  }
  if (i >= len || text[i++] != 'P') return false;
  size_t next = 0; /* parts come in this order, each at most once */
  int count = 0;
  bool in_time = false;
  while (i < len) {
    if (text[i] == 'T') {
      if (in_time) return false;
      in_time = true;
      next = 4;
      i++;
    }
    int32_t value = 0;
    size_t start = i;
    while (i < len && text[i] >= '0' && text[i] <= '9' && i - start < 7) {
      value = value * 10 + (text[i++] - '0');
    }
    if (i == start || i - start > 6 || i >= len) return false;
    const char *letter = memchr(letters + next, text[i], 5 - next);
    if (!letter || (*letter == 'H') != in_time) return false;
    i++;
    size_t part = (size_t)(letter - letters);
    *parts[part] = value;
    next = part + 1;
    count++;
    if (in_time) out->has_hours = true;
  }
  if (count == 0 || (in_time && !out->has_hours)) return false;
  if (out->has_hours && count > 1) return false;
  out->set = true;
  return true;
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
