#include "demand.h"

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

static un_day since(int year, int month, int day) {
  return un_day_of(year, month, day);
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

bool make_request(struct maker *m, struct demand *d) {
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
