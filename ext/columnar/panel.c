#include "panel.h"

#include <string.h>

#include "kernel.h"
#include "law/date.h"

/* PAIRS at most: 4 million counters, 16 MB. */
enum { PAIRS_MOST = 1 << 22 };

int un_extent_of(struct un_scan *scan, int column, struct un_extent *out) {
  const struct un_kept *kept = &scan->kept;
  bool first = true, values = false;
  int rc = un_reading_count(&scan->reading, column);
  *out = (struct un_extent){.mixed = true};
  for (size_t i = 0; i < kept->segment_count && rc == SQLITE_OK; i++) {
    struct un_pack head;
    if (un_scan_changed(scan, kept->segments[i])) continue;
    rc = un_scan_head(scan, column, i, &head);
    if (rc != SQLITE_OK) break;
    if (un_pack_blank(&head)) continue;
    if (first) *out = (struct un_extent){.kind = head.kind};
    else if (head.kind != out->kind) out->mixed = true;
    first = false;
    if (un_pack_plain(&head) == 0) continue;
    if (!values || head.least < out->least) out->least = head.least;
    if (!values || head.most > out->most) out->most = head.most;
    values = true;
  }
  if (out->kind == UN_PACK_WORDS && !out->mixed) {
    out->least = 1;
    out->most = scan->reading.words[column].count;
  } else if (!out->mixed && (uint64_t)out->most - (uint64_t)out->least > UINT32_MAX / 2) {
    out->mixed = true;
  }
  return rc;
}

/* No measure wants more of the column than its sum. */
static bool sums_suffice(const struct un_panel *panel, const struct un_measures *m) {
  if (panel->extent.mixed || panel->extent.kind != UN_PACK_NUMBERS) return false;
  for (int i = 0; i < m->count; i++) {
    enum un_measure_kind kind = m->list[i].kind;
    if (m->list[i].column == panel->column && kind != UN_SUM && kind != UN_AVG && kind != UN_COUNT) return false;
  }
  return true;
}

void un_panel_open(struct un_panel *panel, int column, const struct un_extent *extent,
                   const struct un_measures *measures) {
  memset(panel, 0, sizeof *panel);
  panel->column = column;
  panel->extent = *extent;
  panel->places = extent->mixed ? UN_CODE_FIRST
                  : extent->kind == UN_PACK_WORDS ? (uint32_t)extent->most + 1
                  : (uint32_t)(extent->most - extent->least) + UN_CODE_FIRST + 1;
  if (sums_suffice(panel, measures)) panel->mode = UN_PANEL_SUMS;
}

void un_panel_close(struct un_panel *panel) {
  sqlite3_free(panel->pairs);
  sqlite3_free(panel->missing);
  sqlite3_free(panel->sums);
  panel->pairs = panel->missing = NULL;
  panel->sums = NULL;
  panel->groups = 0;
}

bool un_panel_suits(const struct un_panel *panel, const struct un_pack *pack) {
  return un_pack_blank(pack) || (!panel->extent.mixed && pack->kind == panel->extent.kind && pack->odd == 0);
}

/* --- room ------------------------------------------------------------------------- */

/* Grow an array of `old` groups of `width` bytes, zeroed. */
static bool grow_array(void *array, uint32_t old, uint32_t count, size_t width) {
  void *grown = sqlite3_realloc64(*(void **)array, count * width);
  if (!grown) return false;
  memset((char *)grown + old * width, 0, (count - old) * width);
  *(void **)array = grown;
  return true;
}

bool un_panel_outgrown(const struct un_panel *panel, uint32_t count) {
  return panel->mode == UN_PANEL_PAIRS && count > panel->groups && (uint64_t)count * panel->places > PAIRS_MOST;
}

int un_panel_grow(struct un_panel *panel, uint32_t count, struct un_measures *measures, struct un_scan *scan) {
  if (count <= panel->groups || panel->mode == UN_PANEL_ROWS) return SQLITE_OK;
  uint32_t room = panel->groups > 0 ? panel->groups : 64;
  while (room < count) room *= 2;
  if (un_panel_outgrown(panel, count)) {
    int rc = un_panel_flush(panel, NULL, measures, scan);
    if (rc != SQLITE_OK) return rc;
    un_panel_close(panel);
    panel->mode = UN_PANEL_ROWS;
    return SQLITE_OK;
  }
  if (panel->mode == UN_PANEL_PAIRS) {
    if ((uint64_t)room * panel->places > PAIRS_MOST) room = count;
    if (!grow_array(&panel->pairs, panel->groups, room, panel->places * sizeof *panel->pairs)) return SQLITE_NOMEM;
  } else if (!grow_array(&panel->sums, panel->groups, room, sizeof *panel->sums) ||
             !grow_array(&panel->missing, panel->groups, room, sizeof *panel->missing)) {
    return SQLITE_NOMEM;
  }
  panel->groups = room;
  return SQLITE_OK;
}

