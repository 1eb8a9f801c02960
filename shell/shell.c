/* SPDX-License-Identifier: GPL-3.0-or-later
** Opening and closing a database, and what may interrupt it. */
#include "shell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "message.h"
#include "safe.h"
#include "strbuf.h"

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

volatile sig_atomic_t un_interrupted;
sqlite3 *volatile un_interruptible;

static bool timed_out;
static long long deadline; /* milliseconds of the monotonic clock; 0: none */

static long long now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int on_progress(void *unused) {
  (void)unused;
  if (deadline && now_ms() > deadline) timed_out = true;
  return timed_out || un_interrupted;
}

int un_exit_of_sqlite(int rc) {
  switch (rc) { /* what was to be written found no room, as with any other output */
  case SQLITE_IOERR_WRITE: case SQLITE_IOERR_FSYNC: case SQLITE_IOERR_DIR_FSYNC: case SQLITE_IOERR_TRUNCATE:
    return UN_EXIT_WRITE;
  default: break;
  }
  switch (rc & 0xff) {
  case SQLITE_FULL: return UN_EXIT_WRITE;
  case SQLITE_OK: case SQLITE_ROW: case SQLITE_DONE: return 0;
  case SQLITE_BUSY: case SQLITE_LOCKED: case SQLITE_CANTOPEN: case SQLITE_NOTADB:
    return UN_EXIT_OPEN;
  case SQLITE_INTERRUPT:
    return un_interrupted ? un_interrupted_code() : timed_out ? UN_EXIT_OPEN : UN_EXIT_SQL;
  default: return UN_EXIT_SQL;
  }
}

const char *un_sqlite_error(sqlite3 *db) {
  bool late = timed_out && !un_interrupted && (sqlite3_errcode(db) & 0xff) == SQLITE_INTERRUPT;
  const char *error = late ? "timed out" : sqlite3_errmsg(db);
  /* What schema/register makes and our reports read. */
  static const char *const ours[] = {"settings",   "requests",     "published",    "requests_asof",    "gag_docket",
                                     "gag_latest", "notify_queue", "deadlines",    "published_latest", "totals_off"};
  static char text[96];
  const char *missing = NULL, *name = strncmp(error, "no such table: ", 15) == 0 ? error + 15 : "";
  if (strncmp(name, "main.", 5) == 0) name += 5; /* so it is called inside a view */
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
    if (strcmp(name, ours[i]) == 0) missing = ours[i];
  }
  if (!missing) return error;
  /* SQLite's text is gone when it was asked for a table. */
  bool older = sqlite3_table_column_metadata(db, "main", "gags", NULL, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
  if (older) return "a register made by an older unseal; `unseal init` brings it to the present";
  snprintf(text, sizeof text, "no such table: %s (not a register; `unseal init` makes one)", missing);
  return text;
}

static int set_as_of(struct un_shell *shell, sqlite3 *db) {
  sqlite3_stmt *stmt = NULL;
  int code = 0;
  if (!shell->as_of) return 0;
  if (sqlite3_prepare_v2(db, "SELECT unseal_asof(?1)", -1, &stmt, NULL) != SQLITE_OK ||
      sqlite3_bind_text(stmt, 1, shell->as_of, -1, SQLITE_STATIC) != SQLITE_OK ||
      sqlite3_step(stmt) != SQLITE_ROW) {
    code = un_fail(UN_EXIT_USAGE, "--as-of '%s' is not a date (YYYY-MM-DD)", shell->as_of);
  }
  sqlite3_finalize(stmt);
  return code;
}

void un_shell_start_timeout(const struct un_shell *shell) {
  timed_out = false;
  deadline = shell->timeout_ms > 0 ? now_ms() + shell->timeout_ms : 0;
}

long long un_shell_deadline(void) { return deadline; }

void un_shell_set_deadline(long long until) {
  timed_out = false;
  deadline = until;
}

/* --- databases that are open ------------------------------------------------------------ */

enum { CONNECTIONS = 4 }; /* the shell's and a report's */
static sqlite3 *connections[CONNECTIONS];

static void remember(sqlite3 *db, sqlite3 *instead) {
  for (int i = 0; i < CONNECTIONS; i++) {
    if (connections[i] != db) continue;
    connections[i] = instead;
    return;
  }
}

