/* SPDX-License-Identifier: MIT
** generate --rows N [--seed S] (--csv DIR | --db FILE): a register of any size of
** a provider that does not exist. Same rows and seed, same bytes: own generator,
** no clock, no locale. Every row passes the register's checks and guards, every
** gag has a problem-free life (ext/law says when each ends).
**
** Twelve years, more each year; few countries ask for most. What depends on a
** date (DSA orders, e-Evidence, the DOJ memorandum) appears from its day. */
#include <stdio.h>
#include <stdlib.h>

#include "demand.h"

enum { FIRST_YEAR = 2014 };

static const struct sink_table tables[TABLES] = {
    {"requests",
     {{"ref", "ref"}, {"authority_ref", "authority_ref"}, {"issued_on", "issued_on"},
      {"received_on", "received_on"}, {"received_at", "received_at"},
      {"date_precision", "date_precision"}, {"authority", "authority"}, {"origin", "origin"},
      {"level", "level"}, {"via", "via"}, {"process", "process"}, {"basis", "basis"},
      {"service", "service"}, {"data_kind", "data_kind"}, {"emergency", "emergency"},
      {"selectors", "selectors"}, {"accounts", "accounts"}, {"items", "items"},
      {"category", "category"}, {"new_product", "new_product"}, {"customer_ref", "customer_ref"},
      {"customer_kind", "customer_kind"}, {"customer_country", "customer_country"},
      {"data_region", "data_region"}, {"outcome", "outcome"}, {"refusal_reason", "refusal_reason"},
      {"decided_on", "decided_on"}, {"acknowledged_at", "acknowledged_at"},
      {"effected_at", "effected_at"}, {"due_at", "due_at"}, {"source", "source"},
      {"follows", NULL}, {NULL, "follows_id"}},
     33},
    {"gags",
     {{"request", NULL}, {NULL, "request_id"}, {"basis", "basis"}, {"started_on", "started_on"},
      {"date_precision", "date_precision"}, {"ordered", "ordered"}, {"scope", "scope"},
      {"note", "note"}},
     8},
    {"gag_events",
     {{"request", NULL}, {"basis", NULL}, {"started_on", NULL}, {NULL, "gag_id"},
      {"event_on", "event_on"}, {"date_precision", "date_precision"}, {"kind", "kind"},
      {"ordered", "ordered"}, {"note", "note"}},
     9},
    {"challenges",
     {{"request", NULL}, {NULL, "request_id"}, {"clock", "clock"}, {"filed_on", "filed_on"},
      {"date_precision", "date_precision"}, {"forum", "forum"},
      {"government_applied_on", "government_applied_on"}, {"result", "result"},
      {"result_on", "result_on"}},
     9},
    {"notices",
     {{"request", NULL}, {NULL, "request_id"}, {"sent_on", "sent_on"}, {"channel", "channel"},
      {"result", "result"}},
     5},
};

/* --- its gags ------------------------------------------------------------------------- */

