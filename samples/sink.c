#include "sink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "columns.h"
#include "strbuf.h"
#include "texts.h"
#include "unseal.h"

enum { TABLES = 8 };

struct sink {
  const struct sink_table *tables;
  int count;
  FILE *files[TABLES]; /* --csv */
  sqlite3 *db;         /* --db */
  sqlite3_stmt *inserts[TABLES];
  bool bad;
};

static bool sqlite_failed(struct sink *sink, const char *what) {
  fprintf(stderr, "generate: %s: %s\n", what, sqlite3_errmsg(sink->db));
  sink->bad = true;
  return false;
}

/* --- CSV ---------------------------------------------------------------------- */

static bool open_files(struct sink *sink, const char *dir) {
  if (mkdir(dir, 0777) != 0 && errno != EEXIST) {
    fprintf(stderr, "generate: %s: %s\n", dir, strerror(errno));
    return false;
  }
  for (int t = 0; t < sink->count; t++) {
    const struct sink_table *table = &sink->tables[t];
    struct un_strbuf path = UN_STRBUF_INIT;
    un_strbuf_printf(&path, "%s/%s.csv", dir, table->name);
    sink->files[t] = fopen(path.text, "wbe");
    if (!sink->files[t]) fprintf(stderr, "generate: %s: %s\n", path.text, strerror(errno));
    un_strbuf_free(&path);
    if (!sink->files[t]) return false;
    setvbuf(sink->files[t], NULL, _IOFBF, 1 << 18);
    for (int c = 0, first = 1; c < table->count; c++) {
      if (!table->columns[c].file) continue;
      if (!first) putc(',', sink->files[t]);
      fputs(table->columns[c].file, sink->files[t]);
      first = 0;
    }
    putc('\n', sink->files[t]);
  }
  return true;
}

static void write_cell(FILE *file, const char *text) {
  if (text[strcspn(text, ",\"\r\n")] == '\0') {
    fputs(text, file);
    return;
  }
  putc('"', file);
  for (; *text; text++) {
    if (*text == '"') putc('"', file);
    putc(*text, file);
  }
  putc('"', file);
}

static bool write_row(struct sink *sink, int t, const char *const *cells) {
  const struct sink_table *table = &sink->tables[t];
  FILE *file = sink->files[t];
  for (int c = 0, first = 1; c < table->count; c++) {
    if (!table->columns[c].file) continue;
    if (!first) putc_unlocked(',', file);
    if (cells[c]) write_cell(file, cells[c]);
    first = 0;
  }
  putc_unlocked('\n', file);
  return !ferror(file);
}

/* --- register ------------------------------------------------------------------- */

static bool prepare_insert(struct sink *sink, int t) {
  const struct sink_table *table = &sink->tables[t];
  struct un_strbuf sql = UN_STRBUF_INIT, marks = UN_STRBUF_INIT;
  un_strbuf_printf(&sql, "INSERT INTO %s(", table->name);
  for (int c = 0; c < table->count; c++) {
    if (!table->columns[c].table) continue;
    un_strbuf_printf(&sql, "%s%s", marks.len ? ", " : "", table->columns[c].table);
    un_strbuf_puts(&marks, marks.len ? ", ?" : "?");
  }
  un_strbuf_printf(&sql, ") VALUES(%s)", marks.text);
  int rc = sqlite3_prepare_v3(sink->db, sql.text, -1, SQLITE_PREPARE_PERSISTENT, &sink->inserts[t], NULL);
  un_strbuf_free(&sql);
  un_strbuf_free(&marks);
  return rc == SQLITE_OK || sqlite_failed(sink, table->name);
}

static bool make_register(struct sink *sink) {
  static const char prefix[] = "schema/register/";
  sqlite3_stmt *stmt = NULL;
  bool empty = false, used = false;
  sqlite3_exec(sink->db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144", NULL, NULL, NULL);
  if (sqlite3_exec(sink->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
    return sqlite_failed(sink, "cannot write");
  }
  if (sqlite3_prepare_v2(sink->db, "SELECT count(*) FROM sqlite_schema", -1, &stmt, NULL) == SQLITE_OK) {
    empty = sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_int(stmt, 0) == 0;
  }
  sqlite3_finalize(stmt);
  for (int i = 0; empty && i < un_texts_count; i++) {
    if (strncmp(un_texts[i].path, prefix, sizeof prefix - 1) != 0) continue;
    if (sqlite3_exec(sink->db, un_texts[i].text, NULL, NULL, NULL) != SQLITE_OK) {
      return sqlite_failed(sink, un_texts[i].path);
    }
  }
  if (sqlite3_prepare_v2(sink->db, "SELECT EXISTS(SELECT 1 FROM requests)", -1, &stmt, NULL) != SQLITE_OK) {
    return sqlite_failed(sink, "not a register");
  }
  used = sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_int(stmt, 0) == 1;
  sqlite3_finalize(stmt);
  if (used) fprintf(stderr, "generate: the register has requests already\n");
  return !used;
}

static bool open_register(struct sink *sink, const char *path) {
  if (sqlite3_open(path, &sink->db) != SQLITE_OK || sqlite3_unseal_init(sink->db, NULL, NULL) != SQLITE_OK) {
    return sqlite_failed(sink, path);
  }
  if (!make_register(sink)) {
    sink->bad = true;
    return false;
  }
  for (int t = 0; t < sink->count; t++) {
    if (!prepare_insert(sink, t)) return false;
  }
  return true;
}

/* Cells are bound as text: a STRICT column of integers takes digits as such. */
static bool insert_row(struct sink *sink, int t, const char *const *cells) {
  const struct sink_table *table = &sink->tables[t];
  sqlite3_stmt *stmt = sink->inserts[t];
  for (int c = 0, n = 1; c < table->count; c++) {
    if (!table->columns[c].table) continue;
    if (cells[c]) sqlite3_bind_text(stmt, n, cells[c], -1, SQLITE_STATIC);
    else sqlite3_bind_null(stmt, n);
    n++;
  }
  sqlite3_step(stmt);
  return sqlite3_reset(stmt) == SQLITE_OK || sqlite_failed(sink, table->name);
}

/* --- either ------------------------------------------------------------------------ */

struct sink *sink_open(const char *dir, const char *db, const struct sink_table *tables, int count) {
  struct sink *sink = un_alloc(sizeof *sink);
  *sink = (struct sink){.tables = tables, .count = count};
  if (dir ? open_files(sink, dir) : open_register(sink, db)) return sink;
  sink_close(sink, false);
  return NULL;
}

bool sink_row(struct sink *sink, int table, const char *const *cells) {
  if (sink->bad) return false;
  return sink->db ? insert_row(sink, table, cells) : write_row(sink, table, cells);
}

int sink_close(struct sink *sink, bool keep) {
  for (int t = 0; t < sink->count; t++) {
    bool bad = sink->files[t] && ferror(sink->files[t]); /* fclose only says how the last bytes went */
    if (sink->files[t] && (fclose(sink->files[t]) != 0 || bad)) {
      fprintf(stderr, "generate: %s: %s\n", sink->tables[t].name, strerror(errno));
      sink->bad = true;
    }
    sqlite3_finalize(sink->inserts[t]);
  }
  if (sink->db && keep && !sink->bad && (un_columns_refresh(sink->db) != SQLITE_OK ||
      sqlite3_exec(sink->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)) {
    sqlite_failed(sink, "commit");
  }
  sqlite3_close(sink->db);
  int code = sink->bad;
  free(sink);
  return code;
}
