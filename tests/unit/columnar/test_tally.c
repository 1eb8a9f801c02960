/* A tally is GROUP BY over its base: random tables, keys, measures and WHERE, each statement
** beside the plain one, while rows change after the refresh. TALLY_SEED is the first seed
** (a failure prints it), TALLY_SEEDS how many tables, TALLY_KEEP a file for the table that failed.
*/
#include <math.h>

#include "random_table.h"

enum { TABLES = 16, SPECS = 8, QUESTIONS = 5, TERMS = 4, BINDINGS = 16 };

static const char *const units[] = {"year", "half", "quarter", "month"};
static const char *const definitions[] = {"strict", "broad", "answerable", "partial_weighted", "yahoo", "microsoft",
                                          "microsoft_enterprise", "google", "apple_challenged"};

enum shown { EXACTLY, AS_NUMBER, ROUNDED };

/* One tally: its items, and the columns of the plain SELECT. */
static struct {
  sqlite3_str *items, *select, *group;
  int keys, measures, periods; /* periods: keys that are */
  int column_of[3];            /* of a key; -1 - unit for periods */
  char names[3][16];
  int definition, quantile; /* the parameter's column is there */
  enum shown shown[16];
  int around[16]; /* of a ROUNDED one: the column of the plain row that bounds its terms; else -1 */
  sqlite3_str *bounds;
  int bound_count;
} spec;

static struct {
  int statements, with_rows, rows, refused, by_hidden, by_param, in_period;
} seen;

static const char *name_of(int column) { return column < 0 ? "id" : shapes[column].name; }

/* Without an affinity a column may hold both 1 and 1.0. */
static bool either_number(int column) { return column >= 0 && (!shapes[column].type[0] || strcmp(shapes[column].type, "BLOB") == 0); }

/* --- keys and measures --------------------------------------------------------------- */

static void add_key(int at) {
  bool period = one_in(3), named = one_in(2);
  int column = period ? (one_in(3) ? 3 : 2) : below(SHAPES + 1) - 1;
  const char *unit = one_in(5) ? NULL : units[below(4)], *name = name_of(column);
  if (column < 0 && !one_in(4)) column = 0, name = name_of(0);
  for (int i = 0; i < at && !named; i++) named = strcmp(spec.names[i], period ? "period" : name) == 0;
  if (named) snprintf(spec.names[at], sizeof spec.names[at], "k%d", at);
  else snprintf(spec.names[at], sizeof spec.names[at], "%s", period ? "period" : name);
  spec.column_of[at] = period ? -2 : column;
  spec.periods += period;
  char *text = !period ? sqlite3_mprintf("%s", name)
               : unit  ? sqlite3_mprintf("period_of(%s, '%s')", name, unit)
                       : sqlite3_mprintf("period_of(%s)", name);
  if (named) sqlite3_str_appendf(spec.items, ", %s = %s", spec.names[at], text);
  else sqlite3_str_appendf(spec.items, ", %s", text);
  sqlite3_str_appendf(spec.select, "%s%s AS %s", at > 0 ? ", " : "", text, spec.names[at]);
  sqlite3_str_appendf(spec.group, "%s%d", at > 0 ? ", " : "", at + 1);
  spec.shown[at] = either_number(column) ? AS_NUMBER : EXACTLY;
  sqlite3_free(text);
}

static void add_refusal(sqlite3_str *ours, sqlite3_str *plain) {
  static const char *const kinds[] = {"rate", "count", "base", "low", "high"};
  const char *kind = kinds[below(5)], *definition = definitions[below(9)];
  sqlite3_str_appendf(ours, "refusal_%s(o", kind);
  sqlite3_str_appendf(plain, "refusal_%s(o", kind);
  if (one_in(3)) return;
  const char *n = one_in(2) ? "n" : one_in(20) ? "k" : "1";
  sqlite3_str_appendf(ours, ", %s", n);
  sqlite3_str_appendf(plain, ", %s", n);
  if (one_in(3)) return;
  bool param = one_in(3);
  spec.definition |= param;
  sqlite3_str_appendf(ours, param ? ", :how" : ", '%s'", definition);
  sqlite3_str_appendf(plain, param ? ", :how" : ", '%s'", definition);
}

