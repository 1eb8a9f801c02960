#include "authority.h"

#include <string.h>

#include "name.h"

enum { WORDS = 40 };

enum word_class {
  PLAIN, COURT, LOCAL, OFFICE, COLLEGE, /* what makes a text an authority's name */
  COUNTY, TOWN_TYPE, TRIBE
};

struct word {
  const char *at;
  uint8_t len;
  bool dot;   /* `Cal.` */
  char mark; /* what separates it from the next, 0 for blanks and dots */
  uint8_t kind;
};

struct reading {
  struct word words[WORDS];
  int count;
  bool courts, locals, offices, colleges;
  int county_at; /* the word `county`, -1 for none */
  uint64_t states;        /* named */
  uint64_t short_states;  /* those of them that are cited in short */
  int first_state, last_state_end;
  bool city;              /* New York City */
  bool federal_district; /* `N.D.`, `D.` before a state, `D.C.` before Circuit */
};

static const struct {
  const char *word;
  uint8_t kind;
} vocabulary[] = {
    {"court", COURT}, {"courts", COURT}, {"ct", COURT}, {"cts", COURT}, {"cir", COURT}, {"circ", COURT},
    {"circuit", COURT}, {"bankr", COURT}, {"bankruptcy", COURT}, {"chancery", COURT}, {"surrogate", COURT},
    {"super", COURT}, {"sup", COURT}, {"dist", COURT}, {"app", COURT}, {"judicial", COURT},
    {"supreme", COURT}, {"superior", COURT}, {"appeals", COURT}, {"pleas", COURT}, {"probate", COURT},
    {"tribunal", COURT}, {"bap", COURT}, {"magistrate", COURT}, {"clerk", COURT}, {"judge", COURT},
    {"muni", COURT}, {"juv", COURT}, {"surr", COURT}, {"sess", COURT}, {"sessions", COURT}, {"term", COURT},
    {"terminer", COURT}, {"ch", COURT}, {"jud", COURT},
    {"police", LOCAL}, {"pd", LOCAL}, {"sheriff", LOCAL}, {"sheriffs", LOCAL}, {"marshal", LOCAL},
    {"marshals", LOCAL}, {"constable", LOCAL}, {"constables", LOCAL}, {"detective", LOCAL},
    {"detectives", LOCAL}, {"prosecutor", LOCAL}, {"prosecutors", LOCAL}, {"jail", LOCAL},
    {"attorneys", OFFICE}, {"attorney", OFFICE}, {"atty", OFFICE}, {"attys", OFFICE}, {"department", OFFICE},
    {"dept", OFFICE}, {"division", OFFICE}, {"div", OFFICE}, {"bureau", OFFICE}, {"office", OFFICE},
    {"agency", OFFICE}, {"commission", OFFICE}, {"commissioner", OFFICE}, {"commn", OFFICE},
    {"comm", OFFICE}, {"board", OFFICE}, {"bd", OFFICE}, {"authority", OFFICE}, {"patrol", OFFICE},
    {"troopers", OFFICE}, {"rangers", OFFICE}, {"corrections", OFFICE}, {"enforcement", OFFICE},
    {"investigation", OFFICE}, {"investigations", OFFICE}, {"forestry", OFFICE}, {"narcotics", OFFICE},
    {"force", OFFICE}, {"legislature", OFFICE}, {"senate", OFFICE}, {"governor", OFFICE},
    {"embassy", OFFICE}, {"embassies", OFFICE}, {"service", OFFICE}, {"airport", OFFICE},
    {"district", OFFICE}, {"navy", OFFICE}, {"army", OFFICE}, {"marine", OFFICE}, {"customs", OFFICE},
    {"law", OFFICE}, {"security", OFFICE}, {"commonwealths", OFFICE},
    {"beverages", OFFICE}, {"gen", OFFICE}, {"wildlife", OFFICE},
    {"university", COLLEGE}, {"college", COLLEGE}, {"school", COLLEGE}, {"institute", COLLEGE},
    {"county", COUNTY}, {"cty", COUNTY}, {"parish", COUNTY}, {"cnty", COUNTY}, {"co", COUNTY},
    {"city", TOWN_TYPE}, {"township", TOWN_TYPE}, {"twp", TOWN_TYPE}, {"borough", TOWN_TYPE},
    {"village", TOWN_TYPE}, {"town", TOWN_TYPE}, {"beach", TOWN_TYPE}, {"springs", TOWN_TYPE},
    {"falls", TOWN_TYPE}, {"heights", TOWN_TYPE}, {"park", TOWN_TYPE}, {"lake", TOWN_TYPE},
    {"valley", TOWN_TYPE}, {"center", TOWN_TYPE}, {"gardens", TOWN_TYPE}, {"mills", TOWN_TYPE},
    {"avenue", TOWN_TYPE}, {"area", TOWN_TYPE}, {"street", TOWN_TYPE}, {"river", TOWN_TYPE}, {"crossing", TOWN_TYPE},
    {"tribal", TRIBE}, {"tribe", TRIBE}, {"tribes", TRIBE}, {"nation", TRIBE},
    {"indians", TRIBE}, {"intertribal", TRIBE}, {"pueblo", TRIBE}, {"rancheria", TRIBE}, {"band", TRIBE},
    {"navajo", TRIBE}, {"mohegan", TRIBE}, {"hualapai", TRIBE}, {"colville", TRIBE},
    {"passamaquoddy", TRIBE}, {"chehalis", TRIBE}, {"peck", TRIBE}, {"mashantucket", TRIBE},
    {"cherokees", TRIBE}, {"hopi", TRIBE}};

