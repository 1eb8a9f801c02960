/* integrity-check: what is packed against what the source says. */
#include "columnar.h"
#include "scan.h"

static int compare_row(struct un_scan *scan, sqlite3_stmt *rows, uint32_t row) {
  struct un_snapshot *s = scan->reading.snapshot;
  char text[11];
  for (int i = 0; i < s->count; i++) {
    struct un_cell packed = un_scan_cell(scan, i, row, text), source = un_cell_of(rows, i);
    if (un_cell_same(&packed, &source)) continue;
    return un_reading_corrupt(&scan->reading, "segment %lld: row %lld differs in %s", (long long)scan->segment,
                             (long long)sqlite3_column_int64(rows, 0), s->columns[i].name);
  }
  return SQLITE_OK;
}

static int check_segment(struct un_scan *scan, sqlite3_stmt *rows) {
  struct un_snapshot *s = scan->reading.snapshot;
  struct un_pack ids = {0}, pack;
  int64_t from = scan->segment * UN_SEGMENT_ROWS;
  int rc = un_scan_pack(scan, 0, false, &ids), step = SQLITE_DONE;
  uint32_t row = 0;
  for (int i = 0; i < s->count && rc == SQLITE_OK; i++) {
    rc = un_scan_pack(scan, i, false, &pack);
    if (rc == SQLITE_OK && pack.rows != ids.rows) {
      rc = un_reading_corrupt(&scan->reading, "segment %lld: %s has %u rows, not %u", (long long)scan->segment,
                             s->columns[i].name, pack.rows, ids.rows);
    }
    if (rc == SQLITE_OK) rc = un_reading_words(&scan->reading, i);
  }
  sqlite3_bind_int64(rows, 1, from);
  sqlite3_bind_int64(rows, 2, from + (UN_SEGMENT_ROWS - 1) < scan->reading.highest ? from + (UN_SEGMENT_ROWS - 1)
                                                                               : scan->reading.highest);
  while (rc == SQLITE_OK && (step = sqlite3_step(rows)) == SQLITE_ROW && row < ids.rows) {
    rc = compare_row(scan, rows, row++);
  }
  if (rc == SQLITE_OK && (step == SQLITE_ROW || row < ids.rows)) {
    rc = un_reading_corrupt(&scan->reading, "segment %lld has %u rows, the source %s", (long long)scan->segment,
                           ids.rows, step == SQLITE_ROW ? "more" : "fewer");
  }
  sqlite3_reset(rows);
  return rc;
}

int un_snapshot_check(struct un_snapshot *s, char **error) {
  struct un_scan *scan = sqlite3_malloc64(sizeof *scan);
  sqlite3_stmt *rows = NULL;
  if (!scan) return SQLITE_NOMEM;
  int rc = un_scan_open(scan, s, INT64_MIN, INT64_MAX, error);
  if (rc == SQLITE_OK) {
    rc = un_reading_prepare(&scan->reading, &rows,
                           "SELECT * FROM \"%w\".\"%w_source\" WHERE \"%w\" BETWEEN ?1 AND ?2 ORDER BY 1",
                           s->schema, s->name, s->columns[0].name);
  }
  while (rc == SQLITE_OK && (rc = un_scan_next(scan)) == SQLITE_ROW) {
    rc = scan->packed ? check_segment(scan, rows) : SQLITE_OK;
  }
  sqlite3_finalize(rows);
  un_scan_close(scan);
  sqlite3_free(scan);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
