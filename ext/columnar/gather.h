/* Gathering: the source's rows into moulds, a segment's worth at a time.
**
** (1) A row's values arrive as arguments of the SQL function _columnar(), called by
**     the writer's own SELECT: a column read through sqlite3_column_* takes the
**     connection's mutex two or three times a value, more than SQLite needs to
**     read the row.
** (2) A column remembers the short texts that it met last: most columns hold few
**     texts, and a date or a word is then known without parsing or looking it up.
** (3) Other words are looked up some rows later, when the dictionary's memory has come.
**
** Ownership: un_gather_close frees the moulds; words go into the reading's dictionaries.
*/
#ifndef UN_COLUMNAR_GATHER_H
#define UN_COLUMNAR_GATHER_H

#include "snapshot.h"

struct un_memo;

/* A short text whose word is not looked up yet. */
struct un_pending {
  struct un_key key;
  uint32_t column, row;
};

enum { UN_PENDING = 32 };

struct un_gather {
  struct un_reading *reading;
  int count;
  struct un_mould moulds[UN_SNAPSHOT_COLUMNS];
  struct un_memo *memos[UN_SNAPSHOT_COLUMNS];
  bool any;        /* a row came */
  int64_t last_id; /* of it */
  int64_t segment; /* of the rows in the moulds */
  /* Called before a row of another segment goes in: to write and empty the moulds. */
  int (*full)(void *context);
  void *context;
  struct un_pending pending[UN_PENDING];
  int pending_count;
  int rc; /* what a row that was refused met */
};

int un_gather_open(struct un_gather *gather, struct un_reading *reading);
void un_gather_close(struct un_gather *gather);

/* A row, `count` values of which the first is the id; ids come in ascending order. */
int un_gather_row(struct un_gather *gather, sqlite3_value **values);

/* To be called before the moulds are read: looks up what is pending. */
int un_gather_settle(struct un_gather *gather);

/* The moulds hold no row. */
void un_gather_empty(struct un_gather *gather);

/* The gather for _columnar(?, column, ...). */
int un_gather_bind(sqlite3_stmt *stmt, int parameter, struct un_gather *gather);

int un_gather_register(sqlite3 *db);

#endif