/* --- values ------------------------------------------------------------------------ */

struct un_cell un_panel_cell(const struct un_panel *panel, const struct un_scan *scan, uint32_t place,
                             char text[UN_DATE_TEXT]) {
  struct un_cell cell = {.type = UN_CELL_NULL};
  if (place == 0) return cell;
  if (panel->extent.kind == UN_PACK_WORDS) {
    return scan->reading.words[panel->column].dictionary.cells[place - 1];
  }
  int64_t value = place < UN_CODE_FIRST ? 0 : panel->extent.least + (int64_t)(place - UN_CODE_FIRST);
  cell.type = UN_CELL_INTEGER;
  cell.whole = value;
  if (panel->extent.kind == UN_PACK_DAYS) {
    cell.type = UN_CELL_TEXT;
    cell.bytes = place == UN_CODE_INDEFINITE ? "indefinite" : text;
    cell.len = 10;
    if (place != UN_CODE_INDEFINITE) un_date_format((un_day)value, text);
  }
  return cell;
}

/* Two ways to one place must agree: what a pack would hold the value as. */
uint32_t un_panel_place(const struct un_panel *panel, const struct un_scan *scan, const struct un_cell *cell) {
  const struct un_extent *extent = &panel->extent;
  un_day day;
  if (extent->mixed) return 0;
  if (extent->kind == UN_PACK_WORDS) {
    return un_dictionary_find(&scan->reading.words[panel->column].dictionary, cell);
  }
  if (cell->type == UN_CELL_TEXT && extent->kind == UN_PACK_DAYS && cell->len == 10) {
    if (memcmp(cell->bytes, "indefinite", 10) == 0) return UN_CODE_INDEFINITE;
    if (!un_date_parse(cell->bytes, 10, &day) || day < extent->least || day > extent->most) return 0;
    return (uint32_t)(day - extent->least) + UN_CODE_FIRST;
  }
  if (cell->type != UN_CELL_INTEGER || extent->kind != UN_PACK_NUMBERS || cell->whole < extent->least ||
      cell->whole > extent->most) {
    return 0;
  }
  return (uint32_t)(cell->whole - extent->least) + UN_CODE_FIRST;
}

/* Words are only needed as values where a measure looks at them. */
static int need_words(const struct un_panel *panel, const struct un_measures *m, struct un_scan *scan) {
  if (panel->extent.kind != UN_PACK_WORDS) return SQLITE_OK;
  for (int i = 0; i < m->count; i++) {
    if (m->list[i].column == panel->column && m->list[i].kind != UN_DISTINCT && m->list[i].kind != UN_COUNT) {
      return un_reading_words(&scan->reading, panel->column);
    }
  }
  return SQLITE_OK;
}

/* What count() is given: the words are not there for it. */
static const struct un_cell something = {.type = UN_CELL_INTEGER};

/* A value to every measure of the column but distinct ones. */
static int add_value(const struct un_panel *panel, struct un_measures *m, struct un_scan *scan, uint32_t group,
                     uint32_t place) {
  char text[UN_DATE_TEXT];
  int rc = SQLITE_OK;
  for (int i = 0; i < m->count && rc == SQLITE_OK; i++) {
    enum un_measure_kind kind = m->list[i].kind;
    if (m->list[i].column != panel->column || kind == UN_DISTINCT) continue;
    struct un_cell cell = kind == UN_COUNT ? something : un_panel_cell(panel, scan, place, text);
    rc = un_measures_add(m, i, group, &cell, 1);
  }
  return rc;
}

/* Each row's value to the measures; distinct ones take them all at once. */
static int add_rows(const struct un_panel *panel, const uint32_t *index, const uint32_t *places, uint32_t rows,
                    struct un_measures *m, struct un_scan *scan) {
  int rc = need_words(panel, m, scan);
  bool others = false;
  for (int i = 0; i < m->count && rc == SQLITE_OK; i++) {
    if (m->list[i].column != panel->column) continue;
    if (m->list[i].kind != UN_DISTINCT) others = true;
    else rc = un_measures_add_places(m, i, index, places, rows, panel->places);
  }
  for (uint32_t i = 0; i < rows && others && rc == SQLITE_OK; i++) {
    if (places[i] != 0) rc = add_value(panel, m, scan, index[i], places[i]);
  }
  return rc;
}

/* --- counting ------------------------------------------------------------------------- */