/* --- words ---------------------------------------------------------------------------- */

static bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 || c == '\'';
}

static bool is(const struct word *w, const char *text) {
  size_t n = 0; /* an apostrophe does not count */
  for (int i = 0; i < w->len; i++) {
    if (w->at[i] == '\'') continue;
    if (text[n] == '\0' || w->at[i] != text[n]) return false;
    n++;
  }
  return text[n] == '\0';
}

static bool is_one_of(const struct word *w, const char *const *list) {
  for (; *list; list++) {
    if (is(w, *list)) return true;
  }
  return false;
}

static uint8_t class_of(const struct word *w) {
  for (size_t i = 0; i < sizeof vocabulary / sizeof *vocabulary; i++) {
    if (vocabulary[i].word[0] == w->at[0] && is(w, vocabulary[i].word)) return vocabulary[i].kind;
  }
  return PLAIN;
}

static bool read_words(struct reading *r, const char *f, size_t len) {
  for (size_t i = 0; i < len;) {
    size_t from = i;
    while (i < len && is_word_char(f[i])) i++;
    if (i == from) {
      if (r->count > 0 && f[i] != ' ' && f[i] != '.') r->words[r->count - 1].mark = f[i];
      i++;
      continue;
    }
    if (r->count == WORDS || i - from > 200) return false;
    struct word *w = &r->words[r->count++];
    *w = (struct word){f + from, (uint8_t)(i - from), i < len && f[i] == '.', 0, PLAIN};
    w->kind = class_of(w);
    if (w->kind == COUNTY && w->len == 2 && !w->dot) w->kind = PLAIN; /* `Co.` */
    r->courts |= w->kind == COURT;
    r->locals |= w->kind == LOCAL;
    r->offices |= w->kind == OFFICE;
    r->colleges |= w->kind == COLLEGE;
    if (w->kind == COUNTY && r->county_at < 0) r->county_at = r->count - 1;
  }
  return true;
}

