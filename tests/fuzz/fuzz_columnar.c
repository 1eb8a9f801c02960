/* Damage to a small snapshot, five bytes each: what, where, which byte, its value,
** and whether the checksums are made right again. Whatever is damaged, reading
** ends with an error or an answer, never out of bounds; with checksums as they
** were, SQLITE_CORRUPT or the right answer. A rebuild makes it whole.
*/
#include "input.h"

#include <stdio.h>

#include "columnar/columnar.h"
#include "columnar/crc.h"

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

static const char *const questions[] = {
    "SELECT * FROM s",
    "SELECT * FROM s WHERE id BETWEEN 70000 AND 200000",
    "SELECT count(*), max(rowid) FROM s",
    "SELECT * FROM temp.g1",
    "SELECT * FROM temp.g1 WHERE d >= '2024-01-20' AND n IN (90, 180, 91)",
    "SELECT * FROM temp.g2",
    "SELECT * FROM temp.g2 WHERE a < 'k2' AND odd IS NULL",
    "SELECT * FROM temp.g3 WHERE id < 66000",
};
enum { QUESTIONS = sizeof questions / sizeof *questions };

static sqlite3 *db;
static char *answers[QUESTIONS];

static void run(const char *sql) {
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK) return;
  fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
  abort();
}

/* The rows as text; *rc says how it ended. */
static char *ask(const char *sql, int *rc) {
  sqlite3_stmt *stmt = NULL;
  sqlite3_str *out = sqlite3_str_new(db);
  *rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
  while (*rc == SQLITE_OK && (*rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      const char *cell = (const char *)sqlite3_column_text(stmt, i);
      sqlite3_str_appendf(out, "%d%s|", sqlite3_column_type(stmt, i), cell ? cell : "");
    }
    *rc = SQLITE_OK;
  }
  if (*rc == SQLITE_DONE) *rc = SQLITE_OK;
  sqlite3_finalize(stmt);
  return sqlite3_str_finish(out);
}

static void make(void) {
  must(sqlite3_open(":memory:", &db) == SQLITE_OK && sqlite3_unseal_init(db, NULL, NULL) == SQLITE_OK);
  run("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, d TEXT, n INTEGER, o TEXT, odd, e TEXT);"
      "WITH RECURSIVE i(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM i WHERE x < 119)"
      "INSERT INTO t SELECT iif(x < 40, x, iif(x < 80, 65536 + 3 * x, 196608 + x * 7)), 'k' || (x % 5),"
      "  iif(x % 13 = 0, NULL, date('2024-01-01', x || ' days')), x % 7 * 90, iif(x % 3, 'rejected', 'content'),"
      "  iif(x % 17 = 0, 1.5, iif(x % 19 = 0, 'odd', iif(x % 5, x, NULL))), iif(x % 4, date('2025-01-01', x || ' days'),"
      "  'indefinite') FROM i;"
      "CREATE VIRTUAL TABLE s USING columnar(SELECT id, a, d, n, o, odd, e FROM t);"
      "CREATE VIRTUAL TABLE temp.g1 USING tally(s, a, h = period_of(d, 'month'), c = count(*), t = sum(n), u = count(distinct o));"
      "CREATE VIRTUAL TABLE temp.g2 USING tally(s, o, c = count(*), lo = min(odd), hi = max(odd), m = max(e), v = count(distinct odd));"
      "CREATE VIRTUAL TABLE temp.g3 USING tally(s, a, r = refusal_rate(o), q = quantile(n, 0.5), w = avg(n));"
      "INSERT INTO t SELECT id + 1000000, a, d, n, o, odd, e FROM t WHERE id < 5; UPDATE t SET a = 'fresh' WHERE id = 197308");
  for (int i = 0; i < QUESTIONS; i++) {
    int rc;
    answers[i] = ask(questions[i], &rc);
    if (rc != SQLITE_OK) fprintf(stderr, "%s: %s\n", questions[i], sqlite3_errmsg(db));
    must(rc == SQLITE_OK && answers[i]);
  }
}

/* --- damage ------------------------------------------------------------------------- */

static void store32(unsigned char *at, uint32_t value) {
  for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> (8 * i));
}

