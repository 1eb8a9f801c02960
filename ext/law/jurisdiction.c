#include "jurisdiction.h"

#include <string.h>

#include "authority.h"
#include "name.h"
#include "suggest.h"

/* A text on its way to an answer. */
struct reading {
  char folded[UN_FOLD_ROOM];
  size_t len;
  char name[UN_NAME_ROOM + 3]; /* `US|` fits before it */
  size_t name_len;
};

enum { UNKNOWN = -2, SHARED = -1 };

static int by_key(const char *key, size_t len) {
  for (unsigned at = un_hash(key, len);; at++) {
    int i = un_names_hash[at & un_names_hash_mask];
    if (i < 0) return UNKNOWN;
    if (strcmp(un_pool + un_names[i].text, key) == 0) return un_names[i].place;
  }
}

static int by_name(const char *folded, size_t len) {
  char name[UN_NAME_ROOM];
  size_t n = un_name_of(folded, len, name);
  return n > 0 ? by_key(name, n) : UNKNOWN;
}

/* A part of a country, its code in capitals without NUL. */
static int part_of_code(const char *code, size_t len) {
  for (unsigned at = un_hash(code, len);; at++) {
    int place = un_parts_hash[at & un_parts_hash_mask];
    if (place < 0) return -1;
    if (strncmp(un_places[place].code, code, len) == 0 && strlen(un_places[place].code) == len) return place;
  }
}

static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

enum { PAIR_UK = 20 * 26 + 10, PAIR_GB = 6 * 26 + 1, PAIR_EL = 4 * 26 + 11, PAIR_GR = 6 * 26 + 17 };

/* Two or three letters to a country, territory or body. */
static int place_of_letters(const char *text, size_t len) {
  int at = 0;
  for (size_t i = 0; i < len; i++) {
    if (!is_letter(text[i])) return -1;
    at = at * 26 + (text[i] & ~0x20) - 'A';
  }
  if (len == 2) return un_code_pairs[at == PAIR_UK ? PAIR_GB : at == PAIR_EL ? PAIR_GR : at];
  return len == 3 ? un_code_triples[at] : -1;
}

/* `us-ca`; -1 for none. */
static int place_of_part(const char *text, size_t len) {
  char code[7];
  if (len < 4 || len > 6 || text[2] != '-') return -1;
  for (size_t i = 0; i < len; i++) code[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] & ~0x20 : text[i]);
  return part_of_code(code, len);
}

/* A territory as a part of a country: US-PR, FR-GP, FI-01; -1 when it is none. */
static int part_too(int place, int country) {
  for (int i = 0; un_places[place].kind == UN_TERRITORY && i < un_twins_count; i++) {
    int part = un_twins[i].part;
    if (un_twins[i].territory == place) return un_places[part].parent == country ? part : -1;
  }
  return -1;
}

/* ASCII blanks, NBSP and BOM at both ends. */
static void trim(const char **text, size_t *len) {
  for (bool more = true; more;) {
    more = false;
    if (*len > 0 && (**text == ' ' || (**text >= '\t' && **text <= '\r'))) {
      more = true;
      ++*text, --*len;
    } else if (*len > 1 && memcmp(*text, "\xc2\xa0", 2) == 0) {
      more = true;
      *text += 2, *len -= 2;
    } else if (*len > 2 && memcmp(*text, "\xef\xbb\xbf", 3) == 0) {
      more = true;
      *text += 3, *len -= 3;
    }
  }
  for (bool more = true; more;) {
    const char *end = *text + *len;
    more = false;
    if (*len > 0 && (end[-1] == ' ' || (end[-1] >= '\t' && end[-1] <= '\r'))) {
      more = true;
      --*len;
    } else if (*len > 1 && memcmp(end - 2, "\xc2\xa0", 2) == 0) {
      more = true;
      *len -= 2;
    }
  }
}

/* --- what stands around a name ------------------------------------------------------ */

static bool is_blank_or_mark(char c) { return c == ' ' || c == '*' || c == ':' || c == ';' || c == ','; }

