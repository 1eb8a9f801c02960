/* What a text may mean: the places that share a name, the states that have an
** authority of that name, each once and with a reason.
**
** (1) What un_jurisdiction() answers comes first, when it answers.
** (2) Then the places that have exactly this name, then the states of an
**     authority (authority.h). A text that names nothing has no candidates.
**
** Ownership: the caller's; reasons are static.
*/
#ifndef UN_LAW_CANDIDATE_H
#define UN_LAW_CANDIDATE_H

#include "authority.h"
#include "name.h"

enum { UN_CANDIDATES = 64 };

struct un_candidates {
  char name[UN_NAME_ROOM];
  struct un_authority authority;
  int answer;  /* place or -1 */
  int next;    /* the label, the part, then the state to look at */
  int at;      /* within the candidates of a shared name */
  int16_t given[UN_CANDIDATES];
  int given_count;
};

void un_candidates_start(struct un_candidates *c, const char *text, size_t len);

/* False after the last. */
bool un_candidates_next(struct un_candidates *c, int *place, const char **reason);

#endif
