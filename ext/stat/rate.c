#include "rate.h"

#include <string.h>

#include "law/suggest.h"

int un_outcome_find(const char *text, size_t len) {
  for (unsigned at = un_hash(text, len);; at++) {
    int row = un_outcomes_hash[at & un_outcomes_hash_mask];
    if (row < 0) return -1;
    if (un_outcomes_len[row] == len && un_same(un_outcomes[row], text, len)) return row;
  }
}

const char *un_outcome_nearest(const char *text, size_t len) {
  char word[64];
  if (len >= sizeof word) return NULL;
  memcpy(word, text, len);
  word[len] = '\0';
  return un_nearest_name(word, un_outcomes, (size_t)un_outcomes_count);
}

const struct un_definition *un_definition_find(const char *text, size_t len) {
  for (int i = 0; i < un_definitions_count; i++) {
    const struct un_definition *d = &un_definitions[i];
    if (d->refusal && strlen(d->name) == len && memcmp(d->name, text, len) == 0) return d;
  }
  return NULL;
}

const struct un_definition *un_definition_of_disclosure(void) {
  for (int i = 0; i < un_definitions_count; i++) {
    if (!un_definitions[i].refusal) return &un_definitions[i];
  }
  return NULL;
}

static const char *name_at(const void *list, size_t i) {
  (void)list;
  /* Disclosure's own is no name to suggest: strict stands for it. */
  return un_definitions[un_definitions[i].refusal ? i : 0].name;
}

const char *un_definition_nearest(const char *text, size_t len) {
  return un_nearest(text, len, name_at, NULL, (size_t)un_definitions_count);
}

static const char *outcome_of_words(const char *folded, size_t len) {
  for (unsigned at = un_hash(folded, len);; at++) {
    int i = un_words_hash[at & un_words_hash_mask];
    if (i < 0) return NULL;
    if (strcmp(un_words[i].name, folded) == 0) return un_words[i].code;
  }
}

/* A row `Rejected - *` stands for every reason a publisher writes after the dash. */
const char *un_outcome_of(const char *text, size_t len) {
  char folded[UN_FOLD_ROOM];
  size_t n = un_fold(&un_folds, text, len, folded);
  if (n == 0) return NULL;
  const char *outcome = outcome_of_words(folded, n);
  char *dash = outcome ? NULL : strstr(folded, " - ");
  if (!dash) return outcome;
  memcpy(dash + 3, "*", 2);
  return outcome_of_words(folded, (size_t)(dash + 4 - folded));
}

bool un_tally_add(struct un_tally *tally, const struct un_definition *definition, int outcome,
                  int64_t n) {
  int weight = definition->above[outcome]; /* in halves */
  struct un_tally sum;
  if (__builtin_add_overflow(tally->above, weight == 2 ? n : 0, &sum.above) ||
      __builtin_add_overflow(tally->halves, weight == 1 ? n : 0, &sum.halves) ||
      __builtin_add_overflow(tally->below, definition->below[outcome] ? n : 0, &sum.below)) {
    return false;
  }
  *tally = sum;
  return true;
}
