/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import_map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void read_names(const char *text, struct un_names *names) {
  un_names_free(names);
  for (size_t n; *(text += strspn(text, " \t\r")); text += n) {
    n = strcspn(text, " \t\r");
    un_names_add(names, text, n);
  }
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
  } else if (layout && len == 5 && memcmp(word, "shape", 5) == 0) {
    char *shape = trimmed(rest, strlen(rest));
    layout->stacked = strcmp(shape, "stacked") == 0;
    layout->tables = layout->stacked || strcmp(shape, "tables") == 0;
    free(shape);
    return layout->tables;
  } else if (layout && len == 6 && memcmp(word, "ignore", 6) == 0) {
    struct un_strbuf all = UN_STRBUF_INIT;
    un_strbuf_printf(&all, "%s%s%s", layout->ignored ? layout->ignored : "", layout->ignored ? " | " : "", rest);
    free(layout->ignored);
    layout->ignored = un_strbuf_take(&all);
  } else if (layout && len == 4 && memcmp(word, "note", 4) == 0) {
    free(layout->note);
    layout->note = trimmed(rest, strlen(rest));
  } else if (layout && len == 5 && memcmp(word, "fills", 5) == 0) {
    read_names(rest, &layout->fills);
  } else if (layout && len == 7 && memcmp(word, "rebuild", 7) == 0) {
    read_names(rest, &layout->rebuild);
  }
  return true;
}

/* A line of the statement after `-- attempt`, which ends with a line that ends with a
** semicolon: whether more is to come. */
static bool add_attempt(struct un_map_layout *layout, const char *text, size_t len) {
  struct un_strbuf all = UN_STRBUF_INIT;
  if (layout->attempt) un_strbuf_puts(&all, layout->attempt);
  un_strbuf_add(&all, text, len);
  un_strbuf_putc(&all, '\n');
  free(layout->attempt);
  layout->attempt = un_strbuf_take(&all);
  return len == 0 || text[len - 1] != ';';
}

int un_map_parse(const char *path, const char *text, struct un_map *map) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  int line = 1;
  bool attempt = false;
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
      attempt = !starts_layout && (attempt || (map->count > 0 && strcmp(word, "attempt") == 0));
      free(word);
      if (!good) {
        un_strbuf_free(&sql);
        return un_fail(UN_EXIT_USAGE, "%s:%d: not a line of an import map", path, line);
      }
      if (starts_layout) un_strbuf_clear(&sql);
    } else if (attempt) {
      attempt = add_attempt(&map->layouts[map->count - 1], at, len);
      if (sql.len > 0) un_strbuf_putc(&sql, '\n');
      else map->layouts[map->count - 1].sql_line = line + 1;
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
    free(map->layouts[i].ignored);
    free(map->layouts[i].note);
    free(map->layouts[i].attempt);
    un_names_free(&map->layouts[i].fills);
    un_names_free(&map->layouts[i].rebuild);
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

/* What of a header counts: letters (small), digits, `#`, `%`, bytes above ASCII; the
** byte order mark and the no-break space do not. A pattern keeps its stars. */
static void plain_header(struct un_strbuf *out, const char *text, size_t len, bool pattern) {
  un_strbuf_clear(out);
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    if (len - i >= 3 && memcmp(text + i, "\xef\xbb\xbf", 3) == 0) {
      i += 2;
    } else if (len - i >= 2 && memcmp(text + i, "\xc2\xa0", 2) == 0) {
      i++;
    } else if (c >= 'A' && c <= 'Z') {
      un_strbuf_putc(out, (char)(c + 'a' - 'A'));
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80 || c == '#' || c == '%' ||
               (c == '*' && pattern)) {
      un_strbuf_putc(out, (char)c);
    }
  }
}

static bool matches(const char *pattern, const char *text) {
  const char *star = NULL, *from = NULL;
  while (*text) {
    if (*pattern == '*') {
      star = pattern++;
      from = text;
    } else if (*pattern == *text) {
      pattern++, text++;
    } else if (star) {
      pattern = star + 1;
      text = ++from;
    } else {
      return false;
    }
  }
  while (*pattern == '*') pattern++;
  return *pattern == '\0';
}

