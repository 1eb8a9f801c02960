/* What Tab offers, knowing the statement: tables after FROM and JOIN, columns of
** the tables and aliases that stand in it, functions, keywords; dot-commands and
** their arguments: formats, on and off, files, reports and their parameters.
**
** Ownership: un_complete_set_up borrows the shell for as long as readline runs.
*/
#ifndef UN_SHELL_COMPLETE_H
#define UN_SHELL_COMPLETE_H

#include "ask.h"
#include "shell.h"
#include "strbuf.h"

void un_complete_set_up(struct un_shell *shell);

/* The lines of the statement before the one that is typed; borrowed. */
void un_complete_pending(const struct un_strbuf *sql);

/* The candidates for `word`, which begins at `start` of `line`; the statement so
** far is `before` and line. *files: names of files serve instead. */
void un_complete(struct un_shell *shell, const char *before, const char *line, size_t start, const char *word,
                 struct un_names *names, bool *files);

#endif