static void add_measure(int at) {
  static const char *const plainly[] = {"count", "sum", "min", "max", "avg", "count"};
  int column = below(SHAPES + 1) - 1, kind = below(10), place = spec.keys + at;
  sqlite3_str *ours = sqlite3_str_new(NULL), *plain = sqlite3_str_new(NULL);
  spec.shown[place] = EXACTLY;
  spec.around[place] = -1;
  if (kind == 0) {
    sqlite3_str_appendall(ours, "count(*");
    sqlite3_str_appendall(plain, "count(*");
  } else if (kind < 6) {
    const char *distinct = kind == 5 || one_in(12) ? "DISTINCT " : "", *function = kind == 5 || *distinct ? "count" : plainly[kind];
    sqlite3_str_appendf(ours, "%s(%s%s", function, distinct, name_of(column));
    sqlite3_str_appendf(plain, "%s(%s%s", function, distinct, name_of(column));
    spec.shown[place] = strcmp(function, "count") == 0 ? EXACTLY : kind == 1 || kind == 4 ? ROUNDED
                        : either_number(column) ? AS_NUMBER : EXACTLY;
    if (spec.shown[place] == ROUNDED) {
      spec.around[place] = spec.bound_count++;
      sqlite3_str_appendf(spec.bounds, ", total(abs(%s * 1.0))", name_of(column));
    }
  } else if (kind == 6) {
    bool param = one_in(2);
    int p = 25 * below(5);
    spec.quantile |= param;
    if (!one_in(6)) column = one_in(2) ? 6 : 7;
    sqlite3_str_appendf(ours, param ? "quantile(%s, :at" : "quantile(%s, %d.%02d", name_of(column), p / 100, p % 100);
    sqlite3_str_appendf(plain, param ? "quantile(%s, :at" : "quantile(%s, %d.%02d", name_of(column), p / 100, p % 100);
  } else if (kind == 7) {
    sqlite3_str_appendf(ours, one_in(2) ? "disclosure_rate(o" : "disclosure_rate(o, n");
    sqlite3_str_appendall(plain, sqlite3_str_value(ours));
  } else {
    add_refusal(ours, plain);
  }
  sqlite3_str_appendf(spec.items, ", m%d = %s)", at, sqlite3_str_value(ours));
  sqlite3_str_appendf(spec.select, "%s%s) AS m%d", place > 0 ? ", " : "", sqlite3_str_value(plain), at);
  sqlite3_free(sqlite3_str_finish(ours));
  sqlite3_free(sqlite3_str_finish(plain));
}

static void make_spec(void) {
  memset(&spec, 0, sizeof spec);
  spec.items = sqlite3_str_new(NULL);
  spec.select = sqlite3_str_new(NULL);
  spec.group = sqlite3_str_new(NULL);
  spec.bounds = sqlite3_str_new(NULL);
  spec.keys = below(4);
  for (int i = 0; i < spec.keys; i++) {
    spec.around[i] = -1;
    add_key(i);
  }
  spec.measures = below(6) + (spec.keys == 0);
  for (int i = 0; i < spec.measures; i++) add_measure(i);
  if (one_in(2)) sqlite3_str_appendall(spec.items, ", threads = 2");
}

static void free_spec(void) {
  sqlite3_free(sqlite3_str_finish(spec.items));
  sqlite3_free(sqlite3_str_finish(spec.select));
  sqlite3_free(sqlite3_str_finish(spec.group));
  sqlite3_free(sqlite3_str_finish(spec.bounds));
}

/* --- WHERE ---------------------------------------------------------------------------- */

/* Both statements of a question, and the values bound to :v1, :v2, ... of both. */
static struct {
  sqlite3_str *ours, *inner, *outer;
  char *bound[BINDINGS];
  int bindings, used; /* columns, a bit each */
  bool narrowed;      /* by SQLite, which may see that no group can pass, and not ask at all */
} question;

/* The value, or a parameter that is bound to it; takes the text. */
static char *written(char *value) {
  if (!one_in(3) || question.bindings == BINDINGS) return value;
  question.bound[question.bindings++] = value;
  return sqlite3_mprintf(":v%d", question.bindings);
}

static void append_and(sqlite3_str *out) { sqlite3_str_appendall(out, sqlite3_str_length(out) > 0 ? " AND " : " WHERE "); }

