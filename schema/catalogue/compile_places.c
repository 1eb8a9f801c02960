/* The places of schema/catalogue: codes, names, regimes, and words that fold. */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct un_folding folding; /* of fold.csv, read first */

void put_folds(const struct csv *csv) {
  struct un_fold_row *rows = must(malloc((size_t)csv->row_count * sizeof *rows));
  char *texts = must(malloc((size_t)csv->row_count * 40));
  size_t len = 0;
  for (int r = 1; r <= csv->row_count; r++) {
    const char *to = cell(csv, r, 1);
    rows[r - 1] = (struct un_fold_row){(uint32_t)strtoul(filled(csv, r, 0), NULL, 16), (uint32_t)len};
    if (r > 1 && rows[r - 1].from <= rows[r - 2].from) {
      die(csv->path, csv->lines[r], "not in the order of code points");
    }
    if (to && strlen(to) > 39) die(csv->path, csv->lines[r], "longer than 39 bytes");
    strcpy(texts + len, to ? to : "");
    len += strlen(texts + len) + 1;
  }
  folding = (struct un_folding){rows, csv->row_count, texts};
  puts("static const struct un_fold_row fold_rows[] = {");
  for (int i = 0; i < folding.count; i++) printf("  {%u,%u},\n", (unsigned)rows[i].from, (unsigned)rows[i].to);
  puts("};\nstatic const char fold_texts[] =");
  for (size_t at = 0; at < len; at += strlen(texts + at) + 1) {
    printf("  ");
    put_string(texts + at, strlen(texts + at));
    puts(" \"\\0\"");
  }
  printf("  ;\nconst struct un_folding un_folds = {fold_rows, %d, fold_texts};\n", folding.count);
}

/* --- codes ----------------------------------------------------------------------- */

enum { J_CODE, J_NAME, J_KIND, J_ALPHA3, MANY = 8192 };

static struct place {
  const char *code, *name, *alpha3;
  int kind, parent;
} rows[MANY];
static int row_count, country_count;

static int row_of(const char *code) {
  for (int r = 0; r < row_count; r++) {
    if (strcmp(rows[r].code, code) == 0) return r;
  }
  return -1;
}

static int row_of_cell(const struct csv *csv, int row, int column) {
  return place_of(csv, row, filled(csv, row, column));
}

/* --- names ----------------------------------------------------------------------- */

/* A folded name and the row it means; SHARED by several, by the word of `rank`. */
enum { SHARED = -1, NAMES = 32768 };
enum rank { OF_PART, OF_STATE, OF_COUNTRY, LAST_WORD };

static struct name {
  uint32_t text;
  int row;
  enum rank rank;
  const struct csv *csv; /* where it was shared, for the complaint */
  int line, other;
} names[NAMES];
static int name_count;
static int name_slots[2 * NAMES]; /* index + 1 */

static struct name *name_at(const char *text) {
  unsigned at = un_hash(text, strlen(text)) & (2 * NAMES - 1);
  for (; name_slots[at]; at = (at + 1) & (2 * NAMES - 1)) {
    struct name *n = &names[name_slots[at] - 1];
    if (strcmp(pool_text(n->text), text) == 0) return n;
  }
  return NULL;
}

bool folded_of(const char *text, char out[UN_FOLD_ROOM]) {
  return un_fold(&folding, text, strlen(text), out) > 0;
}

int place_of(const struct csv *csv, int row, const char *code) {
  int r = row_of(code);
  if (r < 0) die(csv->path, csv->lines[row], "'%s' is no code", code);
  return r;
}

const char *place_name(const struct csv *csv, int row, const char *code) {
  return rows[place_of(csv, row, code)].name;
}

int countries(void) { return country_count; }

bool name_of(const char *text, char out[UN_NAME_ROOM]) {
  char folded[UN_FOLD_ROOM];
  size_t n = un_fold(&folding, text, strlen(text), folded);
  return un_name_of(folded, n, out) > 0;
}

static void add_key(const struct csv *csv, int line, const char *key, int row, enum rank rank) {
  struct name *n = name_at(key);
  if (!n) {
    if (name_count == NAMES) die(csv->path, line, "too many names");
    n = &names[name_count++];
    *n = (struct name){.text = pooled(key), .row = row, .rank = rank};
    unsigned at = un_hash(key, strlen(key)) & (2 * NAMES - 1);
    while (name_slots[at]) at = (at + 1) & (2 * NAMES - 1);
    name_slots[at] = name_count;
  } else if (rank > n->rank) {
    n->row = row;
    n->rank = rank;
  } else if (rank == n->rank && n->row != row) {
    if (rank == LAST_WORD) die(csv->path, line, "'%s' stands twice", key);
    if (rank == OF_COUNTRY && n->row != SHARED) {
      n->csv = csv;
      n->line = line;
      n->other = row;
    } else {
      n->row = SHARED;
    }
  }
}

