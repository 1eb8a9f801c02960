/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "strbuf.h"

size_t un_utf8(const char *text, size_t len, unsigned *code) {
  const unsigned char *s = (const unsigned char *)text;
  if (len == 0) return 0;
  *code = s[0];
  if (s[0] < 0x80) return 1;
  size_t n = s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : (s[0] & 0xf0) == 0xe0 ? 3
           : s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : 0;
  if (n == 0 || n > len) return 0;
  *code &= 0xffu >> (n + 1);
  for (size_t i = 1; i < n; i++) {
    if ((s[i] & 0xc0) != 0x80) return 0;
    *code = *code << 6 | (s[i] & 0x3f);
  }
  static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (*code < least[n] || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000)) return 0;
  return n;
}

static bool is_control(unsigned c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x2028 || c == 0x2029;
}

struct range {
  unsigned first, last;
  unsigned char columns, picture;
};

static const struct range ranges[] = {
#include "width_table.h"
};

static const struct range *range_of(unsigned c) {
  size_t low = 0, high = sizeof ranges / sizeof *ranges;
  if (c < ranges[0].first) return NULL;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (c > ranges[middle].last) low = middle + 1;
    else if (c < ranges[middle].first) high = middle;
    else return &ranges[middle];
  }
  return NULL;
}

static size_t columns(unsigned c) {
  const struct range *range = range_of(c);
  return range ? range->columns : 1;
}

static bool is_picture(unsigned c) {
  const struct range *range = range_of(c);
  return range && range->picture;
}

enum { JOINER = 0x200d, EMOJI_STYLE = 0xfe0f };

static bool is_flag_half(unsigned c) { return c >= 0x1f1e6 && c <= 0x1f1ff; }
static bool is_skin(unsigned c) { return c >= 0x1f3fb && c <= 0x1f3ff; }

size_t un_cluster(const char *text, size_t len, size_t *width) {
  unsigned base = 0, c = 0;
  size_t at = un_utf8(text, len, &base), n;
  bool picture;
  if (at == 0) return *width = 1, len > 0;
  *width = columns(base);
  if (base < 0x80 && (at == len || !(text[at] & 0x80))) return at; /* most of all text */
  picture = is_picture(base);
  if (is_flag_half(base) && (n = un_utf8(text + at, len - at, &c)) > 0 && is_flag_half(c)) {
    *width = 2;
    at += n;
  }
  while ((n = un_utf8(text + at, len - at, &c)) > 0) {
    if (is_control(c) || (columns(c) > 0 && !(picture && is_skin(c)))) break;
    at += n;
    bool key = base == '#' || base == '*' || (base >= '0' && base <= '9');
    if (c == EMOJI_STYLE && (picture || key)) *width = 2;
    if (c != JOINER || !picture) continue;
    n = un_utf8(text + at, len - at, &c);
    if (n > 0 && is_picture(c)) at += n;
  }
  return at;
}


/* The escape of a control character, "" when it needs none. */
static void escape_of(const char *text, size_t n, unsigned c, char out[20]) {
  static const char named[][3] = {"\\t", "\\n", "\\r"};
  out[0] = '\0';
  if (n > 0 && !is_control(c)) return;
  if (c == '\t' || c == '\n') strcpy(out, named[c - '\t']);
  else if (c == '\r') strcpy(out, named[2]);
  else {
    for (size_t i = 0; i < (n ? n : 1); i++) {
      snprintf(out + 4 * i, 5, "\\x%02x", (unsigned char)text[i]);
    }
  }
}

void un_text_escape(struct un_strbuf *out, const char *text, size_t len, enum un_escape how) {
  size_t plain = 0;
  for (size_t i = 0; i < len;) {
    if (text[i] >= ' ' && text[i] < 0x7f) {
      i++;
      continue;
    }
    unsigned c = 0;
    char escape[20];
    size_t n = un_utf8(text + i, len - i, &c);
    if (how == UN_ESCAPE_LINES && n == 1 && (c == '\n' || c == '\t')) {
      i++;
      continue;
    }
    escape_of(text + i, n, c, escape);
    size_t step = n ? n : 1;
    if (*escape) {
      un_strbuf_add(out, text + plain, i - plain);
      un_strbuf_puts(out, escape);
      plain = i + step;
    }
    i += step;
  }
  un_strbuf_add(out, text + plain, len - plain);
}

