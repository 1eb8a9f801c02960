/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import_head.h"

#include <stdlib.h>
#include <string.h>

#include "stat/range.h"

/* --- lines ------------------------------------------------------------------------ */

static bool is_blank(const char *text) {
  return !text || text[strspn(text, " \t\r\n")] == '\0';
}

int un_head_filled(const struct un_record *record) {
  int n = 0;
  for (int i = 0; i < record->count; i++) n += !is_blank(un_record_text(record, i));
  return n;
}

bool un_head_has_figure(const struct un_record *record) {
  struct un_number low, high;
  for (int i = 0; i < record->count; i++) {
    const char *text = un_record_text(record, i);
    if (text && un_cell_parse(text, strlen(text), &low, &high) == UN_CELL_OK) return true;
  }
  return false;
}

static void free_line(struct un_head_line *line) {
  for (int i = 0; line->cells && i < line->count; i++) free(line->cells[i]);
  free(line->cells);
  *line = (struct un_head_line){.cells = NULL};
}

static struct un_head_line copy_line(const struct un_head_line *from) {
  struct un_head_line line = {.count = from->count, .filled = from->filled, .line = from->line};
  line.cells = un_alloc((size_t)(from->count + 1) * sizeof *line.cells);
  for (int i = 0; i < from->count; i++) line.cells[i] = from->cells[i] ? un_strdup(from->cells[i]) : NULL;
  return line;
}

void un_head_add(struct un_head *head, const struct un_record *record) {
  if (head->count == UN_HEAD_LINES) {
    free_line(&head->lines[0]);
    memmove(head->lines, head->lines + 1, (UN_HEAD_LINES - 1) * sizeof *head->lines);
    head->count--;
  }
  struct un_head_line *line = &head->lines[head->count++];
  *line = (struct un_head_line){.count = record->count, .filled = un_head_filled(record), .line = record->line};
  line->cells = un_alloc((size_t)(record->count + 1) * sizeof *line->cells);
  for (int i = 0; i < record->count; i++) {
    const char *text = un_record_text(record, i);
    line->cells[i] = is_blank(text) ? NULL : un_strdup(text);
  }
}

void un_head_forget(struct un_head *head) {
  for (int i = 0; i < head->count; i++) free_line(&head->lines[i]);
  head->count = 0;
  head->passed = 0;
}

void un_head_free(struct un_head *head) {
  un_head_forget(head);
  free_line(&head->nearest);
  free(head->caption);
  *head = (struct un_head){.caption = NULL};
}

/* --- headers ------------------------------------------------------------------------ */

static struct un_map_header last_line(const struct un_head *head) {
  const struct un_head_line *line = &head->lines[head->count - 1];
  return (struct un_map_header){.fields = (const char *const *)line->cells, .count = line->count};
}

struct stack {
  struct un_strbuf texts[UN_MAP_FIELDS];
  const char *fields[UN_MAP_FIELDS];
  int count;
};

static void build_stack(const struct un_head *head, struct stack *stack) {
  memset(stack, 0, sizeof *stack);
  for (int l = 0; l < head->count; l++) {
    int count = head->lines[l].count < UN_MAP_FIELDS ? head->lines[l].count : UN_MAP_FIELDS;
    if (count > stack->count) stack->count = count;
  }
  for (int c = 0; c < stack->count; c++) stack->texts[c] = (struct un_strbuf)UN_STRBUF_INIT;
  for (int l = 0; l < head->count; l++) {
    const struct un_head_line *line = &head->lines[l];
    const char *above = NULL;
    for (int c = 0; c < stack->count; c++) {
      const char *own = c < line->count ? line->cells[c] : NULL;
      if (own || line->filled < 2) above = own; /* a title is not spread */
      if (above) un_strbuf_printf(&stack->texts[c], "%s%s", stack->texts[c].len ? " / " : "", above);
    }
  }
  for (int c = 0; c < stack->count; c++) stack->fields[c] = stack->texts[c].len ? stack->texts[c].text : NULL;
}

static void free_stack(struct stack *stack) {
  for (int c = 0; c < stack->count; c++) un_strbuf_free(&stack->texts[c]);
}

