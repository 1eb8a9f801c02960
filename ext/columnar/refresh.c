/* Writing a snapshot: see snapshot.h (2) for the order of steps. */
#include <string.h>

#include "gather.h"
#include "law/date.h"
#include "scan.h"
#include "source.h"

struct writer {
  struct un_reading reading;
  struct un_gather gather;
  bool tail; /* what is encoded moves the highest id */
  unsigned char *bytes;
  /* The source's rows: one a step, and given to _columnar(). NULL where an authorizer
  ** or a limit forbids that function. */
  sqlite3_stmt *rows, *calls;
  sqlite3_stmt *put_ids, *put_pack, *same_pack, *put_words, *drop_note;
};

static int finish_segment(void *context);

/* By name, since a function's arguments are no `*`. */
static int prepare_calls(struct writer *w) {
  struct un_snapshot *s = w->reading.snapshot;
  sqlite3_str *text = sqlite3_str_new(s->db);
  sqlite3_str_appendall(text, "SELECT _columnar(?3");
  for (int i = 0; i < s->count; i++) sqlite3_str_appendf(text, ", v.\"%w\"", s->columns[i].name);
  sqlite3_str_appendf(text, ") FROM \"%w\".\"%w_source\" AS v WHERE v.\"%w\" BETWEEN ?1 AND ?2 ORDER BY v.\"%w\"",
                      s->schema, s->name, s->columns[0].name, s->columns[0].name);
  char *sql = sqlite3_str_finish(text);
  int rc = sql ? sqlite3_prepare_v2(s->db, sql, -1, &w->calls, NULL) : SQLITE_NOMEM;
  sqlite3_free(sql);
  if (rc == SQLITE_OK) rc = un_gather_bind(w->calls, 3, &w->gather);
  return rc == SQLITE_NOMEM ? rc : SQLITE_OK;
}

static int open_writer(struct writer *w, struct un_snapshot *s, char **error) {
  memset(w, 0, sizeof *w);
  int rc = un_reading_open(&w->reading, s, error);
  if (rc != SQLITE_OK) return rc;
  w->bytes = sqlite3_malloc64(12 * (size_t)UN_SEGMENT_ROWS);
  if (!w->bytes) return SQLITE_NOMEM;
  rc = un_gather_open(&w->gather, &w->reading);
  if (rc != SQLITE_OK) return rc;
  w->gather.full = finish_segment;
  w->gather.context = w;
  rc = un_reading_prepare(&w->reading, &w->rows,
                         "SELECT * FROM \"%w\".\"%w_source\" WHERE \"%w\" BETWEEN ?1 AND ?2 ORDER BY 1",
                         s->schema, s->name, s->columns[0].name);
  if (rc == SQLITE_OK && sqlite3_column_count(w->rows) != s->count) {
    *error = sqlite3_mprintf("columnar: the source has other columns than the snapshot: make %s anew", s->name);
    return SQLITE_ERROR;
  }
  if (rc == SQLITE_OK) rc = prepare_calls(w);
  if (rc == SQLITE_OK) {
    rc = un_reading_prepare(&w->reading, &w->put_pack,
                           "REPLACE INTO \"%w\".\"%w_segments\" VALUES(?1, ?2, ?3)",
                           s->schema, s->name);
  }
  if (rc == SQLITE_OK) { /* one statement, so that the count is right whatever happens */
    rc = un_reading_prepare(&w->reading, &w->put_ids,
                           "REPLACE INTO \"%w\".\"%w_segments\" SELECT ?1, ?2, ?3 UNION ALL SELECT %d, ifnull((SELECT head FROM "
                           "\"%w\".\"%w_segments\" WHERE id = %d), 0) + NOT EXISTS (SELECT 1 FROM \"%w\".\"%w_segments\" WHERE "
                           "id = ?1), NULL", s->schema, s->name, UN_SEGMENT_COUNT, s->schema, s->name, UN_SEGMENT_COUNT,
                           s->schema, s->name);
  }
  if (rc == SQLITE_OK) {
    rc = un_reading_prepare(&w->reading, &w->same_pack,
                           "SELECT 1 FROM \"%w\".\"%w_segments\" WHERE id = ?1 AND head = ?2 AND data = ?3", s->schema, s->name);
  }
  if (rc == SQLITE_OK) {
    rc = un_reading_prepare(&w->reading, &w->put_words, "REPLACE INTO \"%w\".\"%w_dictionary\" VALUES(?1, ?2, ?3)",
                           s->schema, s->name);
  }
  if (rc == SQLITE_OK) {
    rc = un_reading_prepare(&w->reading, &w->drop_note, "DELETE FROM \"%w\".\"%w_changes\" WHERE segment = ?1",
                           s->schema, s->name);
  }
  return rc;
}

