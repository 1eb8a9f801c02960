/* Packs and the loops over them: what goes in comes out, whatever the kind and
** width; damage is noticed; each kernel does what a naive loop does.
*/
#include "db.h"

#include "columnar/crc.h"
#include "columnar/kernel.h"

enum { WORDS = 100000 }; /* codes that a dictionary is said to have */

static unsigned char marks[UN_SEGMENT_ROWS], wanted_marks[UN_SEGMENT_ROWS];
static int64_t values[UN_SEGMENT_ROWS], wanted[UN_SEGMENT_ROWS];
static struct un_mould mould;
static unsigned char head[UN_PACK_HEAD], data[12 * UN_SEGMENT_ROWS];
static struct un_pack pack;
static size_t size;

/* Words of values that the kind cannot hold: 1000 and on, remembered. */
static struct {
  enum un_mark mark;
  int64_t value;
} odd_words[UN_SEGMENT_ROWS];
static uint32_t odd_count;

static uint32_t word_of(void *context, enum un_mark mark, int64_t value) {
  assert_null(context);
  odd_words[odd_count].mark = mark;
  odd_words[odd_count].value = value;
  return 1000 + odd_count++;
}

static void start(void) {
  mould = (struct un_mould){.marks = marks, .values = values};
  odd_count = 0;
}

static void add(enum un_mark mark, int64_t value) {
  wanted_marks[mould.rows] = (unsigned char)mark;
  wanted[mould.rows] = value;
  un_mould_add(&mould, mark, value);
}

/* Packed, opened anew from the bytes. */
static void make(void) {
  struct un_pack made;
  assert_true(un_mould_room(&mould) <= sizeof data);
  assert_true(un_mould_pack(&mould, 77, word_of, NULL, head, data, &made));
  size = un_pack_size(&made);
  assert_true(size <= un_mould_room(&mould));
  assert_true(un_pack_open_head(&pack, head, sizeof head, 77, WORDS));
  assert_true(un_pack_open_data(&pack, data, size, WORDS));
}

/* The row's mark and value again. */
static enum un_mark read_row(uint32_t row, int64_t *value) {
  uint32_t code = un_pack_code(&pack, row);
  *value = 0;
  if (code == 0) return UN_MARK_NULL;
  if (pack.kind != UN_PACK_WORDS && code >= UN_CODE_FIRST) {
    *value = un_pack_value(&pack, code);
    return pack.kind == UN_PACK_DAYS ? UN_MARK_DAY : UN_MARK_NUMBER;
  }
  if (pack.kind != UN_PACK_WORDS && code == UN_CODE_INDEFINITE) return UN_MARK_INDEFINITE;
  uint32_t word = pack.kind == UN_PACK_WORDS ? code : un_pack_odd(&pack, row);
  assert_true(word > 0);
  if (word >= 1000 && word - 1000 < odd_count) {
    *value = odd_words[word - 1000].value;
    return odd_words[word - 1000].mark;
  }
  *value = word;
  return UN_MARK_WORD;
}

static void comes_back(void) {
  uint32_t rows = mould.rows;
  make();
  assert_int_equal(pack.rows, rows);
  for (uint32_t row = 0; row < rows; row++) {
    int64_t value;
    enum un_mark mark = read_row(row, &value);
    if (mark == wanted_marks[row] && (value == wanted[row] || mark == UN_MARK_NULL || mark == UN_MARK_INDEFINITE)) continue;
    fail_msg("row %u of %u, kind %d, width %u: mark %d value %lld, wanted %d %lld", row, rows, (int)pack.kind, pack.width,
             (int)mark, (long long)value, wanted_marks[row], (long long)wanted[row]);
  }
}

static void nothing_and_nulls_come_back(void **state) {
  (void)state;
  start();
  comes_back();
  assert_int_equal(size, 0);
  start();
  for (int i = 0; i < 100; i++) add(UN_MARK_NULL, 0);
  comes_back();
  assert_true(un_pack_blank(&pack));
}

