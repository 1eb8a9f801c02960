/* What the tests of ext/columnar share: databases, statements, chance, and the
** one comparison that all of them end with: the table against its source. */
#ifndef COLUMNAR_DB_H
#define COLUMNAR_DB_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t chance_state = 1;

static inline uint64_t chance(void) {
  uint64_t z = chance_state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static inline int below(int n) { return (int)(chance() >> 33) % n; }

/* A database in a file of its own folder; db_folder_remove deletes both. */
static char db_folder[64], db_path[96];

static inline void db_folder_make(void) {
  strcpy(db_folder, "/tmp/unseal-columnar-XXXXXX");
  assert_non_null(mkdtemp(db_folder));
  snprintf(db_path, sizeof db_path, "%s/a.db", db_folder);
}

static inline void db_folder_remove(void) {
  static const char *const ends[] = {"a.db", "a.db-journal", "a.db-wal", "a.db-shm", "b.db", "b.db-journal"};
  char path[160];
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    snprintf(path, sizeof path, "%s/%s", db_folder, ends[i]);
    unlink(path);
  }
  rmdir(db_folder);
}

static inline sqlite3 *db_open(const char *path, bool with_module) {
  sqlite3 *db;
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  sqlite3_busy_timeout(db, 2000);
  sqlite3_extended_result_codes(db, 0);
  if (with_module) assert_int_equal(sqlite3_unseal_init(db, NULL, NULL), SQLITE_OK);
  return db;
}

static inline int db_try(sqlite3 *db, const char *sql) { return sqlite3_exec(db, sql, NULL, NULL, NULL); }

static inline void db_run(sqlite3 *db, const char *sql) {
  if (db_try(db, sql) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

static inline sqlite3_stmt *db_prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *stmt = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
  return stmt;
}

/* All rows, cells with | and rows with newlines after them; sqlite3_free. */
static inline char *db_text(sqlite3 *db, const char *sql) {
  sqlite3_stmt *stmt = db_prepare(db, sql);
  sqlite3_str *out = sqlite3_str_new(db);
  int rc;
  while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      const char *cell = (const char *)sqlite3_column_text(stmt, i);
      sqlite3_str_appendf(out, "%s|", cell ? cell : "NULL");
    }
    sqlite3_str_appendall(out, "\n");
  }
  if (rc != SQLITE_DONE) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
  sqlite3_finalize(stmt);
  char *text = sqlite3_str_finish(out);
  return text ? text : sqlite3_mprintf("");
}

static inline void db_says(sqlite3 *db, const char *sql, const char *wanted) {
  char *text = db_text(db, sql);
  if (strcmp(text, wanted) != 0) fail_msg("%s\n%swanted\n%s", sql, text, wanted);
  sqlite3_free(text);
}

static inline void db_refuses(sqlite3 *db, const char *sql, const char *message) {
  int rc = db_try(db, sql);
  if (rc == SQLITE_OK) fail_msg("%s: done, wanted %s", sql, message);
  if (strcmp(sqlite3_errmsg(db), message) != 0) fail_msg("%s\n%s\nwanted\n%s", sql, sqlite3_errmsg(db), message);
}

static inline bool same_cell(sqlite3_stmt *a, sqlite3_stmt *b, int i) {
  int type = sqlite3_column_type(a, i);
  if (type != sqlite3_column_type(b, i)) return false;
  if (type == SQLITE_NULL) return true;
  if (type == SQLITE_INTEGER) return sqlite3_column_int64(a, i) == sqlite3_column_int64(b, i);
  int len = sqlite3_column_bytes(a, i);
  if (type == SQLITE_FLOAT) {
    double x = sqlite3_column_double(a, i), y = sqlite3_column_double(b, i);
    return memcmp(&x, &y, sizeof x) == 0;
  }
  return len == sqlite3_column_bytes(b, i) &&
         (len == 0 || memcmp(sqlite3_column_blob(a, i), sqlite3_column_blob(b, i), (size_t)len) == 0);
}

/* NULL when both queries give the same rows in the same order with the same types;
** else what differs (sqlite3_free). */
static inline char *db_difference(sqlite3 *db, const char *ours, const char *plain) {
  sqlite3_stmt *a = db_prepare(db, ours), *b = db_prepare(db, plain);
  char *found = NULL;
  for (int row = 1; !found; row++) {
    int x = sqlite3_step(a), y = sqlite3_step(b);
    if (x != y || (x != SQLITE_ROW && x != SQLITE_DONE)) {
      found = sqlite3_mprintf("row %d: %s: %d, %s: %d (%s)", row, ours, x, plain, y, sqlite3_errmsg(db));
    }
    if (x != SQLITE_ROW || y != SQLITE_ROW) break;
    for (int i = 0; i < sqlite3_column_count(b) && !found; i++) {
      if (same_cell(a, b, i)) continue;
      found = sqlite3_mprintf("row %d, %s: '%s', wanted '%s'", row, sqlite3_column_name(b, i),
                              sqlite3_column_text(a, i), sqlite3_column_text(b, i));
    }
  }
  sqlite3_finalize(a);
  sqlite3_finalize(b);
  return found;
}

/* The columnar table s is its source, and no more. */
static inline void db_is_fresh(sqlite3 *db, const char *after) {
  char *found = db_difference(db, "SELECT * FROM s ORDER BY id", "SELECT * FROM s_source ORDER BY id");
  if (found) fail_msg("%s: %s", after, found);
}

#endif
