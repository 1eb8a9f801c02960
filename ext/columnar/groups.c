#include "groups.h"

#include <stdlib.h>
#include <string.h>

#include "sql/sqlite.h"

static uint32_t hash_of(const uint32_t *ordinals, int keys) {
  uint64_t h = 0;
  for (int k = 0; k < keys; k++) h = (h ^ ordinals[k]) * UINT64_C(0x9e3779b97f4a7c15) + (h >> 29);
  return (uint32_t)(h >> 32);
}

static uint32_t *slot_of(const struct un_groups *g, const uint32_t *ordinals) {
  size_t bytes = (size_t)g->keys * sizeof *ordinals;
  for (uint32_t at = hash_of(ordinals, g->keys);; at++) {
    uint32_t *slot = &g->slots[at & (g->slot_count - 1)];
    if (*slot == 0 || memcmp(g->tuples + (size_t)*slot * (size_t)g->keys, ordinals, bytes) == 0) return slot;
  }
}

static bool grow(struct un_groups *g) {
  if (g->count < g->room) return true;
  if (g->room >= UINT32_MAX / 8) return false;
  uint32_t room = g->room > 0 ? 2 * g->room : 256, slot_count = 4 * room;
  size_t width = (size_t)(g->keys > 0 ? g->keys : 1) * sizeof *g->tuples;
  uint32_t *tuples = sqlite3_realloc64(g->tuples, room * width);
  if (!tuples) return false;
  g->tuples = tuples;
  uint32_t *slots = sqlite3_malloc64(slot_count * sizeof *slots);
  if (!slots) return false;
  memset(slots, 0, slot_count * sizeof *slots);
  sqlite3_free(g->slots);
  g->slots = slots;
  g->slot_count = slot_count;
  g->room = room;
  for (uint32_t n = 1; n < g->count; n++) *slot_of(g, tuples + (size_t)n * (size_t)g->keys) = n;
  return true;
}

bool un_groups_open(struct un_groups *g, int keys) {
  memset(g, 0, sizeof *g);
  g->keys = keys;
  if (!grow(g)) return false;
  g->count = 1;
  return true;
}

void un_groups_close(struct un_groups *g) {
  for (int k = 0; k < UN_GROUP_KEYS; k++) {
    un_dictionary_clear(&g->values[k]);
    sqlite3_free(g->reals[k].bits);
  }
  sqlite3_free(g->tuples);
  sqlite3_free(g->slots);
  memset(g, 0, sizeof *g);
}

static bool set_real(struct un_group_reals *reals, uint32_t ordinal) {
  size_t words = ordinal / 64 + UINT64_C(1);
  if (words > reals->words) {
    words *= 2;
    uint64_t *bits = sqlite3_realloc64(reals->bits, words * sizeof *bits);
    if (!bits) return false;
    memset(bits + reals->words, 0, (words - reals->words) * sizeof *bits);
    reals->bits = bits;
    reals->words = words;
  }
  reals->bits[ordinal / 64] |= UINT64_C(1) << (ordinal % 64);
  return true;
}

static bool is_real(const struct un_group_reals *reals, uint32_t ordinal) {
  return ordinal / 64 < reals->words && (reals->bits[ordinal / 64] >> (ordinal % 64) & 1);
}

uint32_t un_groups_ordinal(struct un_groups *g, int key, const struct un_cell *cell) {
  if (cell->type == UN_CELL_NULL) return 0;
  struct un_cell value = un_cell_plain(cell);
  struct un_group_reals *reals = &g->reals[key];
  uint32_t before = g->values[key].count, ordinal = un_dictionary_add(&g->values[key], &value);
  if (ordinal == 0) return UINT32_MAX;
  if (value.type != cell->type) {
    if (ordinal > before && !set_real(reals, ordinal)) return UINT32_MAX;
  } else if (value.type == UN_CELL_INTEGER && is_real(reals, ordinal)) {
    reals->bits[ordinal / 64] &= ~(UINT64_C(1) << (ordinal % 64));
  }
  return ordinal;
}

