/* The way of arrays: what a segment needs for it, and the rows that pass. */
#include <string.h>

#include "kernel.h"
#include "tally_run.h"

/* --- a block -------------------------------------------------------------------------- */

static bool key_suits(const struct un_run *run, int key, const struct un_pack *head) {
  const struct un_run_key *k = &run->keys[key];
  if (un_pack_blank(head)) return true;
  return k->ordinals && head->kind == k->extent.kind && head->odd == 0 &&
         !(run->spec->keys[key].period && head->indefinite > 0);
}

/* The ordinals of the pack's values, from its least on; NULL: it has none. */
static const uint32_t *ordinals_of(const struct un_run_key *key, const struct un_pack *head) {
  if (un_pack_plain(head) == 0) return NULL;
  if (head->kind == UN_PACK_WORDS) return key->ordinals + head->least;
  return key->ordinals + UN_CODE_FIRST + (head->least - key->extent.least);
}

static size_t values_of(const struct un_pack *head) { return (size_t)(head->most - head->least) + 1; }

/* All rows have one ordinal: days of the same half-year, say. Their codes need not be read. */
static bool one_ordinal(const struct un_run_key *key, const struct un_pack *head, uint32_t *out) {
  const uint32_t *from = ordinals_of(key, head);
  *out = 0;
  if (un_pack_blank(head)) return true;
  if (!from || un_pack_plain(head) != head->rows) return false;
  for (size_t i = 1; i < values_of(head); i++) {
    if (from[i] != from[0]) return false;
  }
  *out = from[0];
  return true;
}

/* Into the block's next key: of[code], the ordinal of its place, times the stride. */
static bool open_block_key(struct un_block *block, const struct un_run_key *key, int column,
                           const struct un_pack *head, uint32_t stride) {
  bool words = head->kind == UN_PACK_WORDS;
  const uint32_t *from = ordinals_of(key, head);
  size_t first = words ? (from ? (size_t)head->least : 1) : UN_CODE_FIRST;
  size_t count = first + (from ? values_of(head) : 0), own = words ? 1 : UN_CODE_FIRST;
  uint32_t **of = &block->keys[block->key_count].of;
  size_t *room = &block->keys[block->key_count].room;
  if (*room < count) {
    uint32_t *grown = sqlite3_realloc64(*of, count * sizeof *grown);
    if (!grown) return false;
    *of = grown;
    *room = count;
  }
  memset(*of, 0, first * sizeof **of); /* words below the pack's least do not come up */
  for (size_t code = 0; code < own; code++) (*of)[code] = key->ordinals[code] * stride;
  for (size_t i = first; i < count; i++) (*of)[i] = from[i - first] * stride;
  block->keys[block->key_count++].column = column;
  return true;
}

static int open_keys(struct un_block *block, struct un_run *run) {
  uint32_t stride = 1, ordinal;
  block->key_count = 0;
  block->start = run->dense;
  for (int k = run->spec->key_count - 1; k >= 0; k--) {
    struct un_pack head;
    int column = run->spec->keys[k].column, rc = un_scan_pack(&run->scan, column, true, &head);
    if (rc != SQLITE_OK) return rc;
    if (one_ordinal(&run->keys[k], &head, &ordinal)) block->start += ordinal * stride;
    else if (!open_block_key(block, &run->keys[k], column, &head, stride)) return SQLITE_NOMEM;
    stride *= run->caps[k];
  }
  return SQLITE_OK;
}

static int open_tests(struct un_block *block, struct un_run *run, bool *none) {
  int rc = SQLITE_OK;
  block->test_count = 0;
  *none = false;
  for (int i = 0; i < run->filter_count; i++) {
    struct un_filter *filter = &run->filters[i];
    struct un_pack head;
    rc = un_scan_pack(&run->scan, filter->column, true, &head);
    if (rc == SQLITE_OK) rc = un_filter_ready(filter, &run->scan, &head);
    if (rc != SQLITE_OK) return rc;
    enum un_verdict verdict = un_filter_verdict(filter, &head);
    if (verdict == UN_NO_ROW) {
      *none = true;
      return SQLITE_OK;
    }
    if (verdict == UN_EVERY_ROW) continue;
    if (head.rows != block->rows) return un_reading_corrupt(&run->scan.reading, "columns differ in rows");
    if (!un_test_make(&block->tests[block->test_count], filter, &head)) return SQLITE_NOMEM;
    block->test_count++;
  }
  return rc;
}

