/* The loops over a segment's codes: one a width and operation, made by one macro.
**
** Each takes the pack's codes and reads no further than its rows. They are plain
** loops that the compiler can widen; tests compare each with a naive one.
*/
#ifndef UN_COLUMNAR_KERNEL_H
#define UN_COLUMNAR_KERNEL_H

#include "pack.h"

/* index[i] = start + of[code], and index[i] += of[code]: `of` has an entry for every
** code of the pack. */
void un_kernel_index(uint32_t *index, const struct un_pack *pack, const uint32_t *of, uint32_t start);
void un_kernel_index_more(uint32_t *index, const struct un_pack *pack, const uint32_t *of);

/* keep[i] &= low <= code <= high, or code is one of the two others. All four are codes
** that the pack's width can hold; low <= high. */
void un_kernel_range(uint8_t *keep, const struct un_pack *pack, uint32_t low, uint32_t high, uint32_t other,
                     uint32_t another);

/* keep[i] &= of[code], entries 0 or 1. */
void un_kernel_set(uint8_t *keep, const struct un_pack *pack, const uint8_t *of);

/* The rows that are kept, in order; how many. `chosen` has room for 8 more than that. */
uint32_t un_kernel_select(uint16_t *chosen, const uint8_t *keep, uint32_t rows);

/* codes[i] = the code of row chosen[i], in the pack's width; of width 0 in 4 bytes. */
void un_kernel_pick(void *codes, const struct un_pack *pack, const uint16_t *chosen, uint32_t count);

/* counts[index[i]]++ */
void un_kernel_count(uint32_t *counts, const uint32_t *index, uint32_t rows);

/* counts[index[i] * width + place]++, place the code or, from UN_CODE_FIRST on, code + shift. */
void un_kernel_pairs(uint32_t *counts, const uint32_t *index, const struct un_pack *pack, uint32_t shift,
                     size_t width);

/* sums[index[i]] += code - UN_CODE_FIRST + shift, of offsets alone; the second where there
** are others: missing[index[i]]++ for those. */
void un_kernel_sum(int64_t *sums, const uint32_t *index, const struct un_pack *pack, uint32_t shift);
void un_kernel_sum_some(int64_t *sums, uint32_t *missing, const uint32_t *index, const struct un_pack *pack,
                        uint32_t shift);

/* out[i] = the place as above. */
void un_kernel_places(uint32_t *out, const struct un_pack *pack, uint32_t shift);

#endif
