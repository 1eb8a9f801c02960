/* SPDX-License-Identifier: GPL-3.0-or-later
** What is read before what: rows before those that refer to them, as the register's
** foreign keys say, and otherwise in the order in which files were named and sheets
** stand. What a file holds is told by its header, found as the import itself will. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "import.h"
#include "message.h"
#include "strbuf.h"

/* A file or a sheet: the tables that it fills, and those that these refer to. */
struct holding {
  unsigned long long fills, needs;
};

/* Tables by number, as far as layouts speak of them. */
struct tables {
  sqlite3 *db;
  struct un_names names;
};

/* All that stand above a table; one that refers to itself is not above itself. */
static const char above[] =
    "WITH RECURSIVE above(name) AS (SELECT ?1 UNION "
    "SELECT f.\"table\" FROM above JOIN pragma_foreign_key_list(name, 'main') f) "
    "SELECT name FROM above WHERE name <> ?1 COLLATE NOCASE";

/* 0 for a table beyond those that a set can hold. */
static unsigned long long bit_of(struct tables *tables, const char *name) {
  size_t i = 0;
  while (i < tables->names.count && sqlite3_stricmp(tables->names.list[i], name) != 0) i++;
  if (i == tables->names.count) un_names_add(&tables->names, name, strlen(name));
  return i < 64 ? 1ULL << i : 0;
}

static struct holding holding_of(struct tables *tables, const struct un_map_layout *layout) {
  struct holding holding = {0, 0};
  for (size_t t = 0; t < layout->fills.count; t++) {
    struct un_names names = {NULL, 0};
    holding.fills |= bit_of(tables, layout->fills.list[t]);
    un_ask_names(tables->db, above, layout->fills.list[t], &names);
    for (size_t i = 0; i < names.count; i++) holding.needs |= bit_of(tables, names.list[i]);
    un_names_free(&names);
  }
  return holding;
}

int un_import_check_fills(const struct un_import *in) {
  const struct un_names *fills = &in->layout->fills;
  int code = 0;
  for (size_t i = 0; i < fills->count && code == 0; i++) {
    const char *name = fills->list[i];
    long long is_there = 0;
    un_ask_int(in->shell->db, "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE", name,
               NULL, &is_there);
    if (!is_there) {
      code = un_fail(UN_EXIT_SQL, "%s, layout '%s': fills '%s', which is no table of the register", in->map->path,
                     in->layout->name, name);
    }
  }
  return code;
}

/* Whether the order can matter: the map that is named has a table that refers to another. */
static bool has_order(struct tables *tables, const struct un_map *map) {
  bool has = !map;
  for (int i = 0; map && i < map->count && !has; i++) has = holding_of(tables, &map->layouts[i]).needs != 0;
  return has;
}

/* --- the order ---------------------------------------------------------------------- */

/* Whether none of what it needs stands in another that is still to come. */
static bool is_free(const struct holding *one, unsigned long long needs, const int left[64]) {
  for (int t = 0; t < 64; t++) {
    if ((needs >> t & 1) && left[t] > (int)(one->fills >> t & 1)) return false;
  }
  return true;
}

/* place[i]: the place of i. Each time the first that nothing to come stands above; where
** files of several sheets need one another, the first that has itself what they share,
** else the first. */
static void put_in_order(const struct holding *list, int count, int *place) {
  int left[64] = {0};
  for (int i = 0; i < count; i++) {
    place[i] = -1;
    for (int t = 0; t < 64; t++) left[t] += (int)(list[i].fills >> t & 1);
  }
  for (int next = 0; next < count; next++) {
    int best = -1, worth = -1;
    for (int i = 0; i < count && worth < 2; i++) {
      if (place[i] >= 0) continue;
      int now = is_free(&list[i], list[i].needs, left) ? 2 : is_free(&list[i], list[i].needs & ~list[i].fills, left);
      if (now > worth) best = i, worth = now;
    }
    place[best] = next;
    for (int t = 0; t < 64; t++) left[t] -= (int)(list[best].fills >> t & 1);
  }
}

