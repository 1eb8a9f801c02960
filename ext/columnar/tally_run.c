#include "tally_worker.h"

#include <string.h>

#include "law/date.h"
#include "law/period.h"

/* Keys of at most this many places, and combinations, have tables; others go row by row. */
enum { KEY_PLACES = 1 << 20, MAP_MOST = 1 << 22, DENSE_MOST = 1 << 15 };
#define UNKNOWN UINT32_MAX

int un_run_open(struct un_run *run, const struct un_spec *spec, char **error) {
  memset(run, 0, sizeof *run);
  run->spec = spec;
  run->error = error;
  un_measures_open(&run->measures, spec->measures, spec->measure_count, error);
  return un_lane_open(&run->lane, &run->measures) && un_block_room(&run->blocks[0]) &&
                 un_groups_open(&run->groups, spec->key_count)
             ? SQLITE_OK
             : SQLITE_NOMEM;
}

void un_run_close(struct un_run *run) {
  for (int i = 0; i < run->filter_count; i++) un_filter_close(&run->filters[i]);
  for (int i = 0; i < UN_GROUP_KEYS; i++) sqlite3_free(run->keys[i].ordinals);
  un_lane_close(&run->lane, run->panel_count);
  for (int i = 0; i < 2; i++) un_block_close(&run->blocks[i]);
  un_measures_close(&run->measures);
  un_groups_close(&run->groups);
  un_scan_close(&run->scan);
  sqlite3_free(run->rows);
  sqlite3_free(run->map);
  memset(run, 0, sizeof *run);
}

/* The panel that has the rows of each group, as long as they are not counted by themselves. */
static struct un_panel *counting_panel(struct un_run *run) {
  int i = 0;
  while (i < run->panel_count && run->lane.panels[i].mode != UN_PANEL_PAIRS) i++;
  return i < run->panel_count && !run->counts_rows ? &run->lane.panels[i] : NULL;
}

/* Its rows, before it gives its counts away. */
static void keep_rows(struct un_run *run, uint32_t count) {
  struct un_panel *panel = counting_panel(run);
  if (!panel || panel->groups == 0 || !un_panel_outgrown(panel, count)) return;
  un_panel_rows(panel, run->lane.rows);
  run->counts_rows = true;
}

int un_run_grow(struct un_run *run) {
  uint32_t count = run->groups.count;
  int rc = un_measures_grow(&run->measures, count);
  if (rc == SQLITE_OK && !un_lane_grow(&run->lane, count)) rc = SQLITE_NOMEM;
  if (rc == SQLITE_OK) keep_rows(run, count);
  for (int i = 0; i < run->panel_count && rc == SQLITE_OK; i++) {
    rc = un_panel_grow(&run->lane.panels[i], count, &run->measures, &run->scan);
  }
  if (rc == SQLITE_OK && !un_rows_grow(&run->rows, &run->rows_room, count)) rc = SQLITE_NOMEM;
  return rc;
}

/* --- row by row ---------------------------------------------------------------------- */

/* A key's cell of a row's cell; period_of() refuses what is no date. */
static int key_cell(struct un_run *run, int key, struct un_cell *cell, char text[UN_PERIOD_TEXT]) {
  const struct un_spec_key *k = &run->spec->keys[key];
  un_day day;
  if (!k->period || cell->type == UN_CELL_NULL) return SQLITE_OK;
  if (cell->type != UN_CELL_TEXT || !un_date_parse(cell->bytes, cell->len, &day)) {
    *run->error = cell->type == UN_CELL_TEXT
                      ? sqlite3_mprintf("period_of(): argument 1 '%.*s' is not a date",
                                        cell->len < 40 ? (int)cell->len : 40, cell->bytes)
                      : sqlite3_mprintf("period_of(): argument 1 is not a date");
    return SQLITE_ERROR;
  }
  cell->len = (uint32_t)un_period_format(un_period_of(day, k->unit), text);
  cell->bytes = text;
  return SQLITE_OK;
}

/* By its place, if a pack would hold it: the same value must be the same there. */
static int add_distinct(struct un_run *run, int at, uint32_t group, const struct un_cell *cell) {
  const struct un_panel *panel = run->lane.panels;
  if (cell->type == UN_CELL_NULL) return SQLITE_OK;
  while (panel->column != run->spec->measures[at].column) panel++;
  if (!panel->extent.mixed && panel->extent.kind == UN_PACK_WORDS) {
    int rc = un_reading_words(&run->scan.reading, panel->column);
    if (rc != SQLITE_OK) return rc;
  }
  struct un_cell plain = un_cell_plain(cell);
  uint32_t place = un_panel_place(panel, &run->scan, &plain);
  return place > 0 ? un_measures_add_place(&run->measures, at, group, place, panel->places)
                   : un_measures_add_odd(&run->measures, at, group, &plain, panel->places);
}

