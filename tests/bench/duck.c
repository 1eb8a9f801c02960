#include "duck.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* duckdb.h: a result and the one type that is told apart here. */
struct result {
  uint64_t old_columns, old_rows, old_changed;
  void *columns;
  char *message;
  void *internal;
};
enum { TYPE_FLOAT = 10, TYPE_DOUBLE = 11 };

static struct {
  int (*open_ext)(const char *, void **, void *, char **);
  int (*create_config)(void **);
  int (*set_config)(void *, const char *, const char *);
  void (*destroy_config)(void **);
  int (*connect)(void *, void **);
  void (*disconnect)(void **);
  void (*close)(void **);
  int (*query)(void *, const char *, struct result *);
  const char *(*result_error)(struct result *);
  uint64_t (*column_count)(struct result *);
  uint64_t (*row_count)(struct result *);
  int (*column_type)(struct result *, uint64_t);
  char *(*value_varchar)(struct result *, uint64_t, uint64_t);
  void (*destroy_result)(struct result *);
  void (*free)(void *);
} api;

static bool load(struct duck *duck, const char *library) {
  static const struct {
    const char *name;
    void *at;
  } names[] = {{"duckdb_open_ext", &api.open_ext},         {"duckdb_create_config", &api.create_config},
               {"duckdb_set_config", &api.set_config},     {"duckdb_destroy_config", &api.destroy_config},
               {"duckdb_connect", &api.connect},           {"duckdb_disconnect", &api.disconnect},
               {"duckdb_close", &api.close},               {"duckdb_query", &api.query},
               {"duckdb_result_error", &api.result_error}, {"duckdb_column_count", &api.column_count},
               {"duckdb_row_count", &api.row_count},       {"duckdb_column_type", &api.column_type},
               {"duckdb_value_varchar", &api.value_varchar}, {"duckdb_destroy_result", &api.destroy_result},
               {"duckdb_free", &api.free}};
  duck->library = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!duck->library) {
    fprintf(stderr, "%s\n", dlerror());
    return false;
  }
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    void *symbol = dlsym(duck->library, names[i].name);
    if (!symbol) {
      fprintf(stderr, "%s: no %s\n", library, names[i].name);
      return false;
    }
    memcpy(names[i].at, &symbol, sizeof symbol);
  }
  return true;
}

bool duck_open(struct duck *duck, const char *library, const char *path, bool read_only, int threads) {
  void *config = NULL;
  char *error = NULL, count[16];
  *duck = (struct duck){0};
  if (!load(duck, library)) return false;
  snprintf(count, sizeof count, "%d", threads);
  bool ok = api.create_config(&config) == 0 && api.set_config(config, "threads", count) == 0 &&
            (!read_only || api.set_config(config, "access_mode", "READ_ONLY") == 0) &&
            api.open_ext(path, &duck->database, config, &error) == 0 &&
            api.connect(duck->database, &duck->connection) == 0;
  if (!ok) fprintf(stderr, "duckdb: %s: %s\n", path, error ? error : "cannot be opened");
  api.destroy_config(&config);
  return ok;
}

void duck_close(struct duck *duck) {
  if (duck->connection) api.disconnect(&duck->connection);
  if (duck->database) api.close(&duck->database);
}

char *duck_query(struct duck *duck, const char *sql) {
  struct result result = {0};
  char *text = NULL;
  size_t size = 0;
  if (api.query(duck->connection, sql, &result) != 0) {
    fprintf(stderr, "duckdb: %s: %s\n", sql, api.result_error(&result));
    api.destroy_result(&result);
    return NULL;
  }
  FILE *out = open_memstream(&text, &size);
  if (!out) abort();
  uint64_t columns = api.column_count(&result), rows = api.row_count(&result);
  for (uint64_t row = 0; row < rows; row++) {
    for (uint64_t column = 0; column < columns; column++) {
      int type = api.column_type(&result, column);
      char *cell = api.value_varchar(&result, column, row);
      if (!cell) fputs("NULL|", out);
      else if (type == TYPE_DOUBLE || type == TYPE_FLOAT) fprintf(out, "%.9g|", strtod(cell, NULL));
      else fprintf(out, "%s|", cell);
      api.free(cell);
    }
    fputc('\n', out);
  }
  fclose(out);
  api.destroy_result(&result);
  return text;
}