static void close_writer(struct writer *w) {
  un_gather_close(&w->gather);
  sqlite3_finalize(w->rows);
  sqlite3_finalize(w->calls);
  sqlite3_finalize(w->put_ids);
  sqlite3_finalize(w->put_pack);
  sqlite3_finalize(w->same_pack);
  sqlite3_finalize(w->put_words);
  sqlite3_finalize(w->drop_note);
  sqlite3_free(w->bytes);
  un_reading_close(&w->reading);
}

static int run(struct writer *w, sqlite3_stmt *stmt) {
  sqlite3_step(stmt);
  int rc = sqlite3_reset(stmt);
  return rc == SQLITE_OK ? rc : un_reading_failed(&w->reading, rc);
}

/* --- one segment --------------------------------------------------------------------- */

struct word_context {
  struct writer *writer;
  int column, rc;
};

/* A number, a day or 'indefinite' among words. */
static uint32_t word_of(void *context, enum un_mark mark, int64_t value) {
  struct word_context *c = context;
  struct un_words *words = &c->writer->reading.words[c->column];
  char text[UN_DATE_TEXT];
  struct un_cell cell = {.type = UN_CELL_INTEGER, .whole = value};
  if (!words->loaded && (c->rc = un_reading_words(&c->writer->reading, c->column)) != SQLITE_OK) return 0;
  if (mark != UN_MARK_NUMBER) {
    cell.type = UN_CELL_TEXT;
    cell.len = 10;
    cell.bytes = mark == UN_MARK_INDEFINITE ? "indefinite" : text;
    if (mark == UN_MARK_DAY) un_date_format((un_day)value, text);
  }
  uint32_t code = un_dictionary_add(&words->dictionary, &cell);
  if (code == 0) c->rc = SQLITE_NOMEM;
  return code;
}

/* DISTINCT takes 1.0 for 1, but they are two words: a reader must know of it. */
static int note_real(struct writer *w, int column, const struct un_cell *cell) {
  struct un_snapshot *s = w->reading.snapshot;
  if (un_cell_plain(cell).type == cell->type) return SQLITE_OK;
  return un_run(s->db, w->reading.error,
                "INSERT INTO \"%w\".\"%w_meta\" SELECT 'reals %03d', 1 WHERE NOT EXISTS (SELECT 1 FROM "
                "\"%w\".\"%w_meta\" WHERE key = 'reals %03d')", s->schema, s->name, column, s->schema, s->name,
                column);
}

/* New words go to the file before the packs that use them. */
static int save_words(struct writer *w, int column) {
  struct un_words *words = &w->reading.words[column];
  int rc = SQLITE_OK;
  for (uint32_t code = words->count; words->loaded && code < words->dictionary.count && rc == SQLITE_OK; code++) {
    rc = note_real(w, column, &words->dictionary.cells[code]);
  }
  return rc == SQLITE_OK ? un_reading_save(&w->reading, column, w->put_words) : rc;
}

static int put_pack(struct writer *w, int column, int64_t segment) {
  struct word_context context = {w, column, SQLITE_OK};
  struct un_pack pack;
  unsigned char head[UN_PACK_HEAD];
  int64_t id = un_segment_id(column, segment);
  if (!un_mould_pack(&w->gather.moulds[column], id, word_of, &context, head, w->bytes, &pack)) {
    return context.rc != SQLITE_OK ? context.rc : SQLITE_NOMEM;
  }
  int rc = save_words(w, column);
  if (rc != SQLITE_OK) return rc;
  sqlite3_stmt *put = column == 0 ? w->put_ids : w->put_pack, *const both[] = {w->same_pack, put};
  for (int i = 0; i < 2; i++) {
    sqlite3_bind_int64(both[i], 1, id);
    sqlite3_bind_blob(both[i], 2, head, UN_PACK_HEAD, SQLITE_STATIC);
    sqlite3_bind_blob(both[i], 3, w->bytes, (int)un_pack_size(&pack), SQLITE_STATIC);
  }
  bool same = sqlite3_step(w->same_pack) == SQLITE_ROW;
  rc = sqlite3_reset(w->same_pack);
  if (rc != SQLITE_OK) return un_reading_failed(&w->reading, rc);
  return same ? SQLITE_OK : run(w, put);
}

/* Whether the segment has packs. */
static int has_packs(struct writer *w, int64_t segment, bool *out) {
  struct un_snapshot *s = w->reading.snapshot;
  sqlite3_stmt *stmt;
  int rc = un_reading_prepare(&w->reading, &stmt, "SELECT 1 FROM \"%w\".\"%w_segments\" WHERE id = %lld", s->schema, s->name,
                             (long long)un_segment_id(0, segment));
  if (rc != SQLITE_OK) return rc;
  *out = sqlite3_step(stmt) == SQLITE_ROW;
  rc = sqlite3_finalize(stmt);
  return rc == SQLITE_OK ? rc : un_reading_failed(&w->reading, rc);
}

