#include "pack.h"

#include <string.h>

#include "crc.h"

enum { AT_MAGIC = 0, AT_KIND = 2, AT_WIDTH = 3, AT_ROWS = 4, AT_ODD = 8, AT_NULLS = 12,
       AT_INDEFINITE = 16, AT_BASE = 20, AT_LEAST = 28, AT_MOST = 36, AT_ID = 44, AT_DATA = 52,
       AT_CRC = 56 };
enum { MAGIC = 0x5502 };

static void store32(unsigned char *at, uint32_t value) {
  for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> (8 * i));
}

static void store64(unsigned char *at, int64_t value) {
  store32(at, (uint32_t)value);
  store32(at + 4, (uint32_t)((uint64_t)value >> 32));
}

static int64_t load64(const unsigned char *at) {
  return (int64_t)((uint64_t)un_load32(at) | (uint64_t)un_load32(at + 4) << 32);
}

/* --- opening ---------------------------------------------------------------- */

/* A loop a width, so that the compiler takes many rows at once. */
static uint32_t highest_code(const struct un_pack *pack) {
  uint8_t one = 0;
  uint16_t two = 0;
  uint32_t four = 0;
  const unsigned char *at = pack->codes;
  switch (pack->width) {
  case 1:
    for (uint32_t row = 0; row < pack->rows; row++) one = at[row] > one ? at[row] : one;
    return one;
  case 2:
    for (uint32_t row = 0; row < pack->rows; row++) {
      uint16_t code = un_load_code2(at + 2 * (size_t)row);
      two = code > two ? code : two;
    }
    return two;
  case 4:
    for (uint32_t row = 0; row < pack->rows; row++) {
      uint32_t code = un_load_code4(at + 4 * (size_t)row);
      four = code > four ? code : four;
    }
    return four;
  default: return 0;
  }
}

static bool odds_within(const struct un_pack *pack, uint32_t words) {
  int64_t last = -1;
  for (uint32_t i = 0; i < pack->odd; i++) {
    uint32_t row = un_load32(pack->odds + 8 * (size_t)i), word = un_load32(pack->odds + 8 * (size_t)i + 4);
    if (row >= pack->rows || (int64_t)row <= last || word == 0 || word > words) return false;
    if (un_pack_code(pack, row) != UN_CODE_ODD) return false;
    last = row;
  }
  return true;
}

/* What the head says of least and most must cover the codes. */
static uint64_t top_code(const struct un_pack *pack) {
  if (pack->kind == UN_PACK_WORDS) return un_pack_plain(pack) > 0 ? (uint64_t)pack->most : 0;
  if (un_pack_plain(pack) == 0) return UN_CODE_ODD;
  return (uint64_t)(pack->most - pack->base) + UN_CODE_FIRST;
}

size_t un_pack_size(const struct un_pack *pack) {
  return (size_t)pack->rows * pack->width + 8 * (size_t)pack->odd;
}

static bool counts_agree(const struct un_pack *pack) {
  return pack->rows <= UN_SEGMENT_ROWS && pack->odd <= pack->rows && pack->nulls <= pack->rows &&
         pack->indefinite <= pack->rows &&
         (uint64_t)pack->odd + pack->nulls + pack->indefinite <= pack->rows;
}

static bool range_agrees(const struct un_pack *pack, uint32_t words) {
  uint64_t span = (uint64_t)pack->most - (uint64_t)pack->least;
  if (pack->most < pack->least || span > UINT32_MAX - UN_CODE_FIRST) return false;
  if (pack->kind == UN_PACK_WORDS) return pack->least >= 1 && pack->most <= words;
  return pack->base == pack->least;
}

bool un_pack_open_head(struct un_pack *pack, const void *head, size_t len, int64_t id, uint32_t words) {
  const unsigned char *at = head;
  if (len != UN_PACK_HEAD || (at[AT_MAGIC] | at[AT_MAGIC + 1] << 8) != MAGIC) return false;
  if (un_load32(at + AT_CRC) != un_crc32c(at, AT_CRC) || load64(at + AT_ID) != id) return false;
  *pack = (struct un_pack){.kind = (enum un_pack_kind)at[AT_KIND], .width = at[AT_WIDTH],
                           .rows = un_load32(at + AT_ROWS), .odd = un_load32(at + AT_ODD),
                           .base = load64(at + AT_BASE), .least = load64(at + AT_LEAST),
                           .most = load64(at + AT_MOST), .nulls = un_load32(at + AT_NULLS),
                           .indefinite = un_load32(at + AT_INDEFINITE), .check = un_load32(at + AT_DATA)};
  if (at[AT_KIND] > UN_PACK_DAYS || pack->width == 3 || pack->width > 4 || !counts_agree(pack)) return false;
  bool plain = un_pack_plain(pack) > 0;
  if (plain && !range_agrees(pack, words)) return false;
  if (pack->kind == UN_PACK_WORDS && (pack->odd > 0 || pack->indefinite > 0)) return false;
  return pack->width > 0 || pack->rows == 0 ||
         (pack->kind == UN_PACK_NUMBERS && un_pack_plain(pack) == pack->rows &&
          pack->most - pack->least == (int64_t)pack->rows - 1);
}

