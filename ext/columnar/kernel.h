/* The loops over a segment's codes: one a width and operation, made by one macro.
**
** Each takes the pack's codes and reads no further than its rows. They are plain
** loops that the compiler can widen; tests compare each with a naive one.
*/
#ifndef UN_COLUMNAR_KERNEL_H
#define UN_COLUMNAR_KERNEL_H

#include "pack.h"

/* index[i] += of[code]: `of` has an entry for every code of the pack. */
void un_kernel_index(uint32_t *index, const struct un_pack *pack, const uint32_t *of);

/* keep[i] &= low <= code <= high, or code == extra (UINT32_MAX for none). */
void un_kernel_range(uint8_t *keep, const struct un_pack *pack, uint32_t low, uint32_t high, uint32_t extra);

/* keep[i] &= of[code], entries 0 or 1. */
void un_kernel_set(uint8_t *keep, const struct un_pack *pack, const uint8_t *of);

/* index[i] = trash where not kept. */
void un_kernel_drop(uint32_t *index, const uint8_t *keep, uint32_t rows, uint32_t trash);

/* counts[index[i]]++ */
void un_kernel_count(uint32_t *counts, const uint32_t *index, uint32_t rows);

/* counts[index[i] * width + place]++, place the code or, from UN_CODE_FIRST on, code + shift. */
void un_kernel_pairs(uint32_t *counts, const uint32_t *index, const struct un_pack *pack, uint32_t shift,
                     size_t width);

/* sums[index[i]] += code - UN_CODE_FIRST + shift and counts[index[i]]++, for offsets. */
void un_kernel_sum(int64_t *sums, uint32_t *counts, const uint32_t *index, const struct un_pack *pack,
                   uint32_t shift);

/* out[i] = the place as above. */
void un_kernel_places(uint32_t *out, const struct un_pack *pack, uint32_t shift);

#endif
