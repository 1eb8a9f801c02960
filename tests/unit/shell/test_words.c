/* The words of a dot-command, and where statements end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "split.h"
#include "strbuf.h"
#include "words.h"

static void words_are(const char *line, int count, ...) {
  struct un_words words;
  va_list args;
  assert_true(un_words_cut(line, &words));
  assert_int_equal(words.count, count);
  va_start(args, count);
  for (int i = 0; i < count; i++) assert_string_equal(words.at[i], va_arg(args, const char *));
  va_end(args);
  un_words_free(&words);
}

static void blanks_separate_and_quotes_hold_together(void **state) {
  (void)state;
  words_are(".mode  csv\t", 2, ".mode", "csv");
  words_are("a 'b c' \"d e\" ''", 4, "a", "b c", "d e", "");
  words_are("", 0);
  words_are("  \r\n", 0);
}

static void escapes_are_read_but_in_single_quotes(void **state) {
  (void)state;
  words_are("\"a\\tb\" 'a\\tb' a\\tb", 3, "a\tb", "a\\tb", "a\tb");
  words_are("\"\\101\\x42\\\"\\\\\" \\'", 2, "AB\"\\", "'");
  words_are("\"\\000x\"", 1, "x"); /* a NUL has no place in a word */
}

static void an_open_quote_is_an_error_with_its_place(void **state) {
  struct un_words words;
  (void)state;
  assert_false(un_words_cut(".print \"open", &words));
  assert_int_equal(words.unclosed, 7);
  un_words_free(&words);
  assert_false(un_words_cut("'", &words));
  un_words_free(&words);
}

static void offsets_point_into_the_line(void **state) {
  struct un_words words;
  (void)state;
  assert_true(un_words_cut(" a  'b'", &words));
  assert_int_equal(words.offset[0], 1);
  assert_int_equal(words.offset[1], 4);
  un_words_free(&words);
}

static bool complete(const char *sql) {
  struct un_split split = {0};
  un_split_feed(&split, sql, strlen(sql));
  return un_split_complete(&split, sql);
}

static void a_statement_ends_outside_quotes_and_comments(void **state) {
  (void)state;
  assert_true(complete("SELECT 1;"));
  assert_true(complete("SELECT ';'; -- x"));
  assert_false(complete("SELECT 1"));
  assert_false(complete("SELECT ';"));
  assert_false(complete("SELECT 1 -- ;"));
  assert_false(complete("SELECT 1 /* ; "));
  assert_false(complete("SELECT \"a;b"));
  assert_false(complete("SELECT [a;b"));
  assert_false(complete("CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1;"));
  assert_true(complete("CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; END;"));
}

/* However a text is cut, the state at its end is the same. */
static void feeding_in_pieces_is_feeding_at_once(void **state) {
  static const char sql[] = "SELECT 'it''s' /* ; */ - 1, \"a--b\", [c] -- ;\n FROM (t) ; -";
  struct un_split whole = {0};
  (void)state;
  un_split_feed(&whole, sql, sizeof sql - 1);
  for (size_t cut = 0; cut < sizeof sql; cut++) {
    struct un_split parts = {0};
    un_split_feed(&parts, sql, cut);
    un_split_feed(&parts, sql + cut, sizeof sql - 1 - cut);
    assert_int_equal(parts.open, whole.open);
    assert_int_equal(parts.parens, whole.parens);
    assert_int_equal(parts.semicolon, whole.semicolon);
    assert_int_equal(parts.line_comment, whole.line_comment);
  }
}

static void what_is_open_is_known(void **state) {
  static const struct {
    const char *sql;
    char open;
    int parens;
  } cases[] = {{"SELECT 'a", '\'', 0}, {"SELECT \"a", '"', 0}, {"SELECT (1, (2", 0, 2}, {"/* x", '*', 0}, {"a - b / c", 0, 0},
               {"SELECT '('", 0, 0}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct un_split split = {0};
    un_split_feed(&split, cases[i].sql, strlen(cases[i].sql));
    assert_int_equal(split.open, cases[i].open);
    assert_int_equal(split.parens, cases[i].parens);
  }
}

static void blanks_and_comments_are_skipped(void **state) {
  (void)state;
  assert_string_equal(un_split_skip(" -- a\n /* b */ ;; SELECT"), "SELECT");
  assert_string_equal(un_split_skip("/* open"), "/* open");
  assert_string_equal(un_split_skip("-- only"), "");
  assert_true(un_split_is_go(" GO \n"));
  assert_true(un_split_is_go("/"));
  assert_false(un_split_is_go("gone"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blanks_separate_and_quotes_hold_together),
      cmocka_unit_test(escapes_are_read_but_in_single_quotes),
      cmocka_unit_test(an_open_quote_is_an_error_with_its_place),
      cmocka_unit_test(offsets_point_into_the_line),
      cmocka_unit_test(a_statement_ends_outside_quotes_and_comments),
      cmocka_unit_test(feeding_in_pieces_is_feeding_at_once),
      cmocka_unit_test(what_is_open_is_known),
      cmocka_unit_test(blanks_and_comments_are_skipped),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
