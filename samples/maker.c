#include "maker.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* splitmix64 (Steele, Lea, Flood 2014): any state is a good one. */
static uint64_t next(struct maker *m) {
  uint64_t z = m->state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

int below(struct maker *m, int n) {
  return (int)((next(m) >> 32) * (uint64_t)n >> 32);
}

bool chance(struct maker *m, int per_mille) {
  return below(m, 1000) < per_mille;
}

const char *pick(struct maker *m, const struct pick *list) {
  int total = 0, at;
  for (int i = 0; list[i].weight > 0; i++) total += list[i].weight;
  at = below(m, total);
  while (at >= list->weight) at -= list++->weight;
  return list->word;
}

int few(struct maker *m, int most) {
  int n = 1;
  while (n < most && chance(m, 450)) n += 1 + below(m, n);
  return n < most ? n : most;
}

const char *text(struct maker *m, const char *format, ...) {
  char *at = m->arena + m->used;
  va_list args;
  va_start(args, format);
  int n = vsnprintf(at, sizeof m->arena - m->used, format, args);
  va_end(args);
  if (n < 0 || m->used + (size_t)n + 1 > sizeof m->arena) abort();
  m->used += (size_t)n + 1;
  return at;
}

const char *date(struct maker *m, un_day day) {
  char out[UN_DATE_TEXT];
  un_date_format(day, out);
  return text(m, "%s", out);
}

const char *instant(struct maker *m, un_day day) {
  char out[UN_DATE_TEXT];
  int minute = below(m, 60), hour = below(m, 24); /* in one order under every compiler */
  un_date_format(day, out);
  return text(m, "%sT%02d:%02dZ", out, hour, minute);
}
