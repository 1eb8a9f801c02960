/* A columnar table is its source at every moment: random writes with every OR
** clause, by a connection with the module and one without, in transactions and
** savepoints that are rolled back, between refreshes and rebuilds.
** FRESH_SEEDS=n takes more runs than `make test` does.
*/
#include "db.h"

#define PARENTS "CREATE TABLE p(id INTEGER PRIMARY KEY, name TEXT UNIQUE);" \
                "CREATE TABLE q(code TEXT PRIMARY KEY, label);"
#define PLAIN_COLUMNS "a TEXT, b, c INTEGER, day TEXT, n, p INTEGER, q TEXT"
#define ALL "SELECT id, a, b, c, day, n, p, q FROM t"

static const struct {
  const char *tables, *select;
} variants[] = {
    {PARENTS "CREATE TABLE t(id INTEGER PRIMARY KEY, " PLAIN_COLUMNS ")", ALL},
    {PARENTS "CREATE TABLE t(id INTEGER PRIMARY KEY, " PLAIN_COLUMNS ", UNIQUE(a), UNIQUE(b, c))", ALL},
    {PARENTS "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, " PLAIN_COLUMNS ");"
             "CREATE UNIQUE INDEX ta ON t(a COLLATE NOCASE); CREATE UNIQUE INDEX tb ON t(b) WHERE c > 1",
     ALL " WHERE n IS NOT 3"},
    {PARENTS "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE ON CONFLICT REPLACE, b, c INTEGER, day TEXT, n,"
             "p INTEGER REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE, q TEXT REFERENCES q(code) ON DELETE SET NULL);"
             "CREATE INDEX tp ON t(p)",
     "SELECT t.id, a, b, c, day, n, p.name, t.q FROM t LEFT JOIN p ON p.id = t.p"},
    {PARENTS "CREATE TABLE t(id INTEGER PRIMARY KEY, " PLAIN_COLUMNS ", UNIQUE(a));",
     "SELECT t.id, a, b, c, day, n, p.name, q.label, (SELECT max(name) FROM p x WHERE x.id > t.c) FROM t "
     "JOIN p ON p.id = t.p LEFT JOIN q ON q.code = t.q WHERE q.label IS NOT 'l2'"},
    {PARENTS "CREATE TABLE t(id INTEGER PRIMARY KEY, " PLAIN_COLUMNS ", g AS (a || '-' || q) UNIQUE);"
             "CREATE UNIQUE INDEX \"t (' x\" ON t(b, n COLLATE NOCASE) WHERE c > 1 AND day IS NOT '(WHERE' -- these\n;"
             "CREATE UNIQUE INDEX td ON t(p) WHERE c = 4",
     ALL},
};
enum { VARIANTS = sizeof variants / sizeof *variants };

/* --- what may be written --------------------------------------------------------- */

static const char *word(void) {
  static const char *const words[] = {"'x1'", "'X1'", "'x2'", "'x3'", "'x4'", "'x5'", "NULL", "'x6'", "'X6'"};
  return words[below(sizeof words / sizeof *words)];
}

static const char *day(void) {
  static const char *const days[] = {"'2024-01-01'", "'2024-02-29'", "'2024-02-30'", "'indefinite'", "NULL",
                                     "'2023-12-31'", "''", "'9999-12-31'"};
  return days[below(sizeof days / sizeof *days)];
}

static const char *number(void) {
  static const char *const numbers[] = {"1", "2", "3", "4", "1.0", "2.5", "NULL", "x'00ff'", "'1'", "9223372036854775807",
                                        "-9223372036854775808", "char(0)", "-0.0", "x''", "70000"};
  return numbers[below(sizeof numbers / sizeof *numbers)];
}

static int small(void) { return below(5); }

/* Around the borders of segments, in gaps, at the ends of what an id can be. */
static const char *id(void) {
  static char text[32];
  int kind = below(40);
  if (kind < 8) return "NULL";
  if (kind == 8) return "-1";
  if (kind == 9) return below(4) ? "9223372036854775806" : "9223372036854775807";
  if (kind == 10) return "-9223372036854775808";
  if (kind == 11) return "abs(random()) % 300000";
  snprintf(text, sizeof text, "%d", (below(7) - 2) * 65536 + below(5) - 2);
  return text;
}

static const char *or_clause(void) {
  static const char *const clauses[] = {"", "OR REPLACE", "OR IGNORE", "OR ABORT", "OR FAIL", "OR ROLLBACK", "OR REPLACE"};
  return clauses[below(sizeof clauses / sizeof *clauses)];
}

