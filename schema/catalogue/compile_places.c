/* The places of schema/catalogue: codes, names, regimes, and words that fold. */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Open addressing over keys that are checked for twins by the caller. */
static void put_slots(const char *name, char *const *keys, const int *rows, int count) {
  unsigned size = 16;
  while (size < 2 * (unsigned)count) size *= 2;
  int *slots = must(malloc(size * sizeof *slots));
  for (unsigned i = 0; i < size; i++) slots[i] = -1;
  for (int k = 0; k < count; k++) {
    unsigned at = un_hash(keys[k], strlen(keys[k])) & (size - 1);
    while (slots[at] >= 0) at = (at + 1) & (size - 1);
    slots[at] = rows[k];
  }
  printf("const unsigned %s_hash_mask = %u;\nconst int16_t %s_hash[] = {", name, size - 1, name);
  for (unsigned i = 0; i < size; i++) printf("%d,%s", slots[i], i % 16 == 15 ? "\n" : "");
  puts("};");
}

static struct un_fold_row *fold_rows; /* of fold.csv, read first */
static int fold_count;

void put_folds(const struct csv *csv) {
  fold_rows = must(malloc((size_t)csv->row_count * sizeof *fold_rows));
  fold_count = csv->row_count;
  puts("const struct un_fold_row un_folds[] = {");
  for (int r = 1; r <= csv->row_count; r++) {
    const char *to = cell(csv, r, 1);
    fold_rows[r - 1] = (struct un_fold_row){(uint32_t)strtoul(cell(csv, r, 0), NULL, 16),
                                            to ? to : ""};
    if (r > 1 && fold_rows[r - 1].from <= fold_rows[r - 2].from) {
      die(csv->path, csv->lines[r], "not in the order of code points");
    }
    printf("  {%u,", (unsigned)fold_rows[r - 1].from);
    put_string(fold_rows[r - 1].to, strlen(fold_rows[r - 1].to));
    puts("},");
  }
  printf("};\nconst int un_folds_count = %d;\n", csv->row_count);
}

static struct {
  char *names[8192];
  const char *codes[8192];
  int count;
} places;

/* A folded name; a later file's word on it wins when `wins`, else it must agree. */
static void add_place(const struct csv *csv, int row, const char *name, const char *code,
                      bool wins) {
  char folded[UN_FOLD_ROOM];
  size_t n = un_fold(fold_rows, fold_count, name, strlen(name), folded);
  if (n == 0) die(csv->path, csv->lines[row], "'%s' does not fold", name);
  for (int i = 0; i < places.count; i++) {
    if (strcmp(places.names[i], folded) != 0) continue;
    if (wins) places.codes[i] = code;
    else if (!code || strcmp(places.codes[i], code) != 0) {
      die(csv->path, csv->lines[row], "'%s' is %s already", name, places.codes[i]);
    }
    return;
  }
  if (places.count == 8192) die(csv->path, csv->lines[row], "too many names");
  places.names[places.count] = must(strdup(folded));
  places.codes[places.count++] = code;
}

enum { J_CODE, J_NAME, J_PARENT, J_KIND, J_ALPHA3 };

static const struct csv *jurisdictions; /* kept: regimes refer to its rows */

void put_jurisdictions(const struct csv *csv) {
  static const char *const kinds[] = {"country", "territory", "part", "body", NULL};
  char *keys[1024];
  int rows[1024], count = 0;
  for (int r = 1; r <= csv->row_count && count < 1022; r++) {
    one_of(csv, r, "kind", cell(csv, r, J_KIND), kinds);
    add_place(csv, r, cell(csv, r, J_NAME), cell(csv, r, J_CODE), false);
    for (int c = J_CODE; c <= J_ALPHA3; c += J_ALPHA3) {
      if (!cell(csv, r, c)) continue;
      keys[count] = csv->rows[r][c];
      rows[count++] = r - 1;
    }
  }
  struct csv *kept = must(malloc(sizeof *kept));
  *kept = *csv;
  jurisdictions = kept;
  put_slots("un_codes", keys, rows, count);
}

void read_names(const struct csv *csv) {
  for (int r = 1; r <= csv->row_count; r++) {
    add_place(csv, r, cell(csv, r, 0), cell(csv, r, 1), false);
  }
}

/* The last word on names, so the table is written here. */
void put_places(const struct csv *csv) {
  int rows[8192];
  for (int r = 1; r <= csv->row_count; r++) {
    add_place(csv, r, cell(csv, r, 0), cell(csv, r, 1), true);
  }
  puts("const struct un_place un_places[] = {");
  for (int i = 0; i < places.count; i++) {
    rows[i] = i;
    printf("  {");
    put_text(places.names[i]);
    putchar(',');
    put_text(places.codes[i]);
    puts("},");
  }
  puts("};");
  put_slots("un_places", places.names, rows, places.count);
}

