/* A text as JSON, HTML and Markdown write it.
**
** Ownership: the caller's buffer is added to.
*/
#ifndef UN_SHELL_ESCAPE_H
#define UN_SHELL_ESCAPE_H

#include <stdbool.h>

#include "strbuf.h"

/* In quotes; controls and marks of direction become \u. False: bytes that are no UTF-8 became U+FFFD. */
bool un_escape_json(struct un_strbuf *out, const char *text, size_t len);

/* For an element's text or an attribute's value in quotes; other controls are dropped.
** NULL is empty. */
void un_escape_html(struct un_strbuf *out, const char *text);

/* What Markdown would take for its own is marked. */
void un_escape_markdown(struct un_strbuf *out, const char *text);

#endif
