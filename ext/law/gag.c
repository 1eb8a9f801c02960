#include "gag.h"

#include <stdlib.h>
#include <string.h>

#include "suggest.h"

const char *const un_gag_flag_names[UN_GAG_FLAGS] = {"assumed", "exceeds_max", "over_policy",
                                                     "no_gag", "not_in_force"};

/* Attorney General's termination procedures take effect (law.md 1.4). */
#define REVIEWS_BEGIN 16763 /* 2015-11-24 */

static bool at_fault(struct un_fault *fault, int arg, const char *problem) {
  *fault = (struct un_fault){.arg = arg, .problem = problem};
  return false;
}

/* start + term, both of which the instrument or the rule states. */
static bool add_term(const struct un_moment *start, const struct un_term *term, int start_arg,
                     int term_arg, struct un_moment *out, struct un_fault *fault) {
  switch (un_term_add(start, term, out)) {
  case UN_TERM_OK: return true;
  case UN_TERM_NEEDS_INSTANT:
    return at_fault(fault, start_arg, "is a date where a term in hours needs an instant");
  case UN_TERM_OUT_OF_RANGE: break;
  }
  return at_fault(fault, term_arg, UN_OUTSIDE_YEARS);
}

static bool gags_when(const struct un_gag *gag) {
  const struct un_basis *basis = gag->basis;
  return basis->gags ||
         (basis->max_kind == UN_MAX_ORDER && (gag->held || gag->ordered.says == UN_SAYS_DATE));
}

/* The term that counts: the instrument's, else the rule's; NULL for none. */
static const struct un_term *term_of(const struct un_gag *gag) {
  if (gag->ordered.says == UN_SAYS_TERM) return &gag->ordered.term;
  if (gag->ordered.says == UN_SAYS_NOTHING && gag->basis->silent == UN_SILENT_TERM) {
    return &gag->basis->silent_term;
  }
  return NULL;
}

/* Which argument took the end too far: the term as ordered, else the start. */
static int end_argument(const struct un_gag *gag) {
  return gag->ordered.says == UN_SAYS_TERM ? 3 : 2;
}

static bool in_law(const struct un_basis *basis, struct un_fault *fault) {
  if (basis->since != UN_DAY_MAX) return true;
  return at_fault(fault, 1, "is a bill, not law");
}

/* Also says whether the end came from a term, which alone can roll. */
static bool nominal_end(const struct un_gag *gag, struct un_moment *out,
                        const struct un_term **term, struct un_fault *fault) {
  const struct un_basis *basis = gag->basis;
  *out = (struct un_moment){.day = UN_NO_DAY};
  *term = NULL;
  if (!in_law(basis, fault)) return false;
  if (gag->ordered.says == UN_SAYS_DATE && gag->ordered.date < gag->started.day) {
    return at_fault(fault, 3, "is before the start");
  }
  if (!gags_when(gag)) return true;
  switch (gag->ordered.says) {
  case UN_SAYS_DATE: out->day = gag->ordered.date; return true;
  case UN_SAYS_INDEFINITE: out->day = UN_INDEFINITE; return true;
  case UN_SAYS_NOTHING:
    if (basis->silent == UN_SILENT_NONE) {
      if (gag->held) out->day = UN_INDEFINITE;
      return true;
    }
    if (basis->silent == UN_SILENT_ERROR) {
      return at_fault(fault, 3, "is missing: this basis names its end in the instrument");
    }
    if (basis->silent == UN_SILENT_INDEFINITE) {
      out->day = UN_INDEFINITE;
      return true;
    }
    break;
  case UN_SAYS_TERM: break;
  }
  *term = term_of(gag);
  return add_term(&gag->started, *term, 2, end_argument(gag), out, fault);
}

static bool roll_end(const struct un_gag *gag, const struct un_term *term, struct un_years *years,
                     struct un_gag_end *end, struct un_fault *fault) {
  const struct un_basis *basis = gag->basis;
  end->last = end->nominal;
  if (!term) return true;
  struct un_calendar calendar = {basis->calendar, true};
  /* The end's day rolls even when its term was in hours: the gag ends late. */
  const struct un_term days = {.set = true};
  switch (un_roll(years, calendar, &days, end->nominal, &end->last)) {
  case UN_CALENDAR_OK: return true;
  case UN_CALENDAR_UNCLAIMED:
    at_fault(fault, 2, basis->calendar->outside);
    fault->leads = end->last != gag->started.day;
    fault->day = end->last;
    return false;
  case UN_CALENDAR_OUT_OF_RANGE: break;
  }
  return at_fault(fault, end_argument(gag), UN_OUTSIDE_YEARS);
}

bool un_gag_nominal(const struct un_gag *gag, un_day *out, struct un_fault *fault) {
  const struct un_term *term;
  struct un_moment end;
  if (!nominal_end(gag, &end, &term, fault)) return false;
  *out = end.day;
  return true;
}

