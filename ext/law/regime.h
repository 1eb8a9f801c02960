/* Regimes and tags: what a state is party to on a day (law.md 6).
**
** (1) A membership is a row of regimes.csv: since and until are its first and
**     last day; an empty since has always been.
** (2) Parts of a country count as their country (sql.md 3), and so do territories
**     in the regimes that territories.csv says: GP in the EU, PR as domestic in US.
** (3) Tags stand in law.md 6.1's order; a tag is a bit. A regime that gives a
**     tag has the tag's bit, so that a country's regimes are most of its tags.
**
** Ownership: nothing is owned; codes are rows of jurisdictions.csv.
*/
#ifndef UN_LAW_REGIME_H
#define UN_LAW_REGIME_H

#include "catalogue.h"

enum un_tag {
  UN_DOMESTIC, UN_CROSS_BORDER, UN_CLOUD_PARTNER, UN_CLOUD_COMITY, UN_EU_EVIDENCE, UN_EU_DSA,
  UN_BUDAPEST, UN_FIVE_EYES, UN_NINE_EYES, UN_FOURTEEN_EYES, UN_GDPR48_CONFLICT, UN_ADEQUATE,
  UN_ADEQUATE_PARTIAL, UN_US_MLAT, UN_EEA, UN_UNTAGGED, UN_TAGS,
  UN_EU = UN_TAGS /* a regime that is no tag */
};

/* A regime by its name, or -1. */
int un_regime_find(const char *text, size_t len);
const char *un_regime_nearest(const char *text, size_t len);

/* The country a code stands for, as its row in jurisdictions.csv; -1: no code. */
int un_country_row(const char *code, size_t len);

bool un_regime_member(int country, int regime, un_day on);

/* Bits of the tags; -1 for an origin, customer or data that is not known. */
unsigned un_jurisdiction_tags(int origin, int customer, int data, un_day on, int home);

/* The tags as a comma list; returns its length. */
enum { UN_TAGS_TEXT = (UN_TAGS + 1) * 17 };
size_t un_tags_format(unsigned tags, char out[UN_TAGS_TEXT]);

#endif
