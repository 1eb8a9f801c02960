/* Small questions to the database: one value, or a list of names.
**
** Ownership: texts and lists returned are the caller's, freed with free() and
** un_names_free.
*/
#ifndef UN_SHELL_ASK_H
#define UN_SHELL_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <sqlite3.h>

/* The first column of the first row with ?1 and ?2 bound (NULL: SQL NULL), as
** text; NULL without a row, for NULL and on an error. */
char *un_ask(sqlite3 *db, const char *sql, const char *a, const char *b);

/* The same as a whole number. SQLITE_ROW: it is in `value`; SQLITE_DONE: no row, or
** NULL; SQLITE_MISMATCH: what stands there is no whole number; else SQLite's error.
** `value` is as it was but with SQLITE_ROW. */
int un_ask_int(sqlite3 *db, const char *sql, const char *a, const char *b, long long *value);

/* All of a text as a whole number within bounds, into `value`. */
bool un_whole(const char *text, long long min, long long max, long long *value);

struct un_names {
  char **list;
  size_t count;
};

/* The words a table's CHECK allows in a column, of `CASE column WHEN 'a' THEN 1 ... ELSE`;
** none where it has no such. */
void un_ask_words(sqlite3 *db, const char *table, const char *column, struct un_names *words);

/* The first column of every row, NULLs left out. */
void un_ask_names(sqlite3 *db, const char *sql, const char *a, struct un_names *names);
void un_names_add(struct un_names *names, const char *text, size_t len);
bool un_names_have(const struct un_names *names, const char *name);
const char *un_names_nearest(const struct un_names *names, const char *name);
const char *un_names_nearest_or_begun(const struct un_names *names, const char *name);
void un_names_free(struct un_names *names);

#endif
