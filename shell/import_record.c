/* SPDX-License-Identifier: GPL-3.0-or-later
** A record on its way into the register: staged, run through the map's SQL, or
** rejected with its place and reason. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "import.h"
#include "law/date.h"
#include "message.h"
#include "sheet_value.h"
#include "stat/range.h"
#include "strbuf.h"

/* --- saying no ---------------------------------------------------------------------- */

static void set_reason(struct un_import *in, int column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void set_reason(struct un_import *in, int column, const char *format, ...) {
  struct un_strbuf text = UN_STRBUF_INIT;
  va_list args;
  va_start(args, format);
  un_strbuf_vprintf(&text, format, args);
  va_end(args);
  free(in->reason);
  in->reason = un_strbuf_take(&text);
  in->column = column;
}

/* The file's field number of a map's column, 0 when it has none. */
static int field_of(const struct un_import *in, const char *name) {
  for (int i = 0; name && i < in->layout->count; i++) {
    if (strcmp(in->layout->columns[i].name, name) == 0) return in->field[i] + 1;
  }
  return 0;
}

/* `'subpena' is not one of its words; did you mean 'subpoena'?`, or all of them; false
** when the CHECK is of another kind. A layout is named as the table it fills. */
static bool set_words_reason(struct un_import *in, const char *column, const char *problem) {
  int field = field_of(in, column);
  const char *value = field > 0 ? un_record_text(in->reader.record, field - 1) : NULL;
  struct un_names words;
  struct un_strbuf hint = UN_STRBUF_INIT;
  if (!value || strcmp(problem + strlen(column), " is not one of its words") != 0) return false;
  un_ask_words(in->shell->db, in->layout->name, column, &words);
  const char *near = un_names_nearest(&words, value);
  if (near) un_strbuf_printf(&hint, "; did you mean '%s'?", near);
  for (size_t i = 0; !near && i < words.count; i++) un_strbuf_printf(&hint, "%s%s", i > 0 ? ", " : ": ", words.list[i]);
  set_reason(in, field, "'%s' is not one of its words%s", value, hint.text);
  un_strbuf_free(&hint);
  un_names_free(&words);
  return true;
}

/* The first field of which an error speaks, `'31/31/2020' is not a date`; 0: of none. */
static int field_quoted(const struct un_import *in, const char *error) {
  const char *from = strchr(error, '\''), *to = from ? strstr(from + 1, "' is not ") : NULL;
  for (int i = 0; to && i < in->layout->count; i++) {
    const char *text = un_record_text(in->reader.record, in->field[i]);
    size_t len = text ? strlen(text) : 0;
    if (len > 0 && len == (size_t)(to - from - 1) && memcmp(text, from + 1, len) == 0) return in->field[i] + 1;
  }
  return 0;
}

/* A named CHECK begins with its column: that is the place of the fault. */
static void set_sql_reason(struct un_import *in, const char *error) {
  static const char check[] = "CHECK constraint failed: ";
  char name[64] = "";
  if (strncmp(error, check, sizeof check - 1) == 0) {
    error += sizeof check - 1;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(error, " "), error);
    if (set_words_reason(in, name, error)) return;
  }
  set_reason(in, *name ? field_of(in, name) : field_quoted(in, error), "%s", error);
}

static void reject_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  struct un_import *in = sqlite3_user_data(context);
  const char *reason = (const char *)sqlite3_value_text(argv[1]);
  set_reason(in, field_of(in, (const char *)sqlite3_value_text(argv[0])), "%s",
             reason ? reason : "rejected");
  sqlite3_result_error(context, reason ? reason : "rejected", -1);
}

/* given('column'): whether the file has it. */
static void given_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  const struct un_import *in = sqlite3_user_data(context);
  sqlite3_result_int(context, field_of(in, (const char *)sqlite3_value_text(argv[0])) > 0);
}

/* address('column'): `MSFT!D17` in a workbook, NULL elsewhere. */
static void address_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  const struct un_import *in = sqlite3_user_data(context);
  const struct un_record *record = in->reader.record;
  int field = field_of(in, (const char *)sqlite3_value_text(argv[0]));
  char address[32];
  if (!record->sheet || field == 0) return;
  un_sheet_address(field, record->line, address);
  char *text = sqlite3_mprintf("%s!%s", record->sheet, address);
  sqlite3_result_text(context, text, -1, sqlite3_free);
}

