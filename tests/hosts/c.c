/* A C program that is linked with the amalgamation, or loads the extension.
** usage: c EXTENSION|- SQL   (-: sqlite3_unseal_init is linked in) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#ifdef UNSEAL_LINKED
#include "unseal.h"
#endif

static int begin(sqlite3 *db, const char *extension) {
#ifdef UNSEAL_LINKED
  char *error = NULL;
  (void)extension;
  return sqlite3_unseal_init(db, &error, NULL);
#else
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
  return sqlite3_load_extension(db, extension, NULL, NULL);
#endif
}

static void ask(sqlite3 *db, const char *sql) {
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
  while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      const char *cell = (const char *)sqlite3_column_text(stmt, i);
      printf("%s%s", i ? "|" : "", cell ? cell : "NULL");
    }
    puts("");
    rc = SQLITE_OK;
  }
  if (rc != SQLITE_DONE) printf("! %s\n", sqlite3_errmsg(db));
  sqlite3_finalize(stmt);
}

int main(int argc, char **argv) {
  static char sql[65536], line[4096];
  sqlite3 *db;
  FILE *in = argc == 3 ? fopen(argv[2], "r") : NULL;
  int n = 0;
  if (!in || sqlite3_open(":memory:", &db) != SQLITE_OK || begin(db, argv[1]) != SQLITE_OK) return 1;
  while (fgets(line, sizeof line, in)) {
    if (strncmp(line, "--", 2) == 0) continue;
    strcat(sql, line);
    if (!strstr(line, ";\n")) continue;
    printf("%d:\n", ++n);
    ask(db, sql);
    sql[0] = '\0';
  }
  fclose(in);
  return sqlite3_close(db);
}