/* What the scan decides: of a column, hidden or a key. */
static void add_pushed(sqlite3 *db, int segments) {
  static const char *const signs[] = {"=", "<", "<=", ">", ">="};
  int column = below(SHAPES + 1) - 1, key = -1;
  if (spec.keys > 0 && one_in(3)) {
    key = below(spec.keys);
    if (spec.column_of[key] < -1) key = -1;
    else column = spec.column_of[key];
  }
  /* Of two terms of a column SQLite may see that none can pass, and not ask for the one row of all. */
  if (spec.keys == 0 && (question.used >> (column + 1) & 1)) return;
  question.used |= 1 << (column + 1);
  seen.by_hidden += key < 0;
  char *value[5];
  for (int i = 0; i < 5; i++) {
    char *text = column < 0 ? sqlite3_mprintf("%d", (below(segments) - 1) * 65536 + below(60)) : comparand(db, column, segments);
    value[i] = i < 3 ? written(text) : text;
  }
  char *list = NULL;
  switch (below(8)) {
  case 0: list = sqlite3_mprintf("BETWEEN %s AND %s", value[0], value[1]); break;
  case 1: list = sqlite3_mprintf("IN (%s, %s, %s, %s)", value[0], value[1], value[2], value[3]); break;
  case 2: list = sqlite3_mprintf("IN (SELECT %s FROM t WHERE id %% 3 = %d UNION SELECT %s)", name_of(column), below(3), value[0]); break;
  case 3: list = sqlite3_mprintf("IS NULL"); break;
  case 4: list = sqlite3_mprintf("= %s", value[0]); break;
  default: list = sqlite3_mprintf("%s %s", signs[below(5)], value[0]);
  }
  bool either = strncmp(list, "= ", 2) == 0 && one_in(3); /* of one column, which SQLite makes an IN */
  const char *name = key >= 0 ? spec.names[key] : name_of(column);
  append_and(question.ours);
  append_and(question.inner);
  if (either) {
    sqlite3_str_appendf(question.ours, "(%s %s OR %s = %s)", name, list, name, value[4]);
    sqlite3_str_appendf(question.inner, "(%s %s OR %s = %s)", name_of(column), list, name_of(column), value[4]);
  } else {
    sqlite3_str_appendf(question.ours, "%s %s", name, list);
    sqlite3_str_appendf(question.inner, "%s %s", name_of(column), list);
  }
  sqlite3_free(list);
  for (int i = 0; i < 5; i++) sqlite3_free(value[i]);
}

/* What SQLite decides, of the groups. */
static void add_outer(sqlite3 *db, int segments) {
  char *term;
  int key = spec.keys > 0 ? below(spec.keys) : -1;
  if (key >= 0 && spec.column_of[key] < -1) {
    static const char *const signs[] = {"=", "<", "<=", ">", ">=", "<>", "IS NOT"};
    term = sqlite3_mprintf("%s %s '%d-H%d'", spec.names[key], signs[below(7)], 2019 + below(4), 1 + below(2));
    seen.in_period++;
  } else if (key >= 0 && spec.column_of[key] >= 0) {
    static const char *const signs[] = {"<>", "IS", "IS NOT"};
    char *value = comparand(db, spec.column_of[key], segments);
    /* IS NULL would be decided in the scan, which then meets fewer wrong values. */
    term = one_in(4) || strcmp(value, "NULL") == 0 ? sqlite3_mprintf("%s IS NOT NULL", spec.names[key])
                     : sqlite3_mprintf("%s %s %s", spec.names[key], signs[below(3)], value);
    sqlite3_free(value);
  } else if (spec.measures > 0) {
    term = sqlite3_mprintf("m%d %s %d", below(spec.measures), one_in(2) ? ">=" : "<", below(20));
  } else {
    return;
  }
  question.narrowed = true;
  append_and(question.ours);
  append_and(question.outer);
  sqlite3_str_appendall(question.ours, term);
  sqlite3_str_appendall(question.outer, term);
  sqlite3_free(term);
}

static void add_params(void) {
  if (spec.definition) {
    append_and(question.ours);
    sqlite3_str_appendall(question.ours, "how = :how");
  }
  if (spec.quantile) {
    append_and(question.ours);
    sqlite3_str_appendall(question.ours, "at = :at");
  }
  seen.by_param += spec.definition || spec.quantile;
}

/* --- comparing --------------------------------------------------------------------------- */

static void bind(sqlite3 *db, sqlite3_stmt *stmt, const char *definition, double p) {
  for (int i = 0; i < question.bindings; i++) {
    char *sql = sqlite3_mprintf("SELECT %s", question.bound[i]);
    sqlite3_stmt *value = db_prepare(db, sql);
    assert_int_equal(sqlite3_step(value), SQLITE_ROW);
    char *name = sqlite3_mprintf(":v%d", i + 1);
    sqlite3_bind_value(stmt, sqlite3_bind_parameter_index(stmt, name), sqlite3_column_value(value, 0));
    sqlite3_finalize(value);
    sqlite3_free(name);
    sqlite3_free(sql);
  }
  sqlite3_bind_text(stmt, sqlite3_bind_parameter_index(stmt, ":how"), definition, -1, SQLITE_STATIC);
  sqlite3_bind_double(stmt, sqlite3_bind_parameter_index(stmt, ":at"), p);
}

