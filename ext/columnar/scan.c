#include "scan.h"

#include <stdlib.h>
#include <string.h>

#include "law/date.h"
#include "source.h"

/* All of a query's integers, in order. */
static int read_list(struct un_scan *scan, int64_t **out, size_t *count, const char *format,
                     const char *suffix) {
  struct un_snapshot *s = scan->reading.snapshot;
  sqlite3_stmt *stmt;
  size_t room = 0;
  int rc = un_reading_prepare(&scan->reading, &stmt, format, s->schema, s->name, suffix);
  while (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
    if (*count == room) {
      room = room > 0 ? 2 * room : 256;
      int64_t *grown = sqlite3_realloc64(*out, room * sizeof *grown);
      if (!grown) {
        rc = SQLITE_NOMEM;
        break;
      }
      *out = grown;
    }
    (*out)[(*count)++] = sqlite3_column_int64(stmt, 0);
  }
  int finished = sqlite3_finalize(stmt);
  return rc == SQLITE_OK && finished != SQLITE_OK ? un_reading_failed(&scan->reading, finished) : rc;
}

static int compare(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

bool un_scan_changed(const struct un_scan *scan, int64_t segment) {
  return scan->kept.changed_count > 0 &&
         bsearch(&segment, scan->kept.changed, scan->kept.changed_count, sizeof segment, compare) != NULL;
}

/* The segments to visit: those packed and those noted. */
static int merge_segments(struct un_scan *scan) {
  struct un_kept *kept = &scan->kept;
  size_t count = kept->segment_count + kept->changed_count, merged = 0;
  if (count == 0) return SQLITE_OK;
  int64_t *all = sqlite3_malloc64(count * sizeof *all);
  if (!all) return SQLITE_NOMEM;
  if (kept->segment_count > 0) memcpy(all, kept->segments, kept->segment_count * sizeof *all);
  if (kept->changed_count > 0) memcpy(all + kept->segment_count, kept->changed, kept->changed_count * sizeof *all);
  qsort(all, count, sizeof *all, compare);
  for (size_t i = 0; i < count; i++) {
    if (all[i] > scan->reading.highest >> UN_SEGMENT_BITS) continue;
    if (all[i] < scan->first >> UN_SEGMENT_BITS || all[i] > scan->last >> UN_SEGMENT_BITS) continue;
    if (merged == 0 || all[merged - 1] != all[i]) all[merged++] = all[i];
  }
  sqlite3_free(kept->segments);
  kept->segments = all;
  kept->segment_count = merged;
  return SQLITE_OK;
}

/* Whether all is read from the source, as the last of the notes says. */
static void judge_notes(struct un_scan *scan) {
  const struct un_kept *kept = &scan->kept;
  scan->everything = kept->changed_count > 0 && kept->changed[kept->changed_count - 1] == UN_EVERYTHING;
}

/* Column 0's packs tell which segments there are: none of them may be missing, nor, once
** a row was packed, their count. */
static int count_segments(struct un_scan *scan) {
  struct un_snapshot *s = scan->reading.snapshot;
  sqlite3_stmt *stmt;
  int rc = un_reading_prepare(&scan->reading, &stmt, "SELECT head FROM \"%w\".\"%w_segments\" WHERE id = %d", s->schema, s->name,
                              UN_SEGMENT_COUNT);
  if (rc != SQLITE_OK) return rc;
  bool any = sqlite3_step(stmt) == SQLITE_ROW, packed = scan->reading.highest > UN_HIGHEST_OF_NOTHING;
  bool whole = any ? sqlite3_column_type(stmt, 0) == SQLITE_INTEGER : !packed;
  int64_t count = any ? sqlite3_column_int64(stmt, 0) : 0, found = (int64_t)scan->kept.segment_count;
  rc = sqlite3_finalize(stmt);
  if (rc != SQLITE_OK) return un_reading_failed(&scan->reading, rc);
  if (whole && count == found) return SQLITE_OK;
  return un_reading_corrupt(&scan->reading, "%lld segments of %lld are there", (long long)found, (long long)count);
}

static int read_lists(struct un_scan *scan) {
  struct un_kept *kept = &scan->kept;
  int rc = read_list(scan, &kept->segments, &kept->segment_count,
                     "SELECT id - (1 << 47) FROM \"%w\".\"%w_segments\" WHERE id BETWEEN 0 AND (1 << 48) - 1%s", "");
  if (rc == SQLITE_OK) rc = count_segments(scan);
  if (rc == SQLITE_OK) {
    rc = read_list(scan, &kept->changed, &kept->changed_count, "SELECT segment FROM \"%w\".\"%w_changes\"%s",
                   " ORDER BY 1");
  }
  if (rc != SQLITE_OK) return rc;
  judge_notes(scan);
  if (!scan->everything) return merge_segments(scan);
  kept->segment_count = 0;
  return SQLITE_OK;
}

static void start(struct un_scan *scan, int64_t first, int64_t last) {
  memset(scan, 0, sizeof *scan);
  scan->first = first;
  scan->last = last;
}

int un_scan_open(struct un_scan *scan, struct un_snapshot *snapshot, int64_t first, int64_t last,
                 char **error) {
  start(scan, first, last);
  int rc = un_reading_open(&scan->reading, snapshot, error);
  return rc == SQLITE_OK ? read_lists(scan) : rc;
}

int un_scan_visit(struct un_scan *scan, struct un_snapshot *snapshot, struct un_stores *stores, char **error) {
  struct un_visit visit;
  start(scan, INT64_MIN, INT64_MAX);
  int rc = un_reading_begin(&scan->reading, snapshot, error);
  if (rc != SQLITE_OK) return rc;
  if (un_visit_take(&visit, stores, &scan->reading, &scan->kept)) judge_notes(scan);
  else rc = un_scan_open(scan, snapshot, INT64_MIN, INT64_MAX, error);
  scan->visit = visit;
  return rc;
}

void un_scan_leave(struct un_scan *scan) {
  scan->kept.columns |= scan->used;
  un_visit_leave(&scan->visit, &scan->reading, &scan->kept);
}

void un_scan_close(struct un_scan *scan) {
  sqlite3_finalize(scan->head_of);
  sqlite3_finalize(scan->fresh);
  sqlite3_blob_close(scan->data);
  un_kept_clear(&scan->kept);
  for (int i = 0; i < UN_SNAPSHOT_COLUMNS; i++) sqlite3_free(scan->packs[i].bytes);
  un_reading_close(&scan->reading);
  memset(scan, 0, sizeof *scan);
}

/* --- blocks --------------------------------------------------------------------- */

static int start_fresh(struct un_scan *scan, int64_t from, int64_t to) {
  struct un_snapshot *s = scan->reading.snapshot;
  int rc = SQLITE_OK;
  if (from < scan->first) from = scan->first;
  if (to > scan->last) to = scan->last;
  if (!scan->fresh) {
    rc = un_reading_prepare(&scan->reading, &scan->fresh,
                           "SELECT * FROM \"%w\".\"%w_source\" WHERE \"%w\" BETWEEN ?1 AND ?2 ORDER BY 1",
                           s->schema, s->name, s->columns[0].name);
    if (rc == SQLITE_OK && sqlite3_column_count(scan->fresh) != s->count) {
      rc = un_reading_corrupt(&scan->reading, "the source has other columns than the snapshot: rebuild it");
    }
    if (rc != SQLITE_OK) return rc;
  }
  sqlite3_reset(scan->fresh);
  sqlite3_bind_int64(scan->fresh, 1, from);
  sqlite3_bind_int64(scan->fresh, 2, to);
  scan->packed = false;
  return SQLITE_ROW;
}

int un_scan_next(struct un_scan *scan) {
  int64_t highest = scan->reading.highest;
  int rc = un_reading_still(&scan->reading);
  if (rc != SQLITE_OK) return rc;
  for (int i = 0; i < UN_SNAPSHOT_COLUMNS; i++) scan->packs[i].there = false;
  if (scan->next < scan->kept.segment_count) {
    scan->place = scan->next++;
    int64_t segment = scan->kept.segments[scan->place], from = segment * UN_SEGMENT_ROWS;
    int64_t to = from + (UN_SEGMENT_ROWS - 1);
    scan->segment = segment;
    if (un_scan_changed(scan, segment)) return start_fresh(scan, from, to < highest ? to : highest);
    scan->packed = true;
    return SQLITE_ROW;
  }
  if (scan->everything && !scan->tail_done) {
    scan->tail_done = true;
    return start_fresh(scan, INT64_MIN, INT64_MAX);
  }
  if (scan->tail_done || highest == INT64_MAX || scan->last <= highest) return SQLITE_DONE;
  scan->tail_done = true;
  return start_fresh(scan, highest + 1, INT64_MAX);
}

int un_scan_row(struct un_scan *scan) {
  int rc = sqlite3_step(scan->fresh);
  return rc == SQLITE_ROW || rc == SQLITE_DONE ? rc : un_reading_failed(&scan->reading, rc);
}

static int damaged(struct un_scan *scan, int column, size_t place, const char *how) {
  return un_reading_corrupt(&scan->reading, "segment %lld of %s is %s", (long long)scan->kept.segments[place],
                            scan->reading.snapshot->columns[column].name, how);
}

/* --- packs ----------------------------------------------------------------------- */

static int read_head(struct un_scan *scan, int column, size_t place, struct un_held *held) {
  struct un_snapshot *s = scan->reading.snapshot;
  int64_t id = un_segment_id(column, scan->kept.segments[place]);
  int rc = un_reading_still(&scan->reading);
  if (rc == SQLITE_OK) rc = un_reading_count(&scan->reading, column);
  if (rc == SQLITE_OK && !scan->head_of) {
    rc = un_reading_prepare(&scan->reading, &scan->head_of, "SELECT head FROM \"%w\".\"%w_segments\" WHERE id = ?1",
                            s->schema, s->name);
  }
  if (rc != SQLITE_OK) return rc;
  sqlite3_bind_int64(scan->head_of, 1, id);
  int step = sqlite3_step(scan->head_of);
  if (step == SQLITE_ROW) {
    const void *head = sqlite3_column_blob(scan->head_of, 0);
    size_t len = (size_t)sqlite3_column_bytes(scan->head_of, 0);
    held->there = un_pack_open_head(&held->pack, head, len, id, scan->reading.words[column].count);
    if (!held->there) rc = damaged(scan, column, place, "damaged");
  } else if (step == SQLITE_DONE) {
    rc = damaged(scan, column, place, "missing");
  }
  int reset = sqlite3_reset(scan->head_of);
  return rc == SQLITE_OK && reset != SQLITE_OK ? un_reading_failed(&scan->reading, reset) : rc;
}

int un_scan_head(struct un_scan *scan, int column, size_t place, struct un_pack *out) {
  struct un_kept *kept = &scan->kept;
  if (!kept->held[column]) {
    size_t size = kept->segment_count * sizeof *kept->held[column];
    kept->held[column] = sqlite3_malloc64(size);
    if (!kept->held[column]) return SQLITE_NOMEM;
    memset(kept->held[column], 0, size);
  }
  struct un_held *held = &kept->held[column][place];
  int rc = held->there ? SQLITE_OK : read_head(scan, column, place, held);
  *out = held->pack;
  return rc;
}

/* Open the blob of the data; what is no blob or text, or is not there, is damage. */
static int open_data(struct un_scan *scan, int column, int64_t id) {
  struct un_snapshot *s = scan->reading.snapshot;
  int rc;
  if (scan->data) {
    rc = sqlite3_blob_reopen(scan->data, id);
  } else {
    char *table = sqlite3_mprintf("%s_segments", s->name);
    if (!table) return SQLITE_NOMEM;
    rc = sqlite3_blob_open(s->db, s->schema, table, "data", id, 0, &scan->data);
    sqlite3_free(table);
  }
  if (rc == SQLITE_OK) return rc;
  sqlite3_blob_close(scan->data);
  scan->data = NULL;
  return rc == SQLITE_ERROR ? damaged(scan, column, scan->place, "damaged") : un_reading_failed(&scan->reading, rc);
}

/* Room for the data: for the store's, if the column was read before and they fit, else the column's own. */
static unsigned char *room_for(struct un_scan *scan, int column, size_t len, bool *holds) {
  struct un_scan_pack *own = &scan->packs[column];
  uint64_t bit = UINT64_C(1) << column;
  *holds = scan->visit.stores && (scan->kept.columns & bit);
  if (*holds && scan->kept.bytes + len > UN_STORE_MOST) un_kept_drop(&scan->kept, scan->used | bit);
  if (*holds && scan->kept.bytes + len <= UN_STORE_MOST) {
    unsigned char *bytes = sqlite3_malloc64(len > 0 ? len : 1);
    if (bytes) return bytes;
  }
  *holds = false;
  if (own->room < len || !own->bytes) {
    unsigned char *grown = sqlite3_realloc64(own->bytes, len > 0 ? len : 1);
    if (!grown) return NULL;
    own->bytes = grown;
    own->room = len;
  }
  return own->bytes;
}

static int read_data(struct un_scan *scan, int column, struct un_held *held) {
  struct un_scan_pack *own = &scan->packs[column];
  size_t len = un_pack_size(&held->pack);
  bool holds;
  int rc = un_reading_still(&scan->reading);
  if (rc == SQLITE_OK) rc = open_data(scan, column, un_segment_id(column, scan->segment));
  if (rc != SQLITE_OK) return rc;
  if ((size_t)sqlite3_blob_bytes(scan->data) != len) return damaged(scan, column, scan->place, "damaged");
  unsigned char *bytes = room_for(scan, column, len, &holds);
  if (!bytes) return SQLITE_NOMEM;
  rc = sqlite3_blob_read(scan->data, bytes, (int)len, 0);
  if (rc != SQLITE_OK) rc = un_reading_failed(&scan->reading, rc);
  own->pack = held->pack;
  if (rc == SQLITE_OK && !un_pack_open_data(&own->pack, bytes, len, scan->reading.words[column].count)) {
    rc = damaged(scan, column, scan->place, "damaged");
  }
  if (rc == SQLITE_OK && holds) {
    held->pack = own->pack;
    held->bytes = bytes;
    scan->kept.bytes += len;
  } else if (holds) {
    sqlite3_free(bytes);
  }
  return rc;
}

int un_scan_pack(struct un_scan *scan, int column, bool head_only, struct un_pack *out) {
  struct un_scan_pack *own = &scan->packs[column];
  int rc = SQLITE_OK;
  if (!own->there) rc = un_scan_head(scan, column, scan->place, out);
  if (rc != SQLITE_OK || (head_only && !own->there)) return rc;
  if (!own->there) {
    struct un_held *held = &scan->kept.held[column][scan->place];
    scan->used |= UINT64_C(1) << column;
    if (held->bytes) own->pack = held->pack;
    else rc = read_data(scan, column, held);
    own->there = rc == SQLITE_OK;
  }
  *out = own->pack;
  return rc;
}

void un_scan_trade(struct un_scan *scan, int column, unsigned char **bytes, size_t *room) {
  struct un_scan_pack *own = &scan->packs[column];
  unsigned char *mine = own->bytes;
  size_t had = own->room;
  own->bytes = *bytes;
  own->room = *room;
  own->there = false;
  *bytes = mine;
  *room = had;
}

struct un_cell un_scan_cell(const struct un_scan *scan, int column, uint32_t row, char text[11]) {
  const struct un_pack *pack = &scan->packs[column].pack;
  const struct un_cell *words = scan->reading.words[column].dictionary.cells;
  uint32_t code = un_pack_code(pack, row);
  struct un_cell cell = {.type = UN_CELL_NULL};
  if (code == 0) return cell;
  if (pack->kind == UN_PACK_WORDS) return words[code - 1];
  if (code == UN_CODE_ODD) {
    uint32_t word = un_pack_odd(pack, row);
    return word > 0 ? words[word - 1] : cell;
  }
  cell.type = UN_CELL_TEXT;
  if (code == UN_CODE_INDEFINITE) {
    cell.bytes = "indefinite";
    cell.len = 10;
  } else if (pack->kind == UN_PACK_DAYS) {
    int64_t day = un_pack_value(pack, code);
    cell.bytes = text;
    cell.len = un_day_in_range(day) ? (uint32_t)un_date_format((un_day)day, text) : 0;
  } else {
    cell.type = UN_CELL_INTEGER;
    cell.whole = un_pack_value(pack, code);
  }
  return cell;
}