uint32_t un_groups_number(struct un_groups *g, const uint32_t *ordinals) {
  uint32_t *slot = slot_of(g, ordinals);
  if (*slot > 0) return *slot;
  if (g->count >= g->room) {
    if (!grow(g)) return UINT32_MAX;
    slot = slot_of(g, ordinals);
  }
  if (g->keys > 0) {
    memcpy(g->tuples + (size_t)g->count * (size_t)g->keys, ordinals, (size_t)g->keys * sizeof *ordinals);
  }
  *slot = g->count;
  return g->count++;
}

struct un_cell un_groups_key(const struct un_groups *g, uint32_t number, int key) {
  uint32_t ordinal = g->tuples[(size_t)number * (size_t)g->keys + (size_t)key];
  if (ordinal == 0) return (struct un_cell){.type = UN_CELL_NULL};
  struct un_cell cell = g->values[key].cells[ordinal - 1];
  if (is_real(&g->reals[key], ordinal)) cell = (struct un_cell){.type = UN_CELL_REAL, .real = (double)cell.whole};
  return cell;
}

/* --- order --------------------------------------------------------------------- */

/* The ranks of one key's ordinals, so that sorting groups compares integers. */
struct ranked {
  const struct un_cell *cells;
  uint32_t ordinal;
};

static int by_cell(const void *a, const void *b) {
  const struct ranked *x = a, *y = b;
  return un_cell_compare(&x->cells[x->ordinal - 1], &y->cells[y->ordinal - 1]);
}

static bool rank_of(const struct un_dictionary *values, uint32_t *ranks) {
  struct ranked *order = sqlite3_malloc64((values->count + 1) * sizeof *order);
  if (!order) return false;
  for (uint32_t i = 0; i < values->count; i++) order[i] = (struct ranked){values->cells, i + 1};
  qsort(order, values->count, sizeof *order, by_cell);
  ranks[0] = 0;
  for (uint32_t i = 0; i < values->count; i++) ranks[order[i].ordinal] = i + 1;
  sqlite3_free(order);
  return true;
}

/* Stable, least key first: a pass a key. */
static void pass(const struct un_groups *g, int key, const uint32_t *ranks, uint32_t *numbers,
                 uint32_t *other, uint32_t *starts) {
  uint32_t count = g->count - 1, values = g->values[key].count + 1, sum = 0;
  memset(starts, 0, (values + 1) * sizeof *starts);
  for (uint32_t i = 0; i < count; i++) {
    starts[ranks[g->tuples[(size_t)numbers[i] * (size_t)g->keys + (size_t)key]]]++;
  }
  for (uint32_t v = 0; v < values; v++) {
    uint32_t n = starts[v];
    starts[v] = sum;
    sum += n;
  }
  for (uint32_t i = 0; i < count; i++) {
    other[starts[ranks[g->tuples[(size_t)numbers[i] * (size_t)g->keys + (size_t)key]]]++] = numbers[i];
  }
  memcpy(numbers, other, count * sizeof *numbers);
}

uint32_t *un_groups_sorted(const struct un_groups *g) {
  uint32_t *numbers = sqlite3_malloc64(g->count * sizeof *numbers);
  uint32_t *other = sqlite3_malloc64(g->count * sizeof *other);
  bool ok = numbers && other;
  for (uint32_t n = 1; ok && n < g->count; n++) numbers[n - 1] = n;
  for (int key = g->keys - 1; ok && key >= 0; key--) {
    uint64_t size = g->values[key].count + UINT64_C(2);
    uint32_t *ranks = sqlite3_malloc64(size * sizeof *ranks);
    uint32_t *starts = sqlite3_malloc64(size * sizeof *starts);
    ok = ranks && starts && rank_of(&g->values[key], ranks);
    if (ok) pass(g, key, ranks, numbers, other, starts);
    sqlite3_free(ranks);
    sqlite3_free(starts);
  }
  sqlite3_free(other);
  if (ok) return numbers;
  sqlite3_free(numbers);
  return NULL;
}