/* --- looking ahead -------------------------------------------------------------------- */

static bool find_header(struct un_reader *reader, struct un_head *head, const struct un_map *maps, int map_count,
                        int own_count) {
  struct un_strbuf why = UN_STRBUF_INIT;
  bool fits = false;
  while (!fits && !un_interrupted && why.len == 0 && un_reader_next(reader) == UN_RECORD_READ) {
    un_head_add(head, reader->record);
    fits = un_head_fit(head, maps, map_count, own_count, &why);
    if (!fits && un_head_is_lost(head, maps, map_count)) break;
  }
  un_strbuf_free(&why);
  return fits;
}

/* What each table that the reader has holds. The first that is known says which map it
** is: *map, NULL when none is. */
static void look(const struct un_import *in, struct tables *tables, struct un_reader *reader,
                 const struct un_map **map, struct holding *list) {
  struct un_head head = {.caption = NULL};
  for (int i = 0; un_reader_next_table(reader); i++) {
    const struct un_map *maps = *map ? *map : in->maps;
    un_head_forget(&head);
    head.plain_over = false;
    list[i] = (struct holding){0, 0};
    if (!find_header(reader, &head, maps, *map ? 1 : in->map_count, *map ? 0 : in->own_count)) continue;
    list[i] = holding_of(tables, head.layout);
    *map = head.map;
  }
  un_head_free(&head);
}

int un_import_order_sheets(struct un_import *in, const struct un_map **map) {
  struct tables tables = {.db = in->shell->db};
  int count = in->reader.table_count;
  if (count > 1 && has_order(&tables, *map)) {
    struct holding *list = un_alloc((size_t)count * sizeof *list);
    int *place = un_alloc((size_t)count * sizeof *place);
    look(in, &tables, &in->reader, map, list);
    put_in_order(list, count, place);
    un_reader_order_tables(&in->reader, place);
    free(list);
    free(place);
  }
  un_names_free(&tables.names);
  return un_interrupted ? un_interrupted_code() : 0;
}

static int look_at_file(struct un_import *in, struct tables *tables, const struct un_map *map,
                        struct un_import_source *file, struct holding *holding) {
  struct un_reader reader;
  struct un_reader_options options = un_import_options(in, file);
  int code = un_reader_open(&reader, file->path, &options);
  struct holding *list = un_alloc((size_t)(reader.table_count + 1) * sizeof *list);
  *holding = (struct holding){0, 0};
  if (code == 0) look(in, tables, &reader, &map, list);
  for (int i = 0; i < reader.table_count && code == 0; i++) {
    holding->fills |= list[i].fills;
    holding->needs |= list[i].needs;
  }
  free(list);
  un_reader_close(&reader);
  return code == 0 && un_interrupted ? un_interrupted_code() : code;
}

static int compare_places(const void *a, const void *b) {
  const struct un_import_source *x = a, *y = b;
  return x->place < y->place ? -1 : x->place > y->place;
}

int un_import_order_files(struct un_import *in, const struct un_map *map, struct un_import_source *files, int count) {
  struct tables tables = {.db = in->shell->db};
  int code = 0;
  if (count > 1 && has_order(&tables, map)) {
    struct holding *list = un_alloc((size_t)count * sizeof *list);
    int *place = un_alloc((size_t)count * sizeof *place);
    for (int i = 0; i < count && code == 0; i++) code = look_at_file(in, &tables, map, &files[i], &list[i]);
    if (code == 0) put_in_order(list, count, place);
    for (int i = 0; i < count && code == 0; i++) files[i].place = place[i];
    if (code == 0) qsort(files, (size_t)count, sizeof *files, compare_places);
    free(list);
    free(place);
  }
  un_names_free(&tables.names);
  return code;
}
