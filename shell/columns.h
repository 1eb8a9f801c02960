/* request_columns: the snapshot of requests that init makes (schema/register/004). */
#ifndef UN_SHELL_COLUMNS_H
#define UN_SHELL_COLUMNS_H

#include <stdbool.h>
#include <sqlite3.h>

/* Row s of a schema table is no part of a columnar one: shadow table, changes, source,
** trigger. SQL text, after AND; `%%` is the same LIKE as `%`, formatted or not. */
#define UN_NO_PART(schema) \
  "NOT EXISTS (SELECT 1 FROM " schema ".sqlite_schema v WHERE v.sql LIKE 'CREATE VIRTUAL TABLE%%USING columnar%%' AND " \
  "(s.name IN (v.name || '_meta', v.name || '_segments', v.name || '_dictionary', v.name || '_changes', " \
  "v.name || '_source') OR substr(s.name, 1, length(v.name) + 6) = v.name || '_note_'))"

bool un_columns_there(sqlite3 *db);

/* Pack what was written since; nothing where there is none. SQLite's code. */
int un_columns_refresh(sqlite3 *db);

#endif
