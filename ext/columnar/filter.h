/* Filters: what a tally's WHERE leaves of a segment's rows.
**
** (1) A filter compares a column with values as SQLite would under BINARY, after
**     the column's affinity: = < <= > >=, IN, IS NULL. NULL never passes but IS NULL.
** (2) On a pack it becomes a range or a set of codes, computed from the pack's
**     least and most value; a segment that no row can pass is not read.
**
** Ownership: filters own copies of their values.
*/
#ifndef UN_COLUMNAR_FILTER_H
#define UN_COLUMNAR_FILTER_H

#include "scan.h"

enum un_filter_op { UN_IS, UN_LESS, UN_LESS_OR_IS, UN_MORE, UN_MORE_OR_IS, UN_IN, UN_IS_NULL };

struct un_filter {
  int column;
  enum un_filter_op op;
  struct un_dictionary values; /* one, or IN's list; none: nothing passes */
  uint8_t *words;              /* by dictionary code: 1 passes; made at first use */
  uint32_t first, last;        /* codes that pass; none when first > last */
  bool solid;                  /* and all between them */
};

enum un_verdict { UN_NO_ROW, UN_SOME_ROWS, UN_EVERY_ROW };

/* A filter on the codes of one pack. */
struct un_test {
  const struct un_filter *filter;
  enum { UN_TEST_RANGE, UN_TEST_SET, UN_TEST_VALUES } kind;
  uint32_t low, high, other, another; /* un_kernel_range */
  const uint8_t *passes;              /* by code */
  uint8_t *set;                       /* what `passes` may stand in; kept for the next pack */
  size_t room;
};

/* Take a value of the statement, in the column's affinity; false: out of memory. */
bool un_filter_take(struct un_filter *filter, enum un_affinity affinity, sqlite3_value *value);
void un_filter_close(struct un_filter *filter);

bool un_filter_passes(const struct un_filter *filter, const struct un_cell *cell);

/* Before the others, for each pack: the dictionary's words are judged once, if it has words. */
int un_filter_ready(struct un_filter *filter, struct un_scan *scan, const struct un_pack *head);

/* What a pack's statistics alone say. */
enum un_verdict un_filter_verdict(const struct un_filter *filter, const struct un_pack *head);

/* The test for a pack of which some rows pass; false: out of memory. */
bool un_test_make(struct un_test *test, const struct un_filter *filter, const struct un_pack *head);
void un_test_close(struct un_test *test);

/* keep[row] &= passes. Asks nothing of SQLite. */
void un_test_apply(const struct un_test *test, const struct un_pack *pack, uint8_t *keep);

#endif