bool un_gag_end(const struct un_gag *gag, struct un_years *years, struct un_gag_end *out,
                struct un_fault *fault) {
  const struct un_term *term;
  struct un_moment end;
  if (!nominal_end(gag, &end, &term, fault)) return false;
  *out = (struct un_gag_end){end.day, end.day, end.has_time, end.second};
  return roll_end(gag, term, years, out, fault);
}

/* --- flags ------------------------------------------------------------------ */

/* P3, judged by the dates: `12 months` is not longer than a year. No date is
** beyond a maximum that ends after the year 9999. */
static bool exceeds(const struct un_gag *gag, un_day nominal) {
  struct un_moment longest;
  if (!gag->basis->max_term.set) return false;
  if (nominal == UN_INDEFINITE) return true;
  return un_term_add(&gag->started, &gag->basis->max_term, &longest) == UN_TERM_OK && nominal > longest.day;
}

bool un_gag_flags(const struct un_gag *gag, unsigned *out, struct un_fault *fault) {
  const struct un_basis *basis = gag->basis;
  un_day nominal;
  *out = 0;
  if (!un_gag_nominal(gag, &nominal, fault)) return false;
  if (nominal == UN_NO_DAY) {
    *out |= UN_GAG_NO_GAG;
  } else {
    bool silent = gag->ordered.says == UN_SAYS_NOTHING;
    if (silent && basis->silent == UN_SILENT_TERM) *out |= UN_GAG_ASSUMED;
    bool over = exceeds(gag, nominal);
    if (over && basis->max_kind == UN_MAX_STATUTE) *out |= UN_GAG_EXCEEDS_MAX;
    if (over && basis->max_kind == UN_MAX_POLICY) *out |= UN_GAG_OVER_POLICY;
  }
  un_day start = gag->started.day;
  if ((basis->since != UN_NO_DAY && start < basis->since) ||
      (basis->until != UN_NO_DAY && start > basis->until)) {
    *out |= UN_GAG_NOT_IN_FORCE;
  }
  return true;
}

/* --- events ----------------------------------------------------------------- */

static const char *const kinds[] = {"renewed",    "modified",   "lifted",   "lifted_in_part",
                                    "vacated",    "reviewed",   "challenged", "upheld",
                                    "published"};
static const enum un_gag_kind effects[] = {UN_GAG_RENEWED, UN_GAG_MODIFIED, UN_GAG_LIFTED,
                                           UN_GAG_NOTED,   UN_GAG_LIFTED,   UN_GAG_NOTED,
                                           UN_GAG_NOTED,   UN_GAG_NOTED,    UN_GAG_NOTED};
enum { KINDS = sizeof kinds / sizeof *kinds };
_Static_assert(sizeof effects / sizeof *effects == KINDS, "one effect a kind");

int un_gag_kind_find(const char *text, size_t len) {
  for (int i = 0; i < KINDS; i++) {
    if (strlen(kinds[i]) == len && memcmp(kinds[i], text, len) == 0) return (int)effects[i];
  }
  return -1;
}

static const char *kind_at(const void *list, size_t i) {
  (void)list;
  return kinds[i];
}

const char *un_gag_kind_nearest(const char *text, size_t len) {
  return un_nearest(text, len, kind_at, NULL, KINDS);
}

static int compare(int64_t a, int64_t b) { return (a > b) - (a < b); }

/* Days that a term could mean, to break ties without regard to row order. */
static int64_t weight(const struct un_ordered *ordered) {
  const struct un_term *t = &ordered->term;
  switch (ordered->says) {
  case UN_SAYS_NOTHING: return -1;
  case UN_SAYS_TERM:
    return ((int64_t)t->years * 12 + t->months) * 31 * 24 +
           ((int64_t)t->weeks * 7 + t->days) * 24 + t->hours;
  case UN_SAYS_DATE: return ordered->date;
  case UN_SAYS_INDEFINITE: return UN_INDEFINITE;
  }
  return 0;
}

static int64_t months_of(const struct un_ordered *ordered) {
  if (ordered->says != UN_SAYS_TERM) return 0;
  return (int64_t)ordered->term.years * 12 + ordered->term.months;
}

/* Events that tie say the same in the same words: no fault's text depends on the
** rows' order either. */
static int by_date_then_kind(const void *a, const void *b) {
  const struct un_gag_event *x = a, *y = b;
  int order = compare(x->on.day, y->on.day);
  if (order == 0) order = compare(x->kind, y->kind);
  if (order == 0) order = compare(x->ordered.says, y->ordered.says);
  if (order == 0) order = compare(weight(&x->ordered), weight(&y->ordered));
  if (order == 0) order = compare(months_of(&x->ordered), months_of(&y->ordered)); /* P1M, P31D */
  if (order == 0) order = compare(x->ordered.term.hours, y->ordered.term.hours); /* PT24H, P1D */
  if (order == 0) order = compare(x->ordered.term.years, y->ordered.term.years); /* P1Y, P12M */
  if (order == 0) order = compare(x->ordered.term.weeks, y->ordered.term.weeks); /* P1W, P7D */
  return order != 0 ? order : un_moment_compare(&x->on, &y->on);
}

