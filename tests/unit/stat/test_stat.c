/* Rates, intervals, cells and bands, without SQLite. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "stat/interval.h"
#include "stat/range.h"
#include "stat/rate.h"

static void taking_back_what_was_counted_leaves_nothing(void **state) {
  (void)state;
  for (int d = 0; d < un_definitions_count; d++) {
    struct un_tally tally = {0};
    for (int sign = 1; sign >= -1; sign -= 2) {
      for (int o = 0; o < un_outcomes_count; o++) {
        assert_true(un_tally_add(&tally, &un_definitions[d], o, sign * (o + 3)));
      }
    }
    assert_int_equal(tally.above, 0);
    assert_int_equal(tally.halves, 0);
    assert_int_equal(tally.below, 0);
  }
}

static void a_count_that_does_not_fit_changes_nothing(void **state) {
  (void)state;
  struct un_tally tally = {0}, before;
  const struct un_definition *strict = un_definition_find("strict", 6);
  int rejected = un_outcome_find("rejected", 8);
  assert_true(un_tally_add(&tally, strict, rejected, INT64_MAX));
  before = tally;
  assert_false(un_tally_add(&tally, strict, rejected, 1));
  assert_memory_equal(&tally, &before, sizeof tally);
}

static void fourteen_outcomes_and_nine_definitions_of_refusal(void **state) {
  (void)state;
  int refusals = 0;
  for (int i = 0; i < un_definitions_count; i++) refusals += un_definitions[i].refusal;
  assert_int_equal(un_outcomes_count, 14);
  assert_int_equal(refusals, 9);
  assert_null(un_definition_find("disclosed", 9));
}

/* Newcombe 1998, Statistics in Medicine 17:857, table I, method 3. */
static void wilson_is_what_newcombe_printed(void **state) {
  (void)state;
  static const double rows[][4] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605},
                                   {0, 20, 0.0, 0.1611}, {1, 29, 0.0061, 0.1718}};
  for (size_t i = 0; i < 4; i++) {
    assert_true(fabs(un_wilson_low(rows[i][0], rows[i][1], UN_Z95) - rows[i][2]) < 5e-5);
    assert_true(fabs(un_wilson_high(rows[i][0], rows[i][1], UN_Z95) - rows[i][3]) < 5e-5);
  }
}

static void band_and_cell_are_inverse(void **state) {
  (void)state;
  for (int64_t n = 0; n < 5000; n += 7) {
    int64_t low, high;
    struct un_number a, b;
    char text[64];
    assert_int_equal(un_band(n, 250, 0, UN_BAND_GOOGLE, &low, &high), UN_BAND_OK);
    int len = snprintf(text, sizeof text, "%lld – %lld", (long long)low, (long long)high);
    assert_int_equal(un_cell_parse(text, (size_t)len, &a, &b), UN_CELL_OK);
    assert_int_equal(a.integer, low);
    assert_int_equal(b.integer, high);
  }
}

/* No bytes make the reader read past its end or take what is no figure. */
static void short_texts_of_awkward_bytes_are_read_within_bounds(void **state) {
  (void)state;
  static const char bytes[] = "0 9,.-<%*\xe2\x80\x93\xc2\xa0to";
  struct un_number a, b;
  unsigned seed = 7;
  for (int i = 0; i < 200000; i++) {
    char text[6];
    size_t len = (size_t)i % 7 % 6;
    for (size_t k = 0; k < len; k++) {
      seed = seed * 1103515245u + 12345u;
      text[k] = bytes[(seed >> 16) % (sizeof bytes - 1)];
    }
    if (un_cell_parse(text, len, &a, &b) == UN_CELL_OK) assert_true(a.real >= 0 && a.real <= b.real);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(taking_back_what_was_counted_leaves_nothing),
      cmocka_unit_test(a_count_that_does_not_fit_changes_nothing),
      cmocka_unit_test(fourteen_outcomes_and_nine_definitions_of_refusal),
      cmocka_unit_test(wilson_is_what_newcombe_printed),
      cmocka_unit_test(band_and_cell_are_inverse),
      cmocka_unit_test(short_texts_of_awkward_bytes_are_read_within_bounds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
