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

/* Open addressing by un_key_hash. The key stands in the slot, so that a look-up among
** many words waits for memory once and not for cell and bytes as well. */
struct un_slot {
  uint64_t first, last; /* struct un_key */
  uint32_t tag;
  uint32_t code; /* 0: free */
};

struct un_dictionary {
  uint32_t count; /* codes are 1 to count */
  uint32_t room;
  struct un_cell *cells; /* cells[code - 1] */
  struct un_slot *slots;
  uint32_t slot_count; /* a power of two */
  struct un_arena *arena;
};

/* The value's code, 0 when it has none. */
uint32_t un_dictionary_find(const struct un_dictionary *dictionary, const struct un_cell *cell);

/* The value's code, a new one if need be; 0 when out of memory. */
uint32_t un_dictionary_add(struct un_dictionary *dictionary, const struct un_cell *cell);

/* The same for a text that its key holds whole; the first fetches what the second
** will look at, to be called a while before. */
void un_dictionary_fetch(const struct un_dictionary *dictionary, const struct un_key *key);
uint32_t un_dictionary_add_key(struct un_dictionary *dictionary, const struct un_key *key);

/* Room for as many words; false when out of memory. */
bool un_dictionary_reserve(struct un_dictionary *dictionary, uint32_t count);

void un_dictionary_clear(struct un_dictionary *dictionary);

#endif