static void ids_without_a_gap_need_no_codes(void **state) {
  (void)state;
  static const int64_t firsts[] = {0, -65536, INT64_MAX - 999, INT64_MIN};
  for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
    start();
    for (int64_t k = 0; k < 1000; k++) add(UN_MARK_NUMBER, firsts[i] + k);
    comes_back();
    assert_int_equal(pack.width, 0);
    assert_int_equal(size, 0);
  }
  start();
  for (int i = 0; i < 1000; i++) add(UN_MARK_NUMBER, i + (i > 500));
  comes_back();
  assert_int_equal(pack.width, 2);
}

static void width_follows_the_range(void **state) {
  (void)state;
  static const struct {
    int64_t span;
    unsigned width;
    enum un_pack_kind kind;
  } cases[] = {{0, 1, UN_PACK_NUMBERS},     {252, 1, UN_PACK_NUMBERS},   {253, 2, UN_PACK_NUMBERS},
               {65532, 2, UN_PACK_NUMBERS}, {65533, 4, UN_PACK_NUMBERS}, {4294967292, 4, UN_PACK_NUMBERS},
               {4294967293, 2, UN_PACK_WORDS}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    for (int sign = -1; sign <= 1; sign += 2) {
      start();
      add(UN_MARK_NUMBER, sign * 5);
      add(UN_MARK_NUMBER, sign * (5 + cases[i].span));
      add(UN_MARK_NULL, 0);
      comes_back();
      assert_int_equal(pack.kind, cases[i].kind);
      assert_int_equal(pack.width, cases[i].width);
    }
  }
}

static void numbers_too_far_apart_become_words(void **state) {
  (void)state;
  start();
  add(UN_MARK_NUMBER, INT64_MIN);
  add(UN_MARK_NUMBER, INT64_MAX);
  comes_back();
  assert_int_equal(pack.kind, UN_PACK_WORDS);
}

static void random_columns_come_back(void **state) {
  (void)state;
  int kinds[3] = {0}, widths[5] = {0}, odds = 0;
  chance_state = 7;
  for (int round = 0; round < 400; round++) {
    int rows = below(round % 20 == 0 ? UN_SEGMENT_ROWS : 600) + 1, main_mark = 1 + below(4), rare = below(3) ? 40 : 4;
    int64_t span = (int64_t)1 << below(40), base = (int64_t)(chance() >> below(30));
    base -= (int64_t)(chance() >> below(30));
    if (base > INT64_MAX - span) base -= span;
    start();
    for (int i = 0; i < rows; i++) {
      enum un_mark mark = below(rare) ? (enum un_mark)main_mark : (enum un_mark)below(5);
      int64_t offset = (int64_t)(chance() % (uint64_t)span);
      switch (mark) {
      case UN_MARK_NUMBER: add(mark, base + offset); break;
      case UN_MARK_DAY: add(mark, offset % 3000000); break;
      case UN_MARK_WORD: add(mark, 1 + offset % 900); break;
      default: add(mark, 0);
      }
    }
    comes_back();
    kinds[pack.kind]++;
    widths[pack.width]++;
    odds += pack.odd > 0;
  }
  for (int i = 0; i < 3; i++) assert_true(kinds[i] > 5);
  assert_true(widths[1] > 5 && widths[2] > 5 && widths[4] > 5);
  assert_true(odds > 20);
}

/* --- damage ------------------------------------------------------------------------- */

/* Small packs of every kind, in turn. */
static void make_sample(int which) {
  start();
  for (int i = 0; i < 40; i++) {
    switch (which) {
    case 0: add(UN_MARK_NUMBER, i); break;
    case 1: add(i % 9 ? UN_MARK_NUMBER : UN_MARK_WORD, 5 + i % 3); break;
    case 2: add(i % 7 ? UN_MARK_DAY : UN_MARK_INDEFINITE, i * 100); break;
    case 3: add(i % 5 ? UN_MARK_WORD : UN_MARK_NULL, 1 + i * 30); break;
    default: add(i == 20 ? UN_MARK_WORD : i == 21 ? UN_MARK_NULL : UN_MARK_DAY, 1 + i * 4000); break;
    }
  }
  make();
}
enum { SAMPLES = 5 };

