/* The modules of ext/columnar.
**
** columnar: CREATE VIRTUAL TABLE t USING columnar(SELECT id, ... FROM base ...).
** A snapshot of the SELECT in shadow tables, read as the SELECT is now. Commands:
** INSERT INTO t(t) VALUES('refresh' | 'rebuild' | 'integrity-check').
** tally: CREATE VIRTUAL TABLE temp.x USING tally(t, key, ..., name=measure, ...).
** Groups inside the scan of t (tally.h).
*/
#ifndef UN_COLUMNAR_COLUMNAR_H
#define UN_COLUMNAR_COLUMNAR_H

#include "store.h"

int un_columnar_register(sqlite3 *db, struct un_stores *stores);
int un_tally_register(sqlite3 *db, struct un_stores *stores);

/* A virtual table's message, which replaces an older one. */
int un_vtab_fail(sqlite3_vtab *vtab, int rc, const char *format, ...);

/* Compare every packed row with the source; SQLITE_CORRUPT_VTAB says where not. */
int un_snapshot_check(struct un_snapshot *snapshot, char **error);

#endif
