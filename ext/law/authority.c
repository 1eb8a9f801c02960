#include "authority.h"

#include <string.h>

#include "authority_reading.h"
#include "name.h"

/* Of several states the one that the others are counties or towns of: `Ohio Circuit
** Court, Kentucky`. */
static uint64_t choose(const struct un_authority_reading *r) {
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
      const struct un_us_name *county = un_us_find(un_us_counties, un_us_counties_hash, un_us_counties_hash_mask, key, kept);
      all = (un_us_bits(county) & bit) != 0;
    }
    if (all) chosen |= bit;
  }
  return chosen;
}

/* --- the federation ---------------------------------------------------------------------- */

static bool is_ordinal(const struct un_authority_word *w) {
  static const char *const names[] = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh",
                                      "eighth", "ninth", "tenth", "eleventh", "federal", "fed", NULL};
  if (un_word_is_one_of(w, names)) return true;
  int n = 0, i = 0;
  while (i < w->len && i < 3 && w->at[i] >= '0' && w->at[i] <= '9') n = n * 10 + w->at[i++] - '0';
  return i > 0 && i < 3 && i < w->len && n >= 1 && n <= 11;
}

static bool is_circuit(const struct un_authority_word *w) { return un_word_is(w, "cir") || un_word_is(w, "circuit"); }

/* `9th Cir.`, `Court of Appeals for the D.C. Circuit`, `Judicial Council of the ...`. */
static bool is_federal_circuit(const struct un_authority_reading *r) {
  static const char *const of_appeals[] = {"appeals", "bap", "councils", "council", NULL};
  bool appeals = false;
  for (int i = 0; i < r->count; i++) {
    appeals |= un_word_is_one_of(&r->words[i], of_appeals);
  }
  for (int i = 1; i < r->count; i++) {
    if (!is_circuit(&r->words[i])) continue;
    bool columbia = un_word_is(&r->words[i - 1], "columbia") ||
                    (i > 1 && un_word_is(&r->words[i - 1], "c") && un_word_is(&r->words[i - 2], "d"));
    if (columbia) return appeals || r->count == 3;
    if (is_ordinal(&r->words[i - 1]) && r->states == 0 && (appeals || r->count == 2)) return true;
  }
  return false;
}

/* `United States ...` and `U.S. ...`, but of what belongs to neither: the Virgin Islands. */
static bool is_of_the_union(const struct un_authority_reading *r) {
  static const char *const islands[] = {"virgin", "islands", NULL};
  for (int i = 0; i + 1 < r->count; i++) {
    int next = un_word_is(&r->words[i], "united") && un_word_is(&r->words[i + 1], "states") ? i + 2
             : un_word_is(&r->words[i], "unites") && un_word_is(&r->words[i + 1], "states") ? i + 2
             : un_word_is(&r->words[i], "u") && un_word_is(&r->words[i + 1], "s")            ? i + 2
             : i == 0 && un_word_is(&r->words[i], "us")                              ? i + 1 : 0;
    static const char *const others[] = {"academy", "provisional", NULL};
    for (int k = next; next > 0 && k < r->count; k++) {
      if (un_word_is_one_of(&r->words[k], others)) return false;
    }
    if (next > 0) return !un_authority_follows(r, next, islands);
  }
  return false;
}

/* --- counties, towns, kinds ---------------------------------------------------------------- */

/* `X County`: the longest name before the word; *from where it starts. `County of X` too. */
static uint64_t county_states(const struct un_authority_reading *r, int *from) {
  int at = r->county_at;
  for (int n = at < 4 ? at : 4; n > 0; n--) {
    const struct un_us_name *county = UN_US_FIND(r, at - n, at, counties);
    if (county) {
      *from = at - n;
      return *from > 0 && un_word_is(&r->words[*from - 1], "and") ? 0 : un_us_bits(county);
    }
  }
  if (at + 2 < r->count && un_word_is(&r->words[at + 1], "of")) {
    for (int n = 3; n > 0; n--) {
      const struct un_us_name *county = at + 2 + n <= r->count ? UN_US_FIND(r, at + 2, at + 2 + n, counties) : NULL;
      *from = at;
      if (county) return un_us_bits(county);
    }
  }
  return 0;
}