static bool is_number(int type) { return type == SQLITE_INTEGER || type == SQLITE_FLOAT; }

/* Of 1 and 1.0 in a group either stands for both; reals are added in any order. */
static bool same(sqlite3_stmt *a, sqlite3_stmt *b, int i) {
  int x = sqlite3_column_type(a, i), y = sqlite3_column_type(b, i);
  if (spec.shown[i] == EXACTLY || !is_number(x) || !is_number(y) || (spec.shown[i] == ROUNDED && x != y)) return same_cell(a, b, i);
  if (x == SQLITE_INTEGER && y == SQLITE_INTEGER) return same_cell(a, b, i);
  double p = sqlite3_column_double(a, i), q = sqlite3_column_double(b, i);
  if (p == q || spec.shown[i] == AS_NUMBER) return p == q;
  return fabs(p - q) <= 1e-12 * sqlite3_column_double(b, spec.keys + spec.measures + spec.around[i]);
}

static bool overflows(sqlite3 *db, int rc) {
  return rc == SQLITE_ERROR && strstr(sqlite3_errmsg(db), "integer overflow");
}

static void fail_question(sqlite3 *db, uint64_t seed, const char *ours, const char *plain, const char *what) {
  FILE *kept = getenv("TALLY_KEEP") ? fopen(getenv("TALLY_KEEP"), "wb") : NULL; /* the database, to look at */
  sqlite3_int64 size;
  unsigned char *bytes = kept ? sqlite3_serialize(db, "main", &size, 0) : NULL;
  if (bytes) fwrite(bytes, 1, (size_t)size, kept);
  if (kept) fclose(kept);
  print_error("TALLY_SEED=%llu\ntally(s%s)\n%s\n%s\n", (unsigned long long)seed, sqlite3_str_value(spec.items), ours, plain);
  for (int i = 0; i < question.bindings; i++) print_error(":v%d: %s\n", i + 1, question.bound[i]);
  fail_msg("%s", what);
}

static void compare(sqlite3 *db, uint64_t seed, const char *ours, const char *plain) {
  const char *definition = definitions[below(9)];
  double p = below(5) / 4.0;
  sqlite3_stmt *a = NULL, *b = NULL;
  if (sqlite3_prepare_v2(db, ours, -1, &a, NULL) != SQLITE_OK || sqlite3_prepare_v2(db, plain, -1, &b, NULL) != SQLITE_OK) {
    fail_question(db, seed, ours, plain, sqlite3_errmsg(db));
  }
  bind(db, a, definition, p);
  bind(db, b, definition, p);
  for (int row = 0;; row++) {
    int y = sqlite3_step(b);
    bool either = overflows(db, y);
    char *wanted = sqlite3_mprintf("%s", sqlite3_errmsg(db));
    int x = sqlite3_step(a);
    if (x == SQLITE_DONE && y == SQLITE_ERROR && question.narrowed) either = true;
    either = either || overflows(db, x); /* whether a sum overflows depends on the order of its terms */
    char *what = sqlite3_mprintf("row %d: %d %s, wanted %d %s", row, x, sqlite3_errmsg(db), y, wanted);
    if (x != y && !either) fail_question(db, seed, ours, plain, what);
    sqlite3_free(what);
    sqlite3_free(wanted);
    if (x != SQLITE_ROW || y != SQLITE_ROW) {
      seen.with_rows += x == SQLITE_DONE && row > 0;
      seen.rows += row;
      seen.refused += x == SQLITE_ERROR || y == SQLITE_ERROR;
      break;
    }
    for (int i = 0; i < spec.keys + spec.measures; i++) {
      if (same(a, b, i)) continue;
      what = sqlite3_mprintf("row %d, %s: %s '%s', wanted %s '%s'", row, sqlite3_column_name(b, i), sqlite3_column_decltype(a, i),
                             sqlite3_column_text(a, i), sqlite3_column_decltype(b, i), sqlite3_column_text(b, i));
      fail_question(db, seed, ours, plain, what);
    }
  }
  seen.statements++;
  sqlite3_finalize(a);
  sqlite3_finalize(b);
}

