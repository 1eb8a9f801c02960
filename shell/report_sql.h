/* The SQL of a report as it is run.
**
** (1) A test `(:name IS NULL OR ...)` is decided before SQLite sees it: with a
**     value it is what stands after the OR, without one it is 1. SQLite plans
**     before it knows the values, and would use no index for it.
*/
#ifndef UN_SHELL_REPORT_SQL_H
#define UN_SHELL_REPORT_SQL_H

#include "params.h"

/* The caller frees. */
char *un_report_decide(struct un_params *params, const char *sql);

#endif
