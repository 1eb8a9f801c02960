/* DuckDB through its C API, taken from libduckdb.so at run time. */
#ifndef BENCH_DUCK_H
#define BENCH_DUCK_H

#include <stdbool.h>

struct duck {
  void *library, *database, *connection;
};

/* False with a message to stderr. */
bool duck_open(struct duck *duck, const char *library, const char *path, bool read_only, int threads);
void duck_close(struct duck *duck);

/* The rows as text, cells with | after them, numbers with a fraction as %.9g;
** allocated. NULL with a message to stderr. */
char *duck_query(struct duck *duck, const char *sql);

#endif
