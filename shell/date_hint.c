/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "date_hint.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/date.h"
#include "law/gag.h"
#include "law/suggest.h"
#include "strbuf.h"

enum { PARTS = 3 };

struct parts {
  int number[PARTS], digits[PARTS], count;
  int month; /* named, 0: none */
};

static int month_of(const char *word, size_t len) {
  static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};
  for (int m = 0; len >= 3 && m < 12; m++) {
    if (len <= strlen(months[m]) && strncasecmp(word, months[m], len) == 0) return m + 1;
  }
  return 0;
}

/* Up to three numbers and the name of a month, whatever stands between them. */
static bool cut(const char *text, struct parts *parts) {
  *parts = (struct parts){.count = 0};
  for (const char *p = text; *p;) {
    size_t digits = strspn(p, "0123456789");
    size_t letters = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    if (digits > 0) {
      if (parts->count == PARTS || digits > 8) return false;
      parts->number[parts->count] = atoi(p);
      parts->digits[parts->count++] = (int)digits;
      p += digits;
    } else if (letters > 0) {
      int month = month_of(p, letters);
      if (month) parts->month = month;
      p += letters;
    } else {
      p++;
    }
  }
  return true;
}

/* A date that exists, its day pulled back to the month's end; else false. */
static bool make(int year, int month, int day, char out[UN_DATE_TEXT]) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return false;
  int last = un_days_in_month(year, month);
  un_date_format(un_day_of(year, month, day < last ? day : last), out);
  return true;
}

/* The dates a text can mean: 0, 1 or 2 of them. */
static int meant(const char *text, char out[2][UN_DATE_TEXT]) {
  struct parts p;
  if (!cut(text, &p)) return 0;
  const int *n = p.number;
  if (p.month && p.count == 2) {
    int year = p.digits[0] == 4 ? 0 : 1;
    return p.digits[year] == 4 && make(n[year], p.month, n[1 - year], out[0]);
  }
  if (p.count == 1 && p.digits[0] == 8) return make(n[0] / 10000, n[0] / 100 % 100, n[0] % 100, out[0]);
  if (p.count != 3 || p.month) return 0;
  if (p.digits[0] == 4) {
    return n[1] > 12 && n[2] <= 12 ? make(n[0], n[2], n[1], out[0]) : make(n[0], n[1], n[2], out[0]);
  }
  if (p.digits[2] != 4) return 0;
  int found = make(n[2], n[1], n[0], out[0]);
  if (make(n[2], n[0], n[1], out[found])) found++;
  return found == 2 && strcmp(out[0], out[1]) == 0 ? 1 : found;
}

void un_date_hint(struct un_strbuf *out, const char *text) {
  char dates[2][UN_DATE_TEXT];
  int found = meant(text, dates);
  if (found == 1) un_strbuf_printf(out, "; did you mean '%s'?", dates[0]);
  else if (found == 2) un_strbuf_printf(out, "; did you mean '%s' or '%s'?", dates[0], dates[1]);
  else un_strbuf_puts(out, " (YYYY-MM-DD)");
}

/* Minutes east of UTC of `+hh:mm`. */
static int offset_minutes(const char *offset) {
  if (offset[0] != '+' && offset[0] != '-') return 0;
  int minutes = atoi(offset + 1) * 60 + atoi(offset + 4);
  return offset[0] == '-' ? -minutes : minutes;
}

void un_instant_hint(struct un_strbuf *out, const char *text) {
  struct un_moment moment;
  char date[UN_DATE_TEXT];
  if (!un_moment_parse(text, strlen(text), &moment) || !moment.has_time) {
    un_strbuf_puts(out, " in UTC (YYYY-MM-DDThh:mmZ)");
    return;
  }
  int minute = moment.second / 60 - offset_minutes(moment.offset);
  un_day day = moment.day + (minute < 0 ? -1 : minute / 1440);
  if (!un_day_in_range(day)) return;
  un_date_format(day, date);
  minute = (minute + 1440) % 1440;
  un_strbuf_printf(out, " in UTC; did you mean '%sT%02d:%02dZ'?", date, minute / 60, minute % 60);
}

/* `1Y`, `1 year`, `p1y` as ISO 8601 writes it; false when it is no such thing. */
static bool term_of(const char *text, char out[24]) {
  static const char *const units[] = {"years", "months", "weeks", "days", "hours"};
  const char *p = text + strspn(text, " ");
  if (*p == 'P' || *p == 'p') p++;
  if (*p == 'T' || *p == 't') p++;
  size_t digits = strspn(p, "0123456789");
  const char *unit = p + digits + strspn(p + digits, " -");
  size_t len = strspn(unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
  if (digits == 0 || digits > 6 || len == 0 || unit[len + strspn(unit + len, " .")] != '\0') return false;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (strncasecmp(unit, units[i], len) != 0) continue;
    snprintf(out, 24, "%s%.*s%c", i == 4 ? "PT" : "P", (int)digits, p, units[i][0] - 'a' + 'A');
    return true;
  }
  return false;
}

void un_ordered_hint(struct un_strbuf *out, const char *text) {
  static const char *const words[] = {"indefinite"};
  char term[24];
  struct un_ordered ordered;
  const char *word = un_nearest_or_begun_name(text, words, 1);
  un_strbuf_puts(out, "a date, a positive term of ISO 8601 (P1Y, P90D) or 'indefinite'");
  if (word) un_strbuf_printf(out, "; did you mean '%s'?", word);
  else if (term_of(text, term) && un_ordered_parse(term, strlen(term), &ordered)) un_strbuf_printf(out, "; did you mean '%s'?", term);
  else if (strspn(text, "0123456789") > 0 && strpbrk(text, "-/. ")) un_date_hint(out, text);
}
