/* What was typed, kept between runs: one entry a statement, however many lines it
** has, in a file that nobody else reads (mode 0600). Sessions at the same time each
** add their own at their end.
**
** $UNSEAL_HISTORY names the file (empty: none is kept), else unseal/history in the
** XDG state folder. Under --safe nothing is kept.
*/
#ifndef UN_SHELL_HISTORY_H
#define UN_SHELL_HISTORY_H

#include <stdbool.h>

void un_history_open(bool keep);
void un_history_add(const char *entry); /* the same twice in a row is one */
const char *un_history_last_sql(void);  /* borrowed; NULL: none yet */
void un_history_close(void);

#endif
