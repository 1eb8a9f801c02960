/* Import maps: schema/imports/ *.sql, read as text (schema/imports/README.md).
**
**   -- import NAME            -- title TEXT       -- provider SLUG   -- source URL
**   -- layout NAME            a file's shape: columns, then SQL for each record
**   -- shape tables|stacked   more than one table in a file; a header of several lines
**   -- column NAME TYPE = Header A | Header B
**   -- ignore Header A | Header B
**   -- note TEXT              said when the layout is found
**   -- fills TABLE...       of the register: what refers to it is read after it
**   -- attempt                the next statement is tried first, see README.md there
**   -- rebuild INDEX...       of a table that is empty: built after its records
**
** TYPE is text, date, whole, figure; `text!` may not be empty, `text:day`
** is `day` when it is. A `?` after NAME: the column may be missing from the file.
**
** Headers match by their letters and digits (also `#`, `%` and all that is not
** ASCII), without regard to case; `*` in a map's header stands for anything.
**
** Ownership: a map owns copies of its text; un_map_free frees it.
*/
#ifndef UN_SHELL_IMPORT_MAP_H
#define UN_SHELL_IMPORT_MAP_H

#include <stdbool.h>

#include "ask.h"
#include "strbuf.h"

enum { UN_MAP_COLUMNS = 96, UN_MAP_LAYOUTS = 16, UN_MAP_FIELDS = 512 };

enum un_map_type { UN_MAP_TEXT, UN_MAP_DATE, UN_MAP_WHOLE, UN_MAP_FIGURE };

struct un_map_column {
  char *name;
  char *headers; /* as written, ` | ` between */
  enum un_map_type type;
  char *fallback; /* for an empty cell or a missing column; NULL: none */
  bool required; /* not empty */
  bool optional; /* may be missing */
};

struct un_map_layout {
  char *name;
  struct un_map_column columns[UN_MAP_COLUMNS];
  int count;
  char *ignored; /* headers that are known and not read; NULL: none */
  char *note;
  bool tables;   /* a table ends at an empty record; titles and notes stand around it */
  bool stacked;  /* the header is the lines above the first figure, merged cells spread */
  char *attempt; /* NULL: none */
  struct un_names fills, rebuild; /* tables; indexes */
  char *sql;
  int sql_line; /* in the map's text */
};

struct un_map {
  char *path, *name, *title, *provider, *source;
  struct un_map_layout layouts[UN_MAP_LAYOUTS];
  int count;
};

/* A header: the text of each field, NULL where it is empty. */
struct un_map_header {
  const char *const *fields;
  int count;
};

/* 0, or UN_EXIT_USAGE after a message with the map's line. */
int un_map_parse(const char *path, const char *text, struct un_map *map);
void un_map_free(struct un_map *map);

/* Whether a layout of the map has more than one table in a file. */
bool un_map_has_tables(const struct un_map *map);

/* How many headers and columns of the layout have no partner: 0 fits. field[i] is
** column i's field, -1 when it is missing; ignored[f] is 1 for a field that the
** layout knows and does not read. A stacked layout lets fields be left over. */
int un_map_misfits(const struct un_map_layout *layout, const struct un_map_header *header,
                   int field[UN_MAP_COLUMNS], bool ignored[UN_MAP_FIELDS]);

/* The layout that misfits least. */
const struct un_map_layout *un_map_nearest(const struct un_map *map, const struct un_map_header *header,
                                           int *misfits);

/* Every header that layout does not know is near to one that is missing. */
bool un_map_is_misspelt(const struct un_map *map, const struct un_map_header *header);

/* Say why that layout does not fit: what is missing, what is unknown. */
void un_map_explain(const struct un_map *map, const struct un_map_header *header,
                    struct un_strbuf *out);

#endif
