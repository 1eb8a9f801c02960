/* Where generated rows go: CSV files for `unseal import --as register`, or the
** tables of a register. A table's columns are listed once; a column has a name
** in the file, in the table, or in both (a child names its parent by ref in the
** file and by id in the table).
**
** Ownership: a sink owns its files or its connection until sink_close.
*/
#ifndef UN_SAMPLES_SINK_H
#define UN_SAMPLES_SINK_H

#include <stdbool.h>

enum { SINK_COLUMNS = 40 };

struct sink_column {
  const char *file, *table; /* NULL: not there */
};

struct sink_table {
  const char *name;
  struct sink_column columns[SINK_COLUMNS];
  int count;
};

struct sink;

/* `dir` (made when it is not there) or `db` (new, or a register without
** requests); the other is NULL. NULL after a message. */
struct sink *sink_open(const char *dir, const char *db, const struct sink_table *tables, int count);

/* One row of tables[table]; a NULL cell is an empty field, or NULL. False after a
** message. */
bool sink_row(struct sink *sink, int table, const char *const *cells);

/* Flush, commit and free; with keep false, or after an error, nothing is committed. 0 or 1. */
int sink_close(struct sink *sink, bool keep);

#endif
