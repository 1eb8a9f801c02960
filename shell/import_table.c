/* SPDX-License-Identifier: GPL-3.0-or-later
** The tables of a file: each is found by its header, its records go through the SQL
** of its layout, and what stands around it is said or skipped as the layout's shape
** allows. */
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "message.h"
#include "progress.h"
#include "stat/range.h"
#include "strbuf.h"

enum state { SEEKING, FRESH, READING };

/* --- a table's statements ------------------------------------------------------------ */

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* The layout's column of a parameter `:name`, or -1. */
static int column_of(const struct un_import *in, const char *name) {
  for (int i = 0; name && i < in->layout->count; i++) {
    if (name[0] == ':' && strcmp(in->layout->columns[i].name, name + 1) == 0) return i;
  }
  return -1;
}

/* What the map's SQL may ask for. A provider or a date that nobody gave is an error,
** the rest may be NULL. An attempt also asks for columns, which each record binds. */
static int bind_names(struct un_import *in, sqlite3_stmt *stmt) {
  bool per_record = in->map->provider && strcmp(in->map->provider, "?") == 0;
  const struct {
    const char *name, *value;
    bool optional;
  } texts[] = {{":provider", un_import_provider(in), per_record},
               {":published", un_args_get(in->args, "published"), false},
               {":period", un_args_get(in->args, "period"), true},
               {":file", base_name(in->path), true},
               {":sheet", in->reader.record->sheet, true},
               {":caption", in->head.caption, true}};
  for (int i = 1; i <= sqlite3_bind_parameter_count(stmt); i++) {
    const char *name = sqlite3_bind_parameter_name(stmt, i);
    bool known = stmt == in->attempt && column_of(in, name) >= 0;
    if (name && strcmp(name, ":file_id") == 0) known = sqlite3_bind_int64(stmt, i, in->file_id) == 0;
    if (name && strcmp(name, ":update") == 0) {
      known = sqlite3_bind_int(stmt, i, un_args_has(in->args, "update")) == 0;
    }
    /* 1 when the user named the map, 0 when the header did. */
    if (name && strcmp(name, ":named") == 0) known = sqlite3_bind_int(stmt, i, in->named) == 0;
    for (size_t t = 0; t < sizeof texts / sizeof *texts && name && !known; t++) {
      if (strcmp(texts[t].name, name) != 0) continue;
      if (!texts[t].value && !texts[t].optional) {
        return un_fail(UN_EXIT_USAGE, "map '%s' needs --%s", in->map->name, texts[t].name + 1);
      }
      known = sqlite3_bind_text(stmt, i, texts[t].value, -1, SQLITE_TRANSIENT) == 0;
    }
    if (!known) {
      return un_fail(UN_EXIT_SQL, "%s: the map's SQL asks for %s, which import does not have",
                     in->map->path, name ? name : "?");
    }
  }
  return 0;
}

void un_import_finalize(struct un_import *in) {
  sqlite3_finalize(in->stage);
  for (int i = 0; i < in->statement_count; i++) sqlite3_finalize(in->statements[i]);
  sqlite3_finalize(in->attempt);
  in->stage = in->attempt = NULL;
  in->statement_count = 0;
}

static int prepare_attempt(struct un_import *in) {
  sqlite3 *db = in->shell->db;
  if (!in->layout->attempt) return 0;
  if (sqlite3_prepare_v3(db, in->layout->attempt, -1, SQLITE_PREPARE_PERSISTENT, &in->attempt, NULL) != SQLITE_OK) {
    return un_fail(UN_EXIT_SQL, "%s, layout '%s', attempt: %s", in->map->path, in->layout->name,
                   sqlite3_errmsg(db));
  }
  int count = sqlite3_bind_parameter_count(in->attempt);
  if (count > UN_MAP_COLUMNS) {
    return un_fail(UN_EXIT_SQL, "%s, layout '%s', attempt: more than %d parameters", in->map->path,
                   in->layout->name, UN_MAP_COLUMNS);
  }
  for (int i = 0; i < count; i++) {
    in->attempt_column[i] = column_of(in, sqlite3_bind_parameter_name(in->attempt, i + 1));
  }
  return bind_names(in, in->attempt);
}

