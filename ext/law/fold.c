#include "fold.h"

#include <stdbool.h>
#include <string.h>

size_t un_decode(const char *text, size_t len, uint32_t *code) {
  const unsigned char *s = (const unsigned char *)text;
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

static const char *row_of(const struct un_folding *folding, uint32_t code) {
  const struct un_fold_row *rows = folding->rows;
  int low = 0, high = folding->count;
  while (low < high) {
    int middle = (low + high) / 2;
    if (rows[middle].from < code) low = middle + 1;
    else high = middle;
  }
  return low < folding->count && rows[low].from == code ? folding->texts + rows[low].to : NULL;
}

static bool is_blank(uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) ||
         c == 0x202f || c == 0x205f || c == 0x3000 || c == 0x2028 || c == 0x2029;
}

static bool is_nothing(uint32_t c) {
  return c == 0xfeff || c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0x640 ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xb2 || c == 0xb3 || c == 0xb9 || (c >= 0x2070 && c <= 0x2089); /* note marks */
}

/* What punctuation stands for; NULL when it stands for itself. */
static const char *plain(uint32_t c) {
  switch (c) {
  case '&': return " and ";
  case '`': case 0xb4: case 0x2bc: case 0x2018: case 0x2019: case 0x201b: case 0x2032: return "'";
  case 0x201c: case 0x201d: case 0x201f: case 0x2033: return "\"";
  case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212:
    return "-";
  case 0xa7: case 0xab: case 0xb6: case 0xb7: case 0xbb: case 0x60c: case 0x61b: case 0x2020:
  case 0x2021: case 0x2022: case 0x2026: case 0x2027: case 0x2039: case 0x203a: case 0x30a0:
  case 0x30fb: case 0xff65: return " ";
  default: return c >= 0x3001 && c <= 0x301f && c != 0x3005 && c != 0x3007 ? " " : NULL;
  }
}

/* A Hangul syllable as its letters (Unicode 3.12), three bytes each. */
static const char *letters_of(uint32_t c, char out[10]) {
  const uint32_t s = c - 0xac00, parts[] = {0x1100 + s / 588, 0x1161 + s % 588 / 28, 0x11a7 + s % 28};
  size_t n = 0;
  for (int i = 0; i < 3 && (i < 2 || s % 28); i++) {
    out[n++] = (char)(0xe0 | parts[i] >> 12);
    out[n++] = (char)(0x80 | (parts[i] >> 6 & 0x3f));
    out[n++] = (char)(0x80 | (parts[i] & 0x3f));
  }
  out[n] = '\0';
  return out;
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

size_t un_fold(const struct un_folding *folding, const char *text, size_t len,
               char out[UN_FOLD_ROOM]) {
  size_t n = 0;
  for (size_t i = 0; i < len;) {
    uint32_t code;
    size_t step = un_decode(text + i, len - i, &code);
    const char *to = NULL;
    char lower, letters[10];
    bool fits = true;
    if (step == 0) return 0;
    if (code >= 'A' && code <= 'Z') {
      lower = (char)(code | 0x20);
      fits = append(out, &n, &lower, 1);
    } else if (is_blank(code)) {
      fits = append(out, &n, " ", 1);
    } else if (code >= 0xac00 && code <= 0xd7a3) {
      to = letters_of(code, letters);
      fits = append(out, &n, to, strlen(to));
    } else if ((to = plain(code)) || (code >= 0x80 && (to = row_of(folding, code)))) {
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
