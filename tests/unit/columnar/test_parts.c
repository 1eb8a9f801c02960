/* Cells in SQLite's order, dictionaries that keep what they are given, and the
** items of a tally, good and bad. */
#include "db.h"

#include "columnar/tally_spec.h"

/* --- cells ------------------------------------------------------------------------ */

/* Values at every border between types and near the ends of what doubles hold. */
static const char *const literals[] = {
    "NULL", "0", "-1", "1", "1.0", "1.5", "-0.5", "9223372036854775807", "-9223372036854775808", "9223372036854775806",
    "9223372036854775807.0", "-9223372036854775808.0", "9223372036854774784.0", "9007199254740993", "9007199254740992.0",
    "9007199254740994.0", "-9007199254740993", "1e300", "-1e300", "9e999", "-9e999", "0.1", "4611686018427387905",
    "4611686018427387904.0", "''", "'a'", "'A'", "'ab'", "'a' || char(0)", "'1'", "'\xc3\xa9'", "'\xff'", "x''", "x'00'",
    "x'61'", "x'ff'", "'2024-01-01'", "'indefinite'"};
enum { LITERALS = sizeof literals / sizeof *literals };

static void cells_compare_as_sqlite_does(void **state) {
  (void)state;
  sqlite3 *db = db_open(":memory:", false);
  int tried = 0;
  for (int a = 0; a < LITERALS; a++) {
    for (int b = 0; b < LITERALS; b++, tried++) {
      char *sql = sqlite3_mprintf("WITH v(k, x) AS (VALUES (1, %s), (2, %s)) SELECT (SELECT x FROM v WHERE k = 1) AS p, (SELECT x FROM "
                                  "v WHERE k = 2) AS q, (SELECT group_concat(k, '') FROM (SELECT k FROM v ORDER BY x, k)), (SELECT "
                                  "count(DISTINCT ifnull(x, 'no value')) FROM v)", literals[a], literals[b]);
      sqlite3_stmt *stmt = db_prepare(db, sql);
      assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
      struct un_cell x = un_cell_of(stmt, 0), y = un_cell_of(stmt, 1);
      const char *order = (const char *)sqlite3_column_text(stmt, 2);
      int sign = sqlite3_column_int(stmt, 3) == 1 ? 0 : strcmp(order, "12") == 0 ? -1 : 1;
      int got = un_cell_compare(&x, &y);
      if ((got > 0) - (got < 0) != sign) fail_msg("%s against %s: %d, wanted %d", literals[a], literals[b], got, sign);
      bool same = un_cell_same(&x, &y);
      if (same != (sign == 0 && x.type == y.type)) fail_msg("%s same as %s: %d", literals[a], literals[b], same);
      if (same) assert_int_equal(un_cell_hash(&x), un_cell_hash(&y));
      sqlite3_finalize(stmt);
      sqlite3_free(sql);
    }
  }
  assert_int_equal(tried, LITERALS * LITERALS);
  sqlite3_close(db);
}

/* --- dictionaries -------------------------------------------------------------------- */

static struct un_cell text_cell(const char *bytes, uint32_t len) {
  return (struct un_cell){.type = UN_CELL_TEXT, .len = len, .bytes = bytes};
}

static void a_dictionary_keeps_values_and_codes(void **state) {
  (void)state;
  struct un_dictionary d = {0};
  char text[32];
  enum { COUNT = 5000 };
  struct un_cell cell = text_cell("x", 1);
  assert_int_equal(un_dictionary_find(&d, &cell), 0);
  for (int i = 0; i < COUNT; i++) {
    cell = text_cell(text, (uint32_t)snprintf(text, sizeof text, "%d%c%d", i % 50, i % 3 ? '\0' : '\xff', i));
    assert_int_equal(un_dictionary_add(&d, &cell), i + 1);
  }
  for (int i = 0; i < COUNT; i++) {
    cell = text_cell(text, (uint32_t)snprintf(text, sizeof text, "%d%c%d", i % 50, i % 3 ? '\0' : '\xff', i));
    assert_int_equal(un_dictionary_find(&d, &cell), i + 1);
    assert_int_equal(un_dictionary_add(&d, &cell), i + 1);
    assert_true(un_cell_same(&d.cells[i], &cell));
  }
  assert_int_equal(d.count, COUNT);
  un_dictionary_clear(&d);
  assert_int_equal(d.count, 0);
}

