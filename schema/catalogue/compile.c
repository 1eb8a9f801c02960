/* The catalogue compiler: schema/catalogue/ *.csv and schema/ *.sql to C.
**
**   compile catalogue DIR     the catalogues of catalogue.h, on stdout
**   compile texts FILE...     the SQL files as `un_texts[]`, on stdout
**
** (1) A catalogue is a row of `catalogues` below: file, columns, types. A CSV
**     is UTF-8 with LF, RFC 4180 quotes, `#` lines before the header skipped.
** (2) Every cell is parsed by its column's type; the first fault ends the run
**     with FILE:LINE and exit 1, so a wrong catalogue is a failed build.
** (3) Typed rows are C initialisers; keys get an open-addressing hash table.
**
** Runs at build time only; memory is not freed.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"

static struct un_term read_term(const struct csv *csv, int row, const char *text) {
  struct un_term t;
  if (!un_term_parse(text, strlen(text), &t) || !un_term_positive(&t)) {
    die(csv->path, csv->lines[row], "'%s' is not a positive term", text);
  }
  return t;
}

static void put_term(const struct csv *csv, int row, const char *text) {
  struct un_term t = {0};
  if (text) t = read_term(csv, row, text);
  printf("{%d,%d,%d,%d,%d,%d,%d,%d}", t.years, t.months, t.weeks, t.days, t.hours, t.backward,
         t.has_hours, t.set);
}

/* A power of two of at least eight times the rows: most look-ups meet their row at once. */
void put_hash(const char *name, const struct csv *csv) {
  unsigned size = 16;
  while (size < 8 * (unsigned)csv->row_count) size *= 2;
  int *slots = must(malloc(size * sizeof *slots));
  for (unsigned i = 0; i < size; i++) slots[i] = -1;
  for (int r = 1; r <= csv->row_count; r++) {
    const char *key = cell(csv, r, 0);
    if (!key) die(csv->path, csv->lines[r], "no key");
    // cppcheck-suppress nullPointerRedundantCheck ; die() ended the run
    unsigned at = un_hash(key, strlen(key)) & (size - 1);
    for (; slots[at] >= 0; at = (at + 1) & (size - 1)) {
      if (strcmp(cell(csv, slots[at] + 1, 0), key) == 0) {
        die(csv->path, csv->lines[r], "'%s' stands twice", key);
      }
    }
    slots[at] = r - 1;
  }
  printf("const unsigned %s_hash_mask = %u;\nconst int16_t %s_hash[] = {", name, size - 1, name);
  for (unsigned i = 0; i < size; i++) printf("%d,%s", slots[i], i % 16 == 15 ? "\n" : "");
  puts("};");
  printf("const unsigned char %s_len[] = {", name);
  for (int r = 1; r <= csv->row_count; r++) printf("%zu,", strlen(cell(csv, r, 0)));
  puts("};");
}

/* --- typed catalogues ------------------------------------------------------- */

enum { B_CODE, B_TITLE, B_CLASS, B_CITATION, B_COUNTRY, B_GAGS, B_STARTS, B_SILENT, B_MAX,
       B_MAX_KIND, B_REVIEW, B_RENEW, B_SCOPE, B_CALENDAR, B_SINCE, B_UNTIL };

static const char *const starts[] = {"issue", "receipt", "filing", NULL};
static const struct csv *bases; /* for clocks.csv */

