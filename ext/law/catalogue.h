/* The catalogues of schema/catalogue, compiled in by schema/catalogue/compile.c.
**
** Each CSV file is a struct un_catalogue of its cells as written (the eponymous
** tables show those) and, where the code needs more than text, an array of
** typed rows in the same order. A cell that does not parse, a key that stands twice or
** an unknown reference fails the build with file and line.
**
** Ownership: everything is static and constant.
*/
#ifndef UN_LAW_CATALOGUE_H
#define UN_LAW_CATALOGUE_H

#include <string.h>

#include "date.h"
#include "fold.h"
#include "term.h"

struct un_catalogue {
  const char *name;           /* "legal_basis" */
  const char *const *columns; /* header names */
  const unsigned char *whole; /* per column: 1 when its cells are integers */
  const char *const *cells;   /* row by row; NULL for an empty cell */
  int column_count;
  int row_count;
};

static inline const char *un_cell(const struct un_catalogue *catalogue, int row, int column) {
  return catalogue->cells[row * catalogue->column_count + column];
}

extern const struct un_catalogue un_catalogue_calendars;
extern const struct un_catalogue un_catalogue_legal_basis;
extern const struct un_catalogue un_catalogue_clocks;
extern const struct un_catalogue un_catalogue_holidays;
extern const struct un_catalogue un_catalogue_outcomes;
extern const struct un_catalogue un_catalogue_definitions;
extern const struct un_catalogue un_catalogue_dsa_categories;
extern const struct un_catalogue un_catalogue_national_security;

/* calendars.csv: what makes a day off and what rolls (law.md 2.1). */
struct un_calendar_row {
  const char *name;
  bool weekends;       /* false: every day is a working day, nothing rolls */
  bool saturdays_roll; /* a term that ends on a Saturday moves */
  bool backward_rolls; /* terms counted back move back */
  bool hours_roll;     /* hour terms move to the same time */
  int since, until;    /* claimed years, inclusive */
  const char *outside; /* the problem text for any other year */
};

extern const struct un_calendar_row un_calendars[];
extern const int16_t un_calendars_hash[]; /* as un_bases_hash */
extern const unsigned un_calendars_hash_mask;
extern const unsigned char un_calendars_len[];
extern const int un_calendars_count;

/* legal_basis.csv: law.md 1.2, one row a rule. */
enum un_silent { UN_SILENT_NONE, UN_SILENT_TERM, UN_SILENT_INDEFINITE, UN_SILENT_ERROR };
enum un_max_kind { UN_MAX_NONE, UN_MAX_STATUTE, UN_MAX_POLICY, UN_MAX_ORDER };

struct un_basis {
  const char *code;
  bool gags;
  enum un_silent silent; /* what an instrument that names no end means */
  struct un_term silent_term;
  struct un_term max_term;
  enum un_max_kind max_kind;
  struct un_term review_term;
  struct un_term renew_term;
  const struct un_calendar_row *calendar;
  un_day since; /* UN_NO_DAY: unknown, not checked */
  un_day until; /* UN_NO_DAY: still in force */
};

extern const struct un_basis un_bases[];
extern const int un_bases_count;
extern const int16_t un_bases_hash[]; /* open addressing by un_hash(code); -1 free */
extern const unsigned un_bases_hash_mask;
extern const unsigned char un_bases_len[]; /* of each code */

/* holidays.csv: one rule a row; grammar in schema/catalogue/README.md. */
enum un_holiday_rule {
  UN_RULE_FIXED,    /* month, day */
  UN_RULE_ONCE,     /* a single date: since year, month, day */
  UN_RULE_NTH,      /* n-th weekday of month; n < 0 from its end */
  UN_RULE_ON_AFTER, /* first weekday on or after month-day */
  UN_RULE_ON_BEFORE,
  UN_RULE_EASTER,   /* Easter Sunday + offset */
  UN_RULE_ORTHODOX  /* Orthodox Easter Sunday + offset */
};

enum { UN_SHIFT_NEXT = 127 }; /* to the next day that is no weekend and no holiday */
enum un_shift_kind {
  UN_SHIFT_STATUTE,  /* the substitute is a holiday as well as the day */
  UN_SHIFT_OBSERVED, /* the substitute counts in CALENDAR+observed only */
  UN_SHIFT_MOVED     /* the substitute is the holiday, the day is none */
};

struct un_holiday {
  const struct un_calendar_row *calendar;
  const char *name;
  enum un_holiday_rule rule;
  int month, day, n, weekday, offset;
  int8_t shift[7];       /* by weekday it falls on: days to its substitute, 0 none */
  enum un_shift_kind shift_kind;
  int since, until;      /* years, inclusive */
};

extern const struct un_holiday un_holidays[];
extern const int un_holidays_count;
/* Those of un_calendars[c] are un_holidays[un_holidays_at[c]] to un_holidays_at[c + 1]. */
extern const int16_t un_holidays_at[];

/* outcomes.csv: sql.md 4, in its order; an outcome is its row number. */
enum { UN_OUTCOME_MAX = 16 };
extern const char *const un_outcomes[];
extern const int un_outcomes_count;
extern const int16_t un_outcomes_hash[];
extern const unsigned un_outcomes_hash_mask;
extern const unsigned char un_outcomes_len[]; /* of each code */

/* definitions.csv: what counts above and below the line, twice (P/2 is 1). */
struct un_definition {
  const char *name;
  bool refusal; /* false: disclosure_rate's */
  bool halves;  /* some weight is odd: the numerator may be x.5 */
  uint8_t above[UN_OUTCOME_MAX];
  bool below[UN_OUTCOME_MAX];
};

extern const struct un_definition un_definitions[];
extern const int un_definitions_count;

