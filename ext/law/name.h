/* Names of places and authorities for comparison: a folded text (fold.h) whose
** words alone count.
**
** (1) Punctuation separates words; an apostrophe joins them; `the` is dropped.
** (2) Letters that stand alone join: `U. S. A.` is `usa`, `d Ivoire` is `divoire`.
** (3) st, ste, rep, dem, isl, islands and a last `is` are written out.
**
** Ownership: results go to the caller's buffer.
*/
#ifndef UN_LAW_NAME_H
#define UN_LAW_NAME_H

#include "fold.h"

/* Of a text that un_fold folded. The length, 0 for no words; `out` may hold what
** a folded text can grow to. */
enum { UN_NAME_ROOM = 3 * UN_FOLD_ROOM };
size_t un_name_of(const char *folded, size_t len, char out[UN_NAME_ROOM]);

#endif
