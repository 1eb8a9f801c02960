/* Jurisdictions: from what publishers write to ISO 3166-1 codes (sql.md 3).
**
** (1) Two or three letters and nothing else are a code: alpha-2, alpha-3, INT,
**     EU, any case; EL and UK are aliases, NA is Namibia.
** (2) All else is a folded name (fold.h), matched exactly, never nearly: CLDR's
**     names, ISO's, historic and publishers' spellings.
** (3) A name that several places share resolves to none of them, as does an
**     unknown one: a wrong code is worse than none.
**
** Ownership: results are static catalogue texts.
*/
#ifndef UN_LAW_JURISDICTION_H
#define UN_LAW_JURISDICTION_H

#include "catalogue.h"

/* The code, or NULL; O(1). */
const char *un_jurisdiction(const char *text, size_t len);

/* A code's row in the catalogue, exactly as written; -1 when it is none. */
int un_jurisdiction_row(const char *code, size_t len);

/* Of a code exactly as in the catalogue; NULL when it is none. */
const char *un_jurisdiction_name(const char *code, size_t len);
const char *un_jurisdiction_parent(const char *code, size_t len);

#endif
