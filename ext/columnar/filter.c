#include "filter.h"

#include <string.h>

#include "kernel.h"
#include "law/date.h"

static const struct un_cell indefinite = {.type = UN_CELL_TEXT, .len = 10, .bytes = "indefinite"};

bool un_filter_take(struct un_filter *filter, enum un_affinity affinity, sqlite3_value *value) {
  struct un_cell cell = {.type = UN_CELL_NULL};
  int type = sqlite3_value_type(value);
  if (affinity == UN_AFFINITY_NUMERIC && type == SQLITE_TEXT) type = sqlite3_value_numeric_type(value);
  if (affinity == UN_AFFINITY_TEXT && (type == SQLITE_INTEGER || type == SQLITE_FLOAT)) type = SQLITE_TEXT;
  switch (type) {
  case SQLITE_INTEGER: cell.type = UN_CELL_INTEGER; cell.whole = sqlite3_value_int64(value); break;
  case SQLITE_FLOAT: cell.type = UN_CELL_REAL; cell.real = sqlite3_value_double(value); break;
  case SQLITE_TEXT: cell.type = UN_CELL_TEXT; cell.bytes = (const char *)sqlite3_value_text(value); break;
  case SQLITE_BLOB: cell.type = UN_CELL_BLOB; cell.bytes = sqlite3_value_blob(value); break;
  default: return true;
  }
  if (cell.type >= UN_CELL_TEXT) {
    cell.len = (uint32_t)sqlite3_value_bytes(value);
    if (!cell.bytes && (cell.len > 0 || cell.type == UN_CELL_TEXT)) return false;
    if (cell.len == 0) cell.bytes = "";
  }
  return un_dictionary_add(&filter->values, &cell) > 0;
}

void un_filter_close(struct un_filter *filter) {
  un_dictionary_clear(&filter->values);
  sqlite3_free(filter->words);
  filter->words = NULL;
}

static bool compares(enum un_filter_op op, int order) {
  switch (op) {
  case UN_LESS: return order < 0;
  case UN_LESS_OR_IS: return order <= 0;
  case UN_MORE: return order > 0;
  case UN_MORE_OR_IS: return order >= 0;
  default: return order == 0;
  }
}

bool un_filter_passes(const struct un_filter *filter, const struct un_cell *cell) {
  if (filter->op == UN_IS_NULL) return cell->type == UN_CELL_NULL;
  if (cell->type == UN_CELL_NULL) return false;
  for (uint32_t i = 0; i < filter->values.count; i++) {
    if (compares(filter->op, un_cell_compare(cell, &filter->values.cells[i]))) return true;
  }
  return false;
}

/* --- on a pack ------------------------------------------------------------------------ */

/* The value of an offset, numbers or days. */
static struct un_cell value_at(const struct un_pack *pack, int64_t value, char text[UN_DATE_TEXT]) {
  struct un_cell cell = {.type = UN_CELL_INTEGER, .whole = value};
  if (pack->kind == UN_PACK_NUMBERS) return cell;
  cell.type = UN_CELL_TEXT;
  cell.bytes = text;
  cell.len = un_day_in_range(value) ? (uint32_t)un_date_format((un_day)value, text) : 0;
  return cell;
}

/* The pack's values by their distance from the least: that cannot overflow. */
static uint64_t span_of(const struct un_pack *pack) {
  return un_pack_plain(pack) > 0 ? (uint64_t)pack->most - (uint64_t)pack->least + 1 : 0;
}

