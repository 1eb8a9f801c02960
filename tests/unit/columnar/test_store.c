/* What a connection remembers from one tally to the next (store.h): it saves reading,
** and is never what the tables hold no more.
*/
#include "db.h"

#define TABLES "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, n INTEGER)"
#define FILL "WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 70000) INSERT INTO t SELECT x, 'a' || (x % 3), x % 5 FROM i"
#define COLUMNAR "CREATE VIRTUAL TABLE s USING columnar(SELECT id, a, n FROM t)"
#define TALLY "CREATE VIRTUAL TABLE temp.g USING tally(s, a, c = count(*), t = sum(n))"
#define OURS "SELECT a, c, t FROM temp.g"
#define PLAIN "SELECT a, count(*), sum(n) FROM t GROUP BY a ORDER BY a"

static sqlite3 *filled(const char *journal) {
  db_folder_make();
  sqlite3 *db = db_open(db_path, true);
  db_run(db, "PRAGMA synchronous = OFF");
  db_run(db, journal);
  db_run(db, TABLES ";" FILL ";" COLUMNAR ";" TALLY);
  return db;
}

static void done(sqlite3 *db) {
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
  db_folder_remove();
}

static int pages_used(sqlite3 *db) {
  int hits = 0, misses = 0, most;
  sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_HIT, &hits, &most, 1);
  sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_MISS, &misses, &most, 1);
  return hits + misses;
}

/* Asked three times: read, read and kept, taken. */
static void right(sqlite3 *db, const char *after) {
  for (int i = 0; i < 3; i++) {
    char *found = db_difference(db, OURS, PLAIN);
    if (found) fail_msg("%s, asked %d times: %s", after, i + 1, found);
  }
}

static int pages_of_a_tally(sqlite3 *db) {
  pages_used(db);
  sqlite3_free(db_text(db, OURS));
  return pages_used(db);
}

static void the_third_tally_reads_no_codes(void **state) {
  (void)state;
  sqlite3 *db = filled("PRAGMA journal_mode = DELETE");
  int first = pages_of_a_tally(db), second = pages_of_a_tally(db), third = pages_of_a_tally(db);
  assert_true(first > 30); /* two columns of 70,000 bytes */
  assert_true(second > 30);
  assert_true(third < 10);
  right(db, "third");
  done(db);
}

static void memory_goes_back_with_the_table(void **state) {
  (void)state;
  sqlite3 *db = filled("PRAGMA journal_mode = DELETE");
  right(db, "kept");
  sqlite3_int64 with = sqlite3_memory_used();
  db_run(db, "DROP TABLE s");
  assert_true(with - sqlite3_memory_used() > 2 * 70000);
  done(db);
}

static void own_writes_are_seen_and_forgotten(void **state) {
  (void)state;
  sqlite3 *db = filled("PRAGMA journal_mode = DELETE");
  static const char again[] = "DROP TABLE s; DELETE FROM t WHERE id % 2; " COLUMNAR;
  static const char *const writes[] = {
      "BEGIN", "UPDATE t SET a = 'b' WHERE id % 7 = 0", "INSERT INTO s(s) VALUES('refresh')", "ROLLBACK",
      "BEGIN", "UPDATE t SET a = 'c' WHERE id % 7 = 1", "INSERT INTO s(s) VALUES('refresh')", "ROLLBACK",
      "SAVEPOINT x", "UPDATE t SET n = 9 WHERE id < 50", "INSERT INTO s(s) VALUES('rebuild')", "ROLLBACK TO x",
      "UPDATE t SET n = 8 WHERE id < 51", "INSERT INTO s(s) VALUES('rebuild')", "RELEASE x",
      "INSERT INTO t(a, n) VALUES('tail', 1)", "INSERT INTO s(s) VALUES('refresh')", "VACUUM",
      again, "UPDATE t SET a = 'd' WHERE id = 100"};
  right(db, "nothing");
  for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
    db_run(db, writes[i]);
    right(db, writes[i]);
  }
  done(db);
}

static void another_connection_is_seen(void **state) {
  (void)state;
  static const char *const journals[] = {"PRAGMA journal_mode = DELETE", "PRAGMA journal_mode = WAL"};
  for (int j = 0; j < 2; j++) {
    sqlite3 *db = filled(journals[j]), *other = db_open(db_path, true), *plain = db_open(db_path, false);
    right(db, "nothing");
    db_run(plain, "UPDATE t SET n = 7 WHERE id = 66000");
    right(db, "a change");
    db_run(other, "INSERT INTO s(s) VALUES('refresh')");
    right(db, "a refresh");
    db_run(other, "DROP TABLE s; UPDATE t SET a = 'z' || (id % 2); " COLUMNAR);
    right(db, "a new one");
    db_run(plain, "UPDATE s_segments SET data = zeroblob(length(data)) WHERE id >> 48 = 1");
    db_refuses(db, OURS, "columnar: s: segment 0 of a is damaged");
    sqlite3_close(other);
    sqlite3_close(plain);
    done(db);
  }
}

/* The same schema and name, the same size, another file: its data version may be the first's. */
static void an_attached_file_does_not_take_over_the_last(void **state) {
  (void)state;
  char paths[2][96];
  sqlite3 *db;
  db_folder_make();
  for (int i = 0; i < 2; i++) {
    snprintf(paths[i], sizeof paths[i], "%s/%c.db", db_folder, "ab"[i]);
    db = db_open(paths[i], true);
    db_run(db, "PRAGMA synchronous = OFF;" TABLES ";" FILL);
    if (i == 1) db_run(db, "UPDATE t SET a = CASE a WHEN 'a1' THEN 'a2' WHEN 'a2' THEN 'a1' ELSE a END");
    db_run(db, COLUMNAR);
    sqlite3_close(db);
  }
  db = db_open(":memory:", true);
  for (int i = 0; i < 6; i++) {
    char *attach = sqlite3_mprintf("ATTACH %Q AS x", paths[i % 2]);
    db_run(db, attach);
    sqlite3_free(attach);
    if (i == 0) db_run(db, "CREATE VIRTUAL TABLE temp.g USING tally(x.s, a, c = count(*), t = sum(n))");
    right(db, paths[i % 2]);
    db_run(db, "DETACH x");
  }
  done(db);
}

/* Two tallies in one statement: each has its own, and the next one takes what was left. */
static void two_at_a_time_share_nothing(void **state) {
  (void)state;
  sqlite3 *db = filled("PRAGMA journal_mode = DELETE");
  for (int i = 0; i < 4; i++) {
    char *found = db_difference(db, "SELECT g.a, g.c, (SELECT max(h.c) FROM temp.g h WHERE h.a >= g.a) FROM temp.g g",
                                "SELECT a, count(*), (SELECT max(c) FROM (SELECT u.a AS b, count(*) AS c FROM t u GROUP BY 1) "
                                "WHERE b >= t.a) FROM t GROUP BY a ORDER BY a");
    if (found) fail_msg("%s", found);
  }
  done(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_third_tally_reads_no_codes),
      cmocka_unit_test(memory_goes_back_with_the_table),
      cmocka_unit_test(own_writes_are_seen_and_forgotten),
      cmocka_unit_test(another_connection_is_seen),
      cmocka_unit_test(an_attached_file_does_not_take_over_the_last),
      cmocka_unit_test(two_at_a_time_share_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
