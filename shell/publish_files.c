/* SPDX-License-Identifier: GPL-3.0-or-later
** The files of a publication but the page: tables, manifest, hashes. */
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "escape.h"
#include "message.h"
#include "publish.h"

/* --- hashes ------------------------------------------------------------------------------- */

static void hex(struct sha256_ctx *hash, char out[65]) {
  uint8_t digest[SHA256_DIGEST_SIZE];
  sha256_digest(hash, sizeof digest, digest);
  for (size_t i = 0; i < sizeof digest; i++) snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static void add_value(struct sha256_ctx *hash, sqlite3_stmt *stmt, int c) {
  char head[40];
  int type = sqlite3_column_type(stmt, c);
  const void *bytes = type == SQLITE_BLOB ? sqlite3_column_blob(stmt, c) : (const void *)sqlite3_column_text(stmt, c);
  int len = sqlite3_column_bytes(stmt, c);
  int n = snprintf(head, sizeof head, "%d:%d:", type, len);
  sha256_update(hash, (size_t)n, (const uint8_t *)head);
  if (bytes && len > 0) sha256_update(hash, (size_t)len, bytes);
}

static int add_table(struct un_shell *shell, struct sha256_ctx *hash, const char *table) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  sqlite3_stmt *stmt = NULL;
  long long columns = 0;
  int rc = un_ask_int(shell->db, "SELECT count(*) FROM pragma_table_info(?1)", table, NULL, &columns);
  un_strbuf_printf(&sql, "SELECT * FROM main.\"%s\"", table);
  for (long long c = 1; c <= columns; c++) un_strbuf_printf(&sql, "%s %lld", c == 1 ? " ORDER BY" : ",", c);
  if (rc == SQLITE_ROW) rc = sqlite3_prepare_v2(shell->db, sql.text, -1, &stmt, NULL);
  sha256_update(hash, strlen(table) + 1, (const uint8_t *)table);
  while (rc == SQLITE_OK || rc == SQLITE_ROW) {
    rc = sqlite3_step(stmt);
    for (int c = 0; rc == SQLITE_ROW && c < sqlite3_column_count(stmt); c++) add_value(hash, stmt, c);
  }
  sqlite3_finalize(stmt);
  un_strbuf_free(&sql);
  int code = un_exit_of_sqlite(rc);
  return code == 0 ? 0 : un_fail(code, "%s: %s", table, un_sqlite_error(shell->db));
}

int un_publish_hash(struct un_shell *shell, char out[65]) {
  static const char *const tables[] = {"challenges", "closures", "documents", "gag_events", "gags", "import_files",
    "import_rejects", "notices", "published", "requests", "settings"};
  struct sha256_ctx hash;
  int code = 0;
  sha256_init(&hash);
  for (size_t i = 0; i < sizeof tables / sizeof *tables && code == 0; i++) code = add_table(shell, &hash, tables[i]);
  hex(&hash, out);
  return code;
}

static char *path_of(const struct un_publication *publication, const char *name) {
  struct un_strbuf path = UN_STRBUF_INIT;
  un_strbuf_printf(&path, "%s/%s", publication->folder, name);
  return un_strbuf_take(&path);
}

bool un_publish_hash_file(const struct un_publication *publication, const char *name, char out[65]) {
  char *path = path_of(publication, name);
  FILE *file = fopen(path, "rbe");
  struct sha256_ctx hash;
  uint8_t block[8192];
  free(path);
  if (!file) return false;
  sha256_init(&hash);
  for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;) sha256_update(&hash, n, block);
  bool good = !ferror(file);
  fclose(file);
  hex(&hash, out);
  return good;
}

/* --- tables ---------------------------------------------------------------------------------- */

int un_publish_text(const struct un_publication *publication, const char *name, const char *text, size_t len) {
  struct un_out *out = NULL;
  char *path = path_of(publication, name);
  int code = un_out_open(path, &out);
  if (code == 0) {
    un_out_write(out, text, len);
    code = un_out_commit(out);
  }
  free(path);
  return code;
}