static void add_name(const struct csv *csv, int line, const char *name, int row, enum rank rank) {
  char key[UN_NAME_ROOM];
  if (!name_of(name, key)) die(csv->path, line, "'%s' does not fold", name);
  add_key(csv, line, key, row, rank);
}

/* --- what is written: jurisdiction_names ------------------------------------------- */

static struct label {
  uint32_t name;
  int row, lang, source, number;
  const char *places; /* of a shared name, its candidates */
} labels[NAMES];
static int label_count;
enum { WORDS = 255 }; /* of a uint8_t */
static const char *langs[WORDS + 1], *sources[WORDS + 1]; /* NULL ends them */

static int in_list(const struct csv *csv, int r, const char **list, const char *text) {
  int i = 0;
  while (list[i] && strcmp(list[i], text) != 0) i++;
  if (i == WORDS) die(csv->path, csv->lines[r], "'%s' is one more than %d languages or sources", text, WORDS);
  return list[i] = text, i;
}

static struct label *add_label(const struct csv *csv, int r, const char *name, int row, const char *lang,
                               const char *source) {
  if (label_count == NAMES) die(csv->path, csv->lines[r], "too many names");
  labels[label_count] = (struct label){.name = pooled(name), .row = row, .lang = in_list(csv, r, langs, lang),
                                       .source = in_list(csv, r, sources, source), .number = label_count};
  return &labels[label_count++];
}

/* --- the catalogues ---------------------------------------------------------------- */

void read_jurisdictions(const struct csv *csv) {
  static const char *const kinds[] = {"country", "territory", "part", "body", NULL};
  for (int r = 1; r <= csv->row_count; r++) {
    rows[row_count++] = (struct place){filled(csv, r, J_CODE), filled(csv, r, J_NAME), cell(csv, r, J_ALPHA3),
                                       one_of(csv, r, "kind", cell(csv, r, J_KIND), kinds), -1};
    add_name(csv, csv->lines[r], cell(csv, r, J_NAME), row_count - 1, OF_COUNTRY);
  }
  country_count = row_count;
}

/* A name that means the part within its country; nothing where it does not fold. */
static void add_within(const struct csv *csv, int r, const char *name, int row, enum rank rank) {
  char key[UN_NAME_ROOM], within[UN_NAME_ROOM + 4];
  if (!name_of(name, key)) return;
  snprintf(within, sizeof within, "%.2s|%s", rows[row].code, key);
  add_key(csv, csv->lines[r], within, row, rank);
}

/* `Girona [Gerona]`, `Newport [Casnewydd GB-CNW]` and `Bolama / Bijagós` are two
** names in two languages; `[SE-23]` and `[city]` are none. Within the country only. */
static void add_both_names(const struct csv *csv, int r, const char *name, int row) {
  char first[UN_FOLD_ROOM], second[UN_FOLD_ROOM];
  const char *slash = strstr(name, " / "), *mark = slash ? slash : strstr(name, " [");
  if (!mark || strlen(name) >= sizeof first) return;
  snprintf(first, sizeof first, "%.*s", (int)(mark - name), name);
  snprintf(second, sizeof second, "%s", mark + (slash ? 3 : 2));
  second[strcspn(second, "]")] = '\0';
  char *code = strrchr(second, ' ');
  code = code ? code + 1 : second;
  if (strlen(code) > 3 && code[2] == '-' && strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789") == strlen(code)) {
    *code = '\0';
  }
  add_within(csv, r, first, row, OF_PART);
  if (second[0] < 'a' || second[0] > 'z') add_within(csv, r, second, row, OF_PART);
}

/* `Bruxelles-Capitale, Région de` is also `Région de Bruxelles-Capitale`. */
static void add_part_names(const struct csv *csv, int r, const char *name, int row) {
  const enum rank rank = strncmp(rows[row].code, "US-", 3) == 0 ? OF_STATE : OF_PART;
  char text[UN_FOLD_ROOM];
  const char *comma = strstr(name, ", ");
  snprintf(text, sizeof text, "%s", name);
  add_name(csv, csv->lines[r], text, row, rank);
  add_within(csv, r, text, row, rank);
  add_both_names(csv, r, text, row);
  if (comma) {
    snprintf(text, sizeof text, "%s %.*s", comma + 2, (int)(comma - name), name);
    add_name(csv, csv->lines[r], text, row, rank);
  }
}

