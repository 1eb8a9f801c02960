/* A panel: what a scan counts of one column, in arrays by group, before it goes to
** the measures value by value.
**
** (1) PAIRS counts each group's values: all measures follow from it. SUMS keeps
**     sums and counts, where values are too many and no measure wants more. ROWS
**     keeps nothing: each value goes to the measures as it comes.
** (2) A pack suits a panel when its kind and range are the panel's and it has no
**     odd values; others take the way of single rows.
**
** Ownership: a panel owns its arrays.
*/
#ifndef UN_COLUMNAR_PANEL_H
#define UN_COLUMNAR_PANEL_H

#include "measure.h"
#include "scan.h"

enum un_panel_mode { UN_PANEL_PAIRS, UN_PANEL_SUMS, UN_PANEL_ROWS };

/* Of a column over all its packs. */
struct un_extent {
  enum un_pack_kind kind;
  bool mixed;          /* packs of several kinds, or none */
  int64_t least, most; /* offsets: values; words: 1 to the dictionary's count */
};

struct un_panel {
  int column;
  struct un_extent extent;
  uint32_t places; /* codes that are no offsets, then the values from least to most */
  enum un_panel_mode mode;
  uint32_t groups; /* there is room for */
  uint32_t *pairs, *counts;
  int64_t *sums;
};

/* The column's extent over every packed segment. */
int un_extent_of(struct un_scan *scan, int column, struct un_extent *out);

void un_panel_open(struct un_panel *panel, int column, const struct un_extent *extent);
void un_panel_close(struct un_panel *panel);
bool un_panel_suits(const struct un_panel *panel, const struct un_pack *pack);

/* A place's value (`text` holds a date), and a value's place; 0 when it has none. */
struct un_cell un_panel_cell(const struct un_panel *panel, const struct un_scan *scan, uint32_t place,
                             char text[11]);
uint32_t un_panel_place(const struct un_panel *panel, const struct un_scan *scan, const struct un_cell *cell);

/* Room for groups below `count`, flushing where PAIRS would become too large. */
int un_panel_grow(struct un_panel *panel, uint32_t count, struct un_measures *measures, struct un_scan *scan);

/* The pack's rows, row i in group index[i]; `places` has room for the rows. */
int un_panel_add(struct un_panel *panel, const uint32_t *index, const struct un_pack *pack, uint32_t *places,
                 struct un_measures *measures, struct un_scan *scan);

/* Everything counted to the measures; the panel is empty then. */
int un_panel_flush(struct un_panel *panel, struct un_measures *measures, struct un_scan *scan);

#endif
