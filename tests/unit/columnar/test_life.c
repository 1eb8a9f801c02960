/* What happens to a database with a columnar table in it: killed in the middle of a
** refresh, vacuumed, its base renamed, dumped and loaded, attached, written by two
** connections, read while it is refreshed, dropped.
*/
#include "db.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define TABLE "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE, day TEXT, n)"
#define COLUMNAR "CREATE VIRTUAL TABLE s USING columnar(SELECT id, a, day, n FROM t)"

/* Rows in `segments` segments, `each` in a row of each. */
static void fill(sqlite3 *db, int segments, int each) {
  char *sql = sqlite3_mprintf("WITH RECURSIVE i(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM i WHERE x < %d) INSERT INTO t SELECT "
                              "x / %d * 65536 + x %% %d, 'a' || x, date('2020-01-01', (x %% 1500) || ' days'), x %% 10 FROM i",
                              segments * each - 1, each, each);
  db_run(db, sql);
  sqlite3_free(sql);
}

static sqlite3 *filled(int segments, int each) {
  db_folder_make();
  sqlite3 *db = db_open(db_path, true);
  db_run(db, "PRAGMA synchronous = OFF; " TABLE);
  fill(db, segments, each);
  db_run(db, COLUMNAR);
  return db;
}

static void done(sqlite3 *db) {
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
  db_folder_remove();
}

static void whole(sqlite3 *db, const char *after) {
  db_is_fresh(db, after);
  db_run(db, "INSERT INTO s(s) VALUES('integrity-check')");
  db_says(db, "PRAGMA integrity_check", "ok|\n");
}

/* --- killed ----------------------------------------------------------------------- */

/* Writes and refreshes without end. */
static void child(bool wal) {
  sqlite3 *db = db_open(db_path, true);
  char sql[200];
  db_try(db, wal ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE");
  db_try(db, "PRAGMA cache_size = 10"); /* pages reach the file before the end */
  for (int i = 0;; i++) {
    snprintf(sql, sizeof sql, "UPDATE t SET n = %d, a = a || 'x' WHERE id %% 65536 = %d; INSERT INTO t(day, n) VALUES('w%d', %d)", i,
             i % 500, i, i);
    db_try(db, sql);
    if (db_try(db, i % 7 ? "INSERT INTO s(s) VALUES('refresh')" : "INSERT INTO s(s) VALUES('rebuild')") != SQLITE_OK) _exit(1);
    db_try(db, "DELETE FROM t WHERE id = (SELECT max(id) FROM t)");
  }
}

static void killed(bool wal) {
  sqlite3 *db = filled(4, 500);
  sqlite3_close(db);
  chance_state = wal ? 21 : 22;
  for (int round = 0; round < 12; round++) {
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) child(wal);
    struct timespec wait = {0, 15000000L + below(60000000)};
    nanosleep(&wait, NULL);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    assert_true(WIFSIGNALED(status));
    db = db_open(db_path, true);
    whole(db, "a kill");
    if (round % 3 == 0) {
      db_run(db, "INSERT INTO s(s) VALUES('refresh')");
      whole(db, "a kill and a refresh");
    }
    sqlite3_close(db);
  }
  db_folder_remove();
}

static void a_kill_in_a_refresh_leaves_all_consistent(void **state) {
  (void)state;
  killed(false);
  killed(true);
}

/* --- refreshed --------------------------------------------------------------------- */

static int damaged_packs(sqlite3 *db) {
  char *text = db_text(db, "SELECT count(*) FROM s_segments WHERE data = zeroblob(length(data)) AND length(data) > 0");
  int count = atoi(text);
  sqlite3_free(text);
  return count;
}