static bool opens(void) {
  return un_pack_open_head(&pack, head, sizeof head, 77, WORDS) && un_pack_open_data(&pack, data, size, WORDS);
}

static void every_changed_bit_is_noticed(void **state) {
  (void)state;
  int tried = 0;
  for (int which = 0; which < SAMPLES; which++) {
    make_sample(which);
    for (size_t at = 0; at < sizeof head + size; at++) {
      unsigned char *byte = at < sizeof head ? head + at : data + at - sizeof head;
      for (int bit = 0; bit < 8; bit++, tried++) {
        *byte ^= (unsigned char)(1 << bit);
        if (opens()) fail_msg("sample %d, byte %zu, bit %d", which, at, bit);
        *byte ^= (unsigned char)(1 << bit);
      }
    }
    assert_true(opens());
  }
  assert_true(tried > 2000);
}

static void another_length_place_or_dictionary_is_noticed(void **state) {
  (void)state;
  make_sample(3);
  assert_false(un_pack_open_head(&pack, head, sizeof head - 1, 77, WORDS));
  assert_false(un_pack_open_head(&pack, head, 0, 77, WORDS));
  assert_false(un_pack_open_head(&pack, head, sizeof head, 78, WORDS));
  assert_false(un_pack_open_head(&pack, head, sizeof head, 77, 1170));
  assert_true(un_pack_open_head(&pack, head, sizeof head, 77, 1171));
  assert_false(un_pack_open_data(&pack, data, size - 1, WORDS));
  assert_false(un_pack_open_data(&pack, data, size + 1, WORDS));
}

static void store32(unsigned char *at, uint32_t value) {
  for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> (8 * i));
}

/* Whoever makes the checksum right as well gets no read out of bounds. The data are
** an allocation of their own size, for the sanitizer. */
static void forged_packs_stay_within_bounds(void **state) {
  (void)state;
  int opened = 0;
  chance_state = 3;
  for (int round = 0; round < 60000; round++) {
    make_sample(round % SAMPLES);
    for (int k = 1 + below(3); k > 0; k--) {
      size_t at = (size_t)below((int)(UN_PACK_HEAD + size));
      unsigned char byte = (unsigned char)(below(3) ? below(256) : below(2) ? 0xff : 0);
      if (at < UN_PACK_HEAD) head[at] = byte;
      else data[at - UN_PACK_HEAD] = byte;
    }
    unsigned char *own = malloc(size + 1);
    assert_non_null(own);
    memcpy(own, data, size);
    store32(head + UN_PACK_HEAD - 8, un_crc32c(own, size));
    store32(head + UN_PACK_HEAD - 4, un_crc32c(head, UN_PACK_HEAD - 4));
    if (un_pack_open_head(&pack, head, sizeof head, 77, 1200) && un_pack_open_data(&pack, own, size, 1200)) {
      opened++;
      uint32_t top = pack.kind == UN_PACK_WORDS ? 1200 : un_pack_plain(&pack) > 0
                         ? (uint32_t)(pack.most - pack.least) + UN_CODE_FIRST : UN_CODE_ODD;
      for (uint32_t row = 0; row < pack.rows; row++) {
        uint32_t code = un_pack_code(&pack, row);
        assert_true(code <= top);
        if (pack.kind != UN_PACK_WORDS && code == UN_CODE_ODD) assert_true(un_pack_odd(&pack, row) <= 1200);
      }
    }
    free(own);
  }
  assert_true(opened > 1000);
}

static void crc_is_that_of_rfc_3720(void **state) {
  (void)state;
  unsigned char bytes[48] = {0};
  assert_int_equal(un_crc32c("", 0), 0);
  assert_int_equal(un_crc32c("123456789", 9), 0xe3069283u);
  assert_int_equal(un_crc32c(bytes, 32), 0x8a9136aau);
  memset(bytes, 0xff, 32);
  assert_int_equal(un_crc32c(bytes, 32), 0x62a8ab43u);
  for (int i = 0; i < 32; i++) bytes[i] = (unsigned char)i;
  assert_int_equal(un_crc32c(bytes, 32), 0x46dd794eu);
  for (int i = 0; i < 32; i++) bytes[i] = (unsigned char)(31 - i);
  assert_int_equal(un_crc32c(bytes, 32), 0x113fdb5cu);
}

