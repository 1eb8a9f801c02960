#include "regime.h"

#include <string.h>

#include "jurisdiction.h"
#include "suggest.h"

static const struct {
  char text[17];
  unsigned char len;
  bool regime;
} names[] = {
#define NAME(name, text, regime) {text, sizeof(text) - 1, regime},
    UN_EACH_TAG(NAME)
#undef NAME
};

/* GDPR applies (art. 99(2)). */
#define GDPR_APPLIES 17676 /* 2018-05-25 */

static unsigned bit(int tag) { return 1u << tag; }

int un_regime_find(const char *text, size_t len) {
  for (int i = 0; i <= UN_EU; i++) {
    if (names[i].regime && names[i].len == len && memcmp(names[i].text, text, len) == 0) return i;
  }
  return -1;
}

static const char *name_at(const void *list, size_t i) {
  (void)list;
  return names[names[i].regime ? i : UN_EU].text;
}

const char *un_regime_nearest(const char *text, size_t len) {
  return un_nearest(text, len, name_at, NULL, UN_EU + 1);
}

int un_country_row(const char *code, size_t len) {
  if (len == 2) {
    unsigned first = (unsigned char)code[0] - (unsigned)'A', second = (unsigned char)code[1] - (unsigned)'A';
    return first < 26 && second < 26 ? un_code_pairs[first * 26 + second] : -1;
  }
  const char *parent = un_jurisdiction_parent(code, len);
  return parent ? un_jurisdiction_row(parent, strlen(parent)) : un_jurisdiction_row(code, len);
}

/* All regimes of a country on a day, as bits. */
static unsigned regimes_of(int country, un_day on) {
  unsigned bits = 0;
  if (country < 0) return 0;
  for (int i = un_members_at[country]; i < un_members_at[country + 1]; i++) {
    const struct un_member *m = &un_members[i];
    if (on >= m->since && (m->until == UN_NO_DAY || on <= m->until)) bits |= bit(m->regime);
  }
  return bits;
}

bool un_regime_member(int country, int regime, un_day on) {
  return (regimes_of(country, on) & bit(regime)) != 0;
}

static bool in_eea(int place, un_day on) {
  return place == un_row_of_eu || (regimes_of(place, on) & bit(UN_EEA)) != 0;
}

unsigned un_jurisdiction_tags(int origin, int customer, int data, un_day on, int home) {
  if (origin < 0) return bit(UN_UNTAGGED);
  if (origin == un_row_of_eu || origin == un_row_of_int) return bit(UN_CROSS_BORDER);
  unsigned tags = regimes_of(origin, on) & ~bit(UN_EU);
  bool european = (tags & bit(UN_EEA)) != 0;
  bool domestic = un_state_of[origin] == un_state_of[home];
  tags |= bit(domestic ? UN_DOMESTIC : UN_CROSS_BORDER);
  if (un_state_of[origin] == un_row_of_us && un_regime_member(customer, UN_CLOUD_PARTNER, on)) {
    tags |= bit(UN_CLOUD_COMITY);
  }
  if (on >= GDPR_APPLIES && !european && (in_eea(customer, on) || in_eea(data, on))) {
    tags |= bit(UN_GDPR48_CONFLICT);
  }
  return tags;
}

/* A name is copied at its longest, which is cheaper than to its end. */
size_t un_tags_format(unsigned tags, char out[UN_TAGS_TEXT]) {
  size_t n = 0;
  for (int i = 0; tags >> i != 0; i++) {
    if (!(tags & bit(i))) continue;
    memcpy(out + n, names[i].text, sizeof names[i].text - 1);
    n += names[i].len;
    out[n++] = ',';
  }
  out[--n] = '\0';
  return n;
}