/* What is not noted is not written, nor what is noted but the same: damage stays where it was. */
static void a_refresh_writes_what_changed(void **state) {
  (void)state;
  sqlite3 *db = filled(4, 50);
  db_run(db, "UPDATE s_segments SET data = zeroblob(length(data)) WHERE id >= 1 << 48");
  assert_int_equal(damaged_packs(db), 12);
  db_run(db, "INSERT INTO s(s) VALUES('refresh')");
  assert_int_equal(damaged_packs(db), 12);
  db_run(db, "UPDATE t SET n = n + 1 WHERE id = 65540; INSERT INTO s(s) VALUES('refresh')");
  assert_int_equal(damaged_packs(db), 9);
  db_run(db, "INSERT INTO t VALUES(6 * 65536, 'z', '2024-01-01', 1); INSERT INTO s(s) VALUES('refresh')");
  assert_int_equal(damaged_packs(db), 9);
  db_run(db, "INSERT INTO s(s) VALUES('rebuild')");
  whole(db, "rebuild");
  db_run(db, "CREATE TEMP TABLE before AS SELECT id, data FROM s_segments; UPDATE t SET n = n + 1 WHERE id = 65540; "
             "INSERT INTO s(s) VALUES('refresh')");
  db_says(db, "SELECT count(*) FROM s_segments s JOIN temp.before b USING (id) WHERE s.data <> b.data", "1|\n");
  whole(db, "refresh of one column");
  done(db);
}

static void a_segment_empties_and_fills_again(void **state) {
  (void)state;
  sqlite3 *db = filled(4, 50);
  for (int i = 0; i < 3; i++) {
    db_run(db, i == 1 ? "DELETE FROM t WHERE id >= 131072" : "DELETE FROM t WHERE id BETWEEN 65536 AND 200000");
    whole(db, "a delete");
    db_run(db, "INSERT INTO s(s) VALUES('refresh')");
    whole(db, "refresh after a delete");
    db_run(db, "INSERT INTO t(id, n) VALUES(65600, 1), (140000, 2), (230000, 3)");
    whole(db, "an insert");
    if (i < 2) db_run(db, "INSERT INTO s(s) VALUES('refresh'); DELETE FROM t WHERE id IN (65600, 140000, 230000)");
  }
  db_run(db, "INSERT INTO s(s) VALUES('refresh')");
  whole(db, "the last refresh");
  db_run(db, "DELETE FROM t; INSERT INTO s(s) VALUES('refresh')");
  whole(db, "nothing is left");
  done(db);
}

static void a_missing_pack_is_damage(void **state) {
  (void)state;
  static const char *const losses[] = {
      "DELETE FROM s_segments WHERE id = (SELECT id FROM s_segments WHERE id >= 0 ORDER BY id LIMIT 1)",
      "DELETE FROM s_segments WHERE id = (SELECT id FROM s_segments WHERE id < 1 << 48 ORDER BY id DESC LIMIT 1)",
      "DELETE FROM s_segments WHERE id % 65536 = 1 AND id >= 0", "DELETE FROM s_segments WHERE id < 0",
      "UPDATE s_segments SET head = '3' WHERE id < 0", "DELETE FROM s_segments WHERE id >= 0"};
  for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
    sqlite3 *db = filled(3, 20);
    db_run(db, "CREATE VIRTUAL TABLE temp.g USING tally(s, n, c = count(*))");
    db_run(db, losses[i]);
    assert_int_equal(db_try(db, "SELECT count(*) FROM s"), SQLITE_CORRUPT);
    assert_int_equal(db_try(db, "SELECT * FROM temp.g"), SQLITE_CORRUPT);
    assert_int_equal(db_try(db, "INSERT INTO s(s) VALUES('integrity-check')"), SQLITE_CORRUPT);
    db_run(db, "INSERT INTO s(s) VALUES('rebuild')");
    whole(db, "rebuild of what was damaged");
    done(db);
  }
}

static int steps_of(sqlite3 *db, const char *sql) {
  sqlite3_stmt *stmt = db_prepare(db, sql);
  assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
  int steps = sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
  sqlite3_finalize(stmt);
  return steps;
}