static void ask(sqlite3 *db, uint64_t seed, int segments) {
  memset(&question, 0, sizeof question);
  question.ours = sqlite3_str_new(NULL);
  question.inner = sqlite3_str_new(NULL);
  question.outer = sqlite3_str_new(NULL);
  for (int i = below(TERMS); i > 0; i--) add_pushed(db, segments);
  if (one_in(4)) add_outer(db, segments);
  add_params();
  bool ordered = spec.keys > 0 && one_in(3);
  const char *group = sqlite3_str_value(spec.group);
#define TEXT(x) (sqlite3_str_value(x) ? sqlite3_str_value(x) : "")
  char *ours = sqlite3_mprintf("SELECT * FROM temp.g%s%s%s", TEXT(question.ours), ordered ? " ORDER BY " : "", ordered ? group : "");
  char *plain = sqlite3_mprintf("WITH q AS MATERIALIZED (SELECT %s%s FROM t%s%s%s) SELECT * FROM q%s%s%s", TEXT(spec.select),
                                TEXT(spec.bounds), TEXT(question.inner), spec.keys > 0 ? " GROUP BY " : "",
                                spec.keys > 0 ? group : "", TEXT(question.outer), spec.keys > 0 ? " ORDER BY " : "",
                                spec.keys > 0 ? group : "");
  /* The third time, it may answer of what the second kept. */
  for (int i = one_in(4) ? 3 : 1; i > 0; i--) compare(db, seed, ours, plain);
  sqlite3_free(ours);
  sqlite3_free(plain);
  for (int i = 0; i < question.bindings; i++) sqlite3_free(question.bound[i]);
  sqlite3_free(sqlite3_str_finish(question.ours));
  sqlite3_free(sqlite3_str_finish(question.inner));
  sqlite3_free(sqlite3_str_finish(question.outer));
}

static void run(uint64_t seed) {
  chance_state = seed;
  sqlite3 *db = db_open(":memory:", true);
  int segments = 1 + below(6);
  fill(db, segments, one_in(8) ? 9000 : 5 + below(300));
  db_run(db, "CREATE VIRTUAL TABLE s USING columnar(SELECT id, w, v, d, e, o, n, k, r, x, b FROM t)");
  for (int i = 0; i < SPECS; i++) {
    make_spec();
    char *sql = sqlite3_mprintf("CREATE VIRTUAL TABLE temp.g USING tally(s%s)", sqlite3_str_value(spec.items));
    db_run(db, sql);
    sqlite3_free(sql);
    for (int k = 0; k < QUESTIONS; k++) {
      if (one_in(3)) edit(db, segments);
      ask(db, seed, segments);
    }
    db_run(db, "DROP TABLE temp.g");
    free_spec();
  }
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void every_tally_is_group_by(void **state) {
  (void)state;
  const char *given = getenv("TALLY_SEEDS"), *start = getenv("TALLY_SEED");
  int first = start ? atoi(start) : 1, count = given ? atoi(given) : start ? 1 : TABLES;
  memset(&seen, 0, sizeof seen);
  for (int seed = first; seed < first + count; seed++) run((uint64_t)seed);
  if (getenv("TALLY_SEEDS")) {
    print_message("%d statements, %d with rows, %d rows, %d refused, %d hidden, %d params, %d periods\n", seen.statements,
                  seen.with_rows, seen.rows, seen.refused, seen.by_hidden, seen.by_param, seen.in_period);
  }
  if (start || given) return;
  assert_true(seen.statements >= TABLES * SPECS * QUESTIONS);
  assert_true(3 * seen.with_rows >= seen.statements && 3 * seen.refused <= seen.statements);
  assert_true(seen.by_hidden > 0 && seen.by_param > 0 && seen.in_period > 0);
}

static void the_order_of_utf16_is_refused(void **state) {
  (void)state;
  sqlite3 *db = db_open(":memory:", true);
  db_run(db, "PRAGMA encoding = 'UTF-16'");
  fill(db, 1, 5);
  db_run(db, "CREATE VIRTUAL TABLE s USING columnar(SELECT id, w FROM t)");
  db_refuses(db, "CREATE VIRTUAL TABLE temp.g USING tally(s, w)",
             "tally: SQLite sorts the texts of a UTF-16 database by other bytes: use one of UTF-8");
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_tally_is_group_by),
      cmocka_unit_test(the_order_of_utf16_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