size_t un_text_width(const char *text, size_t len) {
  size_t width = 0;
  for (size_t i = 0; i < len;) {
    unsigned char b = (unsigned char)text[i];
    if (b >= ' ' && b < 0x7f && (i + 1 == len || !(text[i + 1] & 0x80))) {
      width++;
      i++;
      continue;
    }
    unsigned c = 0;
    char escape[20];
    size_t n = un_utf8(text + i, len - i, &c), w;
    escape_of(text + i, n, c, escape);
    if (*escape) {
      width += strlen(escape);
      i += n ? n : 1;
    } else {
      i += un_cluster(text + i, len - i, &w);
      width += w;
    }
  }
  return width;
}

#if LDBL_MANT_DIG == 64
/* What printf's %.15g, %.16g or %.17g gives, whichever first reads back the same, for
** values in fixed notation: a 64-bit mantissa holds up to 17 digits and 10^27 exactly.
** False where a rounding is too close to call; the slow way decides then. */
static bool quick_real(double x, char out[40]) {
  static const long double tens[] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,  1e10L,
                                     1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L, 1e21L};
  long double positive = x < 0 ? -(long double)x : (long double)x;
  volatile long double small = 0x1p-63L; /* an emulator may have less than it says */
  int e = -4;
  if (1 + small == 1) return false;
  if (!(positive >= 1e-4L && positive < 1e15L)) return false;
  while (e < 14 && positive >= (e + 1 < 0 ? 1 / tens[-(e + 1)] : tens[e + 1])) e++;
  for (int digits = 15; digits <= 17; digits++) {
    int k = digits - 1 - e, exponent;
    long double scaled = positive * tens[k];
    unsigned long long n = (unsigned long long)scaled;
    long double rest = scaled - (long double)n;
    long double close = digits == 17 ? 0.02L : digits == 16 ? 0.002L : 0.0002L; /* above 10^digits * 2^-64 */
    if (rest > 0.5L - close && rest < 0.5L + close) return false;
    n += rest > 0.5L;
    if ((long double)n >= tens[digits] || (long double)n < tens[digits - 1]) return false;
    long double back = (long double)n / tens[k];
    unsigned long long mantissa = (unsigned long long)ldexpl(frexpl(back, &exponent), 64);
    if ((mantissa & 0x7ff) == 0x400) return false; /* rounded twice */
    if ((double)back != (double)positive) continue;
    for (; k > 1 && n % 10 == 0; k--) n /= 10;
    char text[40], *p = text + sizeof text;
    for (int i = 0; n > 0 || i <= k; i++) {
      if (i == k && i > 0) *--p = '.';
      *--p = (char)('0' + n % 10);
      n /= 10;
    }
    if (k == 0) return false;
    if (x < 0) *--p = '-';
    size_t len = (size_t)(text + sizeof text - p);
    memcpy(out, p, len);
    out[len] = '\0';
    return true;
  }
  return false;
}
#else
static bool quick_real(double x, char out[40]) { return (void)x, (void)out, false; }
#endif

void un_real_text(double x, char out[40]) {
  if (isinf(x)) {
    strcpy(out, x > 0 ? "Inf" : "-Inf");
    return;
  }
  if (quick_real(x, out)) return;
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(out, 39, "%.*g", digits, x);
    if (strtod(out, NULL) == x) break;
  }
  if (!strpbrk(out, ".en")) strcat(out, ".0");
}

size_t un_whole_text(long long x, char out[40], const char **text) {
  unsigned long long rest = x < 0 ? 0ULL - (unsigned long long)x : (unsigned long long)x;
  char *p = out + 39;
  *p = '\0';
  do {
    *--p = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (x < 0) *--p = '-';
  *text = p;
  return (size_t)(out + 39 - p);
}
