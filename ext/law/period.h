/* Reporting periods: `2026`, `2026-H1`, `2026-Q3`, `2026-07`; years 0001-9999.
**
** A period is one number per unit (un_period.index counts units since year 0),
** so that the next one, the n-th next one and comparison are plain arithmetic.
**
** Ownership: nothing is owned; results go to the caller's buffer.
*/
#ifndef UN_LAW_PERIOD_H
#define UN_LAW_PERIOD_H

#include "date.h"

enum un_unit { UN_UNIT_YEAR, UN_UNIT_HALF, UN_UNIT_QUARTER, UN_UNIT_MONTH };
enum { UN_UNITS = 4, UN_PERIOD_TEXT = 8 };

struct un_period {
  enum un_unit unit;
  int32_t index; /* year * periods in a year + position from 0 */
};

extern const char *const un_unit_names[UN_UNITS]; /* "year", "half", ... */

bool un_unit_find(const char *text, size_t len, enum un_unit *out);

bool un_period_parse(const char *text, size_t len, struct un_period *out);
size_t un_period_format(struct un_period period, char out[UN_PERIOD_TEXT]);

struct un_period un_period_of(un_day day, enum un_unit unit);
un_day un_period_start(struct un_period period);
un_day un_period_end(struct un_period period);

/* The n-th next period; false beyond 0001-9999. */
bool un_period_add(struct un_period period, int64_t n, struct un_period *out);

#endif
