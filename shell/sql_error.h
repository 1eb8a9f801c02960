/* What SQLite says of a statement, with its place and what was probably meant. */
#ifndef UN_SHELL_SQL_ERROR_H
#define UN_SHELL_SQL_ERROR_H

#include "shell.h"

/* `where:line:column: message; did you mean 'x'?`, the line and a caret. `text`
** begins at `line` of its source and holds `statement`. Returns the exit code;
** an interrupt has no message. */
int un_sql_failed(struct un_shell *shell, const char *where, int line, const char *text, const char *statement, int rc);

/* Newlines between two places of one text. */
int un_lines_between(const char *from, const char *to);

#endif
