/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "span.h"

#include <stdlib.h>
#include <string.h>

enum { ITEMS = 32 };

enum kind { YEAR, MONTH, HALF, QUARTER };

struct item {
  enum kind kind;
  int value;
};

struct items {
  struct item at[ITEMS];
  int count;
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c; }

static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

static void add(struct items *items, enum kind kind, int value) {
  if (items->count < ITEMS) items->at[items->count++] = (struct item){kind, value};
}

/* 1 to 12, 0 for another word. */
static int month_of(const char *word, size_t len) {
  static const char *const names[] = {"january", "february", "march",     "april",   "may",      "june",
                                      "july",    "august",   "september", "october", "november", "december"};
  if (len == 4 && strncmp(word, "sept", 4) == 0) return 9;
  for (int m = 0; m < 12; m++) {
    if ((len == 3 || len == strlen(names[m])) && strncmp(word, names[m], len) == 0) return m + 1;
  }
  return 0;
}

static void take_word(struct items *items, const char *text, size_t len) {
  char word[12];
  if (len >= sizeof word) return;
  for (size_t i = 0; i < len; i++) word[i] = lower(text[i]);
  int month = month_of(word, len);
  if (month) add(items, MONTH, month);
}

/* Digits: a half or quarter after its letter, a year. */
static void take_digits(struct items *items, const char *text, const char *from, size_t len) {
  const struct item *last = items->count > 0 ? &items->at[items->count - 1] : NULL;
  char before = from > text ? lower(from[-1]) : ' ';
  bool alone = from - text < 2 || !is_letter(from[-2]);
  int value = atoi(from);
  if (len == 1 && alone && before == 'h' && value >= 1 && value <= 2) add(items, HALF, value);
  else if (len == 1 && alone && before == 'q' && value >= 1 && value <= 4) add(items, QUARTER, value);
  else if (len == 1 && lower(from[1]) == 'h' && !is_letter(from[2]) && value >= 1 && value <= 2) add(items, HALF, value);
  else if (len == 4 && value >= 1990 && value <= 2099) add(items, YEAR, value);
  else if (len == 2 && last && (last->kind == HALF || (last->kind == MONTH && is_letter(before)))) add(items, YEAR, 2000 + value);
}

/* `2025-07-01/2025-12-31`; a single day is no period. */
static int find_days(const char *text, un_day *first, un_day *last) {
  int n = 0;
  for (const char *at = text; strlen(at) >= 10; at++) {
    un_day day;
    if ((at > text && is_digit(at[-1])) || is_digit(at[10]) || !un_date_parse(at, 10, &day)) continue;
    if (n++ == 0) *first = day;
    *last = day;
    at += 9;
  }
  return n;
}

/* The only value of a kind; 0 for none, -1 for several. */
static int only(const struct items *items, enum kind kind) {
  int found = 0;
  for (int i = 0; i < items->count; i++) {
    if (items->at[i].kind != kind) continue;
    if (found && found != items->at[i].value) return -1;
    found = items->at[i].value;
  }
  return found;
}

static bool of_months(int y1, int m1, int y2, int m2, un_day *first, un_day *last) {
  *first = un_day_of(y1, m1, 1);
  *last = un_day_of(y2, m2, un_days_in_month(y2, m2));
  return *first <= *last;
}

/* One or two months; each has the next year after it, the first perhaps none. */
static bool from_months(const struct items *items, un_day *first, un_day *last) {
  int months[2] = {0}, years[2] = {0}, n = 0, any = only(items, YEAR);
  for (int i = 0; i < items->count; i++) {
    const struct item *item = &items->at[i];
    if (item->kind == MONTH && n == 2) return false;
    if (item->kind == MONTH) months[n++] = item->value;
    else if (item->kind == YEAR && n > 0 && years[n - 1] == 0) years[n - 1] = item->value;
  }
  if (n == 2 && years[1] == 0) years[1] = any;
  if (years[0] == 0) years[0] = n == 2 ? years[1] : any;
  if (years[0] <= 0 || (n == 2 && years[1] <= 0)) return false;
  return of_months(years[0], months[0], years[n - 1], months[n - 1], first, last);
}

bool un_span_find(const char *text, un_day *first, un_day *last) {
  struct items items = {.count = 0};
  int days = find_days(text, first, last);
  if (days > 0) return days == 2 && *first <= *last;
  for (const char *at = text; *at;) {
    size_t len = 0;
    if (is_letter(*at)) {
      while (is_letter(at[len])) len++;
      take_word(&items, at, len);
    } else if (is_digit(*at)) {
      while (is_digit(at[len])) len++;
      take_digits(&items, text, at, len);
    } else {
      len = 1;
    }
    at += len;
  }
  if (only(&items, MONTH) != 0) return from_months(&items, first, last);
  int year = only(&items, YEAR), half = only(&items, HALF), low = 5, high = 0;
  for (int i = 0; i < items.count; i++) {
    if (items.at[i].kind != QUARTER) continue;
    if (items.at[i].value < low) low = items.at[i].value;
    if (items.at[i].value > high) high = items.at[i].value;
  }
  if (year <= 0 || half < 0 || (half > 0 && high > 0)) return false;
  if (half > 0) return of_months(year, half * 6 - 5, year, half * 6, first, last);
  if (high > 0) return of_months(year, low * 3 - 2, year, high * 3, first, last);
  return of_months(year, 1, year, 12, first, last);
}
