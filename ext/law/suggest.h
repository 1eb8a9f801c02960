/* "did you mean": the nearest of a list of names.
**
** The nearest name within a third of the word's length (at least one edit;
** insert, delete, replace, swap of neighbours), ASCII case ignored; the first
** of equals in the list's order. One or two letters are only swapped or of
** another case. NULL when none is near enough.
*/
#ifndef UN_LAW_SUGGEST_H
#define UN_LAW_SUGGEST_H

#include <stddef.h>

/* The i-th name of a list, for lists that are not arrays of text. */
typedef const char *un_name_at(const void *list, size_t i);

const char *un_nearest(const char *word, size_t len, un_name_at *name_at, const void *list,
                       size_t count);

/* The nearest, else the first that begins with the word, as `gag` of gag-docket; for names
** that are typed as a whole and never guessed. */
const char *un_nearest_or_begun(const char *word, un_name_at *name_at, const void *list, size_t count);
const char *un_nearest_or_begun_name(const char *word, const char *const *names, size_t count);

/* The same over a plain array of names. */
const char *un_nearest_name(const char *word, const char *const *names, size_t count);

#endif