/* Of `name [1]`, `name (a)`, `name12`: the length of what comes before the mark. */
static size_t without_note(const char *f, size_t len) {
  size_t n = len;
  while (n > 0 && (is_blank_or_mark(f[n - 1]) || f[n - 1] == ')' || f[n - 1] == ']')) n--;
  size_t digits = n;
  while (digits > 0 && f[digits - 1] >= '0' && f[digits - 1] <= '9') digits--;
  if (digits < n && n - digits <= 2) n = digits;
  else if (n > 2 && n < len && is_letter(f[n - 1]) && (f[n - 2] == '(' || f[n - 2] == '[')) n--;
  while (n > 0 && (is_blank_or_mark(f[n - 1]) || f[n - 1] == '(' || f[n - 1] == '[')) n--;
  return n;
}

/* The length of a leading article of the catalogue's languages, 0 for none. */
static size_t article(const char *f, size_t len) {
  static const char *const articles[] = {"l'", "la ", "le ", "les ", "el ", "los ", "las ", "il ",
                                         "lo ", "gli ", "os ", "as ", "der ", "die ", "das ", "den ",
                                         "de ", "het ", "az ", "an ", "na ", "il-", "l-"};
  for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
    size_t n = strlen(articles[i]);
    if (len > n + 3 && memcmp(f, articles[i], n) == 0) return n;
  }
  return 0;
}

/* `b a` of `a, b`. */
static int swapped(const char *f, size_t len, size_t comma) {
  char text[UN_FOLD_ROOM];
  size_t tail = len - comma - 1;
  if (tail == 0 || comma == 0) return UNKNOWN;
  memcpy(text, f + comma + 1, tail);
  text[tail] = ' ';
  memcpy(text + tail + 1, f, comma);
  return by_name(text, len);
}

static size_t former(const char *f, size_t len) {
  static const char *const words[] = {"formerly known as ", "formerly ", "former ", "was ", "ex-", "ex ",
                                      "fka ", "also known as ", "aka ", "or ", "previously ", "now "};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t n = strlen(words[i]);
    if (len > n && memcmp(f, words[i], n) == 0) return n;
  }
  return 0;
}

/* `a (b)` and `a / b` where both mean the same. */
static int paired(const char *f, size_t at, size_t end) {
  int first = by_name(f, at);
  if (first < 0) return UNKNOWN;
  const char *b = f + at + 1;
  size_t n = end - at - 1;
  while (n > 0 && *b == ' ') b++, n--;
  size_t skip = former(b, n);
  return by_name(b + skip, n - skip) == first ? first : UNKNOWN;
}

/* `Georgia, USA`, `UK (England)`: a part and its country, either way round. A
** territory that is a part too keeps its own code: `Hong Kong, China`. */
static int located(const char *part, size_t len, const char *country, size_t country_len) {
  char key[UN_NAME_ROOM + 3];
  int of = by_name(country, country_len);
  if (of < 0 || un_places[of].kind != UN_COUNTRY) return UNKNOWN;
  size_t n = un_name_of(part, len, key + 3);
  memcpy(key, un_places[of].code, 2);
  key[2] = '|';
  int place = n > 0 ? by_key(key + 3, n) : UNKNOWN;
  if (place >= 0 && un_places[place].parent == of) return place;
  if (place >= 0 && part_too(place, of) >= 0) return place;
  place = n > 0 ? by_key(key, n + 3) : UNKNOWN;
  int cited = place == UNKNOWN && of == un_row_of_us ? un_us_state_cited(part, len) : -1;
  return cited >= 0 ? cited : place;
}

/* UTF-8 that was read as Windows-1252 and written again: `CuraÃ§ao`. The length
** of the bytes it was, 0 when that is not what happened. */
static size_t misread(const char *text, size_t len, char out[UN_FOLD_ROOM]) {
  static const uint16_t high[32] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
                                    0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
                                    0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                    0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};
  size_t n = 0;
  bool wide = false;
  for (size_t i = 0; i < len;) {
    uint32_t c;
    size_t step = un_decode(text + i, len - i, &c);
    if (step == 0 || n + 1 == UN_FOLD_ROOM) return 0;
    for (uint32_t b = 0; c > 0xff && b < 32; b++) {
      if (high[b] == c) c = 0x80 + b;
    }
    if (c > 0xff) return 0;
    wide |= c >= 0xc2;
    out[n++] = (char)c;
    i += step;
  }
  return wide ? n : 0;
}

