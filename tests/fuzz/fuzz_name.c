/* Any bytes as a name: folding ends within its room, is the same for upper and
** lower case and for blanks around, and what a name resolves to is a code. */
#include "input.h"
#include "law/catalogue.h"
#include "law/fold.h"
#include "law/jurisdiction.h"
#include "law/name.h"
#include "stat/rate.h"

static size_t fold(struct text text, char out[UN_FOLD_ROOM]) {
  size_t n = un_fold(&un_folds, text.at, text.len, out);
  must(n < UN_FOLD_ROOM && (n == 0 || (out[n] == '\0' && strlen(out) == n)));
  return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct text text = copy_of(data, size), other = {malloc(size + 2), size + 2};
  char folded[UN_FOLD_ROOM], again[UN_FOLD_ROOM];
  must(other.at != NULL);
  size_t n = fold(text, folded);
  for (size_t i = 0; i < n; i++) must(folded[i] < 'A' || folded[i] > 'Z');
  other.at[0] = other.at[size + 1] = ' ';
  for (size_t i = 0; i < size; i++) {
    char c = text.at[i];
    other.at[i + 1] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c >= 'a' && c <= 'z' ? c & ~0x20 : c);
  }
  size_t m = fold(other, again);
  /* A blank after a name that fills the room does not fit. */
  must((m == 0 && n == UN_FOLD_ROOM - 1) || (m == n && memcmp(folded, again, n) == 0));
  /* The words of a folded text, and those once more. */
  char name[UN_NAME_ROOM], twice[UN_NAME_ROOM];
  size_t words = un_name_of(folded, n, name);
  must(words < UN_NAME_ROOM && strlen(name) == words);
  if (words < UN_FOLD_ROOM) must(un_name_of(name, words, twice) == words && strcmp(name, twice) == 0);
  for (int place = 0; place < un_places_count; place += 1801) {
    int within = un_jurisdiction_find(text.at, size, place);
    must(within < 0 || within == place || un_places[within].parent == place ||
         un_places[place].kind == UN_PART);
  }
  const char *code = un_jurisdiction(text.at, size);
  must(!code || un_jurisdiction_name(code, strlen(code)) != NULL);
  must(code == NULL || n > 0);
  const char *outcome = un_outcome_of(text.at, size);
  must(!outcome || un_outcome_find(outcome, strlen(outcome)) >= 0);
  if (un_outcome_find(text.at, size) < 0) un_outcome_nearest(text.at, size);
  free(text.at);
  free(other.at);
  return 0;
}