/* What English calls them; `bare` 0 is a name within the country only. */
void read_part_names(const struct csv *csv) {
  for (int r = 1; r <= csv->row_count; r++) {
    const int row = row_of_cell(csv, r, 0);
    const char *name = filled(csv, r, 1);
    char key[UN_NAME_ROOM];
    if (row < country_count || !name_of(name, key)) die(csv->path, csv->lines[r], "is no name of a part");
    add_within(csv, r, name, row, OF_PART);
    if (!flag(csv, r, cell(csv, r, 2))) continue;
    add_key(csv, csv->lines[r], key, row, OF_PART);
    add_label(csv, r, name, row, "en", "CLDR subdivisions");
  }
}

void read_parts(const struct csv *csv) {
  for (int r = 1; r <= csv->row_count; r++) {
    const char *code = filled(csv, r, 0), *name = filled(csv, r, 1);
    char country[3] = {code[0], code[1], '\0'};
    int parent = row_of(country);
    if (parent < 0 || code[2] != '-' || strlen(code) > 6 || row_count == MANY) {
      die(csv->path, csv->lines[r], "'%s' is not a part of a country here", code);
    }
    rows[row_count++] = (struct place){code, name, NULL, 2, parent};
    add_part_names(csv, r, name, row_count - 1);
  }
}

void put_twins(const struct csv *csv) {
  puts("const struct un_twin un_twins[] = {");
  for (int r = 1; r <= csv->row_count; r++) {
    int territory = row_of_cell(csv, r, 0), part = row_of_cell(csv, r, 1);
    if (rows[territory].kind != 1) die(csv->path, csv->lines[r], "%s is no territory", rows[territory].code);
    if (rows[part].kind != 2) die(csv->path, csv->lines[r], "%s is no part", rows[part].code);
    printf("  {%d,%d},\n", territory, part);
  }
  printf("};\nconst int un_twins_count = %d;\n", csv->row_count);
}

/* code, then a language a column; `|` between the names of a cell. */
static void read_table(const struct csv *csv, const char *source) {
  for (int r = 1; r <= csv->row_count; r++) {
    int row = row_of_cell(csv, r, 0);
    for (int c = 1; c < csv->column_count; c++) {
      char *text = cell(csv, r, c) ? must(strdup(cell(csv, r, c))) : NULL;
      for (char *name = text ? strtok(text, "|") : NULL; name; name = strtok(NULL, "|")) {
        add_name(csv, csv->lines[r], name, row, OF_COUNTRY);
        add_label(csv, r, name, row, cell(csv, 0, c), source);
      }
    }
  }
}

void read_cldr(const struct csv *csv) { read_table(csv, "CLDR"); }
void read_iso(const struct csv *csv) { read_table(csv, "ISO 3166-1"); }
void read_un(const struct csv *csv) { read_table(csv, "UN"); }

void read_spellings(const struct csv *csv) {
  for (int r = 1; r <= csv->row_count; r++) {
    int row = cell(csv, r, 1) ? row_of_cell(csv, r, 1) : SHARED;
    if (strchr(filled(csv, r, 0), '|')) { /* US|name: within that country only */
      char key[UN_NAME_ROOM + 3], name[UN_NAME_ROOM];
      if (!name_of(cell(csv, r, 0) + 3, name)) die(csv->path, csv->lines[r], "does not fold");
      snprintf(key, sizeof key, "%.3s%s", cell(csv, r, 0), name);
      add_key(csv, csv->lines[r], key, row, LAST_WORD);
      continue;
    }
    add_name(csv, csv->lines[r], cell(csv, r, 0), row, LAST_WORD);
    add_label(csv, r, cell(csv, r, 0), row, filled(csv, r, 2), filled(csv, r, 3));
  }
}

void read_shared(const struct csv *csv) {
  for (int r = 1; r <= csv->row_count; r++) {
    const char *name = filled(csv, r, 0);
    add_name(csv, csv->lines[r], name, SHARED, LAST_WORD);
    struct label *label = add_label(csv, r, name, SHARED, filled(csv, r, 1), filled(csv, r, 3));
    label->places = cell(csv, r, 2);
    char *codes = must(strdup(label->places ? label->places : ""));
    for (char *code = strtok(codes, " "); code; code = strtok(NULL, " ")) place_of(csv, r, code);
    free(codes);
  }
}

static int by_row(const void *a, const void *b) {
  const struct label *x = a, *y = b;
  if (x->row != y->row) return x->row < y->row ? -1 : 1;
  return x->number - y->number;
}

/* Letters to a number: aa is 0, zz 675; the same over three. */
static int letters(const char *code) {
  int n = 0;
  for (; *code; code++) n = n * 26 + (*code - 'A');
  return n;
}