/* Each UNIQUE index is asked for the row that stands in the way, a partial one too. */
static void a_write_searches_no_table(void **state) {
  (void)state;
  db_folder_make();
  sqlite3 *db = db_open(db_path, true);
  db_run(db, "PRAGMA synchronous = OFF; " TABLE "; CREATE UNIQUE INDEX tn ON t(n, day) WHERE a > 'a' AND n IS NOT NULL");
  db_run(db, COLUMNAR "; INSERT INTO t(id, n) VALUES(1, 1)");
  int few = steps_of(db, "INSERT INTO t(a, n) VALUES('x', 7)"), few_updated = steps_of(db, "UPDATE t SET n = 8 WHERE id = 1");
  db_run(db, "WITH RECURSIVE i(x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM i WHERE x < 3000) INSERT INTO t SELECT x, 'y' || x, x, x FROM i");
  assert_true(steps_of(db, "INSERT INTO t(a, n) VALUES('z', 9)") < few + 50);
  assert_true(steps_of(db, "UPDATE t SET n = 6 WHERE id = 1") < few_updated + 50);
  done(db);
}

/* --- words ------------------------------------------------------------------------- */

static void words_of_every_kind_and_length_come_back(void **state) {
  (void)state;
  static const char *const some[] = {
      "x''", "''", "x'00'", "char(0)", "1.5", "-0.0", "9e999", "9223372036854775807", "-9223372036854775808", "zeroblob(15999)",
      "substr(hex(zeroblob(8000)), 2)", "hex(zeroblob(8000))", "hex(zeroblob(60000))", "'abcdefghijklmno'", "'abcdefghijklmnop'",
      "'abcdefghijklmnopq'", "'2024-02-30'", "printf('%2047d', 1)", "printf('%2048d', 1)"};
  db_folder_make();
  sqlite3 *db = db_open(db_path, true);
  db_run(db, "PRAGMA synchronous = OFF; " TABLE ";" COLUMNAR);
  for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
    char *sql = sqlite3_mprintf("INSERT INTO t(n) VALUES(%s), (NULL), ('w%d'); INSERT INTO s(s) VALUES('refresh')", some[i], (int)i);
    db_run(db, sql);
    sqlite3_free(sql);
    whole(db, some[i]);
  }
  for (int i = 0; i < 4; i++) {
    db_run(db, "WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 1500) INSERT INTO t(day) SELECT printf('%*c', "
               "x % 300, 'd') || (SELECT count(*) FROM t) || x FROM i; INSERT INTO s(s) VALUES('refresh')");
    whole(db, "many words");
  }
  db_says(db, "SELECT max(length(data)) < 140000, count(*) BETWEEN 50 AND 100, sum(words) FROM s_dictionary", "1|1|6038|\n");
  db_run(db, "INSERT INTO s(s) VALUES('rebuild')");
  whole(db, "rebuild");
  done(db);
}

static void a_damaged_word_is_noticed(void **state) {
  (void)state;
  sqlite3 *db = filled(2, 500);
  db_run(db, "CREATE VIRTUAL TABLE temp.g USING tally(s, a, c = count(*))");
  db_run(db, "UPDATE s_dictionary SET data = CAST(replace(data, CAST('a77' AS BLOB), CAST('b77' AS BLOB)) AS BLOB)");
  assert_int_equal(db_try(db, "SELECT a FROM s"), SQLITE_CORRUPT);
  assert_int_equal(db_try(db, "SELECT * FROM temp.g"), SQLITE_CORRUPT);
  db_run(db, "INSERT INTO s(s) VALUES('rebuild')");
  whole(db, "rebuild");
  done(db);
}

static void another_version_is_refused(void **state) {
  (void)state;
  sqlite3 *db = filled(2, 5);
  db_run(db, "UPDATE s_meta SET value = 1 WHERE key = 'version'");
  db_refuses(db, "SELECT * FROM s", "columnar: s was made by another version: drop it and make it anew");
  db_refuses(db, "INSERT INTO s(s) VALUES('refresh')", "columnar: s was made by another version: drop it and make it anew");
  db_run(db, "DROP TABLE s; " COLUMNAR);
  whole(db, "making it anew");
  done(db);
}

/* --- other changes ------------------------------------------------------------------- */

static void vacuum_changes_nothing(void **state) {
  (void)state;
  sqlite3 *db = filled(3, 50);
  db_run(db, "DELETE FROM t WHERE id % 3 = 1; VACUUM");
  whole(db, "VACUUM");
  db_run(db, "UPDATE t SET n = -1 WHERE id > 65536; REPLACE INTO t(a) VALUES('a3')");
  whole(db, "writes after VACUUM");
  done(db);
}