static bool is_of(sqlite3 *db, const char *schema, const char *path) {
  static const char *const beside[] = {"", "-wal", "-journal", "-shm"};
  const char *file = sqlite3_db_filename(db, schema);
  bool same = false;
  for (size_t i = 0; file && *file && i < sizeof beside / sizeof *beside && !same; i++) {
    struct un_strbuf name = UN_STRBUF_INIT;
    un_strbuf_printf(&name, "%s%s", file, beside[i]);
    same = un_same_file(name.text, path);
    un_strbuf_free(&name);
  }
  return same;
}

static bool is_open(const char *path) {
  for (int i = 0; i < CONNECTIONS; i++) {
    if (!connections[i]) continue;
#if SQLITE_VERSION_NUMBER >= 3039000
    const char *schema;
    for (int n = 0; (schema = sqlite3_db_name(connections[i], n)); n++) {
      if (is_of(connections[i], schema, path)) return true;
    }
#else
    if (is_of(connections[i], "main", path)) return true;
#endif
  }
  return false;
}

/* "attempt to write a readonly database" is no answer to who only wanted to read. */
static const char *why_not_read(sqlite3 *db, int rc) {
  switch (rc) {
  case SQLITE_READONLY_ROLLBACK: return "a writer was cut off here; open it once for writing, and what it left is undone";
  case SQLITE_READONLY_RECOVERY: case SQLITE_READONLY_CANTINIT: case SQLITE_READONLY_DIRECTORY:
    return "it is in WAL mode, which is read only where its folder can be written";
  default: return db ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
  }
}

int un_shell_open(struct un_shell *shell, const char *path, enum un_open_mode mode) {
  static const int flags[] = {SQLITE_OPEN_READONLY, SQLITE_OPEN_READWRITE,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE};
  sqlite3 *db = NULL;
  char *error = NULL;
  int code = 0;
  int rc = sqlite3_open_v2(path, &db, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL); /* one thread, no locks */
  if (rc == SQLITE_OK) {
    sqlite3_extended_result_codes(db, 1);
    long busy = shell->timeout_ms > 0 && shell->timeout_ms < 5000 ? shell->timeout_ms : 5000;
    sqlite3_busy_timeout(db, shell->busy_said ? shell->busy_ms : (int)busy);
    /* A look inside tells a database from a text; it would make an empty file. */
    bool there = mode != UN_OPEN_CREATE || access(path, F_OK) == 0;
    if (there) rc = sqlite3_exec(db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
  }
  if (rc != SQLITE_OK) {
    /* "unable to open database file" and "disk I/O error" say nothing of why. */
    int reason = db && ((rc & 0xff) == SQLITE_CANTOPEN || (rc & 0xff) == SQLITE_IOERR) ? sqlite3_system_errno(db) : 0;
    code = un_fail(UN_EXIT_OPEN, "%s: %s%s%s", path, why_not_read(db, rc), reason ? ": " : "",
                   reason ? strerror(reason) : "");
    goto done;
  }
  if (sqlite3_unseal_init(db, &error, NULL) != SQLITE_OK) {
    code = un_fail(UN_EXIT_SQL, "%s", error ? error : sqlite3_errmsg(db));
    goto done;
  }
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  code = set_as_of(shell, db);
  if (code != 0) goto done;
  if (shell->safe) un_safe(db);
  un_shell_start_timeout(shell);
  sqlite3_progress_handler(db, 1000, on_progress, NULL);
  char *copy = un_strdup(path);
  un_shell_close(shell);
  shell->db = db;
  shell->path = copy;
  un_interruptible = db;
  remember(NULL, db);
  un_out_guard(is_open);
  db = NULL;

done:
  sqlite3_free(error);
  sqlite3_close(db);
  return code;
}

void un_shell_close(struct un_shell *shell) {
  un_interruptible = NULL;
  if (shell->db) remember(shell->db, NULL);
  sqlite3_close_v2(shell->db);
  free(shell->path);
  shell->db = NULL;
  shell->path = NULL;
}

void un_shell_free(struct un_shell *shell) {
  un_shell_close(shell);
  un_params_free(&shell->params);
  if (shell->trace) un_out_commit(shell->trace);
  if (shell->log) un_out_commit(shell->log);
  shell->trace = shell->log = NULL;
  for (int i = 0; i < 3; i++) free(shell->view_columns[i]);
  for (int i = 0; i < 2; i++) free(shell->prompts[i]);
  free(shell->style.null_text);
  free(shell->style.column_separator);
  free(shell->style.row_separator);
  free(shell->style.table);
  free(shell->style.widths);
  free(shell->preface);
}
