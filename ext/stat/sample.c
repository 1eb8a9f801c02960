#include "sample.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double un_quantile(double *values, size_t count, double p) {
  qsort(values, count, sizeof *values, by_value);
  double at = p * (double)(count - 1);
  size_t low = (size_t)floor(at);
  if (low + 1 >= count) return values[count - 1];
  double share = at - (double)low;
  if (share == 0.0) return values[low]; /* 0 times an infinite neighbour is no number */
  return values[low] * (1.0 - share) + values[low + 1] * share;
}

static int by_days(const void *a, const void *b) {
  double x = ((const struct un_spell *)a)->days, y = ((const struct un_spell *)b)->days;
  return (x > y) - (x < y);
}

/* From spell *at, all of one time: S after it. */
static double step(const struct un_spell *spells, size_t count, size_t *at, double survival) {
  size_t ended = 0, risk = count - *at;
  double days = spells[*at].days;
  for (; *at < count && spells[*at].days == days; ++*at) ended += spells[*at].ended;
  return survival * (1.0 - (double)ended / (double)risk);
}

bool un_km_quantile(struct un_spell *spells, size_t count, double p, double *out) {
  double survival = 1.0;
  qsort(spells, count, sizeof *spells, by_days);
  for (size_t at = 0; at < count;) {
    *out = spells[at].days;
    survival = step(spells, count, &at, survival);
    if (survival <= 1.0 - p + 1e-12) return true;
  }
  return false;
}

double un_km_survival(struct un_spell *spells, size_t count, double t) {
  double survival = 1.0;
  qsort(spells, count, sizeof *spells, by_days);
  for (size_t at = 0; at < count && spells[at].days <= t;) {
    survival = step(spells, count, &at, survival);
  }
  return survival;
}