static void on_update(void *user, int operation, const char *database, const char *table,
                      sqlite3_int64 rowid) {
  (void)operation, (void)table, (void)rowid;
  if (strcmp(database, "main") == 0) ((struct un_import *)user)->touched = true;
}

static void csv_cell(struct un_strbuf *line, const char *text, size_t len) {
  un_strbuf_putc(line, '"');
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '"') un_strbuf_putc(line, '"');
    un_strbuf_putc(line, text[i]);
  }
  un_strbuf_putc(line, '"');
}

static long long line_of(const struct un_record *record) {
  return record->fault ? record->fault_line : record->line;
}

/* `file:7`, or `file:MSFT!D17` where a sheet has the fault. */
static void add_place(const struct un_import *in, struct un_strbuf *place) {
  const struct un_record *record = in->reader.record;
  un_strbuf_printf(place, "%s:", in->path);
  if (!record->sheet) {
    un_strbuf_printf(place, "%lld", line_of(record));
    return;
  }
  char address[32];
  un_sheet_address(in->column, record->line, address);
  un_strbuf_printf(place, "%s!%s", record->sheet, address);
}

static int fail_record(const struct un_import *in) {
  struct un_strbuf place = UN_STRBUF_INIT;
  const char *header = NULL;
  for (int i = 0; i < (in->layout ? in->layout->count : 0); i++) {
    if (in->field[i] + 1 == in->column && in->column > 0) header = in->layout->columns[i].name;
  }
  add_place(in, &place);
  if (in->column > 0) un_strbuf_printf(&place, ": column %d", in->column);
  if (header) un_strbuf_printf(&place, " (%s)", header);
  int code = un_fail(UN_EXIT_SQL, "%s: %s", place.text, in->reason);
  un_strbuf_free(&place);
  return code;
}

/* byte -1, column 0: not known. */
static void write_reject(struct un_import *in, long long line_number, long long byte, int column,
                         const char *reason, const char *raw, size_t raw_len) {
  struct un_strbuf line = UN_STRBUF_INIT;
  csv_cell(&line, in->path, strlen(in->path));
  un_strbuf_printf(&line, ",%lld,", line_number);
  if (byte >= 0) un_strbuf_printf(&line, "%lld", byte);
  un_strbuf_putc(&line, ',');
  if (column > 0) un_strbuf_printf(&line, "%d", column);
  un_strbuf_putc(&line, ',');
  csv_cell(&line, reason, strlen(reason));
  un_strbuf_putc(&line, ',');
  csv_cell(&line, raw, raw_len);
  un_strbuf_putc(&line, '\n');
  un_out_write(in->rejects, line.text, line.len);
  un_strbuf_free(&line);
}

/* A file of rejects is the whole of them, also when the file's figures are in already. */
int un_import_repeat_rejects(struct un_import *in) {
  sqlite3 *db = in->shell->db;
  sqlite3_stmt *stmt = NULL;
  int rc = in->rejects ? sqlite3_prepare_v2(db,
                                            "SELECT line, ifnull(byte, -1), column, ifnull(reason, ''), raw "
                                            "FROM import_rejects WHERE file_id = ?1 ORDER BY rowid",
                                            -1, &stmt, NULL)
                       : SQLITE_OK;
  if (stmt) sqlite3_bind_int64(stmt, 1, in->earlier);
  while (stmt && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *reason = (const char *)sqlite3_column_text(stmt, 3), *raw = (const char *)sqlite3_column_text(stmt, 4);
    write_reject(in, sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), sqlite3_column_int(stmt, 2),
                 reason ? reason : "", raw ? raw : "", (size_t)sqlite3_column_bytes(stmt, 4));
    in->rejected++;
  }
  sqlite3_finalize(stmt);
  return rc == SQLITE_OK || rc == SQLITE_DONE ? 0 : un_fail(un_exit_of_sqlite(rc), "%s", sqlite3_errmsg(db));
}

