/* A random base table and the writes to it, for test_tally.c: each column is of one kind of
** values, with its own share of NULLs and of values that belong elsewhere, and each segment
** holds its own range of them. */
#ifndef COLUMNAR_RANDOM_TABLE_H
#define COLUMNAR_RANDOM_TABLE_H

#include "db.h"

enum kind { FEW_WORDS, MANY_WORDS, DAYS, ENDS, OUTCOMES, COUNTS, WHOLE, WIDE, HUGE_ONES, QUARTERS, BLOBS, ODD, KINDS };

/* Names in the order of their numbers; `id` is apart. */
static const struct {
  const char *name, *type;
  int kinds[4]; /* one is chosen a table; the last repeats */
} shapes[] = {
    {"w", "TEXT", {FEW_WORDS, FEW_WORDS, MANY_WORDS, ODD}}, {"v", "TEXT", {MANY_WORDS, MANY_WORDS, MANY_WORDS, FEW_WORDS}},
    {"d", "TEXT", {DAYS, DAYS, DAYS, ENDS}},                {"e", "DATE", {ENDS, ENDS, DAYS, ODD}},
    {"o", "TEXT", {OUTCOMES, OUTCOMES, OUTCOMES, OUTCOMES}}, {"n", "INTEGER", {COUNTS, COUNTS, COUNTS, WHOLE}},
    {"k", "INT", {WHOLE, WIDE, COUNTS, HUGE_ONES}},         {"r", "REAL", {QUARTERS, QUARTERS, WHOLE, COUNTS}},
    {"x", "", {ODD, QUARTERS, WHOLE, ENDS}},                {"b", "BLOB", {BLOBS, ODD, FEW_WORDS, DAYS}},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static struct {
  enum kind kind;
  int nulls, strangers; /* in a hundred */
} columns[SHAPES];

static bool one_in(int n) { return below(n) == 0; }

/* A value as SQL writes it, of the part of its kind's range that `part` has. */
static const char *value_of(enum kind kind, int part) {
  static const char *const words[] = {"'w1'", "'w2'", "'W1'", "''", "'w1 '", "'\xc3\xa9t\xc3\xa9'", "'\xc4\x81'", "'w2x'"};
  static const char *const outcomes[] = {"'content'", "'noncontent'", "'partial'", "'rejected'", "'no_data'", "'withdrawn'",
                                         "'quashed'", "'duplicate'", "'preservation'", "'pending'"};
  static const char *const huge[] = {"9223372036854775807", "-9223372036854775808", "4611686018427387904", "-1", "0"};
  static const char *const blobs[] = {"x'00ff'", "x''", "x'00'", "x'7731'", "x'ff00ff'"};
  static const char *const odd[] = {"1", "1.0", "2.5", "'1'", "'1.0'", "x'31'", "'2024-02-30'", "'indefinite'", "char(0)", "-0.0", "0",
                                    "x''", "''", "'2024-01-01'", "9007199254740993", "9007199254740992.0", "1e300", "'w1'", "9e999"};
  static char text[64];
  switch (kind) {
  case FEW_WORDS: return words[below(sizeof words / sizeof *words)];
  case OUTCOMES: return outcomes[below(sizeof outcomes / sizeof *outcomes)];
  case HUGE_ONES: return huge[below(sizeof huge / sizeof *huge)];
  case BLOBS: return blobs[below(sizeof blobs / sizeof *blobs)];
  case MANY_WORDS: snprintf(text, sizeof text, "'v%04d'", below(2000)); return text;
  case ENDS:
    if (one_in(4)) return "'indefinite'";
    /* fall through */
  case DAYS: {
    int day = part * 190 + below(300);
    snprintf(text, sizeof text, "'%04d-%02d-%02d'", 2019 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
    return text;
  }
  case COUNTS: snprintf(text, sizeof text, "%d", below(6)); return text;
  case WHOLE: snprintf(text, sizeof text, "%d", part * 40 - 100 + below(60)); return text;
  case WIDE: snprintf(text, sizeof text, "%lld", (long long)(chance() >> 24) - (1LL << 39)); return text;
  case QUARTERS: snprintf(text, sizeof text, "%d.%d", below(20) - 10, 25 * below(4)); return text;
  default: return odd[below(sizeof odd / sizeof *odd)];
  }
}

static const char *value_for(int column, int part) {
  if (below(100) < columns[column].nulls) return "NULL";
  if (below(1000) < columns[column].strangers) return value_of((enum kind)below(KINDS), part);
  return value_of(columns[column].kind, part);
}

/* --- writes ------------------------------------------------------------------------ */

static void write_row(sqlite3 *db, const char *verb, int64_t id, int part) {
  sqlite3_str *sql = sqlite3_str_new(NULL);
  sqlite3_str_appendf(sql, "%s INTO t VALUES(%lld", verb, (long long)id);
  for (int i = 0; i < SHAPES; i++) sqlite3_str_appendf(sql, ", %s", value_for(i, part));
  sqlite3_str_appendall(sql, ")");
  char *text = sqlite3_str_finish(sql);
  db_run(db, text);
  sqlite3_free(text);
}

/* Segments of 65,536 ids, filled from their start. */
static void fill(sqlite3 *db, int segments, int rows) {
  sqlite3_str *sql = sqlite3_str_new(NULL);
  sqlite3_str_appendall(sql, "CREATE TABLE t(id INTEGER PRIMARY KEY");
  for (int i = 0; i < SHAPES; i++) {
    static const int shares[] = {0, 0, 5, 50};
    sqlite3_str_appendf(sql, ", %s %s", shapes[i].name, shapes[i].type);
    columns[i].kind = (enum kind)shapes[i].kinds[below(4)];
    columns[i].nulls = shares[below(4)];
    columns[i].strangers = one_in(4) ? 1 + below(20) : 0;
  }
  sqlite3_str_appendall(sql, ")");
  char *text = sqlite3_str_finish(sql);
  db_run(db, text);
  sqlite3_free(text);
  db_run(db, "BEGIN");
  for (int s = 0; s < segments; s++) {
    int blank = one_in(6) ? below(SHAPES) : -1, nulls = blank >= 0 ? columns[blank].nulls : 0;
    int64_t first = ((int64_t)s - 1) * 65536;
    if (blank >= 0) columns[blank].nulls = 100;
    for (int i = 0, count = 1 + below(rows); i < count; i++) write_row(db, "INSERT", first + i, s);
    if (blank >= 0) columns[blank].nulls = nulls;
  }
  db_run(db, "COMMIT");
}

/* Rows changed, deleted, put into a gap and after the last. */
static void edit(sqlite3 *db, int segments) {
  for (int i = 1 + below(5); i > 0; i--) {
    int part = below(segments), column = below(SHAPES);
    int64_t first = ((int64_t)part - 1) * 65536;
    char *sql = NULL;
    switch (below(5)) {
    case 0: sql = sqlite3_mprintf("DELETE FROM t WHERE id = %lld", (long long)first + below(40)); break;
    case 1: write_row(db, "REPLACE", first + below(60), part); break;
    case 2: write_row(db, "REPLACE", (int64_t)segments * 65536 + below(1000), part); break;
    case 3: sql = sqlite3_mprintf("UPDATE t SET %s = %s WHERE id = %lld", shapes[column].name, value_for(column, part),
                                  (long long)first + below(40)); break;
    default: if (one_in(3)) sql = sqlite3_mprintf("INSERT INTO s(s) VALUES('refresh')");
    }
    if (sql) db_run(db, sql);
    sqlite3_free(sql);
  }
}

/* A value to compare a column with: one that it has, one like it, or any. */
static char *comparand(sqlite3 *db, int column, int segments) {
  if (one_in(3)) return sqlite3_mprintf("%s", value_of((enum kind)below(KINDS), below(segments)));
  if (one_in(3)) return sqlite3_mprintf("%s", value_of(columns[column].kind, below(segments)));
  char *sql = sqlite3_mprintf("SELECT quote(%s) FROM t LIMIT 1 OFFSET %d", shapes[column].name, below(100));
  sqlite3_stmt *stmt = db_prepare(db, sql);
  const char *found = sqlite3_step(stmt) == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : "NULL";
  char *out = sqlite3_mprintf("%s", strcmp(found, "Inf") == 0 ? "9e999" : found); /* SQLite 3.40 does not read its own */
  sqlite3_finalize(stmt);
  sqlite3_free(sql);
  return out;
}

#endif
