/* One run of a tally: a scan of its source, grouped.
**
** A packed block goes through arrays (tally_block.c, tally_lane.c) when its packs suit;
** fresh rows and odd blocks go row by row. Both ways end in the same groups and measures.
** With threads=2 some of the blocks are counted by a second thread (tally_worker.h).
**
** Ownership: a run owns all below; the filters are handed over with it.
*/
#ifndef UN_COLUMNAR_TALLY_RUN_H
#define UN_COLUMNAR_TALLY_RUN_H

#include "filter.h"
#include "groups.h"
#include "panel.h"

enum { UN_RUN_FILTERS = 32, UN_RUN_PANELS = UN_SPEC_MEASURES, UN_LANE_ROWS = 4096 };

struct un_run_key {
  struct un_extent extent;
  uint32_t *ordinals; /* by place of the extent; NULL: row by row */
  uint32_t places;
};

/* One segment as arrays take it: nothing that must be asked of SQLite is left. */
struct un_block {
  uint32_t rows, count;    /* that are there; that the filters leave */
  struct un_test tests[UN_RUN_FILTERS];
  int test_count;
  uint8_t *keep;    /* a byte a row: it passes */
  uint16_t *chosen; /* the rows that pass, if not all do */
  uint32_t start;   /* the part of the index that all rows have */
  struct {
    int column;
    uint32_t *of; /* by code of the pack: the ordinal of its place, times the key's stride */
    size_t room;
  } keys[UN_GROUP_KEYS]; /* those whose ordinals differ */
  int key_count;
  uint64_t there; /* packs that are read */
  struct un_pack packs[UN_SNAPSHOT_COLUMNS];
  struct {
    unsigned char *bytes;
    size_t room;
  } own[UN_SNAPSHOT_COLUMNS]; /* the packs' bytes, when the block was taken from its scan */
};

/* What blocks are counted into, and what that needs. */
struct un_lane {
  uint32_t *index, *places, *picked; /* UN_LANE_ROWS of each */
  struct un_panel panels[UN_RUN_PANELS];
  uint32_t *rows; /* rows of each group, of blocks by arrays */
  uint32_t rows_room;
  struct un_measures *measures; /* of panels that keep nothing themselves */
};

struct un_run {
  const struct un_spec *spec;
  struct un_scan scan;
  struct un_filter filters[UN_RUN_FILTERS];
  int filter_count;
  struct un_groups groups;
  struct un_measures measures;
  struct un_run_key keys[UN_GROUP_KEYS];
  struct un_lane lane;
  struct un_block blocks[2];
  int at; /* the block in use; the other one may be the worker's */
  struct un_worker *worker; /* NULL: one thread counts */
  int panel_count;
  uint32_t *rows; /* rows of each group */
  uint32_t rows_room;
  uint32_t caps[UN_GROUP_KEYS]; /* ordinals that the map has room for */
  uint32_t *map, map_size;      /* group by combined ordinals */
  bool dense;                   /* every combination has its group: the combined ordinals + 1 */
  bool counts_rows;             /* no panel has them */
  char **error;
};

/* Group everything; SQLITE_OK, and the groups and measures are there. Groups without
** rows are none. */
int un_run_open(struct un_run *run, const struct un_spec *spec, char **error);
int un_run_all(struct un_run *run, struct un_snapshot *snapshot, struct un_stores *stores);
void un_run_close(struct un_run *run);

/* --- between tally_run.c, tally_block.c, tally_lane.c and tally_worker.c ---------------- */

enum un_way { UN_SKIP, UN_BY_ARRAYS, UN_BY_ROWS };

/* Arrays for all groups that there are now. */
int un_run_grow(struct un_run *run);
/* The group of combined ordinals met for the first time; UINT32_MAX: out of memory. */
uint32_t un_run_new_group(struct un_run *run, uint32_t combined);

bool un_block_room(struct un_block *block);
void un_block_close(struct un_block *block);
/* The scan's packed block, from its heads alone: can a row pass, and do all packs suit. */
int un_block_open(struct un_block *block, struct un_run *run, enum un_way *way);
/* The rows that pass, and the codes of the other columns if there are any. */
int un_block_read(struct un_block *block, struct un_run *run);
/* From its scan: what was read stays when the scan goes on. */
void un_block_take(struct un_block *block, struct un_scan *scan);

/* Rows by group, zeroed where they are new. */
bool un_rows_grow(uint32_t **rows, uint32_t *room, uint32_t count);

bool un_lane_open(struct un_lane *lane, struct un_measures *measures);
void un_lane_close(struct un_lane *lane, int panel_count);
bool un_lane_grow(struct un_lane *lane, uint32_t count);
/* Count a block that was read. What it changes of a dense run is the lane's alone. */
int un_lane_add(struct un_lane *lane, struct un_run *run, const struct un_block *block);

#endif
