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
};

enum un_verdict { UN_NO_ROW, UN_SOME_ROWS, UN_EVERY_ROW };

/* Take a value of the statement, in the column's affinity; false: out of memory. */
bool un_filter_take(struct un_filter *filter, enum un_affinity affinity, sqlite3_value *value);
void un_filter_close(struct un_filter *filter);

bool un_filter_passes(const struct un_filter *filter, const struct un_cell *cell);

/* What a pack's statistics alone say. */
enum un_verdict un_filter_verdict(const struct un_filter *filter, const struct un_pack *stats);

/* keep[row] &= passes, over the column's pack at hand; SQLITE_OK or an error. */
int un_filter_apply(struct un_filter *filter, struct un_scan *scan, uint8_t *keep);

#endif
