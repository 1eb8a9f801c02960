#include "kernel.h"

/* Rows that follow each other have no codes: theirs is the row's own. */
#define CODE0(at, i) ((void)(at), (uint32_t)(i) + UN_CODE_FIRST)
#define CODE1(at, i) ((uint32_t)(at)[i])
#define CODE2(at, i) ((uint32_t)un_load_code2((at) + 2 * (size_t)(i)))
#define CODE4(at, i) un_load_code4((at) + 4 * (size_t)(i))

/* `body` for every row i with its `code`, in a loop of its own for each width. */
#define LOOP(load, body)                            \
  for (uint32_t i = 0; i < pack->rows; i++) {       \
    uint32_t code = load(pack->codes, i);           \
    body;                                           \
  }
#define EACH_WIDTH(body)                            \
  switch (pack->width) {                            \
  case 0: LOOP(CODE0, body) break;                  \
  case 1: LOOP(CODE1, body) break;                  \
  case 2: LOOP(CODE2, body) break;                  \
  default: LOOP(CODE4, body) break;                 \
  }

static inline uint32_t place(uint32_t code, uint32_t shift) {
  return code >= UN_CODE_FIRST ? code + shift : code;
}

void un_kernel_index(uint32_t *index, const struct un_pack *pack, const uint32_t *of) {
  EACH_WIDTH(index[i] += of[code])
}

void un_kernel_range(uint8_t *keep, const struct un_pack *pack, uint32_t low, uint32_t high, uint32_t extra) {
  uint32_t span = high - low;
  EACH_WIDTH(keep[i] = (uint8_t)(keep[i] & ((code - low <= span) | (code == extra))))
}

void un_kernel_set(uint8_t *keep, const struct un_pack *pack, const uint8_t *of) {
  EACH_WIDTH(keep[i] &= of[code])
}

void un_kernel_drop(uint32_t *index, const uint8_t *keep, uint32_t rows, uint32_t trash) {
  for (uint32_t i = 0; i < rows; i++) index[i] = keep[i] ? index[i] : trash;
}

void un_kernel_count(uint32_t *counts, const uint32_t *index, uint32_t rows) {
  for (uint32_t i = 0; i < rows; i++) counts[index[i]]++;
}

void un_kernel_pairs(uint32_t *counts, const uint32_t *index, const struct un_pack *pack, uint32_t shift,
                     size_t width) {
  EACH_WIDTH(counts[index[i] * width + place(code, shift)]++)
}

void un_kernel_sum(int64_t *sums, uint32_t *counts, const uint32_t *index, const struct un_pack *pack,
                   uint32_t shift) {
  EACH_WIDTH({
    uint32_t plain = code >= UN_CODE_FIRST;
    sums[index[i]] += plain ? (int64_t)code - UN_CODE_FIRST + shift : 0;
    counts[index[i]] += plain;
  })
}

void un_kernel_places(uint32_t *out, const struct un_pack *pack, uint32_t shift) {
  EACH_WIDTH(out[i] = place(code, shift))
}
