/* A result that is longer or wider than the screen goes through a pager.
**
** $UNSEAL_PAGER, else $PAGER, else less; empty, `cat` or not there: none. LESS is set to FRSX
** only where it is not set. Only what goes to a terminal is paged, in any format.
*/
#ifndef UN_SHELL_PAGER_H
#define UN_SHELL_PAGER_H

#include <stdbool.h>

/* Never with NO_COLOR, on a dumb terminal, or where the pager would show the codes:
** less without -R, another pager. */
bool un_color_wanted(void);

/* Between these, stdout waits until it is known not to fit; then it is paged. */
void un_pager_begin(void);
void un_pager_end(void);

#endif