static void put_bases(const struct csv *csv) {
  static const char *const classes[] = {"nsl", "fisa_content", "fisa_noncontent", "criminal",
                                        "interception", "civil", "other", NULL};
  static const char *const max_kinds[] = {"none", "statute", "policy", "order", NULL};
  static const char *const scopes[] = {"everyone", "subject", "existence", NULL};
  static const char *const silents[] = {"none", "term", "indefinite", "error", NULL};
  puts("const struct un_basis un_bases[] = {");
  bases = csv;
  for (int r = 1; r <= csv->row_count; r++) {
    const char *silent = cell(csv, r, B_SILENT);
    bool term = silent && silent[0] == 'P';
    one_of(csv, r, "class", cell(csv, r, B_CLASS), classes);
    if (cell(csv, r, B_SCOPE)) one_of(csv, r, "scope", cell(csv, r, B_SCOPE), scopes);
    if (cell(csv, r, B_STARTS)) one_of(csv, r, "start", cell(csv, r, B_STARTS), starts);
    printf("  {");
    put_text(cell(csv, r, B_CODE));
    printf(",%d,%d,", flag(csv, r, cell(csv, r, B_GAGS)),
           one_of(csv, r, "value for silent", term ? "term" : silent, silents));
    put_term(csv, r, term ? silent : NULL);
    putchar(',');
    put_term(csv, r, cell(csv, r, B_MAX));
    printf(",%d,", one_of(csv, r, "max_kind", cell(csv, r, B_MAX_KIND), max_kinds));
    put_term(csv, r, cell(csv, r, B_REVIEW));
    putchar(',');
    put_term(csv, r, cell(csv, r, B_RENEW));
    putchar(',');
    printf("&un_calendars[%d],", calendar_of(csv, r, cell(csv, r, B_CALENDAR)));
    put_day(read_day(csv, r, cell(csv, r, B_SINCE)));
    putchar(',');
    put_day(read_day(csv, r, cell(csv, r, B_UNTIL)));
    puts("},");
  }
  printf("};\nconst int un_bases_count = %d;\n", csv->row_count);
  put_hash("un_bases", csv);
}

/* A key in the first column of every row, each once; what has a hash gets that of put_hash. */
static void check_keys(const struct csv *csv) {
  for (int r = 1; r <= csv->row_count; r++) {
    const char *key = filled(csv, r, 0);
    for (int i = 1; i < r; i++) {
      if (strcmp(cell(csv, i, 0), key) == 0) die(csv->path, csv->lines[r], "'%s' stands twice", key);
    }
  }
}

enum { C_CODE, C_BASIS, C_PROCESS, C_WHO, C_STARTS, C_TERM, C_CALENDAR };

/* Their cells are what the deadlines view reads; nothing typed is written. */
static void check_clocks(const struct csv *csv) {
  static const char *const whos[] = {"provider", "government", "court", "enforcing_authority", "subject", NULL};
  check_keys(csv);
  for (int r = 1; r <= csv->row_count; r++) {
    const char *basis = cell(csv, r, C_BASIS), *term = cell(csv, r, C_TERM);
    bool known = !basis;
    for (int i = 1; !known && i <= bases->row_count; i++) known = strcmp(cell(bases, i, B_CODE), basis) == 0;
    if (!known) die(csv->path, csv->lines[r], "'%s' is not a legal basis", basis);
    one_of(csv, r, "party", cell(csv, r, C_WHO), whos);
    if (cell(csv, r, C_STARTS)) one_of(csv, r, "start", cell(csv, r, C_STARTS), starts);
    if (term) read_term(csv, r, term);
    calendar_of(csv, r, cell(csv, r, C_CALENDAR));
  }
}

/* Of no use but as they stand: a sub-category is in one category. */
static void check_keywords(const struct csv *csv) {
  check_keys(csv);
  for (int r = 1; r <= csv->row_count; r++) {
    const char *keyword = filled(csv, r, 0), *category = filled(csv, r, 1);
    if (strncmp(keyword, "KEYWORD_", 8) != 0 || strncmp(category, "STATEMENT_CATEGORY_", 19) != 0) {
      die(csv->path, csv->lines[r], "'%s' in '%s' is no KEYWORD_ in a STATEMENT_CATEGORY_", keyword, category);
    }
  }
}

/* That the register has them is a test's to see: its words are in its CHECK. */
static void check_processes(const struct csv *csv) {
  check_keys(csv);
  for (int r = 1; r <= csv->row_count; r++) flag(csv, r, cell(csv, r, 4));
}

char **outcome_names; /* of outcomes.csv, for definitions.csv */
int outcome_count;

static void put_outcomes(const struct csv *csv) {
  if (csv->row_count > UN_OUTCOME_MAX) die(csv->path, 1, "more than %d outcomes", UN_OUTCOME_MAX);
  outcome_count = csv->row_count;
  outcome_names = must(calloc((size_t)outcome_count + 1, sizeof *outcome_names)); /* NULL ends it */
  puts("const char *const un_outcomes[] = {");
  for (int r = 1; r <= csv->row_count; r++) {
    printf("  ");
    put_text(filled(csv, r, 0));
    outcome_names[r - 1] = csv->rows[r][0];
    puts(",");
  }
  printf("};\nconst int un_outcomes_count = %d;\n", csv->row_count);
  put_hash("un_outcomes", csv);
}