static int store_reject(struct un_import *in, const char *reason) {
  const struct un_record *record = in->reader.record;
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(in->shell->db, "INSERT INTO import_rejects VALUES(?1,?2,?3,?4,?5,?6)",
                              -1, &stmt, NULL);
  if (rc == SQLITE_OK) {
    sqlite3_bind_int64(stmt, 1, in->file_id);
    sqlite3_bind_int64(stmt, 2, line_of(record));
    if (record->byte >= 0) sqlite3_bind_int64(stmt, 3, record->byte);
    if (in->column > 0) sqlite3_bind_int(stmt, 4, in->column);
    sqlite3_bind_text(stmt, 5, reason, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 6, record->raw, (int)record->raw_len, SQLITE_STATIC);
    sqlite3_step(stmt);
  }
  rc = sqlite3_finalize(stmt);
  return rc == SQLITE_OK ? 0 : un_fail(un_exit_of_sqlite(rc), "%s", sqlite3_errmsg(in->shell->db));
}

/* The record at hand is bad: keep it aside, or end with the fault's place. */
static int reject_record(struct un_import *in) {
  const struct un_record *record = in->reader.record;
  struct un_strbuf reason = UN_STRBUF_INIT;
  in->bad++;
  in->rejected++;
  if (!in->rejects) return fail_record(in);
  /* A line of a workbook is one of a sheet: the reason begins with it. */
  if (record->sheet) {
    char address[32];
    un_sheet_address(in->column, record->line, address);
    un_strbuf_printf(&reason, "%s!%s: ", record->sheet, address);
  }
  un_strbuf_puts(&reason, in->reason);
  write_reject(in, line_of(record), record->byte, in->column, reason.text, record->raw, record->raw_len);
  int code = store_reject(in, reason.text);
  un_strbuf_free(&reason);
  return code;
}

/* --- a record ------------------------------------------------------------------------ */

static bool good_value(struct un_import *in, const struct un_map_column *column, int field,
                       const char *text) {
  struct un_number low, high;
  un_day day;
  size_t len = text ? strlen(text) : 0;
  if (!text || len == 0) {
    if (column->required) set_reason(in, field + 1, "is empty");
    return !column->required;
  }
  switch (column->type) {
  case UN_MAP_TEXT: return true;
  case UN_MAP_DATE:
    if (un_date_parse(text, len, &day) && len == 10) return true;
    set_reason(in, field + 1, "'%s' is not a date (YYYY-MM-DD)", text);
    return false;
  case UN_MAP_WHOLE:
    /* 007 is not stored as 7 (W9). */
    if (len <= 18 && strspn(text, "0123456789") == len && (text[0] != '0' || len == 1)) return true;
    set_reason(in, field + 1, "'%s' is not a whole number", text);
    return false;
  case UN_MAP_FIGURE:
    if (un_cell_parse(text, len, &low, &high) <= UN_CELL_EMPTY) return true;
    set_reason(in, field + 1, "'%s' is not a published figure", text);
    return false;
  }
  return false;
}

/* What a record can be at fault for; the rest (a full disk, no memory) ends the import. */
static bool is_records_fault(int rc) {
  switch (rc & 0xff) {
  case SQLITE_CONSTRAINT: case SQLITE_ERROR: case SQLITE_MISMATCH: case SQLITE_TOOBIG: return true;
  default: return false;
  }
}

/* The exit code of what is no record's fault. */
static int fatal(const struct un_import *in, int rc) {
  int code = un_exit_of_sqlite(rc);
  if (code < 128) un_fail(code, "%s: %s", in->path, un_sqlite_error(in->shell->db));
  return code;
}

static bool stage(struct un_import *in, int *code) {
  sqlite3_reset(in->stage);
  sqlite3_clear_bindings(in->stage);
  sqlite3_bind_int64(in->stage, 1, in->reader.record->line);
  if (in->reader.record->byte >= 0) sqlite3_bind_int64(in->stage, 2, in->reader.record->byte);
  for (int i = 0; i < in->layout->count; i++) {
    const char *text = un_record_text(in->reader.record, in->field[i]);
    if (in->field[i] >= 0 && !good_value(in, &in->layout->columns[i], in->field[i], text)) return false;
    if (!text) text = in->layout->columns[i].fallback;
    if (text) sqlite3_bind_text(in->stage, i + 3, text, -1, SQLITE_STATIC);
  }
  int rc = sqlite3_step(in->stage);
  if (rc != SQLITE_DONE) *code = fatal(in, rc);
  return rc == SQLITE_DONE;
}

