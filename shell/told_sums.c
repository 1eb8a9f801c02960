/* SPDX-License-Identifier: GPL-3.0-or-later
** What follows from the figures of a cell that were told of several periods: sums of
** periods apart, beside a period around them all.
**
** Demands only come on top as time goes. A period minus all that was told within it
** leaves the demands of the other months; where what was told later is more than a
** period had, it is what came since. Either may be few. */
#include "suppress.h"

enum { MONTHS = 12, MOST = 1 << 14 }; /* no period is longer than a year */

struct sums {
  long long *at;
  size_t count, room;
};

static bool add(struct sums *sums, long long n) {
  if (sums->count == MOST) return false;
  if (sums->count == sums->room) {
    sums->room = sums->room ? sums->room * 2 : 16;
    sums->at = un_realloc(sums->at, sums->room * sizeof *sums->at);
  }
  sums->at[sums->count++] = n;
  return true;
}

static int compare(const void *a, const void *b) {
  long long x = *(const long long *)a, y = *(const long long *)b;
  return (x > y) - (x < y);
}

static void sort(struct sums *sums) {
  size_t kept = 0;
  if (sums->count > 0) qsort(sums->at, sums->count, sizeof *sums->at, compare);
  for (size_t i = 0; i < sums->count; i++) {
    if (i == 0 || sums->at[i] != sums->at[kept - 1]) sums->at[kept++] = sums->at[i];
  }
  sums->count = kept;
}

static bool add_all(struct sums *sums, const struct sums *more, long long n) {
  bool good = true;
  for (size_t i = 0; i < more->count && good; i++) good = add(sums, more->at[i] + n);
  return good;
}

/* Is a figure told of months from..to, and not of all that is looked at? */
static bool fits(const struct un_told *told, int from, int to, int all, bool newest) {
  return told->from >= from && told->to <= to && told->to - told->from < all && (told->newest || !newest);
}

/* Sums of figures of periods apart in from..to, so many that no other one fits between:
** false when they are too many. */
static bool sums_within(const struct un_told_cell *cell, int from, int to, int all, bool newest, struct sums *out) {
  struct sums at[MONTHS + 1][MONTHS + 1] = {{{0}}}; /* [gap since][month] */
  int len = to - from;
  bool good = len <= MONTHS && add(&at[0][0], 0);
  for (int m = 0; m < len && good; m++) {
    for (int gap = 0; gap <= m && good; gap++) {
      bool skips = true;
      if (at[gap][m].count == 0) continue;
      sort(&at[gap][m]);
      for (size_t i = 0; i < cell->count && good; i++) {
        const struct un_told *told = &cell->told[i];
        if (!fits(told, from + gap, to, all, newest)) continue;
        if (told->to == from + m + 1) skips = false;
        int next = told->to - from;
        if (told->from == from + m) good = add_all(&at[next][next], &at[gap][m], told->n);
      }
      if (skips && good) good = add_all(&at[gap][m + 1], &at[gap][m], 0);
    }
  }
  for (int gap = 0; gap <= len && good; gap++) good = add_all(out, &at[gap][len], 0);
  for (int i = 0; i < (MONTHS + 1) * (MONTHS + 1); i++) free(at[i / (MONTHS + 1)][i % (MONTHS + 1)].at);
  sort(out);
  return good;
}

/* Is n a small count: left over, or (`since`) what came on top? */
static bool is_few(long long n, long long small, bool since) {
  if (since) return n < 0 && -n < small;
  return n != 0 && llabs(n) < small;
}

/* The figure, and all that was told before and after it, in a period around it. */
static bool few_around(const struct un_told_cell *cell, const struct un_told *around, bool since) {
  struct sums left = {0}, right = {0};
  bool few = !sums_within(cell, around->from, cell->from, around->to - around->from, !since, &left) ||
             !sums_within(cell, cell->to, around->to, around->to - around->from, !since, &right);
  for (size_t l = 0; l < left.count && !few; l++) {
    for (size_t r = 0; r < right.count && !few; r++) few = is_few(around->n - cell->n - left.at[l] - right.at[r], cell->small, since);
  }
  free(left.at);
  free(right.at);
  return few;
}

/* Beside none within it the figure is itself, which un_exposed judges. */
static bool few_within(const struct un_told_cell *cell) {
  struct sums sums = {0};
  bool few = !sums_within(cell, cell->from, cell->to, cell->to - cell->from, true, &sums);
  for (size_t i = 0; i < sums.count && !few; i++) few = sums.at[i] != 0 && is_few(cell->n - sums.at[i], cell->small, false);
  free(sums.at);
  return few;
}

bool un_told_leaves_few(const struct un_told_cell *cell) {
  bool few = cell->gagged && cell->count > 0 && few_within(cell);
  for (size_t i = 0; i < cell->count && !few; i++) {
    const struct un_told *told = &cell->told[i];
    if (told->from > cell->from || told->to < cell->to) continue;
    if (told->from == cell->from && told->to == cell->to) {
      few = cell->gagged && is_few(told->n - cell->n, cell->small, false);
    } else {
      few = few_around(cell, told, true) || (told->newest && few_around(cell, told, false));
    }
  }
  return few;
}