static int add_measures(struct un_run *run, uint32_t group, const struct un_cell *cells) {
  int rc = SQLITE_OK;
  for (int i = 0; i < run->measures.count && rc == SQLITE_OK; i++) {
    const struct un_spec_measure *m = &run->spec->measures[i];
    const struct un_cell *cell = m->column >= 0 ? &cells[m->column] : NULL;
    int64_t times = 1;
    if (!cell) continue; /* count(*): run->rows */
    if (m->n >= 0 && (cell->type == UN_CELL_NULL || cells[m->n].type == UN_CELL_NULL)) continue;
    if (m->n >= 0) {
      if (cells[m->n].type != UN_CELL_INTEGER || cells[m->n].whole < 0) {
        *run->error = sqlite3_mprintf("tally: %s: n is not a count", m->name);
        return SQLITE_ERROR;
      }
      times = cells[m->n].whole;
    }
    rc = m->kind == UN_DISTINCT ? add_distinct(run, i, group, cell)
                                : un_measures_add(&run->measures, i, group, cell, times);
  }
  return rc;
}

static int add_row(struct un_run *run, const struct un_cell *cells) {
  char text[UN_PERIOD_TEXT];
  uint32_t ordinals[UN_GROUP_KEYS];
  for (int i = 0; i < run->filter_count; i++) {
    if (!un_filter_passes(&run->filters[i], &cells[run->filters[i].column])) return SQLITE_OK;
  }
  for (int k = 0; k < run->spec->key_count; k++) {
    struct un_cell cell = cells[run->spec->keys[k].column];
    int rc = key_cell(run, k, &cell, text);
    if (rc != SQLITE_OK) return rc;
    ordinals[k] = un_groups_ordinal(&run->groups, k, &cell);
    if (ordinals[k] == UNKNOWN) return SQLITE_NOMEM;
  }
  uint32_t group = un_groups_number(&run->groups, ordinals);
  if (group == UNKNOWN) return SQLITE_NOMEM;
  int rc = group < run->rows_room ? SQLITE_OK : un_run_grow(run);
  if (rc != SQLITE_OK) return rc;
  run->rows[group]++;
  return add_measures(run, group, cells);
}

static int add_fresh(struct un_run *run) {
  struct un_cell cells[UN_SNAPSHOT_COLUMNS];
  int rc = un_worker_settle(run), step = SQLITE_ROW;
  if (rc != SQLITE_OK) return rc;
  while ((step = un_scan_row(&run->scan)) == SQLITE_ROW && rc == SQLITE_OK) {
    for (int i = 0; i < run->scan.reading.snapshot->count; i++) cells[i] = un_cell_of(run->scan.fresh, i);
    rc = add_row(run, cells);
  }
  return rc == SQLITE_OK && step != SQLITE_DONE ? step : rc;
}

/* --- columns that are used ------------------------------------------------------------- */

static uint64_t used_columns(const struct un_run *run) {
  uint64_t used = 0;
  for (int i = 0; i < run->filter_count; i++) used |= UINT64_C(1) << run->filters[i].column;
  for (int i = 0; i < run->spec->key_count; i++) used |= UINT64_C(1) << run->spec->keys[i].column;
  for (int i = 0; i < run->spec->measure_count; i++) {
    if (run->spec->measures[i].column >= 0) used |= UINT64_C(1) << run->spec->measures[i].column;
    if (run->spec->measures[i].n >= 0) used |= UINT64_C(1) << run->spec->measures[i].n;
  }
  return used;
}

static int add_packed_rows(struct un_run *run, uint32_t rows) {
  struct un_cell cells[UN_SNAPSHOT_COLUMNS];
  char texts[UN_SNAPSHOT_COLUMNS][UN_DATE_TEXT];
  uint64_t used = used_columns(run);
  int rc = SQLITE_OK;
  for (int i = 0; i < UN_SNAPSHOT_COLUMNS && rc == SQLITE_OK; i++) {
    struct un_pack pack;
    if (!(used >> i & 1)) continue;
    rc = un_scan_pack(&run->scan, i, false, &pack);
    if (rc == SQLITE_OK && pack.rows != rows) rc = un_reading_corrupt(&run->scan.reading, "columns differ in rows");
    if (rc == SQLITE_OK) rc = un_reading_words(&run->scan.reading, i);
  }
  for (uint32_t row = 0; row < rows && rc == SQLITE_OK; row++) {
    for (int i = 0; i < UN_SNAPSHOT_COLUMNS; i++) {
      if (used >> i & 1) cells[i] = un_scan_cell(&run->scan, i, row, texts[i]);
    }
    rc = add_row(run, cells);
  }
  return rc;
}

