#include "range.h"

#include <string.h>
#include <strings.h>

struct span {
  const char *at;
  size_t len;
};

/* Bytes of the blank at p: ASCII blanks and NBSP, 0 for anything else. */
static size_t blank(const char *p, size_t len) {
  if (len > 0 && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) return 1;
  return len > 1 && memcmp(p, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

static struct span trim(struct span s) {
  for (size_t n; (n = blank(s.at, s.len)) > 0;) s = (struct span){s.at + n, s.len - n};
  while (s.len > 0) {
    if (blank(s.at + s.len - 1, 1)) s.len--;
    else if (s.len > 1 && blank(s.at + s.len - 2, 2) == 2) s.len -= 2;
    else break;
  }
  return s;
}

/* Bytes of the dash at p: hyphen, the Unicode dashes, minus. */
static size_t dash(const char *p, size_t len) {
  if (len > 0 && *p == '-') return 1;
  if (len < 3) return 0;
  bool general = memcmp(p, "\xe2\x80", 2) == 0 && (unsigned char)p[2] >= 0x90 &&
                 (unsigned char)p[2] <= 0x95; /* U+2010 to U+2015 */
  return general || memcmp(p, "\xe2\x88\x92", 3) == 0 ? 3 : 0;
}

static bool is(struct span s, const char *word) {
  return s.len == strlen(word) && strncasecmp(s.at, word, s.len) == 0;
}

static bool starts(struct span s, const char *word) {
  return s.len > strlen(word) && strncasecmp(s.at, word, strlen(word)) == 0;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Digits in plain or three by three with commas; false when neither. */
static bool whole_part(const char **at, const char *end, char *out, size_t room, size_t *n) {
  const char *p = *at;
  size_t run = 0;
  bool grouped = false;
  *n = 0;
  for (; p < end && (is_digit(*p) || *p == ','); p++) {
    if (*p == ',') {
      if (run == 0 || run > 3 || (grouped && run != 3)) return false;
      grouped = true;
      run = 0;
      continue;
    }
    if (*n + 1 >= room) return false;
    out[(*n)++] = *p;
    run++;
  }
  *at = p;
  return !grouped || run == 3;
}

static bool number(struct span s, struct un_number *out) {
  char digits[48];
  size_t n;
  if (s.len > 0 && s.at[s.len - 1] == '*') s = trim((struct span){s.at, s.len - 1});
  if (s.len > 0 && s.at[s.len - 1] == '%') s = trim((struct span){s.at, s.len - 1});
  const char *p = s.at, *end = s.at + s.len;
  if (!whole_part(&p, end, digits, 20, &n)) return false; /* 19 digits */
  out->whole = p == end;
  if (!out->whole) {
    if (*p++ != '.' || p == end) return false;
    digits[n++] = '.';
    for (; p < end && is_digit(*p) && n + 1 < sizeof digits; p++) digits[n++] = *p;
    if (p != end) return false;
  } else if (n == 0) {
    return false;
  }
  digits[n] = '\0';
  out->integer = 0;
  if (out->whole) {
    for (const char *d = digits; *d; d++) {
      if (__builtin_mul_overflow(out->integer, 10, &out->integer) ||
          __builtin_add_overflow(out->integer, *d - '0', &out->integer)) {
        return false;
      }
    }
    out->real = (double)out->integer;
    return true;
  }
  /* strtod reads the locale's point; the value is built from whole numbers. */
  double whole = 0.0, fraction = 0.0, scale = 1.0;
  bool after = false;
  for (const char *d = digits; *d; d++) {
    if (*d == '.') after = true;
    else if (after) fraction = fraction * 10.0 + (*d - '0'), scale *= 10.0;
    else whole = whole * 10.0 + (*d - '0');
  }
  out->real = (whole * scale + fraction) / scale;
  return true;
}

/* `<n`, `less than n`, `fewer than n`: 0 to n-1. */
static bool below(struct span s, struct un_number *low, struct un_number *high) {
  static const char *const marks[] = {"<", "less than ", "fewer than "};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (!starts(s, marks[i])) continue;
    size_t n = strlen(marks[i]);
    if (!number(trim((struct span){s.at + n, s.len - n}), high)) return false;
    if (!high->whole || high->integer < 1) return false;
    high->integer--;
    high->real = (double)high->integer;
    *low = (struct un_number){.whole = true};
    return true;
  }
  return false;
}

/* The dash or the word between the ends of a range; false without one. */
static bool split(struct span s, struct span *a, struct span *b) {
  for (size_t i = 1; i < s.len; i++) {
    size_t n = dash(s.at + i, s.len - i);
    if (n == 0 && s.len - i > 4 && strncasecmp(s.at + i, " to ", 4) == 0) n = 4;
    if (n == 0) continue;
    *a = trim((struct span){s.at, i});
    *b = trim((struct span){s.at + i + n, s.len - i - n});
    return true;
  }
  return false;
}

static bool more(const struct un_number *a, const struct un_number *b) {
  return a->whole && b->whole ? a->integer > b->integer : a->real > b->real;
}

enum un_cell_result un_cell_parse(const char *text, size_t len, struct un_number *low,
                                  struct un_number *high) {
  struct span a, b, s = trim((struct span){text, len});
  if (s.len == 0 || dash(s.at, s.len) == s.len) return UN_CELL_EMPTY;
  if (is(s, "n/a") || is(s, "(null)") || is(s, "#REF!")) return UN_CELL_EMPTY;
  if (below(s, low, high)) return UN_CELL_OK;
  if (number(s, low)) {
    *high = *low;
    return UN_CELL_OK;
  }
  if (!split(s, &a, &b) || !number(a, low) || !number(b, high)) return UN_CELL_BAD;
  return more(low, high) ? UN_CELL_DESCENDING : UN_CELL_OK;
}

/* --- bands ------------------------------------------------------------------ */

const char *const un_band_style_names[2] = {"google", "apple"};

bool un_band_style_find(const char *text, size_t len, enum un_band_style *out) {
  for (int i = 0; i < 2; i++) {
    if (strlen(un_band_style_names[i]) == len && memcmp(un_band_style_names[i], text, len) == 0) {
      *out = (enum un_band_style)i;
      return true;
    }
  }
  return false;
}

enum un_band_result un_band(int64_t n, int64_t width, int64_t lifted, enum un_band_style style,
                            int64_t *low, int64_t *high) {
  if (n < 0) return UN_BAND_NEGATIVE;
  if (width <= 0) return UN_BAND_WIDTH;
  if (lifted < 0 || lifted > n) return UN_BAND_LIFTED;
  *low = n / width * width;
  if (__builtin_add_overflow(*low, width - 1, high)) return UN_BAND_OUT_OF_RANGE;
  if (style == UN_BAND_GOOGLE) {
    if (lifted > *low) *low = lifted;
  } else if (__builtin_add_overflow(*low, lifted, low)) {
    return UN_BAND_OUT_OF_RANGE;
  }
  return *low > *high ? UN_BAND_FLOOR : UN_BAND_OK;
}
