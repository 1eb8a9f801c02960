/* make bench-duckdb: eight reports over the same rows, by tally over a columnar
** snapshot (one thread, the default, and two), by plain SQLite with the best index for each, and by DuckDB with text
** and with ENUM columns, one thread and two.
**
**   bench-duckdb FOLDER ROWS libduckdb.so
**
** The data are made once a folder (rows.h). Then, question by question, the engines
** in turn, A B A B: a new process for each (cold: from its start to its end, the
** file in the page cache), then a process that asks five times after one it does
** not count (warm). Answers are compared. Medians; nothing here fails but a wrong
** answer.
*/
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "duck.h"
#include "questions.h"
#include "rows.h"

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

enum { OURS, OURS_2, PLAIN, TEXT_2, TEXT_1, ENUM_2, ENUM_1, ENGINES };
enum { ROUNDS = 5, WARM = 5 };

static const char *const engine_names[ENGINES] = {"tally", "tally 2t", "sqlite", "duck 2t", "duck 1t",
                                                  "duck enum 2t", "duck enum 1t"};
static const char *folder, *library;
static long long rows;
static char paths[3][512]; /* rows.db, text.duckdb, enum.duckdb */

static void die(const char *what, const char *why) {
  fprintf(stderr, "bench-duckdb: %s: %s\n", what, why);
  exit(1);
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long long size_of(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 ? (long long)st.st_size : 0;
}

/* --- making the data ---------------------------------------------------------------- */

static sqlite3 *open_sqlite(const char *path) {
  sqlite3 *db;
  if (sqlite3_open(path, &db) != SQLITE_OK) die(path, sqlite3_errmsg(db));
  if (sqlite3_unseal_init(db, NULL, NULL) != SQLITE_OK) die(path, sqlite3_errmsg(db));
  return db;
}

static void run(sqlite3 *db, const char *sql) {
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) die(sql, sqlite3_errmsg(db));
}