/* Change a byte of a pack's head or data, and make both checksums right if asked. */
static void damage_pack(unsigned where, unsigned at, unsigned char value, bool in_head, bool forge) {
  sqlite3_stmt *stmt, *put;
  sqlite3_prepare_v2(db, "SELECT id, head, data FROM s_segments ORDER BY id LIMIT 1 OFFSET ?1", -1, &stmt, NULL);
  sqlite3_bind_int(stmt, 1, (int)(where % 21));
  if (sqlite3_step(stmt) == SQLITE_ROW) {
    size_t head_len = (size_t)sqlite3_column_bytes(stmt, 1), data_len = (size_t)sqlite3_column_bytes(stmt, 2);
    struct text head = copy_of(sqlite3_column_blob(stmt, 1), head_len), data = copy_of(sqlite3_column_blob(stmt, 2), data_len);
    if (in_head && head_len > 0) head.at[at % head_len] = (char)value;
    if (!in_head && data_len > 0) data.at[at % data_len] = (char)value;
    if (!in_head && value == 0xee && data_len > 0) data.len -= 1;
    if (forge && head_len == UN_PACK_HEAD) {
      store32((unsigned char *)head.at + UN_PACK_HEAD - 8, un_crc32c(data.at, data.len));
      store32((unsigned char *)head.at + UN_PACK_HEAD - 4, un_crc32c(head.at, UN_PACK_HEAD - 4));
    }
    sqlite3_prepare_v2(db, "UPDATE s_segments SET head = ?2, data = ?3 WHERE id = ?1", -1, &put, NULL);
    sqlite3_bind_int64(put, 1, sqlite3_column_int64(stmt, 0));
    sqlite3_bind_blob(put, 2, head.at, (int)head.len, SQLITE_STATIC);
    sqlite3_bind_blob(put, 3, data.at, (int)data.len, SQLITE_STATIC);
    sqlite3_step(put);
    sqlite3_finalize(put);
    free(head.at);
    free(data.at);
  }
  sqlite3_finalize(stmt);
}

/* False: no checksum can tell. */
static bool damage(const uint8_t *d) {
  static const char *const rows[] = {
      "DELETE FROM s_segments WHERE id IN (SELECT id FROM s_segments ORDER BY id LIMIT 1 OFFSET %d)",
      "UPDATE OR REPLACE s_segments SET id = id + 1 WHERE id IN (SELECT id FROM s_segments ORDER BY id LIMIT 1 OFFSET %d)",
      "UPDATE s_segments SET data = (SELECT data FROM s_segments ORDER BY id LIMIT 1 OFFSET %d) WHERE id %% 3 = 1",
      "UPDATE s_segments SET head = NULL WHERE id %% 24 = %d",
      "UPDATE s_segments SET data = 'text' WHERE id %% 24 = %d",
      "DELETE FROM s_dictionary WHERE id >> 32 = %d %% 7",
      "DELETE FROM s_segments WHERE id %% 24 = %d",
      "UPDATE OR REPLACE s_dictionary SET id = id - (1 << 32) WHERE id >> 32 <= %d",
      "UPDATE s_dictionary SET data = substr(data, 1, 3 * %d)",
      "UPDATE s_dictionary SET data = CAST(replace(data, 'a', char(66 + %d)) AS BLOB)",
      "UPDATE s_dictionary SET words = words + %d",
      "INSERT OR REPLACE INTO s_dictionary SELECT id + %d, words, data FROM s_dictionary",
      /* what follows no checksum covers */
      "UPDATE s_meta SET value = %d * 30000 WHERE key = 'highest'",
      "UPDATE s_meta SET value = 'x%d' WHERE key = 'highest'",
      "INSERT OR REPLACE INTO s_changes VALUES(%d - 3)",
      "DELETE FROM s_changes WHERE segment <> %d",
      "INSERT OR REPLACE INTO s_segments SELECT id + %d, head, data FROM s_segments",
  };
  enum { CHECKED = 12, ROWS = sizeof rows / sizeof *rows };
  unsigned kind = d[0] % (ROWS + 8), at = d[2] | (unsigned)(d[4] >> 1) << 8;
  bool forge = d[4] & 1;
  if (kind >= ROWS) {
    damage_pack(d[1], at, d[3], kind % 2, forge);
    return !forge;
  }
  char *sql = sqlite3_mprintf(rows[kind], d[1] % 21);
  sqlite3_exec(db, sql, NULL, NULL, NULL);
  sqlite3_free(sql);
  return kind < CHECKED;
}

static void check(bool covered) {
  for (int i = 0; i < QUESTIONS; i++) {
    int rc;
    char *text = ask(questions[i], &rc);
    if (covered) {
      bool right = rc == SQLITE_OK && strcmp(text ? text : "", answers[i]) == 0;
      if (!right && (rc & 0xff) != SQLITE_CORRUPT) {
        fprintf(stderr, "%s: %d %s\n%s\nwanted\n%s\n", questions[i], rc, sqlite3_errmsg(db), text ? text : "", answers[i]);
        abort();
      }
    }
    sqlite3_free(text);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  bool covered = true;
  if (!db) make();
  run("SAVEPOINT f");
  for (int n = 0; size >= 5 && n < 8; n++, bytes += 5, size -= 5) covered = damage(bytes) && covered;
  check(covered);
  sqlite3_exec(db, "INSERT INTO s(s) VALUES('integrity-check')", NULL, NULL, NULL);
  if (size % 2) sqlite3_exec(db, "INSERT INTO s(s) VALUES('refresh')", NULL, NULL, NULL);
  check(false);
  int rc = sqlite3_exec(db, "INSERT INTO s(s) VALUES('rebuild')", NULL, NULL, NULL);
  if (covered) must(rc == SQLITE_OK);
  check(rc == SQLITE_OK);
  run("ROLLBACK TO f; RELEASE f");
  check(true);
  return 0;
}