/* What makes a code of the pack a place of the panel. */
static uint32_t shift_of(const struct un_panel *panel, const struct un_pack *head) {
  if (panel->extent.kind == UN_PACK_WORDS || un_pack_plain(head) == 0) return 0;
  return (uint32_t)(head->base - panel->extent.least);
}

int un_panel_add(struct un_panel *panel, const uint32_t *index, const struct un_pack *head,
                 const struct un_pack *codes, uint32_t *places, struct un_measures *measures,
                 struct un_scan *scan) {
  uint32_t shift = shift_of(panel, head);
  switch (panel->mode) {
  case UN_PANEL_PAIRS: un_kernel_pairs(panel->pairs, index, codes, shift, panel->places); return SQLITE_OK;
  case UN_PANEL_SUMS:
    if (un_pack_plain(head) == head->rows) un_kernel_sum(panel->sums, index, codes, shift);
    else un_kernel_sum_some(panel->sums, panel->missing, index, codes, shift);
    return SQLITE_OK;
  case UN_PANEL_ROWS: break;
  }
  un_kernel_places(places, codes, shift);
  return add_rows(panel, index, places, codes->rows, measures, scan);
}

void un_panel_rows(const struct un_panel *panel, uint32_t *rows) {
  for (uint32_t group = 1; group < panel->groups; group++) {
    const uint32_t *counts = panel->pairs + (size_t)group * panel->places;
    for (uint32_t place = 0; place < panel->places; place++) rows[group] += counts[place];
  }
}

void un_panel_merge(struct un_panel *panel, struct un_panel *other) {
  size_t pairs = other->mode == UN_PANEL_PAIRS ? (size_t)other->groups * other->places : 0;
  for (size_t i = 0; i < pairs; i++) panel->pairs[i] += other->pairs[i];
  if (pairs > 0) memset(other->pairs, 0, pairs * sizeof *other->pairs);
  if (other->mode != UN_PANEL_SUMS) return;
  for (uint32_t group = 0; group < other->groups; group++) {
    panel->sums[group] += other->sums[group];
    panel->missing[group] += other->missing[group];
    other->sums[group] = 0;
    other->missing[group] = 0;
  }
}

/* --- flushing -------------------------------------------------------------------------- */

/* Value by value, so that each is looked at once: each measure takes it for all groups. */
static int flush_pairs(struct un_panel *panel, struct un_measures *m, struct un_scan *scan) {
  char text[UN_DATE_TEXT];
  bool values = !panel->extent.mixed; /* else of packs that are all NULL */
  int rc = need_words(panel, m, scan);
  for (int i = 0; i < m->count && values && rc == SQLITE_OK; i++) {
    enum un_measure_kind kind = m->list[i].kind;
    if (m->list[i].column != panel->column) continue;
    for (uint32_t place = 1; place < panel->places && rc == SQLITE_OK && panel->pairs; place++) {
      const uint32_t *counts = panel->pairs + place;
      if (kind == UN_DISTINCT) {
        for (uint32_t g = 1; g < panel->groups && rc == SQLITE_OK; g++) {
          if (counts[(size_t)g * panel->places] > 0) rc = un_measures_add_place(m, i, g, place, panel->places);
        }
      } else {
        struct un_cell cell = kind == UN_COUNT ? something : un_panel_cell(panel, scan, place, text);
        rc = un_measures_add_groups(m, i, &cell, counts, panel->places, panel->groups);
      }
    }
  }
  if (panel->pairs) memset(panel->pairs, 0, (size_t)panel->groups * panel->places * sizeof *panel->pairs);
  return rc;
}

/* The sum of n values is n times the least, and the offsets. */
static int flush_sums(struct un_panel *panel, const uint32_t *rows, struct un_measures *m) {
  for (uint32_t group = 1; group < panel->groups; group++) {
    int64_t n = (int64_t)rows[group] - panel->missing[group];
    for (int i = 0; i < m->count && n > 0; i++) {
      if (m->list[i].column != panel->column) continue;
      un_measures_add_sum(m, i, group, n, panel->extent.least, panel->sums[group]);
    }
    panel->missing[group] = rows[group];
    panel->sums[group] = 0;
  }
  return SQLITE_OK;
}

int un_panel_flush(struct un_panel *panel, const uint32_t *rows, struct un_measures *measures,
                   struct un_scan *scan) {
  switch (panel->mode) {
  case UN_PANEL_PAIRS: return flush_pairs(panel, measures, scan);
  case UN_PANEL_SUMS: return flush_sums(panel, rows, measures);
  case UN_PANEL_ROWS: break;
  }
  return SQLITE_OK;
}
