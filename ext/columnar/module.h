/* The registration table's row: all that is known of one module of ext/columnar.
**
** Registration and the shell's help and completion come from these rows
** (ext/unseal.c).
*/
#ifndef UN_COLUMNAR_MODULE_H
#define UN_COLUMNAR_MODULE_H

#include "sql/sqlite.h"

struct un_stores;

struct un_module {
  const char *name;
  int (*add)(sqlite3 *db, struct un_stores *stores);
  const char *usage;
  const char *help; /* lines, each ending with a newline */
};

extern const struct un_module un_modules[];
extern const int un_modules_count;

#endif
