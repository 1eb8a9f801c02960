#include "kernel.h"

/* Rows that follow each other have no codes: theirs is the row's own. */
#define CODE0(at, i) ((void)(at), (uint32_t)(i) + UN_CODE_FIRST)
#define CODE1(at, i) ((at)[i])
#define CODE2(at, i) un_load_code2((at) + 2 * (size_t)(i))
#define CODE4(at, i) un_load_code4((at) + 4 * (size_t)(i))

/* `body` for i below `count` with the `code` of row `row`, which may depend on i, in a
** loop of its own for each width. narrow_t is the type that holds a code. */
#define LOOP(type, load, count, row, body)          \
  {                                                 \
    typedef type narrow_t;                          \
    for (uint32_t i = 0; i < (count); i++) {        \
      narrow_t code = load(pack->codes, row);       \
      body;                                         \
    }                                               \
  }
#define EACH_WIDTH(count, row, body)                                \
  switch (pack->width) {                                            \
  case 0: LOOP(uint32_t, CODE0, count, row, body) break;            \
  case 1: LOOP(uint8_t, CODE1, count, row, body) break;             \
  case 2: LOOP(uint16_t, CODE2, count, row, body) break;            \
  default: LOOP(uint32_t, CODE4, count, row, body) break;           \
  }
#define EACH_ROW(body) EACH_WIDTH(pack->rows, i, body)

static inline uint32_t place(uint32_t code, uint32_t shift) {
  return code >= UN_CODE_FIRST ? code + shift : code;
}

void un_kernel_index(uint32_t *index, const struct un_pack *pack, const uint32_t *of, uint32_t start) {
  EACH_ROW(index[i] = start + of[code])
}

void un_kernel_index_more(uint32_t *index, const struct un_pack *pack, const uint32_t *of) {
  EACH_ROW(index[i] += of[code])
}

/* In the codes' own width: sixteen bytes are sixteen rows. */
void un_kernel_range(uint8_t *keep, const struct un_pack *pack, uint32_t low, uint32_t high, uint32_t other,
                     uint32_t another) {
  uint32_t span = high - low;
  EACH_ROW(keep[i] = (uint8_t)(keep[i] & (((narrow_t)(code - (narrow_t)low) <= (narrow_t)span) |
                                          (code == (narrow_t)other) | (code == (narrow_t)another))))
}

void un_kernel_set(uint8_t *keep, const struct un_pack *pack, const uint8_t *of) {
  EACH_ROW(keep[i] &= of[code])
}

/* Eight rows at a time: most have none, or the next eight places are written anyway. */
uint32_t un_kernel_select(uint16_t *chosen, const uint8_t *keep, uint32_t rows) {
  uint32_t count = 0, i = 0;
  for (; i + 8 <= rows; i += 8) {
    uint64_t eight;
    memcpy(&eight, keep + i, 8);
    if (eight == 0) continue;
    for (uint32_t k = i; k < i + 8; k++) {
      chosen[count] = (uint16_t)k;
      count += keep[k];
    }
  }
  for (; i < rows; i++) {
    chosen[count] = (uint16_t)i;
    count += keep[i];
  }
  return count;
}

void un_kernel_pick(void *codes, const struct un_pack *pack, const uint16_t *chosen, uint32_t count) {
  EACH_WIDTH(count, chosen[i], ((narrow_t *)codes)[i] = code)
}

void un_kernel_count(uint32_t *counts, const uint32_t *index, uint32_t rows) {
  for (uint32_t i = 0; i < rows; i++) counts[index[i]]++;
}

void un_kernel_pairs(uint32_t *counts, const uint32_t *index, const struct un_pack *pack, uint32_t shift,
                     size_t width) {
  EACH_ROW(counts[index[i] * width + place(code, shift)]++)
}

void un_kernel_sum(int64_t *sums, const uint32_t *index, const struct un_pack *pack, uint32_t shift) {
  int64_t more = (int64_t)shift - UN_CODE_FIRST;
  EACH_ROW(sums[index[i]] += (int64_t)code + more)
}

void un_kernel_sum_some(int64_t *sums, uint32_t *missing, const uint32_t *index, const struct un_pack *pack,
                        uint32_t shift) {
  EACH_ROW({
    uint32_t plain = code >= UN_CODE_FIRST;
    sums[index[i]] += plain ? (int64_t)code - UN_CODE_FIRST + shift : 0;
    missing[index[i]] += !plain;
  })
}

void un_kernel_places(uint32_t *out, const struct un_pack *pack, uint32_t shift) {
  EACH_ROW(out[i] = place(code, shift))
}