static void crc_does_not_depend_on_where_bytes_lie(void **state) {
  (void)state;
  unsigned char bytes[300], moved[310];
  chance_state = 5;
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)chance();
  for (size_t len = 0; len <= sizeof bytes; len++) {
    uint32_t slow = ~0u;
    for (size_t i = 0; i < len; i++) {
      slow ^= bytes[i];
      for (int bit = 0; bit < 8; bit++) slow = slow >> 1 ^ (slow & 1 ? 0x82f63b78u : 0);
    }
    memcpy(moved + len % 9, bytes, len);
    assert_int_equal(un_crc32c(moved + len % 9, len), ~slow);
  }
}

/* --- kernels --------------------------------------------------------------------------- */

enum { GROUPS = 5 };
static uint32_t index_of[UN_SEGMENT_ROWS], got[UN_SEGMENT_ROWS];
static uint8_t keep[UN_SEGMENT_ROWS], kept[UN_SEGMENT_ROWS];

/* A pack of that width, with codes that are no offsets between, or offsets alone. */
static void make_of_width(unsigned width, bool alone) {
  int64_t span = width == 1 ? 200 : width == 2 ? 5000 : 70000;
  int rows = 1 + below(5000);
  start();
  for (int i = 0; i < rows; i++) {
    if (width == 0) add(UN_MARK_NUMBER, 100 + i);
    else if (alone) add(UN_MARK_NUMBER, i == 0 ? 10 : i == 1 ? 10 + span : 10 + below((int)span));
    else if (below(30) == 0) add(UN_MARK_NULL, 0);
    else if (below(200) == 0) add(UN_MARK_INDEFINITE, 0);
    else add(UN_MARK_DAY, i == 0 ? 10 : i == 1 ? 10 + span : 10 + below((int)span));
  }
  make();
  for (int i = 0; i < rows; i++) index_of[i] = (uint32_t)below(GROUPS);
}

static uint32_t place_of(uint32_t code, uint32_t shift) { return code >= UN_CODE_FIRST ? code + shift : code; }

