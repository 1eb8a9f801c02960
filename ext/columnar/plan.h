/* A source's plan: what SQLite's own program for the SELECT reads, and how.
**
** (1) One row of the base gives at most one row whatever the other rows are: the
**     base is read once, by a plain join; LIMIT, DISTINCT, UNION, aggregates and
**     windows are refused (in a subquery for a value they may stand).
** (2) A parent that is looked up by its rowid alone, with columns of the base for
**     it, is followed through them; every other table's changes concern all rows.
** (3) Nothing virtual, in another database, not deterministic or of the clock.
*/
#ifndef UN_COLUMNAR_PLAN_H
#define UN_COLUMNAR_PLAN_H

#include <stdbool.h>

#include "sql/sqlite.h"

enum { UN_PLAN_TABLES = 24, UN_PLAN_LINKS = 8 };

struct un_plan_table {
  char *name;
  bool followed; /* by `links`, columns of the base that hold its rowid */
  int link_count;
  char *links[UN_PLAN_LINKS];
};

struct un_plan { /* tables other than the base */
  int count;
  struct un_plan_table tables[UN_PLAN_TABLES];
};

/* Of the view schema.NAME_source, whose first column is base.key. */
int un_plan_read(struct un_plan *plan, sqlite3 *db, const char *schema, const char *name,
                 const char *base, const char *key, char **error);
void un_plan_free(struct un_plan *plan);

#endif
