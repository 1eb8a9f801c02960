#include "interval.h"

#include <math.h>

static double wilson(double k, double n, double z, double side) {
  double p = k / n, zz = z * z / n;
  double spread = z * sqrt(p * (1.0 - p) / n + zz / (4.0 * n));
  double bound = (p + zz / 2.0 + side * spread) / (1.0 + zz);
  return fmin(fmax(bound, 0.0), 1.0); /* rounding may leave it by an ulp */
}

double un_wilson_low(double k, double n, double z) {
  return k <= 0.0 ? 0.0 : wilson(k, n, z, -1.0);
}

double un_wilson_high(double k, double n, double z) {
  return k >= n ? 1.0 : wilson(k, n, z, 1.0);
}
