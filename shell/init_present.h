/* Bringing a register's views, indexes and triggers to what schema/register says.
**
** (1) What the files make is read from a register made in memory. Ours that the
**     database lacks are made, those that differ are made anew; its own stay.
** (2) What belongs to request_columns is its module's, not ours to compare.
*/
#ifndef UN_SHELL_INIT_PRESENT_H
#define UN_SHELL_INIT_PRESENT_H

#include "shell.h"
#include "strbuf.h"

/* Inside the caller's transaction; names what was made to `renewed`. */
int un_init_present(struct un_shell *shell, const char *path, struct un_strbuf *renewed);

#endif
