#include "cell.h"

#include <stdlib.h>
#include <string.h>

#include "law/catalogue.h"

static int rank(const struct un_cell *cell) {
  static const int ranks[] = {0, 1, 1, 2, 3};
  return ranks[cell->type];
}

static int order(double a, double b) { return (a > b) - (a < b); }

/* An integer against a real, without rounding either. */
static int compare_mixed(int64_t whole, double real) {
  if (real < -9223372036854775808.0) return 1;
  if (real >= 9223372036854775808.0) return -1;
  int64_t floor = (int64_t)real;
  if (whole != floor) return whole < floor ? -1 : 1;
  return order(0.0, real - (double)floor);
}

static int compare_numbers(const struct un_cell *a, const struct un_cell *b) {
  if (a->type == UN_CELL_INTEGER && b->type == UN_CELL_INTEGER) {
    return (a->whole > b->whole) - (a->whole < b->whole);
  }
  if (a->type == UN_CELL_REAL && b->type == UN_CELL_REAL) return order(a->real, b->real);
  if (a->type == UN_CELL_INTEGER) return compare_mixed(a->whole, b->real);
  return -compare_mixed(b->whole, a->real);
}

int un_cell_compare(const struct un_cell *a, const struct un_cell *b) {
  int by_rank = rank(a) - rank(b);
  if (by_rank != 0 || a->type == UN_CELL_NULL) return by_rank;
  if (rank(a) == 1) return compare_numbers(a, b);
  uint32_t least = a->len < b->len ? a->len : b->len;
  int by_bytes = least > 0 ? memcmp(a->bytes, b->bytes, least) : 0;
  if (by_bytes != 0) return by_bytes;
  return (a->len > b->len) - (a->len < b->len);
}

static uint64_t bits_of(double real) {
  uint64_t bits;
  memcpy(&bits, &real, sizeof bits);
  return bits;
}

bool un_cell_same(const struct un_cell *a, const struct un_cell *b) {
  if (a->type != b->type) return false;
  switch (a->type) {
  case UN_CELL_NULL: return true;
  case UN_CELL_INTEGER: return a->whole == b->whole;
  case UN_CELL_REAL: return bits_of(a->real) == bits_of(b->real); /* -0.0 is not 0.0 */
  case UN_CELL_TEXT:
  case UN_CELL_BLOB: break;
  }
  return a->len == b->len && (a->len == 0 || memcmp(a->bytes, b->bytes, a->len) == 0);
}

struct un_cell un_cell_plain(const struct un_cell *cell) {
  struct un_cell plain = *cell;
  if (cell->type == UN_CELL_REAL && cell->real >= -9223372036854775808.0 &&
      cell->real < 9223372036854775808.0 && cell->real == (double)(int64_t)cell->real) {
    plain.type = UN_CELL_INTEGER;
    plain.whole = (int64_t)cell->real;
  }
  return plain;
}

uint64_t un_cell_hash(const struct un_cell *cell) {
  struct un_key key = un_cell_key(cell);
  return un_key_hash(&key);
}

static uint64_t word_at(const char *at) {
  uint64_t word;
  memcpy(&word, at, 8);
  return word;
}

static uint32_t half_at(const char *at) {
  uint32_t half;
  memcpy(&half, at, 4);
  return half;
}

struct un_key un_cell_key(const struct un_cell *cell) {
  const char *at = cell->bytes;
  uint32_t len = cell->len;
  struct un_key key = {.tag = (uint32_t)cell->type << 8};
  if (cell->type < UN_CELL_TEXT) {
    if (cell->type == UN_CELL_INTEGER) key.first = (uint64_t)cell->whole;
    if (cell->type == UN_CELL_REAL) key.first = bits_of(cell->real);
    return key;
  }
  if (len > UN_KEY_TEXT) {
    key.tag += UN_KEY_TEXT + 1;
    key.first = un_hash(at, len);
    key.last = len;
    return key;
  }
  key.tag += len;
  if (len >= 8) {
    key.first = word_at(at);
    key.last = word_at(at + len - 8);
  } else if (len >= 4) {
    key.first = (uint64_t)half_at(at) << 32 | half_at(at + len - 4);
  } else if (len > 0) {
    key.first = (uint64_t)(unsigned char)at[0] << 16 | (uint64_t)(unsigned char)at[len / 2] << 8 |
                (unsigned char)at[len - 1];
  }
  return key;
}

struct un_cell un_key_text(const struct un_key *key, char text[UN_KEY_TEXT]) {
  uint32_t len = key->tag & 0xff, halves[2] = {(uint32_t)(key->first >> 32), (uint32_t)key->first};
  if (len >= 8) {
    memcpy(text, &key->first, 8);
    memcpy(text + len - 8, &key->last, 8);
  } else if (len >= 4) {
    memcpy(text, &halves[0], 4);
    memcpy(text + len - 4, &halves[1], 4);
  } else if (len > 0) {
    text[0] = (char)(key->first >> 16);
    text[len / 2] = (char)(key->first >> 8);
    text[len - 1] = (char)key->first;
  }
  return (struct un_cell){.type = UN_CELL_TEXT, .len = len, .bytes = text};
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* A text that is a whole number of 64 bits and no more. */
static bool whole_number(const char *text, uint32_t len, int64_t *out) {
  uint32_t at = 0, end = len;
  bool negative, digits = false;
  *out = 0;
  while (at < end && is_space(text[at])) at++;
  while (end > at && is_space(text[end - 1])) end--;
  negative = at < end && text[at] == '-';
  if (at < end && (text[at] == '-' || text[at] == '+')) at++;
  for (; at < end && text[at] >= '0' && text[at] <= '9'; at++, digits = true) {
    int digit = negative ? '0' - text[at] : text[at] - '0';
    if (__builtin_mul_overflow(*out, 10, out) || __builtin_add_overflow(*out, digit, out)) return false;
  }
  return digits && at == end;
}

/* Another text's number is its longest numeric prefix, as in SQLite's CAST. */
static double prefix_number(const char *text, uint32_t len) {
  char buffer[64];
  uint32_t n = 0, at = 0;
  while (at < len && is_space(text[at])) at++;
  while (at < len && n < sizeof buffer - 1 && text[at] && strchr("+-.0123456789eE", text[at])) {
    buffer[n++] = text[at++];
  }
  buffer[n] = '\0';
  return n > 0 ? strtod(buffer, NULL) : 0.0;
}

bool un_cell_number(const struct un_cell *cell, int64_t *whole, double *real) {
  switch (cell->type) {
  case UN_CELL_NULL: break;
  case UN_CELL_INTEGER:
    *whole = cell->whole;
    *real = (double)cell->whole;
    return true;
  case UN_CELL_REAL: *real = cell->real; return false;
  case UN_CELL_TEXT:
    if (whole_number(cell->bytes, cell->len, whole)) {
      *real = (double)*whole;
      return true;
    }
    /* fall through */
  case UN_CELL_BLOB: *real = prefix_number(cell->bytes, cell->len); return false;
  }
  *real = 0.0;
  return false;
}
