/* A column's dictionary: the values that are no offsets, each with a code from 1.
**
** Codes never change; values are added at the end. A value is kept as it was:
** 1 and 1.0 are two, bad UTF-8 and NUL bytes survive.
**
** Ownership: a dictionary owns its cells and their bytes.
*/
#ifndef UN_COLUMNAR_DICTIONARY_H
#define UN_COLUMNAR_DICTIONARY_H

#include "cell.h"

struct un_dictionary {
  uint32_t count; /* codes are 1 to count */
  uint32_t room;
  struct un_cell *cells; /* cells[code - 1] */
  uint32_t *slots;       /* open addressing by un_cell_hash; 0 free */
  uint32_t slot_count;   /* a power of two */
  struct un_arena *arena;
};

/* The value's code, 0 when it has none. */
uint32_t un_dictionary_find(const struct un_dictionary *dictionary, const struct un_cell *cell);

/* The value's code, a new one if need be; 0 when out of memory. */
uint32_t un_dictionary_add(struct un_dictionary *dictionary, const struct un_cell *cell);

void un_dictionary_clear(struct un_dictionary *dictionary);

#endif
