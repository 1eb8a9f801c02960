/* Gags: nondisclosure duties and the last day each is in force (sql.md 2).
**
** (1) The nominal end follows law.md 1.3: a date the instrument names (P1), its
**     term, even beyond the maximum (P2, P3), the rule's own term when it is
**     silent (P4), else UN_INDEFINITE (P5, P6). UN_NO_DAY: nobody is gagged.
** (2) The last day in force is the nominal end rolled on the basis's calendar
**     with observed holidays: a gag ends late (law.md 2.2). Dates never roll.
** (3) A basis that gags nobody has no end whatever the instrument says, but
**     where its maximum is of kind order, a date gags (DSA art. 9(5), 10(5)).
** (4) Events (un_gag_follow): by date, then renewed, modified, lifted. A renewal
**     in time runs from the previous nominal end (P7, BGB s. 190), a late one
**     from its own date (P8); NULL takes the rule's default. Hours run on from
**     the instant of that end, which for a day is its midnight. A renewal that
**     says no end, of a rule without a default, has an end that is not known.
** (5) An event that would end the gag before it began is a fault, not an end.
**
** Ownership: nothing is owned; un_gag_follow sorts the caller's array in place.
*/
#ifndef UN_LAW_GAG_H
#define UN_LAW_GAG_H

#include "basis.h"
#include "calendar.h"
#include "fault.h"

struct un_gag {
  const struct un_basis *basis;
  struct un_moment started;
  struct un_ordered ordered;
  bool held; /* it gags already: a renewal or change cannot end it by saying less */
};

struct un_gag_end {
  un_day nominal;  /* UN_NO_DAY: no gag; UN_INDEFINITE */
  un_day last;     /* in force, rolled */
  bool has_time;   /* a term in hours made the nominal end: */
  int32_t second;  /* its second of the day */
};

/* False with a fault (arguments 1 basis, 2 start, 3 ordered). */
bool un_gag_end(const struct un_gag *gag, struct un_years *years, struct un_gag_end *out,
                struct un_fault *fault);

/* The nominal end alone: asks no calendar, so its years do not matter. */
bool un_gag_nominal(const struct un_gag *gag, un_day *out, struct un_fault *fault);

enum un_gag_flag {
  UN_GAG_ASSUMED = 1,
  UN_GAG_EXCEEDS_MAX = 2,
  UN_GAG_OVER_POLICY = 4,
  UN_GAG_NO_GAG = 8,
  UN_GAG_NOT_IN_FORCE = 16
};
enum { UN_GAG_FLAGS = 5 };
extern const char *const un_gag_flag_names[UN_GAG_FLAGS]; /* in the bits' order */

bool un_gag_flags(const struct un_gag *gag, unsigned *out, struct un_fault *fault);

/* One event of a gag's life. Kinds that change nothing are UN_GAG_NOTED. */
enum un_gag_kind { UN_GAG_NOTED, UN_GAG_RENEWED, UN_GAG_MODIFIED, UN_GAG_LIFTED };

struct un_gag_event {
  struct un_moment on;
  enum un_gag_kind kind;
  struct un_ordered ordered;
  size_t number; /* the caller's, to name the event of a fault */
};

/* The kind of that name (register.md's vocabulary); -1 when it is none. */
int un_gag_kind_find(const char *text, size_t len);
const char *un_gag_kind_nearest(const char *text, size_t len);

/* The end as known on `as_of`; later events do not exist. On a fault of an
** event (arguments 4 and 6), *number is its number. */
bool un_gag_follow(const struct un_gag *gag, struct un_gag_event *events, size_t count,
                   un_day as_of, struct un_years *years, struct un_gag_end *out,
                   struct un_fault *fault, size_t *number);

/* Third anniversary of the investigation, law.md 1.4; UN_NO_DAY without a
** review or before the procedures' first day, 2015-11-24. */
bool un_gag_review_due(const struct un_basis *basis, un_day opened, un_day *out,
                       struct un_fault *fault);

/* sql.md 2 gag_status; lifted is UN_NO_DAY when there was no lift. */
const char *un_gag_status(un_day expiry, un_day lifted, un_day as_of);

#endif
