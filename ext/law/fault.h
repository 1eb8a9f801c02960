/* An error of ext/law or ext/stat, as a value: which argument, what is wrong
** with it, what would be right. The text of sql.md G2 is built from it in one
** place, ext/sql/value.c; nothing below that prints.
**
** Ownership: the texts are static or catalogue rows, never freed.
*/
#ifndef UN_LAW_FAULT_H
#define UN_LAW_FAULT_H

#include "date.h"

/* sql.md G4: whatever the reckoning was. */
#define UN_OUTSIDE_YEARS "leads outside the years 0001 to 9999"

struct un_fault {
  int arg;              /* 1-based; 0 when no single argument is at fault */
  const char *problem;  /* "is not a date" */
  const char *nearest;  /* the name that was probably meant, or NULL */
  bool leads;           /* the problem is another day's, to which the argument leads */
  un_day day;
};

#endif