/* A segment whose rows are all gone keeps packs without rows: its ids' pack is counted. */
static int put_segment(struct writer *w, int64_t segment) {
  bool there = true;
  int rc = w->gather.moulds[0].rows > 0 ? SQLITE_OK : has_packs(w, segment, &there);
  for (int i = 0; i < w->gather.count && rc == SQLITE_OK && there; i++) rc = put_pack(w, i, segment);
  un_gather_empty(&w->gather);
  return rc;
}

static int drop_note(struct writer *w, int64_t segment) {
  sqlite3_bind_int64(w->drop_note, 1, segment);
  return run(w, w->drop_note);
}

static int put_highest(struct writer *w, int64_t highest) {
  struct un_snapshot *s = w->reading.snapshot;
  w->reading.highest = highest;
  return un_run(s->db, w->reading.error, "UPDATE \"%w\".\"%w_meta\" SET value = %lld WHERE key = 'highest'",
                s->schema, s->name, (long long)highest);
}

/* The packs of a segment, then the highest id where it moves, then the note. */
static int finish_segment(void *context) {
  struct writer *w = context;
  int rc = un_gather_settle(&w->gather);
  if (rc == SQLITE_OK) rc = put_segment(w, w->gather.segment);
  if (rc == SQLITE_OK && w->tail && w->gather.any) rc = put_highest(w, w->gather.last_id);
  return rc == SQLITE_OK ? drop_note(w, w->gather.segment) : rc;
}

/* Every row of the statement, the one it stands on first. */
static int step_rows(struct writer *w, int step) {
  sqlite3_value *values[UN_SNAPSHOT_COLUMNS];
  int rc = SQLITE_OK;
  for (; step == SQLITE_ROW && rc == SQLITE_OK; step = rc == SQLITE_OK ? sqlite3_step(w->rows) : step) {
    for (int i = 0; i < w->gather.count; i++) values[i] = sqlite3_column_value(w->rows, i);
    rc = un_gather_row(&w->gather, values);
  }
  int reset = sqlite3_reset(w->rows);
  return rc == SQLITE_OK && step != SQLITE_DONE ? un_reading_failed(&w->reading, reset) : rc;
}

static int call_rows(struct writer *w, int64_t from, int64_t to) {
  int step;
  w->gather.rc = SQLITE_OK;
  sqlite3_bind_int64(w->calls, 1, from);
  sqlite3_bind_int64(w->calls, 2, to);
  while ((step = sqlite3_step(w->calls)) == SQLITE_ROW) {}
  int reset = sqlite3_reset(w->calls);
  if (w->gather.rc != SQLITE_OK) return w->gather.rc;
  return step == SQLITE_DONE ? SQLITE_OK : un_reading_failed(&w->reading, reset);
}

/* Encode the rows of a range of ids, segment by segment, and a first one that is
** empty now; `tail` moves the highest id. A function is called before rows are sorted:
** the first step says whether they are. */
static int encode(struct writer *w, int64_t from, int64_t to, bool tail) {
  w->tail = tail;
  w->gather.any = false;
  w->gather.segment = from >> UN_SEGMENT_BITS;
  sqlite3_bind_int64(w->rows, 1, from);
  sqlite3_bind_int64(w->rows, 2, to);
  int step = sqlite3_step(w->rows), rc;
  if (step == SQLITE_ROW && w->calls && sqlite3_stmt_status(w->rows, SQLITE_STMTSTATUS_SORT, 1) == 0) {
    sqlite3_reset(w->rows);
    rc = call_rows(w, from, to);
  } else {
    rc = step_rows(w, step);
  }
  return rc == SQLITE_OK ? finish_segment(w) : rc;
}

/* --- the commands ---------------------------------------------------------------------- */

/* Nothing is packed any more: everything is the tail. */
static int start_anew(struct writer *w) {
  struct un_snapshot *s = w->reading.snapshot;
  int rc = put_highest(w, UN_HIGHEST_OF_NOTHING);
  if (rc != SQLITE_OK) return rc;
  for (int i = 0; i < s->count; i++) {
    un_dictionary_clear(&w->reading.words[i].dictionary);
    w->reading.words[i] = (struct un_words){.counted = true, .loaded = true, .open = 1};
  }
  return un_run(s->db, w->reading.error,
                "DELETE FROM \"%w\".\"%w_segments\"; DELETE FROM \"%w\".\"%w_dictionary\"; "
                "DELETE FROM \"%w\".\"%w_changes\"; DELETE FROM \"%w\".\"%w_meta\" WHERE key GLOB 'reals *'",
                s->schema, s->name, s->schema, s->name, s->schema, s->name, s->schema, s->name);
}

