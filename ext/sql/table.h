/* Eponymous tables: one module over rows of un_tables.
**
** (1) A table is a row: its declaration, how many hidden columns are arguments
**     (they are the last columns), how many of those are required, and how a
**     cursor starts, steps and reads.
** (2) An argument comes by `table(a, b)` or `WHERE hidden = a`; a required one
**     that is missing is an error, one that cannot be used yet makes SQLite try
**     another plan (SQLITE_CONSTRAINT), never a silently empty result.
** (3) `WHERE first column = text` is one look-up where the table has a find.
** (4) NULL in a required argument gives no rows; in an optional one it is as if
**     omitted.
**
** Ownership: a cursor owns copies of its arguments and its own `state`, zeroed
** before `start`; state holds no pointers to be freed.
*/
#ifndef UN_SQL_TABLE_H
#define UN_SQL_TABLE_H

#include "law/calendar.h"
#include "law/candidate.h"
#include "law/fault.h"
#include "law/period.h"
#include "session.h"

enum { UN_TABLE_ARGS = 3 };

struct un_cursor {
  sqlite3_vtab_cursor base;
  const struct un_table *table;
  struct un_session *session;
  sqlite3_value *args[UN_TABLE_ARGS]; /* NULL: not given */
  int64_t row;                        /* counts what is shown, from 0 */
  bool done, single; /* single: found by its key, nothing follows */
  union {
    struct {
      struct un_period at, last;
    } periods;
    struct {
      struct un_calendar calendar;
      un_day day, last;
      int rule; /* the holiday at hand on that day */
      bool substitute;
    } holidays;
    struct {
      struct un_candidates list;
      int place;
      const char *reason;
    } candidates;
  } state;
};

struct un_table {
  const char *name;
  const char *summary;     /* the text in ext/reference.sql, too */
  const char *declaration; /* "CREATE TABLE x(...)" */
  int columns;             /* before the arguments */
  int args, required;
  const struct un_catalogue *catalogue;
  /* False with a fault: the arguments are wrong. Sets done when empty. */
  bool (*start)(struct un_cursor *cursor, struct un_fault *fault);
  void (*next)(struct un_cursor *cursor);
  void (*column)(const struct un_cursor *cursor, sqlite3_context *context, int column);
  int64_t (*rows)(void);                               /* how many, for the planner */
  int64_t (*find)(const char *text, size_t len); /* the row of that first column, or -1 */
};

/* places_table.c */
int64_t un_jurisdictions_rows(void);
int64_t un_jurisdictions_find(const char *text, size_t len);
int64_t un_names_rows(void);
void un_jurisdictions_next(struct un_cursor *cursor);
void un_jurisdictions_column(const struct un_cursor *cursor, sqlite3_context *context, int column);
void un_names_next(struct un_cursor *cursor);
void un_names_column(const struct un_cursor *cursor, sqlite3_context *context, int column);
bool un_candidates_open(struct un_cursor *cursor, struct un_fault *fault);
void un_candidates_step(struct un_cursor *cursor);
void un_candidates_column(const struct un_cursor *cursor, sqlite3_context *context, int column);

extern const struct un_table un_tables[]; /* tables.c */
extern const int un_tables_count;

/* Register every table; each holds a count of the session. */
int un_tables_register(sqlite3 *db, struct un_session *session);

#endif
