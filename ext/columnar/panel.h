/* A panel: what a scan counts of one column, in arrays by group, before it goes to
** the measures value by value.
**
** (1) SUMS keeps sums, where no measure wants more. PAIRS counts each group's values:
**     all measures follow from it. ROWS keeps nothing, where values are too many:
**     each goes to the measures as it comes.
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
  uint32_t *pairs;
  int64_t *sums;
  uint32_t *missing; /* SUMS: rows that were counted in the group, but are not in its sum */
};

/* The column's extent over every packed segment. */
int un_extent_of(struct un_scan *scan, int column, struct un_extent *out);

void un_panel_open(struct un_panel *panel, int column, const struct un_extent *extent,
                   const struct un_measures *measures);
void un_panel_close(struct un_panel *panel);
bool un_panel_suits(const struct un_panel *panel, const struct un_pack *pack);

/* A place's value (`text` holds a date), and a value's place; 0 when it has none. */
struct un_cell un_panel_cell(const struct un_panel *panel, const struct un_scan *scan, uint32_t place,
                             char text[11]);
uint32_t un_panel_place(const struct un_panel *panel, const struct un_scan *scan, const struct un_cell *cell);

/* Room for groups below `count`, flushing where PAIRS would become too large. */
int un_panel_grow(struct un_panel *panel, uint32_t count, struct un_measures *measures, struct un_scan *scan);

/* Rows of a pack whose codes and number are those of `codes`: row i in group index[i].
** `places` has room for the rows; ROWS alone uses the last three. */
int un_panel_add(struct un_panel *panel, const uint32_t *index, const struct un_pack *head,
                 const struct un_pack *codes, uint32_t *places, struct un_measures *measures,
                 struct un_scan *scan);

/* PAIRS: the rows of each group, added to `rows`. */
void un_panel_rows(const struct un_panel *panel, uint32_t *rows);

/* PAIRS: so many groups are too many for it; un_panel_grow would flush it and make it ROWS. */
bool un_panel_outgrown(const struct un_panel *panel, uint32_t count);

/* What another counted of the same column in the same mode, added and taken from it. */
void un_panel_merge(struct un_panel *panel, struct un_panel *other);

/* Everything counted to the measures; `rows` are all rows counted by group. The panel is
** empty then. */
int un_panel_flush(struct un_panel *panel, const uint32_t *rows, struct un_measures *measures,
                   struct un_scan *scan);

#endif
