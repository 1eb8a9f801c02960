/* The SQL of a report as it is run.
**
** (1) A test `(:name IS NULL OR ...)` is decided before SQLite sees it: with a
**     value it is what stands after the OR, without one it is 1. SQLite plans
**     before it knows the values, and would use no index for it.
** (2) Where request_columns is there, a report with a header of `tally` and
**     `snapshot` lines reads it: each tally is made as a temporary table, and the
**     snapshot lines stand in place of the first common table expression. In both,
**     `{by}` is what a parameter of words names: in a tally the words, in the rest
**     the same columns with NULL for those that are not named.
** (3) Whoever narrows requests_asof by a temporary view of that name (publish does)
**     asks for what the snapshot does not know: then plain SQL it is.
*/
#ifndef UN_SHELL_REPORT_SQL_H
#define UN_SHELL_REPORT_SQL_H

#include "report.h"

/* The statement, with what it needs made; *stmt is the caller's to finalize. SQLite's
** code of the plain one, where no snapshot serves. */
int un_report_compile(struct un_shell *shell, const struct un_report *report, sqlite3_stmt **stmt);

/* The caller frees. */
char *un_report_decide(struct un_params *params, const char *sql);

/* The query `sql` behind the common table expressions of a report's text, which it may
** read; as it is where the text has none, or it has its own. The caller frees. */
char *un_report_behind(const char *text, const char *sql);

#endif
