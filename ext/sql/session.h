/* What one connection remembers: its as-of date and the holidays it has seen.
**
** Ownership: sqlite3_unseal_init makes a session; every function and module
** registered holds a count (un_session_release is their destructor), so that it
** goes with the last of them. SQLite runs one call of a connection at a time.
*/
#ifndef UN_SQL_SESSION_H
#define UN_SQL_SESSION_H

#include "law/calendar.h"
#include "sqlite.h"

struct un_function;

/* What a function finds through sqlite3_user_data: its row and its session. */
struct un_binding {
  const struct un_function *function;
  struct un_session *session;
};

struct un_session {
  int count;
  un_day as_of; /* UN_NO_DAY: not asked for yet */
  struct un_years years;
  struct un_binding bindings[]; /* one a row of un_functions */
};

struct un_session *un_session_new(int bindings);
void un_session_release(void *binding); /* a struct un_binding */

#endif
