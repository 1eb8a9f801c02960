#include "basis.h"

#include <string.h>

#include "suggest.h"

const struct un_basis *un_basis_find(const char *text, size_t len) {
  for (unsigned at = un_hash(text, len);; at++) {
    int row = un_bases_hash[at & un_bases_hash_mask];
    if (row < 0) return NULL;
    if (un_bases_len[row] == len && un_same(un_bases[row].code, text, len)) return &un_bases[row];
  }
}

static const char *code_at(const void *list, size_t i) {
  (void)list;
  return un_bases[i].code;
}

const char *un_basis_nearest(const char *text, size_t len) {
  return un_nearest(text, len, code_at, NULL, (size_t)un_bases_count);
}

bool un_is_indefinite(const char *text, size_t len) {
  return len == 10 && memcmp(text, "indefinite", 10) == 0;
}

bool un_ordered_parse(const char *text, size_t len, struct un_ordered *out) {
  if (len > 0 && text[0] == 'P') {
    out->says = UN_SAYS_TERM;
    return un_term_parse(text, len, &out->term) && un_term_positive(&out->term);
  }
  out->says = UN_SAYS_INDEFINITE;
  if (un_is_indefinite(text, len)) return true;
  out->says = UN_SAYS_DATE;
  return un_date_parse(text, len, &out->date);
}
