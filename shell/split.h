/* Where a statement stands: fed with text, it knows what is open at its end.
**
** (1) '...', "...", `...`, [...], -- and slash-star comments hide what is in them.
** (2) A statement ends at a semicolon outside all of these; CREATE TRIGGER ends at
**     `;` behind END, as sqlite3_complete says (which un_split_complete asks).
**
** Ownership: none; a un_split is a value.
*/
#ifndef UN_SHELL_SPLIT_H
#define UN_SHELL_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

struct un_split {
  char open;         /* ' " ` [ * (comment) or 0 */
  int parens;        /* open parentheses; below 0: too many closed */
  bool semicolon;    /* one stands outside everything */
  bool text;         /* something that is neither blank nor comment */
  bool line_comment;
  char last;
};

void un_split_feed(struct un_split *split, const char *text, size_t len);

/* Does the text end a statement: feed's state, then SQLite's own word for it. */
bool un_split_complete(const struct un_split *split, const char *sql);

/* Past blanks, comments and semicolons; what is left is a statement or nothing. A
** comment that does not end is left. */
const char *un_split_skip(const char *sql);

/* Past a text or a name in quotes (two of them are one within), or a comment; else past
** one byte. What is not closed ends with the text. */
const char *un_split_past(const char *at);

/* A line that is `/` or `go` alone ends a statement, as in sqlite3. */
bool un_split_is_go(const char *line);

#endif