static void renames_are_followed(void **state) {
  (void)state;
  sqlite3 *db = filled(2, 50);
  db_run(db, "ALTER TABLE t RENAME TO demands; ALTER TABLE demands RENAME COLUMN id TO number; ALTER TABLE demands RENAME COLUMN a TO ref;"
             "ALTER TABLE demands ADD COLUMN more TEXT");
  whole(db, "renames");
  db_run(db, "UPDATE demands SET ref = 'new' WHERE number = 65537; DELETE FROM demands WHERE number = 3; INSERT INTO demands(n) VALUES(1);"
             "REPLACE INTO demands(ref) VALUES('a7')");
  whole(db, "writes after renames");
  db_says(db, "SELECT id, a FROM s WHERE id = 65537", "65537|new|\n");
  db_run(db, "INSERT INTO s(s) VALUES('rebuild')");
  whole(db, "rebuild after renames");
  done(db);
}

static void lost_triggers_are_noticed(void **state) {
  (void)state;
  sqlite3 *db = filled(2, 5);
  db_run(db, "CREATE TABLE t2(id INTEGER PRIMARY KEY, a TEXT UNIQUE, day TEXT, n); INSERT INTO t2 SELECT * FROM t; DROP TABLE t;"
             "PRAGMA legacy_alter_table = ON; ALTER TABLE t2 RENAME TO t; PRAGMA legacy_alter_table = OFF; UPDATE t SET n = 7");
  db_refuses(db, "SELECT * FROM s", "columnar: s: a table of its source has new UNIQUE indexes, or lost the triggers that note changes: drop "
                                    "s and make it anew");
  db_run(db, "DROP TABLE s; " COLUMNAR);
  whole(db, "making it anew");
  db_run(db, "CREATE UNIQUE INDEX more ON t(id, n)");
  assert_int_not_equal(db_try(db, "SELECT * FROM s"), SQLITE_OK);
  db_run(db, "DROP INDEX more");
  whole(db, "the index is gone");
  done(db);
}

/* An index of the old name over other columns, or under another condition: REPLACE then deletes
** rows that no trigger asks for. */
static void an_index_made_anew_otherwise_is_noticed(void **state) {
  (void)state;
  static const char *const others[] = {"t(n, day)", "t(n COLLATE NOCASE)", "t(n) WHERE day IS NOT NULL", "t(n + 1)"};
  sqlite3 *db = filled(2, 5);
  db_run(db, "UPDATE t SET n = id; DROP TABLE s; CREATE UNIQUE INDEX tn ON t(n); " COLUMNAR);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    char *sql = sqlite3_mprintf("DROP INDEX tn; CREATE UNIQUE INDEX tn ON %s", others[i]);
    db_run(db, sql);
    sqlite3_free(sql);
    db_refuses(db, "SELECT * FROM s", "columnar: s: a table of its source has new UNIQUE indexes, or lost the triggers that note changes: drop "
                                      "s and make it anew");
    db_run(db, "DROP INDEX tn; CREATE UNIQUE INDEX tn ON t (\"n\")");
    whole(db, "the index is as it was");
  }
  db_run(db, "DROP TABLE s; DROP INDEX tn; CREATE UNIQUE INDEX tn ON t(day, n) WHERE n > 0 AND day <> 'a'; " COLUMNAR);
  db_run(db, "ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME COLUMN n TO number; ALTER TABLE u RENAME COLUMN day TO \"the day\"");
  whole(db, "renames under a condition");
  db_run(db, "DROP INDEX tn; CREATE UNIQUE INDEX tn ON u(\"the day\", number) WHERE number > 1");
  assert_int_equal(db_try(db, "SELECT * FROM s"), SQLITE_ERROR);
  done(db);
}

static void drop_leaves_nothing(void **state) {
  (void)state;
  sqlite3 *db = filled(2, 5);
  db_run(db, "CREATE TABLE s_note_x(y); CREATE TRIGGER s_note_own AFTER INSERT ON t BEGIN SELECT 1; END; DROP TABLE s");
  db_says(db, "SELECT name FROM sqlite_schema ORDER BY name", "s_note_own|\ns_note_x|\nsqlite_autoindex_t_1|\nt|\n");
  done(db);
}