/* `rejected partial/2` into weights, whole ones worth `unit`. */
static bool read_weights(const struct csv *csv, int row, char *text, int unit, int *weights) {
  bool halves = false;
  for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
    char *slash = strchr(word, '/');
    if (slash && strcmp(slash, "/2") != 0) die(csv->path, csv->lines[row], "'%s'?", word);
    if (slash) *slash = '\0';
    int i = 0;
    while (i < outcome_count && strcmp(outcome_names[i], word) != 0) i++;
    if (i == outcome_count) die(csv->path, csv->lines[row], "'%s' is not an outcome", word);
    weights[i] = slash ? unit / 2 : unit;
    halves |= slash != NULL;
  }
  return halves;
}

enum { D_NAME, D_KIND, D_ABOVE, D_EXCLUDED };

static void put_definitions(const struct csv *csv) {
  static const char *const kinds[] = {"disclosure", "refusal", NULL};
  puts("const struct un_definition un_definitions[] = {");
  for (int r = 1; r <= csv->row_count; r++) {
    int above[UN_OUTCOME_MAX] = {0};
    int excluded[UN_OUTCOME_MAX] = {0};
    char *text = must(strdup(filled(csv, r, D_ABOVE)));
    bool halves = read_weights(csv, r, text, 2, above);
    read_weights(csv, r, must(strdup(cell(csv, r, D_EXCLUDED) ? cell(csv, r, D_EXCLUDED) : "")), 2, excluded);
    printf("  {");
    put_text(filled(csv, r, D_NAME));
    printf(",%d,%d,{", one_of(csv, r, "kind", cell(csv, r, D_KIND), kinds), halves);
    for (int i = 0; i < outcome_count; i++) printf("%d,", above[i]);
    printf("},{");
    for (int i = 0; i < outcome_count; i++) printf("%d,", !excluded[i]);
    puts("}},");
  }
  printf("};\nconst int un_definitions_count = %d;\n", csv->row_count);
}

/* --- every catalogue ---------------------------------------------------------- */

struct catalogue {
  const char *name;
  const char *columns; /* the header, exactly; ` ...`: and any others */
  const char *whole;   /* the integer columns, space-separated; NULL: no table of its cells */
  void (*typed)(const struct csv *csv);
};

static const struct catalogue catalogues[] = {
    {"calendars",
     "name title weekends saturdays_roll backward_rolls hours_roll since until source verified",
     "weekends saturdays_roll backward_rolls hours_roll since until verified", put_calendars},
    {"legal_basis",
     "code title class citation country gags starts_at silent max_term max_kind review_term "
     "renew_term scope calendar since until source verified",
     "gags verified", put_bases},
    {"clocks", "code basis process who starts_at term calendar effect source verified",
     "verified", check_clocks},
    {"holidays", "calendar name rule shift shift_kind since until source verified",
     "since until verified", put_holidays},
    {"outcomes", "code meaning source", "", put_outcomes},
    {"definitions", "name kind numerator excluded used_by source", "", put_definitions},
    {"fold", "from to", NULL, put_folds},
    {"jurisdictions", "code name kind alpha3", NULL, read_jurisdictions},
    {"jurisdiction_parts", "code name", NULL, read_parts},
    {"jurisdiction_part_names", "code name bare", NULL, read_part_names},
    {"territory_parts", "code part source", NULL, put_twins},
    {"jurisdiction_names", "code ...", NULL, read_cldr},
    {"jurisdiction_iso", "code en", NULL, read_iso},
    {"jurisdiction_un", "code en fr es ru zh ar", NULL, read_un},
    {"spellings", "name code lang source", NULL, read_spellings},
    {"shared_names", "name lang places source", NULL, read_shared},
    {"authorities", "name code lang source", NULL, read_spellings},
    {"us_states", "code forms source", NULL, put_us_states},
    {"us_counties", "states known names", NULL, put_us_counties},
    {"us_places", "states known names", NULL, put_us_places},
    {"us_police", "states known names", NULL, put_us_police},
    {"us_agencies", "states known names", NULL, put_us_agencies},
    {"us_kinds", "phrase states source", NULL, put_us_kinds},
    {"us_posts", "phrase states source", NULL, put_us_posts},
    {"territories", "code state regimes since until source verified", "verified", read_territories},
    {"regimes", "regime code since until source verified", "verified", put_regimes},
    {"outcome_words", "words outcome source", "", put_words},
    {"dsa_categories", "keyword category source", "", check_keywords},
    {"national_security", "process title citation source verified", "verified", check_processes},
};