/* The states of every kind of authority that the words name. */
static uint64_t kind_states(const struct un_authority_reading *r) {
  uint64_t states = ~UINT64_C(0);
  for (int i = 0; i < r->count;) {
    int taken = 1;
    for (int n = r->count - i < 9 ? r->count - i : 9; n > 0; n--) {
      const struct un_us_name *kind = UN_US_FIND(r, i, i + n, kinds);
      if (!kind) continue;
      states &= un_us_bits(kind);
      taken = n;
      break;
    }
    i += taken;
  }
  return states;
}

/* What follows the name of a town in the name of its police or court. */
static int town_end(const struct un_authority_reading *r) {
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
    for (int k = 0; k < n && all; k++) all = un_word_is(&r->words[at + k], endings[i][k]);
    if (all) return at;
  }
  return 0;
}

/* `X` of `X Police Department` or `Police Department of the City of X`: words [from, to). */
static bool town_words(const struct un_authority_reading *r, int *from, int *to) {
  static const char *const types[] = {"city", "town", "village", "borough", NULL};
  *from = 0;
  *to = town_end(r);
  for (int i = 0; i + 2 < r->count; i++) {
    if (!un_word_is_one_of(&r->words[i], types) || !un_word_is(&r->words[i + 1], "of")) continue;
    *from = i + 2;
    if (*to <= *from) *to = r->count;
  }
  return *to > *from;
}

/* --- the answer ------------------------------------------------------------------------------ */

static struct un_authority answer(uint64_t states, bool certain, const char *reason) {
  return (struct un_authority){false, certain && un_us_single(states), states, reason};
}

static struct un_authority read_town(const struct un_authority_reading *r);