/* Rows at the end may be gone, and SQLite gives their ids out again: the highest
** id must be one that is there. */
static int lower_highest(struct writer *w) {
  struct un_snapshot *s = w->reading.snapshot;
  sqlite3_stmt *stmt;
  int rc = un_reading_prepare(&w->reading, &stmt, "SELECT \"%w\" FROM \"%w\".\"%w_source\" ORDER BY 1 DESC LIMIT 1",
                             s->columns[0].name, s->schema, s->name);
  if (rc != SQLITE_OK) return rc;
  int64_t highest = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : UN_HIGHEST_OF_NOTHING;
  rc = sqlite3_finalize(stmt);
  if (rc != SQLITE_OK) return un_reading_failed(&w->reading, rc);
  return highest < w->reading.highest ? put_highest(w, highest) : SQLITE_OK;
}

/* The first row above the highest id. */
static int find_above(struct writer *w, bool *any, int64_t *first) {
  struct un_snapshot *s = w->reading.snapshot;
  sqlite3_stmt *stmt;
  int rc = un_reading_prepare(&w->reading, &stmt, "SELECT \"%w\" FROM \"%w\".\"%w_source\" WHERE \"%w\" > %lld ORDER BY 1 LIMIT 1",
                             s->columns[0].name, s->schema, s->name, s->columns[0].name, (long long)w->reading.highest);
  if (rc != SQLITE_OK) return rc;
  *any = sqlite3_step(stmt) == SQLITE_ROW;
  *first = *any ? sqlite3_column_int64(stmt, 0) : 0;
  rc = sqlite3_finalize(stmt);
  return rc == SQLITE_OK ? rc : un_reading_failed(&w->reading, rc);
}

/* The tail starts with the segment of the highest id, which it fills up, unless that
** segment stays as it is. Noted first: until it is written whole, it is read from the
** source. */
static int encode_tail(struct writer *w, bool noted) {
  struct un_snapshot *s = w->reading.snapshot;
  int64_t segment = w->reading.highest >> UN_SEGMENT_BITS, first;
  bool any;
  if (w->reading.highest == UN_HIGHEST_OF_NOTHING) return encode(w, INT64_MIN, INT64_MAX, true);
  int rc = find_above(w, &any, &first);
  if (rc != SQLITE_OK || (!any && !noted)) return rc;
  if (!noted && first >> UN_SEGMENT_BITS != segment) return encode(w, first, INT64_MAX, true);
  rc = un_run(s->db, w->reading.error,
              "INSERT INTO \"%w\".\"%w_changes\" SELECT %lld WHERE NOT EXISTS (SELECT 1 FROM "
              "\"%w\".\"%w_changes\" WHERE segment = %lld)", s->schema, s->name, (long long)segment,
              s->schema, s->name, (long long)segment);
  return rc == SQLITE_OK ? encode(w, segment * UN_SEGMENT_ROWS, INT64_MAX, true) : rc;
}

int un_snapshot_refresh(struct un_snapshot *s, bool whole, char **error) {
  struct writer *w = sqlite3_malloc64(sizeof *w);
  struct un_scan *scan = sqlite3_malloc64(sizeof *scan);
  int rc = SQLITE_NOMEM;
  if (w) memset(w, 0, sizeof *w);
  if (scan) memset(scan, 0, sizeof *scan);
  if (!w || !scan) goto done;
  rc = open_writer(w, s, error);
  if (rc == SQLITE_OK && !whole) rc = un_scan_open(scan, s, INT64_MIN, INT64_MAX, error);
  if (rc == SQLITE_OK) {
    rc = un_run(s->db, error, "UPDATE \"%w\".\"%w_meta\" SET value = value + 1 WHERE key = 'stamp'", s->schema, s->name);
  }
  if (scan->everything) whole = true;
  if (whole) scan->kept.changed_count = 0;
  if (rc == SQLITE_OK && whole) rc = start_anew(w);
  for (size_t i = 0; i < scan->kept.changed_count && rc == SQLITE_OK; i++) {
    int64_t from = scan->kept.changed[i] * UN_SEGMENT_ROWS;
    if (scan->kept.changed[i] < w->reading.highest >> UN_SEGMENT_BITS) {
      rc = encode(w, from, from + (UN_SEGMENT_ROWS - 1), false);
    }
  }
  if (rc == SQLITE_OK) rc = encode_tail(w, un_scan_changed(scan, w->reading.highest >> UN_SEGMENT_BITS));
  if (rc == SQLITE_OK) rc = lower_highest(w);
  if (rc == SQLITE_OK) {
    rc = un_run(s->db, error, "DELETE FROM \"%w\".\"%w_changes\"", s->schema, s->name);
  }
done:
  if (scan) un_scan_close(scan);
  if (w) close_writer(w);
  sqlite3_free(scan);
  sqlite3_free(w);
  return rc;
}