/* The view `figures`: the staged row once for each column of that type. */
static void add_figures(const struct un_map_layout *layout, struct un_strbuf *sql) {
  const char *begin = "CREATE TEMP VIEW figures AS ";
  for (int i = 0; i < layout->count; i++) {
    const char *name = layout->columns[i].name;
    if (layout->columns[i].type != UN_MAP_FIGURE) continue;
    un_strbuf_printf(sql, "%sSELECT *, '%s' AS series, \"%s\" AS cell FROM temp.staged", begin, name, name);
    begin = " UNION ALL ";
  }
}

static int prepare_table(struct un_import *in) {
  sqlite3 *db = in->shell->db;
  struct un_strbuf sql = UN_STRBUF_INIT, insert = UN_STRBUF_INIT;
  un_import_finalize(in);
  int code = un_import_build_indexes(in);
  if (code == 0) code = un_import_check_fills(in);
  if (code == 0) code = un_import_drop_indexes(in);
  if (code != 0) return code;
  un_strbuf_puts(&sql, "DROP VIEW IF EXISTS temp.figures; DROP TABLE IF EXISTS temp.staged; "
                       "CREATE TEMP TABLE staged(line INTEGER, byte INTEGER, parent INTEGER");
  un_strbuf_puts(&insert, "INSERT INTO temp.staged VALUES(?,?,NULL");
  for (int i = 0; i < in->layout->count; i++) {
    bool whole = in->layout->columns[i].type == UN_MAP_WHOLE;
    un_strbuf_printf(&sql, ", \"%s\" %s", in->layout->columns[i].name, whole ? "INTEGER" : "TEXT");
    un_strbuf_puts(&insert, ",?");
  }
  un_strbuf_puts(&sql, "); ");
  un_strbuf_puts(&insert, ")");
  add_figures(in->layout, &sql);
  code = un_exec(in->shell, sql.text, in->map->path);
  if (code == 0 && sqlite3_prepare_v2(db, insert.text, -1, &in->stage, NULL) != SQLITE_OK) {
    code = un_fail(UN_EXIT_SQL, "%s: %s", in->map->path, sqlite3_errmsg(db));
  }
  un_strbuf_free(&sql);
  un_strbuf_free(&insert);
  for (const char *at = in->layout->sql; code == 0 && *at;) {
    sqlite3_stmt *stmt = NULL;
    const char *next;
    if (sqlite3_prepare_v2(db, at, -1, &stmt, &next) != SQLITE_OK) {
      return un_fail(UN_EXIT_SQL, "%s, layout '%s': %s", in->map->path, in->layout->name,
                     sqlite3_errmsg(db));
    }
    at = next;
    if (!stmt) break;
    if (in->statement_count == UN_IMPORT_STATEMENTS) {
      sqlite3_finalize(stmt);
      return un_fail(UN_EXIT_SQL, "%s: more than %d statements", in->map->path, UN_IMPORT_STATEMENTS);
    }
    in->statements[in->statement_count++] = stmt;
    code = bind_names(in, stmt);
  }
  return code == 0 ? prepare_attempt(in) : code;
}

/* --- finding it -------------------------------------------------------------------------- */

/* Take the layout that the head has found; the file's first says which map it is. */
static int begin_table(struct un_import *in, bool first, bool *already) {
  in->map = in->head.map;
  in->several = !first && (in->several || in->layout != in->head.layout);
  in->layout = in->head.layout;
  memcpy(in->field, in->head.field, sizeof in->field);
  if (first) {
    int code = un_import_begin_file(in, already);
    if (code != 0 || *already) return code;
    code = un_exec(in->shell, "DROP TABLE IF EXISTS temp.seen_keys; "
                   "CREATE TEMP TABLE seen_keys(key TEXT NOT NULL PRIMARY KEY, n INTEGER)", in->path);
    if (code != 0) return code;
    if (!in->named) un_note("%s: import map '%s'", in->path, in->map->name);
  }
  if (in->head.passed > 0) {
    un_note("%s:%lld: %lld records to line %lld are of no table that map '%s' knows; not read", in->path,
            in->head.passed_from, in->head.passed, in->head.passed_to, in->map->name);
    in->head.passed = 0;
  }
  if (in->layout->note) {
    un_import_note(in, "%s%s%s", in->head.caption ? in->head.caption : "", in->head.caption ? ": " : "",
                   in->layout->note);
  }
  return prepare_table(in);
}

