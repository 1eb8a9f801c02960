/* What makes a register of chance: the state of chance, choices by weight, and the texts of
** one demand.
**
** Ownership: texts live in the maker's arena until the next demand.
*/
#ifndef UN_SAMPLES_MAKER_H
#define UN_SAMPLES_MAKER_H

#include <stdint.h>
#include <string.h>

#include "law/gag.h"
#include "sink.h"

enum { REQUESTS = 0, GAGS, GAG_EVENTS, CHALLENGES, NOTICES, TABLES };

struct pick {
  const char *word;
  int weight;
};

struct maker {
  uint64_t state;
  long long rows, gag_count;
  struct sink *sink;
  struct un_years years;
  char arena[4096]; /* the texts of one demand */
  size_t used;
};

/* 0 to n - 1 */
int below(struct maker *m, int n);
bool chance(struct maker *m, int per_mille);

/* A list of picks ends with a weight of 0. */
const char *pick(struct maker *m, const struct pick *list);

/* Small counts, mostly 1; each step up is half as likely. */
int few(struct maker *m, int most);

const char *text(struct maker *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *date(struct maker *m, un_day day);
const char *instant(struct maker *m, un_day day);

static inline bool is(const char *a, const char *b) { return a && strcmp(a, b) == 0; }

#endif
