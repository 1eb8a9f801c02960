/* Numbers as text: the digits are printf's, found in integers. */
#include <float.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "number.h"

/* What un_real_text promises, by printf and strtod alone. */
static void slowly(double x, char out[UN_NUMBER_ROOM]) {
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(out, UN_NUMBER_ROOM - 2, "%.*g", digits, x);
    if (strtod(out, NULL) == x) break;
  }
  if (strpbrk(out, ".n")) return;
  char *exponent = out + strcspn(out, "e"), rest[8];
  snprintf(rest, sizeof rest, "%s", exponent);
  snprintf(exponent, sizeof rest + 2, ".0%s", rest);
}

static void as_slowly(double x) {
  char quick[UN_NUMBER_ROOM], slow[UN_NUMBER_ROOM];
  size_t len = un_real_text(x, quick);
  slowly(x, slow);
  assert_string_equal(quick, slow);
  assert_int_equal(len, strlen(quick));
}

static uint64_t random_state = 20240101;

static uint64_t next_random(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  return random_state ^= random_state << 17;
}

static double of_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static void reals_have_the_fewest_digits_that_read_back(void **state) {
  (void)state;
  static const double values[] = {0.1, 0.1 + 0.2, 1.0 / 3, 1e100, 5e-324, 2.0, -0.5, 123456789.125, 0.0, -0.0,
                                  DBL_MAX, 1e15, 1e14, 999999999999999.9, 99999999999999.98, 1e-4, 9.9e-5, 0.00012345678901234567};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) as_slowly(values[i]);
}

static void any_real_is_as_printf_has_it(void **state) {
  (void)state;
  for (int i = 0; i < 200000; i++) {
    uint64_t bits = next_random(), exponent = 1023 - 15 + bits % 68; /* 2^-15 to 2^53 */
    as_slowly(of_bits((bits >> 12) | exponent << 52 | (bits & 1) << 63));
  }
}

static void short_decimals_stay_short(void **state) {
  (void)state;
  for (int i = 0; i < 100000; i++) {
    static const double parts[] = {1, 2, 4, 7, 10, 100, 1000, 10000, 1e6};
    as_slowly((double)(next_random() % 100000000) / parts[next_random() % 9]);
  }
}

/* The double below a power of two is half as far as the one above. */
static void powers_and_their_neighbours_hold(void **state) {
  (void)state;
  for (int exponent = 1023 - 16; exponent < 1023 + 52; exponent++) {
    uint64_t bits = (uint64_t)exponent << 52;
    for (uint64_t off = 0; off < 9; off++) as_slowly(of_bits(bits + off - 4));
  }
  double ten = 1e-6;
  for (int power = -6; power < 17; power++, ten *= 10) {
    uint64_t bits;
    memcpy(&bits, &ten, sizeof bits);
    for (uint64_t off = 0; off < 9; off++) as_slowly(of_bits(bits + off - 4));
  }
}

static void infinities_have_a_name(void **state) {
  (void)state;
  char text[UN_NUMBER_ROOM];
  assert_int_equal(un_real_text(of_bits(0x7ff0000000000000), text), 3);
  assert_string_equal(text, "Inf");
  assert_int_equal(un_real_text(of_bits(0xfff0000000000000), text), 4);
  assert_string_equal(text, "-Inf");
}

static void an_exponent_stands_behind_a_point(void **state) {
  (void)state;
  static const struct {
    double x;
    const char *text;
  } pairs[] = {{1e15, "1.0e+15"}, {-2e-7, "-2.0e-07"}, {1e308, "1.0e+308"}, {1.5e300, "1.5e+300"}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    char text[UN_NUMBER_ROOM];
    un_real_text(pairs[i].x, text);
    assert_string_equal(text, pairs[i].text);
  }
}

static void whole_numbers_are_exact(void **state) {
  (void)state;
  static const long long values[] = {0, 7, 10, 99, 100, -1, 1000000, INT64_MAX, INT64_MIN, -9007199254740993};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    char room[UN_NUMBER_ROOM], want[UN_NUMBER_ROOM];
    const char *text;
    size_t len = un_whole_text(values[i], room, &text);
    assert_int_equal(snprintf(want, sizeof want, "%lld", values[i]), len);
    assert_string_equal(text, want);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reals_have_the_fewest_digits_that_read_back), cmocka_unit_test(any_real_is_as_printf_has_it),
      cmocka_unit_test(short_decimals_stay_short),                   cmocka_unit_test(powers_and_their_neighbours_hold),
      cmocka_unit_test(infinities_have_a_name),
      cmocka_unit_test(an_exponent_stands_behind_a_point),                      cmocka_unit_test(whole_numbers_are_exact),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