/* The layout's attempt: 1 when it stored the record, 0 when the SQL must decide. */
static bool attempt(struct un_import *in, int *code) {
  sqlite3_stmt *stmt = in->attempt;
  const struct un_record *record = in->reader.record;
  int count = sqlite3_bind_parameter_count(stmt);
  for (int i = 0; i < in->layout->count; i++) {
    const char *text = un_record_text(record, in->field[i]);
    if (in->field[i] >= 0 && !good_value(in, &in->layout->columns[i], in->field[i], text)) return false;
  }
  for (int p = 0; p < count; p++) {
    int c = in->attempt_column[p];
    if (c < 0) continue;
    const char *text = un_record_text(record, in->field[c]);
    size_t len = text ? un_record_len(record, in->field[c]) : 0;
    if (!text && (text = in->layout->columns[c].fallback)) len = strlen(text);
    if (text) sqlite3_bind_text(stmt, p + 1, text, (int)len, SQLITE_STATIC);
    else sqlite3_bind_null(stmt, p + 1);
  }
  int rc = sqlite3_step(stmt);
  bool stored = rc == SQLITE_DONE && sqlite3_changes(in->shell->db) > 0;
  if (rc != SQLITE_DONE && !is_records_fault(rc)) *code = fatal(in, rc);
  sqlite3_reset(stmt);
  return stored;
}

/* The map's SQL over the staged row; false with a reason. */
static bool run_statements(struct un_import *in, int *code) {
  sqlite3 *db = in->shell->db;
  for (int i = 0; i < in->statement_count; i++) {
    int rc;
    in->column = 0;
    sqlite3_reset(in->statements[i]);
    while ((rc = sqlite3_step(in->statements[i])) == SQLITE_ROW) {
    }
    if (rc == SQLITE_DONE) continue;
    if (!is_records_fault(rc)) *code = fatal(in, rc);
    else if (!in->reason) set_sql_reason(in, sqlite3_errmsg(db));
    sqlite3_reset(in->statements[i]);
    return false;
  }
  return true;
}

int un_import_record(struct un_import *in) {
  sqlite3 *db = in->shell->db;
  int code = 0;
  free(in->reason);
  in->reason = NULL;
  if (in->attempt) {
    if (attempt(in, &code)) {
      in->rows++;
      in->changed++;
      return 0;
    }
    if (code != 0) return code;
    free(in->reason);
    in->reason = NULL;
  }
  int rc = sqlite3_exec(db, "SAVEPOINT record; DELETE FROM temp.staged", NULL, NULL, NULL);
  if (rc != SQLITE_OK) return fatal(in, rc);
  bool good = stage(in, &code);
  sqlite3_reset(in->stage);
  in->touched = false;
  if (good) good = run_statements(in, &code);
  if (good) {
    in->rows++;
    in->changed += in->touched;
    sqlite3_exec(db, "RELEASE record", NULL, NULL, NULL);
    return 0;
  }
  sqlite3_exec(db, "ROLLBACK TO record; RELEASE record", NULL, NULL, NULL);
  if (code == 0 && !in->reason) in->reason = un_strdup("cannot be stored");
  return code ? code : reject_record(in);
}

int un_import_reject(struct un_import *in, int column, const char *format, ...) {
  struct un_strbuf text = UN_STRBUF_INIT;
  va_list args;
  va_start(args, format);
  un_strbuf_vprintf(&text, format, args);
  va_end(args);
  set_reason(in, column, "%s", text.text);
  un_strbuf_free(&text);
  return reject_record(in);
}

void un_import_functions(struct un_import *in) {
  sqlite3 *db = in->shell->db;
  const int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
  sqlite3_create_function_v2(db, "reject", 2, flags, in, reject_function, NULL, NULL, NULL);
  sqlite3_create_function_v2(db, "given", 1, flags, in, given_function, NULL, NULL, NULL);
  un_import_text_functions(in);
  sqlite3_create_function_v2(db, "address", 1, flags, in, address_function, NULL, NULL, NULL);
  sqlite3_update_hook(db, on_update, in);
}
