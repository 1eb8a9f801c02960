/* un_pool: every text of the catalogues. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"

/* Every text once, by offset: no pointers to relocate when the extension loads. */
static struct {
  char *text;
  size_t len, room;
  uint32_t *slots; /* offset + 1 */
  size_t slot_count, used;
} pool;

uint32_t pooled(const char *text) {
  if (2 * pool.used >= pool.slot_count) {
    struct { uint32_t *slots; size_t count; } old = {pool.slots, pool.slot_count};
    pool.slot_count = old.count ? 2 * old.count : 1 << 15;
    pool.slots = must(calloc(pool.slot_count, sizeof *pool.slots));
    for (size_t i = 0; i < old.count; i++) {
      if (!old.slots[i]) continue;
      const char *own = pool.text + old.slots[i] - 1;
      size_t at = un_hash(own, strlen(own)) & (pool.slot_count - 1);
      while (pool.slots[at]) at = (at + 1) & (pool.slot_count - 1);
      pool.slots[at] = old.slots[i];
    }
  }
  size_t n = strlen(text) + 1, at = un_hash(text, n - 1) & (pool.slot_count - 1);
  for (; pool.slots[at]; at = (at + 1) & (pool.slot_count - 1)) {
    if (strcmp(pool.text + pool.slots[at] - 1, text) == 0) return pool.slots[at] - 1;
  }
  while (pool.len + n > pool.room) {
    pool.text = must(realloc(pool.text, pool.room = pool.room ? 2 * pool.room : 1 << 16));
  }
  memcpy(pool.text + pool.len, text, n);
  pool.len += n;
  pool.used++;
  return (pool.slots[at] = (uint32_t)(pool.len - n + 1)) - 1;
}

void put_pool(void) {
  puts("const char un_pool[] =");
  for (size_t at = 0; at < pool.len; at += strlen(pool.text + at) + 1) {
    printf("  ");
    put_string(pool.text + at, strlen(pool.text + at));
    puts(" \"\\0\"");
  }
  puts("  ;");
}

const char *pool_text(uint32_t at) { return pool.text + at; }