/* What instruments under a basis say of their end; NULL is silence. */
static const struct instrument {
  const char *prefix;
  int per_mille; /* of its demands that carry a gag */
  struct pick says[8];
} instruments[] = {
    {"US_NSL", 1000, {{"", 90}, {"indefinite", 10}, {NULL, 0}}},
    {"US_FISA", 1000, {{"", 80}, {"indefinite", 20}, {NULL, 0}}},
    {"US_NDO_CALECPA", 700, {{"P90D", 75}, {"", 20}, {"P60D", 5}, {NULL, 0}}},
    {"US_NDO", 620, {{"P1Y", 34}, {"P180D", 26}, {"P90D", 18}, {"date", 10}, {"", 6}, {"indefinite", 4}, {"P2Y", 2}, {NULL, 0}}},
    {"US_ADMIN", 350, {{"", 60}, {"P90D", 30}, {"P60D", 10}, {NULL, 0}}},
    {"US_PRTT", 950, {{"", 70}, {"P60D", 30}, {NULL, 0}}},
    {"US_T3", 1000, {{"", 100}, {NULL, 0}}},
    {"GB_", 450, {{"", 80}, {"P1Y", 20}, {NULL, 0}}},
    {"DE_STPO", 800, {{"", 60}, {"P6M", 20}, {"P3M", 20}, {NULL, 0}}},
    {"DE_TKG", 120, {{"", 100}, {NULL, 0}}},
    {"AU_", 500, {{"", 100}, {NULL, 0}}},
    {"CA_CC_487_0191", 500, {{"P90D", 40}, {"P180D", 30}, {"indefinite", 30}, {NULL, 0}}},
    {"CA_CC_487_012", 700, {{"P90D", 60}, {"P21D", 40}, {NULL, 0}}},
    {"EU_EEV", 900, {{"", 100}, {NULL, 0}}},
    {"EU_DSA", 60, {{"date", 80}, {"", 20}, {NULL, 0}}},
    {"EU_TCO", 800, {{"", 70}, {"P6W", 30}, {NULL, 0}}},
    {"EU_EIO", 500, {{"", 100}, {NULL, 0}}},
    {"FR_", 150, {{"", 100}, {NULL, 0}}},
    {"IE_1993", 1000, {{"", 100}, {NULL, 0}}},
    {"IN_", 900, {{"", 70}, {"P60D", 30}, {NULL, 0}}},
};

struct life {
  struct un_gag gag;
  struct un_gag_event events[16];
  int count;
  un_day end; /* last day in force */
  const char *head[4]; /* request, basis, started_on, gag_id */
};

static bool follow(struct maker *m, struct life *life, un_day as_of) {
  struct un_gag_event copy[16];
  struct un_gag_end end;
  struct un_fault fault;
  size_t number;
  memcpy(copy, life->events, sizeof copy);
  if (!un_gag_follow(&life->gag, copy, (size_t)life->count, as_of, &m->years, &end, &fault, &number)) abort();
  life->end = end.last;
  return true;
}

/* An event within the register's years; false when it is not. */
static bool event(struct maker *m, struct life *life, const struct demand *d, const char *kind,
                  un_day on, const char *ordered, const char *note) {
  if (on > d->last || on < life->gag.started.day || life->count == 16) return false;
  struct un_gag_event *e = &life->events[life->count];
  *e = (struct un_gag_event){.on = {.day = on}, .number = (size_t)life->count,
                             .kind = (enum un_gag_kind)un_gag_kind_find(kind, strlen(kind))};
  if (ordered && !un_ordered_parse(ordered, strlen(ordered), &e->ordered)) abort();
  life->count++;
  const char *cells[] = {life->head[0], life->head[1], life->head[2], life->head[3], date(m, on),
                         "day", kind, ordered, note};
  if (!sink_row(m->sink, GAG_EVENTS, cells)) return false;
  return follow(m, life, d->last);
}

static void live_open_end(struct maker *m, struct life *life, const struct demand *d) {
  un_day start = life->gag.started.day;
  int months = few(m, 40);
  un_day lift = start + 90 + months * (30 + below(m, 90));
  bool nsl = strncmp(d->basis, "US_NSL", 6) == 0;
  if (nsl && chance(m, 500)) event(m, life, d, "reviewed", start + 1095 + below(m, 90), NULL, "FBI procedures");
  if (chance(m, 30)) {
    event(m, life, d, "challenged", start + 5 + below(m, 200), NULL, NULL);
    const char *ruling = chance(m, 700) ? "upheld" : "vacated";
    event(m, life, d, ruling, start + 250 + below(m, 200), NULL, NULL);
  }
  if (life->end == UN_INDEFINITE && chance(m, nsl ? 550 : 350)) {
    bool part = chance(m, 60);
    bool is_there = event(m, life, d, part ? "lifted_in_part" : "lifted", lift, NULL, part ? "the order's number stays secret" : NULL);
    if (is_there && !part && chance(m, 200)) event(m, life, d, "published", lift + 20 + below(m, 300), NULL, NULL);
  }
}

