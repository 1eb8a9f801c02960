/* SPDX-License-Identifier: GPL-3.0-or-later
** A file's row in import_files: who published it, when it came, what its bytes were. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ask.h"
#include "import.h"
#include "message.h"
#include "xlsx.h"

/* Now, or SOURCE_DATE_EPOCH for repeatable runs, to the minute in UTC. */
static void now_text(char out[20]) {
  const char *epoch = getenv("SOURCE_DATE_EPOCH");
  time_t now = epoch && *epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
  struct tm utc;
  gmtime_r(&now, &utc);
  strftime(out, 20, "%Y-%m-%dT%H:%MZ", &utc);
}

/* --provider, or the map's; a map of `-- provider ?` reads it from each record. */
const char *un_import_provider(const struct un_import *in) {
  const char *given = un_args_get(in->args, "provider"), *own = in->map->provider;
  return given ? given : own && strcmp(own, "?") != 0 ? own : NULL;
}

/* The sheet of a workbook's path in import_files, `book.xlsx!MSFT`; NULL: all of it. A file may
** have such a mark in its own name, as `Yahoo!.xlsx`: the book says what is a sheet. */
static const char *sheet_of(const struct un_xlsx *book, const char *path) {
  const char *base = path ? strrchr(path, '/') : NULL, *mark = base ? base : path;
  int count = book ? un_xlsx_count(book) : 0;
  for (; mark && (mark = strchr(mark, '!')); mark++) {
    for (int i = 0; i < count; i++) {
      if (strcmp(un_xlsx_name(book, i, NULL), mark + 1) == 0) return mark + 1;
    }
  }
  return NULL;
}

/* The import of this very file by this map, of the same publisher: in->earlier. True
** when its figures stand in the register, where they would stand twice. What names
** itself by a ref, and what was rejected, is read again: the register may be another
** since (W5). Another sheet of it is another file. The file's hash is asked for ahead of
** the records only when it could be. */
static int look_for_earlier(struct un_import *in, bool *already) {
  sqlite3_stmt *stmt = NULL;
  const char *sheet = un_args_get(in->args, "sheet");
  int code = 0;
  char sha[65] = "";
  in->earlier = 0;
  *already = false;
  if (sqlite3_prepare_v2(in->shell->db,
                         "SELECT id, sha256, EXISTS (SELECT 1 FROM published WHERE file_id = f.id), path "
                         "FROM import_files f WHERE map = ?1 AND provider IS ?2 ORDER BY id",
                         -1, &stmt, NULL) == SQLITE_OK) {
    sqlite3_bind_text(stmt, 1, in->map->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, un_import_provider(in), -1, SQLITE_STATIC);
    while (!*already && code == 0 && sqlite3_step(stmt) == SQLITE_ROW) {
      const char *stored = (const char *)sqlite3_column_text(stmt, 1);
      const char *part = sheet_of(in->reader.book, (const char *)sqlite3_column_text(stmt, 3));
      if (!*sha) un_reader_sha256(&in->reader, true, sha);
      if (!stored || strcmp(stored, sha) != 0) continue;
      if (part && sheet && strcmp(part, sheet) != 0) continue;
      in->earlier = sqlite3_column_int64(stmt, 0);
      *already = sqlite3_column_int(stmt, 2);
      if (*already && part && !sheet) {
        code = un_fail(UN_EXIT_SQL, "%s: its sheet '%s' is imported already; name the others with --sheet", in->path, part);
      }
    }
  }
  sqlite3_finalize(stmt);
  return code;
}

