/* A snapshot: the shadow tables of one columnar table, read and written.
**
** (1) NAME_segments holds the packs, by column * 2^48 + segment + 2^47; NAME_dictionary
**     the words; NAME_meta names, types and collations of the columns and the
**     highest id. What is above it, and what NAME_changes notes, is read from
**     NAME_source: un_scan (scan.h) shows both as one.
** (2) Writing goes in steps each of which leaves base, changes and snapshot
**     agreeing: a segment's note goes after its last pack, the highest id after
**     the segment that reaches it.
** (3) Bytes that are not what was written are SQLITE_CORRUPT_VTAB.
**
** Ownership: un_snapshot_close frees; messages are sqlite3_mprintf'ed into
** *error. Statements are the snapshot's.
*/
#ifndef UN_COLUMNAR_SNAPSHOT_H
#define UN_COLUMNAR_SNAPSHOT_H

#include "dictionary.h"
#include "pack.h"
#include "sql/sqlite.h"

enum { UN_SNAPSHOT_COLUMNS = 64 };

#define UN_HIGHEST_OF_NOTHING (INT64_MIN + 1) /* the highest id while no row was packed */

enum un_affinity { UN_AFFINITY_NONE, UN_AFFINITY_TEXT, UN_AFFINITY_NUMERIC };

struct un_snapshot_column {
  char *name, *type; /* as it is declared again: "" without an affinity, where ANY would be a number's */
  char *collation;   /* NULL: BINARY */
  enum un_affinity affinity;
};

struct un_snapshot {
  sqlite3 *db;
  char *schema, *name;
  int count;
  struct un_snapshot_column columns[UN_SNAPSHOT_COLUMNS];
};

/* One reading of a snapshot: what it saw stays with it, since another statement,
** or a rollback, may change the tables after it. */
struct un_words {
  bool counted, loaded, paired; /* paired: `twins` is known */
  bool twins;
  uint32_t count; /* of codes in the file */
  uint32_t open;  /* loaded: the code from which the next words are written (words.c) */
  struct un_dictionary dictionary;
};

struct un_reading {
  struct un_snapshot *snapshot;
  int64_t highest, stamp; /* the stamp goes up with each refresh */
  int opened, changes;    /* that the connection had made at the start, and when the stamp was looked at */
  struct un_words words[UN_SNAPSHOT_COLUMNS];
  char **error; /* where messages go; its owner frees */
};

/* Make the shadow tables and fill them; the source is there already. */
int un_snapshot_create(sqlite3 *db, const char *schema, const char *name, char **error);
int un_snapshot_drop(sqlite3 *db, const char *schema, const char *name, char **error);

/* NULL after an error. */
struct un_snapshot *un_snapshot_open(sqlite3 *db, const char *schema, const char *name, int *rc,
                                     char **error);
void un_snapshot_close(struct un_snapshot *snapshot);

/* The column of that name, without regard to case; -1. */
int un_snapshot_column(const struct un_snapshot *snapshot, const char *name, size_t len);

int un_reading_open(struct un_reading *reading, struct un_snapshot *snapshot, char **error);
/* The same without a look at the triggers: for what an open reading left (store.h). */
int un_reading_begin(struct un_reading *reading, struct un_snapshot *snapshot, char **error);
void un_reading_close(struct un_reading *reading);

/* SQLITE_ABORT when the snapshot was written since by this connection. */
int un_reading_still(struct un_reading *reading);

/* How many codes a column's dictionary has; all its words into memory. */
int un_reading_count(struct un_reading *reading, int column);
int un_reading_words(struct un_reading *reading, int column);
/* Words that the file has not yet; `put` writes a row of NAME_dictionary. */
int un_reading_save(struct un_reading *reading, int column, sqlite3_stmt *put);

/* Whether equal values may have two codes in the column: 1 and 1.0. */
int un_reading_twins(struct un_reading *reading, int column, bool *out);

/* "columnar: ..." to the reading's error; SQLITE_CORRUPT_VTAB. */
int un_reading_corrupt(struct un_reading *reading, const char *format, ...);

/* Prepared over formatted SQL, with the message kept. */
int un_reading_prepare(struct un_reading *reading, sqlite3_stmt **out, const char *format, ...);
int un_reading_failed(struct un_reading *reading, int rc);

struct un_cell un_cell_from(sqlite3_value *value);
struct un_cell un_cell_of(sqlite3_stmt *stmt, int column);
void un_cell_result(sqlite3_context *context, const struct un_cell *cell);

/* Encode noted segments and the tail (refresh.c); everything, when `whole`. */
int un_snapshot_refresh(struct un_snapshot *snapshot, bool whole, char **error);

int64_t un_segment_id(int column, int64_t segment);

/* The row of NAME_segments whose `head` says how many packs column 0 has: a reader finds
** the segments by them. */
enum { UN_SEGMENT_COUNT = -1 };

#endif
