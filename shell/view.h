/* A result seen another way: .crosstab and .chart, for the next statement.
**
** The rows are read into temp.unseal_view and rendered from there, in whatever
** format is set; the original is not touched. */
#ifndef UN_SHELL_VIEW_H
#define UN_SHELL_VIEW_H

#include "shell.h"

/* Step the statement and render it as shell->view says, once. */
int un_view(struct un_shell *shell, sqlite3_stmt *stmt);

#endif
