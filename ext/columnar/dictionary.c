#include "dictionary.h"

#include <string.h>

#include "sql/sqlite.h"

enum { ARENA_BYTES = 1 << 16 };

struct un_arena {
  struct un_arena *before;
  size_t used, size;
  char bytes[];
};

static const char *keep(struct un_dictionary *d, const char *bytes, uint32_t len) {
  struct un_arena *arena = d->arena;
  if (len == 0) return "";
  if (!arena || arena->size - arena->used < len) {
    size_t size = len > ARENA_BYTES ? len : ARENA_BYTES;
    arena = sqlite3_malloc64(sizeof *arena + size);
    if (!arena) return NULL;
    *arena = (struct un_arena){.before = d->arena, .size = size};
    d->arena = arena;
  }
  char *at = arena->bytes + arena->used;
  memcpy(at, bytes, len);
  arena->used += len;
  return at;
}

static uint32_t *slot_of(const struct un_dictionary *d, const struct un_cell *cell) {
  uint32_t at = (uint32_t)un_cell_hash(cell);
  for (;; at++) {
    uint32_t *slot = &d->slots[at & (d->slot_count - 1)];
    if (*slot == 0 || un_cell_same(&d->cells[*slot - 1], cell)) return slot;
  }
}

static bool grow(struct un_dictionary *d) {
  if (d->count < d->room) return true;
  if (d->room >= UINT32_MAX / 4) return false;
  uint32_t room = d->room > 0 ? 2 * d->room : 64, slot_count = 4 * room;
  struct un_cell *cells = sqlite3_realloc64(d->cells, room * sizeof *cells);
  if (!cells) return false;
  d->cells = cells;
  uint32_t *slots = sqlite3_malloc64(slot_count * sizeof *slots);
  if (!slots) return false;
  memset(slots, 0, slot_count * sizeof *slots);
  sqlite3_free(d->slots);
  d->slots = slots;
  d->slot_count = slot_count;
  d->room = room;
  for (uint32_t code = 1; code <= d->count; code++) *slot_of(d, &d->cells[code - 1]) = code;
  return true;
}

uint32_t un_dictionary_find(const struct un_dictionary *d, const struct un_cell *cell) {
  return d->slot_count > 0 ? *slot_of(d, cell) : 0;
}

uint32_t un_dictionary_add(struct un_dictionary *d, const struct un_cell *cell) {
  uint32_t code = un_dictionary_find(d, cell);
  if (code != 0) return code;
  if (!grow(d)) return 0;
  struct un_cell own = *cell;
  if (own.type >= UN_CELL_TEXT && !(own.bytes = keep(d, cell->bytes, cell->len))) return 0;
  d->cells[d->count++] = own;
  *slot_of(d, &own) = d->count;
  return d->count;
}

void un_dictionary_clear(struct un_dictionary *d) {
  while (d->arena) {
    struct un_arena *before = d->arena->before;
    sqlite3_free(d->arena);
    d->arena = before;
  }
  sqlite3_free(d->cells);
  sqlite3_free(d->slots);
  *d = (struct un_dictionary){0};
}