bool un_pack_open_data(struct un_pack *pack, const void *data, size_t len, uint32_t words) {
  if (len != un_pack_size(pack) || un_crc32c(data, len) != pack->check) return false;
  pack->codes = len > 0 ? data : (const unsigned char *)"";
  pack->odds = pack->codes + (size_t)pack->rows * pack->width;
  return highest_code(pack) <= top_code(pack) && odds_within(pack, words);
}

uint32_t un_pack_odd(const struct un_pack *pack, uint32_t row) {
  uint32_t low = 0, high = pack->odd;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (un_load32(pack->odds + 8 * (size_t)middle) < row) low = middle + 1;
    else high = middle;
  }
  if (low == pack->odd || un_load32(pack->odds + 8 * (size_t)low) != row) return 0;
  return un_load32(pack->odds + 8 * (size_t)low + 4);
}

/* --- making ------------------------------------------------------------------- */

size_t un_mould_room(const struct un_mould *mould) {
  return 12 * (size_t)mould->rows;
}

/* Without a branch a row: which rows are NULL is no pattern. */
static void range_of(const struct un_mould *mould, enum un_mark mark, int64_t *least, int64_t *most) {
  const unsigned char *first = mould->counts[mark] > 0 ? memchr(mould->marks, (int)mark, mould->rows) : NULL;
  int64_t low = first ? mould->values[first - mould->marks] : 0, high = low;
  for (uint32_t i = 0; first && i < mould->rows; i++) {
    int64_t value = mould->marks[i] == mark ? mould->values[i] : low;
    low = value < low ? value : low;
    high = value > high ? value : high;
  }
  *least = low;
  *most = high;
}

/* Offsets where nearly all values are numbers, or days; else words. */
static enum un_pack_kind kind_of(const struct un_mould *mould, int64_t *least, int64_t *most) {
  const uint32_t *n = mould->counts;
  uint32_t days = n[UN_MARK_DAY] + n[UN_MARK_INDEFINITE];
  if (days >= 8 * (n[UN_MARK_NUMBER] + n[UN_MARK_WORD]) && days > 0) {
    range_of(mould, UN_MARK_DAY, least, most);
    return UN_PACK_DAYS;
  }
  if (n[UN_MARK_NUMBER] >= 8 * (days + n[UN_MARK_WORD])) {
    range_of(mould, UN_MARK_NUMBER, least, most);
    if ((uint64_t)*most - (uint64_t)*least <= UINT32_MAX - UN_CODE_FIRST) return UN_PACK_NUMBERS;
  }
  return UN_PACK_WORDS;
}

static bool all_words(struct un_mould *mould, un_word_fn *word_of, void *context) {
  uint32_t left = mould->rows - mould->counts[UN_MARK_NULL] - mould->counts[UN_MARK_WORD];
  for (uint32_t i = 0; left > 0; i++) {
    enum un_mark mark = (enum un_mark)mould->marks[i];
    if (mark == UN_MARK_NULL || mark == UN_MARK_WORD) continue;
    uint32_t word = word_of(context, mark, mould->values[i]);
    if (word == 0) return false;
    mould->values[i] = word;
    mould->marks[i] = UN_MARK_WORD;
    mould->counts[mark]--;
    mould->counts[UN_MARK_WORD]++;
    left--;
  }
  return true;
}

static unsigned width_for(uint64_t top) { return top <= 0xff ? 1 : top <= 0xffff ? 2 : 4; }

/* The codes of all rows: of the pack's own mark `value + shift`, else the mark's own;
** `apart` is that of 'indefinite'. */
#define PUT_CODES(NAME, TYPE, SWAP)                                                                   \
  static void NAME(const struct un_mould *mould, unsigned own, uint64_t shift, unsigned apart,        \
                   unsigned char *out) {                                                              \
    for (uint32_t i = 0; i < mould->rows; i++) {                                                      \
      unsigned mark = mould->marks[i];                                                                \
      TYPE moved = (TYPE)((uint64_t)mould->values[i] + shift);                                        \
      TYPE other = (TYPE)(mark == UN_MARK_NULL ? UN_CODE_NULL : mark == UN_MARK_INDEFINITE ? apart : UN_CODE_ODD); \
      TYPE code = SWAP(mark == own ? moved : other);                                                  \
      memcpy(out + i * sizeof code, &code, sizeof code);                                              \
    }                                                                                                 \
  }
#define AS_IT_IS(x) (x)
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LITTLE_2(x) __builtin_bswap16(x)
#define LITTLE_4(x) __builtin_bswap32(x)
#else
#define LITTLE_2 AS_IT_IS
#define LITTLE_4 AS_IT_IS
#endif
PUT_CODES(put_codes1, uint8_t, AS_IT_IS)
PUT_CODES(put_codes2, uint16_t, LITTLE_2)
PUT_CODES(put_codes4, uint32_t, LITTLE_4)