static void live_term(struct maker *m, struct life *life, const struct demand *d, const char *ordered) {
  const char *again = ordered && *ordered == 'P' ? ordered : "P90D";
  for (int i = 0; i < 4 && life->end != UN_INDEFINITE && chance(m, 300); i++) {
    un_day on = life->end - below(m, 10);
    if (chance(m, 60)) on = life->end + 2 + below(m, 20); /* too late: runs from its own day */
    if (!event(m, life, d, "renewed", on, chance(m, 850) ? again : NULL, NULL)) return;
  }
  if (life->end == UN_INDEFINITE || life->end <= life->gag.started.day + 20) return;
  un_day middle = life->end - 5 - below(m, 10);
  if (chance(m, 60)) {
    event(m, life, d, "modified", middle, chance(m, 500) ? date(m, middle + 10 + below(m, 60)) : "P30D", NULL);
  } else if (chance(m, 90)) {
    event(m, life, d, chance(m, 850) ? "lifted" : "vacated", middle, NULL, NULL);
  } else if (chance(m, 20)) {
    event(m, life, d, "challenged", middle, NULL, NULL);
  }
}

/* *free_on: the day after the gag, UN_INDEFINITE while it is in force. */
static bool make_gag(struct maker *m, const struct demand *d, const struct instrument *how, un_day *free_on) {
  struct life life = {.count = 0};
  const char *says = pick(m, how->says), *ordered = NULL;
  un_day start = d->issued;
  life.gag = (struct un_gag){.basis = un_basis_find(d->basis, strlen(d->basis)), .started = {.day = start}};
  if (is(says, "date")) ordered = date(m, start + 60 + below(m, 400));
  else if (*says) ordered = says;
  if (ordered && !un_ordered_parse(ordered, strlen(ordered), &life.gag.ordered)) abort();
  life.head[0] = text(m, "G-%08lld", d->id);
  life.head[1] = d->basis;
  life.head[2] = date(m, start);
  life.head[3] = text(m, "%lld", ++m->gag_count);
  const char *cells[] = {life.head[0], text(m, "%lld", d->id), d->basis, life.head[2], "day", ordered,
                         strncmp(d->basis, "CA_", 3) == 0 ? "existence" : strncmp(d->basis, "EU_TCO", 6) == 0 ? "subject" : "everyone",
                         is(ordered, "indefinite") ? "until further order" : NULL};
  if (!sink_row(m->sink, GAGS, cells)) return false;
  follow(m, &life, d->last);
  if (life.end == UN_INDEFINITE) live_open_end(m, &life, d);
  else if (life.end != UN_NO_DAY) live_term(m, &life, d, ordered);
  if (life.end == UN_NO_DAY) return true;
  un_day after = life.end == UN_INDEFINITE ? UN_INDEFINITE : life.end + 1;
  if (after > *free_on) *free_on = after;
  return true;
}

/* --- what follows ------------------------------------------------------------------------ */

static bool make_challenge(struct maker *m, const struct demand *d) {
  static const struct pick results[] = {{"lost", 35}, {"won", 20}, {"settled", 10}, {"withdrawn", 15},
                                        {"withdrawn_by_government", 20}, {NULL, 0}};
  un_day filed = d->received + 2 + below(m, 12), result = filed + 20 + below(m, 500);
  bool over = result <= d->last && chance(m, 930), nsl = is(d->process, "nsl");
  const char *forum = chance(m, 700) ? "district court" : "court of appeals";
  un_day applied = filed + 10 + below(m, 20);
  const char *cells[] = {text(m, "G-%08lld", d->id), text(m, "%lld", d->id), nsl ? "CK_NSL_APPLY" : NULL,
                         date(m, filed), "day", d->us ? forum : "court of the authority",
                         nsl && applied <= d->last ? date(m, applied) : NULL,
                         over ? pick(m, results) : "pending", over ? date(m, result) : NULL};
  return filed > d->last || sink_row(m->sink, CHALLENGES, cells);
}