/* --- its records -------------------------------------------------------------------------- */

/* A figure in a column that the map knows and does not read, said once a column. */
static void say_ignored(struct un_import *in, int field, const char *text) {
  struct un_number low, high;
  if (in->head.ignored_said[field] || un_cell_parse(text, strlen(text), &low, &high) != UN_CELL_OK) return;
  if (high.whole && high.integer == 0) return;
  in->head.ignored_said[field] = true;
  un_import_note(in, "column %d holds figures that map '%s' does not read ('%s')", field + 1, in->map->name, text);
}

/* Cells outside the table's columns: an error, or in a stacked table a note. */
static bool outside(struct un_import *in, int *code) {
  const struct un_record *record = in->reader.record;
  bool used[UN_MAP_FIELDS] = {false};
  struct un_number low, high;
  for (int i = 0; i < in->layout->count; i++) {
    if (in->field[i] >= 0) used[in->field[i]] = true;
  }
  for (int f = 0; f < record->count; f++) {
    const char *text = un_record_text(record, f);
    if (!text || (f < UN_MAP_FIELDS && used[f])) continue;
    if (f < UN_MAP_FIELDS && in->head.ignored[f]) {
      say_ignored(in, f, text);
      continue;
    }
    if (un_cell_parse(text, strlen(text), &low, &high) == UN_CELL_EMPTY) continue;
    if (!in->layout->stacked) {
      *code = un_import_reject(in, f + 1, "'%s' stands in a column without a header", text);
      return true;
    }
    un_import_note(in, "column %d, '%s' stands outside the table; not read", f + 1, text);
  }
  return false;
}

static int read_record(struct un_import *in) {
  const struct un_record *record = in->reader.record;
  bool ragged = record->count > in->head.width || (record->count < in->head.width && !record->sheet);
  int code = 0;
  if (ragged && !in->layout->stacked) {
    return un_import_reject(in, 0, "%d fields where the header has %d", record->count, in->head.width);
  }
  if (in->unread && outside(in, &code)) return code;
  return un_import_record(in);
}

/* Whether some field has no column: only then is each record looked at for it. */
static bool has_unread(const struct un_import *in) {
  bool used[UN_MAP_FIELDS] = {false};
  for (int i = 0; i < in->layout->count; i++) {
    if (in->field[i] >= 0) used[in->field[i]] = true;
  }
  for (int f = 0; f < in->head.width && f < UN_MAP_FIELDS; f++) {
    if (!used[f]) return true;
  }
  return in->layout->stacked || in->head.width > UN_MAP_FIELDS;
}

/* A line between tables of a file, or around one: 1 when it is no record. */
static bool stands_around(struct un_import *in, enum state *state, bool *ended) {
  const struct un_record *record = in->reader.record;
  if (!in->layout->tables) return false;
  int filled = un_head_filled(record);
  if (filled > 1) return false;
  if (filled == 0) {
    *state = SEEKING;
    *ended = true;
    un_head_forget(&in->head);
    return true;
  }
  for (int i = 0; i < record->count; i++) {
    const char *text = un_record_text(record, i);
    if (text && *text) un_import_note(in, "note: %s", text);
  }
  return true;
}

/* Titles that no table followed are notes on the one before. */
static void say_notes(struct un_import *in) {
  const char *sheet = in->reader.record->sheet;
  for (int l = 0; l < in->head.count; l++) {
    const struct un_head_line *line = &in->head.lines[l];
    for (int c = 0; line->filled == 1 && c < line->count; c++) {
      if (!line->cells[c]) continue;
      un_note("%s:%s%s%lld: note: %s", in->path, sheet ? sheet : "", sheet ? "!" : "", line->line, line->cells[c]);
    }
  }
}