static char *values(void) {
  char *first = sqlite3_mprintf("(%s, %s, ", id(), word());
  char *all = sqlite3_mprintf("%z%d, %d, %s, %s, %d, 'k%d')", first, small(), small(), day(), number(), small(), small());
  return all;
}

static const char *where(void) {
  static char text[80];
  switch (below(8)) {
  case 0: return "id = (SELECT max(id) FROM t)";
  case 1: return "id IN (SELECT id FROM t ORDER BY id DESC LIMIT 3)";
  case 2: return "c = 2";
  case 3: return "abs(random()) % 3 = 0";
  case 4: return "id < 0";
  default: snprintf(text, sizeof text, "id = (SELECT id FROM t ORDER BY id LIMIT 1 OFFSET %d)", below(20)); return text;
  }
}

static char *write_base(void) {
  char *row = values(), *sql;
  const char *clause = or_clause();
  switch (below(9)) {
  case 0: case 1: sql = sqlite3_mprintf("INSERT %s INTO t VALUES%s", clause, row); break;
  case 2: {
    char *second = values(), *third = values();
    sql = sqlite3_mprintf("INSERT %s INTO t VALUES%s, %z, %z", clause, row, second, third);
    break;
  }
  case 3: sql = sqlite3_mprintf("INSERT %s INTO t SELECT id + %d, a, b, c, day, n, p, q FROM t WHERE %s", clause,
                                below(3) * 65536 + below(3), where()); break;
  case 4: sql = sqlite3_mprintf("INSERT INTO t VALUES%s ON CONFLICT(id) DO UPDATE SET n = excluded.n, a = excluded.a, "
                                "id = excluded.id + %d", row, below(2) * 65536); break;
  case 5: sql = sqlite3_mprintf("INSERT INTO t VALUES%s ON CONFLICT DO NOTHING", row); break;
  case 6: sql = sqlite3_mprintf("UPDATE %s t SET a = %s, b = %d, n = %s, day = '2024-05-05', p = %d WHERE %s", clause, word(), small(),
                                number(), small(), where()); break;
  case 7: sql = sqlite3_mprintf("UPDATE %s t SET id = %s, c = %d WHERE %s", clause,
                                below(2) ? "id + 65536" : "id - 1", small(), where()); break;
  default: sql = sqlite3_mprintf("DELETE FROM t WHERE %s", where()); break;
  }
  sqlite3_free(row);
  return sql;
}

static char *write_parent(void) {
  const char *clause = or_clause();
  switch (below(7)) {
  case 0: return sqlite3_mprintf("INSERT %s INTO p VALUES(%d, 'n%d')", clause, small(), small());
  case 1: return sqlite3_mprintf("INSERT %s INTO q VALUES('k%d', 'l%d')", clause, small(), small());
  case 2: return sqlite3_mprintf("UPDATE %s p SET name = 'n%d', id = %d WHERE id = %d", clause, small(), small(), small());
  case 3: return sqlite3_mprintf("UPDATE %s q SET label = 'l%d' WHERE code = 'k%d'", clause, small(), small());
  case 4: return sqlite3_mprintf("UPDATE %s q SET code = 'k%d' WHERE code = 'k%d'", clause, small(), small());
  case 5: return sqlite3_mprintf("DELETE FROM p WHERE id = %d", small());
  default: return sqlite3_mprintf("DELETE FROM q WHERE code = 'k%d'", small());
  }
}

static char *bracket(sqlite3 *db) {
  if (sqlite3_get_autocommit(db)) return sqlite3_mprintf("BEGIN");
  static const char *const words[] = {"COMMIT", "ROLLBACK", "SAVEPOINT x", "SAVEPOINT x", "ROLLBACK TO x", "ROLLBACK TO x",
                                      "RELEASE x"};
  return sqlite3_mprintf("%s", words[below(sizeof words / sizeof *words)]);
}

static char *command(void) {
  static const char *const words[] = {"refresh", "refresh", "refresh", "rebuild", "integrity-check"};
  return sqlite3_mprintf("INSERT INTO s(s) VALUES('%s')", words[below(sizeof words / sizeof *words)]);
}

static char *setting(void) {
  return sqlite3_mprintf("PRAGMA %s = %d", below(2) ? "recursive_triggers" : "foreign_keys", below(2));
}

/* --- running ---------------------------------------------------------------------------- */

enum { STEPS = 160, LOG = 400 };

static struct {
  char *lines[LOG];
  int count;
} log_of_run;

static void note_line(const char *by, const char *sql) {
  if (log_of_run.count < LOG) log_of_run.lines[log_of_run.count++] = sqlite3_mprintf("%s: %s", by, sql);
}

static void clear_log(void) {
  while (log_of_run.count > 0) sqlite3_free(log_of_run.lines[--log_of_run.count]);
}

