/* Folding of names for comparison, the same in every locale.
**
** (1) Case and marks off, wide and other compatible forms plain (fold.csv, from
**     Unicode); precomposed and decomposed forms fold alike, Hangul too.
** (2) Curly quotes become ', dashes -, `&` becomes `and`; BOM, zero-width and
**     soft-hyphen characters and superscript digits vanish; blanks of any kind,
**     footnote daggers, middle dots and CJK punctuation become one space.
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
  uint32_t to; /* offset of UTF-8 in texts */
};

struct un_folding {
  const struct un_fold_row *rows; /* by code point */
  int count;
  const char *texts;
};

enum { UN_FOLD_ROOM = 256 };

/* Bytes of the character at s, 0 when it is not well-formed UTF-8, or NUL. */
size_t un_decode(const char *s, size_t len, uint32_t *code);

/* The length, without the NUL; 0 for nothing, for text that is not UTF-8 or that
** does not fit: no name is as long. */
size_t un_fold(const struct un_folding *folding, const char *text, size_t len,
               char out[UN_FOLD_ROOM]);

#endif