static bool has_word(const char *list, const char *word) {
  size_t n = strlen(word);
  for (const char *at = list; (at = strstr(at, word)) != NULL; at += n) {
    if ((at == list || at[-1] == ' ') && (at[n] == '\0' || at[n] == ' ')) return true;
  }
  return false;
}

static void check_header(const struct catalogue *c, const struct csv *csv) {
  const char *at = c->columns;
  const char *rest = strstr(at, " ...");
  for (int i = 0; i < csv->column_count; i++) {
    const char *name = cell(csv, 0, i);
    size_t n = strcspn(at, " ");
    if (rest && at > rest && name) return;
    if (!name || strlen(name) != n || memcmp(name, at, n) != 0) {
      die(csv->path, csv->lines[0], "column %d is '%s', not '%.*s'", i + 1, name ? name : "",
          (int)n, at);
    }
    at += n + (at[n] == ' ');
  }
  if (*at) die(csv->path, csv->lines[0], "column '%s' is missing", at);
}

static void put_catalogue(const struct catalogue *c, const struct csv *csv) {
  check_header(c, csv);
  if (!c->whole) {
    c->typed(csv);
    return;
  }
  printf("\nstatic const char *const %s_columns[] = {", c->name);
  for (int i = 0; i < csv->column_count; i++) {
    put_text(cell(csv, 0, i));
    putchar(',');
  }
  printf("};\nstatic const unsigned char %s_whole[] = {", c->name);
  for (int i = 0; i < csv->column_count; i++) printf("%d,", has_word(c->whole, cell(csv, 0, i)));
  printf("};\nstatic const char *const %s_cells[] = {\n", c->name);
  for (int r = 1; r <= csv->row_count; r++) {
    for (int i = 0; i < csv->column_count; i++) {
      put_text(cell(csv, r, i));
      putchar(',');
    }
    putchar('\n');
  }
  printf("};\nconst struct un_catalogue un_catalogue_%s = {\"%s\", %s_columns, %s_whole, %s_cells, "
         "%d, %d};\n",
         c->name, c->name, c->name, c->name, c->name, csv->column_count, csv->row_count);
  if (c->typed) c->typed(csv);
}

static int compile_catalogues(const char *dir) {
  puts("#include \"law/catalogue.h\"");
  for (size_t i = 0; i < sizeof catalogues / sizeof *catalogues; i++) {
    size_t room = strlen(dir) + strlen(catalogues[i].name) + 6;
    char *path = must(malloc(room));
    snprintf(path, room, "%s/%s.csv", dir, catalogues[i].name);
    struct csv csv = read_csv(path);
    struct csv *kept = must(malloc(sizeof *kept));
    *kept = csv;
    put_catalogue(&catalogues[i], kept);
  }
  put_names();
  return 0;
}

static int compile_texts(int count, char **paths) {
  puts("#include \"texts.h\"\n\nconst struct un_text un_texts[] = {");
  for (int i = 0; i < count; i++) {
    size_t len;
    const char *text = read_file(paths[i], &len);
    printf("  {");
    put_text(paths[i]);
    printf(",\n  ");
    put_string(text, len);
    puts("},");
  }
  printf("};\nconst int un_texts_count = %d;\n", count);
  return 0;
}

int main(int argc, char **argv) {
  int rc = 1;
  if (argc == 3 && strcmp(argv[1], "catalogue") == 0) {
    rc = compile_catalogues(argv[2]);
  } else if (argc > 2 && strcmp(argv[1], "texts") == 0) {
    rc = compile_texts(argc - 2, argv + 2);
  } else {
    fputs("usage: compile catalogue DIR | compile texts FILE...\n", stderr);
  }
  return fflush(stdout) != 0 ? 1 : rc;
}