static bool make_notice(struct maker *m, const struct demand *d, un_day free_on) {
  static const struct pick channels[] = {{"email", 60}, {"portal", 20}, {"counsel", 12}, {"post", 8}, {NULL, 0}};
  static const struct pick results[] = {{"read", 60}, {"delivered", 25}, {"bounced", 5}, {NULL, 0}};
  un_day from = d->decided > free_on ? d->decided : free_on;
  if (free_on == UN_INDEFINITE || from > d->last || is(d->outcome, "pending") || is(d->outcome, "duplicate") ||
      is(d->outcome, "preservation") || is(d->via, "eu_order") || !chance(m, 720)) {
    return true;
  }
  un_day sent = from + below(m, 25);
  const char *channel = pick(m, channels), *result = chance(m, 900) ? pick(m, results) : NULL;
  const char *cells[] = {text(m, "G-%08lld", d->id), text(m, "%lld", d->id), date(m, sent), channel, result};
  return sent > d->last || sink_row(m->sink, NOTICES, cells);
}

/* Twice as many a day at the end as at the start: 2Lx + x^2 of 3L^2 by day x. Whole
** numbers only: a compiler that fuses floating operations would change bytes. */
static un_day day_of_row(struct maker *m, long long row, un_day first, un_day last) {
  long long span = last - first, target = (2 * row + 1) * 3 * span * span / (2 * m->rows), low = 0, high = span;
  while (low < high) {
    long long x = (low + high) / 2;
    if (2 * span * x + x * x < target) low = x + 1;
    else high = x;
  }
  long long day = first + low + below(m, 7) - 3;
  return day < first ? first : day > last ? last : (un_day)day;
}

static bool make_demand(struct maker *m, long long row) {
  un_day first = un_day_of(FIRST_YEAR, 11, 1), last = un_day_of(FIRST_YEAR + 12, 10, 31);
  struct demand d = {.id = row + 1, .last = last};
  un_day free_on = UN_NO_DAY;
  m->used = 0;
  d.received = day_of_row(m, row, first, last);
  if (!make_request(m, &d)) return false;
  for (size_t i = 0; d.basis && i < sizeof instruments / sizeof *instruments; i++) {
    if (strncmp(d.basis, instruments[i].prefix, strlen(instruments[i].prefix)) != 0) continue;
    if (chance(m, instruments[i].per_mille) && !make_gag(m, &d, &instruments[i], &free_on)) return false;
    break;
  }
  if (chance(m, is(d.process, "nsl") ? 60 : 8) && !make_challenge(m, &d)) return false;
  return make_notice(m, &d, free_on);
}

/* --- the command ---------------------------------------------------------------------------- */

static bool parse_count(const char *digits, unsigned long long *out) {
  size_t n = strlen(digits);
  if (n == 0 || n > 18 || strspn(digits, "0123456789") != n) return false;
  *out = strtoull(digits, NULL, 10);
  return true;
}

int main(int argc, char **argv) {
  unsigned long long rows = 0, seed = 1;
  const char *dir = NULL, *db = NULL;
  bool good = argc % 2 == 1;
  for (int i = 1; good && i + 1 < argc; i += 2) {
    if (strcmp(argv[i], "--rows") == 0) good = parse_count(argv[i + 1], &rows) && rows <= 99999999;
    else if (strcmp(argv[i], "--seed") == 0) good = parse_count(argv[i + 1], &seed);
    else if (strcmp(argv[i], "--csv") == 0) dir = argv[i + 1];
    else if (strcmp(argv[i], "--db") == 0) db = argv[i + 1];
    else good = false;
  }
  if (!good || rows == 0 || !dir == !db) {
    fputs("usage: generate --rows N [--seed S] (--csv DIR | --db FILE)\n"
          "N from 1 to 99999999; the same N and S give the same bytes\n", stderr);
    return 2;
  }
  struct maker *m = calloc(1, sizeof *m);
  if (!m) return 1;
  m->state = seed * 0xd1342543de82ef95u + 1;
  m->rows = (long long)rows;
  m->sink = sink_open(dir, db, tables, TABLES);
  bool kept = m->sink != NULL;
  for (long long row = 0; kept && row < m->rows; row++) kept = make_demand(m, row);
  int code = !m->sink || sink_close(m->sink, kept) || !kept;
  free(m);
  return code;
}
