/* The progress line: what it says, and that it fits any width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "progress.h"
#include "strbuf.h"
#include "text.h"

static void check(const char *name, long long rows, long long done, long long size, double seconds, size_t width,
                  const char *wanted) {
  struct un_strbuf line = UN_STRBUF_INIT;
  un_progress_line(&line, name, rows, done, size, seconds, width);
  assert_string_equal(line.text, wanted);
  un_strbuf_free(&line);
}

static void it_says_rows_bytes_rate_and_time_left(void **state) {
  (void)state;
  check("a.csv", 500000, 50000000, 200000000, 2.5, 80,
        "500000 rows, 50.0 of 200.0 MB, 200000 rows/s, 8 s left: a.csv");
  check("-", 10, 100, 0, 1, 80, "10 rows, 0.0 MB, 10 rows/s: -");
}

static void nothing_is_divided_by_nothing(void **state) {
  (void)state;
  check("a", 0, 0, 0, 0, 80, "0 rows, 0.0 MB, 0 rows/s: a");
  check("a", 0, 0, 100, 0, 80, "0 rows, 0.0 of 0.0 MB, 0 rows/s: a");
}

static void any_width_is_kept_and_controls_are_shown(void **state) {
  (void)state;
  for (size_t width = 0; width < 90; width++) {
    struct un_strbuf line = UN_STRBUF_INIT;
    un_progress_line(&line, "日本\033[2J.csv", 500000, 50000000, 200000000, 2.5, width);
    assert_true(line.len == 0 || un_text_width(line.text, line.len) < width);
    for (size_t i = 0; i < line.len; i++) assert_int_not_equal(line.text[i], '\033');
    un_strbuf_free(&line);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_says_rows_bytes_rate_and_time_left),
      cmocka_unit_test(nothing_is_divided_by_nothing),
      cmocka_unit_test(any_width_is_kept_and_controls_are_shown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