static void a_dictionary_tells_types_apart(void **state) {
  (void)state;
  struct un_dictionary d = {0};
  struct un_cell cells[] = {{.type = UN_CELL_INTEGER, .whole = 1}, {.type = UN_CELL_REAL, .real = 1.0},
                            text_cell("1", 1), {.type = UN_CELL_BLOB, .len = 1, .bytes = "1"},
                            text_cell("", 0), {.type = UN_CELL_BLOB, .len = 0, .bytes = ""},
                            {.type = UN_CELL_INTEGER, .whole = 0}, {.type = UN_CELL_REAL, .real = 0.0}};
  for (uint32_t i = 0; i < sizeof cells / sizeof *cells; i++) assert_int_equal(un_dictionary_add(&d, &cells[i]), i + 1);
  for (uint32_t i = 0; i < sizeof cells / sizeof *cells; i++) assert_int_equal(un_dictionary_find(&d, &cells[i]), i + 1);
  un_dictionary_clear(&d);
}

static void a_short_text_is_its_key(void **state) {
  (void)state;
  struct un_dictionary d = {0}, by_key = {0};
  static const char long_text[] = "ab\0cdefghijklmnopqrstuvwxyz";
  for (uint32_t len = 0; len <= UN_KEY_TEXT + 2; len++) {
    char text[UN_KEY_TEXT];
    struct un_cell cell = text_cell(long_text, len), other = text_cell(long_text + 1, len);
    struct un_key key = un_cell_key(&cell), blob;
    assert_int_equal(un_key_whole(&key), len <= UN_KEY_TEXT);
    uint32_t code = un_dictionary_add(&d, &cell);
    assert_int_equal(un_dictionary_add(&d, &other), len > 0 ? code + 1 : code);
    cell.type = UN_CELL_BLOB;
    blob = un_cell_key(&cell);
    assert_false(un_key_same(&key, &blob));
    if (len > UN_KEY_TEXT) continue;
    struct un_cell back = un_key_text(&key, text);
    cell.type = UN_CELL_TEXT;
    assert_true(un_cell_same(&back, &cell));
    assert_int_equal(un_dictionary_add_key(&d, &key), code);
    assert_int_equal(un_dictionary_add_key(&by_key, &key), len + 1);
    assert_true(un_cell_same(&by_key.cells[len], &cell));
  }
  un_dictionary_clear(&d);
  un_dictionary_clear(&by_key);
}

/* --- items of a tally ----------------------------------------------------------------- */

static char source_name[] = "s";
static struct un_snapshot *source(void) {
  static struct un_snapshot s;
  static char names[][16] = {"id", "origin", "outcome", "received_on", "days", "customer ref"};
  s.name = source_name;
  s.count = sizeof names / sizeof *names;
  for (int i = 0; i < s.count; i++) s.columns[i].name = names[i];
  return &s;
}

static void good_items_are_read(void **state) {
  (void)state;
  const char *items[] = {"origin", "half=period_of(received_on)", " year = PERIOD_OF ( received_on , 'year' ) ", "\"customer ref\"",
                         "n=count(*)", "c = count(days)", "d=count(DISTINCT \"customer ref\")", "s=sum(days)", "lo=min(days)",
                         "hi=max(days)", "a=avg(days)", "p=quantile(days, 0.95)", "q=quantile(days, :p1)",
                         "r=refusal_rate(outcome)", "rb=refusal_rate(outcome, 1, 'broad')", "rn=refusal_base(outcome, days, :def)",
                         "rc=refusal_count(outcome, NULL, :def)", "dr=disclosure_rate(outcome)"};
  enum { COUNT = sizeof items / sizeof *items };
  struct un_spec spec;
  char *error = NULL;
  if (!un_spec_parse(&spec, source(), COUNT, items, &error)) fail_msg("%s", error);
  assert_int_equal(spec.key_count, 4);
  assert_int_equal(spec.measure_count, 14);
  assert_int_equal(spec.param_count, 2);
  assert_string_equal(spec.keys[0].name, "origin");
  assert_string_equal(spec.keys[1].name, "half");
  assert_true(spec.keys[1].period && spec.keys[1].unit == UN_UNIT_HALF);
  assert_true(spec.keys[2].period && spec.keys[2].unit == UN_UNIT_YEAR);
  assert_int_equal(spec.keys[3].column, 5);
  static const enum un_measure_kind kinds[] = {UN_COUNT_ROWS, UN_COUNT, UN_DISTINCT, UN_SUM, UN_MIN, UN_MAX, UN_AVG, UN_QUANTILE,
                                               UN_QUANTILE, UN_REFUSAL_RATE, UN_REFUSAL_RATE, UN_REFUSAL_BASE, UN_REFUSAL_COUNT,
                                               UN_DISCLOSURE_RATE};
  for (int i = 0; i < spec.measure_count; i++) assert_int_equal(spec.measures[i].kind, kinds[i]);
  assert_true(spec.measures[7].p > 0.949 && spec.measures[7].p < 0.951);
  assert_int_equal(spec.measures[8].param, 0);
  assert_int_equal(spec.measures[11].param, 1);
  assert_int_equal(spec.measures[12].param, 1);
  assert_int_equal(spec.measures[11].n, 4);
  assert_string_equal(spec.params[1], "def");
  un_spec_free(&spec);
}