/* What the rest of a text means once it is taken apart; countries only. */
static int around(const char *f, size_t len) {
  size_t n = without_note(f, len);
  int place = UNKNOWN;
  if (n > 3 && n < len) place = by_name(f, n);
  if (place == UNKNOWN && n > 3) {
    size_t skip = article(f, n);
    if (skip > 0) place = by_name(f + skip, n - skip);
  }
  const char *comma = memchr(f, ',', n);
  if (place == UNKNOWN && comma && !memchr(comma + 1, ',', n - (size_t)(comma - f) - 1)) {
    place = swapped(f, n, (size_t)(comma - f));
  }
  const char *open = memchr(f, '(', len), *slash = memchr(f, '/', len);
  if (place == UNKNOWN && open && f[len - 1] == ')') place = paired(f, (size_t)(open - f), len - 1);
  if (place == UNKNOWN && slash) place = paired(f, (size_t)(slash - f), len);
  /* one separator, two halves */
  const char *dash = memmem(f, len, " - ", 3), *half = comma ? comma : open ? open : dash;
  if (place == UNKNOWN && half) {
    size_t at = (size_t)(half - f), rest = at + (half == dash ? 3 : 1);
    place = located(f, at, f + rest, len - rest);
    if (place == UNKNOWN) place = located(f + rest, len - rest, f, at);
  }
  return place;
}

/* --- the answer ---------------------------------------------------------------------- */

static int find(struct reading *r, const char *text, size_t len) {
  if (len == 2 || len == 3) {
    int place = place_of_letters(text, len);
    if (place >= 0) return place;
  }
  if (!r->len) return UNKNOWN;
  int place = r->name_len > 0 ? by_key(r->name, r->name_len) : UNKNOWN;
  if (place == UNKNOWN) {
    int part = place_of_part(text, len);
    place = part >= 0 ? part : around(r->folded, r->len);
  }
  if (place == UNKNOWN) {
    struct un_authority authority = un_authority_read(r->folded, r->len);
    if (authority.certain) place = authority.federal ? un_row_of_us : un_us_state_of(authority.states);
  }
  return place;
}

/* A part of `country` by the end of its code or by name. */
static int find_part(struct reading *r, const char *text, size_t len, int country) {
  char key[UN_NAME_ROOM + 3];
  if (len > 0 && len <= 3) {
    char code[7];
    memcpy(code, un_places[country].code, 2);
    code[2] = '-';
    memcpy(code + 3, text, len);
    int place = place_of_part(code, len + 3);
    if (place >= 0) return place;
  }
  memcpy(key, un_places[country].code, 2);
  key[2] = '|';
  memcpy(key + 3, r->name, r->name_len + 1);
  return by_key(key, r->name_len + 3);
}

static int find_within(struct reading *r, const char *text, size_t len, int within) {
  int country = un_places[within].kind == UN_PART ? un_places[within].parent : within;
  int place = un_places[country].kind == UN_BODY ? UNKNOWN : find_part(r, text, len, country);
  if (place < 0 && country == un_row_of_us) place = un_us_state_cited(r->folded, r->len);
  if (place < 0) place = find(r, text, len);
  if (place >= 0 && place != country && un_places[place].parent != country) {
    place = part_too(place, country);
  }
  if (within == country || place == within) return place;
  /* What several states share, or a federal court there, may be in this one alone. */
  struct un_authority authority = un_authority_read(r->folded, r->len);
  for (int s = 0; country == un_row_of_us && s < un_us_states_count; s++) {
    if (un_us_states[s] == within && (authority.states >> s & 1)) return within;
  }
  return UNKNOWN;
}

