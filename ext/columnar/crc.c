#include "crc.h"

#include <stdbool.h>
#include <string.h>

#define POLYNOMIAL 0x82f63b78u /* reflected */

static uint32_t by_bytes(uint32_t crc, const unsigned char *at, size_t len) {
  for (size_t i = 0; i < len; i++) {
    crc ^= at[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  return crc;
}

#if defined(__x86_64__) && defined(__GNUC__)
/* The processor's own instruction: checking costs a fraction of reading. */
__attribute__((target("sse4.2"))) static uint32_t by_words(uint32_t crc, const unsigned char *at,
                                                          size_t len) {
  uint64_t wide = crc, word;
  for (; len >= 8; at += 8, len -= 8) {
    memcpy(&word, at, 8);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  crc = (uint32_t)wide;
  for (; len > 0; at++, len--) crc = __builtin_ia32_crc32qi(crc, *at);
  return crc;
}

static bool has_instruction(void) { return __builtin_cpu_supports("sse4.2"); }
#else
#define by_words by_bytes
static bool has_instruction(void) { return false; }
#endif

/* Sixteen entries a nibble: no table to fill at the first call. */
static uint32_t by_nibbles(uint32_t crc, const unsigned char *at, size_t len) {
  uint32_t table[16];
  for (uint32_t i = 0; i < 16; i++) {
    uint32_t entry = i;
    for (int bit = 0; bit < 4; bit++) entry = entry >> 1 ^ (entry & 1 ? POLYNOMIAL : 0);
    table[i] = entry;
  }
  for (size_t i = 0; i < len; i++) {
    crc ^= at[i];
    crc = crc >> 4 ^ table[crc & 15];
    crc = crc >> 4 ^ table[crc & 15];
  }
  return crc;
}

uint32_t un_crc32c(const void *data, size_t len) {
  if (len < 16) return ~by_bytes(~0u, data, len);
  return ~(has_instruction() ? by_words : by_nibbles)(~0u, data, len);
}
