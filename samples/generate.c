/* SPDX-License-Identifier: MIT
** generate --rows N [--seed S] (--csv DIR | --db FILE): a register of any size of
** a provider that does not exist. Same rows and seed, same bytes: own generator,
** no clock, no locale. Every row passes the register's checks and guards, every
** gag has a problem-free life (ext/law says when each ends).
**
** Twelve years, more each year; few countries ask for most. What depends on a
** date (DSA orders, e-Evidence, the DOJ memorandum) appears from its day. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/gag.h"
#include "sink.h"

enum { FIRST_YEAR = 2014, REQUESTS = 0, GAGS, GAG_EVENTS, CHALLENGES, NOTICES, TABLES };

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

/* --- chance ---------------------------------------------------------------------- */

struct pick {
  const char *word;
  int weight;
};

struct maker {
  uint64_t state;
  long long rows, gag_count;
  struct sink *sink;
  struct un_years years;
  char arena[4096]; /* the texts of one demand */
  size_t used;
};

/* splitmix64 (Steele, Lea, Flood 2014): any state is a good one. */
static uint64_t next(struct maker *m) {
  uint64_t z = m->state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* 0 to n - 1 */
static int below(struct maker *m, int n) {
  return (int)((next(m) >> 32) * (uint64_t)n >> 32);
}

static bool chance(struct maker *m, int per_mille) {
  return below(m, 1000) < per_mille;
}

/* A list of picks ends with a weight of 0. */
static const char *pick(struct maker *m, const struct pick *list) {
  int total = 0, at;
  for (int i = 0; list[i].weight > 0; i++) total += list[i].weight;
  at = below(m, total);
  while (at >= list->weight) at -= list++->weight;
  return list->word;
}

/* Small counts, mostly 1; each step up is half as likely. */
static int few(struct maker *m, int most) {
  int n = 1;
  while (n < most && chance(m, 450)) n += 1 + below(m, n);
  return n < most ? n : most;
}

static const char *text(struct maker *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

static const char *text(struct maker *m, const char *format, ...) {
  char *at = m->arena + m->used;
  va_list args;
  va_start(args, format);
  int n = vsnprintf(at, sizeof m->arena - m->used, format, args);
  va_end(args);
  if (n < 0 || m->used + (size_t)n + 1 > sizeof m->arena) abort();
  m->used += (size_t)n + 1;
  return at;
}

static const char *date(struct maker *m, un_day day) {
  char out[UN_DATE_TEXT];
  un_date_format(day, out);
  return text(m, "%s", out);
}

static const char *instant(struct maker *m, un_day day) {
  char out[UN_DATE_TEXT];
  int minute = below(m, 60), hour = below(m, 24); /* in one order under every compiler */
  un_date_format(day, out);
  return text(m, "%sT%02d:%02dZ", out, hour, minute);
}

static bool is(const char *a, const char *b) {
  return a && strcmp(a, b) == 0;
}

/* --- words ------------------------------------------------------------------------- */

static const struct pick countries[] = {
    {"US", 3800}, {"IN", 1500}, {"DE", 1100}, {"GB", 750}, {"FR", 700}, {"BR", 550}, {"TR", 220},
    {"IT", 210}, {"ES", 200}, {"AU", 190}, {"TW", 150}, {"KR", 120}, {"PL", 110}, {"JP", 100},
    {"PT", 90}, {"SG", 80}, {"NL", 75}, {"CA", 70}, {"BE", 65}, {"MX", 55}, {"AR", 50}, {"SE", 40},
    {"IL", 35}, {"CH", 30}, {"IE", 25}, {"GR", 22}, {"HU", 20}, {"CZ", 18}, {"AT", 18}, {"DK", 16},
    {"FI", 14}, {"RO", 12}, {"NO", 11}, {"CO", 10}, {"CL", 9}, {"NZ", 8}, {"ZA", 7}, {"MT", 6},
    {"HR", 6}, {"SI", 5}, {"EE", 5}, {"LT", 5}, {"LV", 4}, {"LU", 4}, {"BG", 4}, {"SK", 4},
    {"CY", 3}, {"PK", 3}, {"HK", 3}, {"AL", 2}, {"RS", 2}, {"UA", 2}, {"NG", 2}, {"KE", 2},
    {"XK", 1}, {"NA", 1}, {"INT", 2}, {"EU", 1}, {"PR", 1}, {NULL, 0}};

static const char eu_members[] =
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

static const struct pick us_process[] = {
    {"subpoena", 400}, {"search_warrant", 230}, {"court_order", 90}, {"emergency", 80},
    {"preservation", 80}, {"administrative", 40}, {"pen_register", 25}, {"nsl", 14},
    {"wiretap", 8}, {"fisa_content", 6}, {"fisa_noncontent", 4}, {"voluntary_requested", 6},
    {"voluntary_own", 5}, {"other", 12}, {NULL, 0}};
static const struct pick other_process[] = {
    {"administrative", 280}, {"production_order", 230}, {"court_order", 200}, {"emergency", 80},
    {"search_warrant", 60}, {"preservation", 50}, {"preservation_order", 20}, {"subpoena", 20},
    {"wiretap", 5}, {"voluntary_requested", 10}, {"voluntary_own", 5}, {"other", 40}, {NULL, 0}};
static const struct pick dsa_process[] = {{"order_to_inform", 60}, {"order_to_act", 40}, {NULL, 0}};
static const struct pick evidence_process[] = {
    {"production_order", 75}, {"preservation_order", 15}, {"emergency", 10}, {NULL, 0}};

static const struct pick us_levels[] = {{"federal", 45}, {"state", 35}, {"local", 20}, {NULL, 0}};
static const struct pick us_federal[] = {
    {"US Attorney", 30}, {"Federal Bureau of Investigation", 30},
    {"Drug Enforcement Administration", 15}, {"Homeland Security Investigations", 15},
    {"Securities and Exchange Commission", 5}, {"Postal Inspection Service", 5}, {NULL, 0}};
static const struct pick us_state[] = {
    {"Attorney General, State of Ohio", 20}, {"District Attorney", 40}, {"State Police", 30},
    {"Superior Court of California", 10}, {NULL, 0}};
static const struct pick us_local[] = {
    {"City Police", 50}, {"County Sheriff", 40}, {"Sheriff \"Task Force 7\"", 10}, {NULL, 0}};
static const struct pick abroad[] = {
    {"National Police", 40}, {"Public Prosecutor", 35}, {"Regional Court", 15},
    {"Cybercrime Unit, Ministry of Interior", 10}, {NULL, 0}};
static const struct pick services[] = {
    {"mail", 45}, {"cloud", 20}, {"chat", 15}, {"office", 8}, {"games", 7}, {"search", 5}, {NULL, 0}};
static const struct pick categories[] = {
    {"STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", 40}, {"STATEMENT_CATEGORY_SCAMS_AND_FRAUD", 20},
    {"STATEMENT_CATEGORY_PROTECTION_OF_MINORS", 20},
    {"STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY", 12},
    {"STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS", 8}, {NULL, 0}};
static const struct pick regions[] = {{"US", 50}, {"IE", 25}, {"NL", 8}, {"SG", 8}, {"DE", 5}, {"AU", 4}, {NULL, 0}};
static const struct pick kinds[] = {
    {"consumer", 78}, {"enterprise", 14}, {"education", 5}, {"public", 3}, {NULL, 0}};

static const struct pick answered[] = {
    {"noncontent", 360}, {"content", 300}, {"no_data", 170}, {"partial", 60}, {"withdrawn", 16},
    {"withdrawn_after_objection", 8}, {"duplicate", 8}, {"expired", 5}, {"unknown", 5},
    {"quashed", 2}, {NULL, 0}};
static const struct pick reasons[] = {
    {"defect", 35}, {"no_juris", 20}, {"overbroad", 12}, {"wrong_process", 12}, {"wrong_entity", 8},
    {"conflict_of_law", 5}, {"not_emergency", 3}, {"human_rights", 2}, {"non_gov", 2},
    {"technically_impossible", 1}, {NULL, 0}};

/* --- a demand ------------------------------------------------------------------------ */

struct demand {
  long long id;
  un_day issued, received, decided, last; /* last: the register's last day */
  bool eu, us;
  const char *origin, *process, *basis, *outcome, *via, *kind;
};

static un_day since(int year, int month, int day) {
  return un_day_of(year, month, day);
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

static const char *basis_us(struct maker *m, const struct demand *d, const char *level) {
  static const struct pick nsl[] = {{"US_NSL_2709", 90}, {"US_NSL_3414", 7}, {"US_NSL_1681U", 3}, {NULL, 0}};
  static const struct pick content[] = {{"US_FISA_702", 70}, {"US_FISA_T1", 30}, {NULL, 0}};
  static const struct pick records[] = {{"US_2703C3", 40}, {"US_GJ_6E", 30}, {"US_NDO_2705B", 30}, {NULL, 0}};
  if (is(d->process, "nsl")) return pick(m, nsl);
  if (is(d->process, "fisa_content")) return pick(m, content);
  if (is(d->process, "fisa_noncontent")) {
    if (chance(m, 500)) return "US_FISA_PRTT";
    return d->issued < since(2020, 3, 15) ? "US_FISA_BR_2015" : "US_FISA_BR_1862";
  }
  if (is(d->process, "pen_register")) return "US_PRTT_3123D";
  if (is(d->process, "wiretap")) return "US_T3_2511";
  if (is(d->process, "administrative")) return "US_ADMIN_3486";
  if (is(d->process, "preservation")) return "US_PRES_2703F";
  if (is(d->process, "subpoena")) return pick(m, records);
  if (is(d->process, "court_order") || is(d->process, "search_warrant")) {
    if (!is(level, "federal")) return chance(m, 300) ? "US_NDO_CALECPA" : "US_NDO_STATE";
    return d->issued < since(2017, 11, 18) ? "US_NDO_2705B" : "US_NDO_2705B_DOJ2017";
  }
  return NULL;
}

static const char *basis_abroad(struct maker *m, const struct demand *d) {
  if (is(d->process, "order_to_inform")) return "EU_DSA_10_5";
  if (is(d->process, "order_to_act")) return chance(m, 100) ? "EU_TCO_11_3" : "EU_DSA_9_5";
  if (is(d->via, "eu_order")) return "EU_EEV_13";
  if (is(d->origin, "GB")) {
    if (is(d->process, "wiretap")) return "GB_IPA_57";
    return is(d->process, "production_order") && d->issued >= since(2022, 10, 3) ? "GB_COPOA" : "GB_IPA_82";
  }
  if (is(d->origin, "DE")) return is(d->process, "court_order") ? "DE_STPO_95A" : "DE_TKG_SILENCE";
  if (is(d->origin, "AU")) return is(d->process, "wiretap") ? "AU_TIA_63" : "AU_TIA_182";
  if (is(d->origin, "CA")) return is(d->process, "preservation") ? "CA_CC_487_012" : "CA_CC_487_0191";
  if (is(d->origin, "FR")) return "FR_CPP_11";
  if (is(d->origin, "IE")) return is(d->process, "wiretap") ? "IE_1993_12" : "IE_2011_NONE";
  if (is(d->origin, "IN")) return is(d->process, "wiretap") ? "IN_R25" : NULL;
  if (is(d->origin, "CH")) return "CH_271";
  return d->eu && is(d->process, "court_order") ? "EU_EIO_19" : NULL;
}

static const char *outcome_of(struct maker *m, const struct demand *d) {
  unsigned country = d->origin ? (unsigned)d->origin[0] * 7u + (unsigned)d->origin[1] * 31u : 0;
  int refused = d->us ? 140 : 120 + (int)(country % 8) * 45; /* some countries write worse demands */
  if (is(d->process, "preservation") || is(d->process, "preservation_order")) return "preservation";
  if (d->last - d->received < 30 && chance(m, 700)) return "pending";
  if (chance(m, 2)) return "pending";
  if (is(d->kind, "enterprise") && chance(m, 280)) return "redirected";
  if (is(d->process, "nsl") || is(d->process, "emergency")) refused /= 2;
  return chance(m, refused) ? "rejected" : pick(m, answered);
}

static const char *reason_of(struct maker *m, const char *outcome) {
  if (is(outcome, "redirected")) return "redirect_customer";
  if (is(outcome, "rejected")) return pick(m, reasons);
  if (is(outcome, "partial") && chance(m, 600)) return "overbroad";
  return is(outcome, "withdrawn_after_objection") && chance(m, 500) ? "defect" : NULL;
}

/* What is known to the month, half or year is stored as its first day. */
static const char *blur(struct maker *m, un_day *day) {
  if (chance(m, 985)) return "day";
  struct un_civil c = un_civil_of(*day);
  int how = below(m, 10);
  if (how < 7) {
    *day = un_day_of(c.year, c.month, 1);
    return "month";
  }
  if (how < 9) {
    *day = un_day_of(c.year, c.month < 7 ? 1 : 7, 1);
    return "half";
  }
  *day = un_day_of(c.year, 1, 1);
  return "year";
}

static void choose_process(struct maker *m, struct demand *d) {
  d->via = "direct";
  if (d->eu && d->received >= since(2024, 2, 29) && chance(m, 120)) {
    d->process = pick(m, dsa_process);
  } else if (d->eu && d->received >= since(2026, 8, 30) && chance(m, 300)) {
    d->process = pick(m, evidence_process);
    d->via = "eu_order";
  } else {
    d->process = pick(m, d->us ? us_process : other_process);
    if (d->us && chance(m, 25)) d->via = "mlat";
    else if (!d->us && chance(m, 15)) d->via = "diplomatic";
    else if (is(d->origin, "GB") && d->received >= since(2022, 10, 3) && chance(m, 400)) d->via = "cloud_agreement";
    else if (is(d->origin, "AU") && d->received >= since(2024, 1, 31) && chance(m, 300)) d->via = "cloud_agreement";
  }
}

static bool make_request(struct maker *m, struct demand *d) {
  const char *cells[SINK_COLUMNS] = {NULL};
  int c = 0;
  d->origin = chance(m, 1) ? NULL : pick(m, countries);
  d->us = is(d->origin, "US");
  d->eu = d->origin && d->origin[2] == '\0' && strstr(eu_members, d->origin) != NULL;
  const char *precision = blur(m, &d->received);
  choose_process(m, d);
  bool exact = is(precision, "day"), dsa = strncmp(d->process, "order_to", 8) == 0;
  bool dated = exact && chance(m, 920);
  d->issued = d->received - (!dated || is(d->process, "emergency") ? 0 : below(m, 12));
  const char *level = d->us ? pick(m, us_levels) : is(d->origin, "INT") || is(d->origin, "EU")
                      ? "supranational" : chance(m, 80) ? NULL : "national";
  if (d->us && (strncmp(d->process, "nsl", 3) == 0 || strncmp(d->process, "fisa", 4) == 0)) level = "federal";
  d->basis = d->us ? basis_us(m, d, level) : basis_abroad(m, d);
  /* Few customers are asked for often; the number says what each is. */
  long long customers = m->rows / 4 + 1, u = below(m, 1 << 20), customer;
  customer = (u * u >> 20) * customers >> 20;
  struct maker own = {.state = (uint64_t)customer * 0x2545f4914f6cdd1du};
  d->kind = pick(&own, kinds);
  const char *home = pick(&own, countries), *region = pick(&own, regions);
  bool told = chance(m, 970);
  d->outcome = outcome_of(m, d);
  d->decided = d->received + (is(d->process, "emergency") ? below(m, 2) : 1 + below(m, 28));
  if (d->decided > d->last) d->outcome = is(d->outcome, "preservation") ? d->outcome : "pending";
  bool open = is(d->outcome, "pending") || d->decided > d->last;
  bool given = is(d->outcome, "content") || is(d->outcome, "noncontent") || is(d->outcome, "partial");

  cells[c++] = text(m, "G-%08lld", d->id);
  cells[c++] = chance(m, 500) ? text(m, "%s/%d", d->origin ? d->origin : "XX", below(m, 1000000)) : NULL;
  cells[c++] = dated ? date(m, d->issued) : NULL;
  cells[c++] = date(m, d->received);
  cells[c++] = exact && (is(d->process, "emergency") || dsa || chance(m, 250)) ? instant(m, d->received) : NULL;
  cells[c++] = precision;
  cells[c++] = !d->us ? pick(m, abroad) : is(d->process, "nsl") ? "Federal Bureau of Investigation"
               : pick(m, is(level, "federal") ? us_federal : is(level, "state") ? us_state : us_local);
  cells[c++] = d->origin;
  cells[c++] = level;
  cells[c++] = d->via;
  cells[c++] = d->process;
  cells[c++] = d->basis;
  cells[c++] = pick(m, services);
  cells[c++] = is(d->process, "search_warrant") ? "content" : is(d->process, "wiretap") ? "traffic"
               : chance(m, 100) ? NULL : chance(m, 600) ? "subscriber" : chance(m, 500) ? "access" : "mixed";
  cells[c++] = is(d->process, "emergency") || chance(m, 5) ? "1" : "0";
  int selectors = few(m, 200);
  cells[c++] = text(m, "%d", selectors);
  cells[c++] = chance(m, 930) ? text(m, "%d", 1 + below(m, selectors)) : NULL;
  cells[c++] = is(d->process, "order_to_act") ? text(m, "%d", few(m, 50)) : NULL;
  cells[c++] = dsa ? pick(m, categories) : NULL;
  cells[c++] = strncmp(d->process, "fisa", 4) == 0 ? chance(m, 60) ? "1" : "0" : NULL;
  cells[c++] = told ? text(m, "C-%07lld", customer) : NULL;
  cells[c++] = told ? d->kind : NULL;
  cells[c++] = told ? home : NULL;
  cells[c++] = told ? region : NULL;
  cells[c++] = d->outcome;
  cells[c++] = reason_of(m, d->outcome);
  cells[c++] = open ? NULL : date(m, d->decided);
  cells[c++] = dsa ? instant(m, d->received + 1) : NULL;
  cells[c++] = !open && given && (dsa || chance(m, 150)) ? instant(m, d->decided) : NULL;
  cells[c++] = chance(m, 180) ? text(m, "%sT23:59Z", date(m, d->received + 14)) : NULL;
  cells[c++] = chance(m, 700) ? "portal" : NULL;
  long long earlier = d->id > 1 && chance(m, 25) ? d->id - 1 - below(m, d->id > 500 ? 500 : (int)d->id - 1) : 0;
  cells[c++] = earlier > 0 ? text(m, "G-%08lld", earlier) : NULL;
  cells[c++] = earlier > 0 ? text(m, "%lld", earlier) : NULL;
  return sink_row(m->sink, REQUESTS, cells);
}

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