static struct un_authority read_state_name(const struct un_authority_reading *r) {
  uint64_t states = un_us_single(r->states) ? r->states : choose(r);
  int from = 0;
  static const char *const older[] = {"terr", "territory", "privy", "tribunal", "provisional", NULL};
  for (int i = 0; i < r->count; i++) {
    if (!un_word_is_one_of(&r->words[i], older)) continue;
    return answer(states, false, "a court of a territory or of another time");
  }
  if (!un_us_single(states)) return answer(r->states, false, "names several states");
  /* `Ky. Cir. Ct` is an old federal court as well. */
  int last = r->count - 1;
  if (r->short_states == r->states || r->last_state_end + 1 >= last) {
    if (last >= 1 && un_word_is(&r->words[last], "ct") && un_word_is(&r->words[last - 1], "cir") &&
        r->last_state_end == last - 1) {
      static const char *const sides[] = {"n", "s", "e", "w", "mid", "northern", "southern", "eastern",
                                          "western", "middle", NULL};
      if (r->first_state == 1 && un_word_is_one_of(&r->words[0], sides)) {
        return (struct un_authority){true, true, states, "a federal court"};
      }
      return answer(states, false, "a circuit court of the state or, before 1912, of the United States");
    }
  }
  if (r->first_state == 2 && r->last_state_end == r->count && un_word_is(&r->words[0], "cir") &&
      un_word_is(&r->words[1], "ct")) {
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

static struct un_authority read_county(const struct un_authority_reading *r) {
  int from = 0;
  uint64_t states = county_states(r, &from), kinds = kind_states(r);
  if (states == 0) return answer(0, false, NULL);
  /* `Florida County Court`: the state's, or the county's? */
  char text[UN_FOLD_ROOM];
  const size_t n = un_authority_join(r, from, r->county_at, text);
  const bool state = un_us_find(un_us_forms, un_us_forms_hash, un_us_forms_hash_mask, text, n) != NULL;
  return answer(states & kinds ? states & kinds : states, (states & kinds) && !(state && kinds == ~UINT64_C(0) && r->courts),
                "a county of that name");
}

/* `State Police: Chemung County` is read_county's; here `Bath Cir. Ct.` */
static struct un_authority read_county_court(const struct un_authority_reading *r) {
  static const char *const seats[] = {"cir", "circ", "circuit", "superior", "super", "common", "probate",
                                      "chancery", "surrogates", "surr", NULL};
  for (int i = 1; i < r->count && i < 5; i++) {
    if (!un_word_is_one_of(&r->words[i], seats)) continue;
    uint64_t county = un_us_bits(UN_US_FIND(r, 0, i, counties));
    uint64_t towns = un_us_bits(UN_US_FIND(r, 0, i, towns)), kinds = kind_states(r);
    const bool whole = (towns & ~county) == 0; /* a town of that name elsewhere may have such a court */
    return answer(county & kinds ? county & kinds : county | towns, (county & kinds) && whole,
                  "a county of that name");
  }
  return answer(0, false, NULL);
}

static struct un_authority read_town(const struct un_authority_reading *r) {
  /* There are many of these that a gazetteer lacks. */
  static const char *const types[] = {"township", "village", "borough", "town", "twp", NULL};
  int from, to;
  if (!town_words(r, &from, &to)) return answer(0, false, NULL);
  const uint64_t kinds = kind_states(r);
  const struct un_us_name *police = r->locals && !r->courts ? UN_US_FIND(r, from, to, police) : NULL;
  const struct un_us_name *place = UN_US_FIND(r, from, to, towns);
  if (police) {
    return answer(un_us_bits(police) ? un_us_bits(police) : un_us_bits(place), un_us_bits(police) != 0,
                  "a police department of that name");
  }
  bool typed = un_word_is_one_of(&r->words[to - 1], types), york = false;
  if (typed && !place && from + 1 < to && !un_word_is(&r->words[to - 1], "township")) {
    place = UN_US_FIND(r, from, to - 1, towns);
    int state = place && place->known ? un_us_state_of(un_us_bits(place)) : -1;
    york = state >= 0 && strcmp(un_places[state].code, "US-NY") == 0;
  }
  const uint64_t states = un_us_bits(place);
  if (un_us_single(kinds) && (states & kinds || r->courts)) {
    return answer(kinds, states == 0 || (states & kinds), "only that state has such");
  }
  if (!place) return answer(0, false, NULL);
  /* Where a county has the name, a town may too. */
  if (un_us_bits(UN_US_FIND(r, from, to, counties)) & ~states) return answer(states, false, "a town of that name");
  return answer(states & kinds ? states & kinds : states, place->known && (!typed || york) && (states & kinds),
                "a town of that name");
}

/* `State Patrol: Boone County`, as the FBI's list writes it. */
static struct un_authority read_post(const struct un_authority_reading *r, int colon) {
  const struct un_us_name *post = UN_US_FIND(r, 0, colon, posts);
  uint64_t states = un_us_bits(post);
  int from = 0;
  if (!post || un_us_single(states)) return answer(states, post != NULL, post ? "an agency of that name" : NULL);
  uint64_t place = r->county_at > colon ? county_states(r, &from) : un_us_bits(UN_US_FIND(r, colon, r->count, towns));
  return answer(states & place ? states & place : states, (states & place) != 0, "an agency of that name");
}

static struct un_authority read_kind(const struct un_authority_reading *r) {
  uint64_t kinds = kind_states(r);
  return kinds == ~UINT64_C(0) ? answer(0, false, NULL)
                               : answer(kinds, r->count > 2, "states with such an authority");
}

struct un_authority un_authority_read(const char *folded, size_t len) {
  struct un_authority_reading r = {.county_at = -1};
  if (!un_authority_words(&r, folded, len) || r.count == 0) return answer(0, false, NULL);
  bool tribe = false;
  for (int i = 0; i < r.count; i++) tribe |= r.words[i].kind == UN_WORD_TRIBE;
  if (tribe) return answer(0, false, r.courts ? "a tribe's: no code" : NULL);
  un_authority_states(&r);
  bool authority = r.courts || r.locals || r.offices || r.colleges;
  if (r.federal_district && (r.states || un_word_is(&r.words[0], "d"))) {
    return (struct un_authority){true, true, r.states, "a federal court"};
  }
  if (!authority) return answer(0, false, NULL);
  if (is_of_the_union(&r)) return (struct un_authority){true, true, un_us_single(r.states) ? r.states : 0, "federal"};
  if (is_federal_circuit(&r)) return (struct un_authority){true, true, 0, "a federal court"};
  for (int i = 1; i < r.count; i++) {
    if (r.words[i - 1].mark != ':') continue;
    struct un_authority post = read_post(&r, i);
    if (post.reason) return post;
    break;
  }
  const struct un_us_name *agency = UN_US_FIND(&r, 0, r.count, agencies);
  if (agency) return answer(un_us_bits(agency), true, "an agency of that name");
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
  if (!un_us_single(states)) return -1;
  while (!(states >> s & 1)) s++;
  return un_us_states[s];
}

int un_us_state_cited(const char *folded, size_t len) {
  struct un_authority_reading r = {.county_at = -1};
  int words = 0;
  if (!un_authority_words(&r, folded, len) || r.count == 0) return -1;
  const struct un_us_name *form = un_authority_state_at(&r, 0, &words);
  return form && words == r.count ? un_us_state_of(un_us_bits(form)) : -1;
}
