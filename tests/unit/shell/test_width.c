/* Columns that texts take, and dates that were meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "date_hint.h"
#include "strbuf.h"
#include "text.h"

static void width_is(const char *text, size_t columns) {
  if (un_text_width(text, strlen(text)) != columns) print_error("%s\n", text);
  assert_int_equal(un_text_width(text, strlen(text)), columns);
}

static void wide_letters_take_two_columns(void **state) {
  (void)state;
  width_is("日本語", 6);
  width_is("한국", 4);
  width_is("ＡＢ", 4); /* fullwidth */
  width_is("ｱｲ", 2);   /* halfwidth */
  width_is("αβ—“”±", 6); /* ambiguous: one each */
}

static void marks_take_none(void **state) {
  (void)state;
  width_is("e\u0301", 1);
  width_is("n\u0303o\u0308", 2);
  width_is("\u0915\u094d\u0937", 2);           /* Devanagari conjunct: two letters, a virama */
  width_is("\u1112\u1161\u11ab", 2);           /* one Hangul syllable of three jamo */
  width_is("a\u200bb", 2);                     /* zero width space */
}

static void pictographs_are_one_character_of_two_columns(void **state) {
  (void)state;
  width_is("😀", 2);
  width_is("👨\u200d👩\u200d👧\u200d👦", 2);           /* a family */
  width_is("👍\U0001f3fd", 2);                 /* with a skin */
  width_is("🇩🇪", 2);                          /* a flag */
  width_is("🇩🇪🇫🇷", 4);
  width_is("❤\ufe0f", 2);                      /* emoji style */
  width_is("❤", 1);                            /* text style */
  width_is("1\ufe0f\u20e3", 2);                /* keycap */
  width_is("🏳\ufe0f\u200d🌈", 2);
}

static void clusters_cover_the_text(void **state) {
  static const char text[] = "aé日👨\u200d👩🇩🇪e\u0301\xff!";
  size_t width, sum = 0;
  (void)state;
  for (size_t i = 0; i < sizeof text - 1;) {
    size_t n = un_cluster(text + i, sizeof text - 1 - i, &width);
    assert_true(n > 0);
    i += n;
    sum += 1;
  }
  assert_int_equal(sum, 8);
}

static void hint_is(const char *text, const char *wanted) {
  struct un_strbuf out = UN_STRBUF_INIT;
  un_date_hint(&out, text);
  assert_string_equal(out.text, wanted);
  un_strbuf_free(&out);
}

static void dates_that_are_none_suggest_what_was_meant(void **state) {
  (void)state;
  hint_is("2023-02-29", "; did you mean '2023-02-28'?");
  hint_is("31.12.2023", "; did you mean '2023-12-31'?");
  hint_is("12/31/2023", "; did you mean '2023-12-31'?");
  hint_is("3/4/2023", "; did you mean '2023-04-03' or '2023-03-04'?");
  hint_is("4/4/2023", "; did you mean '2023-04-04'?");
  hint_is("Sept 5, 2023", "; did you mean '2023-09-05'?");
  hint_is("20231231", "; did you mean '2023-12-31'?");
  hint_is("2023-31-12", "; did you mean '2023-12-31'?");
  hint_is("3/4/23", " (YYYY-MM-DD)"); /* a century is not guessed */
  hint_is("yesterday", " (YYYY-MM-DD)");
  hint_is("", " (YYYY-MM-DD)");
}

static void instants_are_brought_to_utc(void **state) {
  static const struct {
    const char *text, *hint;
  } cases[] = {{"2024-01-01 09:30", " in UTC; did you mean '2024-01-01T09:30Z'?"},
               {"2024-01-01T00:30+02:00", " in UTC; did you mean '2023-12-31T22:30Z'?"},
               {"2024-01-01T23:30-05:00", " in UTC; did you mean '2024-01-02T04:30Z'?"},
               {"2024-01-01", " in UTC (YYYY-MM-DDThh:mmZ)"}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct un_strbuf out = UN_STRBUF_INIT;
    un_instant_hint(&out, cases[i].text);
    assert_string_equal(out.text, cases[i].hint);
    un_strbuf_free(&out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(wide_letters_take_two_columns),
      cmocka_unit_test(marks_take_none),
      cmocka_unit_test(pictographs_are_one_character_of_two_columns),
      cmocka_unit_test(clusters_cover_the_text),
      cmocka_unit_test(dates_that_are_none_suggest_what_was_meant),
      cmocka_unit_test(instants_are_brought_to_utc),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