static void put_codes(const struct un_mould *mould, const struct un_pack *pack, enum un_mark own, uint64_t shift,
                      unsigned char *out) {
  unsigned apart = pack->kind == UN_PACK_DAYS ? UN_CODE_INDEFINITE : UN_CODE_ODD;
  if (pack->width == 1) put_codes1(mould, own, shift, apart, out);
  else if (pack->width == 2) put_codes2(mould, own, shift, apart, out);
  else put_codes4(mould, own, shift, apart, out);
}

static bool follow_each_other(const struct un_mould *mould, const struct un_pack *pack) {
  if (pack->kind != UN_PACK_NUMBERS || mould->rows == 0 || un_pack_plain(pack) != mould->rows) return false;
  if ((uint64_t)pack->most - (uint64_t)pack->least != mould->rows - 1) return false;
  for (uint32_t i = 1; i < mould->rows; i++) {
    if ((uint64_t)mould->values[i] - (uint64_t)mould->values[i - 1] != 1) return false;
  }
  return true;
}

/* Rows that are neither NULL nor of the pack's own kind, with their words. */
static bool put_odds(const struct un_mould *mould, const struct un_pack *pack, enum un_mark own, un_word_fn *word_of,
                     void *context, unsigned char *odd) {
  for (uint32_t i = 0, left = pack->odd; left > 0; i++) {
    enum un_mark mark = (enum un_mark)mould->marks[i];
    if (mark == UN_MARK_NULL || mark == own || (mark == UN_MARK_INDEFINITE && pack->kind == UN_PACK_DAYS)) continue;
    uint32_t word = mark == UN_MARK_WORD ? (uint32_t)mould->values[i] : word_of(context, mark, mould->values[i]);
    if (word == 0) return false;
    store32(odd, i);
    store32(odd + 4, word);
    odd += 8;
    left--;
  }
  return true;
}

static void put_head(unsigned char *head, const struct un_pack *pack, int64_t id) {
  head[AT_MAGIC] = MAGIC & 0xff;
  head[AT_MAGIC + 1] = MAGIC >> 8;
  head[AT_KIND] = (unsigned char)pack->kind;
  head[AT_WIDTH] = (unsigned char)pack->width;
  store32(head + AT_ROWS, pack->rows);
  store32(head + AT_ODD, pack->odd);
  store32(head + AT_NULLS, pack->nulls);
  store32(head + AT_INDEFINITE, pack->indefinite);
  store64(head + AT_BASE, pack->base);
  store64(head + AT_LEAST, pack->least);
  store64(head + AT_MOST, pack->most);
  store64(head + AT_ID, id);
  store32(head + AT_DATA, pack->check);
  store32(head + AT_CRC, un_crc32c(head, AT_CRC));
}

static void put_words(const struct un_mould *mould, struct un_pack *pack, unsigned char *codes) {
  range_of(mould, UN_MARK_WORD, &pack->least, &pack->most);
  pack->width = width_for((uint64_t)pack->most);
  put_codes(mould, pack, UN_MARK_WORD, 0, codes);
}

bool un_mould_pack(struct un_mould *mould, int64_t id, un_word_fn *word_of, void *context,
                   unsigned char head[UN_PACK_HEAD], unsigned char *data, struct un_pack *pack) {
  const uint32_t *n = mould->counts;
  *pack = (struct un_pack){.rows = mould->rows, .nulls = n[UN_MARK_NULL], .codes = data};
  pack->kind = kind_of(mould, &pack->least, &pack->most);
  if (pack->kind == UN_PACK_WORDS) {
    if (!all_words(mould, word_of, context)) return false;
    put_words(mould, pack, data);
  } else {
    bool days = pack->kind == UN_PACK_DAYS;
    pack->base = pack->least;
    pack->indefinite = days ? n[UN_MARK_INDEFINITE] : 0;
    pack->odd = mould->rows - pack->nulls - pack->indefinite - n[days ? UN_MARK_DAY : UN_MARK_NUMBER];
    pack->width = width_for((uint64_t)(pack->most - pack->base) + UN_CODE_FIRST);
    enum un_mark own = days ? UN_MARK_DAY : UN_MARK_NUMBER;
    if (follow_each_other(mould, pack)) pack->width = 0;
    else put_codes(mould, pack, own, UN_CODE_FIRST - (uint64_t)pack->base, data);
    unsigned char *odds = data + (size_t)pack->rows * pack->width;
    if (!put_odds(mould, pack, own, word_of, context, odds)) return false;
  }
  pack->odds = data + (size_t)pack->rows * pack->width;
  pack->check = un_crc32c(data, un_pack_size(pack));
  put_head(head, pack, id);
  return true;
}
