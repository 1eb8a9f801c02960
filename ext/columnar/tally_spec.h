/* What a tally was asked for: its keys and measures, read from the arguments of
** CREATE VIRTUAL TABLE temp.t USING tally(source, item, ...).
**
**   item    = [name =] key | name = measure | threads = 1 or 2
**   key     = column | period_of(column [, 'unit'])
**   measure = count(*) | count(column) | count(distinct column)
**           | sum(column) | min(column) | max(column) | avg(column)
**           | refusal_rate(column [, n [, definition]]), also _count _base _low _high
**           | disclosure_rate(column [, n])
**           | quantile(column, p)
** n is a column, a definition a text; p a number; either may be a name `:x`, which
** becomes the required hidden column x.
**
** Ownership: a spec owns its texts; un_spec_free.
*/
#ifndef UN_COLUMNAR_TALLY_SPEC_H
#define UN_COLUMNAR_TALLY_SPEC_H

#include "law/period.h"
#include "snapshot.h"
#include "stat/rate.h"

enum { UN_SPEC_KEYS = 8, UN_SPEC_MEASURES = 32, UN_SPEC_PARAMS = 16 };

enum un_measure_kind {
  UN_COUNT_ROWS, UN_COUNT, UN_DISTINCT, UN_SUM, UN_MIN, UN_MAX, UN_AVG, UN_QUANTILE,
  UN_REFUSAL_RATE, UN_REFUSAL_COUNT, UN_REFUSAL_BASE, UN_REFUSAL_LOW, UN_REFUSAL_HIGH, UN_DISCLOSURE_RATE
};

struct un_spec_key {
  char *name;
  int column;
  bool period;
  enum un_unit unit;
};

struct un_spec_measure {
  char *name;
  enum un_measure_kind kind;
  int column; /* -1 for count(*) */
  int n;      /* column of the weights; -1 for one each */
  int param;  /* of definition or p; -1 when it is given here */
  const struct un_definition *definition;
  double p;
};

struct un_spec {
  int key_count, measure_count, param_count;
  int threads; /* 1 or 2; 0: not given, one */
  struct un_spec_key keys[UN_SPEC_KEYS];
  struct un_spec_measure measures[UN_SPEC_MEASURES];
  char *params[UN_SPEC_PARAMS];
};

/* False with a message in *error; without one, when out of memory. */
bool un_spec_parse(struct un_spec *spec, const struct un_snapshot *source, int count,
                   const char *const *items, char **error);
void un_spec_free(struct un_spec *spec);

/* A name without SQL's quotes: "a ""b""", [a], `a`. A copy, NULL without memory. */
char *un_name_unquote(const char *name, size_t len);

/* The same of the name at *at, up to a dot or the end. */
char *un_name_read(const char **at);

static inline bool un_is_refusal(enum un_measure_kind kind) { return kind >= UN_REFUSAL_RATE; }

#endif
