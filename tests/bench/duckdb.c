/* duckdb LIBDUCKDB.SO DATABASE SQL: run one statement through DuckDB's C interface,
** loaded by name, so that nothing needs it to be built. */
#include <dlfcn.h>
#include <stdio.h>

typedef void *handle;

int main(int argc, char **argv) {
  handle db = NULL, connection = NULL;
  char result[256] = {0}; /* duckdb_result, six words */
  if (argc != 4) return 2;
  void *library = dlopen(argv[1], RTLD_NOW);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 3;
  }
  int (*open)(const char *, handle *), (*connect)(handle, handle *), (*query)(handle, const char *, void *);
  const char *(*error)(void *);
  void (*disconnect)(handle *), (*close)(handle *);
  *(void **)&open = dlsym(library, "duckdb_open");
  *(void **)&connect = dlsym(library, "duckdb_connect");
  *(void **)&query = dlsym(library, "duckdb_query");
  *(void **)&error = dlsym(library, "duckdb_result_error");
  *(void **)&disconnect = dlsym(library, "duckdb_disconnect");
  *(void **)&close = dlsym(library, "duckdb_close");
  if (!open || !connect || !query || !error || !disconnect || !close) return 3;
  if (open(argv[2], &db) != 0 || connect(db, &connection) != 0) return 3;
  if (query(connection, argv[3], result) != 0) {
    fprintf(stderr, "%s\n", error(result));
    return 1;
  }
  disconnect(&connection);
  close(&db);
  return 0;
}