/* --- keys and groups ------------------------------------------------------------------------- */

/* The ordinals of a key's places, once for all segments. */
static int open_key(struct un_run *run, int key) {
  struct un_run_key *k = &run->keys[key];
  const struct un_spec_key *spec = &run->spec->keys[key];
  int rc = un_extent_of(&run->scan, spec->column, &k->extent);
  if (rc != SQLITE_OK || k->extent.mixed) return rc;
  bool words = k->extent.kind == UN_PACK_WORDS;
  uint64_t places = words ? (uint64_t)k->extent.most + 1
                          : (uint64_t)(k->extent.most - k->extent.least) + UN_CODE_FIRST + 1;
  if (places > KEY_PLACES || (spec->period && k->extent.kind != UN_PACK_DAYS)) return SQLITE_OK;
  if (words && (rc = un_reading_words(&run->scan.reading, spec->column)) != SQLITE_OK) return rc;
  k->ordinals = sqlite3_malloc64(places * sizeof *k->ordinals);
  if (!k->ordinals) return SQLITE_NOMEM;
  k->places = (uint32_t)places;
  k->ordinals[0] = 0;
  struct un_panel as = {.column = spec->column, .extent = k->extent, .places = k->places};
  int32_t last = INT32_MIN;
  for (uint32_t place = 1; place < k->places; place++) {
    char text[UN_DATE_TEXT], period[UN_PERIOD_TEXT];
    if (!words && place < UN_CODE_FIRST && (spec->period || place == UN_CODE_ODD)) {
      k->ordinals[place] = 0; /* a block with such rows goes row by row */
      continue;
    }
    struct un_cell cell = un_panel_cell(&as, &run->scan, place, text);
    if (spec->period) {
      struct un_period p = un_period_of((un_day)(k->extent.least + place - UN_CODE_FIRST), spec->unit);
      if (p.index == last) {
        k->ordinals[place] = k->ordinals[place - 1];
        continue;
      }
      last = p.index;
      cell.len = (uint32_t)un_period_format(p, period);
      cell.bytes = period;
    }
    k->ordinals[place] = un_groups_ordinal(&run->groups, key, &cell);
    if (k->ordinals[place] == UNKNOWN) return SQLITE_NOMEM;
  }
  return SQLITE_OK;
}

/* The map from combined ordinals to groups; none when there are too many. */
static int open_map(struct un_run *run) {
  uint64_t size = 1;
  bool same = run->map != NULL;
  if (run->dense) return SQLITE_OK; /* packs bring no value that was not there at the start */
  for (int k = 0; k < run->spec->key_count; k++) {
    uint32_t need = run->groups.values[k].count + 1;
    if (need > run->caps[k]) {
      same = false;
      run->caps[k] = run->caps[k] == 0 ? need : need + need / 4;
    }
    if (size < UINT64_C(1) << 40) size *= run->caps[k];
  }
  if (same) return SQLITE_OK;
  sqlite3_free(run->map);
  run->map = NULL;
  run->map_size = 0;
  if (size > MAP_MOST) return SQLITE_OK;
  run->map = sqlite3_malloc64(size * sizeof *run->map);
  if (!run->map) return SQLITE_NOMEM;
  memset(run->map, 0xff, size * sizeof *run->map);
  run->map_size = (uint32_t)size;
  return SQLITE_OK;
}

uint32_t un_run_new_group(struct un_run *run, uint32_t combined) {
  uint32_t ordinals[UN_GROUP_KEYS];
  for (int k = run->spec->key_count - 1; k >= 0; k--) {
    ordinals[k] = combined % run->caps[k];
    combined /= run->caps[k];
  }
  return un_groups_number(&run->groups, ordinals);
}

/* Few combinations: all get their groups, in order, before any row comes. */
static int open_dense(struct un_run *run) {
  uint64_t size = 1;
  for (int k = 0; k < run->spec->key_count; k++) {
    run->caps[k] = run->groups.values[k].count + 1;
    if (!run->keys[k].ordinals) return SQLITE_OK;
    size *= run->caps[k];
    if (size > DENSE_MOST) return SQLITE_OK;
  }
  for (uint32_t combined = 0; combined < size; combined++) {
    if (un_run_new_group(run, combined) == UNKNOWN) return SQLITE_NOMEM;
  }
  run->dense = true;
  return SQLITE_OK;
}

