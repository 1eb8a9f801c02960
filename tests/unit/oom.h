/* An allocator that fails when told to, and the loop over every allocation of a
** query: the N-th fails, for N = 1, 2, 3, ... until the whole query succeeds, once
** with that one failing and once with all after it. Each time: the right answer or
** SQLITE_NOMEM, and nothing leaked.
**
** Included by one test program at a time: all is static.
*/
#ifndef OOM_H
#define OOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

/* --- an allocator that can fail -------------------------------------------------- */

static sqlite3_mem_methods plain;
static long countdown = -1; /* allocations until one fails; -1: none does */
static bool forever, failed;
static long outstanding;

static bool fails(void) {
  if (countdown < 0) return false;
  if (countdown > 0) {
    countdown--;
    return false;
  }
  failed = true;
  if (!forever) countdown = -1;
  return true;
}

static void *counted_malloc(int n) {
  void *at = fails() ? NULL : plain.xMalloc(n);
  outstanding += at != NULL;
  return at;
}

static void counted_free(void *at) {
  outstanding -= at != NULL;
  plain.xFree(at);
}

static void *counted_realloc(void *at, int n) { return fails() ? NULL : plain.xRealloc(at, n); }

static void install(void) {
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain), SQLITE_OK);
  static sqlite3_mem_methods counted;
  counted = plain;
  counted.xMalloc = counted_malloc;
  counted.xFree = counted_free;
  counted.xRealloc = counted_realloc;
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &counted), SQLITE_OK);
}

/* --- one query ------------------------------------------------------------------- */

enum { TEXT_ROOM = 4096 };

struct answer {
  int rc;
  char text[TEXT_ROOM]; /* rows, or the error */
};

static const char *setup = ""; /* before the extension is there */
static const char *after = ""; /* and with it */

static sqlite3 *open_db(void) {
  sqlite3 *db;
  char *error = NULL;
  assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
  sqlite3_exec(db, setup, NULL, NULL, NULL);
  assert_int_equal(sqlite3_unseal_init(db, &error, NULL), SQLITE_OK);
  /* A connection set up: what SQLite itself caches does not count below. */
  sqlite3_exec(db, "CREATE TABLE t(x); SELECT * FROM pragma_function_list", NULL, NULL, NULL);
  if (sqlite3_exec(db, after, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", after, sqlite3_errmsg(db));
  return db;
}

/* The first rows; the rest is only stepped through. */
static void ask(sqlite3 *db, const char *sql, struct answer *out) {
  sqlite3_stmt *stmt = NULL;
  size_t n = 0;
  int rows = 0, rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
  out->text[0] = '\0';
  while (rc == SQLITE_OK && rows++ < 5 && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      bool null = sqlite3_column_type(stmt, i) == SQLITE_NULL;
      const char *cell = (const char *)sqlite3_column_text(stmt, i);
      if (!cell && !null) {
        rc = SQLITE_NOMEM; /* reading the text found no memory */
        break;
      }
      n += (size_t)snprintf(out->text + n, TEXT_ROOM - n, "%s|", cell ? cell : "NULL");
      if (n >= TEXT_ROOM) fail_msg("%s: more text than fits", sql);
    }
    if (rc == SQLITE_ROW) rc = SQLITE_OK;
  }
  if (rc == SQLITE_DONE) rc = SQLITE_OK;
  if (rc != SQLITE_OK) snprintf(out->text, TEXT_ROOM, "%s", sqlite3_errmsg(db));
  sqlite3_finalize(stmt);
  out->rc = rc & 0xff;
}

static void try(sqlite3 *db, const char *sql, const struct answer *want, long n) {
  struct answer got;
  countdown = n;
  failed = false;
  ask(db, sql, &got);
  countdown = -1;
  if (got.rc == SQLITE_NOMEM && failed) return;
  if (got.rc != want->rc || strcmp(got.text, want->text) != 0) {
    fail_msg("%s\nallocation %ld%s: %d %s\nwanted: %d %s", sql, n, forever ? " and on" : "", got.rc,
             got.text, want->rc, want->text);
  }
}

/* How many allocations had to fail before the query succeeded. */
static long torture(const char *sql) {
  struct answer want;
  long before = outstanding, tries = 0;
  sqlite3 *db = open_db();
  ask(db, sql, &want);
  if (want.rc != SQLITE_OK && want.rc != SQLITE_ERROR) fail_msg("%s: %s", sql, want.text);
  for (int mode = 0; mode < 2; mode++) {
    forever = mode == 1;
    long held = outstanding, n = 0;
    do try(db, sql, &want, n++);
    while (failed);
    tries += n;
    sqlite3_db_release_memory(db);
    /* What SQLite keeps for the connection may have changed; not by every try. */
    if (outstanding > held + 8) fail_msg("%s: %ld allocations kept", sql, outstanding - held);
  }
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
  if (outstanding != before) fail_msg("%s: %ld leaked", sql, outstanding - before);
  assert_true(tries > 4);
  return tries;
}

#endif