int un_jurisdiction_find(const char *text, size_t len, int within) {
  struct reading r;
  trim(&text, &len);
  if (within < 0 && (len == 2 || len == 3)) {
    int place = place_of_letters(text, len);
    if (place >= 0) return place;
  }
  r.len = un_fold(&un_folds, text, len, r.folded);
  r.name_len = r.len > 0 ? un_name_of(r.folded, r.len, r.name) : 0;
  r.name[r.name_len] = '\0';
  int place = within < 0 ? find(&r, text, len) : find_within(&r, text, len, within);
  char meant[UN_FOLD_ROOM];
  size_t n = place == UNKNOWN && len < UN_FOLD_ROOM ? misread(text, len, meant) : 0;
  return place >= 0 ? place : n > 0 ? un_jurisdiction_find(meant, n, within) : -1;
}

const char *un_jurisdiction(const char *text, size_t len) {
  int place = un_jurisdiction_find(text, len, -1);
  return place >= 0 ? un_places[place].code : NULL;
}

int un_jurisdiction_row(const char *code, size_t len) {
  if (len < 2 || len > 6) return -1;
  int place = len > 3 ? part_of_code(code, len) : place_of_letters(code, len);
  /* alpha-3, an alias or lower case is not how the catalogue writes it */
  return place >= 0 && strncmp(un_places[place].code, code, len) == 0 && strlen(un_places[place].code) == len
             ? place : -1;
}

static const char *english_at(const void *places, size_t i) {
  return un_pool + ((const struct un_place *)places)[i].name;
}

const char *un_jurisdiction_meant(const char *text, size_t len) {
  const char *code = un_jurisdiction(text, len);
  if (code || len <= 3) return code; /* of codes one letter leaves too little */
  const char *name = un_nearest(text, len, english_at, un_places, (size_t)un_countries_count);
  return name ? un_jurisdiction(name, strlen(name)) : NULL;
}

const char *un_jurisdiction_name(const char *code, size_t len) {
  int place = un_jurisdiction_row(code, len);
  return place >= 0 ? un_pool + un_places[place].name : NULL;
}

const char *un_jurisdiction_parent(const char *code, size_t len) {
  int place = un_jurisdiction_row(code, len);
  return place >= 0 && un_places[place].parent >= 0 ? un_places[un_places[place].parent].code : NULL;
}

/* --- languages ------------------------------------------------------------------------- */

static bool same_letters(const char *text, size_t len, const char *other) {
  if (strlen(other) != len) return false;
  for (size_t i = 0; i < len; i++) {
    if (text[i] != other[i] && !(is_letter(text[i]) && (text[i] ^ 0x20) == other[i])) return false;
  }
  return true;
}

int un_lang_find(const char *text, size_t len) {
  static const char *const aliases[][2] = {{"nb", "no"}, {"zh-Hans", "zh"}, {"zh-CN", "zh"},
                                           {"zh-TW", "zh-Hant"}, {"pt-BR", "pt"}};
  for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
    if (same_letters(text, len, aliases[i][0])) return un_lang_find(aliases[i][1], strlen(aliases[i][1]));
  }
  for (int i = 0; un_langs[i]; i++) {
    if (same_letters(text, len, un_langs[i])) return i;
  }
  return -1;
}

static const char *lang_at(const void *list, size_t i) {
  (void)list;
  return un_langs[i];
}

const char *un_lang_nearest(const char *text, size_t len) {
  size_t count = 0;
  while (un_langs[count]) count++;
  return un_nearest(text, len, lang_at, NULL, count);
}

/* Sorted by place: the first label of a place. */
static int first_label(int place) {
  int low = 0, high = un_labels_count;
  while (low < high) {
    int middle = (low + high) / 2;
    if (un_labels[middle].place < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

const char *un_jurisdiction_name_in(int place, int lang) {
  if (strcmp(un_langs[lang], "en") == 0) return un_pool + un_places[place].name;
  for (int i = first_label(place); i < un_labels_count && un_labels[i].place == place; i++) {
    if (un_labels[i].lang == lang) return un_pool + un_labels[i].name;
  }
  const char *dash = strchr(un_langs[lang], '-');
  /* pt-PT has what differs from pt; zh-Hant is whole */
  return dash && strcmp(dash, "-PT") == 0 ? un_jurisdiction_name_in(place, un_lang_find("pt", 2)) : NULL;
}
