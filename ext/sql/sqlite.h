/* SQLite as an extension sees it: the routines table when loaded, plain calls
** when linked in (SQLITE_CORE). */
#ifndef UN_SQL_SQLITE_H
#define UN_SQL_SQLITE_H

#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3

#endif