static int row_of(const char *code) {
  for (int r = 1; r <= jurisdictions->row_count; r++) {
    if (strcmp(cell(jurisdictions, r, J_CODE), code) == 0) return r - 1;
  }
  return -1;
}

/* The order of enum un_tag, law/regime.h; "" is a tag that is no regime. */
static const char *const regimes[] = {
    "", "", "cloud-partner", "", "eu-evidence", "eu-dsa", "budapest", "five-eyes", "nine-eyes",
    "fourteen-eyes", "", "adequate", "adequate-partial", "us-mlat", "eea", "", "eu", NULL};

/* Members in the order of their places, so that a country finds its own at once. */
static void put_members(const struct csv *csv, const int *places_of, int *at) {
  int next = 0;
  puts("const struct un_member un_members[] = {");
  for (int place = 0; place < jurisdictions->row_count; place++) {
    at[place] = next;
    for (int r = 1; r <= csv->row_count; r++) {
      if (places_of[r] != place) continue;
      printf("  {%d,", one_of(csv, r, "regime", cell(csv, r, 0), regimes));
      put_day(read_day(csv, r, cell(csv, r, 2)));
      putchar(',');
      put_day(read_day(csv, r, cell(csv, r, 3)));
      puts("},");
      next++;
    }
  }
  at[jurisdictions->row_count] = next;
  puts("};");
}

/* The row of each pair of letters: a country's code is its own index. */
static void put_pairs(void) {
  int pairs[26 * 26];
  for (int i = 0; i < 26 * 26; i++) pairs[i] = -1;
  for (int r = 1; r <= jurisdictions->row_count; r++) {
    const char *code = cell(jurisdictions, r, J_CODE);
    if (strlen(code) == 2) pairs[(code[0] - 'A') * 26 + code[1] - 'A'] = r - 1;
  }
  puts("const int16_t un_code_pairs[] = {");
  for (int i = 0; i < 26 * 26; i++) printf("%d,%s", pairs[i], i % 26 == 25 ? "\n" : "");
  puts("};");
}

void put_regimes(const struct csv *csv) {
  int *places_of = must(calloc((size_t)csv->row_count + 1, sizeof *places_of));
  int *at = must(calloc((size_t)jurisdictions->row_count + 1, sizeof *at));
  for (int r = 1; r <= csv->row_count; r++) {
    const char *code = cell(csv, r, 1);
    places_of[r] = code ? row_of(code) : -1;
    if (places_of[r] < 0) die(csv->path, csv->lines[r], "'%s' is no code", code ? code : "");
  }
  put_members(csv, places_of, at);
  puts("const int16_t un_members_at[] = {");
  for (int i = 0; i <= jurisdictions->row_count; i++) printf("%d,%s", at[i], i % 16 == 15 ? "\n" : "");
  printf("};\nconst int un_row_of_us = %d, un_row_of_eu = %d, un_row_of_int = %d;\n", row_of("US"),
         row_of("EU"), row_of("INT"));
  put_pairs();
  free(places_of);
  free(at);
}

/* Publishers' words, folded; an outcome's own code stands for itself. */
void put_words(const struct csv *csv) {
  char *keys[1024];
  int rows[1024], count = 0;
  puts("const struct un_place un_words[] = {");
  for (int r = 1 - outcome_count; r <= csv->row_count; r++) {
    bool own = r <= 0;
    const char *words = own ? outcome_names[r + outcome_count - 1] : cell(csv, r, 0);
    const char *outcome = own ? words : cell(csv, r, 1);
    char folded[UN_FOLD_ROOM];
    bool twin = false;
    if (!own) outcome = outcome_names[one_of(csv, r, "outcome", outcome, (const char *const *)outcome_names)];
    if (un_fold(fold_rows, fold_count, words, strlen(words), folded) == 0 || count == 1024) {
      die(csv->path, own ? 1 : csv->lines[r], "'%s' does not fold", words);
    }
    for (int k = 0; k < count && !twin; k++) twin = strcmp(keys[k], folded) == 0;
    if (twin) continue;
    printf("  {");
    put_text(folded);
    putchar(',');
    put_text(outcome);
    puts("},");
    rows[count] = count;
    keys[count++] = must(strdup(folded));
  }
  puts("};");
  put_slots("un_words", keys, rows, count);
}
