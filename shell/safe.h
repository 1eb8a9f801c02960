/* --safe: what SQL of strangers may do. It reads and writes the one database that
** is open; it reaches no other file, loads nothing and changes no setting. What
** it may not is an SQL error, "not authorized"; the session lives on. */
#ifndef UN_SHELL_SAFE_H
#define UN_SHELL_SAFE_H

#include <sqlite3.h>

void un_safe(sqlite3 *db);

#endif