/* One table after the other, to the end of a CSV file or of a sheet. *found counts the
** file's tables. */
static int load_sheet(struct un_import *in, const struct un_map *maps, int map_count, int *found, bool *already) {
  enum state state = SEEKING;
  struct un_strbuf why = UN_STRBUF_INIT;
  bool ended = false; /* by an empty line, nothing else since */
  int code = 0, here = 0;
  for (enum un_record_result r; code == 0 && !*already && (r = un_reader_next(&in->reader)) != UN_RECORD_END;) {
    const struct un_record *record = in->reader.record;
    if ((++in->seen & 0x3ff) == 0) un_progress(in->path, in->seen, in->reader.done, in->reader.size);
    if (un_interrupted) {
      code = un_interrupted_code();
    } else if (r == UN_RECORD_FAULT && here == 0 && in->head.nearest.cells) {
      break; /* the header that is none says more */
    } else if (r == UN_RECORD_FAULT && (here == 0 || (state == SEEKING && !ended))) {
      code = un_fail(UN_EXIT_SQL, "%s:%lld: %s", in->path, record->fault_line, record->fault);
    } else if (r == UN_RECORD_FAULT) {
      code = un_import_reject(in, record->fault_column, "%s", record->fault);
    } else if (state == SEEKING) {
      un_head_add(&in->head, record);
      if (un_head_fit(&in->head, *found ? in->map : maps, *found ? 1 : map_count, *found || in->named ? 0 : in->own_count, &why)) {
        code = begin_table(in, *found == 0, already);
        in->unread = has_unread(in);
        state = FRESH;
        ended = false;
        here++;
        ++*found;
      } else if (why.len > 0) {
        code = un_fail(UN_EXIT_SQL, "%s:%lld: %s", in->path, record->line, why.text);
      } else if (ended && un_head_filled(record) > 1 && un_head_has_figure(record)) {
        un_head_forget(&in->head); /* the empty line was inside the table */
        state = READING;
        ended = false;
        code = read_record(in);
      } else {
        ended = ended && un_head_filled(record) == 0;
      }
    } else if (state == FRESH && in->layout->stacked && !un_head_has_figure(record)) {
      un_head_add(&in->head, record);
      if (un_head_fit(&in->head, in->map, 1, 0, &why)) code = begin_table(in, false, already);
    } else if (stands_around(in, &state, &ended)) {
      if (state != SEEKING) state = READING;
    } else {
      state = READING;
      code = read_record(in);
    }
    if (here == 0 && state == SEEKING && un_head_is_lost(&in->head, maps, map_count)) break;
  }
  un_strbuf_free(&why);
  if (here > 0 && state == SEEKING && code == 0) say_notes(in);
  if (here > 0 && in->head.passed > 0 && code == 0) {
    un_note("%s:%lld: %lld records to line %lld are of no table that map '%s' knows; not read", in->path,
            in->head.passed_from, in->head.passed, in->head.passed_to, in->map->name);
  }
  return code;
}

static int no_table(struct un_import *in, const struct un_map *maps, int map_count) {
  struct un_strbuf why = UN_STRBUF_INIT;
  long long line = un_head_explain(&in->head, maps, map_count, &why);
  bool empty = !in->head.nearest.cells;
  int code = un_fail(UN_EXIT_SQL, "%s:%lld: %s", in->path, line, empty ? "no header: the file is empty" : why.text);
  un_strbuf_free(&why);
  return code;
}

int un_import_tables(struct un_import *in, const struct un_map *map, bool *already) {
  const struct un_map *maps = map ? map : in->maps;
  int map_count = map ? 1 : in->map_count, found = 0, code = 0;
  in->map = NULL;
  in->layout = NULL;
  while (code == 0 && !*already && un_reader_next_table(&in->reader)) {
    int before = found;
    un_head_forget(&in->head);
    in->head.plain_over = false;
    code = load_sheet(in, maps, map_count, &found, already);
    if (code == 0 && !*already) code = un_reader_finish(&in->reader); /* the next sheet knows of no damage to this one */
    const char *sheet = in->reader.record->sheet;
    if (code == 0 && found == before && sheet) un_note("%s: sheet '%s' has no table that is known; not read", in->path, sheet);
  }
  if (code == 0 && found == 0) code = no_table(in, maps, map_count);
  un_import_finalize(in);
  if (code == 0) code = un_import_build_indexes(in);
  free(in->indexes);
  in->indexes = NULL;
  un_head_free(&in->head);
  un_progress_end();
  return code;
}
