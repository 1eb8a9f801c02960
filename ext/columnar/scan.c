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
  return scan->changed_count > 0 &&
         bsearch(&segment, scan->changed, scan->changed_count, sizeof segment, compare) != NULL;
}

/* The segments to visit: those packed and those noted. */
static int merge_segments(struct un_scan *scan) {
  size_t count = scan->segment_count + scan->changed_count, kept = 0;
  if (count == 0) return SQLITE_OK;
  int64_t *all = sqlite3_malloc64(count * sizeof *all);
  if (!all) return SQLITE_NOMEM;
  if (scan->segment_count > 0) memcpy(all, scan->segments, scan->segment_count * sizeof *all);
  if (scan->changed_count > 0) {
    memcpy(all + scan->segment_count, scan->changed, scan->changed_count * sizeof *all);
  }
  qsort(all, count, sizeof *all, compare);
  for (size_t i = 0; i < count; i++) {
    if (all[i] > scan->reading.highest >> UN_SEGMENT_BITS) continue;
    if (all[i] < scan->first >> UN_SEGMENT_BITS || all[i] > scan->last >> UN_SEGMENT_BITS) continue;
    if (kept == 0 || all[kept - 1] != all[i]) all[kept++] = all[i];
  }
  sqlite3_free(scan->segments);
  scan->segments = all;
  scan->segment_count = kept;
  return SQLITE_OK;
}

int un_scan_open(struct un_scan *scan, struct un_snapshot *snapshot, int64_t first, int64_t last,
                 char **error) {
  memset(scan, 0, sizeof *scan);
  scan->first = first;
  scan->last = last;
  int rc = un_reading_open(&scan->reading, snapshot, error);
  if (rc == SQLITE_OK) {
    rc = read_list(scan, &scan->segments, &scan->segment_count,
                   "SELECT id - (1 << 47) FROM \"%w\".\"%w_segments\" WHERE id < (1 << 48)%s", "");
  }
  if (rc == SQLITE_OK) {
    rc = read_list(scan, &scan->changed, &scan->changed_count,
                   "SELECT segment FROM \"%w\".\"%w_changes\"%s", " ORDER BY 1");
  }
  if (rc != SQLITE_OK) return rc;
  scan->everything = scan->changed_count > 0 && scan->changed[scan->changed_count - 1] == UN_EVERYTHING;
  if (!scan->everything) return merge_segments(scan);
  scan->segment_count = 0;
  return SQLITE_OK;
}

void un_scan_close(struct un_scan *scan) {
  sqlite3_finalize(scan->pack_of);
  sqlite3_finalize(scan->fresh);
  sqlite3_free(scan->segments);
  sqlite3_free(scan->changed);
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
  if (scan->at < scan->segment_count) {
    int64_t segment = scan->segments[scan->at++], from = segment * UN_SEGMENT_ROWS;
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

static int keep_bytes(struct un_scan_pack *own, const void *bytes, size_t len) {
  if (own->room < len) {
    unsigned char *grown = sqlite3_realloc64(own->bytes, len);
    if (!grown) return SQLITE_NOMEM;
    own->bytes = grown;
    own->room = len;
  }
  if (len > 0) memcpy(own->bytes, bytes, len);
  return SQLITE_OK;
}

static int damaged(struct un_scan *scan, int column, const char *how) {
  return un_reading_corrupt(&scan->reading, "segment %lld of %s is %s", (long long)scan->segment,
                            scan->reading.snapshot->columns[column].name, how);
}

/* The row that pack_of stands on. */
static int open_pack(struct un_scan *scan, int column, int64_t id, bool head_only) {
  struct un_scan_pack *own = &scan->packs[column];
  uint32_t words = scan->reading.words[column].count;
  const void *head = sqlite3_column_blob(scan->pack_of, 0);
  if (!un_pack_open_head(&own->pack, head, (size_t)sqlite3_column_bytes(scan->pack_of, 0), id, words)) {
    return damaged(scan, column, "damaged");
  }
  if (head_only) return SQLITE_OK;
  const void *data = sqlite3_column_blob(scan->pack_of, 1);
  size_t len = (size_t)sqlite3_column_bytes(scan->pack_of, 1);
  int rc = keep_bytes(own, data, len);
  if (rc == SQLITE_OK && !un_pack_open_data(&own->pack, own->bytes, len, words)) {
    rc = damaged(scan, column, "damaged");
  }
  own->there = rc == SQLITE_OK;
  return rc;
}

int un_scan_pack(struct un_scan *scan, int column, bool head_only, struct un_pack *out) {
  struct un_snapshot *s = scan->reading.snapshot;
  struct un_scan_pack *own = &scan->packs[column];
  int64_t id = un_segment_id(column, scan->segment);
  int rc = own->there ? SQLITE_OK : un_reading_still(&scan->reading);
  if (rc == SQLITE_OK && !own->there) rc = un_reading_count(&scan->reading, column);
  if (rc == SQLITE_OK && !own->there && !scan->pack_of) {
    rc = un_reading_prepare(&scan->reading, &scan->pack_of,
                            "SELECT head, data FROM \"%w\".\"%w_segments\" WHERE id = ?1", s->schema, s->name);
  }
  if (rc == SQLITE_OK && !own->there) {
    sqlite3_bind_int64(scan->pack_of, 1, id);
    int step = sqlite3_step(scan->pack_of);
    if (step == SQLITE_ROW) rc = open_pack(scan, column, id, head_only);
    else if (step == SQLITE_DONE) rc = damaged(scan, column, "missing");
    int reset = sqlite3_reset(scan->pack_of);
    if (rc == SQLITE_OK && reset != SQLITE_OK) rc = un_reading_failed(&scan->reading, reset);
  }
  *out = own->pack;
  return rc;
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
