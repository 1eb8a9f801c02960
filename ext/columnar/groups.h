/* Groups: the tuples of key values that a tally met, numbered from 1.
**
** Each key's values get ordinals (0 is NULL), a group is a tuple of ordinals.
** Number 0 is nobody's: rows that a filter drops are counted there. Where 1.0 came and
** 1 did not, the key is 1.0.
**
** Ownership: groups own their keys' values.
*/
#ifndef UN_COLUMNAR_GROUPS_H
#define UN_COLUMNAR_GROUPS_H

#include "dictionary.h"

enum { UN_GROUP_KEYS = 8 };

struct un_groups {
  int keys;
  uint32_t count; /* numbers given, with 0 */
  uint32_t room;
  uint32_t *tuples; /* of group g: tuples + g * keys */
  uint32_t *slots;
  uint32_t slot_count;
  struct un_dictionary values[UN_GROUP_KEYS]; /* plain ones */
  struct un_group_reals {
    uint64_t *bits; /* by ordinal: a whole number that came as a real only */
    size_t words;
  } reals[UN_GROUP_KEYS];
};

/* False when out of memory. */
bool un_groups_open(struct un_groups *groups, int keys);
void un_groups_close(struct un_groups *groups);

/* UINT32_MAX when out of memory. */
uint32_t un_groups_ordinal(struct un_groups *groups, int key, const struct un_cell *cell);
uint32_t un_groups_number(struct un_groups *groups, const uint32_t *ordinals);

struct un_cell un_groups_key(const struct un_groups *groups, uint32_t number, int key);

/* Numbers 1 to count - 1 in the order of their keys, as SQLite sorts; NULL: out of memory. */
uint32_t *un_groups_sorted(const struct un_groups *groups);

#endif
