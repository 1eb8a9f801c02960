/* One run of a tally: a scan of its source, grouped.
**
** A packed block goes through arrays (tally_block.c) when its packs suit; fresh rows and
** odd blocks go row by row. Both ways end in the same groups and measures.
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

/* What blocks are counted into, and what that needs. */
struct un_lane {
  uint32_t *index, *places, *picked; /* UN_LANE_ROWS of each */
  uint16_t *chosen;                  /* rows of the block that the filters leave */
  uint8_t *keep;
  struct un_panel panels[UN_RUN_PANELS];
  uint32_t *rows; /* rows of each group, of blocks by arrays */
  uint32_t rows_room;
};

/* One segment as arrays take it: nothing that must be asked of SQLite but the codes. */
struct un_block {
  uint32_t rows;
  struct un_test tests[UN_RUN_FILTERS];
  int test_count;
  uint32_t start; /* the part of the index that all rows have */
  struct {
    int column;
    uint32_t *of; /* by code of the pack: the ordinal of its place, times the key's stride */
    size_t room;
  } keys[UN_GROUP_KEYS]; /* those whose ordinals differ */
  int key_count;
  uint64_t there; /* packs that are read */
  struct un_pack packs[UN_SNAPSHOT_COLUMNS];
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
  struct un_block block;
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

/* --- between tally_run.c and tally_block.c ------------------------------------------- */

enum un_way { UN_SKIP, UN_BY_ARRAYS, UN_BY_ROWS };

/* Arrays for all groups that there are now. */
int un_run_grow(struct un_run *run);
/* The group of combined ordinals met for the first time; UINT32_MAX: out of memory. */
uint32_t un_run_new_group(struct un_run *run, uint32_t combined);

bool un_lane_open(struct un_lane *lane);
void un_lane_close(struct un_lane *lane, int panel_count);
bool un_lane_grow(struct un_lane *lane, uint32_t count);
/* Count the block's rows; codes are read as they are needed. */
int un_lane_add(struct un_lane *lane, struct un_run *run, struct un_block *block);

/* The scan's packed block, from its heads alone: can a row pass, and do all packs suit. */
int un_block_open(struct un_block *block, struct un_run *run, enum un_way *way);
void un_block_close(struct un_block *block);

#endif