int un_block_open(struct un_block *block, struct un_run *run, enum un_way *way) {
  struct un_pack head;
  bool none;
  int rc = un_scan_pack(&run->scan, 0, true, &head);
  block->rows = head.rows;
  block->there = 0;
  *way = run->dense || run->map ? UN_BY_ARRAYS : UN_BY_ROWS;
  if (rc == SQLITE_OK) rc = open_tests(block, run, &none);
  if (rc != SQLITE_OK) return rc;
  for (int k = 0; k < run->spec->key_count && !none && rc == SQLITE_OK; k++) {
    rc = un_scan_pack(&run->scan, run->spec->keys[k].column, true, &head);
    if (rc == SQLITE_OK && (!key_suits(run, k, &head) || head.rows != block->rows)) *way = UN_BY_ROWS;
  }
  for (int i = 0; i < run->panel_count && !none && rc == SQLITE_OK; i++) {
    const struct un_panel *panel = &run->lane.panels[i];
    rc = un_scan_pack(&run->scan, panel->column, true, &head);
    if (rc == SQLITE_OK && (!un_panel_suits(panel, &head) || head.rows != block->rows)) *way = UN_BY_ROWS;
  }
  for (int i = 0; i < run->spec->measure_count; i++) {
    if (run->spec->measures[i].n >= 0) *way = UN_BY_ROWS;
  }
  if (none) *way = UN_SKIP;
  return rc == SQLITE_OK && *way == UN_BY_ARRAYS ? open_keys(block, run) : rc;
}

bool un_block_room(struct un_block *block) {
  block->chosen = sqlite3_malloc64((UN_SEGMENT_ROWS + 8) * sizeof *block->chosen);
  block->keep = sqlite3_malloc64(UN_SEGMENT_ROWS);
  return block->chosen && block->keep;
}

void un_block_close(struct un_block *block) {
  for (int i = 0; i < UN_RUN_FILTERS; i++) un_test_close(&block->tests[i]);
  for (int k = 0; k < UN_GROUP_KEYS; k++) sqlite3_free(block->keys[k].of);
  for (int i = 0; i < UN_SNAPSHOT_COLUMNS; i++) sqlite3_free(block->own[i].bytes);
  sqlite3_free(block->chosen);
  sqlite3_free(block->keep);
}

/* --- its codes --------------------------------------------------------------------------- */

static int fetch(struct un_block *block, struct un_run *run, int column) {
  if (block->there >> column & 1) return SQLITE_OK;
  int rc = un_scan_pack(&run->scan, column, false, &block->packs[column]);
  if (rc == SQLITE_OK) block->there |= UINT64_C(1) << column;
  return rc;
}

/* As soon as a filter leaves no row, no other column is read. */
static int choose_rows(struct un_block *block, struct un_run *run) {
  int rc = SQLITE_OK;
  block->count = block->rows;
  if (block->test_count > 0) memset(block->keep, 1, block->rows);
  for (int i = 0; i < block->test_count && block->count > 0; i++) {
    int column = block->tests[i].filter->column;
    rc = fetch(block, run, column);
    if (rc != SQLITE_OK) return rc;
    un_test_apply(&block->tests[i], &block->packs[column], block->keep);
    if (!memchr(block->keep, 1, block->rows)) block->count = 0;
  }
  if (block->test_count > 0 && block->count > 0) {
    block->count = un_kernel_select(block->chosen, block->keep, block->rows);
  }
  return rc;
}

int un_block_read(struct un_block *block, struct un_run *run) {
  int rc = choose_rows(block, run);
  if (rc != SQLITE_OK || block->count == 0) return rc;
  for (int k = 0; k < block->key_count && rc == SQLITE_OK; k++) rc = fetch(block, run, block->keys[k].column);
  for (int i = 0; i < run->panel_count && rc == SQLITE_OK; i++) rc = fetch(block, run, run->lane.panels[i].column);
  return rc;
}

void un_block_take(struct un_block *block, struct un_scan *scan) {
  for (int i = 0; i < UN_SNAPSHOT_COLUMNS; i++) {
    if (block->there >> i & 1) un_scan_trade(scan, i, &block->own[i].bytes, &block->own[i].room);
  }
}
