/* Folding of names for comparison, the same in every locale.
**
** (1) Case and marks off (fold.csv, from Unicode: Latin, Greek, Cyrillic,
**     Armenian); other scripts stay as they are.
** (2) Curly quotes become ', dashes -, `&` becomes `and`; BOM, zero-width and
**     soft-hyphen characters vanish; blanks of any kind become one space.
** (3) Trimmed; a leading `the` and a trailing `(the)` are dropped.
**
** Ownership: the result goes to the caller's buffer.
*/
#ifndef UN_LAW_FOLD_H
#define UN_LAW_FOLD_H

#include <stddef.h>
#include <stdint.h>

struct un_fold_row {
  uint32_t from;
  const char *to; /* UTF-8 */
};

enum { UN_FOLD_ROOM = 256 };

/* The length, without the NUL; 0 for nothing, for text that is not UTF-8 or that
** does not fit: no name is as long. */
size_t un_fold(const struct un_fold_row *rows, int count, const char *text, size_t len,
               char out[UN_FOLD_ROOM]);

#endif
