/* Refusal and disclosure rates: exact counters over outcomes (law.md 5.4).
**
** (1) A definition says what counts above and below the line; what counts half
**     (partial_weighted) is kept apart, so that every counter is a whole number
**     and as large as an INTEGER.
** (2) Rows can be taken back, so a window's frame costs one step a row.
** (3) No base gives no rate. Nothing is clamped.
**
** Ownership: values only.
*/
#ifndef UN_STAT_RATE_H
#define UN_STAT_RATE_H

#include "law/catalogue.h"

struct un_tally {
  int64_t above, halves; /* the numerator: above + halves / 2 */
  int64_t below;
};

/* An outcome's row number, or -1; O(1). */
int un_outcome_find(const char *text, size_t len);
const char *un_outcome_nearest(const char *text, size_t len);

/* The outcome that a publisher's wording means (outcome_words.csv), or NULL. */
const char *un_outcome_of(const char *text, size_t len);

/* Only definitions of that kind: refusal, or disclosure_rate's own. */
const struct un_definition *un_definition_find(const char *text, size_t len);
const struct un_definition *un_definition_of_disclosure(void);
const char *un_definition_nearest(const char *text, size_t len);

/* Count n more demands of that outcome, n < 0 takes them back. False, and
** nothing changed, when a counter would not fit. */
bool un_tally_add(struct un_tally *tally, const struct un_definition *definition, int outcome,
                  int64_t n);

/* One more, or with sign -1 one less: no counter overflows by ones. */
static inline void un_tally_add_one(struct un_tally *tally, const struct un_definition *definition,
                                    int outcome, int sign) {
  tally->above += sign * (definition->above[outcome] / 2);
  tally->halves += sign * (definition->above[outcome] % 2);
  tally->below += sign * definition->below[outcome];
}

static inline double un_tally_above(const struct un_tally *tally) {
  return (double)tally->above + (double)tally->halves / 2.0;
}

#endif
