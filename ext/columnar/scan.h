/* A scan: the rows of a columnar table as they are now, in the order of ids.
**
** Blocks of two sorts: packed, a segment's packs, loaded one column at a time as
** they are asked for; and fresh, rows read from the source because the segment is
** noted as changed or lies above the highest id. Together they are exactly the
** source's rows.
**
** Ownership: a scan owns its packs' bytes and its statements; a pack lives until
** the next block, a fresh row until the next row.
*/
#ifndef UN_COLUMNAR_SCAN_H
#define UN_COLUMNAR_SCAN_H

#include "store.h"

struct un_scan_pack {
  bool there; /* `pack` is of the block at hand, with its codes */
  struct un_pack pack;
  unsigned char *bytes; /* its data, where they are not held */
  size_t room;
};

struct un_scan {
  struct un_reading reading;
  int64_t first, last; /* ids asked for */
  struct un_visit visit;
  struct un_kept kept;
  size_t next;
  bool everything; /* no pack is of use */
  bool tail_done;
  uint64_t used; /* columns whose codes were read */
  /* the block at hand */
  bool packed;
  int64_t segment;
  size_t place; /* of the segment in the list */
  struct un_scan_pack packs[UN_SNAPSHOT_COLUMNS];
  sqlite3_stmt *head_of, *fresh;
  sqlite3_blob *data;
};

/* Rows with first <= id <= last. */
int un_scan_open(struct un_scan *scan, struct un_snapshot *snapshot, int64_t first, int64_t last,
                 char **error);
/* The same for all rows, with what the stores remember; un_scan_leave after the last
** row, before un_scan_close, when all went well. */
int un_scan_visit(struct un_scan *scan, struct un_snapshot *snapshot, struct un_stores *stores, char **error);
void un_scan_leave(struct un_scan *scan);
void un_scan_close(struct un_scan *scan);

/* Whether a segment is read from the source. */
bool un_scan_changed(const struct un_scan *scan, int64_t segment);

/* SQLITE_ROW with `packed` and `segment`, or SQLITE_DONE. */
int un_scan_next(struct un_scan *scan);

/* Packed: the column's pack; with `head_only` its codes are not read. */
int un_scan_pack(struct un_scan *scan, int column, bool head_only, struct un_pack *out);
/* The bytes of that pack, in exchange for others or none: they outlive the block. */
void un_scan_trade(struct un_scan *scan, int column, unsigned char **bytes, size_t *room);
/* The head in any segment to visit, by its place; not of one that is read from the source. */
int un_scan_head(struct un_scan *scan, int column, size_t place, struct un_pack *out);

/* Fresh: SQLITE_ROW for each row, its columns in scan->fresh; then SQLITE_DONE. */
int un_scan_row(struct un_scan *scan);

/* A packed row's value; its words must be loaded (un_reading_words). `text` holds a date. */
struct un_cell un_scan_cell(const struct un_scan *scan, int column, uint32_t row, char text[11]);

#endif
