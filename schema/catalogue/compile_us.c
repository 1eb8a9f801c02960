/* The authorities of the US: states, counties, towns and kinds of authority. */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATES = 64, US_NAMES = 32768 };

static const char *states[STATES]; /* of us_states.csv; a state is its row there */
static int state_count;

/* A set of states by its bits, each once. */
static uint64_t sets[8192];
static int set_count;

static int set_of(uint64_t bits) {
  int i = 0;
  while (i < set_count && sets[i] != bits) i++;
  if (i == 8192) die("us_places.csv", 0, "too many sets of states");
  if (i == set_count) sets[set_count++] = bits;
  return i;
}

/* `CA NY`; states we do not know (armed forces) are left out. */
static uint64_t read_states(const char *text) {
  uint64_t bits = 0;
  for (const char *at = text; at && *at; at += strcspn(at, " "), at += *at == ' ') {
    for (int i = 0; i < state_count; i++) {
      if (strncmp(states[i] + 3, at, 2) == 0) bits |= UINT64_C(1) << i;
    }
  }
  return bits;
}

struct us_name {
  char *key;
  uint64_t bits;
  int known;
  bool seen, several;
};

static struct us_name *list;
static int list_count;

static struct us_name *us_name(const char *key) {
  static int slots[2 * US_NAMES];
  static const struct us_name *of;
  if (of != list) memset(slots, 0, sizeof slots);
  of = list;
  if (!list) die("us", 0, "no list of names");
  unsigned at = un_hash(key, strlen(key)) & (2 * US_NAMES - 1);
  for (; slots[at]; at = (at + 1) & (2 * US_NAMES - 1)) {
    if (strcmp(list[slots[at] - 1].key, key) == 0) return &list[slots[at] - 1];
  }
  if (list_count == US_NAMES) die("us", 0, "too many names");
  list[list_count] = (struct us_name){.key = must(strdup(key))};
  slots[at] = ++list_count;
  return &list[list_count - 1];
}

/* `De Soto` and `DeSoto` are one. */
static void squeeze(char *key) {
  char *to = key;
  for (; *key; key++) {
    if (*key != ' ') *to++ = *key;
  }
  *to = '\0';
}

/* Rows `states,known,names` with `|` between names, by name. A row without states
** stands for several, so the name has none for sure. */
static void read_us_names(const struct csv *csv, bool apart) {
  list = must(calloc(US_NAMES, sizeof *list));
  list_count = 0;
  for (int r = 1; r <= csv->row_count; r++) {
    uint64_t bits = read_states(cell(csv, r, 0));
    int known = flag(csv, r, cell(csv, r, 1));
    char *text = must(strdup(filled(csv, r, 2)));
    for (char *name = strtok(text, "|"); name; name = strtok(NULL, "|")) {
      char key[UN_NAME_ROOM];
      if (!name_of(name, key)) continue;
      if (!apart) squeeze(key);
      struct us_name *n = us_name(key);
      n->known = n->seen ? n->bits == bits && (n->known || known) : known;
      n->seen = true;
      n->several |= bits == 0;
      n->bits = n->several ? 0 : n->bits | bits;
    }
  }
}

static void put_us_names(const char *what) {
  char **keys = must(calloc((size_t)list_count + 1, sizeof *keys));
  int *numbers = must(calloc((size_t)list_count + 1, sizeof *numbers));
  printf("const struct un_us_name un_us_%s[] = {\n", what);
  for (int i = 0; i < list_count; i++) {
    keys[i] = list[i].key;
    numbers[i] = i;
    printf("  {%u,%d,%d},\n", pooled(keys[i]), set_of(list[i].bits), list[i].known);
  }
  puts("};");
  char name[64];
  snprintf(name, sizeof name, "un_us_%s", what);
  put_slots(name, keys, numbers, list_count);
}

void put_us_states(const struct csv *csv) {
  list = must(calloc(US_NAMES, sizeof *list));
  list_count = 0;
  puts("const int16_t un_us_states[] = {");
  for (int r = 1; r <= csv->row_count; r++) {
    const char *code = filled(csv, r, 0);
    if (state_count == STATES) die(csv->path, csv->lines[r], "more than %d states", STATES);
    states[state_count] = code;
    printf("%d,", place_of(csv, r, code));
    char *text = must(strdup(filled(csv, r, 1)));
    for (char *form = strtok(text, "|"); form; form = strtok(NULL, "|")) {
      const size_t end = strcspn(form, "!=");
      const char mark = form[end];
      char key[UN_FOLD_ROOM];
      form[end] = '\0';
      if (!folded_of(form, key)) die(csv->path, csv->lines[r], "'%s' does not fold", form);
      struct us_name *n = us_name(key);
      n->bits = UINT64_C(1) << state_count;
      n->known = mark == '!' ? 2 : mark == '=' ? 0 : 1;
    }
    char key[UN_FOLD_ROOM];
    if (!folded_of(place_name(csv, r, code), key)) die(csv->path, csv->lines[r], "'%s' does not fold", code);
    us_name(key)->bits = UINT64_C(1) << state_count;
    us_name(key)->known = 0;
    state_count++;
  }
  printf("};\nconst int un_us_states_count = %d;\n", state_count);
  put_us_names("forms");
}

void put_us_counties(const struct csv *csv) {
  read_us_names(csv, false);
  put_us_names("counties");
}

void put_us_places(const struct csv *csv) {
  read_us_names(csv, false);
  put_us_names("towns");
}

void put_us_police(const struct csv *csv) {
  read_us_names(csv, true);
  put_us_names("police");
}

void put_us_agencies(const struct csv *csv) {
  read_us_names(csv, false);
  put_us_names("agencies");
}

static void put_phrases(const struct csv *csv, const char *what) {
  list = must(calloc(US_NAMES, sizeof *list));
  list_count = 0;
  for (int r = 1; r <= csv->row_count; r++) {
    char key[UN_NAME_ROOM];
    if (!name_of(filled(csv, r, 0), key)) die(csv->path, csv->lines[r], "does not fold");
    us_name(key)->bits = read_states(cell(csv, r, 1));
    if (us_name(key)->bits == 0) die(csv->path, csv->lines[r], "no states");
  }
  put_us_names(what);
}

void put_us_kinds(const struct csv *csv) { put_phrases(csv, "kinds"); }

/* The last of the files with sets of states. */
void put_us_posts(const struct csv *csv) {
  put_phrases(csv, "posts");
  puts("const uint64_t un_us_sets[] = {");
  for (int i = 0; i < set_count; i++) printf("UINT64_C(0x%llx),%s", (unsigned long long)sets[i], i % 6 == 5 ? "\n" : "");
  puts("};");
}
