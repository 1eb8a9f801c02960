#include "authority_reading.h"

#include <string.h>

#include "name.h"

static const char *const courts[] = {
    "court", "courts", "ct", "cts", "cir", "circ", "circuit", "bankr", "bankruptcy", "chancery",
    "surrogate", "super", "sup", "dist", "app", "judicial", "supreme", "superior", "appeals", "pleas",
    "probate", "tribunal", "bap", "magistrate", "clerk", "judge", "muni", "juv", "surr", "sess",
    "sessions", "term", "terminer", "ch", "jud", NULL};
static const char *const locals[] = {
    "police", "pd", "sheriff", "sheriffs", "marshal", "marshals", "constable", "constables", "detective",
    "detectives", "prosecutor", "prosecutors", "jail", NULL};
static const char *const offices[] = {
    "attorneys", "attorney", "atty", "attys", "department", "dept", "division", "div", "bureau",
    "office", "agency", "commission", "commissioner", "commn", "comm", "board", "bd", "authority",
    "patrol", "troopers", "rangers", "corrections", "enforcement", "investigation", "investigations",
    "forestry", "narcotics", "force", "legislature", "senate", "governor", "embassy", "embassies",
    "service", "airport", "district", "navy", "army", "marine", "customs", "law", "security",
    "commonwealths", "beverages", "gen", "wildlife", NULL};
static const char *const colleges[] = {
    "university", "college", "school", "institute", NULL};
static const char *const counties[] = {
    "county", "cty", "parish", "cnty", "co", NULL};
static const char *const town_types[] = {
    "city", "township", "twp", "borough", "village", "town", "beach", "springs", "falls", "heights",
    "park", "lake", "valley", "center", "gardens", "mills", "avenue", "area", "street", "river",
    "crossing", NULL};
static const char *const tribes[] = {
    "tribal", "tribe", "tribes", "nation", "indians", "intertribal", "pueblo", "rancheria", "band",
    "navajo", "mohegan", "hualapai", "colville", "passamaquoddy", "chehalis", "peck", "mashantucket",
    "cherokees", "hopi", NULL};

static const struct {
  enum un_authority_word_kind kind;
  const char *const *words;
} vocabulary[] = {
    {UN_WORD_COURT, courts}, {UN_WORD_LOCAL, locals}, {UN_WORD_OFFICE, offices},
    {UN_WORD_COLLEGE, colleges}, {UN_WORD_COUNTY, counties}, {UN_WORD_TOWN_TYPE, town_types},
    {UN_WORD_TRIBE, tribes}};

/* --- words ---------------------------------------------------------------------------- */

static bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 || c == '\'';
}

static uint8_t class_of(const struct un_authority_word *w) {
  for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++) {
    if (w->at[0] != '\'' && un_word_is_one_of(w, vocabulary[i].words)) return (uint8_t)vocabulary[i].kind;
  }
  return UN_WORD_PLAIN;
}

bool un_authority_words(struct un_authority_reading *r, const char *f, size_t len) {
  for (size_t i = 0; i < len;) {
    size_t from = i;
    while (i < len && is_word_char(f[i])) i++;
    if (i == from) {
      if (r->count > 0 && f[i] != ' ' && f[i] != '.') r->words[r->count - 1].mark = f[i];
      i++;
      continue;
    }
    if (r->count == UN_AUTHORITY_WORDS || i - from > 200) return false;
    struct un_authority_word *w = &r->words[r->count++];
    *w = (struct un_authority_word){f + from, (uint8_t)(i - from), i < len && f[i] == '.', 0, UN_WORD_PLAIN};
    w->kind = class_of(w);
    if (w->kind == UN_WORD_COUNTY && w->len == 2 && !w->dot) w->kind = UN_WORD_PLAIN; /* `Co.` */
    r->courts |= w->kind == UN_WORD_COURT;
    r->locals |= w->kind == UN_WORD_LOCAL;
    r->offices |= w->kind == UN_WORD_OFFICE;
    r->colleges |= w->kind == UN_WORD_COLLEGE;
    if (w->kind == UN_WORD_COUNTY && r->county_at < 0) r->county_at = r->count - 1;
  }
  return true;
}

size_t un_authority_join(const struct un_authority_reading *r, int from, int to, char out[UN_FOLD_ROOM]) {
  size_t n = 0;
  for (int i = from; i < to; i++) {
    if (n > 0) out[n++] = ' ';
    for (int k = 0; k < r->words[i].len; k++) {
      if (r->words[i].at[k] != '\'') out[n++] = r->words[i].at[k];
    }
  }
  out[n] = '\0';
  return n;
}

