/* Finding the table in a file: titles pass, the first header that a layout knows is
** where it begins.
**
** (1) The newest lines are kept. A line with one cell is a title; a plain layout
**     takes the first line of more cells or none, a layout of shape `tables` any
**     later line, one of shape `stacked` the lines together: each cell is spread to
**     the right up to the next one (merged cells), and a column's header is what
**     stands above it, from the top.
** (2) The caption is the titles of a stacked header, or the title before a header.
**
** Ownership: a head owns copies of the lines; un_head_free frees them. What fits
** points into the maps.
*/
#ifndef UN_SHELL_IMPORT_HEAD_H
#define UN_SHELL_IMPORT_HEAD_H

#include "import_map.h"
#include "record.h"

enum { UN_HEAD_LINES = 12 };

struct un_head_line {
  char **cells; /* NULL where empty */
  int count, filled;
  long long line;
};

struct un_head {
  struct un_head_line lines[UN_HEAD_LINES];
  int count;
  struct un_head_line nearest; /* the line that misfits least, for the message */
  int nearest_misfits;
  bool plain_over;     /* a line of several cells has passed */
  long long passed, passed_from, passed_to; /* lines of several cells that fit nothing */
  char *caption;       /* NULL: none */
  const struct un_map *map;
  const struct un_map_layout *layout;
  int field[UN_MAP_COLUMNS];
  bool ignored[UN_MAP_FIELDS], ignored_said[UN_MAP_FIELDS];
  int width;
};

/* The next line of the file. */
void un_head_add(struct un_head *head, const struct un_record *record);

/* Whether a layout of the maps fits now: head->map, layout, field, ignored, width,
** caption. Two maps that fit are named in `why`, and false;
** of the first own_count, the user's, one goes before ours. */
bool un_head_fit(struct un_head *head, const struct un_map *maps, int map_count, int own_count,
                 struct un_strbuf *why);

/* Whether to look no further for a file's or sheet's first table. */
bool un_head_is_lost(const struct un_head *head, const struct un_map *maps, int map_count);

/* Why nothing did, and the line of it. */
long long un_head_explain(const struct un_head *head, const struct un_map *maps, int map_count,
                          struct un_strbuf *why);

/* A table has ended: what follows is looked at anew. */
void un_head_forget(struct un_head *head);
void un_head_free(struct un_head *head);

/* Cells of a record that are not empty. */
int un_head_filled(const struct un_record *record);

/* Whether a cell of the record is a number or a range. */
bool un_head_has_figure(const struct un_record *record);

#endif
