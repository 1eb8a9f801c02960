/* Jurisdictions: from what publishers write to ISO 3166 codes (sql.md 3).
**
** (1) Two or three letters and nothing else are a code: alpha-2, alpha-3, INT,
**     EU, any case; EL and UK are aliases, NA is Namibia. So is `US-CA`.
** (2) All else is a name (name.h), matched exactly, never nearly: CLDR's names,
**     ISO's and the UN's, historic and publishers' spellings, parts of countries.
**     What stands around a name is taken off and the rest is matched again: an
**     article, a note's mark, `Y of X` for `X, Y of`, `A (B)` when A and B agree.
** (3) A name that several places share resolves to none of them, as does an
**     unknown one: a wrong code is worse than none.
** (4) Within a country its parts come first (`CA` in US is US-CA), and nothing
**     outside it is an answer.
**
** A place is its row in un_places. Ownership: results are static.
*/
#ifndef UN_LAW_JURISDICTION_H
#define UN_LAW_JURISDICTION_H

#include "catalogue.h"

/* The place, or -1; `within` is a place or -1. */
int un_jurisdiction_find(const char *text, size_t len, int within);

/* Its code, or NULL; anywhere. */
const char *un_jurisdiction(const char *text, size_t len);

/* For "did you mean" alone, never an answer: also that of a country's English name nearby. */
const char *un_jurisdiction_meant(const char *text, size_t len);

/* The place of a code exactly as in the catalogue; -1 when it is none. */
int un_jurisdiction_row(const char *code, size_t len);

/* Of a code exactly as in the catalogue; NULL when it is none. */
const char *un_jurisdiction_name(const char *code, size_t len);
const char *un_jurisdiction_parent(const char *code, size_t len);

/* A language of the catalogue by its BCP 47 code, any case (`zh-TW` is zh-Hant);
** -1 for another, and then the nearest. */
int un_lang_find(const char *text, size_t len);
const char *un_lang_nearest(const char *text, size_t len);

/* What a language calls a place; NULL where it has no name. */
const char *un_jurisdiction_name_in(int place, int lang);

#endif
