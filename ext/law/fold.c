#include "fold.h"

#include <stdbool.h>
#include <string.h>

/* Bytes of the character at s, 0 when it is not well-formed UTF-8. */
static size_t decode(const unsigned char *s, size_t len, uint32_t *code) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  *code = s[0];
  if (s[0] < 0x80) return s[0] != 0;
  size_t n = s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : (s[0] & 0xf0) == 0xe0 ? 3
           : s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : 0;
  if (n == 0 || n > len) return 0;
  *code &= 0xffu >> (n + 1);
  for (size_t i = 1; i < n; i++) {
    if ((s[i] & 0xc0) != 0x80) return 0;
    *code = *code << 6 | (s[i] & 0x3f);
  }
  return *code >= least[n] && *code <= 0x10ffff && (*code & 0xfffff800) != 0xd800 ? n : 0;
}

static const char *row_of(const struct un_fold_row *rows, int count, uint32_t code) {
  int low = 0, high = count;
  while (low < high) {
    int middle = (low + high) / 2;
    if (rows[middle].from < code) low = middle + 1;
    else high = middle;
  }
  return low < count && rows[low].from == code ? rows[low].to : NULL;
}

static bool is_blank(uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) ||
         c == 0x202f || c == 0x205f || c == 0x3000 || c == 0x2028 || c == 0x2029;
}

static bool is_nothing(uint32_t c) {
  return c == 0xfeff || c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0x2060;
}

/* What punctuation stands for; NULL when it stands for itself. */
static const char *plain(uint32_t c) {
  switch (c) {
  case '&': return " and ";
  case '`': case 0xb4: case 0x2bc: case 0x2018: case 0x2019: case 0x201b: case 0x2032: return "'";
  case 0x201c: case 0x201d: case 0x201f: case 0x2033: return "\"";
  case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212:
    return "-";
  default: return NULL;
  }
}

/* Append, blanks collapsed; false when there is no room. */
static bool append(char *out, size_t *n, const char *text, size_t len) {
  for (size_t i = 0; i < len; i++) {
    if (text[i] == ' ' && (*n == 0 || out[*n - 1] == ' ')) continue;
    if (*n + 1 >= UN_FOLD_ROOM) return false;
    out[(*n)++] = text[i];
  }
  return true;
}

size_t un_fold(const struct un_fold_row *rows, int count, const char *text, size_t len,
               char out[UN_FOLD_ROOM]) {
  size_t n = 0;
  for (size_t i = 0; i < len;) {
    uint32_t code;
    size_t step = decode((const unsigned char *)text + i, len - i, &code);
    const char *to = NULL;
    char lower;
    bool fits = true;
    if (step == 0) return 0;
    if (code >= 'A' && code <= 'Z') {
      lower = (char)(code | 0x20);
      fits = append(out, &n, &lower, 1);
    } else if (is_blank(code)) {
      fits = append(out, &n, " ", 1);
    } else if ((to = plain(code)) || (code >= 0x80 && (to = row_of(rows, count, code)))) {
      fits = append(out, &n, to, strlen(to));
    } else if (!is_nothing(code)) {
      fits = append(out, &n, text + i, step);
    }
    if (!fits) return 0;
    i += step;
  }
  if (n > 0 && out[n - 1] == ' ') n--;
  if (n > 6 && memcmp(out + n - 6, " (the)", 6) == 0) n -= 6;
  if (n > 4 && memcmp(out, "the ", 4) == 0) {
    n -= 4;
    memmove(out, out + 4, n);
  }
  out[n] = '\0';
  return n;
}