static void make_base(sqlite3 *db, const char *csv) {
  sqlite3_stmt *stmt;
  sqlite3_str *sql = sqlite3_str_new(db);
  FILE *file = fopen(csv, "w");
  struct row row;
  if (!file) die(csv, strerror(errno));
  for (int i = 0; i < ROW_COLUMNS; i++) {
    sqlite3_str_appendf(sql, "%s%s %s", i ? ", " : "CREATE TABLE requests(", row_columns[i], row_types[i]);
  }
  char *text = sqlite3_str_finish(sql);
  run(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  char *create = sqlite3_mprintf("%s)", text);
  run(db, create);
  run(db, "BEGIN");
  sqlite3_prepare_v2(db, "INSERT INTO requests VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &stmt, NULL);
  for (long long n = 1; n <= rows; n++) {
    row_make(&row, n, rows);
    for (int i = 0; i < ROW_COLUMNS; i++) {
      fprintf(file, "%s%s", i ? "," : "", row.text[i]);
      if (!row.text[i][0]) sqlite3_bind_null(stmt, i + 1);
      else sqlite3_bind_text(stmt, i + 1, row.text[i], -1, SQLITE_STATIC);
    }
    fputc('\n', file);
    if (sqlite3_step(stmt) != SQLITE_DONE) die("INSERT", sqlite3_errmsg(db));
    sqlite3_reset(stmt);
  }
  sqlite3_finalize(stmt);
  run(db, "COMMIT");
  fclose(file);
  sqlite3_free(text);
  sqlite3_free(create);
}

static void make_sqlite(const char *csv) {
  sqlite3 *db = open_sqlite(paths[0]);
  make_base(db, csv);
  long long base = size_of(paths[0]);
  double start = seconds();
  run(db, "CREATE VIRTUAL TABLE s USING columnar(SELECT id, received_on, decided_on, days, origin, process, outcome, data_kind, "
          "service, via, basis, customer_ref, accounts, emergency, gag_expires_on FROM requests)");
  double taken = seconds() - start;
  long long snapshot = size_of(paths[0]) - base;
  printf("build: %.2f s, %.2f million rows/s (target 1.5); snapshot %.1f MB, %.1f %% of the base's %.1f MB (target 25)\n", taken,
         (double)rows / taken / 1e6, (double)snapshot / 1e6, 100.0 * (double)snapshot / (double)base, (double)base / 1e6);
  char *change = sqlite3_mprintf("UPDATE requests SET accounts = accounts %%+d WHERE id BETWEEN %lld AND %lld AND id %% 65 = 0",
                                 (rows / 2) & ~65535LL, ((rows / 2) & ~65535LL) + 65535);
  double best = 1e9;
  for (int i = 0; i < 6; i++) { /* there and back */
    char *sql = sqlite3_mprintf(change, i % 2 ? -1 : 1);
    run(db, sql);
    sqlite3_free(sql);
    start = seconds();
    run(db, "INSERT INTO s(s) VALUES('refresh')");
    taken = seconds() - start;
    if (taken < best) best = taken;
  }
  sqlite3_free(change);
  printf("refresh after 1,008 changes in one segment: %.0f ms (target 100)\n", best * 1e3);
  for (int i = 0; i < QUESTIONS; i++) {
    char *sql = sqlite3_mprintf("CREATE INDEX IF NOT EXISTS \"best %s\" ON requests(%s)", questions[i].index, questions[i].index);
    run(db, sql);
    sqlite3_free(sql);
  }
  run(db, "ANALYZE");
  sqlite3_close(db);
}

static void make_duck(const char *path, const char *csv, bool enums) {
  struct duck duck;
  if (!duck_open(&duck, library, path, false, 2)) exit(1);
  char *sql = sqlite3_mprintf(
      "CREATE VIEW v AS SELECT * EXCLUDE gag_expires_on, CASE WHEN gag_expires_on = 'indefinite' THEN 'infinity'::DATE ELSE "
      "gag_expires_on::DATE END AS gag_expires_on FROM read_csv('%s', header = false, nullstr = '', columns = {'id': 'BIGINT', 'ref': "
      "'VARCHAR', 'received_on': 'DATE', 'decided_on': 'DATE', 'days': 'INTEGER', 'origin': 'VARCHAR', 'process': 'VARCHAR', "
      "'outcome': 'VARCHAR', 'data_kind': 'VARCHAR', 'service': 'VARCHAR', 'via': 'VARCHAR', 'basis': 'VARCHAR', 'customer_ref': "
      "'VARCHAR', 'accounts': 'INTEGER', 'emergency': 'INTEGER', 'gag_expires_on': 'VARCHAR'})", csv);
  static const char *const words[] = {"origin", "process", "outcome", "data_kind", "service", "via", "basis", "customer_ref"};
  free(duck_query(&duck, sql));
  sqlite3_free(sql);
  sqlite3_str *list = sqlite3_str_new(NULL);
  for (size_t i = 0; enums && i < sizeof words / sizeof *words; i++) {
    sql = sqlite3_mprintf("CREATE TYPE e_%s AS ENUM (SELECT DISTINCT %s FROM v ORDER BY 1)", words[i], words[i]);
    free(duck_query(&duck, sql));
    sqlite3_free(sql);
    sqlite3_str_appendf(list, "%s%s::e_%s AS %s", i ? ", " : " REPLACE (", words[i], words[i], words[i]);
  }
  char *replace = sqlite3_str_finish(list);
  sql = sqlite3_mprintf("CREATE TABLE requests AS SELECT *%s%s FROM v", replace ? replace : "", replace ? ")" : "");
  free(duck_query(&duck, sql));
  free(duck_query(&duck, "DROP VIEW v; CHECKPOINT"));
  sqlite3_free(sql);
  sqlite3_free(replace);
  duck_close(&duck);
}

static void make_data(void) {
  char csv[512], done[512];
  snprintf(csv, sizeof csv, "%s/rows.csv", folder);
  snprintf(done, sizeof done, "%s/done", folder);
  if (access(done, R_OK) == 0) return;
  for (int i = 0; i < 3; i++) unlink(paths[i]);
  make_sqlite(csv);
  make_duck(paths[1], csv, false);
  make_duck(paths[2], csv, true);
  unlink(csv);
  fclose(fopen(done, "w"));
}

/* --- a process that asks ------------------------------------------------------------- */

static char *ask_sqlite(sqlite3 *db, const char *sql) {
  sqlite3_stmt *stmt;
  char *text = NULL;
  size_t size = 0;
  int rc;
  FILE *out = open_memstream(&text, &size);
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) die(sql, sqlite3_errmsg(db));
  while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      int type = sqlite3_column_type(stmt, i);
      if (type == SQLITE_NULL) fputs("NULL|", out);
      else if (type == SQLITE_FLOAT) fprintf(out, "%.9g|", sqlite3_column_double(stmt, i));
      else fprintf(out, "%s|", (const char *)sqlite3_column_text(stmt, i));
    }
    fputc('\n', out);
  }
  if (rc != SQLITE_DONE) die(sql, sqlite3_errmsg(db));
  sqlite3_finalize(stmt);
  fclose(out);
  return text;
}

static void say(const char *text) {
  uint64_t hash = 0xcbf29ce484222325u;
  int lines = 0;
  for (; *text; text++) {
    hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    lines += *text == '\n';
  }
  printf("%016llx-%d", (unsigned long long)hash, lines);
}

