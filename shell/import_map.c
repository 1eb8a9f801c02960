/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import_map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "law/suggest.h"
#include "message.h"

/* --- parsing -------------------------------------------------------------------- */

static char *trimmed(const char *text, size_t len) {
  while (len > 0 && strchr(" \t\r", text[len - 1])) len--;
  while (len > 0 && (*text == ' ' || *text == '\t')) text++, len--;
  char *copy = un_alloc(len + 1);
  memcpy(copy, text, len);
  copy[len] = '\0';
  return copy;
}

/* NAME[?] TYPE[!] = HEADERS */
static bool parse_column(const char *text, struct un_map_column *column) {
  static const char *const types[] = {"text", "date", "whole", "figure"};
  char name[64], type[64];
  int end = 0;
  if (sscanf(text, " %63s %63s = %n", name, type, &end) != 2 || end == 0) return false;
  *column = (struct un_map_column){.optional = name[strlen(name) - 1] == '?',
                                   .required = type[strlen(type) - 1] == '!'};
  if (column->optional) name[strlen(name) - 1] = '\0';
  if (column->required) type[strlen(type) - 1] = '\0';
  char *colon = strchr(type, ':');
  if (colon) *colon = '\0';
  for (int i = 0; i < 4; i++) {
    if (strcmp(types[i], type) != 0) continue;
    column->type = (enum un_map_type)i;
    column->name = un_strdup(name);
    column->fallback = colon ? un_strdup(colon + 1) : NULL;
    column->headers = trimmed(text + end, strlen(text + end));
    return true;
  }
  return false;
}

static char **fact_of(struct un_map *map, const char *word, size_t len) {
  const struct {
    const char *word;
    char **fact;
  } facts[] = {{"import", &map->name}, {"title", &map->title}, {"provider", &map->provider},
               {"source", &map->source}};
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
    if (strlen(facts[i].word) == len && memcmp(facts[i].word, word, len) == 0) return facts[i].fact;
  }
  return NULL;
}

/* One `-- word rest` line; false when it cannot be. Other comments pass. */
static bool parse_directive(struct un_map *map, const char *word, int line) {
  size_t len = strcspn(word, " \t");
  const char *rest = word + len;
  struct un_map_layout *layout = map->count > 0 ? &map->layouts[map->count - 1] : NULL;
  char **fact = layout ? NULL : fact_of(map, word, len);
  if (fact) {
    free(*fact);
    *fact = trimmed(rest, strlen(rest));
  } else if (len == 6 && memcmp(word, "layout", 6) == 0) {
    if (map->count == UN_MAP_LAYOUTS) return false;
    layout = &map->layouts[map->count++];
    *layout = (struct un_map_layout){.name = trimmed(rest, strlen(rest)), .sql_line = line + 1};
  } else if (len == 6 && memcmp(word, "column", 6) == 0) {
    if (!layout || layout->count == UN_MAP_COLUMNS) return false;
    if (!parse_column(rest, &layout->columns[layout->count])) return false;
    layout->count++;
    layout->sql_line = line + 1;
  }
  return true;
}

int un_map_parse(const char *path, const char *text, struct un_map *map) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  int line = 1;
  *map = (struct un_map){.path = un_strdup(path)};
  for (const char *at = text; *at; line++) {
    size_t len = strcspn(at, "\n");
    if (strncmp(at, "-- ", 3) == 0) {
      char *word = trimmed(at + 3, len - 3);
      bool starts_layout = strncmp(word, "layout ", 7) == 0;
      if (starts_layout && map->count > 0) {
        map->layouts[map->count - 1].sql = un_strbuf_take(&sql);
      }
      bool good = parse_directive(map, word, line);
      free(word);
      if (!good) {
        un_strbuf_free(&sql);
        return un_fail(UN_EXIT_USAGE, "%s:%d: not a line of an import map", path, line);
      }
      if (starts_layout) un_strbuf_clear(&sql);
    } else if (map->count > 0) {
      /* Blank lines keep the line numbers of errors right. */
      if (sql.len > 0 || len > 0) un_strbuf_add(&sql, at, len), un_strbuf_putc(&sql, '\n');
      else map->layouts[map->count - 1].sql_line = line + 1;
    }
    at += len + (at[len] == '\n');
  }
  if (map->count > 0) map->layouts[map->count - 1].sql = un_strbuf_take(&sql);
  un_strbuf_free(&sql);
  if (!map->name || map->count == 0) {
    return un_fail(UN_EXIT_USAGE, "%s: an import map has `-- import NAME` and a `-- layout`", path);
  }
  return 0;
}

