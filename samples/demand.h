/* One demand of a generated register: its row, and what its gags, challenges and notices
** are made of. */
#ifndef UN_SAMPLES_DEMAND_H
#define UN_SAMPLES_DEMAND_H

#include "maker.h"

struct demand {
  long long id;
  un_day issued, received, decided, last; /* last: the register's last day */
  bool eu, us;
  const char *origin, *process, *basis, *outcome, *via, *kind;
};

/* Its received and last are set; the row goes to the sink. */
bool make_request(struct maker *m, struct demand *d);

#endif
