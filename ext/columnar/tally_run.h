/* One run of a tally: a scan of its source, grouped.
**
** A packed block goes through arrays (panel.h) when its packs suit; fresh rows and
** odd blocks go row by row. Both ways end in the same groups and measures.
**
** Ownership: a run owns all below; the filters are handed over with it.
*/
#ifndef UN_COLUMNAR_TALLY_RUN_H
#define UN_COLUMNAR_TALLY_RUN_H

#include "filter.h"
#include "groups.h"
#include "panel.h"

enum { UN_RUN_FILTERS = 32, UN_RUN_PANELS = UN_SPEC_MEASURES };

struct un_run_key {
  struct un_extent extent;
  uint32_t *ordinals; /* by place of the extent; NULL: row by row */
  uint32_t places;
  uint32_t *scaled;   /* by code of the pack at hand, times the key's stride */
  size_t room;
};

struct un_run {
  const struct un_spec *spec;
  struct un_scan scan;
  struct un_filter filters[UN_RUN_FILTERS];
  int filter_count;
  struct un_groups groups;
  struct un_measures measures;
  struct un_run_key keys[UN_GROUP_KEYS];
  struct un_panel panels[UN_RUN_PANELS];
  int panel_count;
  uint32_t *rows; /* rows of each group, for count(*) */
  uint32_t rows_room;
  uint32_t *index, *places; /* by row of the block */
  uint8_t *keep;
  uint32_t caps[UN_GROUP_KEYS]; /* ordinals that the map has room for */
  uint32_t *map, map_size;      /* group by combined ordinals; the last is group 0 */
  bool dense;                   /* every combination has its group: the combined ordinals + 1 */
  char **error;
};

/* Group everything; SQLITE_OK, and the groups and measures are there. Groups without
** rows are none. */
int un_run_open(struct un_run *run, const struct un_spec *spec, char **error);
int un_run_all(struct un_run *run, struct un_snapshot *snapshot, struct un_stores *stores);
void un_run_close(struct un_run *run);

#endif
