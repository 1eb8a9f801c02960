/* One prepared statement: bound, run, rendered, and what the settings ask for
** around it (echo, plan, time, changes, statistics, .once). */
#ifndef UN_SHELL_STATEMENT_H
#define UN_SHELL_STATEMENT_H

#include "shell.h"

/* An exit code; SQLite's own errors (1, 3) are the caller's to report, unless *said. */
int un_statement(struct un_shell *shell, sqlite3_stmt *stmt, bool *said);

/* .eqp: the plan of a statement, which is narration, on stderr. */
void un_note_plan(struct un_shell *shell, sqlite3_stmt *stmt);

/* .once and `.mode --once` are over, also where the statement could not be prepared: the
** file becomes whole when the code is 0. The code, or 4. */
int un_statement_end_once(struct un_shell *shell, int code);

#endif