static int add_packed(struct un_run *run) {
  struct un_block *block = &run->blocks[run->at];
  enum un_way way;
  int rc = un_block_open(block, run, &way);
  if (rc != SQLITE_OK || way == UN_SKIP) return rc;
  if (way == UN_BY_ROWS) {
    rc = un_worker_settle(run);
    return rc == SQLITE_OK ? add_packed_rows(run, block->rows) : rc;
  }
  rc = un_block_read(block, run);
  if (rc != SQLITE_OK || block->count == 0) return rc;
  if (!un_worker_free(run)) return un_lane_add(&run->lane, run, block);
  un_block_take(block, &run->scan);
  un_worker_give(run, block);
  run->at = !run->at;
  return SQLITE_OK;
}

/* --- all of it --------------------------------------------------------------------------- */

static int open_panels(struct un_run *run) {
  int rc = SQLITE_OK;
  for (int i = 0; i < run->spec->measure_count && rc == SQLITE_OK; i++) {
    struct un_extent extent;
    bool twins = false;
    int column = run->spec->measures[i].column, k = 0;
    while (k < run->panel_count && run->lane.panels[k].column != column) k++;
    if (column < 0 || k < run->panel_count) continue;
    rc = un_extent_of(&run->scan, column, &extent);
    if (rc == SQLITE_OK) rc = un_reading_twins(&run->scan.reading, column, &twins);
    if (twins) extent.mixed = true; /* row by row, where they become one */
    if (rc == SQLITE_OK) un_panel_open(&run->lane.panels[run->panel_count++], column, &extent, &run->measures);
  }
  return rc;
}

/* Whether rows must be counted by themselves: pairs hold them too. */
static void choose_counting(struct un_run *run) {
  run->counts_rows = true;
  for (int i = 0; i < run->panel_count; i++) {
    if (run->dense && run->lane.panels[i].mode == UN_PANEL_PAIRS) run->counts_rows = false;
  }
}

/* What was counted in arrays, to the measures. */
static int flush(struct un_run *run) {
  struct un_lane *lane = &run->lane;
  const struct un_panel *counting = counting_panel(run);
  int rc = un_worker_settle(run);
  if (counting) un_panel_rows(counting, lane->rows);
  for (int i = 0; i < run->panel_count && rc == SQLITE_OK; i++) {
    rc = un_panel_flush(&lane->panels[i], lane->rows, &run->measures, &run->scan);
  }
  for (uint32_t g = 1; g < run->groups.count; g++) run->rows[g] += lane->rows[g];
  return rc;
}

static int count_rows(struct un_run *run) {
  static const struct un_cell row = {.type = UN_CELL_INTEGER};
  int rc = SQLITE_OK;
  for (int i = 0; i < run->measures.count && rc == SQLITE_OK; i++) {
    if (run->spec->measures[i].kind != UN_COUNT_ROWS) continue;
    rc = un_measures_add_groups(&run->measures, i, &row, run->rows, 1, run->groups.count);
  }
  return rc;
}

int un_run_all(struct un_run *run, struct un_snapshot *snapshot, struct un_stores *stores) {
  int rc = un_scan_visit(&run->scan, snapshot, stores, run->error);
  if (rc == SQLITE_OK) rc = open_panels(run);
  for (int k = 0; k < run->spec->key_count && rc == SQLITE_OK; k++) rc = open_key(run, k);
  if (rc == SQLITE_OK) rc = open_dense(run); /* without keys: the one group of all */
  if (rc == SQLITE_OK) rc = un_run_grow(run);
  choose_counting(run);
  if (rc == SQLITE_OK && run->spec->threads > 1) rc = un_worker_open(run);
  while (rc == SQLITE_OK && (rc = un_scan_next(&run->scan)) == SQLITE_ROW) {
    rc = run->scan.packed ? open_map(run) : SQLITE_OK;
    if (rc == SQLITE_OK) rc = run->scan.packed ? add_packed(run) : add_fresh(run);
  }
  if (rc == SQLITE_DONE) rc = flush(run);
  un_worker_close(run);
  if (rc == SQLITE_OK) rc = count_rows(run);
  if (rc == SQLITE_OK) un_scan_leave(&run->scan);
  if (rc == SQLITE_OK) un_scan_close(&run->scan); /* what was counted needs it no more */
  return rc;
}