int un_import_begin_file(struct un_import *in, bool *already) {
  sqlite3 *db = in->shell->db;
  int code = look_for_earlier(in, already);
  if (code != 0) return code;
  if (*already) return un_import_repeat_rejects(in);
  sqlite3_stmt *stmt = NULL;
  char now[20];
  now_text(now);
  if (sqlite3_prepare_v2(db,
                         "INSERT INTO import_files(path, map, provider, published_on, "
                         "imported_at) VALUES(?1 || ifnull('!' || ?6, ''), ?2, ?3, ?4, ?5)",
                         -1, &stmt, NULL) == SQLITE_OK) {
    sqlite3_bind_text(stmt, 1, in->path, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, in->map->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 3, un_import_provider(in), -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 4, un_args_get(in->args, "published"), -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 5, now, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 6, un_args_get(in->args, "sheet"), -1, SQLITE_STATIC);
    sqlite3_step(stmt);
  }
  int rc = sqlite3_finalize(stmt);
  if (rc != SQLITE_OK) return un_fail(un_exit_of_sqlite(rc), "%s: %s", in->shell->path, sqlite3_errmsg(db));
  in->file_id = sqlite3_last_insert_rowid(db);
  return 0;
}

/* Whether the earlier import rejected the same records for the same reasons. */
static bool rejects_as_before(struct un_import *in) {
  long long differing = 1;
  char *sql = sqlite3_mprintf(
      "WITH r AS (SELECT file_id, line, byte, column, reason, raw FROM import_rejects WHERE file_id IN (%lld, %lld)) "
      "SELECT count(*) FROM (SELECT 1 FROM r GROUP BY line, byte, column, reason, raw "
      "HAVING 2 * sum(file_id = %lld) <> count(*))",
      (long long)in->earlier, (long long)in->file_id, (long long)in->file_id);
  un_ask_int(in->shell->db, sql, NULL, NULL, &differing);
  sqlite3_free(sql);
  return differing == 0;
}

/* The hash is of the bytes that the records came from. A file that was in and of which
** nothing is new has no second row, nor its rejects. */
int un_import_end_file(struct un_import *in, bool *already) {
  char sha[65];
  int code = un_reader_finish(&in->reader);
  if (code != 0) return code;
  un_reader_sha256(&in->reader, false, sha);
  bool as_before = in->earlier && in->changed == 0 && rejects_as_before(in);
  *already = as_before && in->bad == 0;
  char *sql = as_before
    ? sqlite3_mprintf("DELETE FROM import_rejects WHERE file_id = %lld; DELETE FROM import_files WHERE id = %lld",
                      (long long)in->file_id, (long long)in->file_id)
    : sqlite3_mprintf("UPDATE import_files SET sha256 = %Q, rows = %lld, rejected = %lld WHERE id = %lld", sha,
                      in->rows, in->bad, (long long)in->file_id);
  code = un_exec(in->shell, sql, in->path);
  sqlite3_free(sql);
  return code;
}

/* The day of publication orders the figures (published_latest, restatements): it is changed
** when asked for only, and never passed over in silence. */
int un_import_say_again(struct un_import *in) {
  sqlite3 *db = in->shell->db;
  const char *given = un_args_get(in->args, "published"), *name = in->map->name;
  char *sql = sqlite3_mprintf("SELECT ifnull(published_on, 'a day that is not known') FROM import_files "
                              "WHERE id = %lld AND published_on IS NOT ?1", (long long)in->earlier);
  char *stored = given ? un_ask(db, sql, given, NULL) : NULL;
  int code = 0;
  sqlite3_free(sql);
  if (!stored) {
    un_note("%s: already imported as %s, nothing to do", in->path, name);
  } else if (!un_args_has(in->args, "update")) {
    un_note("%s: already imported as %s, published on %s; --update takes %s", in->path, name, stored, given);
  } else {
    sql = sqlite3_mprintf("UPDATE import_files SET published_on = %Q WHERE id = %lld", given, (long long)in->earlier);
    code = un_exec(in->shell, sql, in->path);
    sqlite3_free(sql);
    if (code == 0) un_note("%s: already imported as %s, published on %s: now on %s", in->path, name, stored, given);
  }
  free(stored);
  return code;
}