void un_map_free(struct un_map *map) {
  for (int i = 0; i < map->count; i++) {
    for (int j = 0; j < map->layouts[i].count; j++) {
      free(map->layouts[i].columns[j].name);
      free(map->layouts[i].columns[j].headers);
      free(map->layouts[i].columns[j].fallback);
    }
    free(map->layouts[i].name);
    free(map->layouts[i].sql);
  }
  free(map->path);
  free(map->name);
  free(map->title);
  free(map->provider);
  free(map->source);
  *map = (struct un_map){.path = NULL};
}

/* --- fitting -------------------------------------------------------------------- */

/* Whether a file's header is one of the column's, blanks and case aside. */
static bool is_header(const struct un_map_column *column, const char *header) {
  char *own = trimmed(header, strlen(header));
  bool found = false;
  for (const char *at = column->headers; !found && *at;) {
    size_t len = strcspn(at, "|");
    char *name = trimmed(at, len);
    found = strcasecmp(name, own) == 0;
    free(name);
    at += len + (at[len] == '|');
  }
  free(own);
  return found;
}

/* Columns without a header plus headers without a column. */
static int misfits(const struct un_map_layout *layout, const struct un_record *header,
                   int field[UN_MAP_COLUMNS], struct un_strbuf *out) {
  bool used[256] = {false};
  const char *missing[UN_MAP_COLUMNS];
  int count = 0, missing_count = 0;
  for (int c = 0; c < layout->count; c++) {
    const struct un_map_column *column = &layout->columns[c];
    field[c] = -1;
    for (int f = 0; f < header->count && f < 256 && field[c] < 0; f++) {
      const char *text = un_record_text(header, f);
      if (text && !used[f] && is_header(column, text)) field[c] = f;
    }
    if (field[c] >= 0) used[field[c]] = true;
    else if (!column->optional) missing[missing_count++] = column->headers;
  }
  for (int i = 0; i < missing_count; i++) {
    if (out) un_strbuf_printf(out, "; column '%s' is missing", missing[i]);
  }
  for (int f = 0; f < header->count; f++) {
    const char *text = un_record_text(header, f) ? un_record_text(header, f) : "";
    if (f < 256 && used[f]) continue;
    count++;
    if (!out) continue;
    const char *near = un_nearest_name(text, missing, (size_t)missing_count);
    un_strbuf_printf(out, "; column %d '%s' is unknown", f + 1, text);
    if (near) un_strbuf_printf(out, ", did you mean '%s'?", near);
  }
  return count + missing_count;
}

const struct un_map_layout *un_map_fit(const struct un_map *map, const struct un_record *header,
                                       int field[UN_MAP_COLUMNS]) {
  for (int i = 0; i < map->count; i++) {
    if (misfits(&map->layouts[i], header, field, NULL) == 0) return &map->layouts[i];
  }
  return NULL;
}

void un_map_explain(const struct un_map *map, const struct un_record *header,
                    struct un_strbuf *out) {
  int field[UN_MAP_COLUMNS], best = 0, fewest = 1 << 20;
  for (int i = 0; i < map->count; i++) {
    int n = misfits(&map->layouts[i], header, field, NULL);
    if (n < fewest) fewest = n, best = i;
  }
  un_strbuf_printf(out, "the header is not layout '%s' of map '%s'", map->layouts[best].name,
                   map->name);
  misfits(&map->layouts[best], header, field, out);
}
