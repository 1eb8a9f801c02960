/* Authorities of the US by how their names are built: courts, police, agencies.
**
** (1) A name answers when its parts leave one state, or are the federation's:
**     a state in full or as courts are cited (`Cal.`), a county, a town, and a
**     kind of authority that only some states have (us_*.csv).
** (2) A federal court is US; the state it sits in is a candidate. Courts of
**     tribes have no code.
** (3) Nothing is guessed: `Washington County Sheriff's Office` is 30 states.
**
** Ownership: results are values; reasons are static.
*/
#ifndef UN_LAW_AUTHORITY_H
#define UN_LAW_AUTHORITY_H

#include "catalogue.h"

struct un_authority {
  bool federal;       /* US itself, or one of `states` for a court that sits there */
  bool certain;       /* the one state, or US, is the answer */
  uint64_t states;    /* candidates, bits by row of us_states.csv */
  const char *reason; /* NULL: the text names no authority we know */
};

/* Of a folded text (fold.h). */
struct un_authority un_authority_read(const char *folded, size_t len);

/* The state that a text is short for as courts cite it (`Md.`, `Calif.`), as its place;
** -1 for another. Only where the country is known: `Md.` is no code of Maryland. */
int un_us_state_cited(const char *folded, size_t len);

/* The only state of a set, as its place; -1 for none or several. */
int un_us_state_of(uint64_t states);

#endif
