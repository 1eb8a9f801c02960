/* The way of arrays: a block's rows to groups by tables and loops (kernel.h). */
#include <string.h>

#include "kernel.h"
#include "tally_run.h"

bool un_lane_open(struct un_lane *lane, struct un_measures *measures) {
  memset(lane, 0, sizeof *lane);
  lane->measures = measures;
  lane->index = sqlite3_malloc64(UN_LANE_ROWS * sizeof *lane->index);
  lane->places = sqlite3_malloc64(UN_LANE_ROWS * sizeof *lane->places);
  lane->picked = sqlite3_malloc64(UN_LANE_ROWS * sizeof *lane->picked);
  return lane->index && lane->places && lane->picked;
}

void un_lane_close(struct un_lane *lane, int panel_count) {
  for (int i = 0; i < panel_count; i++) un_panel_close(&lane->panels[i]);
  sqlite3_free(lane->index);
  sqlite3_free(lane->places);
  sqlite3_free(lane->picked);
  sqlite3_free(lane->rows);
}

bool un_rows_grow(uint32_t **rows, uint32_t *room, uint32_t count) {
  if (count <= *room) return true;
  uint32_t more = *room > 0 ? *room : 64;
  while (more < count) more *= 2;
  uint32_t *grown = sqlite3_realloc64(*rows, more * sizeof *grown);
  if (!grown) return false;
  memset(grown + *room, 0, (more - *room) * sizeof *grown);
  *rows = grown;
  *room = more;
  return true;
}

bool un_lane_grow(struct un_lane *lane, uint32_t count) { return un_rows_grow(&lane->rows, &lane->rows_room, count); }

/* The codes of `count` rows from `from` on, of the chosen ones or of all. */
static struct un_pack codes_of(const struct un_lane *lane, const struct un_pack *pack, const uint16_t *chosen,
                               uint32_t from, uint32_t count) {
  struct un_pack codes = *pack;
  codes.rows = count;
  if (chosen) {
    un_kernel_pick(lane->picked, pack, chosen + from, count);
    codes.codes = (const unsigned char *)lane->picked;
    if (codes.width == 0) codes.width = 4;
  } else if (pack->width == 0) {
    for (uint32_t i = 0; i < count; i++) lane->picked[i] = from + i + UN_CODE_FIRST;
    codes.codes = (const unsigned char *)lane->picked;
    codes.width = 4;
  } else {
    codes.codes += (size_t)from * pack->width;
  }
  return codes;
}

/* index[row] becomes the group. */
static int number_rows(struct un_run *run, uint32_t *index, uint32_t rows) {
  for (uint32_t i = 0; i < rows; i++) {
    uint32_t group = run->map[index[i]];
    if (group == UINT32_MAX) {
      group = un_run_new_group(run, index[i]);
      if (group == UINT32_MAX) return SQLITE_NOMEM;
      run->map[index[i]] = group;
    }
    index[i] = group;
  }
  return un_run_grow(run);
}

static int add_rows(struct un_lane *lane, struct un_run *run, const struct un_block *block, uint32_t from,
                    uint32_t count) {
  const uint16_t *chosen = block->count < block->rows ? block->chosen : NULL;
  int rc = SQLITE_OK;
  if (block->key_count == 0) {
    for (uint32_t i = 0; i < count; i++) lane->index[i] = block->start;
  }
  for (int k = 0; k < block->key_count; k++) {
    struct un_pack codes = codes_of(lane, &block->packs[block->keys[k].column], chosen, from, count);
    if (k == 0) un_kernel_index(lane->index, &codes, block->keys[k].of, block->start);
    else un_kernel_index_more(lane->index, &codes, block->keys[k].of);
  }
  if (!run->dense) rc = number_rows(run, lane->index, count);
  if (rc == SQLITE_OK && run->counts_rows) un_kernel_count(lane->rows, lane->index, count);
  for (int i = 0; i < run->panel_count && rc == SQLITE_OK; i++) {
    struct un_panel *panel = &lane->panels[i];
    const struct un_pack *pack = &block->packs[panel->column];
    struct un_pack codes = codes_of(lane, pack, chosen, from, count);
    rc = un_panel_add(panel, lane->index, pack, &codes, lane->places, lane->measures, &run->scan);
  }
  return rc;
}

int un_lane_add(struct un_lane *lane, struct un_run *run, const struct un_block *block) {
  int rc = SQLITE_OK;
  for (uint32_t from = 0; from < block->count && rc == SQLITE_OK; from += UN_LANE_ROWS) {
    uint32_t left = block->count - from;
    rc = add_rows(lane, run, block, from, left < UN_LANE_ROWS ? left : UN_LANE_ROWS);
  }
  return rc;
}