/* Words [from, to) with a blank between, apostrophes left out. */
static size_t join(const struct reading *r, int from, int to, char out[UN_FOLD_ROOM]) {
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

static const struct un_us_name *find(const struct un_us_name *names, const int16_t *hash, unsigned mask,
                                     const char *key, size_t len) {
  for (unsigned at = un_hash(key, len);; at++) {
    int i = hash[at & mask];
    if (i < 0) return NULL;
    if (strcmp(un_pool + names[i].text, key) == 0) return &names[i];
  }
}

/* Words [from, to) as a name (name.h) in one of the tables; `De Soto` is `DeSoto`, but
** to the police of one town and to kinds. */
static const struct un_us_name *find_words(const struct reading *r, int from, int to,
                                           const struct un_us_name *names, const int16_t *hash,
                                           unsigned mask) {
  char text[UN_FOLD_ROOM], name[UN_NAME_ROOM];
  size_t n = to > from ? un_name_of(text, join(r, from, to, text), name) : 0;
  if (names != un_us_kinds && names != un_us_posts && names != un_us_police) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
      if (name[i] != ' ') name[kept++] = name[i];
    }
    name[n = kept] = '\0';
  }
  return n > 0 ? find(names, hash, mask, name, n) : NULL;
}

#define FIND(r, from, to, what) \
  find_words(r, from, to, un_us_##what, un_us_##what##_hash, un_us_##what##_hash_mask)

static uint64_t bits_of(const struct un_us_name *name) { return name ? un_us_sets[name->set] : 0; }

static bool single(uint64_t bits) { return bits != 0 && (bits & (bits - 1)) == 0; }

static bool follows(const struct reading *r, int i, const char *const *words) {
  for (; *words; words++, i++) {
    if (i >= r->count || !is(&r->words[i], *words)) return false;
  }
  return true;
}

/* --- states --------------------------------------------------------------------------- */

/* The form of a state at word i and how many words it has. */
static const struct un_us_name *state_at(const struct reading *r, int i, int *words) {
  for (int n = i + 4 <= r->count ? 4 : r->count - i; n > 0; n--) {
    char text[UN_FOLD_ROOM];
    size_t len = join(r, i, i + n, text);
    const struct un_us_name *form = find(un_us_forms, un_us_forms_hash, un_us_forms_hash_mask, text, len);
    if (!form) continue;
    const struct word *last = &r->words[i + n - 1];
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
static bool is_of_a_place(const struct reading *r, int from, int to) {
  static const char *const before[] = {"port", "fort", "mount", "lake", "little", "point", "new", "de", NULL};
  static const char *const within[] = {"city", "town", "village", "borough", "township", "county", NULL};
  if (to < r->count && !r->words[to - 1].mark &&
      (r->words[to].kind == COUNTY || r->words[to].kind == TOWN_TYPE)) {
    return true;
  }
  if (from == 0) return false;
  if (is_one_of(&r->words[from - 1], before)) return true;
  return from > 1 && is(&r->words[from - 1], "of") && is_one_of(&r->words[from - 2], within);
}

static void read_states(struct reading *r) {
  static const char *const sides[] = {"n", "s", "e", "w", "m", "c", NULL};
  static const char *const nyc[] = {"new", "york", "city", NULL};
  r->first_state = -1;
  for (int i = 0; i < r->count;) {
    int n = 1;
    const struct un_us_name *form = NULL;
    /* A district: `N.D. Cal.`, `D. Me.`, `S.D.N.Y.`; `S.D.` alone is a state. */
    bool side = i + 2 < r->count && is_one_of(&r->words[i], sides) && is(&r->words[i + 1], "d");
    if (side && state_at(r, i + 2, &n)) {
      r->federal_district = true;
      i += 2;
    } else if (is(&r->words[i], "d") && i + 1 < r->count && !is(&r->words[i + 1], "c") &&
               state_at(r, i + 1, &n)) {
      r->federal_district = true;
      i += 1;
    } else if (is(&r->words[i], "d") && i + 2 < r->count && is(&r->words[i + 1], "d") &&
               is(&r->words[i + 2], "c")) {
      r->federal_district = true;
      i += 1;
    }
    form = state_at(r, i, &n);
    if (!form) {
      i++;
      continue;
    }
    bool city = form->known == 0 && follows(r, i, nyc); /* is in the state of its name */
    bool after = false; /* `Park Rangers: Booker T. Washington` */
    for (int k = 0; k < i; k++) after |= r->words[k].mark == ':';
    if (form->known || city || (!after && !is_of_a_place(r, i, i + n))) {
      r->states |= bits_of(form);
      if (form->known) r->short_states |= bits_of(form);
      r->city |= city;
      if (r->first_state < 0) r->first_state = i;
      r->last_state_end = i + n;
    }
    i += n;
  }
}

/* Of several states the one that the others are counties or towns of: `Ohio Circuit
** Court, Kentucky`. */
static uint64_t choose(const struct reading *r) {
  uint64_t chosen = 0;
  for (int s = 0; s < un_us_states_count; s++) {
    uint64_t bit = UINT64_C(1) << s;
    bool all = (r->states & bit) != 0;
    for (int t = 0; t < un_us_states_count && all; t++) {
      if (t == s || !(r->states >> t & 1)) continue;
      const char *name = un_pool + un_places[un_us_states[t]].name;
      char folded[UN_FOLD_ROOM], key[UN_NAME_ROOM];
      size_t n = un_name_of(folded, un_fold(&un_folds, name, strlen(name), folded), key);
      size_t kept = 0;
      for (size_t k = 0; k < n; k++) {
        if (key[k] != ' ') key[kept++] = key[k];
      }
      key[kept] = '\0';
      all = (bits_of(find(un_us_counties, un_us_counties_hash, un_us_counties_hash_mask, key, kept)) & bit) != 0;
    }
    if (all) chosen |= bit;
  }
  return chosen;
}

/* --- the federation ---------------------------------------------------------------------- */

static bool is_ordinal(const struct word *w) {
  static const char *const names[] = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh",
                                      "eighth", "ninth", "tenth", "eleventh", "federal", "fed", NULL};
  if (is_one_of(w, names)) return true;
  int n = 0, i = 0;
  while (i < w->len && i < 3 && w->at[i] >= '0' && w->at[i] <= '9') n = n * 10 + w->at[i++] - '0';
  return i > 0 && i < 3 && i < w->len && n >= 1 && n <= 11;
}

static bool is_circuit(const struct word *w) { return is(w, "cir") || is(w, "circuit"); }

/* `9th Cir.`, `Court of Appeals for the D.C. Circuit`, `Judicial Council of the ...`. */
static bool is_federal_circuit(const struct reading *r) {
  bool appeals = false;
  for (int i = 0; i < r->count; i++) {
    appeals |= is(&r->words[i], "appeals") || is(&r->words[i], "bap") || is(&r->words[i], "councils") ||
               is(&r->words[i], "council");
  }
  for (int i = 1; i < r->count; i++) {
    if (!is_circuit(&r->words[i])) continue;
    bool columbia = is(&r->words[i - 1], "columbia") ||
                    (i > 1 && is(&r->words[i - 1], "c") && is(&r->words[i - 2], "d"));
    if (columbia) return appeals || r->count == 3;
    if (is_ordinal(&r->words[i - 1]) && r->states == 0 && (appeals || r->count == 2)) return true;
  }
  return false;
}

/* `United States ...` and `U.S. ...`, but of what belongs to neither: the Virgin Islands. */
static bool is_of_the_union(const struct reading *r) {
  static const char *const islands[] = {"virgin", "islands", NULL};
  for (int i = 0; i + 1 < r->count; i++) {
    int next = is(&r->words[i], "united") && is(&r->words[i + 1], "states") ? i + 2
             : is(&r->words[i], "unites") && is(&r->words[i + 1], "states") ? i + 2
             : is(&r->words[i], "u") && is(&r->words[i + 1], "s")            ? i + 2
             : i == 0 && is(&r->words[i], "us")                              ? i + 1 : 0;
    static const char *const others[] = {"academy", "provisional", NULL};
    for (int k = next; next > 0 && k < r->count; k++) {
      if (is_one_of(&r->words[k], others)) return false;
    }
    if (next > 0) return !follows(r, next, islands);
  }
  return false;
}

/* --- counties, towns, kinds ---------------------------------------------------------------- */

/* `X County`: the longest name before the word; *from where it starts. `County of X` too. */
static uint64_t county_states(const struct reading *r, int *from) {
  int at = r->county_at;
  for (int n = at < 4 ? at : 4; n > 0; n--) {
    const struct un_us_name *county = FIND(r, at - n, at, counties);
    if (county) {
      *from = at - n;
      return *from > 0 && is(&r->words[*from - 1], "and") ? 0 : bits_of(county);
    }
  }
  if (at + 2 < r->count && is(&r->words[at + 1], "of")) {
    for (int n = 3; n > 0; n--) {
      const struct un_us_name *county = at + 2 + n <= r->count ? FIND(r, at + 2, at + 2 + n, counties) : NULL;
      *from = at;
      if (county) return bits_of(county);
    }
  }
  return 0;
}

/* The states of every kind of authority that the words name. */
static uint64_t kind_states(const struct reading *r) {
  uint64_t states = ~UINT64_C(0);
  for (int i = 0; i < r->count;) {
    int taken = 1;
    for (int n = r->count - i < 9 ? r->count - i : 9; n > 0; n--) {
      const struct un_us_name *kind = FIND(r, i, i + n, kinds);
      if (!kind) continue;
      states &= bits_of(kind);
      taken = n;
      break;
    }
    i += taken;
  }
  return states;
}

/* What follows the name of a town in the name of its police or court. */
static int town_end(const struct reading *r) {
  static const char *const endings[][4] = {
      {"police", "department"}, {"police", "dept"}, {"police", "depart"}, {"police"},
      {"pd"}, {"p", "d"}, {"department", "of", "police"}, {"municipal", "court"}, {"city", "court"},
      {"town", "court"}, {"village", "court"}, {"justice", "court"}, {"mayors", "court"},
      {"police", "court"}, {"fire", "department"}, {"department", "of", "public", "safety"},
      {"public", "safety", "department"}, {"marshals", "office"}, {"city", "marshal"}, {"town", "marshal"}};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    int n = 0;
    while (n < 4 && endings[i][n]) n++;
    int at = r->count - n;
    bool all = at > 0;
    for (int k = 0; k < n && all; k++) all = is(&r->words[at + k], endings[i][k]);
    if (all) return at;
  }
  return 0;
}

/* `X` of `X Police Department` or `Police Department of the City of X`: words [from, to). */
static bool town_words(const struct reading *r, int *from, int *to) {
  static const char *const types[] = {"city", "town", "village", "borough", NULL};
  *from = 0;
  *to = town_end(r);
  for (int i = 0; i + 2 < r->count; i++) {
    if (!is_one_of(&r->words[i], types) || !is(&r->words[i + 1], "of")) continue;
    *from = i + 2;
    if (*to <= *from) *to = r->count;
  }
  return *to > *from;
}

/* --- the answer ------------------------------------------------------------------------------ */

static struct un_authority answer(uint64_t states, bool certain, const char *reason) {
  return (struct un_authority){false, certain && single(states), states, reason};
}

static struct un_authority read_town(const struct reading *r);

static struct un_authority read_state_name(const struct reading *r) {
  uint64_t states = single(r->states) ? r->states : choose(r);
  int from = 0;
  static const char *const older[] = {"terr", "territory", "privy", "tribunal", "provisional", NULL};
  for (int i = 0; i < r->count; i++) {
    if (is_one_of(&r->words[i], older)) return answer(states, false, "a court of a territory or of another time");
  }
  if (!single(states)) return answer(r->states, false, "names several states");
  /* `Ky. Cir. Ct` is an old federal court as well. */
  int last = r->count - 1;
  if (r->short_states == r->states || r->last_state_end + 1 >= last) {
    if (last >= 1 && is(&r->words[last], "ct") && is(&r->words[last - 1], "cir") &&
        r->last_state_end == last - 1) {
      static const char *const sides[] = {"n", "s", "e", "w", "mid", "northern", "southern", "eastern",
                                          "western", "middle", NULL};
      if (r->first_state == 1 && is_one_of(&r->words[0], sides)) {
        return (struct un_authority){true, true, states, "a federal court"};
      }
      return answer(states, false, "a circuit court of the state or, before 1912, of the United States");
    }
  }
  if (r->first_state == 2 && r->last_state_end == r->count && is(&r->words[0], "cir") && is(&r->words[1], "ct")) {
    return answer(states, false, "a circuit court of the state or, before 1912, of the United States");
  }
  if (r->county_at >= 0) {
    uint64_t county = county_states(r, &from);
    if (county && !(county & states)) return answer(county | states, false, "a county of another state");
  }
  /* A state's name that a town has too: `Oregon Police Department`. */
  if (town_end(r) > 0 && r->last_state_end <= town_end(r) && !r->short_states && !r->city) {
    struct un_authority found = read_town(r);
    const bool whole = r->first_state == 0 && r->last_state_end == town_end(r);
    if (found.certain && (!whole || found.states == states)) return found;
    return answer(found.states | states, false, "a town or a state of that name");
  }
  /* `California University` is in Pennsylvania. */
  if (r->colleges && r->count - (r->last_state_end - r->first_state) == 1 && !r->short_states) {
    return answer(states, false, "a college of that name may be elsewhere");
  }
  const bool sure = r->short_states || (r->county_at >= 0 && county_states(r, &from) != 0);
  return answer(states, sure || (states & kind_states(r)) != 0, "names the state");
}

static struct un_authority read_county(const struct reading *r) {
  int from = 0;
  uint64_t states = county_states(r, &from), kinds = kind_states(r);
  if (states == 0) return answer(0, false, NULL);
  /* `Florida County Court`: the state's, or the county's? */
  char text[UN_FOLD_ROOM];
  const size_t n = join(r, from, r->county_at, text);
  const bool state = find(un_us_forms, un_us_forms_hash, un_us_forms_hash_mask, text, n) != NULL;
  return answer(states & kinds ? states & kinds : states, (states & kinds) && !(state && kinds == ~UINT64_C(0) && r->courts),
                "a county of that name");
}

/* `State Police: Chemung County` is read_county's; here `Bath Cir. Ct.` */
static struct un_authority read_county_court(const struct reading *r) {
  static const char *const seats[] = {"cir", "circ", "circuit", "superior", "super", "common", "probate",
                                      "chancery", "surrogates", "surr", NULL};
  for (int i = 1; i < r->count && i < 5; i++) {
    if (!is_one_of(&r->words[i], seats)) continue;
    uint64_t county = bits_of(FIND(r, 0, i, counties));
    uint64_t towns = bits_of(FIND(r, 0, i, towns)), kinds = kind_states(r);
    const bool whole = (towns & ~county) == 0; /* a town of that name elsewhere may have such a court */
    return answer(county & kinds ? county & kinds : county | towns, (county & kinds) && whole,
                  "a county of that name");
  }
  return answer(0, false, NULL);
}

static struct un_authority read_town(const struct reading *r) {
  /* There are many of these that a gazetteer lacks. */
  static const char *const types[] = {"township", "village", "borough", "town", "twp", NULL};
  int from, to;
  if (!town_words(r, &from, &to)) return answer(0, false, NULL);
  const uint64_t kinds = kind_states(r);
  const struct un_us_name *police = r->locals && !r->courts ? FIND(r, from, to, police) : NULL;
  const struct un_us_name *place = FIND(r, from, to, towns);
  if (police) {
    return answer(bits_of(police) ? bits_of(police) : bits_of(place), bits_of(police) != 0,
                  "a police department of that name");
  }
  bool typed = is_one_of(&r->words[to - 1], types), york = false;
  if (typed && !place && from + 1 < to && !is(&r->words[to - 1], "township")) {
    place = FIND(r, from, to - 1, towns);
    int state = place && place->known ? un_us_state_of(bits_of(place)) : -1;
    york = state >= 0 && strcmp(un_places[state].code, "US-NY") == 0;
  }
  const uint64_t states = bits_of(place);
  if (single(kinds) && (states & kinds || r->courts)) return answer(kinds, states == 0 || (states & kinds), "only that state has such");
  if (!place) return answer(0, false, NULL);
  /* Where a county has the name, a town may too. */
  if (bits_of(FIND(r, from, to, counties)) & ~states) return answer(states, false, "a town of that name");
  return answer(states & kinds ? states & kinds : states, place->known && (!typed || york) && (states & kinds),
                "a town of that name");
}

/* `State Patrol: Boone County`, as the FBI's list writes it. */
static struct un_authority read_post(const struct reading *r, int colon) {
  const struct un_us_name *post = FIND(r, 0, colon, posts);
  uint64_t states = bits_of(post);
  int from = 0;
  if (!post || single(states)) return answer(states, post != NULL, post ? "an agency of that name" : NULL);
  uint64_t place = r->county_at > colon ? county_states(r, &from) : bits_of(FIND(r, colon, r->count, towns));
  return answer(states & place ? states & place : states, (states & place) != 0, "an agency of that name");
}

static struct un_authority read_kind(const struct reading *r) {
  uint64_t kinds = kind_states(r);
  return kinds == ~UINT64_C(0) ? answer(0, false, NULL)
                               : answer(kinds, r->count > 2, "states with such an authority");
}

struct un_authority un_authority_read(const char *folded, size_t len) {
  struct reading r = {.county_at = -1};
  if (!read_words(&r, folded, len) || r.count == 0) return answer(0, false, NULL);
  bool tribe = false;
  for (int i = 0; i < r.count; i++) tribe |= r.words[i].kind == TRIBE;
  if (tribe) return answer(0, false, r.courts ? "a tribe's: no code" : NULL);
  read_states(&r);
  bool authority = r.courts || r.locals || r.offices || r.colleges;
  if (r.federal_district && (r.states || is(&r.words[0], "d"))) {
    return (struct un_authority){true, true, r.states, "a federal court"};
  }
  if (!authority) return answer(0, false, NULL);
  if (is_of_the_union(&r)) return (struct un_authority){true, true, single(r.states) ? r.states : 0, "federal"};
  if (is_federal_circuit(&r)) return (struct un_authority){true, true, 0, "a federal court"};
  for (int i = 1; i < r.count; i++) {
    if (r.words[i - 1].mark != ':') continue;
    struct un_authority post = read_post(&r, i);
    if (post.reason) return post;
    break;
  }
  const struct un_us_name *agency = FIND(&r, 0, r.count, agencies);
  if (agency) return answer(bits_of(agency), true, "an agency of that name");
  if (r.states) return read_state_name(&r);
  struct un_authority found = answer(0, false, NULL);
  if (r.county_at >= 0) found = read_county(&r);
  if (!found.reason && r.courts) found = read_county_court(&r);
  if (!found.reason || !found.states) found = read_town(&r);
  if (!found.reason) found = read_kind(&r);
  return found;
}

int un_us_state_of(uint64_t states) {
  int s = 0;
  if (!single(states)) return -1;
  while (!(states >> s & 1)) s++;
  return un_us_states[s];
}

int un_us_state_cited(const char *folded, size_t len) {
  struct reading r = {.county_at = -1};
  int words = 0;
  if (!read_words(&r, folded, len) || r.count == 0) return -1;
  const struct un_us_name *form = state_at(&r, 0, &words);
  return form && words == r.count ? un_us_state_of(bits_of(form)) : -1;
}
