/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal init DB`: apply schema/register/NNN_*.sql beyond the file's level, and
** bring its views, indexes and triggers to what they say now, in one transaction
** that also reads the level: of two runs the second finds the work done. No file is
** removed: one that could not be finished stays, empty. */
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "init_present.h"
#include "message.h"
#include "shell.h"
#include "strbuf.h"
#include "texts.h"

enum { APPLICATION_ID = 1970172780 }; /* schema/register/001_tables.sql */

static const char prefix[] = "schema/register/";

static int level_of(const struct un_text *text) {
  if (strncmp(text->path, prefix, sizeof prefix - 1) != 0) return 0;
  return atoi(text->path + sizeof prefix - 1);
}

static long long ask(sqlite3 *db, const char *sql) {
  sqlite3_stmt *stmt = NULL;
  long long value = -1;
  if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
    value = sqlite3_column_int64(stmt, 0);
  }
  sqlite3_finalize(stmt);
  return value;
}

/* A restored dump has lost both pragmas; the settings row still tells. */
static long long level_of_register(sqlite3 *db) {
  long long level = ask(db, "PRAGMA user_version");
  if (level > 0 && ask(db, "PRAGMA application_id") == APPLICATION_ID) return level;
  if (ask(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'settings'") == 1) {
    return ask(db, "SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'schema'");
  }
  return ask(db, "SELECT count(*) FROM sqlite_schema") == 0 ? 0 : -1;
}

static long long newest_level(void) {
  long long newest = 0;
  for (int i = 0; i < un_texts_count; i++) {
    if (level_of(&un_texts[i]) > newest) newest = level_of(&un_texts[i]);
  }
  return newest;
}

/* The steps beyond `level`, and the pragmas again: a restored dump has lost them
** though its tables are there. */
static int apply(struct un_shell *shell, const char *path, long long level) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  int code = 0;
  for (int i = 0; i < un_texts_count && code == 0; i++) {
    if (level_of(&un_texts[i]) > level) code = un_exec(shell, un_texts[i].text, un_texts[i].path);
  }
  un_strbuf_printf(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %lld", APPLICATION_ID, newest_level());
  if (code == 0) code = un_exec(shell, sql.text, path);
  un_strbuf_free(&sql);
  return code;
}

/* From which level, in `from`. */
static int migrate(struct un_shell *shell, const char *path, long long *from) {
  long long newest = newest_level();
  struct un_strbuf renewed = UN_STRBUF_INIT;
  int code = un_exec(shell, "BEGIN IMMEDIATE", path);
  if (code != 0) return code;
  long long level = *from = level_of_register(shell->db);
  if (level < 0) {
    code = un_fail(UN_EXIT_SQL, "%s: a database of something else; init makes a register only in "
                   "a new or empty file", path);
  } else if (level > newest) {
    code = un_fail(UN_EXIT_SQL, "%s: level %lld is newer than this unseal's %lld", path, level, newest);
  } else {
    code = apply(shell, path, level);
  }
  if (code == 0 && level > 0) code = un_init_present(shell, path, &renewed);
  if (code == 0) code = un_exec(shell, "COMMIT", path);
  if (code != 0) sqlite3_exec(shell->db, "ROLLBACK", NULL, NULL, NULL);
  else if (renewed.len > 0) un_note("%s: brought to the present: %s", path, renewed.text);
  un_strbuf_free(&renewed);
  return code;
}

int un_init_schema(struct un_shell *shell, const char *path) {
  long long from;
  return migrate(shell, path, &from);
}

static void say(const char *path, long long level) {
  long long newest = newest_level();
  if (newest == level) un_note("%s: already at level %lld", path, level);
  else if (level == 0) un_note("%s: register created, level %lld", path, newest);
  else un_note("%s: migrated from level %lld to %lld", path, level, newest);
}

int un_init_main(struct un_shell *shell, const struct un_args *args) {
  long long level;
  if (args->operand_count != 1) return un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
  const char *path = args->operands[0];
  int code = un_shell_open(shell, path, UN_OPEN_CREATE);
  if (code == 0) code = migrate(shell, path, &level);
  if (code == 0) say(path, level);
  return code;
}