/* The shown rows as temp.sheet, cells that are not shown NULL. */
static int fill_table(struct un_shell *shell, const struct un_figures *sheet) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  sqlite3_stmt *stmt = NULL;
  un_strbuf_puts(&sql, "CREATE TEMP TABLE sheet(");
  for (int c = 0; c < sheet->columns; c++) {
    char *name = sqlite3_mprintf("%s\"%w\"", c > 0 ? ", " : "", sheet->names[c]);
    un_strbuf_puts(&sql, name);
    sqlite3_free(name);
  }
  un_strbuf_puts(&sql, ")");
  int code = un_exec(shell, sql.text, sheet->name);
  un_strbuf_clear(&sql);
  un_strbuf_puts(&sql, "INSERT INTO temp.sheet VALUES(");
  for (int c = 0; c < sheet->columns; c++) un_strbuf_puts(&sql, c > 0 ? ", ?" : "?");
  un_strbuf_puts(&sql, ")");
  int rc = code == 0 ? sqlite3_prepare_v2(shell->db, sql.text, -1, &stmt, NULL) : SQLITE_OK;
  for (size_t r = 0; r < sheet->count && code == 0 && rc == SQLITE_OK; r++) {
    const struct un_figure_row *row = &sheet->rows[r];
    if (row->hidden) continue;
    for (int c = 0; c < sheet->columns; c++) {
      if (un_figures_shows(sheet, row, c)) sqlite3_bind_value(stmt, c + 1, row->cells[c]);
      else sqlite3_bind_null(stmt, c + 1);
    }
    rc = sqlite3_step(stmt) == SQLITE_DONE ? sqlite3_reset(stmt) : sqlite3_errcode(shell->db);
  }
  sqlite3_finalize(stmt);
  un_strbuf_free(&sql);
  if (code == 0 && rc != SQLITE_OK) code = un_fail(un_exit_of_sqlite(rc), "%s: %s", sheet->name, un_sqlite_error(shell->db));
  return code;
}

static int write_table(struct un_publication *publication, const struct un_figures *sheet, const char *format,
                       const char *ending) {
  struct un_shell *shell = publication->shell;
  struct un_strbuf name = UN_STRBUF_INIT;
  sqlite3_stmt *stmt = NULL;
  un_strbuf_printf(&name, "%s.%s", sheet->name, ending);
  char *path = path_of(publication, name.text);
  int code = un_exit_of_sqlite(sqlite3_prepare_v2(shell->db, "SELECT * FROM temp.sheet ORDER BY rowid", -1, &stmt, NULL));
  if (code == 0) code = un_out_open(path, &shell->out);
  if (code == 0) {
    shell->style.format = un_format_find(format, NULL);
    shell->style.decimals = 4;
    struct un_strbuf title = UN_STRBUF_INIT;
    un_strbuf_printf(&title, "%s, %s, as of %s", sheet->report->title, publication->sheets->period, publication->sheets->as_of);
    un_preface(shell, title.text);
    un_strbuf_free(&title);
    code = un_render(shell, stmt);
    if (code == 0) code = un_out_commit(shell->out);
    else un_out_abort(shell->out);
    shell->out = un_out_stdout();
  }
  sqlite3_finalize(stmt);
  free(path);
  un_strbuf_free(&name);
  return code;
}

static void csv_text(struct un_strbuf *out, const char *text) {
  un_strbuf_putc(out, '"');
  for (; *text; text++) {
    if (*text == '"') un_strbuf_putc(out, '"');
    un_strbuf_putc(out, *text);
  }
  un_strbuf_putc(out, '"');
}

/* How much was left out of each table that has rows, not what: of a table without any that would
** tell that there are some. */
static int write_left_out(struct un_publication *publication) {
  struct un_strbuf text = UN_STRBUF_INIT;
  un_strbuf_puts(&text, "report,rows_left_out,rows_cut_to_their_total,why\n");
  for (int i = 0; i < publication->sheets->count; i++) {
    const struct un_figures *sheet = &publication->sheets->at[i];
    size_t hidden = 0, bare = 0, shown = 0;
    for (size_t r = 0; r < sheet->count; r++) {
      hidden += sheet->rows[r].hidden;
      shown += !sheet->rows[r].hidden;
      bare += !sheet->rows[r].hidden && sheet->rows[r].bare;
    }
    if (shown == 0 || hidden + bare == 0) continue;
    un_strbuf_printf(&text, "%s,%zu,%zu,\"small counts that the law keeps secret, and others from which they would follow\"\n",
                     sheet->name, hidden, bare);
  }
  int code = un_publish_text(publication, "left-out.csv", text.text, text.len);
  un_strbuf_free(&text);
  return code;
}

/* A whole number as it is, a band as text. */
static void csv_figure(struct un_strbuf *text, const char *figure) {
  if (figure[strspn(figure, "0123456789")] == '\0') un_strbuf_puts(text, figure);
  else csv_text(text, figure);
}

