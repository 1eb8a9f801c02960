/* The reading of an authority's name: its words, what kind of authority each speaks of,
** and the states that are named (us_*.csv). authority.h says what they come to.
**
** Ownership: a reading points into the folded text it was made of.
*/
#ifndef UN_LAW_AUTHORITY_READING_H
#define UN_LAW_AUTHORITY_READING_H

#include "catalogue.h"

enum { UN_AUTHORITY_WORDS = 40 };

enum un_authority_word_kind {
  UN_WORD_PLAIN,
  UN_WORD_COURT, UN_WORD_LOCAL, UN_WORD_OFFICE, UN_WORD_COLLEGE, /* what makes a text an authority's name */
  UN_WORD_COUNTY, UN_WORD_TOWN_TYPE, UN_WORD_TRIBE
};

struct un_authority_word {
  const char *at;
  uint8_t len;
  bool dot;  /* `Cal.` */
  char mark; /* what separates it from the next, 0 for blanks and dots */
  uint8_t kind;
};

struct un_authority_reading {
  struct un_authority_word words[UN_AUTHORITY_WORDS];
  int count;
  bool courts, locals, offices, colleges;
  int county_at;          /* the word `county`, -1 for none */
  uint64_t states;        /* named */
  uint64_t short_states;  /* those of them that are cited in short */
  int first_state, last_state_end;
  bool city;             /* New York City */
  bool federal_district; /* `N.D.`, `D.` before a state, `D.C.` before Circuit */
};

/* The words of a folded text; false for more than a name has. */
bool un_authority_words(struct un_authority_reading *reading, const char *folded, size_t len);
/* After them: the states that they name. */
void un_authority_states(struct un_authority_reading *reading);

/* The form of a state at word i and how many words it has. */
const struct un_us_name *un_authority_state_at(const struct un_authority_reading *reading, int i, int *words);

/* Words [from, to) with a blank between, apostrophes left out. */
size_t un_authority_join(const struct un_authority_reading *reading, int from, int to, char out[UN_FOLD_ROOM]);
bool un_authority_follows(const struct un_authority_reading *reading, int i, const char *const *words);

static inline bool un_word_is(const struct un_authority_word *w, const char *text) {
  size_t n = 0; /* an apostrophe does not count */
  for (int i = 0; i < w->len; i++) {
    if (w->at[i] == '\'') continue;
    if (text[n] == '\0' || w->at[i] != text[n]) return false;
    n++;
  }
  return text[n] == '\0';
}

static inline bool un_word_is_one_of(const struct un_authority_word *w, const char *const *list) {
  for (; *list; list++) {
    if (un_word_is(w, *list)) return true;
  }
  return false;
}

/* --- the tables of names --- */

const struct un_us_name *un_us_find(const struct un_us_name *names, const int16_t *hash, unsigned mask, const char *key,
                                    size_t len);
/* Words [from, to) as a name (name.h) in one of the tables; `De Soto` is `DeSoto`, but
** to the police of one town and to kinds. */
const struct un_us_name *un_us_find_words(const struct un_authority_reading *reading, int from, int to,
                                          const struct un_us_name *names, const int16_t *hash, unsigned mask);

#define UN_US_FIND(r, from, to, what) \
  un_us_find_words(r, from, to, un_us_##what, un_us_##what##_hash, un_us_##what##_hash_mask)

static inline uint64_t un_us_bits(const struct un_us_name *name) { return name ? un_us_sets[name->set] : 0; }

static inline bool un_us_single(uint64_t bits) { return bits != 0 && (bits & (bits - 1)) == 0; }

#endif
