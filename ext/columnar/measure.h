/* Measures: what a tally keeps a group, value by value.
**
** (1) un_measures_add takes a value as often as it came: what a scan counted in
**     arrays is added at the end in one call a value.
** (2) The rules are those of SQLite's and unseal's own aggregates: NULL counts
**     nowhere but in count(*), sum() overflows with an error, an unknown outcome
**     or a text in quantile() is an error.
**
** Ownership: measures own their states; *error is sqlite3_mprintf'ed.
*/
#ifndef UN_COLUMNAR_MEASURE_H
#define UN_COLUMNAR_MEASURE_H

#include "tally_spec.h"

union un_state;

struct un_measures {
  const struct un_spec_measure *list;
  int count;
  uint32_t room; /* groups there is room for */
  union un_state *states;
  struct un_dictionary kept[UN_SPEC_MEASURES]; /* values of min() and max(); odd ones of distinct */
  uint64_t *scratch; /* bits, all 0 between uses */
  size_t scratch_words;
  char **error;
};

void un_measures_open(struct un_measures *measures, const struct un_spec_measure *list, int count, char **error);
void un_measures_close(struct un_measures *measures);

/* Room for groups below `count`; SQLITE_OK or SQLITE_NOMEM. */
int un_measures_grow(struct un_measures *measures, uint32_t count);

/* The value, `times` > 0 times. Not for UN_DISTINCT. */
int un_measures_add(struct un_measures *measures, int at, uint32_t group, const struct un_cell *cell,
                    int64_t times);

/* The value to each group from 1 to `groups` - 1, times[group * stride] times. Not for UN_DISTINCT. */
int un_measures_add_groups(struct un_measures *measures, int at, const struct un_cell *cell, const uint32_t *times,
                           size_t stride, uint32_t groups);

/* UN_SUM, UN_AVG, UN_COUNT: n > 0 whole numbers whose sum is n * least + rest. */
void un_measures_add_sum(struct un_measures *measures, int at, uint32_t group, int64_t n, int64_t least, int64_t rest);

/* UN_DISTINCT: a value by its place, a number below `places` for those that have
** one, or the value itself. */
int un_measures_add_place(struct un_measures *measures, int at, uint32_t group, uint32_t place,
                          uint32_t places);
/* The same for many rows: of row i, places[i] in group index[i]; place 0 is nobody's. */
int un_measures_add_places(struct un_measures *measures, int at, const uint32_t *index, const uint32_t *places,
                           uint32_t rows, uint32_t count);
/* What a UN_DISTINCT measure of another with the same list met, added; the other's is empty then. */
int un_measures_merge_places(struct un_measures *measures, int at, struct un_measures *other, uint32_t places);

int un_measures_add_odd(struct un_measures *measures, int at, uint32_t group, const struct un_cell *cell,
                        uint32_t places);

void un_measures_result(struct un_measures *measures, int at, uint32_t group, sqlite3_context *context);

#endif
