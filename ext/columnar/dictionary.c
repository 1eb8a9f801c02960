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

static struct un_slot *slot_of(const struct un_dictionary *d, const struct un_cell *cell, const struct un_key *key) {
  for (uint32_t at = (uint32_t)un_key_hash(key);; at++) {
    struct un_slot *slot = &d->slots[at & (d->slot_count - 1)];
    if (slot->code == 0) return slot;
    if (slot->first != key->first || slot->last != key->last || slot->tag != key->tag) continue;
    if (un_key_whole(key) || un_cell_same(&d->cells[slot->code - 1], cell)) return slot;
  }
}

bool un_dictionary_reserve(struct un_dictionary *d, uint32_t count) {
  if (count <= d->room) return true;
  if (count > UINT32_MAX / 4) return false;
  uint32_t room = d->room > 0 ? d->room : 64;
  while (room < count) room *= 2;
  uint32_t slot_count = 2 * room;
  struct un_cell *cells = sqlite3_realloc64(d->cells, room * sizeof *cells);
  if (!cells) return false;
  d->cells = cells;
  struct un_slot *slots = sqlite3_malloc64(slot_count * sizeof *slots);
  if (!slots) return false;
  memset(slots, 0, slot_count * sizeof *slots);
  for (uint32_t i = 0; i < d->slot_count; i++) {
    const struct un_slot *slot = &d->slots[i];
    struct un_key key = {.first = slot->first, .last = slot->last, .tag = slot->tag};
    uint32_t at = (uint32_t)un_key_hash(&key);
    if (slot->code == 0) continue;
    while (slots[at & (slot_count - 1)].code != 0) at++;
    slots[at & (slot_count - 1)] = d->slots[i];
  }
  sqlite3_free(d->slots);
  d->slots = slots;
  d->slot_count = slot_count;
  d->room = room;
  return true;
}

uint32_t un_dictionary_find(const struct un_dictionary *d, const struct un_cell *cell) {
  struct un_key key = un_cell_key(cell);
  return d->slot_count > 0 ? slot_of(d, cell, &key)->code : 0;
}

static uint32_t add(struct un_dictionary *d, const struct un_cell *cell, const struct un_key *key) {
  if (!un_dictionary_reserve(d, d->count + 1)) return 0;
  struct un_cell own = *cell;
  if (own.type >= UN_CELL_TEXT && !(own.bytes = keep(d, cell->bytes, cell->len))) return 0;
  d->cells[d->count++] = own;
  *slot_of(d, &own, key) = (struct un_slot){.first = key->first, .last = key->last, .tag = key->tag, .code = d->count};
  return d->count;
}

uint32_t un_dictionary_add(struct un_dictionary *d, const struct un_cell *cell) {
  struct un_key key = un_cell_key(cell);
  uint32_t code = d->slot_count > 0 ? slot_of(d, cell, &key)->code : 0;
  return code != 0 ? code : add(d, cell, &key);
}

void un_dictionary_fetch(const struct un_dictionary *d, const struct un_key *key) {
  if (d->slot_count > 0) __builtin_prefetch(&d->slots[un_key_hash(key) & (d->slot_count - 1)]);
}

uint32_t un_dictionary_add_key(struct un_dictionary *d, const struct un_key *key) {
  char text[UN_KEY_TEXT];
  struct un_cell cell = un_key_text(key, text);
  uint32_t code = d->slot_count > 0 ? slot_of(d, &cell, key)->code : 0;
  return code != 0 ? code : add(d, &cell, key);
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