static void set_caption(struct un_head *head) {
  struct un_strbuf text = UN_STRBUF_INIT;
  int from = 0;
  for (int l = head->count - 1; !head->layout->stacked && from == 0 && l >= 0; l--) {
    if (head->lines[l].filled == 1) from = l;
  }
  for (int l = from; l < head->count; l++) {
    for (int c = 0; head->lines[l].filled == 1 && c < head->lines[l].count; c++) {
      if (head->lines[l].cells[c]) un_strbuf_printf(&text, "%s%s", text.len ? " " : "", head->lines[l].cells[c]);
    }
  }
  free(head->caption);
  head->caption = text.len ? un_strdup(text.text) : NULL;
  un_strbuf_free(&text);
}

/* --- fitting --------------------------------------------------------------------------- */

static bool try_layout(struct un_head *head, const struct un_map_layout *layout, const struct stack *stack,
                       int field[UN_MAP_COLUMNS], bool ignored[UN_MAP_FIELDS]) {
  const struct un_head_line *line = &head->lines[head->count - 1];
  struct un_map_header header = last_line(head);
  if (line->filled == 0) return false;
  if (layout->stacked) header = (struct un_map_header){.fields = stack->fields, .count = stack->count};
  else if (head->plain_over && !layout->tables) return false;
  int misfits = un_map_misfits(layout, &header, field, ignored);
  bool nearer = !layout->stacked && (!head->nearest.cells || misfits < head->nearest_misfits);
  if (nearer && (line->filled > 1 || !head->nearest.cells)) {
    free_line(&head->nearest);
    head->nearest = copy_line(line);
    head->nearest_misfits = misfits;
  }
  return misfits == 0;
}

bool un_head_fit(struct un_head *head, const struct un_map *maps, int map_count, int own_count,
                 struct un_strbuf *why) {
  int field[UN_MAP_COLUMNS];
  bool ignored[UN_MAP_FIELDS];
  const struct un_map *map = NULL;
  const struct un_map_layout *layout = NULL;
  struct stack stack;
  build_stack(head, &stack);
  for (int m = 0; m < map_count && why->len == 0 && !(map && m >= own_count && map < maps + own_count); m++) {
    for (int i = 0; i < maps[m].count; i++) {
      if (!try_layout(head, &maps[m].layouts[i], &stack, field, ignored)) continue;
      if (map) un_strbuf_printf(why, "maps '%s' and '%s' both fit; choose one with --as", map->name, maps[m].name);
      map = &maps[m];
      layout = &maps[m].layouts[i];
      memcpy(head->field, field, sizeof field);
      memcpy(head->ignored, ignored, sizeof ignored);
    memset(head->ignored_said, 0, sizeof head->ignored_said);
      break;
    }
  }
  const struct un_head_line *line = &head->lines[head->count - 1];
  bool fits = map && why->len == 0;
  if (fits) {
    head->map = map;
    head->layout = layout;
    head->width = layout->stacked ? stack.count : line->count;
    if (layout->stacked) head->passed = 0;
    set_caption(head);
  } else if (line->filled > 1) {
    head->plain_over = true;
    if (head->passed++ == 0) head->passed_from = line->line;
    head->passed_to = line->line;
  }
  free_stack(&stack);
  return fits;
}

bool un_head_is_lost(const struct un_head *head, const struct un_map *maps, int map_count) {
  if (!head->plain_over) return false;
  return head->passed > 200 || (map_count == 1 && !un_map_has_tables(maps));
}

long long un_head_explain(const struct un_head *head, const struct un_map *maps, int map_count,
                          struct un_strbuf *why) {
  const struct un_head_line *line = &head->nearest;
  struct un_map_header header = {.fields = (const char *const *)line->cells, .count = line->count};
  int best = 0, fewest = 1 << 20;
  bool misspelt = false;
  for (int m = 0; m < map_count; m++) {
    int misfits;
    un_map_nearest(&maps[m], &header, &misfits);
    if (misfits < fewest) fewest = misfits, best = m;
  }
  if (line->cells && map_count > 0) misspelt = un_map_is_misspelt(&maps[best], &header);
  if (map_count > 1) un_strbuf_puts(why, "no import map fits the header; see import --list");
  if (map_count == 1 || (line->cells && (misspelt || fewest * 2 < line->filled))) {
    if (why->len > 0) un_strbuf_puts(why, "; the nearest: ");
    un_map_explain(&maps[best], &header, why);
  }
  return line->cells ? line->line : 1;
}