static void bad_items_say_what_is_wrong(void **state) {
  (void)state;
  static const struct {
    const char *item, *message;
  } cases[] = {
      {"orgin", "tally: 'orgin': orgin is no column of s; did you mean origin?"},
      {"zzzzzzzz", "tally: 'zzzzzzzz': zzzzzzzz is no column of s"},
      {"count(*)", "tally: 'count(*)': a measure needs a name: x = count(...)"},
      {"n = count(", "tally: 'n = count(': a column is expected at the end"},
      {"n = count(*", "tally: 'n = count(*': ) is expected at the end"},
      {"n = count(* )x", "tally: 'n = count(* )x': what is 'x'?"},
      {"n = median(days)", "tally: 'n = median(days)': median is none of period_of, count, sum, min, max, avg, quantile, refusal_rate, "
                           "refusal_count, refusal_base, refusal_low, refusal_high, disclosure_rate"},
      {"n = quantile(days)", "tally: 'n = quantile(days)': , is expected, not )"},
      {"n = quantile(days, 2)", "tally: 'n = quantile(days, 2)': p is not in 0..1"},
      {"n = quantile(days, half)", "tally: 'n = quantile(days, half)': p is not in 0..1"},
      {"h = period_of(received_on, 'week')", "tally: 'h = period_of(received_on, 'week')': 'week' is not a unit (year, half, quarter, month)"},
      {"r = refusal_rate(outcome, 1, 'strikt')", "tally: 'r = refusal_rate(outcome, 1, 'strikt')': 'strikt' is no definition; did you mean strict?"},
      {"r = refusal_rate(outcome, 1, 5)", "tally: 'r = refusal_rate(outcome, 1, 5)': a definition is a text or a name like :d"},
      {"r = refusal_rate(outcome, 1, :)", "tally: 'r = refusal_rate(outcome, 1, :)': a parameter needs a name"},
  };
  int tried = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++, tried++) {
    struct un_spec spec;
    char *error = NULL;
    const char *items[] = {cases[i].item};
    if (un_spec_parse(&spec, source(), 1, items, &error)) fail_msg("%s: read", cases[i].item);
    assert_non_null(error);
    if (strcmp(error, cases[i].message) != 0) fail_msg("%s\nwanted\n%s", error, cases[i].message);
    sqlite3_free(error);
    un_spec_free(&spec);
  }
  assert_int_equal(tried, 14);
}

static void names_must_differ_and_something_be_asked(void **state) {
  (void)state;
  struct un_spec spec;
  char *error = NULL;
  const char *twice[] = {"origin", "ORIGIN = count(*)"};
  assert_false(un_spec_parse(&spec, source(), 2, twice, &error));
  assert_string_equal(error, "tally: two columns are called ORIGIN");
  sqlite3_free(error);
  un_spec_free(&spec);
  error = NULL;
  assert_false(un_spec_parse(&spec, source(), 0, twice, &error));
  assert_string_equal(error, "tally: name keys and measures after the table");
  sqlite3_free(error);
  un_spec_free(&spec);
}

/* Any bytes as an item: read or refused with a message, never out of bounds. */
static void any_bytes_are_read_or_refused(void **state) {
  (void)state;
  static const char *const pieces[] = {"n", "=", "count", "(", ")", "*", ",", "origin", "'", "\"", ":", "0.5", "quantile", "days", " ",
                                       "distinct", "period_of", "'year'", "\xff", "refusal_rate", "outcome", "1"};
  chance_state = 9;
  int read = 0;
  for (int round = 0; round < 20000; round++) {
    char *item = sqlite3_mprintf(""), *error = NULL;
    for (int k = below(12); k > 0; k--) item = sqlite3_mprintf("%z%s", item, pieces[below(sizeof pieces / sizeof *pieces)]);
    char *own = strdup(item);
    struct un_spec spec;
    const char *items[] = {own};
    bool ok = un_spec_parse(&spec, source(), 1, items, &error);
    read += ok;
    assert_true(ok != (error != NULL));
    un_spec_free(&spec);
    sqlite3_free(error);
    sqlite3_free(item);
    free(own);
  }
  assert_true(read > 50);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_compare_as_sqlite_does),
      cmocka_unit_test(a_dictionary_keeps_values_and_codes),
      cmocka_unit_test(a_dictionary_tells_types_apart),
      cmocka_unit_test(a_short_text_is_its_key),
      cmocka_unit_test(good_items_are_read),
      cmocka_unit_test(bad_items_say_what_is_wrong),
      cmocka_unit_test(names_must_differ_and_something_be_asked),
      cmocka_unit_test(any_bytes_are_read_or_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
