/* The registration table's row: all that is known of one SQL function.
**
** Registration, the table unseal_functions, the shell's help and completion and
** the API page come from these rows (ext/unseal.c); every example runs as a
** test. A function with optional arguments has a row an arity.
*/
#ifndef UN_SQL_FUNCTION_H
#define UN_SQL_FUNCTION_H

#include "sqlite.h"

enum un_kind { UN_SCALAR, UN_AGGREGATE, UN_WINDOW };

typedef void un_call_fn(sqlite3_context *, int, sqlite3_value **);
typedef void un_final_fn(sqlite3_context *);

struct un_function {
  const char *name;
  int nargs;
  enum un_kind kind;
  int flags;             /* SQLITE_DETERMINISTIC, SQLITE_INNOCUOUS, SQLITE_DIRECTONLY */
  un_call_fn *call;      /* the scalar, or an aggregate's step */
  un_call_fn *inverse;   /* windows */
  un_final_fn *value;    /* windows: the frame's value */
  un_final_fn *final;    /* aggregates: the value, and what was held is freed */
  const char *signature;
  const char *summary;
  const char *example;   /* an expression, or a whole SELECT */
  const char *result;    /* its text; NULL for NULL or for what varies */
};

extern const struct un_function un_functions[];
extern const int un_functions_count;

#endif