/* A slip in a year must not end a gag: who may be told would follow from it. */
static const char before_the_gag[] = "is before the start of the gag";

/* What a renewal or a change orders, over its own start. */
static bool ordered_anew(const struct un_gag *gag, const struct un_moment *from,
                         const struct un_ordered *ordered, struct un_years *years,
                         struct un_gag_end *end, struct un_fault *fault) {
  struct un_gag again = {gag->basis, *from, *ordered, end->last != UN_NO_DAY};
  /* A renewal that names a date is measured against the gag's start, not P7's. */
  if (ordered->says == UN_SAYS_DATE) again.started = gag->started;
  if (un_gag_end(&again, years, end, fault)) {
    bool known = end->nominal != UN_NO_DAY && end->nominal != UN_INDEFINITE;
    if (known && again.started.day < gag->started.day) return at_fault(fault, 4, before_the_gag);
    return true;
  }
  fault->arg = fault->arg == 1 ? 1 : fault->arg == 2 ? 4 : 6;
  return false;
}

static bool renew(const struct un_gag *gag, const struct un_gag_event *event,
                  struct un_years *years, struct un_gag_end *end, struct un_fault *fault) {
  if (end->nominal == UN_INDEFINITE && end->last == UN_INDEFINITE) return true;
  bool in_time = end->last != UN_NO_DAY && event->on.day <= end->last;
  struct un_moment from = event->on;
  struct un_ordered ordered = event->ordered;
  if (ordered.says == UN_SAYS_NOTHING && gag->basis->silent == UN_SILENT_TERM &&
      gag->basis->renew_term.set) {
    ordered = (struct un_ordered){.says = UN_SAYS_TERM, .term = gag->basis->renew_term};
  }
  if (in_time) {
    from = (struct un_moment){
        .day = end->nominal, .second = end->second, .has_time = end->has_time};
    if (ordered.says == UN_SAYS_TERM && ordered.term.has_hours && !from.has_time) {
      from = (struct un_moment){.day = end->nominal + 1, .has_time = true};
    }
  }
  if (ordered_anew(gag, &from, &ordered, years, end, fault)) return true;
  if (fault->arg == 6 && ordered.says != event->ordered.says) fault->arg = 4;
  return false;
}

static bool apply(const struct un_gag *gag, const struct un_gag_event *event,
                  struct un_years *years, struct un_gag_end *end, struct un_fault *fault) {
  switch (event->kind) {
  case UN_GAG_RENEWED: return renew(gag, event, years, end, fault);
  case UN_GAG_MODIFIED:
    if (event->ordered.says == UN_SAYS_NOTHING) return true;
    return ordered_anew(gag, &event->on, &event->ordered, years, end, fault);
  case UN_GAG_LIFTED:
    if (end->last != UN_NO_DAY && event->on.day - 1 < end->last) {
      if (event->on.day < gag->started.day) return at_fault(fault, 4, before_the_gag);
      *end = (struct un_gag_end){.nominal = event->on.day - 1, .last = event->on.day - 1};
    }
    return true;
  case UN_GAG_NOTED: break;
  }
  return true;
}

bool un_gag_follow(const struct un_gag *gag, struct un_gag_event *events, size_t count,
                   un_day as_of, struct un_years *years, struct un_gag_end *out,
                   struct un_fault *fault, size_t *number) {
  if (!un_gag_end(gag, years, out, fault)) return false;
  if (count > 1) qsort(events, count, sizeof *events, by_date_then_kind);
  for (size_t i = 0; i < count && events[i].on.day <= as_of; i++) {
    *number = events[i].number;
    if (!apply(gag, &events[i], years, out, fault)) return false;
  }
  if (out->last != UN_NO_DAY && out->last != UN_INDEFINITE && !un_day_in_range(out->last)) {
    return at_fault(fault, 4, UN_OUTSIDE_YEARS);
  }
  return true;
}

/* --- review and status -------------------------------------------------------- */

bool un_gag_review_due(const struct un_basis *basis, un_day opened, un_day *out,
                       struct un_fault *fault) {
  struct un_moment start = {.day = opened}, due;
  *out = UN_NO_DAY;
  if (!basis->review_term.set) return true;
  if (!add_term(&start, &basis->review_term, 2, 2, &due, fault)) return false;
  if (due.day >= REVIEWS_BEGIN) *out = due.day;
  return true;
}

const char *un_gag_status(un_day expiry, un_day lifted, un_day as_of) {
  if (expiry == UN_NO_DAY) return "none";
  if (lifted != UN_NO_DAY && lifted <= as_of && lifted <= expiry) return "lifted";
  if (expiry == UN_INDEFINITE) return "indefinite";
  return expiry < as_of ? "expired" : "active";
}