static void each_kernel_does_what_a_naive_loop_does(void **state) {
  (void)state;
  static uint32_t of[80000], counts[GROUPS * 80000], count_pairs[GROUPS * 80000];
  static uint8_t set[80000];
  static const unsigned widths[] = {0, 1, 2, 4};
  int seen[5] = {0}, offsets_alone = 0;
  chance_state = 11;
  for (int round = 0; round < 80; round++) {
    make_of_width(widths[round % 4], round % 8 >= 4);
    seen[pack.width]++;
    for (int i = 0; i < 80000; i++) {
      of[i] = (uint32_t)below(100);
      set[i] = (uint8_t)below(2);
    }
    memcpy(got, index_of, sizeof got);
    un_kernel_index_more(got, &pack, of);
    for (uint32_t i = 0; i < pack.rows; i++) assert_int_equal(got[i], index_of[i] + of[un_pack_code(&pack, i)]);
    un_kernel_index(got, &pack, of, 7);
    for (uint32_t i = 0; i < pack.rows; i++) assert_int_equal(got[i], 7 + of[un_pack_code(&pack, i)]);

    /* Codes that the width can hold, as the kernel wants them. */
    uint32_t low = (uint32_t)below(100), high = low + (uint32_t)below(pack.width == 1 ? 150 : 3000);
    uint32_t other = below(2) ? low : UN_CODE_INDEFINITE, another = below(2) ? low : UN_CODE_NULL;
    for (uint32_t i = 0; i < pack.rows; i++) keep[i] = (uint8_t)below(2);
    memcpy(kept, keep, sizeof kept);
    un_kernel_range(kept, &pack, low, high, other, another);
    for (uint32_t i = 0; i < pack.rows; i++) {
      uint32_t code = un_pack_code(&pack, i);
      assert_int_equal(kept[i], keep[i] && ((code >= low && code <= high) || code == other || code == another));
    }
    memcpy(kept, keep, sizeof kept);
    un_kernel_set(kept, &pack, set);
    for (uint32_t i = 0; i < pack.rows; i++) assert_int_equal(kept[i], keep[i] & set[un_pack_code(&pack, i)]);

    static uint16_t chosen[UN_SEGMENT_ROWS + 8];
    static unsigned char picked[4 * UN_SEGMENT_ROWS];
    for (uint32_t i = 0; i < pack.rows && round % 3 == 0; i++) keep[i] = below(60) == 0; /* few */
    uint32_t count = un_kernel_select(chosen, keep, pack.rows), n = 0;
    un_kernel_pick(picked, &pack, chosen, count);
    struct un_pack narrow = {.width = pack.width > 0 ? pack.width : 4, .rows = count, .codes = picked};
    for (uint32_t i = 0; i < pack.rows; i++) {
      if (!keep[i]) continue;
      assert_int_equal(chosen[n], i);
      assert_int_equal(un_pack_code(&narrow, n++), un_pack_code(&pack, i));
    }
    assert_int_equal(count, n);

    uint32_t few[GROUPS] = {0}, few_wanted[GROUPS] = {0}, shift = (uint32_t)below(50);
    un_kernel_count(few, index_of, pack.rows);
    memset(counts, 0, sizeof counts);
    memset(count_pairs, 0, sizeof count_pairs);
    un_kernel_pairs(count_pairs, index_of, &pack, shift, 80000);
    un_kernel_places(got, &pack, shift);
    int64_t sums[GROUPS] = {0}, sums_wanted[GROUPS] = {0};
    uint32_t missing[GROUPS] = {0}, missing_wanted[GROUPS] = {0};
    un_kernel_sum_some(sums, missing, index_of, &pack, shift);
    for (uint32_t i = 0; i < pack.rows; i++) {
      uint32_t code = un_pack_code(&pack, i);
      few_wanted[index_of[i]]++;
      counts[index_of[i] * 80000 + place_of(code, shift)]++;
      assert_int_equal(got[i], place_of(code, shift));
      missing_wanted[index_of[i]] += code < UN_CODE_FIRST;
      if (code < UN_CODE_FIRST) continue;
      sums_wanted[index_of[i]] += (int64_t)code - UN_CODE_FIRST + shift;
    }
    assert_memory_equal(few, few_wanted, sizeof few);
    assert_memory_equal(counts, count_pairs, sizeof counts);
    assert_memory_equal(sums, sums_wanted, sizeof sums);
    assert_memory_equal(missing, missing_wanted, sizeof missing);
    if (memcmp(missing, (uint32_t[GROUPS]){0}, sizeof missing) != 0) continue;
    memset(sums, 0, sizeof sums);
    un_kernel_sum(sums, index_of, &pack, shift);
    assert_memory_equal(sums, sums_wanted, sizeof sums);
    offsets_alone++;
  }
  assert_true(offsets_alone > 40);
  assert_true(seen[0] > 10 && seen[1] > 10 && seen[2] > 10 && seen[4] > 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(crc_is_that_of_rfc_3720),
      cmocka_unit_test(crc_does_not_depend_on_where_bytes_lie),
      cmocka_unit_test(nothing_and_nulls_come_back),
      cmocka_unit_test(ids_without_a_gap_need_no_codes),
      cmocka_unit_test(width_follows_the_range),
      cmocka_unit_test(numbers_too_far_apart_become_words),
      cmocka_unit_test(random_columns_come_back),
      cmocka_unit_test(every_changed_bit_is_noticed),
      cmocka_unit_test(another_length_place_or_dictionary_is_noticed),
      cmocka_unit_test(forged_packs_stay_within_bounds),
      cmocka_unit_test(each_kernel_does_what_a_naive_loop_does),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
