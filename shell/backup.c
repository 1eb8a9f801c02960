/* SPDX-License-Identifier: GPL-3.0-or-later
** sqlite3_backup into a file beside the target, checked, fsync, rename (W3). The
** copy is of one moment, however busy the database is. */
#include "backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "message.h"
#include "strbuf.h"

enum { PAGES = 1000, BUSY_MS = 50 };

static bool is_busy(int rc) { return (rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED; }

static int copy(struct un_shell *shell, const char *schema, sqlite3 *to) {
  sqlite3_backup *backup = sqlite3_backup_init(to, "main", shell->db, schema);
  int rc = SQLITE_OK, waited = 0;
  if (!backup) return un_fail(UN_EXIT_SQL, "%s", sqlite3_errmsg(to));
  do {
    rc = sqlite3_backup_step(backup, PAGES);
    if (is_busy(rc)) waited += sqlite3_sleep(BUSY_MS);
  } while (!un_interrupted && (rc == SQLITE_OK || (is_busy(rc) && waited < 5000)));
  int done = sqlite3_backup_finish(backup);
  if (un_interrupted) return un_interrupted_code();
  if (rc == SQLITE_DONE && done == SQLITE_OK) return 0;
  rc = rc == SQLITE_DONE ? done : rc;
  bool theirs = is_busy(rc) || (rc & 0xff) == SQLITE_CORRUPT || rc == SQLITE_NOTADB;
  return un_fail(theirs ? un_exit_of_sqlite(rc) : UN_EXIT_WRITE, "backup: %s", sqlite3_errstr(rc));
}

/* A journal beside the target is of a database in use: it would be played into
** the copy. */
static int refuse(struct un_shell *shell, const char *schema, const char *path) {
  static const char *const journals[] = {"-wal", "-journal"};
  const char *source = sqlite3_db_filename(shell->db, schema);
  if (!source) return un_fail(UN_EXIT_USAGE, "unknown database %s", schema);
  if (*source && un_same_file(source, path)) return un_fail(UN_EXIT_USAGE, "%s: is the database itself", path);
  for (int i = 0; i < 2; i++) {
    struct un_strbuf name = UN_STRBUF_INIT;
    un_strbuf_printf(&name, "%s%s", path, journals[i]);
    bool there = access(name.text, F_OK) == 0;
    un_strbuf_free(&name);
    if (there) return un_fail(UN_EXIT_WRITE, "%s: a database in use: %s%s is there", path, path, journals[i]);
  }
  return 0;
}

int un_backup(struct un_shell *shell, const char *schema, const char *path) {
  struct un_out_file file;
  sqlite3 *to = NULL;
  int code = refuse(shell, schema, path);
  if (code == 0) code = un_out_file_begin(path, sqlite3_db_filename(shell->db, schema), &file);
  if (code != 0) return code;
  int rc = sqlite3_open_v2(file.temporary, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
  if (rc != SQLITE_OK) code = un_fail(UN_EXIT_WRITE, "%s: %s", path, sqlite3_errstr(rc));
  /* No journal beside it: the rename is what makes the copy whole. */
  if (code == 0) sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
  /* A read transaction of ours: the copy is of one moment and never starts anew. */
  bool begun = code == 0 && sqlite3_get_autocommit(shell->db);
  if (begun) code = un_exec(shell, "BEGIN; SELECT count(*) FROM sqlite_schema", shell->path);
  if (code == 0) code = copy(shell, schema, to);
  if (begun) sqlite3_exec(shell->db, "COMMIT", NULL, NULL, NULL);
  if (sqlite3_close(to) != SQLITE_OK && code == 0) code = un_fail(UN_EXIT_WRITE, "%s: not closed", path);
  return un_out_file_end(&file, code);
}

int un_backup_main(struct un_shell *shell, const struct un_args *args) {
  if (args->operand_count != 2) return un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
  int code = un_shell_open(shell, args->operands[0], UN_OPEN_READ);
  if (code == 0) code = un_backup(shell, "main", args->operands[1]);
  if (code == 0) un_note("%s: backed up to %s", shell->path, args->operands[1]);
  return code;
}