/* Figures that an earlier publication gave otherwise. */
static int write_restated(struct un_publication *publication) {
  struct un_strbuf text = UN_STRBUF_INIT;
  un_strbuf_puts(&text, "report,row,column,was,is\n");
  for (int i = 0; i < publication->sheets->count; i++) {
    const struct un_figures *sheet = &publication->sheets->at[i];
    for (size_t r = 0; r < sheet->count; r++) {
      for (int c = 0; c < sheet->columns; c++) {
        const struct un_figure_row *row = &sheet->rows[r];
        char *before = un_restated(publication->shell, publication->sheets, sheet, row, c);
        if (!before) continue;
        un_strbuf_printf(&text, "%s,", sheet->name);
        csv_text(&text, row->key);
        un_strbuf_putc(&text, ',');
        csv_text(&text, sheet->names[c]);
        un_strbuf_putc(&text, ',');
        csv_figure(&text, before);
        un_strbuf_putc(&text, ',');
        csv_figure(&text, (const char *)sqlite3_value_text(row->cells[c]));
        un_strbuf_putc(&text, '\n');
        free(before);
      }
    }
  }
  int code = un_publish_text(publication, "restated.csv", text.text, text.len);
  un_strbuf_free(&text);
  return code;
}

int un_publish_files(struct un_publication *publication) {
  static const char *const formats[][2] = {{"csv", "csv"}, {"json", "json"}, {"markdown", "md"}};
  int code = 0;
  for (int i = 0; i < publication->sheets->count && code == 0; i++) {
    const struct un_figures *sheet = &publication->sheets->at[i];
    code = fill_table(publication->shell, sheet);
    for (size_t f = 0; f < sizeof formats / sizeof *formats && code == 0; f++) {
      code = write_table(publication, sheet, formats[f][0], formats[f][1]);
    }
    if (code == 0) code = un_exec(publication->shell, "DROP TABLE temp.sheet", "publish");
  }
  if (code == 0) code = write_left_out(publication);
  return code == 0 ? write_restated(publication) : code;
}

/* --- the manifest -------------------------------------------------------------------------------- */

static bool add_file(struct un_strbuf *text, const struct un_publication *publication, const char *name) {
  char sha[65];
  if (!un_publish_hash_file(publication, name, sha)) return false;
  un_strbuf_printf(text, "%s\n    {\"name\": ", text->text[text->len - 1] == '[' ? "" : ",");
  un_escape_json(text, name, strlen(name));
  un_strbuf_printf(text, ", \"sha256\": \"%s\"}", sha);
  return true;
}

int un_publish_manifest(struct un_publication *publication) {
  static const char *const endings[] = {"csv", "json", "md"};
  const struct un_figure_set *sheets = publication->sheets;
  struct un_strbuf text = UN_STRBUF_INIT, name = UN_STRBUF_INIT;
  char *level = un_ask(publication->shell->db, "SELECT value FROM settings WHERE name = 'schema'", NULL, NULL);
  bool good = true;
  un_strbuf_printf(&text, "{\n  \"period\": \"%s\",\n  \"as_of\": \"%s\",\n  \"provider\": ", sheets->period, sheets->as_of);
  if (publication->provider) un_escape_json(&text, publication->provider, strlen(publication->provider));
  else un_strbuf_puts(&text, "null");
  un_strbuf_printf(&text, ",\n  \"definition\": \"strict\",\n  \"us_1874_option\": %s,\n  \"database_sha256\": \"%s\",\n"
    "  \"unseal\": \"%s\",\n  \"schema\": %s,\n  \"rules\": {\"verified\": %d, \"all\": %d},\n  \"files\": [",
    publication->option, publication->database, UNSEAL_VERSION, level ? level : "null", publication->verified, publication->rules);
  for (int i = 0; i < sheets->count && good; i++) {
    for (size_t e = 0; e < sizeof endings / sizeof *endings && good; e++) {
      un_strbuf_clear(&name);
      un_strbuf_printf(&name, "%s.%s", sheets->at[i].name, endings[e]);
      good = add_file(&text, publication, name.text);
    }
  }
  good = good && add_file(&text, publication, "left-out.csv") && add_file(&text, publication, "restated.csv") &&
         add_file(&text, publication, "index.html");
  un_strbuf_puts(&text, "\n  ]\n}\n");
  int code = good ? un_publish_text(publication, "manifest.json", text.text, text.len)
                  : un_fail(UN_EXIT_WRITE, "%s: a file cannot be read back", publication->folder);
  free(level);
  un_strbuf_free(&text);
  un_strbuf_free(&name);
  return code;
}
