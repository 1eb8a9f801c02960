/* Import maps: schema/imports/ *.sql, read as text (schema/imports/README.md).
**
**   -- import NAME            -- title TEXT       -- provider SLUG   -- source URL
**   -- layout NAME            a file's shape: columns, then SQL for each record
**   -- column NAME TYPE = Header A | Header B
**
** TYPE is text, date, whole, figure; `text!` may not be empty, `text:day` is `day`
** when it is. A `?` after NAME: the column may be missing from the file.
**
** Ownership: a map owns copies of its text; un_map_free frees it.
*/
#ifndef UN_SHELL_IMPORT_MAP_H
#define UN_SHELL_IMPORT_MAP_H

#include <stdbool.h>

#include "record.h"

enum { UN_MAP_COLUMNS = 64, UN_MAP_LAYOUTS = 8 };

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
  char *sql;
  int sql_line; /* in the map's text */
};

struct un_map {
  char *path, *name, *title, *provider, *source;
  struct un_map_layout layouts[UN_MAP_LAYOUTS];
  int count;
};

/* 0, or UN_EXIT_USAGE after a message with the map's line. */
int un_map_parse(const char *path, const char *text, struct un_map *map);
void un_map_free(struct un_map *map);

/* The layout whose headers the record is, or NULL; field[i] is column i's field
** in the file, -1 when it is missing. */
const struct un_map_layout *un_map_fit(const struct un_map *map, const struct un_record *header,
                                       int field[UN_MAP_COLUMNS]);

/* Say why no layout fits: what is missing, what is unknown, from the nearest. */
void un_map_explain(const struct un_map *map, const struct un_record *header,
                    struct un_strbuf *out);

#endif