/* The first that is not below (or not at or below) the filter's value; the span when all are. */
static uint64_t boundary(const struct un_pack *pack, const struct un_cell *against, bool past_equal) {
  uint64_t low = 0, high = span_of(pack);
  char text[UN_DATE_TEXT];
  while (low < high) {
    uint64_t middle = low + (high - low) / 2;
    struct un_cell cell = value_at(pack, pack->least + (int64_t)middle, text);
    int order = un_cell_compare(&cell, against);
    if (order < 0 || (past_equal && order == 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* Values from *low to *high - 1 pass, by their distance. */
static void passing(const struct un_filter *filter, const struct un_pack *pack, uint64_t *low, uint64_t *high) {
  *low = 0;
  *high = filter->values.count > 0 ? span_of(pack) : 0;
  if (*high == 0) return;
  const struct un_cell *value = &filter->values.cells[0];
  switch (filter->op) {
  case UN_LESS: *high = boundary(pack, value, false); break;
  case UN_LESS_OR_IS: *high = boundary(pack, value, true); break;
  case UN_MORE: *low = boundary(pack, value, true); break;
  case UN_MORE_OR_IS: *low = boundary(pack, value, false); break;
  default:
    *low = boundary(pack, value, false);
    *high = boundary(pack, value, true);
  }
}

static enum un_verdict words_verdict(const struct un_filter *filter, const struct un_pack *head) {
  if (filter->first > filter->last || filter->last < head->least || filter->first > head->most) return UN_NO_ROW;
  bool all = filter->solid && filter->first <= head->least && filter->last >= head->most;
  return all && head->nulls == 0 ? UN_EVERY_ROW : UN_SOME_ROWS;
}

enum un_verdict un_filter_verdict(const struct un_filter *filter, const struct un_pack *head) {
  uint64_t low, high;
  if (filter->op == UN_IS_NULL) {
    return head->nulls == 0 ? UN_NO_ROW : head->nulls == head->rows ? UN_EVERY_ROW : UN_SOME_ROWS;
  }
  if (filter->values.count == 0 || head->nulls == head->rows) return UN_NO_ROW;
  if (head->kind == UN_PACK_WORDS) return words_verdict(filter, head);
  if (head->odd > 0 || filter->op == UN_IN) return UN_SOME_ROWS;
  bool ends = head->indefinite > 0 && un_filter_passes(filter, &indefinite);
  passing(filter, head, &low, &high);
  if (low >= high && !ends) return UN_NO_ROW;
  bool all = low == 0 && high == span_of(head);
  return all && head->nulls == 0 && (head->indefinite == 0 || ends) ? UN_EVERY_ROW : UN_SOME_ROWS;
}

/* --- words ------------------------------------------------------------------------------ */

/* Texts and blobs that shall be equal are looked up; only numbers have equals of another code. */
static bool looked_up(const struct un_filter *filter) {
  if (filter->op != UN_IS && filter->op != UN_IN) return false;
  for (uint32_t i = 0; i < filter->values.count; i++) {
    if (filter->values.cells[i].type < UN_CELL_TEXT) return false;
  }
  return true;
}

static void judge(struct un_filter *filter, const struct un_words *words) {
  if (looked_up(filter)) {
    memset(filter->words, 0, words->count + UINT64_C(1));
    for (uint32_t i = 0; i < filter->values.count; i++) {
      uint32_t code = un_dictionary_find(&words->dictionary, &filter->values.cells[i]);
      if (code > 0) filter->words[code] = 1;
    }
  } else {
    filter->words[0] = filter->op == UN_IS_NULL;
    for (uint32_t code = 1; code <= words->count; code++) {
      filter->words[code] = un_filter_passes(filter, &words->dictionary.cells[code - 1]);
    }
  }
  filter->first = 1;
  filter->last = words->count;
  while (filter->first <= filter->last && !filter->words[filter->first]) filter->first++;
  while (filter->last >= filter->first && !filter->words[filter->last]) filter->last--;
  filter->solid = filter->first > filter->last ||
                  !memchr(filter->words + filter->first, 0, filter->last - filter->first + UINT64_C(1));
}

int un_filter_ready(struct un_filter *filter, struct un_scan *scan, const struct un_pack *head) {
  if (filter->words || (head->kind != UN_PACK_WORDS && head->odd == 0)) return SQLITE_OK;
  int rc = un_reading_words(&scan->reading, filter->column);
  if (rc != SQLITE_OK) return rc;
  const struct un_words *words = &scan->reading.words[filter->column];
  filter->words = sqlite3_malloc64(words->count + UINT64_C(1));
  if (!filter->words) return SQLITE_NOMEM;
  judge(filter, words);
  return SQLITE_OK;
}

/* --- tests ------------------------------------------------------------------------------ */

static void set_range(struct un_test *test, uint32_t low, uint32_t high) {
  test->kind = UN_TEST_RANGE;
  test->low = test->other = test->another = low;
  test->high = high;
}

static void test_words(struct un_test *test, const struct un_pack *head) {
  const struct un_filter *filter = test->filter;
  if (filter->solid) {
    int64_t low = filter->first < head->least ? head->least : filter->first;
    int64_t high = filter->last > head->most ? head->most : filter->last;
    set_range(test, (uint32_t)low, (uint32_t)high);
  } else {
    test->kind = UN_TEST_SET;
    test->passes = filter->words;
  }
}

/* IN over offsets: a set of codes, where they are few enough for one; an odd row's code passes,
** its word decides. */
static bool test_in(struct un_test *test, const struct un_pack *head) {
  const struct un_filter *filter = test->filter;
  uint64_t codes = span_of(head) + UN_CODE_FIRST;
  test->kind = codes > UINT64_C(1) << 20 ? UN_TEST_VALUES : UN_TEST_SET;
  if (test->kind == UN_TEST_VALUES) return true;
  if (test->room < codes) {
    uint8_t *grown = sqlite3_realloc64(test->set, codes);
    if (!grown) return false;
    test->set = grown;
    test->room = codes;
  }
  memset(test->set, 0, codes);
  test->set[UN_CODE_INDEFINITE] = un_filter_passes(filter, &indefinite);
  test->set[UN_CODE_ODD] = 1;
  for (uint32_t i = 0; i < filter->values.count && un_pack_plain(head) > 0; i++) {
    uint64_t low = boundary(head, &filter->values.cells[i], false);
    if (low < boundary(head, &filter->values.cells[i], true)) test->set[low + UN_CODE_FIRST] = 1;
  }
  test->passes = test->set;
  return true;
}

static void test_offsets(struct un_test *test, const struct un_pack *head) {
  uint64_t low, high;
  bool ends = head->indefinite > 0 && un_filter_passes(test->filter, &indefinite);
  passing(test->filter, head, &low, &high);
  if (low < high) set_range(test, (uint32_t)low + UN_CODE_FIRST, (uint32_t)(high - 1) + UN_CODE_FIRST);
  else if (ends) set_range(test, UN_CODE_INDEFINITE, UN_CODE_INDEFINITE);
  else set_range(test, UN_CODE_ODD, UN_CODE_ODD);
  if (ends) test->other = UN_CODE_INDEFINITE;
  if (head->odd > 0) test->another = UN_CODE_ODD;
}

bool un_test_make(struct un_test *test, const struct un_filter *filter, const struct un_pack *head) {
  test->filter = filter;
  if (filter->op == UN_IS_NULL) set_range(test, UN_CODE_NULL, UN_CODE_NULL);
  else if (head->kind == UN_PACK_WORDS) test_words(test, head);
  else if (filter->op == UN_IN) return test_in(test, head);
  else test_offsets(test, head);
  return true;
}

void un_test_close(struct un_test *test) {
  sqlite3_free(test->set);
  *test = (struct un_test){0};
}

static bool value_passes(const struct un_filter *filter, const struct un_pack *pack, uint32_t code) {
  char text[UN_DATE_TEXT];
  if (code == UN_CODE_NULL || code == UN_CODE_ODD) return code == UN_CODE_ODD;
  struct un_cell cell = code >= UN_CODE_FIRST ? value_at(pack, un_pack_value(pack, code), text) : indefinite;
  return un_filter_passes(filter, &cell);
}

void un_test_apply(const struct un_test *test, const struct un_pack *pack, uint8_t *keep) {
  switch (test->kind) {
  case UN_TEST_RANGE: un_kernel_range(keep, pack, test->low, test->high, test->other, test->another); break;
  case UN_TEST_SET: un_kernel_set(keep, pack, test->passes); break;
  case UN_TEST_VALUES:
    for (uint32_t i = 0; i < pack->rows; i++) keep[i] &= value_passes(test->filter, pack, un_pack_code(pack, i));
    break;
  }
  for (uint32_t i = 0; i < pack->odd && test->filter->op != UN_IS_NULL; i++) {
    uint32_t row = un_load32(pack->odds + 8 * (size_t)i), word = un_load32(pack->odds + 8 * (size_t)i + 4);
    keep[row] &= test->filter->words[word];
  }
}
