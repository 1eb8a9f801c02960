/* Confidence intervals of a proportion.
**
** Wilson's score interval (Wilson 1927, JASA 22:209; without continuity
** correction): holds near 0 and 1 and for small n, unlike p +- z*se.
*/
#ifndef UN_STAT_INTERVAL_H
#define UN_STAT_INTERVAL_H

#define UN_Z95 1.959963984540054 /* two-sided 95 % */

/* k of n, 0 <= k <= n, n > 0, z >= 0. Within [0, 1]; 0 at k = 0, 1 at k = n. */
double un_wilson_low(double k, double n, double z);
double un_wilson_high(double k, double n, double z);

#endif
