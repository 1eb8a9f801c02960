/* Quantiles of a sample, and survival with gags still in force (censored).
**
** (1) Quantiles interpolate as type 7 (Hyndman and Fan 1996, American
**     Statistician 50:361): R's and Excel's default.
** (2) Kaplan and Meier 1958, JASA 53:457: S drops at each time with an end; who
**     is censored at that time was still at risk.
**
** Ownership: the caller's arrays are sorted in place.
*/
#ifndef UN_STAT_SAMPLE_H
#define UN_STAT_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

/* count > 0, 0 <= p <= 1. */
double un_quantile(double *values, size_t count, double p);

struct un_spell {
  double days;
  bool ended; /* false: censored, still running */
};

/* The smallest of the times given, ends or not, with S(t) <= 1 - p + 1e-12; false when
** none has. So p = 0 is the smallest time of all: by it a share of 0 has ended. */
bool un_km_quantile(struct un_spell *spells, size_t count, double p, double *out);

/* S(t), the share still running just after t. */
double un_km_survival(struct un_spell *spells, size_t count, double t);

#endif