/* The dump is read by sqlite3 alone, written to, and read with the module again. */
static void dump_and_load_keep_it(void **state) {
  (void)state;
  if (system("sqlite3 -version >/dev/null 2>&1") != 0) skip();
  char line[600];
  sqlite3 *db = filled(3, 40);
  db_run(db, "UPDATE t SET a = 'q''' || char(10) WHERE id = 65540");
  sqlite3_close(db);
  snprintf(line, sizeof line, "cd %s && sqlite3 a.db .dump > dump.sql && rm a.db && sqlite3 a.db < dump.sql && rm dump.sql", db_folder);
  assert_int_equal(system(line), 0);
  sqlite3 *plain = db_open(db_path, false);
  db_run(plain, "UPDATE t SET n = 5 WHERE id = 2; DELETE FROM t WHERE id > 131080; INSERT INTO t(n) VALUES(9); "
                "REPLACE INTO t(id, a) VALUES(70000, 'a4')");
  sqlite3_close(plain);
  db = db_open(db_path, true);
  whole(db, "dump and load");
  db_run(db, "INSERT INTO s(s) VALUES('refresh')");
  whole(db, "refresh after dump and load");
  done(db);
}

static void it_works_in_an_attached_database(void **state) {
  (void)state;
  sqlite3 *db = filled(2, 20), *other;
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
  other = db_open(":memory:", true);
  char *attach = sqlite3_mprintf("ATTACH %Q AS x", db_path);
  db_run(other, attach);
  sqlite3_free(attach);
  db_run(other, "CREATE TABLE t(id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES(1, 'another t')");
  db_run(other, "UPDATE x.t SET n = 'z' WHERE id = 65540; CREATE TABLE x.u(id INTEGER PRIMARY KEY, v); INSERT INTO x.u VALUES(1, 2)");
  char *found = db_difference(other, "SELECT * FROM x.s ORDER BY id", "SELECT * FROM x.t ORDER BY id");
  if (found) fail_msg("%s", found);
  db_run(other, "INSERT INTO x.s(s) VALUES('refresh'); CREATE VIRTUAL TABLE x.w USING columnar(SELECT id, v FROM u); UPDATE x.u SET v = 3");
  db_says(other, "SELECT * FROM x.w", "1|3|\n");
  db_run(other, "CREATE VIRTUAL TABLE temp.g USING tally(x.s, n, c = count(*))");
  db_says(other, "SELECT c FROM temp.g WHERE n = 'z'", "1|\n");
  sqlite3_close(other);
  db_folder_remove();
}

static void two_connections_see_each_other(void **state) {
  (void)state;
  sqlite3 *one = filled(2, 30), *two = db_open(db_path, true);
  db_says(two, "SELECT count(*) FROM s", "60|\n");
  for (int i = 0; i < 20; i++) {
    sqlite3 *writer = i % 2 ? one : two, *reader = i % 2 ? two : one;
    char *sql = sqlite3_mprintf("UPDATE t SET n = 'new word %d', day = NULL WHERE id %% 7 = %d", i, i % 7);
    db_run(writer, sql);
    sqlite3_free(sql);
    db_is_fresh(reader, "the other's write");
    if (i % 3 == 0) db_run(writer, i % 2 ? "INSERT INTO s(s) VALUES('refresh')" : "INSERT INTO s(s) VALUES('rebuild')");
    whole(reader, "the other's refresh");
  }
  sqlite3_close(two);
  done(one);
}

/* A reader in its transaction keeps seeing what it saw. */
static void a_reader_keeps_its_snapshot_in_wal(void **state) {
  (void)state;
  sqlite3 *one = filled(2, 30), *two = db_open(db_path, true);
  db_run(one, "PRAGMA journal_mode = WAL");
  char *before = db_text(two, "BEGIN"), *text;
  sqlite3_free(before);
  before = db_text(two, "SELECT * FROM s");
  db_run(one, "UPDATE t SET n = 'later'; INSERT INTO s(s) VALUES('rebuild')");
  text = db_text(two, "SELECT * FROM s");
  assert_string_equal(text, before);
  sqlite3_free(text);
  sqlite3_free(before);
  db_run(two, "COMMIT");
  whole(two, "the reader's end");
  sqlite3_close(two);
  done(one);
}

