/* A pack: one column of one segment, encoded.
**
** (1) A segment is 65,536 ids; a pack holds a code of 0 to 4 bytes for each row
**     that is there, in the order of ids.
** (2) Kinds: WORDS, a code is a dictionary's (0 is NULL); NUMBERS and DAYS, a
**     code is an offset from the base, with codes of their own for NULL, for
**     'indefinite', and for an odd value, whose dictionary code stands in a list.
** (3) Width 0: NUMBERS that follow each other without a gap (ids).
** (4) A head of UN_PACK_HEAD bytes says what is in it, and whose it is; the data
**     are the codes and the odd rows. Both have a CRC-32C. Whatever the bytes are,
**     opening says no, or every code and every odd row lies within bounds.
**
** Ownership: a struct un_pack points into the data it was opened over.
*/
#ifndef UN_COLUMNAR_PACK_H
#define UN_COLUMNAR_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { UN_SEGMENT_BITS = 16, UN_SEGMENT_ROWS = 1 << UN_SEGMENT_BITS, UN_PACK_HEAD = 60 };

enum un_pack_kind { UN_PACK_WORDS, UN_PACK_NUMBERS, UN_PACK_DAYS };

/* Codes of NUMBERS and DAYS that are no offsets. */
enum { UN_CODE_NULL, UN_CODE_INDEFINITE, UN_CODE_ODD, UN_CODE_FIRST };

struct un_pack {
  enum un_pack_kind kind;
  unsigned width; /* bytes a code: 0, 1, 2 or 4 */
  uint32_t rows, odd;
  int64_t base;        /* of the value whose code is UN_CODE_FIRST */
  int64_t least, most; /* values; WORDS: codes. Of no meaning without any */
  uint32_t nulls, indefinite;
  uint32_t check; /* of the data */
  const unsigned char *codes;
  const unsigned char *odds; /* pairs of row and dictionary code, by row */
};

static inline uint32_t un_load32(const unsigned char *at) {
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Codes as the file has them, little-endian; the pack's bytes need no alignment. */
static inline uint16_t un_load_code2(const unsigned char *at) {
  uint16_t code;
  memcpy(&code, at, sizeof code);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  code = __builtin_bswap16(code);
#endif
  return code;
}

static inline uint32_t un_load_code4(const unsigned char *at) {
  uint32_t code;
  memcpy(&code, at, sizeof code);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  code = __builtin_bswap32(code);
#endif
  return code;
}

/* Rows that hold a value of the pack's own kind. */
static inline uint32_t un_pack_plain(const struct un_pack *pack) {
  return pack->rows - pack->nulls - pack->indefinite - pack->odd;
}

/* Nothing but NULL: it suits every kind. */
static inline bool un_pack_blank(const struct un_pack *pack) { return pack->nulls == pack->rows; }

static inline uint32_t un_pack_code(const struct un_pack *pack, uint32_t row) {
  switch (pack->width) {
  case 0: return row + UN_CODE_FIRST;
  case 1: return pack->codes[row];
  case 2: return un_load_code2(pack->codes + 2 * (size_t)row);
  default: return un_load_code4(pack->codes + 4 * (size_t)row);
  }
}

static inline int64_t un_pack_value(const struct un_pack *pack, uint32_t code) {
  return pack->base + (int64_t)(code - UN_CODE_FIRST);
}

/* The dictionary code of an odd row; 0 when the row is none. */
uint32_t un_pack_odd(const struct un_pack *pack, uint32_t row);

/* The head alone: everything but codes and odds. False when it is damaged, or is
** that of another column or segment than `id`'s, or its words lie above `words`. */
bool un_pack_open_head(struct un_pack *pack, const void *head, size_t len, int64_t id, uint32_t words);

/* The data of an opened head. */
bool un_pack_open_data(struct un_pack *pack, const void *data, size_t len, uint32_t words);

/* --- making one ------------------------------------------------------------- */

enum un_mark { UN_MARK_NULL, UN_MARK_INDEFINITE, UN_MARK_NUMBER, UN_MARK_DAY, UN_MARK_WORD, UN_MARKS };

struct un_mould { /* a column's values as they came; see un_mould_pack */
  uint32_t rows, counts[UN_MARKS];
  unsigned char *marks; /* enum un_mark, UN_SEGMENT_ROWS of them */
  int64_t *values;      /* the number, the day, the dictionary's code */
};

static inline void un_mould_add(struct un_mould *mould, enum un_mark mark, int64_t value) {
  mould->marks[mould->rows] = (unsigned char)mark;
  mould->values[mould->rows++] = value;
  mould->counts[mark]++;
}

/* Gives a value that the chosen kind cannot hold its word; 0 when out of memory. */
typedef uint32_t un_word_fn(void *context, enum un_mark mark, int64_t value);

/* The pack's head, and its data into `data`, which must have un_mould_room; false
** when `word_of` failed. The pack is opened over both. */
size_t un_mould_room(const struct un_mould *mould);
bool un_mould_pack(struct un_mould *mould, int64_t id, un_word_fn *word_of, void *context,
                   unsigned char head[UN_PACK_HEAD], unsigned char *data, struct un_pack *pack);
size_t un_pack_size(const struct un_pack *pack); /* of the data */

#endif
