/* SQL checks: runs tests/sql/ *.test against the extension, linked statically.
**
**   sqltest FILE...
**
** The first line of a file is `# checks: N`; another count is a failure, so a
** vanished check is noticed. Then, one thing a line (two blanks continue it):
**
**   > SQL        must succeed          ? SQL        a check, followed by
**   @ FILE       run an SQL file       = a|b|NULL   its rows in order (none: no
**   # remark                                        rows), or
**                                      ! text       its exact error
**
** A check is one statement: another after it fails. The text NULL is shown as 'NULL',
** a NUL within a text as \0.
**
** Every file starts with an empty database. A failed check prints what it got;
** the last line of stdout is `passed N failed N` for run.sh.
*/
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

struct text {
  char *at;
  size_t len, room;
};

struct run {
  const char *path;
  sqlite3 *db;
  int line; /* of the statement at hand */
  int checks, failed;
};

static void add(struct text *t, const char *s, size_t n) {
  if (!t->at || t->len + n + 1 > t->room) {
    t->room = (t->len + n + 1) * 2;
    t->at = realloc(t->at, t->room);
    if (!t->at) abort();
  }
  memcpy(t->at + t->len, s, n);
  t->len += n;
  t->at[t->len] = '\0';
}

static void add_line(struct text *t, const char *mark, const char *s) {
  add(t, mark, strlen(mark));
  add(t, s, strlen(s));
  add(t, "\n", 1);
}

static char *read_file(const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f) return NULL;
  struct text t = {0};
  add(&t, "", 0);
  char block[8192];
  for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) add(&t, block, n);
  fclose(f);
  return t.at;
}

static void fail(struct run *run, const char *sql, const char *want, const char *got) {
  run->failed++;
  printf("FAIL %s:%d: %s\n  wanted:\n%s  got:\n%s", run->path, run->line, sql, want, got);
}

/* A setup step that does not work makes the file's later checks worthless. */
static void setup(struct run *run, const char *sql) {
  char *error = NULL;
  if (sqlite3_exec(run->db, sql, NULL, NULL, &error) != SQLITE_OK) {
    struct text got = {0};
    add_line(&got, "! ", error ? error : "?");
    fail(run, sql, "(no error)\n", got.at);
    free(got.at);
  }
  sqlite3_free(error);
}

static void setup_file(struct run *run, const char *name) {
  struct text path = {0};
  const char *slash = strrchr(run->path, '/');
  if (slash) add(&path, run->path, (size_t)(slash - run->path) + 1);
  add(&path, name, strlen(name));
  char *sql = read_file(path.at);
  if (sql) setup(run, sql);
  else fail(run, path.at, "(a file)\n", "(cannot be read)\n");
  free(sql);
  free(path.at);
}

/* NULL, or the cell's text, so that no text reads as NULL or ends early. */
static void add_cell(struct text *t, sqlite3_stmt *stmt, int i) {
  const char *cell = (const char *)sqlite3_column_text(stmt, i);
  const int n = sqlite3_column_bytes(stmt, i);
  if (!cell) add(t, "NULL", 4);
  else if (n == 4 && memcmp(cell, "NULL", 4) == 0) add(t, "'NULL'", 6);
  else {
    for (int k = 0; k < n; k++) {
      if (cell[k] == '\0') add(t, "\\0", 2);
      else add(t, cell + k, 1);
    }
  }
}

static void query(struct run *run, const char *sql, struct text *got) {
  sqlite3_stmt *stmt = NULL;
  const char *tail = "";
  add(got, "", 0);
  int rc = sqlite3_prepare_v2(run->db, sql, -1, &stmt, &tail);
  if (rc == SQLITE_OK && tail[strspn(tail, " \n")] != '\0') {
    add_line(got, "! more than one statement: ", tail);
    sqlite3_finalize(stmt);
    return;
  }
  while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    struct text row = {0};
    add(&row, "", 0);
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      if (i > 0) add(&row, "|", 1);
      add_cell(&row, stmt, i);
    }
    add_line(got, "= ", row.at);
    free(row.at);
    rc = SQLITE_OK;
  }
  if (rc != SQLITE_DONE) {
    got->len = 0;
    add_line(got, "! ", sqlite3_errmsg(run->db));
  }
  sqlite3_finalize(stmt);
}

static void check(struct run *run, const char *sql, const struct text *want) {
  struct text got = {0};
  run->checks++;
  query(run, sql, &got);
  const char *wanted = want->len ? want->at : "";
  if (strcmp(got.at, wanted) != 0) fail(run, sql, wanted, got.at);
  free(got.at);
}

/* The next line, cut in place; NULL at the end. */
static char *next_line(char **at) {
  char *line = *at;
  if (*line == '\0') return NULL;
  char *end = strchr(line, '\n');
  if (end) {
    *end = '\0';
    *at = end + 1;
  } else {
    *at = line + strlen(line);
  }
  return line;
}

static void run_file(struct run *run) {
  char *data = read_file(run->path);
  char *at = data;
  int number = 0, promised = -1;
  struct text step = {0}, want = {0};
  char kind = 0;
  if (!data || sscanf(data, "# checks: %d", &promised) != 1) {
    printf("FAIL %s: the first line must be `# checks: N`\n", run->path);
    run->failed++;
    free(data);
    return;
  }
  for (;;) {
    char *line = next_line(&at);
    number++;
    if (kind && line && strncmp(line, "  ", 2) == 0) {
      add(&step, "\n", 1);
      add(&step, line + 2, strlen(line + 2));
      continue;
    }
    if (kind == '?' && line && (line[0] == '=' || line[0] == '!')) {
      add(&want, line, strlen(line));
      add(&want, "\n", 1);
      continue;
    }
    if (kind == '>') setup(run, step.at);
    else if (kind == '@') setup_file(run, step.at);
    else if (kind == '?') check(run, step.at, &want);
    step.len = want.len = 0;
    kind = 0;
    if (!line) break;
    if (line[0] == '\0' || line[0] == '#') continue;
    if (!strchr(">?@", line[0]) || line[1] != ' ') {
      printf("FAIL %s:%d: cannot read this line\n", run->path, number);
      run->failed++;
      continue;
    }
    kind = line[0];
    run->line = number;
    add(&step, line + 2, strlen(line + 2));
  }
  if (run->checks != promised) {
    printf("FAIL %s: %d checks where %d are promised\n", run->path, run->checks, promised);
    run->failed++;
  }
  free(step.at);
  free(want.at);
  free(data);
}

int main(int argc, char **argv) {
  int checks = 0, failed = 0;
  sqlite3_auto_extension((void (*)(void))sqlite3_unseal_init);
  for (int i = 1; i < argc; i++) {
    struct run run = {.path = argv[i]};
    if (sqlite3_open(":memory:", &run.db) != SQLITE_OK) return 3;
    sqlite3_db_config(run.db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(run.db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(run.db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    run_file(&run);
    sqlite3_close(run.db);
    checks += run.checks;
    failed += run.failed;
  }
  printf("passed %d failed %d\n", checks - failed < 0 ? 0 : checks - failed, failed);
  return failed ? 1 : 0;
}