/* The answer's hash, then the milliseconds of each further asking. */
static int answer(int engine, int q, int times) {
  const struct question *question = &questions[q];
  sqlite3 *db = NULL;
  struct duck duck = {0};
  if (engine <= PLAIN) {
    db = open_sqlite(paths[0]);
    if (engine != PLAIN) {
      char *sql = sqlite3_mprintf("CREATE VIRTUAL TABLE temp.g USING tally(s, %s%s)", question->items,
                                  engine == OURS_2 ? ", threads = 2" : "");
      run(db, sql);
      sqlite3_free(sql);
    }
  } else if (!duck_open(&duck, library, paths[engine >= ENUM_2 ? 2 : 1], true, engine == TEXT_1 || engine == ENUM_1 ? 1 : 2)) {
    return 1;
  }
  for (int i = 0; i <= times; i++) {
    double start = seconds();
    char *text = db ? ask_sqlite(db, engine == PLAIN ? question->plain : question->ours) : duck_query(&duck, question->duck);
    double taken = seconds() - start;
    if (!text) return 1;
    if (i == 0) say(text);
    else printf(" %.3f", taken * 1e3);
    if (i == 0 && getenv("SHOW")) fputs(text, stderr);
    free(text);
  }
  printf("\n");
  sqlite3_close(db);
  duck_close(&duck);
  return 0;
}

/* --- the one that measures ------------------------------------------------------------ */

struct asked {
  char answer[64];
  double whole, warm; /* ms */
  long peak;          /* KB */
};

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *list, int count) {
  qsort(list, (size_t)count, sizeof *list, by_size);
  return count == 0 ? 0.0 : count % 2 ? list[count / 2] : (list[count / 2 - 1] + list[count / 2]) / 2;
}

static struct asked ask(int engine, int q, int times) {
  struct asked asked = {0};
  char numbers[3][24], line[512] = "";
  int ends[2], status;
  struct rusage used;
  snprintf(numbers[0], 24, "%d", engine);
  snprintf(numbers[1], 24, "%d", q);
  snprintf(numbers[2], 24, "%d", times);
  if (pipe(ends) != 0) die("pipe", strerror(errno));
  fflush(NULL);
  double start = seconds();
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], 1);
    close(ends[0]);
    close(ends[1]);
    execl("/proc/self/exe", "bench-duckdb", folder, numbers[0], library, numbers[1], numbers[2], (char *)NULL);
    _exit(127);
  }
  close(ends[1]);
  FILE *in = fdopen(ends[0], "r");
  if (!fgets(line, sizeof line, in)) line[0] = '\0';
  fclose(in);
  wait4(child, &status, 0, &used);
  asked.whole = (seconds() - start) * 1e3;
  asked.peak = used.ru_maxrss;
  if (status != 0) die(engine_names[engine], questions[q].what);
  double list[WARM];
  int count = 0, at = 0;
  sscanf(line, "%63s%n", asked.answer, &at);
  for (char *next = line + at, *end; count < WARM; next = end) {
    list[count] = strtod(next, &end);
    if (end == next) break;
    count++;
  }
  asked.warm = median(list, count);
  return asked;
}

/* Bytes a second that one core reads. */
static double bandwidth(void) {
  size_t words = (size_t)1 << 25; /* 256 MB */
  uint64_t *at = malloc(words * 8), sum = 0;
  double best = 1e9;
  if (!at) return 1.0;
  memset(at, 1, words * 8);
  for (int round = 0; round < 4; round++) {
    double start = seconds();
    for (size_t i = 0; i < words; i += 4) sum += at[i] + at[i + 1] + at[i + 2] + at[i + 3];
    double taken = seconds() - start;
    if (taken < best) best = taken;
  }
  volatile uint64_t keep = sum;
  (void)keep;
  free(at);
  return (double)words * 8 / best;
}

/* The time that reading the needed packs takes at that speed. */
static double limit_of(sqlite3 *db, int q, double speed) {
  sqlite3_stmt *stmt;
  char *sql = sqlite3_mprintf("SELECT sum(length(data)) FROM s_segments WHERE id >> 48 IN (SELECT cid FROM "
                              "pragma_table_info('s') WHERE name IN (%s))", questions[q].columns);
  sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
  double bytes = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_double(stmt, 0) : 0.0;
  sqlite3_finalize(stmt);
  sqlite3_free(sql);
  return bytes / speed * 1e3;
}

