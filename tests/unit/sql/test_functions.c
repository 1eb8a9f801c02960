/* The registration table: every row registers, and every example is true. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "sql/function.h"
#include "sql/table.h"

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

static sqlite3 *open_db(void) {
  sqlite3 *db;
  char *error = NULL;
  assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
  assert_int_equal(sqlite3_unseal_init(db, &error, NULL), SQLITE_OK);
  return db;
}

static void every_example_prints_its_result(void **state) {
  (void)state;
  sqlite3 *db = open_db();
  for (int i = 0; i < un_functions_count; i++) {
    const struct un_function *f = &un_functions[i];
    sqlite3_stmt *stmt;
    char *sql = strncmp(f->example, "SELECT", 6) == 0 ? sqlite3_mprintf("%s", f->example)
                                                      : sqlite3_mprintf("SELECT %s", f->example);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
      fail_msg("%s: %s", f->signature, sqlite3_errmsg(db));
    }
    if (sqlite3_step(stmt) != SQLITE_ROW) fail_msg("%s: %s", f->signature, sqlite3_errmsg(db));
    assert_string_equal((const char *)sqlite3_column_text(stmt, 0), f->result);
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
  }
  sqlite3_close(db);
}

static void every_example_uses_its_function(void **state) {
  (void)state;
  for (int i = 0; i < un_functions_count; i++) {
    assert_non_null(strstr(un_functions[i].example, un_functions[i].name));
    assert_int_equal(strncmp(un_functions[i].signature, un_functions[i].name,
                             strlen(un_functions[i].name)), 0);
  }
}

static int scalar_count(const char *text) {
  int n = 0, depth = 0;
  for (; *text; text++) {
    if (*text == '(' && depth++ == 0 && text[1] != ')') n = 1;
    if (*text == ',') n++;
    if (*text == ')') depth--;
  }
  return n;
}

static void signatures_name_as_many_arguments_as_the_row_takes(void **state) {
  (void)state;
  for (int i = 0; i < un_functions_count; i++) {
    assert_int_equal(scalar_count(un_functions[i].signature), un_functions[i].nargs);
  }
}

/* A vanished row is noticed. */
static void the_table_has_all_rows(void **state) {
  (void)state;
  sqlite3 *db = open_db();
  sqlite3_stmt *stmt;
  assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*), count(DISTINCT name) "
                                          "FROM unseal_functions", -1, &stmt, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
  assert_int_equal(sqlite3_column_int(stmt, 0), un_functions_count);
  assert_true(sqlite3_column_int(stmt, 1) >= 32);
  sqlite3_finalize(stmt);
  sqlite3_close(db);
}

/* ext/README.md lists tables by name: one that is not there is noticed. */
static void every_table_is_in_the_reference(void **state) {
  (void)state;
  static char text[65536];
  char path[4096];
  const char *root = getenv("ROOT");
  snprintf(path, sizeof path, "%s/ext/reference.sql", root ? root : ".");
  FILE *file = fopen(path, "r");
  assert_non_null(file);
  assert_true(fread(text, 1, sizeof text - 1, file) > 0);
  fclose(file);
  for (int i = 0; i < un_tables_count; i++) {
    char quoted[512];
    snprintf(quoted, sizeof quoted, "'%s', '%s'", un_tables[i].name, un_tables[i].summary);
    if (!strstr(text, quoted)) fail_msg("no row in ext/reference.sql: %s", quoted);
  }
}

static void closing_the_connection_frees_everything(void **state) {
  (void)state;
  sqlite3_int64 before = sqlite3_memory_used();
  sqlite3_close(open_db());
  assert_int_equal(sqlite3_memory_used(), before);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_example_prints_its_result),
      cmocka_unit_test(every_example_uses_its_function),
      cmocka_unit_test(signatures_name_as_many_arguments_as_the_row_takes),
      cmocka_unit_test(the_table_has_all_rows),
      cmocka_unit_test(every_table_is_in_the_reference),
      cmocka_unit_test(closing_the_connection_frees_everything),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