/* The first free field whose header is one of the list; an earlier name of the list
** goes before an earlier field. */
static int find_field(const char *headers, const struct un_map_header *header, const bool used[UN_MAP_FIELDS]) {
  struct un_strbuf pattern = UN_STRBUF_INIT, text = UN_STRBUF_INIT;
  int found = -1;
  for (const char *at = headers; found < 0 && *at;) {
    size_t len = strcspn(at, "|");
    plain_header(&pattern, at, len, true);
    for (int f = 0; f < header->count && f < UN_MAP_FIELDS && found < 0 && pattern.len > 0; f++) {
      if (used[f] || !header->fields[f]) continue;
      plain_header(&text, header->fields[f], strlen(header->fields[f]), false);
      if (matches(pattern.text, text.text)) found = f;
    }
    at += len + (at[len] == '|');
  }
  un_strbuf_free(&pattern);
  un_strbuf_free(&text);
  return found;
}

struct misfit {
  const char *missing[UN_MAP_COLUMNS];
  int missing_count;
  bool used[UN_MAP_FIELDS];
};

/* Columns without a header, headers without a column. A field without any header is
** none: its cells have to be empty, which the record is asked for. */
static int fit(const struct un_map_layout *layout, const struct un_map_header *header,
               int field[UN_MAP_COLUMNS], bool ignored[UN_MAP_FIELDS], struct misfit *out) {
  memset(out, 0, sizeof *out);
  memset(ignored, 0, UN_MAP_FIELDS * sizeof *ignored);
  for (int c = 0; c < layout->count; c++) {
    field[c] = find_field(layout->columns[c].headers, header, out->used);
    if (field[c] >= 0) out->used[field[c]] = true;
    else if (!layout->columns[c].optional) out->missing[out->missing_count++] = layout->columns[c].headers;
  }
  for (int f; layout->ignored && (f = find_field(layout->ignored, header, out->used)) >= 0;) {
    out->used[f] = ignored[f] = true;
  }
  int unknown = 0;
  for (int f = 0; f < header->count && !layout->stacked; f++) {
    if (f >= UN_MAP_FIELDS || (!out->used[f] && header->fields[f])) unknown++;
  }
  return unknown + out->missing_count;
}

int un_map_misfits(const struct un_map_layout *layout, const struct un_map_header *header,
                   int field[UN_MAP_COLUMNS], bool ignored[UN_MAP_FIELDS]) {
  struct misfit misfit;
  return fit(layout, header, field, ignored, &misfit);
}

const struct un_map_layout *un_map_nearest(const struct un_map *map, const struct un_map_header *header,
                                           int *misfits) {
  int field[UN_MAP_COLUMNS], best = 0;
  bool ignored[UN_MAP_FIELDS];
  *misfits = 1 << 20;
  for (int i = 0; i < map->count; i++) {
    int n = un_map_misfits(&map->layouts[i], header, field, ignored);
    if (n < *misfits) *misfits = n, best = i;
  }
  return &map->layouts[best];
}

void un_map_explain(const struct un_map *map, const struct un_map_header *header,
                    struct un_strbuf *out) {
  int field[UN_MAP_COLUMNS], n;
  bool ignored[UN_MAP_FIELDS];
  struct misfit misfit;
  const struct un_map_layout *layout = un_map_nearest(map, header, &n);
  fit(layout, header, field, ignored, &misfit);
  un_strbuf_printf(out, "the header is not layout '%s' of map '%s'", layout->name, map->name);
  for (int i = 0; i < misfit.missing_count; i++) {
    un_strbuf_printf(out, "; column '%s' is missing", misfit.missing[i]);
  }
  for (int f = 0; f < header->count && !layout->stacked; f++) {
    const char *text = header->fields[f];
    if (!text || (f < UN_MAP_FIELDS && misfit.used[f])) continue;
    const char *near = un_nearest_name(text, misfit.missing, (size_t)misfit.missing_count);
    un_strbuf_printf(out, "; column %d '%s' is unknown", f + 1, text);
    if (near) un_strbuf_printf(out, ", did you mean '%s'?", near);
  }
}

bool un_map_is_misspelt(const struct un_map *map, const struct un_map_header *header) {
  int field[UN_MAP_COLUMNS], n, unknown = 0;
  bool ignored[UN_MAP_FIELDS];
  struct misfit misfit;
  const struct un_map_layout *layout = un_map_nearest(map, header, &n);
  fit(layout, header, field, ignored, &misfit);
  for (int f = 0; f < header->count && f < UN_MAP_FIELDS && !layout->stacked; f++) {
    const char *text = header->fields[f];
    if (!text || !*text || misfit.used[f]) continue;
    if (!un_nearest_name(text, misfit.missing, (size_t)misfit.missing_count)) return false;
    unknown++;
  }
  return unknown > 0;
}

bool un_map_has_tables(const struct un_map *map) {
  for (int i = 0; i < map->count; i++) {
    if (map->layouts[i].tables) return true;
  }
  return false;
}
