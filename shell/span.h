/* The reporting period that a title or a file's name speaks of.
**
** `2013 H1`, `2013_H1`, `H1-20`, `January - June 2013`, `Jul-Dec-2021`,
** `jul12jun13`, `2021 - Q3/Q4`, `2025-07-01/2025-12-31`, `2013`: months in English,
** a year of two digits only right after a month or a half. Where the text speaks of
** more than one period there is no answer.
**
** Ownership: nothing is owned.
*/
#ifndef UN_SHELL_SPAN_H
#define UN_SHELL_SPAN_H

#include "law/date.h"

/* The first and the last day; false when there is none, or more than one. */
bool un_span_find(const char *text, un_day *first, un_day *last);

#endif
