/* Texts as a terminal sees them, and parameters by their form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "params.h"
#include "strbuf.h"
#include "text.h"

static void widths_are_those_of_unicode(void **state) {
  (void)state;
  assert_int_equal(un_text_width("abc", 3), 3);
  assert_int_equal(un_text_width("é", 2), 1);
  assert_int_equal(un_text_width("e\xcc\x81", 3), 1);
  assert_int_equal(un_text_width("日本", 6), 4);
  assert_int_equal(un_text_width("\x1b[1m", 4), 7); /* shown as \x1b[1m */
  assert_int_equal(un_text_width("\xff", 1), 4);
}

static void escaped_text_is_as_wide_as_said(void **state) {
  (void)state;
  for (int c = 0; c < 256; c++) {
    char byte = (char)c;
    struct un_strbuf out = UN_STRBUF_INIT;
    un_text_escape(&out, &byte, 1, UN_ESCAPE_ALL);
    assert_int_equal(un_text_width(&byte, 1), un_text_width(out.text, out.len));
    for (size_t i = 0; i < out.len; i++) assert_true(out.text[i] >= ' ' && out.text[i] < 0x7f);
    un_strbuf_free(&out);
  }
}

static void parameters_bind_by_their_form(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int type;
  } cases[] = {{"12", SQLITE_INTEGER}, {"-3", SQLITE_INTEGER}, {"0", SQLITE_INTEGER},
               {"1.50", SQLITE_FLOAT}, {"0.5", SQLITE_FLOAT},  {"007", SQLITE_TEXT},
               {"2024-01-01", SQLITE_TEXT}, {"1e5", SQLITE_TEXT}, {"1+1", SQLITE_TEXT},
               {"", SQLITE_TEXT}, {"-", SQLITE_TEXT}, {"1.", SQLITE_TEXT}, {".5", SQLITE_TEXT},
               {"99999999999999999999", SQLITE_TEXT}, {NULL, SQLITE_NULL}};
  sqlite3 *db;
  sqlite3_stmt *stmt;
  assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
  assert_int_equal(sqlite3_prepare_v2(db, "SELECT ?1", -1, &stmt, NULL), SQLITE_OK);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    sqlite3_reset(stmt);
    assert_int_equal(un_param_bind(stmt, 1, cases[i].text), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_column_type(stmt, 0), cases[i].type);
  }
  sqlite3_finalize(stmt);
  sqlite3_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(widths_are_those_of_unicode),
      cmocka_unit_test(escaped_text_is_as_wide_as_said),
      cmocka_unit_test(parameters_bind_by_their_form),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
