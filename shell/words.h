/* A dot-command's line, cut into words as sqlite3 does.
**
** (1) Blanks separate; '...' holds a word together as it is; "..." too, and in it,
**     as in a bare word, \a \b \t \n \v \f \r \" \' \\ \xHH \NNN (octal) are read.
** (2) A quote that is not closed is an error: nothing is guessed.
** (3) offset[i] is where word i begins in the line, for carets.
**
** Ownership: un_words owns all it holds; un_words_free frees it.
*/
#ifndef UN_SHELL_WORDS_H
#define UN_SHELL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct un_words {
  int count;
  char **at;
  size_t *offset;
  char *line;      /* as typed, without the line's end */
  size_t unclosed; /* where a quote opens that does not close */
};

/* False when a quote is not closed. */
bool un_words_cut(const char *line, struct un_words *words);
void un_words_free(struct un_words *words);

#endif
