/* unseal, linked into a program: functions and tables for the record of what
** governments demand. The amalgamation is this header and unseal.c:
**
**   cc -O2 -fPIC -shared -o unseal.so unseal.c -lm     to be loaded
**   cc -O2 -DSQLITE_CORE -c unseal.c                   to be linked, with -lsqlite3 -lm
**
** Linked, register it in a connection with sqlite3_unseal_init(db, &error, NULL), or
** in every connection with sqlite3_auto_extension((void (*)(void))sqlite3_unseal_init).
**
** Ownership: *error, when set, is the caller's, freed with sqlite3_free.
*/
#ifndef UNSEAL_H
#define UNSEAL_H

#include <sqlite3.h>

#ifdef __cplusplus
extern "C" {
#endif

/* SQLITE_OK; SQLITE_ERROR with a text when SQLite is older than 3.38; SQLITE_NOMEM. */
#ifdef __GNUC__
__attribute__((visibility("default")))
#endif
int sqlite3_unseal_init(sqlite3 *db, char **error, const struct sqlite3_api_routines *api);

#ifdef __cplusplus
}
#endif

#endif
