#include "jurisdiction.h"

#include <string.h>

enum { J_CODE, J_NAME, J_PARENT, J_KIND, J_ALPHA3 };

static const char *cell(int row, int column) {
  return un_cell(&un_catalogue_jurisdictions, row, column);
}

/* The row of a code (alpha-2, alpha-3 or a body's), upper case; -1 for none. */
static int row_of_code(const char *code, size_t len) {
  for (unsigned at = un_hash(code, len);; at++) {
    int row = un_codes_hash[at & un_codes_hash_mask];
    if (row < 0) return -1;
    for (int column = J_CODE; column <= J_ALPHA3; column += J_ALPHA3) {
      const char *own = cell(row, column);
      if (own && strncmp(own, code, len) == 0 && strlen(own) == len) return row;
    }
  }
}

static const char *by_name(const char *folded, size_t len) {
  for (unsigned at = un_hash(folded, len);; at++) {
    int i = un_places_hash[at & un_places_hash_mask];
    if (i < 0) return NULL;
    if (strcmp(un_places[i].name, folded) == 0) return un_places[i].code;
  }
}

/* ASCII letters of the text as written: `ÄT` folds to letters but is no code. */
static size_t ascii_letters(const char *text, size_t len) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++) n += (text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z';
  return n;
}

const char *un_jurisdiction(const char *text, size_t len) {
  char folded[UN_FOLD_ROOM], upper[4] = "";
  size_t n = un_fold(un_folds, un_folds_count, text, len, folded);
  if (n == 0) return NULL;
  if ((n == 2 || n == 3) && ascii_letters(text, len) == n) {
    size_t letters = 0;
    while (letters < n && folded[letters] >= 'a' && folded[letters] <= 'z') {
      upper[letters] = (char)(folded[letters] & ~0x20);
      letters++;
    }
    int row = letters == n ? row_of_code(upper, n) : -1;
    if (row >= 0) return cell(row, J_CODE);
  }
  return by_name(folded, n);
}

int un_jurisdiction_row(const char *code, size_t len) {
  int row = row_of_code(code, len);
  return row >= 0 && strncmp(cell(row, J_CODE), code, len) == 0 && strlen(cell(row, J_CODE)) == len
             ? row : -1;
}

const char *un_jurisdiction_name(const char *code, size_t len) {
  int row = un_jurisdiction_row(code, len);
  return row >= 0 ? cell(row, J_NAME) : NULL;
}

const char *un_jurisdiction_parent(const char *code, size_t len) {
  int row = un_jurisdiction_row(code, len);
  return row >= 0 ? cell(row, J_PARENT) : NULL;
}
