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

/* Name, text, whether it is a regime; the last is a regime without a tag. */
#define UN_EACH_TAG(X)                                                                        \
  X(DOMESTIC, "domestic", 0) X(CROSS_BORDER, "cross-border", 0)                               \
  X(CLOUD_PARTNER, "cloud-partner", 1) X(CLOUD_COMITY, "cloud-comity", 0)                     \
  X(EU_EVIDENCE, "eu-evidence", 1) X(EU_DSA, "eu-dsa", 1) X(BUDAPEST, "budapest", 1)          \
  X(FIVE_EYES, "five-eyes", 1) X(NINE_EYES, "nine-eyes", 1)                                   \
  X(FOURTEEN_EYES, "fourteen-eyes", 1) X(GDPR48_CONFLICT, "gdpr48-conflict", 0)               \
  X(ADEQUATE, "adequate", 1) X(ADEQUATE_PARTIAL, "adequate-partial", 1)                       \
  X(US_MLAT, "us-mlat", 1) X(EEA, "eea", 1) X(UNTAGGED, "untagged", 0) X(EU, "eu", 1)

enum un_tag {
#define UN_TAG(name, text, regime) UN_##name,
  UN_EACH_TAG(UN_TAG)
#undef UN_TAG
  UN_TAGS = UN_EU
};

/* A regime by its name, or -1. */
int un_regime_find(const char *text, size_t len);
const char *un_regime_nearest(const char *text, size_t len);

/* The country a code stands for, as its row in jurisdictions.csv; -1: no code. */
int un_country_row(const char *code, size_t len);

bool un_regime_member(int country, int regime, un_day on);

/* Bits of the tags; -1 for an origin, customer or data that is not known. */
unsigned un_jurisdiction_tags(int origin, int customer, int data, un_day on, int home);

/* The tags, at least one, as a comma list; returns its length. */
enum { UN_TAGS_TEXT = (UN_TAGS + 1) * 17 };
size_t un_tags_format(unsigned tags, char out[UN_TAGS_TEXT]);

#endif
