/* SQL values in, faults out: the one place where sql.md G2's text is built.
**
** (1) A getter reads argument i (from 0) or raises `name(): argument N 'VALUE'
**     is not a date` on the context and returns false.
** (2) BLOBs are never texts. Text may hold NUL bytes and bad UTF-8: lengths
**     are passed on, nothing is read past them.
**
** Ownership: texts live as long as the arguments; un_fault_text's result is
** freed with sqlite3_free.
*/
#ifndef UN_SQL_VALUE_H
#define UN_SQL_VALUE_H

#include "law/calendar.h"
#include "law/fault.h"
#include "law/gag.h"
#include "law/period.h"
#include "session.h"

struct un_call {
  sqlite3_context *context;
  sqlite3_value **args;
  int count;
};

const char *un_call_name(sqlite3_context *context);
struct un_session *un_call_session(sqlite3_context *context);

/* The whole text over a value (NULL: not given), or over a text (NULL: absent,
** and SQL NULL when len < 0). NULL: out of memory. */
char *un_fault_text(const char *name, const struct un_fault *fault, sqlite3_value *value);
char *un_fault_text_of(const char *name, const struct un_fault *fault, const char *text, int len);

/* Set the error; always false, so that getters can return it. */
bool un_raise(const struct un_call *call, const struct un_fault *fault);
bool un_raise_at(const struct un_call *call, int i, const char *problem, const char *nearest);

/* A text's bytes; false for NULL and BLOB. */
static inline bool un_text(sqlite3_value *value, const char **text, size_t *len) {
  int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL || type == SQLITE_BLOB) return false;
  const char *bytes = (const char *)sqlite3_value_text(value);
  if (!bytes) return false; /* out of memory: what the caller has stands */
  *text = bytes;
  *len = (size_t)sqlite3_value_bytes(value);
  return true;
}

static inline bool un_is_null(const struct un_call *call, int i) {
  return i >= call->count || sqlite3_value_type(call->args[i]) == SQLITE_NULL;
}
/* Whether one of the first n arguments is NULL: the answer then is NULL (G1). */
static inline bool un_any_null(const struct un_call *call, int n) {
  for (int i = 0; i < n; i++) {
    if (un_is_null(call, i)) return true;
  }
  return false;
}

/* A getter that keeps the fault instead, for gag_problem and for aggregates. */
bool un_read_moment(const struct un_call *call, int i, struct un_moment *out, struct un_fault *fault);
bool un_read_ordered(const struct un_call *call, int i, struct un_ordered *out, struct un_fault *fault);
/* Of arguments 0 to 2: basis, start, what is ordered. */
bool un_read_gag(const struct un_call *call, struct un_gag *out, struct un_fault *fault);

bool un_get_day(const struct un_call *call, int i, un_day *out);
bool un_get_moment(const struct un_call *call, int i, struct un_moment *out);
bool un_get_term(const struct un_call *call, int i, struct un_term *out);
bool un_get_calendar(const struct un_call *call, int i, struct un_calendar *out);
bool un_get_basis(const struct un_call *call, int i, const struct un_basis **out);
bool un_get_end(const struct un_call *call, int i, un_day *out); /* NULL, indefinite, a date */
bool un_get_period(const struct un_call *call, int i, struct un_period *out);
bool un_get_unit(const struct un_call *call, int i, enum un_unit *out); /* absent: half */
bool un_get_whole(const struct un_call *call, int i, int64_t *out); /* INTEGER only */
bool un_get_number(const struct un_call *call, int i, double *out); /* INTEGER or REAL */

bool un_is_indefinite_at(const struct un_call *call, int i);

/* A date, 'indefinite' or NULL. */
void un_result_day(sqlite3_context *context, un_day day);
void un_result_static(sqlite3_context *context, const char *text);

/* Raise what a calendar could not answer for `day`; argument i, the day `given`, was
** asked about or led there. */
bool un_raise_calendar(const struct un_call *call, int i, struct un_calendar calendar,
                       enum un_calendar_result result, un_day given, un_day day);

#endif
