/* threads=2 (tally_worker.h): what two threads count is what one counts, to the bit, and
** what SQLite counts. Four segments, so that both threads have some.
*/
#include "db.h"

#define TABLES "CREATE TABLE t(id INTEGER PRIMARY KEY, origin TEXT, day TEXT, outcome TEXT, n INTEGER, x, customer TEXT)"
#define FILL \
  "WITH RECURSIVE i(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM i WHERE v < 200000) INSERT INTO t SELECT v, " \
  "substr('USGBDEFRIEBR', 1 + 2 * ((v * 7919) % 6), 2), date('2012-01-01', ((v * 31) % 4380) || ' days'), " \
  "CASE v % 5 WHEN 0 THEN 'content' WHEN 1 THEN 'rejected' WHEN 2 THEN 'pending' WHEN 3 THEN NULL ELSE 'partial' END, " \
  "CASE WHEN v % 13 THEN (v * 17) % 1000 END, CASE v % 3 WHEN 0 THEN 1.5 WHEN 1 THEN v END, " \
  "'c' || ((v * 104729) % 90001) FROM i"
#define COLUMNAR "CREATE VIRTUAL TABLE s USING columnar(SELECT id, origin, day, outcome, n, x, customer FROM t)"

static sqlite3 *filled(void) {
  db_folder_make();
  sqlite3 *db = db_open(db_path, true);
  db_run(db, "PRAGMA synchronous = OFF;" TABLES ";" FILL ";" COLUMNAR);
  return db;
}

static void done(sqlite3 *db) {
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
  db_folder_remove();
}

static const struct {
  const char *keys, *measures, *plain_keys, *plain, *filter;
} asked[] = {
    {"origin", "k = count(*)", "origin", "count(*)", ""},
    {"origin, p = period_of(day)", "r = refusal_rate(outcome), b = refusal_base(outcome)", "origin, period_of(day)",
     "refusal_rate(outcome), refusal_base(outcome)", ""},
    {"origin", "k = sum(n), a = avg(n), c = count(n)", "origin", "sum(n), avg(n), count(n)", ""},
    {"origin", "k = min(n), b = max(day), q = quantile(n, 0.95)", "origin", "min(n), max(day), quantile(n, 0.95)", ""},
    {"origin, outcome", "k = count(distinct customer)", "origin, outcome", "count(DISTINCT customer)", ""},
    {"p = period_of(day, 'quarter')", "k = count(distinct customer)", "period_of(day, 'quarter')",
     "count(DISTINCT customer)", ""},
    {"p = period_of(day, 'quarter')", "k = count(distinct customer), b = count(customer)", "period_of(day, 'quarter')",
     "count(DISTINCT customer), count(customer)", ""},
    {"origin", "k = count(*), b = count(distinct n)", "origin", "count(*), count(DISTINCT n)",
     "WHERE day BETWEEN '2014-01-01' AND '2015-06' AND outcome IN ('content', 'rejected')"},
    {"origin", "k = count(*)", "origin", "count(*)", "WHERE n IS NULL"},
    {"origin", "k = count(*)", "origin", "count(*)", "WHERE id > 190000"},
    {"origin", "k = count(*)", "origin", "count(*)", "WHERE n > 5000"},
    {"origin", "k = count(x), b = count(distinct x)", "origin", "count(x), count(DISTINCT x)", ""},
    {"customer", "k = count(*)", "customer", "count(*)", "WHERE n < 100"},
};
enum { ASKED = sizeof asked / sizeof *asked };

/* Groups that met a row; without keys in WHERE both give the same. */
static void compare(sqlite3 *db, const char *after) {
  for (int i = 0; i < ASKED; i++) {
    char *make = sqlite3_mprintf("CREATE VIRTUAL TABLE temp.one USING tally(s, %s, %s);"
                                 "CREATE VIRTUAL TABLE temp.two USING tally(s, %s, %s, threads = 2)",
                                 asked[i].keys, asked[i].measures, asked[i].keys, asked[i].measures);
    char *one = sqlite3_mprintf("SELECT * FROM one %s", asked[i].filter);
    char *two = sqlite3_mprintf("SELECT * FROM two %s", asked[i].filter);
    char *plain = sqlite3_mprintf("SELECT %s, %s FROM t %s GROUP BY %s ORDER BY %s", asked[i].plain_keys, asked[i].plain,
                                  asked[i].filter, asked[i].plain_keys, asked[i].plain_keys);
    db_run(db, make);
    for (int times = 0; times < 3; times++) { /* read, read and kept, from the store */
      char *found = db_difference(db, two, one);
      if (!found && times == 0) found = db_difference(db, two, plain);
      if (found) fail_msg("%s, %s: %s", after, make, found);
    }
    db_run(db, "DROP TABLE one; DROP TABLE two");
    sqlite3_free(make);
    sqlite3_free(one);
    sqlite3_free(two);
    sqlite3_free(plain);
  }
}

