/* No memory, at every allocation (oom.h), over a columnar table: making it, reading
** packed and fresh rows, its commands, and tally by each of its ways.
*/
#include "../oom.h"

#define FILLED "CREATE TABLE b(id INTEGER PRIMARY KEY, a TEXT UNIQUE, day TEXT, n, o TEXT);" \
               "WITH RECURSIVE i(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM i WHERE x < 29) INSERT INTO b SELECT " \
               "x + 65536 * (x > 14), 'a' || x, iif(x % 7, date('2024-01-01', x * 20 || ' days'), 'indefinite'), " \
               "iif(x % 5, x * 3, 1.5), iif(x % 3, 'rejected', 'content') FROM i;"
#define SNAPSHOT "CREATE VIRTUAL TABLE s USING columnar(SELECT id, a, day, n, o FROM b)"

/* Undone each time, so that each try meets the same database. */
static long torture_in_transaction(const char *sql) {
  struct answer want;
  long tries = 0, before = outstanding;
  sqlite3 *db = open_db();
  for (int mode = 0; mode < 2; mode++) {
    forever = mode == 1;
    long n = 0;
    do {
      sqlite3_exec(db, "SAVEPOINT x", NULL, NULL, NULL);
      countdown = n++;
      failed = false;
      ask(db, sql, &want);
      countdown = -1;
      bool fine = want.rc == SQLITE_OK || (failed && want.rc == SQLITE_NOMEM);
      if (!fine) fail_msg("%s: allocation %ld%s: %d %s", sql, n - 1, forever ? " and on" : "", want.rc, want.text);
      sqlite3_exec(db, "ROLLBACK TO x; RELEASE x", NULL, NULL, NULL);
      ask(db, "SELECT count(*) FROM b", &want);
      assert_string_equal(want.text, "30|");
    } while (failed);
    tries += n;
  }
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
  if (outstanding != before) fail_msg("%s: %ld leaked", sql, outstanding - before);
  assert_true(tries > 40);
  return tries;
}

static void making_and_dropping(void **state) {
  (void)state;
  after = FILLED;
  torture_in_transaction(SNAPSHOT);
  after = FILLED "; CREATE TABLE p(id INTEGER PRIMARY KEY, v, w, g AS (v || w) UNIQUE); CREATE UNIQUE INDEX pv ON p(v) WHERE w > 1; "
          "CREATE UNIQUE INDEX pw ON p(w, v) WHERE v > 1";
  torture_in_transaction("CREATE VIRTUAL TABLE s USING columnar(SELECT id, v FROM p)");
  after = FILLED SNAPSHOT;
  torture_in_transaction("DROP TABLE s");
}

static void commands(void **state) {
  (void)state;
  after = FILLED SNAPSHOT "; UPDATE b SET a = 'new' || id, n = 'w' WHERE id % 4 = 0; DELETE FROM b WHERE id = 70000";
  torture_in_transaction("INSERT INTO s(s) VALUES('refresh')");
  torture_in_transaction("INSERT INTO s(s) VALUES('rebuild')");
  torture_in_transaction("INSERT INTO s(s) VALUES('integrity-check')");
  torture_in_transaction("UPDATE b SET n = 4 WHERE id = 65560");
}

static void reading(void **state) {
  (void)state;
  after = FILLED SNAPSHOT;
  torture("SELECT * FROM s ORDER BY id DESC");
  torture("SELECT count(n), max(a), min(day) FROM s WHERE id > 10");
  torture("INSERT INTO s(s) VALUES('nonsense')");
  torture("SELECT * FROM s JOIN b ON b.id = s.id WHERE s.id = 65551");
  after = FILLED SNAPSHOT "; UPDATE b SET a = 'fresh' WHERE id = 65551";
  torture("SELECT * FROM s ORDER BY id DESC");
}

static void grouping(void **state) {
  (void)state;
  static const char *const items[] = {
      "o, n = count(*), d = count(distinct a), lo = min(n), hi = max(a)",
      "a, day, n = count(*), x = max(day)",
      "h = period_of(id)",
      "r = refusal_rate(o), c = refusal_count(o, 1, 'broad'), q = quantile(id, 0.5), z = avg(id), y = sum(id)",
      "o, q = quantile(id, :p)",
      "o, n = count(*), d = count(distinct a), lo = min(n), threads = 2",
      "nothing",
  };
  for (int fresh = 0; fresh < 2; fresh++) {
    for (size_t i = 0; i < sizeof items / sizeof *items - 1; i++) {
      char *all = sqlite3_mprintf("%s%s; CREATE VIRTUAL TABLE temp.g USING tally(s, %s)", FILLED SNAPSHOT,
                                  fresh ? "; UPDATE b SET a = 'fresh', n = 9 WHERE id = 65551; INSERT INTO b(o) VALUES('content')" : "",
                                  items[i]);
      after = all;
      if (i == 4) {
        torture("SELECT * FROM temp.g(0.25) ORDER BY o");
        torture("SELECT * FROM temp.g");
      } else {
        torture("SELECT * FROM temp.g");
        torture("SELECT * FROM temp.g WHERE a IN ('a1', 'a3', 'a20') AND id BETWEEN 1 AND 65556");
        torture("SELECT * FROM temp.g WHERE n <> 4 OR a LIKE 'x%'");
      }
      sqlite3_free(all);
    }
  }
  after = FILLED SNAPSHOT;
  torture_in_transaction("CREATE VIRTUAL TABLE temp.g USING tally(s, o, h = period_of(day), n = count(*), q = quantile(n, :p))");
  torture("CREATE VIRTUAL TABLE temp.g USING tally(s, nothing)");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(making_and_dropping),
      cmocka_unit_test(commands),
      cmocka_unit_test(reading),
      cmocka_unit_test(grouping),
  };
  install();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
