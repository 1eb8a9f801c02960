/* A snapshot's source: the SELECT it is made of, and what keeps it honest.
**
** (1) The SELECT is kept as the ordinary view NAME_source, so that SQLite follows
**     renames and trusted_schema holds. Its first column is the INTEGER PRIMARY
**     KEY of one base table; every other table that it reads is a parent.
** (2) NAME_changes, an ordinary table, holds the segments (id >> 16) whose rows
**     may differ from the snapshot, UN_EVERYTHING for all. Triggers note them,
**     without an OR clause and only what is not noted yet, since the outer
**     statement's conflict clause would override theirs:
**     - UPDATE and DELETE of the base;
**     - INSERT into the base at or below the highest id (a gap, the id of a row
**       deleted from the end); rows above are always read from the base;
**     - each UNIQUE index: REPLACE deletes without firing delete triggers. A partial
**       one is asked with its condition, and any UPDATE may bring a row into it;
**     - parents: their children's segments where the plan shows them, else all.
** (3) What cannot be followed is refused: WITHOUT ROWID, virtual and attached
**     tables, functions that are not deterministic, the current time, sources
**     that are no plain join (plan.h).
** (4) un_source_guards is an SQL expression for the triggers and UNIQUE indexes
**     that there are; another value than at the making means that writes may have
**     passed unnoticed.
** Not followed: `REPLACE INTO base VALUES(...)` whose expression for a UNIQUE column
** is random, since SQLite evaluates it once for the trigger and again for the row.
**
** Ownership: messages are sqlite3_mprintf'ed into *error, for sqlite3_free.
*/
#ifndef UN_COLUMNAR_SOURCE_H
#define UN_COLUMNAR_SOURCE_H

#include <stdbool.h>

#include "sql/sqlite.h"

#define UN_EVERYTHING ((int64_t)1 << 47) /* above every segment */

/* Create, or drop, view, table of changes and triggers. `schema` and `name` are
** the virtual table's. */
int un_source_create(sqlite3 *db, const char *schema, const char *name, const char *select,
                     char **error);
int un_source_drop(sqlite3 *db, const char *schema, const char *name, char **error);

/* NULL when out of memory. */
char *un_source_guards(const char *schema, const char *name);
char *un_source_asked(const char *schema, const char *name);
int un_source_check(sqlite3 *db, const char *schema, const char *name, bool *out);

/* Run formatted SQL; the message goes to *error, which may be NULL. */
int un_run(sqlite3 *db, char **error, const char *format, ...);

#endif
