/* Terms: `-?P[nY][nM][nW][nD][TnH]` (sql.md G4) and their arithmetic.
**
** (1) At least one part, upper case, n up to six digits, zero allowed.
** (2) Years and months are one count of months, added first, clamped to the
**     month's end once (law.md T2); then weeks and days. The day of the
**     trigger is not counted (T1). No end-of-month stickiness (T3).
** (3) Hours stand alone and need an instant.
*/
#ifndef UN_LAW_TERM_H
#define UN_LAW_TERM_H

#include "date.h"

enum { UN_TERM_TEXT = 48 };

struct un_term {
  int32_t years, months, weeks, days, hours; /* never negative */
  bool backward;                             /* the text began with '-' */
  bool has_hours;
  bool set; /* a catalogue's term may be absent */
};

enum un_term_result {
  UN_TERM_OK,
  UN_TERM_NEEDS_INSTANT, /* hours from a date without a time */
  UN_TERM_OUT_OF_RANGE   /* beyond 0001-9999 */
};

/* False when the text is no term; hours beside other parts are none either. */
bool un_term_parse(const char *text, size_t len, struct un_term *out);
size_t un_term_format(const struct un_term *term, char out[UN_TERM_TEXT]);

/* Longer than nothing and counted forward. */
bool un_term_positive(const struct un_term *term);

/* The nominal end. A date or an instant plus a term in days is a date. */
enum un_term_result un_term_add(const struct un_moment *start, const struct un_term *term,
                                struct un_moment *out);

#endif