static void two_threads_count_what_one_counts(void **state) {
  (void)state;
  sqlite3 *db = filled();
  compare(db, "fresh");
  db_run(db, "UPDATE t SET origin = 'ZZ', n = n + 1 WHERE id BETWEEN 70000 AND 70100;"
             "INSERT INTO t(origin, day, n, customer) VALUES('YY', '2030-01-01', 5, 'new')");
  compare(db, "a changed segment and a tail");
  db_run(db, "INSERT INTO s(s) VALUES('refresh')");
  compare(db, "refreshed");
  done(db);
}

/* 91 groups of 41,002 places are counted in pairs; those of the tail make it too many. What
** was counted until then must not be lost. */
static void rows_stay_when_fresh_groups_outgrow_the_pairs(void **state) {
  (void)state;
  sqlite3 *db = filled();
  db_run(db, "DROP TABLE s; UPDATE t SET origin = 'k' || (id / 2200), customer = 'c' || (id * 7919 % 41001);" COLUMNAR
             ";INSERT INTO t(id, origin, customer) SELECT id + 400000, 'x' || (id % 50), 'c' || (id % 10) FROM t WHERE id <= 1000;"
             "UPDATE t SET origin = 'y' || (id % 20) WHERE id BETWEEN 140000 AND 140100;"
             "CREATE VIRTUAL TABLE temp.one USING tally(s, origin, d = count(distinct customer), c = count(customer));"
             "CREATE VIRTUAL TABLE temp.two USING tally(s, origin, d = count(distinct customer), threads = 2)");
  char *found = db_difference(db, "SELECT * FROM one",
                              "SELECT origin, count(DISTINCT customer), count(customer) FROM t GROUP BY 1 ORDER BY 1");
  if (!found) found = db_difference(db, "SELECT * FROM two", "SELECT origin, d FROM one");
  if (found) fail_msg("%s", found);
  db_says(db, "SELECT count(*) > 140 FROM two", "1|\n");
  done(db);
}

static void damage_that_both_threads_could_meet_is_an_error(void **state) {
  (void)state;
  sqlite3 *db = filled();
  db_run(db, "CREATE VIRTUAL TABLE temp.two USING tally(s, origin, k = sum(n), threads = 2)");
  db_run(db, "UPDATE s_segments SET data = zeroblob(length(data)) WHERE id >> 48 = 1 AND id & 65535 = 2");
  for (int i = 0; i < 20; i++) db_refuses(db, "SELECT * FROM two", "columnar: s: segment 2 of origin is damaged");
  done(db);
}

static void a_cursor_left_early_leaves_no_thread(void **state) {
  (void)state;
  sqlite3 *db = filled();
  db_run(db, "CREATE VIRTUAL TABLE temp.two USING tally(s, origin, k = sum(n), threads = 2)");
  for (int i = 0; i < 20; i++) db_says(db, "SELECT origin FROM two LIMIT 1", "BR|\n");
  done(db);
}

static void threads_is_one_or_two(void **state) {
  (void)state;
  sqlite3 *db = filled();
  db_refuses(db, "CREATE VIRTUAL TABLE temp.x USING tally(s, origin, k = count(*), threads = 3)",
             "tally: 'threads = 3': threads is 1 or 2");
  db_refuses(db, "CREATE VIRTUAL TABLE temp.x USING tally(s, origin, threads = 2, threads = 2)",
             "tally: 'threads = 2': threads is given twice");
  db_refuses(db, "CREATE VIRTUAL TABLE temp.x USING tally(s, threads = 2)",
             "tally: name keys and measures after the table");
  db_run(db, "CREATE VIRTUAL TABLE temp.x USING tally(s, threads = origin, k = count(*), THREADS=2)");
  db_says(db, "SELECT threads FROM x LIMIT 1", "BR|\n");
  done(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_threads_count_what_one_counts),
      cmocka_unit_test(rows_stay_when_fresh_groups_outgrow_the_pairs),
      cmocka_unit_test(damage_that_both_threads_could_meet_is_an_error),
      cmocka_unit_test(a_cursor_left_early_leaves_no_thread),
      cmocka_unit_test(threads_is_one_or_two),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
