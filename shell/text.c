/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <stdio.h>
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

bool un_is_control(unsigned c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x061c || c == 0x200e || c == 0x200f || c == 0x2028 || c == 0x2029;
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
    if (un_is_control(c) || (columns(c) > 0 && !(picture && is_skin(c)))) break;
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
  if (n > 0 && !un_is_control(c)) return;
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
