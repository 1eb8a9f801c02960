/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

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

struct interval {
  unsigned first, last;
};

static bool within(unsigned c, const struct interval *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (c >= list[i].first && c <= list[i].last) return true;
  }
  return false;
}

static size_t columns(unsigned c) {
  static const struct interval zero[] = {
      {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},   {0x64b, 0x65f},
      {0x6d6, 0x6dc},   {0x93c, 0x93c},   {0x941, 0x948},   {0x94d, 0x94d},   {0xe31, 0xe31},
      {0xe34, 0xe3a},   {0xe47, 0xe4e},   {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200d},
      {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}};
  static const struct interval two[] = {
      {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
      {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},
      {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
      {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};
  if (c < 0x300) return 1;
  if (within(c, zero, sizeof zero / sizeof *zero)) return 0;
  return within(c, two, sizeof two / sizeof *two) ? 2 : 1;
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
    unsigned c = 0;
    char escape[20];
    size_t n = un_utf8(text + i, len - i, &c);
    escape_of(text + i, n, c, escape);
    width += *escape ? strlen(escape) : columns(c);
    i += n ? n : 1;
  }
  return width;
}

void un_real_text(double x, char out[40]) {
  if (isinf(x)) {
    strcpy(out, x > 0 ? "Inf" : "-Inf");
    return;
  }
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(out, 39, "%.*g", digits, x);
    if (strtod(out, NULL) == x) break;
  }
  if (!strpbrk(out, ".en")) strcat(out, ".0");
}
