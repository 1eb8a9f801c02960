/* Legal bases: finding a rule of legal_basis.csv and reading instruments.
**
** Ownership: everything found is a static catalogue row.
*/
#ifndef UN_LAW_BASIS_H
#define UN_LAW_BASIS_H

#include "catalogue.h"

/* The rule with exactly this code, or NULL; O(1). */
const struct un_basis *un_basis_find(const char *text, size_t len);

/* The code that was probably meant, or NULL. */
const char *un_basis_nearest(const char *text, size_t len);

/* What an instrument says of its end. */
enum un_says { UN_SAYS_NOTHING, UN_SAYS_INDEFINITE, UN_SAYS_DATE, UN_SAYS_TERM };

struct un_ordered {
  enum un_says says;
  un_day date;
  struct un_term term;
};

/* A date (an instant counts by its date), a positive term or 'indefinite';
** false for anything else. Silence is NULL, not a text. */
bool un_ordered_parse(const char *text, size_t len, struct un_ordered *out);

/* "indefinite", the one word (sql.md G5). */
bool un_is_indefinite(const char *text, size_t len);

#endif
