/* How far a long run is: one line on a terminal's stderr, nothing anywhere else.
**
** (1) Only when stderr is a terminal and notes are wanted; first after half a
**     second, then five times a second at most; wiped before any message.
** (2) Never wider than the terminal; COLUMNS or a terminal that says 0, or says
**     nothing, counts as 80.
*/
#ifndef UN_SHELL_PROGRESS_H
#define UN_SHELL_PROGRESS_H

#include <stddef.h>

struct un_strbuf;

/* Rows and bytes so far; size 0: unknown, so no time left. Call it often. */
void un_progress(const char *name, long long rows, long long done, long long size);
void un_progress_end(void);

/* The line after `seconds`, cut to `width` columns. */
void un_progress_line(struct un_strbuf *out, const char *name, long long rows, long long done,
                      long long size, double seconds, size_t width);

#endif
