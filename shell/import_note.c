/* SPDX-License-Identifier: GPL-3.0-or-later
** What a file leaves open, said on stderr after its records: names of no known
** jurisdiction (listed, never guessed), and totals that their parts do not give. */
#include <stdarg.h>

#include "import.h"
#include "message.h"
#include "strbuf.h"

void un_import_note(const struct un_import *in, const char *format, ...) {
  const struct un_record *record = in->reader.record;
  struct un_strbuf text = UN_STRBUF_INIT;
  va_list args;
  va_start(args, format);
  un_strbuf_vprintf(&text, format, args);
  va_end(args);
  un_note("%s:%s%s%lld: %s", in->path, record->sheet ? record->sheet : "", record->sheet ? "!" : "",
          record->line, text.text);
  un_strbuf_free(&text);
}

static int each(struct un_import *in, const char *sql, void (*say)(struct un_import *, sqlite3_stmt *)) {
  sqlite3 *db = in->shell->db;
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_bind_int64(stmt, 1, in->file_id);
  while (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) say(in, stmt);
  rc = rc == SQLITE_OK ? sqlite3_finalize(stmt) : rc;
  return rc == SQLITE_OK ? 0 : un_fail(un_exit_of_sqlite(rc), "%s: %s", in->path, un_sqlite_error(db));
}

static const char *text_of(sqlite3_stmt *stmt, int column) {
  const char *text = (const char *)sqlite3_column_text(stmt, column);
  return text ? text : "";
}

static void say_name(struct un_import *in, sqlite3_stmt *stmt) {
  un_note("%s:%s: '%s' is no jurisdiction that is known; its %s figures have no origin", in->path,
          text_of(stmt, 1), text_of(stmt, 0), text_of(stmt, 2));
}

static void say_total(struct un_import *in, sqlite3_stmt *stmt) {
  un_note("%s:%s: total of %s is %s, its parts give %s; see report consistency", in->path,
          text_of(stmt, 0), text_of(stmt, 1), text_of(stmt, 2), text_of(stmt, 3));
}

int un_import_notes(struct un_import *in) {
  int code = each(in,
                  "SELECT jurisdiction_text, min(line), count(*) FROM published "
                  "WHERE file_id = ?1 AND origin IS NULL AND jurisdiction_text IS NOT NULL "
                  "GROUP BY jurisdiction_text ORDER BY min(line)",
                  say_name);
  if (code != 0) return code;
  return each(in,
              "SELECT line, series || coalesce(', ' || process, ''), stated, "
              "CASE WHEN parts_low IS parts_high THEN coalesce(parts_low, 'nothing') "
              "ELSE parts_low || '-' || parts_high END "
              "FROM totals_off WHERE file_id = ?1 ORDER BY line, series",
              say_total);
}
