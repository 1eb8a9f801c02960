#include "regime.h"

#include <string.h>

#include "jurisdiction.h"
#include "suggest.h"

const char *const un_regime_names[UN_REGIMES] = {
    "eu", "eea", "eu-evidence", "eu-dsa", "cloud-partner", "budapest", "five-eyes", "nine-eyes",
    "fourteen-eyes", "adequate", "adequate-partial", "us-mlat"};

enum tag {
  DOMESTIC, CROSS_BORDER, CLOUD_PARTNER, CLOUD_COMITY, EU_EVIDENCE, EU_DSA, BUDAPEST, FIVE_EYES,
  NINE_EYES, FOURTEEN_EYES, GDPR48_CONFLICT, ADEQUATE, ADEQUATE_PARTIAL, US_MLAT, EEA, UNTAGGED
};

const char *const un_tag_names[UN_TAGS] = {
    "domestic",  "cross-border", "cloud-partner", "cloud-comity",    "eu-evidence", "eu-dsa",
    "budapest",  "five-eyes",    "nine-eyes",     "fourteen-eyes",   "gdpr48-conflict", "adequate",
    "adequate-partial", "us-mlat", "eea",         "untagged"};

/* GDPR applies (art. 99(2)). */
#define GDPR_APPLIES 17676 /* 2018-05-25 */

enum un_regime un_regime_find(const char *text, size_t len) {
  int i = 0;
  while (i < UN_REGIMES && (strlen(un_regime_names[i]) != len ||
                            memcmp(un_regime_names[i], text, len) != 0)) {
    i++;
  }
  return (enum un_regime)i;
}

static const char *name_at(const void *list, size_t i) {
  (void)list;
  return un_regime_names[i];
}

const char *un_regime_nearest(const char *text, size_t len) {
  return un_nearest(text, len, name_at, NULL, UN_REGIMES);
}

int un_country_row(const char *code, size_t len) {
  const char *parent = un_jurisdiction_parent(code, len);
  return parent ? un_jurisdiction_row(parent, strlen(parent)) : un_jurisdiction_row(code, len);
}

bool un_regime_member(int country, enum un_regime regime, un_day on) {
  for (int i = un_members_at[country]; i < un_members_at[country + 1]; i++) {
    const struct un_member *m = &un_members[i];
    if (m->regime == (int)regime && (m->since == UN_NO_DAY || on >= m->since) &&
        (m->until == UN_NO_DAY || on <= m->until)) {
      return true;
    }
  }
  return false;
}

/* All regimes of a country on a day, as bits. */
static unsigned regimes_of(int country, un_day on) {
  unsigned bits = 0;
  if (country < 0) return 0;
  for (int i = un_members_at[country]; i < un_members_at[country + 1]; i++) {
    const struct un_member *m = &un_members[i];
    if ((m->since == UN_NO_DAY || on >= m->since) && (m->until == UN_NO_DAY || on <= m->until)) {
      bits |= 1u << m->regime;
    }
  }
  return bits;
}

static bool in_eea(int place, un_day on) {
  return place >= 0 && (place == un_row_of_eu || (regimes_of(place, on) >> UN_EEA & 1));
}

unsigned un_jurisdiction_tags(int origin, int customer, int data, un_day on, int home) {
  static const struct {
    enum un_regime regime;
    enum tag tag;
  } own[] = {{UN_CLOUD_PARTNER, CLOUD_PARTNER}, {UN_EU_EVIDENCE, EU_EVIDENCE}, {UN_EU_DSA, EU_DSA},
             {UN_BUDAPEST, BUDAPEST},           {UN_FIVE_EYES, FIVE_EYES},
             {UN_NINE_EYES, NINE_EYES},         {UN_FOURTEEN_EYES, FOURTEEN_EYES},
             {UN_ADEQUATE, ADEQUATE},           {UN_ADEQUATE_PARTIAL, ADEQUATE_PARTIAL},
             {UN_US_MLAT, US_MLAT},             {UN_EEA, EEA}};
  if (origin < 0) return 1u << UNTAGGED;
  if (origin == un_row_of_eu || origin == un_row_of_int) return 1u << CROSS_BORDER;
  unsigned tags = 1u << (origin == home ? DOMESTIC : CROSS_BORDER);
  unsigned regimes = regimes_of(origin, on);
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
    if (regimes >> own[i].regime & 1) tags |= 1u << own[i].tag;
  }
  if (origin == un_row_of_us && (regimes_of(customer, on) >> UN_CLOUD_PARTNER & 1)) {
    tags |= 1u << CLOUD_COMITY;
  }
  if (on >= GDPR_APPLIES && !(regimes >> UN_EEA & 1) && (in_eea(customer, on) || in_eea(data, on))) {
    tags |= 1u << GDPR48_CONFLICT;
  }
  return tags;
}