static void fail_run(int variant, uint64_t seed, const char *what) {
  for (int i = 0; i < log_of_run.count; i++) print_error("%s\n", log_of_run.lines[i]);
  fail_msg("variant %d, seed %llu: %s", variant, (unsigned long long)seed, what);
}

/* Groups of the same rows, by tally and by SQLite. Of 1 and 1.0 either is the least. */
#define NUMBER(x) "CASE WHEN typeof(" x ") IN ('integer', 'real') THEN " x " * 1.0 ELSE " x " END"

static char *tally_difference(sqlite3 *db) {
  return db_difference(db, "SELECT b, day, n, d, " NUMBER("low") ", " NUMBER("high") ", total FROM temp.g",
                       "SELECT b, day, n, d, " NUMBER("low") ", " NUMBER("high") ", total FROM (SELECT b, day, count(*) AS n, "
                       "count(DISTINCT a) AS d, min(n) AS low, max(n) AS high, sum(c) AS total FROM s_source GROUP BY b, day) "
                       "ORDER BY b, day");
}

static void guard(sqlite3 *db) {
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
}

static void run(int variant, uint64_t seed) {
  chance_state = seed;
  db_folder_make();
  sqlite3 *own = db_open(db_path, true), *plain = db_open(db_path, false);
  db_run(own, seed % 2 ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF" : "PRAGMA synchronous = OFF");
  db_run(plain, "PRAGMA synchronous = OFF");
  db_run(own, variants[variant].tables);
  if (seed % 3) {
    guard(own);
    guard(plain);
  }
  for (int i = 0; i < 12; i++) {
    char *sql = i < 4 ? write_parent() : write_base();
    db_try(own, sql);
    note_line("before", sql);
    sqlite3_free(sql);
  }
  if (!sqlite3_get_autocommit(own)) db_run(own, "COMMIT");
  char *create = sqlite3_mprintf("CREATE VIRTUAL TABLE s USING columnar(%s)", variants[variant].select);
  db_run(own, create);
  sqlite3_free(create);
  db_run(own, "CREATE VIRTUAL TABLE temp.g USING tally(s, b, day, n = count(*), d = count(distinct a), low = min(n), "
              "high = max(n), total = sum(c))");
  for (int step = 0; step < STEPS; step++) {
    bool own_busy = !sqlite3_get_autocommit(own), plain_busy = !sqlite3_get_autocommit(plain);
    sqlite3 *db = own_busy ? own : plain_busy || below(3) == 0 ? plain : own;
    int kind = below(20);
    char *sql = kind < 11 ? write_base() : kind < 14 ? write_parent() : kind < 17 ? bracket(db)
              : kind < 19 && db == own ? command() : setting();
    note_line(db == own ? "own" : "plain", sql);
    int rc = db_try(db, sql);
    bool savepoint = rc == SQLITE_ERROR && strstr(sql, " x") && strstr(sqlite3_errmsg(db), "no such savepoint");
    if (rc != SQLITE_OK && rc != SQLITE_CONSTRAINT && rc != SQLITE_MISMATCH && rc != SQLITE_FULL && !savepoint) {
      fail_run(variant, seed, sqlite3_errmsg(db));
    }
    sqlite3_free(sql);
    char *found = db_difference(own, "SELECT * FROM s ORDER BY id", "SELECT * FROM s_source ORDER BY id");
    /* The third time, it may answer of what the second kept. */
    for (int i = 0; i < 3 && !found && !getenv("FRESH_NO_TALLY"); i++) found = tally_difference(own);
    if (found) fail_run(variant, seed, found);
  }
  if (!sqlite3_get_autocommit(plain)) db_run(plain, "COMMIT");
  if (!sqlite3_get_autocommit(own)) db_run(own, "COMMIT");
  db_run(own, "INSERT INTO s(s) VALUES('refresh'); INSERT INTO s(s) VALUES('integrity-check')");
  db_is_fresh(own, "the last refresh");
  db_says(own, "SELECT count(*) FROM s_changes", "0|\n");
  sqlite3_close(plain);
  assert_int_equal(sqlite3_close(own), SQLITE_OK);
  db_folder_remove();
  clear_log();
}

static void every_write_is_seen_at_once(void **state) {
  (void)state;
  const char *given = getenv("FRESH_SEEDS"), *start = getenv("FRESH_FIRST");
  int seeds = given ? atoi(given) : 6, first = start ? atoi(start) : 1;
  for (int variant = 0; variant < VARIANTS; variant++) {
    for (int seed = first; seed < first + seeds; seed++) run(variant, (uint64_t)seed);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_write_is_seen_at_once)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