static void print_table(const char *title, double medians[QUESTIONS][ENGINES], sqlite3 *db, double speed) {
  double product[2] = {1.0, 1.0}, least[2] = {1e9, 1e9};
  printf("\n%s, ms (medians)\n%-52s", title, "");
  for (int e = 0; e < ENGINES; e++) printf(" %12s", engine_names[e]);
  printf(" %10s %10s %8s %9s\n", "best duck/", "sqlite/", "limit", "distance");
  for (int q = 0; q < QUESTIONS; q++) {
    double duck = 1e9;
    printf("%-52s", questions[q].what);
    for (int e = 0; e < ENGINES; e++) {
      printf(" %12.1f", medians[q][e]);
      if (e > PLAIN && medians[q][e] < duck) duck = medians[q][e];
    }
    double ratios[2] = {duck / medians[q][OURS], medians[q][PLAIN] / medians[q][OURS]};
    double limit = limit_of(db, q, speed);
    printf(" %9.2fx %9.2fx %8.2f %8.1fx\n", ratios[0], ratios[1], limit, medians[q][OURS] / limit);
    for (int i = 0; i < 2; i++) {
      product[i] *= ratios[i];
      if (ratios[i] < least[i]) least[i] = ratios[i];
    }
  }
  for (int i = 0; i < 2; i++) {
    double root = product[i];
    for (int k = 1; k < QUESTIONS; k *= 2) root = __builtin_sqrt(root);
    printf("%s: geometric mean %.2fx, least %.2fx\n", i ? "sqlite with its best index" : "best DuckDB variant", root, least[i]);
  }
}

static int measure(void) {
  static double cold[QUESTIONS][ENGINES][ROUNDS], warm[QUESTIONS][ENGINES][ROUNDS];
  static double cold_medians[QUESTIONS][ENGINES], warm_medians[QUESTIONS][ENGINES];
  long peaks[ENGINES] = {0};
  int wrong = 0, slow_rounds = rows > 500000 ? 1 : ROUNDS, rounds = ROUNDS;
  for (int q = 0; q < QUESTIONS; q++) {
    char first[64] = "";
    int counts[ENGINES] = {0};
    for (int round = 0; round < rounds; round++) {
      for (int e = 0; e < ENGINES; e++) {
        if (e == PLAIN && round >= slow_rounds) continue;
        struct asked once = ask(e, q, 0), more = ask(e, q, e == PLAIN && rows > 500000 ? 1 : WARM);
        cold[q][e][counts[e]] = once.whole;
        warm[q][e][counts[e]++] = more.warm;
        if (once.peak > peaks[e]) peaks[e] = once.peak;
        if (!first[0]) strcpy(first, once.answer);
        if (strcmp(first, once.answer) == 0 && strcmp(first, more.answer) == 0) continue;
        wrong++;
        if (round == 0) printf("%s: %s answers %s, %s answered %s\n", questions[q].what, engine_names[e], once.answer, engine_names[0], first);
      }
    }
    for (int e = 0; e < ENGINES; e++) {
      cold_medians[q][e] = median(cold[q][e], counts[e]);
      warm_medians[q][e] = median(warm[q][e], counts[e]);
    }
  }
  sqlite3 *db = open_sqlite(paths[0]);
  double speed = bandwidth();
  print_table("cold: the whole process", cold_medians, db, speed);
  print_table("warm: in one process", warm_medians, db, speed);
  sqlite3_close(db);
  printf("\nlimit: the needed columns' bytes at %.1f GB/s, one core; distance: how many times that tally takes\npeak memory, MB:", speed / 1e9);
  for (int e = 0; e < ENGINES; e++) printf(" %s %.0f%s", engine_names[e], (double)peaks[e] / 1024, e + 1 < ENGINES ? "," : "\n");
  printf("files, MB: sqlite with snapshot and indexes %.0f, duck %.0f, duck enum %.0f\n", (double)size_of(paths[0]) / 1e6,
         (double)size_of(paths[1]) / 1e6, (double)size_of(paths[2]) / 1e6);
  printf("%d questions, %d engines: %s\n", QUESTIONS, ENGINES, wrong ? "ANSWERS DIFFER" : "the same answers");
  return wrong > 0;
}

int main(int argc, char **argv) {
  static const char *const names[] = {"rows.db", "text.duckdb", "enum.duckdb"};
  if (argc != 4 && argc != 6) die("use", "bench-duckdb FOLDER ROWS libduckdb.so");
  folder = argv[1];
  library = argv[3];
  for (int i = 0; i < 3; i++) snprintf(paths[i], sizeof paths[i], "%s/%s", folder, names[i]);
  if (argc == 6) return answer(atoi(argv[2]), atoi(argv[4]), atoi(argv[5]));
  rows = atoll(argv[2]);
  printf("%lld rows, %s\n", rows, library);
  make_data();
  return measure();
}