const struct un_us_name *un_us_find(const struct un_us_name *names, const int16_t *hash, unsigned mask, const char *key,
                                    size_t len) {
  for (unsigned at = un_hash(key, len);; at++) {
    int i = hash[at & mask];
    if (i < 0) return NULL;
    if (strcmp(un_pool + names[i].text, key) == 0) return &names[i];
  }
}

const struct un_us_name *un_us_find_words(const struct un_authority_reading *r, int from, int to,
                                           const struct un_us_name *names, const int16_t *hash,
                                           unsigned mask) {
  char text[UN_FOLD_ROOM], name[UN_NAME_ROOM];
  size_t n = to > from ? un_name_of(text, un_authority_join(r, from, to, text), name) : 0;
  if (names != un_us_kinds && names != un_us_posts && names != un_us_police) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
      if (name[i] != ' ') name[kept++] = name[i];
    }
    name[n = kept] = '\0';
  }
  return n > 0 ? un_us_find(names, hash, mask, name, n) : NULL;
}

bool un_authority_follows(const struct un_authority_reading *r, int i, const char *const *words) {
  for (; *words; words++, i++) {
    if (i >= r->count || !un_word_is(&r->words[i], *words)) return false;
  }
  return true;
}

/* --- states --------------------------------------------------------------------------- */

const struct un_us_name *un_authority_state_at(const struct un_authority_reading *r, int i, int *words) {
  for (int n = i + 4 <= r->count ? 4 : r->count - i; n > 0; n--) {
    char text[UN_FOLD_ROOM];
    size_t len = un_authority_join(r, i, i + n, text);
    const struct un_us_name *form = un_us_find(un_us_forms, un_us_forms_hash, un_us_forms_hash_mask, text, len);
    if (!form) continue;
    const struct un_authority_word *last = &r->words[i + n - 1];
    if (form->known == 2 && !last->dot) continue;
    if (form->known && !last->dot && !last->mark && i + n < r->count) continue;
    bool torn = false; /* `N-M. Ct.` is no N.M. */
    for (int k = i; k < i + n - 1; k++) torn |= r->words[k].mark != 0;
    if (torn) continue;
    *words = n;
    return form;
  }
  return NULL;
}

/* Whether a name in full is a town's or a county's: `Oregon City`, `Port Washington`. */
static bool is_of_a_place(const struct un_authority_reading *r, int from, int to) {
  static const char *const before[] = {"port", "fort", "mount", "lake", "little", "point", "new", "de", NULL};
  static const char *const within[] = {"city", "town", "village", "borough", "township", "county", NULL};
  if (to < r->count && !r->words[to - 1].mark &&
      (r->words[to].kind == UN_WORD_COUNTY || r->words[to].kind == UN_WORD_TOWN_TYPE)) {
    return true;
  }
  if (from == 0) return false;
  if (un_word_is_one_of(&r->words[from - 1], before)) return true;
  return from > 1 && un_word_is(&r->words[from - 1], "of") && un_word_is_one_of(&r->words[from - 2], within);
}

void un_authority_states(struct un_authority_reading *r) {
  static const char *const sides[] = {"n", "s", "e", "w", "m", "c", NULL};
  static const char *const nyc[] = {"new", "york", "city", NULL};
  r->first_state = -1;
  for (int i = 0; i < r->count;) {
    int n = 1;
    const struct un_us_name *form = NULL;
    /* A district: `N.D. Cal.`, `D. Me.`, `S.D.N.Y.`; `S.D.` alone is a state. */
    bool side = i + 2 < r->count && un_word_is_one_of(&r->words[i], sides) && un_word_is(&r->words[i + 1], "d");
    if (side && un_authority_state_at(r, i + 2, &n)) {
      r->federal_district = true;
      i += 2;
    } else if (un_word_is(&r->words[i], "d") && i + 1 < r->count && !un_word_is(&r->words[i + 1], "c") &&
               un_authority_state_at(r, i + 1, &n)) {
      r->federal_district = true;
      i += 1;
    } else if (un_word_is(&r->words[i], "d") && i + 2 < r->count && un_word_is(&r->words[i + 1], "d") &&
               un_word_is(&r->words[i + 2], "c")) {
      r->federal_district = true;
      i += 1;
    }
    form = un_authority_state_at(r, i, &n);
    if (!form) {
      i++;
      continue;
    }
    bool city = form->known == 0 && un_authority_follows(r, i, nyc); /* is in the state of its name */
    bool after = false; /* `Park Rangers: Booker T. Washington` */
    for (int k = 0; k < i; k++) after |= r->words[k].mark == ':';
    if (form->known || city || (!after && !is_of_a_place(r, i, i + n))) {
      r->states |= un_us_bits(form);
      if (form->known) r->short_states |= un_us_bits(form);
      r->city |= city;
      if (r->first_state < 0) r->first_state = i;
      r->last_state_end = i + n;
    }
    i += n;
  }
}