/* A refresh in the middle of a reading by the same connection: the rows that are
** still right, or an error; never another word. */
static void a_refresh_below_a_reader_makes_no_wrong_row(void **state) {
  (void)state;
  static const char *const commands[] = {"refresh", "rebuild"};
  for (int stop = 1; stop < 120; stop += 17) {
    for (int c = 0; c < 2; c++) {
      sqlite3 *db = filled(4, 30);
      sqlite3_stmt *stmt = db_prepare(db, "SELECT id, a, n FROM s");
      int rows = 0, rc = SQLITE_ROW;
      while (rows < stop && (rc = sqlite3_step(stmt)) == SQLITE_ROW) rows++;
      db_run(db, "UPDATE t SET a = 'zz' || (1000 - id % 1000) || id WHERE id % 2 = 0");
      char *sql = sqlite3_mprintf("INSERT INTO s(s) VALUES('%s')", commands[c]);
      int refreshed = db_try(db, sql);
      sqlite3_free(sql);
      while (rc == SQLITE_ROW && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        sqlite3_int64 id = sqlite3_column_int64(stmt, 0);
        char before[40], after[40];
        const char *a = (const char *)sqlite3_column_text(stmt, 1);
        snprintf(before, sizeof before, "a%d", (int)(id / 65536 * 30 + id % 65536));
        snprintf(after, sizeof after, "zz%d%d", (int)(1000 - id % 1000), (int)id);
        if (strcmp(a, before) != 0 && strcmp(a, after) != 0) fail_msg("%s after %d rows: %lld is %s", commands[c], stop, id, a);
        rows++;
      }
      if (rc == SQLITE_DONE) assert_int_equal(rows, 120);
      else if ((rc & 0xff) == SQLITE_CORRUPT) fail_msg("%s after %d rows: %s", commands[c], stop, sqlite3_errmsg(db));
      sqlite3_finalize(stmt);
      if (refreshed != SQLITE_OK) db_run(db, "INSERT INTO s(s) VALUES('refresh')");
      whole(db, "the reader's end");
      done(db);
    }
  }
}

static void hostile_databases_run_nothing(void **state) {
  (void)state;
  sqlite3 *db = db_open(":memory:", true);
  db_run(db, TABLE);
  db_refuses(db, "CREATE VIRTUAL TABLE s USING columnar(SELECT id, random() FROM t)",
             "columnar: random() is not deterministic: a snapshot would keep its answer");
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  db_run(db, COLUMNAR);
  assert_int_not_equal(db_try(db, "CREATE VIEW v AS SELECT load_extension('x') FROM s; SELECT * FROM v"), SQLITE_OK);
  db_run(db, "CREATE VIEW w AS SELECT count(*) FROM s; SELECT * FROM w");
  sqlite3_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_kill_in_a_refresh_leaves_all_consistent),
      cmocka_unit_test(a_refresh_writes_what_changed),
      cmocka_unit_test(a_segment_empties_and_fills_again),
      cmocka_unit_test(a_missing_pack_is_damage),
      cmocka_unit_test(a_write_searches_no_table),
      cmocka_unit_test(words_of_every_kind_and_length_come_back),
      cmocka_unit_test(a_damaged_word_is_noticed),
      cmocka_unit_test(another_version_is_refused),
      cmocka_unit_test(vacuum_changes_nothing),
      cmocka_unit_test(renames_are_followed),
      cmocka_unit_test(lost_triggers_are_noticed),
      cmocka_unit_test(an_index_made_anew_otherwise_is_noticed),
      cmocka_unit_test(drop_leaves_nothing),
      cmocka_unit_test(dump_and_load_keep_it),
      cmocka_unit_test(it_works_in_an_attached_database),
      cmocka_unit_test(two_connections_see_each_other),
      cmocka_unit_test(a_reader_keeps_its_snapshot_in_wal),
      cmocka_unit_test(a_refresh_below_a_reader_makes_no_wrong_row),
      cmocka_unit_test(hostile_databases_run_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
