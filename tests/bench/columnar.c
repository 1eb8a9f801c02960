/* make bench-columnar: what a snapshot costs those who write, on the register's own
** tables: inserts into requests and updates of their outcome, with and without a
** columnar table over them, A B A B, each in a new file. Then the building of the
** snapshot, its size, and a refresh. Nothing here fails: it measures.
**
**   bench-columnar FOLDER SCHEMA [ROWS]     SCHEMA is schema/register/001_tables.sql
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "rows.h"

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

enum { ROUNDS = 3, BATCH = 20000 };

#define COLUMNAR "CREATE VIRTUAL TABLE request_columns USING columnar(SELECT id, received_on, decided_on, origin, process, basis, " \
                 "outcome, data_kind, customer_ref, accounts FROM requests)"

static char *schema;
static char path[512];
static long long rows = 1000000;

static void die(const char *what, const char *why) {
  fprintf(stderr, "bench-columnar: %s: %s\n", what, why);
  exit(1);
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run(sqlite3 *db, const char *sql) {
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) die(sql, sqlite3_errmsg(db));
}

static char *whole_file(const char *name) {
  FILE *file = fopen(name, "rb");
  if (!file) die(name, "cannot be read");
  char *text = calloc(1, 1 << 20);
  if (!text || fread(text, 1, (1 << 20) - 1, file) == 0) die(name, "is empty");
  fclose(file);
  return text;
}

static sqlite3 *new_register(void) {
  sqlite3 *db;
  unlink(path);
  if (sqlite3_open(path, &db) != SQLITE_OK || sqlite3_unseal_init(db, NULL, NULL) != SQLITE_OK) die(path, "cannot be made");
  run(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  run(db, schema);
  return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *stmt;
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) die(sql, sqlite3_errmsg(db));
  return stmt;
}

/* Seconds that the inserts alone took; the rows are made between. */
static double insert_all(sqlite3 *db) {
  static const int from[] = {1, 2, 5, 6, 7, 8, 11, 12, 13, 3}; /* of struct row */
  static struct row batch[BATCH];
  double taken = 0.0;
  sqlite3_stmt *stmt = prepare(db, "INSERT INTO requests(ref, received_on, origin, process, outcome, data_kind, basis, customer_ref, "
                                   "accounts, decided_on) VALUES(?,?,?,?,?,?,?,?,?,?)");
  run(db, "BEGIN");
  for (long long done = 0; done < rows; done += BATCH) {
    for (int i = 0; i < BATCH; i++) row_make(&batch[i], done + i + 1, rows);
    double start = seconds();
    for (int i = 0; i < BATCH && done + i < rows; i++) {
      for (int k = 0; k < 10; k++) {
        const char *text = batch[i].text[from[k]];
        if (text[0]) sqlite3_bind_text(stmt, k + 1, text, -1, SQLITE_STATIC);
        else sqlite3_bind_null(stmt, k + 1);
      }
      if (sqlite3_step(stmt) != SQLITE_DONE) die("INSERT", sqlite3_errmsg(db));
      sqlite3_reset(stmt);
    }
    taken += seconds() - start;
  }
  double start = seconds();
  run(db, "COMMIT");
  sqlite3_finalize(stmt);
  return taken + seconds() - start;
}

/* One row a statement, all over the table: a fifth of the rows. */
static double update_some(sqlite3 *db) {
  sqlite3_stmt *stmt = prepare(db, "UPDATE requests SET outcome = ?2, decided_on = '2025-02-01' WHERE id = ?1");
  double start = seconds();
  run(db, "BEGIN");
  for (long long i = 0, id = 1; i < rows / 5; i++, id = (id + 2654435761LL) % rows) {
    sqlite3_bind_int64(stmt, 1, id + 1);
    sqlite3_bind_text(stmt, 2, i % 2 ? "content" : "rejected", -1, SQLITE_STATIC);
    if (sqlite3_step(stmt) != SQLITE_DONE) die("UPDATE", sqlite3_errmsg(db));
    sqlite3_reset(stmt);
  }
  run(db, "COMMIT");
  sqlite3_finalize(stmt);
  return seconds() - start;
}

static double timed(sqlite3 *db, const char *sql) {
  double start = seconds();
  run(db, sql);
  return seconds() - start;
}

static double pages(sqlite3 *db) {
  sqlite3_stmt *stmt = prepare(db, "SELECT page_count * page_size / 1e6 FROM pragma_page_count, pragma_page_size");
  sqlite3_step(stmt);
  double mb = sqlite3_column_double(stmt, 0);
  sqlite3_finalize(stmt);
  return mb;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void report(const char *what, double taken[2][ROUNDS], double target) {
  for (int i = 0; i < 2; i++) qsort(taken[i], ROUNDS, sizeof(double), by_size);
  printf("%-34s %8.2f s without, %8.2f s with: %.2fx (target %.2f)\n", what, taken[0][ROUNDS / 2], taken[1][ROUNDS / 2],
         taken[1][ROUNDS / 2] / taken[0][ROUNDS / 2], target);
}

int main(int argc, char **argv) {
  double inserts[2][ROUNDS], updates[2][ROUNDS];
  if (argc < 3) die("use", "bench-columnar FOLDER SCHEMA [ROWS]");
  snprintf(path, sizeof path, "%s/bench.db", argv[1]);
  schema = whole_file(argv[2]);
  if (argc > 3) rows = atoll(argv[3]);
  for (int round = 0; round < ROUNDS; round++) {
    for (int with = 0; with < 2; with++) {
      sqlite3 *db = new_register();
      if (with) run(db, COLUMNAR);
      inserts[with][round] = insert_all(db);
      if (with) run(db, "INSERT INTO request_columns(request_columns) VALUES('refresh')");
      updates[with][round] = update_some(db);
      if (with && round == ROUNDS - 1) {
        double taken = timed(db, "INSERT INTO request_columns(request_columns) VALUES('rebuild')");
        printf("rebuild: %.2f million rows/s (target 1.5)\n", (double)rows / taken / 1e6);
        run(db, "UPDATE requests SET accounts = 9 WHERE id BETWEEN 131072 AND 196607 AND id % 65 = 0");
        printf("refresh after 1,008 changes in one segment: %.0f ms (target 100)\n",
               timed(db, "INSERT INTO request_columns(request_columns) VALUES('refresh')") * 1e3);
        double before = pages(db);
        run(db, "DROP TABLE request_columns; VACUUM");
        double base = pages(db);
        run(db, COLUMNAR);
        printf("snapshot %.1f MB beside %.1f MB of tables and indexes (%.1f MB used before)\n", pages(db) - base, base, before);
      }
      sqlite3_close(db);
    }
  }
  unlink(path);
  free(schema);
  report("inserts", inserts, 1.15);
  report("updates, a row a statement", updates, 1.8);
  return 0;
}