/* jurisdictions.csv and jurisdiction_parts.csv; texts are offsets into un_pool. */
enum un_place_kind { UN_COUNTRY, UN_TERRITORY, UN_PART, UN_BODY };

struct un_place {
  uint32_t name;  /* in English, a part's as in ISO 3166-2 */
  int16_t parent; /* a part's country, -1 for none */
  uint8_t kind;
  char code[7];
};

extern const char un_pool[];
extern const struct un_place un_places[]; /* parts follow un_countries_count others */
extern const int un_places_count, un_countries_count;
/* By two letters, AA 0, and three: ISO's, and those of bodies; -1 for none. */
extern const int16_t un_code_pairs[26 * 26], un_code_triples[26 * 26 * 26];
extern const int16_t un_parts_hash[];
extern const unsigned un_parts_hash_mask;

/* territory_parts.csv: a territory and the part of a state that it is too. */
struct un_twin {
  int16_t territory, part;
};
extern const struct un_twin un_twins[];
extern const int un_twins_count;

/* Every name (name.h) and its place, -1 when several share it; `US|georgia` where
** the name means a part within its country only. */
struct un_name {
  uint32_t text;
  int16_t place;
};

extern const struct un_name un_names[];
extern const int16_t un_names_hash[];
extern const unsigned un_names_hash_mask;

/* Names as written in every language, by place; the first of a place and a
** language is how the language calls it. */
struct un_label {
  uint32_t name;
  int16_t place; /* -1: several share it */
  uint8_t lang, source;
};

extern const struct un_label un_labels[];
extern const int un_labels_count;
extern const char *const un_langs[], *const un_sources[]; /* NULL-ended */

/* shared_names.csv: the labels without a place are the first; of label i the candidates
** are un_shared_places[un_shared_at[i]] to un_shared_at[i + 1]. */
extern const int16_t un_shared_places[], un_shared_at[];

/* us_*.csv: names (name.h without blanks; forms of states folded, kinds with blanks) and
** sets of states. A set is
** bits by row of us_states.csv. */
struct un_us_name {
  uint32_t text;
  uint16_t set;  /* un_us_sets */
  uint8_t known; /* towns: 1 by two gazetteers, 0 not for sure; forms: 0 in full,
                 ** 1 short, 2 short and needs its dot */
};

extern const uint64_t un_us_sets[];
extern const int16_t un_us_states[]; /* places */
extern const int un_us_states_count;
extern const struct un_us_name un_us_forms[], un_us_counties[], un_us_towns[], un_us_agencies[], un_us_police[],
    un_us_kinds[], un_us_posts[];
extern const int16_t un_us_forms_hash[], un_us_counties_hash[], un_us_towns_hash[],
    un_us_agencies_hash[], un_us_police_hash[], un_us_kinds_hash[], un_us_posts_hash[];
extern const unsigned un_us_forms_hash_mask, un_us_counties_hash_mask, un_us_towns_hash_mask,
    un_us_agencies_hash_mask, un_us_police_hash_mask, un_us_kinds_hash_mask, un_us_posts_hash_mask;

/* outcome_words.csv: folded words and the outcome they mean. */
struct un_word {
  const char *name;
  const char *code;
};
extern const struct un_word un_words[];
extern const int16_t un_words_hash[];
extern const unsigned un_words_hash_mask;

/* regimes.csv and territories.csv by place: those of row r of jurisdictions.csv are un_members[
** un_members_at[r]] to un_members_at[r + 1]. */
struct un_member {
  int regime; /* enum un_tag */
  un_day since, until;
};
extern const struct un_catalogue un_catalogue_regimes;
extern const struct un_member un_members[];
extern const int16_t un_members_at[];
extern const struct un_catalogue un_catalogue_territories; /* members that follow a state, too */
extern const int16_t un_state_of[]; /* whose courts a place has: the territory's state, or itself */
extern const int un_row_of_us, un_row_of_eu, un_row_of_int;

extern const struct un_folding un_folds; /* fold.csv */

static inline uint64_t un_word(const char *text) {
  uint64_t word;
  memcpy(&word, text, sizeof word);
  return word;
}

static inline uint32_t un_half(const char *text) {
  uint32_t half;
  memcpy(&half, text, sizeof half);
  return half;
}

/* Whether two texts of that length are one, by words that overlap: shorter than a
** call to memcmp for the few bytes of a code. */
static inline bool un_same(const char *a, const char *b, size_t len) {
  if (len < 4) return len == 0 || (a[0] == b[0] && a[len / 2] == b[len / 2] && a[len - 1] == b[len - 1]);
  if (len < 8) return un_half(a) == un_half(b) && un_half(a + len - 4) == un_half(b + len - 4);
  for (size_t at = 0; at + 8 < len; at += 8) {
    if (un_word(a + at) != un_word(b + at)) return false;
  }
  return un_word(a + len - 8) == un_word(b + len - 8);
}

/* The hash of the tables above, for the compiler and for the look-up: the text
** as words of eight bytes, the last one overlapping. */
static inline uint32_t un_hash(const char *text, size_t len) {
  const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
  uint64_t h = len * factor, last = 0;
  for (size_t at = 0; at + 8 < len; at += 8) {
    h = (h ^ un_word(text + at)) * factor;
    h ^= h >> 32;
  }
  if (len >= 8) {
    last = un_word(text + len - 8);
  } else if (len >= 4) {
    last = (uint64_t)un_half(text) << 32 | un_half(text + len - 4);
  } else if (len > 0) {
    last = (uint64_t)(unsigned char)text[0] << 16 | (uint64_t)(unsigned char)text[len / 2] << 8 |
           (unsigned char)text[len - 1];
  }
  h = (h ^ last) * factor;
  return (uint32_t)(h >> 32) ^ (uint32_t)(h >> 52);
}

#endif