static void put_codes(void) {
  static int two[26 * 26], three[26 * 26 * 26], parts[MANY * 2];
  static char *keys[MANY];
  int part_count = row_count - country_count;
  memset(two, -1, sizeof two);
  memset(three, -1, sizeof three);
  puts("const struct un_place un_places[] = {");
  for (int r = 0; r < row_count; r++) {
    printf("  {%u,%d,%d,\"%s\"},\n", pooled(rows[r].name), rows[r].parent, rows[r].kind, rows[r].code);
    if (r >= country_count) {
      keys[r - country_count] = must(strdup(rows[r].code));
      parts[r - country_count] = r;
      continue;
    }
    (strlen(rows[r].code) == 2 ? two : three)[letters(rows[r].code)] = r;
    if (rows[r].alpha3) three[letters(rows[r].alpha3)] = r;
  }
  printf("};\nconst int un_places_count = %d, un_countries_count = %d;\n", row_count, country_count);
  put_numbers("un_code_pairs", two, 26 * 26);
  put_numbers("un_code_triples", three, 26 * 26 * 26);
  put_slots("un_parts", keys, parts, part_count);
}

static void put_labels(void) {
  qsort(labels, (size_t)label_count, sizeof *labels, by_row);
  puts("const struct un_label un_labels[] = {");
  for (int i = 0; i < label_count; i++) {
    printf("  {%u,%d,%d,%d},\n", labels[i].name, labels[i].row, labels[i].lang, labels[i].source);
  }
  printf("};\nconst int un_labels_count = %d;\nconst char *const un_langs[] = {", label_count);
  for (int i = 0; langs[i]; i++) printf("\"%s\",", langs[i]);
  puts("0};\nconst char *const un_sources[] = {");
  for (int i = 0; sources[i]; i++) {
    put_text(sources[i]);
    putchar(',');
  }
  puts("0};");
}

/* The candidates of the shared names, which are the first labels. */
static void put_shared(void) {
  static int at[NAMES + 1];
  int count = 0, shared = 0;
  puts("const int16_t un_shared_places[] = {");
  for (; shared < label_count && labels[shared].row == SHARED; shared++) {
    char *codes = must(strdup(labels[shared].places ? labels[shared].places : ""));
    for (char *code = strtok(codes, " "); code; code = strtok(NULL, " "), count++) printf("%d,", row_of(code));
    free(codes);
    at[shared + 1] = count;
  }
  puts("-1};");
  put_numbers("un_shared_at", at, shared + 1);
}

/* After the last file of names. */
void put_names(void) {
  static char *keys[NAMES];
  static int numbers[NAMES];
  int count = 0;
  bool bad = false;
  put_codes();
  put_labels();
  put_shared();
  puts("const struct un_name un_names[] = {");
  for (int i = 0; i < name_count; i++) {
    const char *key = pool_text(names[i].text);
    const struct name *whole = strchr(key, '|') ? name_at(key + 3) : NULL;
    if (names[i].csv && names[i].rank == OF_COUNTRY) {
      fprintf(stderr, "%s:%d: '%s' is %s and %s: spellings.csv must say which\n", names[i].csv->path,
              names[i].line, key, rows[names[i].row].code, rows[names[i].other].code);
      bad = true;
    }
    /* The bare name says it, unless it may be read as a code before. */
    if (whole && whole->row == names[i].row && strlen(key + 3) > 3) continue;
    printf("  {%u,%d},\n", names[i].text, names[i].row);
    keys[count] = must(strdup(key));
    numbers[count] = count;
    count++;
  }
  puts("};");
  if (bad) exit(1);
  if (count > 32767) die("names", 0, "too many for int16_t");
  put_slots("un_names", keys, numbers, count);
  put_pool();
}

/* Publishers' words, folded; an outcome's own code stands for itself. */
void put_words(const struct csv *csv) {
  char *keys[1024];
  int numbers[1024], count = 0;
  puts("const struct un_word un_words[] = {");
  for (int r = 1 - outcome_count; r <= csv->row_count; r++) {
    bool own = r <= 0;
    const char *words = own ? outcome_names[r + outcome_count - 1] : filled(csv, r, 0);
    const char *outcome = own ? words : cell(csv, r, 1);
    char folded[UN_FOLD_ROOM];
    bool twin = false;
    if (!own) outcome = outcome_names[one_of(csv, r, "outcome", outcome, (const char *const *)outcome_names)];
    if (un_fold(&folding, words, strlen(words), folded) == 0 || count == 1024) {
      die(csv->path, own ? 1 : csv->lines[r], "'%s' does not fold", words);
    }
    for (int k = 0; k < count && !twin; k++) twin = strcmp(keys[k], folded) == 0;
    if (twin) continue;
    printf("  {");
    put_text(folded);
    putchar(',');
    put_text(outcome);
    puts("},");
    numbers[count] = count;
    keys[count++] = must(strdup(folded));
  }
  puts("};");
  put_slots("un_words", keys, numbers, count);
}
