/* make bench: whole-query time of our functions over a table of a million rows,
** as a ratio to a built-in over the same table. Each pair is timed in turn, five
** times; the smallest time of each counts. Nothing here fails: it measures. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sqlite3.h>

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

enum { ROUNDS = 5 };

static const struct {
  const char *ours, *peer;
} pairs[] = {
    {"max(gag_expiry('US_NDO_2705B', day, term))", "max(julianday(day))"},
    {"max(gag_status(day, NULL, '2024-01-01'))", "max(julianday(day))"},
    {"max(period_of(day))", "max(julianday(day))"},
    {"max(term_end(day, 'P90D', 'US'))", "max(julianday(day))"},
    {"max(jurisdiction_tag(code, 'IE', 'US', day))", "max(julianday(day))"},
    {"max(jurisdiction(country))", "max(lower(country))"},
    {"max(range_low(cell))", "max(lower(cell))"},
    {"refusal_rate(outcome)", "sum(outcome = 'rejected')"},
    {"refusal_rate(outcome, n, 'broad')", "sum(outcome = 'rejected')"},
};

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double time_of(sqlite3 *db, const char *expression) {
  char *sql = sqlite3_mprintf("SELECT %s FROM bench", expression), *error = NULL;
  double start = seconds();
  if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
    fprintf(stderr, "%s: %s\n", sql, error);
    exit(1);
  }
  double taken = seconds() - start;
  sqlite3_free(sql);
  return taken;
}

int main(void) {
  sqlite3 *db;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK || sqlite3_unseal_init(db, NULL, NULL) != SQLITE_OK) {
    return 1;
  }
  sqlite3_exec(db,
               "CREATE TABLE bench(day TEXT, term TEXT, country TEXT, code TEXT, cell TEXT, outcome TEXT, n INT);"
               "WITH RECURSIVE i(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM i WHERE x < 999999),"
               "  o(k, code) AS (VALUES (0, 'content'), (1, 'noncontent'), (2, 'rejected'),"
               "    (3, 'no_data'), (4, 'partial'), (5, 'pending')),"
               "  c(k, code, name) AS (SELECT row_number() OVER (ORDER BY code) - 1, code, name"
               "    FROM jurisdictions WHERE kind IN ('country', 'territory'))"
               "INSERT INTO bench SELECT date('2000-01-01', (x % 9000) || ' days'),"
               "  iif(x % 3, 'P1Y', 'P90D'), (SELECT name FROM c WHERE k = x % 250),"
               "  (SELECT code FROM c WHERE k = x % 250),"
               "  iif(x % 2, x % 5000, '0 - 499'), (SELECT code FROM o WHERE k = x % 6), x % 40 FROM i",
               NULL, NULL, NULL);
  printf("%-46s %-28s %9s %9s %6s\n", "ours", "peer", "ours ms", "peer ms", "ratio");
  for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
    double ours = 1e9, peer = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
      double a = time_of(db, pairs[p].ours), b = time_of(db, pairs[p].peer);
      if (a < ours) ours = a;
      if (b < peer) peer = b;
    }
    printf("%-46s %-28s %9.1f %9.1f %6.2f\n", pairs[p].ours, pairs[p].peer, ours * 1e3, peer * 1e3,
           ours / peer);
  }
  sqlite3_close(db);
  return 0;
}
