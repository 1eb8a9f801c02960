/* build/unseal.so as a host sees it: what it says to a SQLite that is too old, that
** it loads twice and into two connections, that it goes with the last of them.
** A sanitizer build has no unseal.so; there is nothing to test then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3

typedef int init_fn(sqlite3 *, char **, const sqlite3_api_routines *);

static char path[4096];
static sqlite3_api_routines routines; /* a copy of what SQLite hands to extensions */

static int copy_routines(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  (void)db;
  (void)error;
  routines = *api;
  return SQLITE_OK;
}

static int find_extension(void **state) {
  (void)state;
  const char *build = getenv("B");
  sqlite3 *db;
  snprintf(path, sizeof path, "%s/unseal.so", build ? build : "build");
  sqlite3_auto_extension((void (*)(void))copy_routines);
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
  sqlite3_close(db);
  sqlite3_reset_auto_extension();
  return routines.libversion_number ? 0 : 1;
}

static bool here(void) {
  FILE *file = fopen(path, "rb");
  if (file) fclose(file);
  return file != NULL;
}

static sqlite3 *open_db(void) {
  sqlite3 *db;
  assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
  return db;
}

static void load(sqlite3 *db) {
  char *error = NULL;
  if (sqlite3_load_extension(db, path, NULL, &error) != SQLITE_OK) fail_msg("%s", error);
}

static void answers(sqlite3 *db, const char *sql, const char *want) {
  sqlite3_stmt *stmt;
  assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
  assert_string_equal((const char *)sqlite3_column_text(stmt, 0), want);
  sqlite3_finalize(stmt);
}

static int old_number(void) { return 3037002; }
static const char *old_version(void) { return "3.37.2"; }

static void a_sqlite_before_3_38_is_refused_by_its_version(void **state) {
  (void)state;
  if (!here()) return;
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  assert_non_null(library);
  init_fn *init = NULL;
  *(void **)&init = dlsym(library, "sqlite3_unseal_init");
  assert_non_null(init);
  sqlite3 *db = open_db();
  char *error = NULL;
  sqlite3_api_routines old = routines;
  old.libversion_number = old_number;
  old.libversion = old_version;
  assert_int_equal(init(db, &error, &old), SQLITE_ERROR);
  assert_string_equal(error, "unseal needs SQLite 3.38.0 or newer, this is 3.37.2");
  sqlite3_free(error);
  /* nothing was registered */
  sqlite3_stmt *stmt;
  assert_int_equal(sqlite3_prepare_v2(db, "SELECT unseal_version()", -1, &stmt, NULL), SQLITE_ERROR);
  assert_int_equal(init(db, &error, &routines), SQLITE_OK);
  answers(db, "SELECT period_of('2014-05-22')", "2014-H1");
  sqlite3_close(db);
  dlclose(library);
}

static void loading_twice_changes_nothing(void **state) {
  (void)state;
  if (!here()) return;
  sqlite3 *db = open_db();
  load(db);
  load(db);
  answers(db, "SELECT period_of('2014-05-22')", "2014-H1");
  answers(db, "SELECT count(*) > 0 FROM legal_bases WHERE code = 'US_NSL_2709'", "1");
  sqlite3_close(db);
}

/* Each has its own as-of date, and works on after the other has closed. */
static void connections_are_apart(void **state) {
  (void)state;
  if (!here()) return;
  sqlite3 *a = open_db(), *b = open_db();
  load(a);
  load(b);
  answers(a, "SELECT unseal_asof('2014-05-22')", "2014-05-22");
  answers(b, "SELECT unseal_asof('2020-01-01')", "2020-01-01");
  answers(a, "SELECT unseal_asof()", "2014-05-22");
  sqlite3_close(a);
  answers(b, "SELECT unseal_asof()", "2020-01-01");
  answers(b, "SELECT term_end('2024-03-15', 'P1Y', 'US')", "2025-03-17");
  sqlite3_close(b);
}

static void a_wrong_entry_point_is_refused(void **state) {
  (void)state;
  if (!here()) return;
  sqlite3 *db = open_db();
  char *error = NULL;
  assert_int_equal(sqlite3_load_extension(db, path, "sqlite3_extension_init", &error),
                   SQLITE_ERROR);
  assert_non_null(strstr(error, "sqlite3_extension_init"));
  sqlite3_free(error);
  sqlite3_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_sqlite_before_3_38_is_refused_by_its_version),
      cmocka_unit_test(loading_twice_changes_nothing),
      cmocka_unit_test(connections_are_apart),
      cmocka_unit_test(a_wrong_entry_point_is_refused),
  };
  return cmocka_run_group_tests(tests, find_extension, NULL);
}
