/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/digits.h"

/* The decimal digits of n before `end`; where they begin. */
static char *digits_before(char *end, uint64_t n) {
  for (; n >= 100; n /= 100) {
    end -= 2;
    un_put_two(end, (unsigned)(n % 100));
  }
  if (n >= 10) {
    end -= 2;
    un_put_two(end, (unsigned)n);
  } else {
    *--end = (char)('0' + n);
  }
  return end;
}

size_t un_whole_text(long long x, char out[UN_NUMBER_ROOM], const char **text) {
  char *end = out + UN_NUMBER_ROOM - 1;
  *end = '\0';
  char *p = digits_before(end, x < 0 ? 0ULL - (unsigned long long)x : (unsigned long long)x);
  if (x < 0) *--p = '-';
  *text = p;
  return (size_t)(end - p);
}

/* --- reals ------------------------------------------------------------------------ */

#ifdef __SIZEOF_INT128__
typedef unsigned __int128 wide;

enum { MOST_DIGITS = 17 };

static const uint64_t tens17 = 100000000000000000, tens16 = 10000000000000000;

/* A double in 10^-4 to 10^15 (where %.15g has no exponent), exactly: mantissa * 2^-shift = value / 5^k * 10^-k, with
** 17 digits before the point. */
struct exact {
  wide value;     /* mantissa * 5^k, below 2^100 */
  uint64_t five;  /* 5^k: the distance to the next double, in units of value */
  uint64_t whole; /* value >> shift: the first 17 digits */
  int shift, k;
  bool rest;   /* there is more behind them */
  bool even;   /* mantissa: a tie reads back as this double */
  bool narrow; /* mantissa is a power of 2: the double below is half as far */
};

static bool exact_of(double positive, struct exact *x) {
  static const uint64_t fives[] = {1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625, 48828125, 244140625,
                                   1220703125, 6103515625, 30517578125, 152587890625, 762939453125, 3814697265625,
                                   19073486328125, 95367431640625, 476837158203125};
  uint64_t bits;
  memcpy(&bits, &positive, sizeof bits);
  uint64_t mantissa = (bits & 0xfffffffffffffULL) | 0x10000000000000ULL;
  int exponent = (int)(bits >> 52) - 1075;
  int decimal = ((exponent + 52) * 1233) >> 12; /* of log10: this, or one less than it is */
  x->k = MOST_DIGITS - 1 - decimal;
  for (;; x->k--) {
    x->five = fives[x->k];
    x->value = (wide)mantissa * x->five;
    x->shift = -(exponent + x->k);
    wide whole = x->value >> x->shift;
    x->whole = (uint64_t)whole;
    if (whole < tens17) break;
  }
  x->rest = ((wide)x->whole << x->shift) != x->value;
  x->even = mantissa % 2 == 0;
  x->narrow = mantissa == 0x10000000000000ULL;
  return x->whole >= tens16;
}

/* Rounded to `drop` digits less, half to even as printf does. */
static uint64_t rounded(const struct exact *x, int drop) {
  static const uint64_t parts[] = {1, 10, 100};
  uint64_t part = parts[drop], n = x->whole / part;
  if (drop == 0) {
    wide half = (wide)1 << (x->shift - 1), rest = x->value - ((wide)n << x->shift);
    return n + (rest > half || (rest == half && n % 2 == 1));
  }
  uint64_t rest = x->whole % part, half = part / 2;
  return n + (rest > half || (rest == half && (x->rest || n % 2 == 1)));
}

/* n with `drop` digits less is nearer to this double than to its neighbours. */
static bool reads_back(const struct exact *x, uint64_t n, int drop) {
  static const uint64_t parts[] = {1, 10, 100};
  wide read = (wide)(n * parts[drop]) << x->shift;
  wide off = read > x->value ? read - x->value : x->value - read;
  wide twice = off * (x->narrow && read < x->value ? 4 : 2);
  return twice < x->five || (twice == x->five && x->even);
}

/* In integers all the way: printf and strtod, up to three times each, take ten times as
** long. 0: not in the range this does. */
static size_t quick_real(double x, char out[UN_NUMBER_ROOM]) {
  struct exact exact;
  double positive = fabs(x);
  if (!(positive >= 1e-4 && positive < 1e15) || !exact_of(positive, &exact)) return 0;
  for (int drop = 2; drop >= 0; drop--) {
    uint64_t n = rounded(&exact, drop);
    int k = exact.k - drop; /* n * 10^-k */
    if (drop > 0 && !reads_back(&exact, n, drop)) continue;
    if (k == 0) n *= 10, k = 1;
    while (k > 1 && n % 10 == 0) n /= 10, k--;
    char text[UN_NUMBER_ROOM], *end = text + sizeof text, *p = digits_before(end, n);
    while (end - p <= k) *--p = '0';
    size_t whole = (size_t)(end - p) - (size_t)k, len = 0;
    if (x < 0) out[len++] = '-';
    memcpy(out + len, p, whole);
    len += whole;
    out[len++] = '.';
    memcpy(out + len, p + whole, (size_t)k);
    len += (size_t)k;
    out[len] = '\0';
    return len;
  }
  return 0;
}
#else
static size_t quick_real(double x, char out[UN_NUMBER_ROOM]) { return (void)x, (void)out, 0; }
#endif

size_t un_real_text(double x, char out[UN_NUMBER_ROOM]) {
  size_t len = x == 0 ? 0 : quick_real(x, out);
  if (len > 0) return len;
  if (x == 0 || isinf(x)) {
    const char *text = x == 0 ? (signbit(x) ? "-0.0" : "0.0") : x > 0 ? "Inf" : "-Inf";
    len = strlen(text);
    memcpy(out, text, len + 1);
    return len;
  }
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(out, UN_NUMBER_ROOM - 2, "%.*g", digits, x);
    if (strtod(out, NULL) == x) break;
  }
  char *exponent = out + strcspn(out, "e");
  if (!strpbrk(out, ".n")) { /* 1.0e+15, as SQLite writes it */
    memmove(exponent + 2, exponent, strlen(exponent) + 1);
    exponent[0] = '.';
    exponent[1] = '0';
  }
  return strlen(out);
}
