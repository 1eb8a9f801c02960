/* split.h: what a text, a name or a comment ends with. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "split.h"

static void assert_past(const char *text, const char *rest) { assert_string_equal(un_split_past(text), rest); }

static void quotes_end_with_their_own(void **state) {
  (void)state;
  assert_past("'a;--\" b' c", " c");
  assert_past("\"a'b\"c", "c");
  assert_past("`a`", "");
}

static void two_quotes_are_one_within(void **state) {
  (void)state;
  assert_past("'a''b', 1", ", 1");
  assert_past("'''', 1", ", 1");
  assert_past("'',1", ",1");
}

static void comments_end_with_their_line_or_mark(void **state) {
  (void)state;
  assert_past("-- it's\nx", "\nx");
  assert_past("/* ' */x", "x");
}

static void what_is_not_closed_ends_with_the_text(void **state) {
  (void)state;
  assert_past("'a''b", "");
  assert_past("\"", "");
  assert_past("/* a", "");
  assert_past("-- a", "");
  assert_past("", "");
}

static void all_else_is_one_byte(void **state) {
  (void)state;
  assert_past("-1", "1");
  assert_past("/2", "2");
  assert_past("ab", "b");
}

static void a_statement_begins_after_blanks_and_comments(void **state) {
  (void)state;
  assert_string_equal(un_split_skip(" ;; -- a\n /* b */ SELECT"), "SELECT");
  assert_string_equal(un_split_skip("/* open"), "/* open");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(quotes_end_with_their_own),
      cmocka_unit_test(two_quotes_are_one_within),
      cmocka_unit_test(comments_end_with_their_line_or_mark),
      cmocka_unit_test(what_is_not_closed_ends_with_the_text),
      cmocka_unit_test(all_else_is_one_byte),
      cmocka_unit_test(a_statement_begins_after_blanks_and_comments),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
