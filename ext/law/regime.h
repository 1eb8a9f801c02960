/* Regimes and tags: what a state is party to on a day (law.md 6).
**
** (1) A membership is a row of regimes.csv: since and until are its first and
**     last day; an empty since has always been.
** (2) Parts of a country count as their country (sql.md 3).
** (3) Tags stand in law.md 6.1's order; a tag is a bit.
**
** Ownership: nothing is owned; codes are rows of jurisdictions.csv.
*/
#ifndef UN_LAW_REGIME_H
#define UN_LAW_REGIME_H

#include "catalogue.h"

/* In the order of the tags they give, so that bit and name agree. */
enum un_regime {
  UN_EU, UN_EEA, UN_EU_EVIDENCE, UN_EU_DSA, UN_CLOUD_PARTNER, UN_BUDAPEST, UN_FIVE_EYES,
  UN_NINE_EYES, UN_FOURTEEN_EYES, UN_ADEQUATE, UN_ADEQUATE_PARTIAL, UN_US_MLAT, UN_REGIMES
};
extern const char *const un_regime_names[UN_REGIMES];

/* The regime of that name, or UN_REGIMES. */
enum un_regime un_regime_find(const char *text, size_t len);
const char *un_regime_nearest(const char *text, size_t len);

/* The country a code stands for, as its row in jurisdictions.csv; -1: no code. */
int un_country_row(const char *code, size_t len);

bool un_regime_member(int country, enum un_regime regime, un_day on);

enum { UN_TAGS = 16 };
extern const char *const un_tag_names[UN_TAGS];

/* Bits of the tags; -1 for customer or data that is not known. */
unsigned un_jurisdiction_tags(int origin, int customer, int data, un_day on, int home);

#endif
