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
    if (cell.len > 0 && !cell.bytes) return false;
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

enum un_verdict un_filter_verdict(const struct un_filter *filter, const struct un_pack *stats) {
  uint64_t low, high;
  if (filter->op == UN_IS_NULL) {
    return stats->nulls == 0 ? UN_NO_ROW : stats->nulls == stats->rows ? UN_EVERY_ROW : UN_SOME_ROWS;
  }
  if (filter->values.count == 0 || stats->nulls == stats->rows) return UN_NO_ROW;
  if (stats->odd > 0 || stats->kind == UN_PACK_WORDS || filter->op == UN_IN) return UN_SOME_ROWS;
  bool ends = stats->indefinite > 0 && un_filter_passes(filter, &indefinite);
  passing(filter, stats, &low, &high);
  if (low >= high && !ends) return UN_NO_ROW;
  bool all = low == 0 && high == span_of(stats);
  return all && stats->nulls == 0 && (stats->indefinite == 0 || ends) ? UN_EVERY_ROW : UN_SOME_ROWS;
}

/* Which words pass, once for all segments. */
static int judge_words(struct un_filter *filter, struct un_scan *scan) {
  int rc = un_reading_words(&scan->reading, filter->column);
  if (rc != SQLITE_OK || filter->words) return rc;
  const struct un_words *words = &scan->reading.words[filter->column];
  filter->words = sqlite3_malloc64(words->count + UINT64_C(1));
  if (!filter->words) return SQLITE_NOMEM;
  filter->words[0] = filter->op == UN_IS_NULL;
  for (uint32_t code = 1; code <= words->count; code++) {
    filter->words[code] = un_filter_passes(filter, &words->dictionary.cells[code - 1]);
  }
  return SQLITE_OK;
}

/* IN over offsets: a set of codes, where they are few enough for one. */
static int apply_in(const struct un_filter *filter, const struct un_pack *pack, uint8_t *keep) {
  uint64_t codes = span_of(pack) + UN_CODE_FIRST;
  char text[UN_DATE_TEXT];
  if (codes > UINT64_C(1) << 20) {
    for (uint32_t row = 0; row < pack->rows; row++) {
      uint32_t code = un_pack_code(pack, row);
      struct un_cell cell = code >= UN_CODE_FIRST ? value_at(pack, un_pack_value(pack, code), text) : indefinite;
      keep[row] &= code != UN_CODE_NULL && un_filter_passes(filter, &cell);
    }
    return SQLITE_OK;
  }
  uint8_t *passes = sqlite3_malloc64(codes);
  if (!passes) return SQLITE_NOMEM;
  memset(passes, 0, codes);
  passes[UN_CODE_INDEFINITE] = un_filter_passes(filter, &indefinite);
  for (uint32_t i = 0; i < filter->values.count && un_pack_plain(pack) > 0; i++) {
    uint64_t low = boundary(pack, &filter->values.cells[i], false);
    if (low < boundary(pack, &filter->values.cells[i], true)) passes[low + UN_CODE_FIRST] = 1;
  }
  un_kernel_set(keep, pack, passes);
  sqlite3_free(passes);
  return SQLITE_OK;
}

/* The odd rows' words, after the codes were looked at: their code passes nothing. */
static int apply_odd(struct un_filter *filter, struct un_scan *scan, const struct un_pack *pack,
                     const uint8_t *before, uint8_t *keep) {
  int rc = judge_words(filter, scan);
  for (uint32_t i = 0; i < pack->odd && rc == SQLITE_OK; i++) {
    uint32_t row = un_load32(pack->odds + 8 * (size_t)i), word = un_load32(pack->odds + 8 * (size_t)i + 4);
    keep[row] = before[row] & filter->words[word];
  }
  return rc;
}

static int apply_offsets(struct un_filter *filter, struct un_scan *scan, const struct un_pack *pack,
                         uint8_t *keep) {
  uint8_t *before = NULL;
  uint64_t low, high;
  int rc = SQLITE_OK;
  if (pack->odd > 0) {
    before = sqlite3_malloc64(pack->rows);
    if (!before) return SQLITE_NOMEM;
    memcpy(before, keep, pack->rows);
  }
  if (filter->op == UN_IS_NULL) {
    un_kernel_range(keep, pack, UN_CODE_NULL, UN_CODE_NULL, UINT32_MAX);
  } else if (filter->op == UN_IN) {
    rc = apply_in(filter, pack, keep);
  } else {
    bool ends = filter->values.count > 0 && un_filter_passes(filter, &indefinite);
    uint32_t extra = ends && pack->kind == UN_PACK_DAYS ? UN_CODE_INDEFINITE : UINT32_MAX;
    passing(filter, pack, &low, &high);
    if (low < high) {
      un_kernel_range(keep, pack, (uint32_t)low + UN_CODE_FIRST, (uint32_t)(high - 1) + UN_CODE_FIRST, extra);
    } else if (extra == UN_CODE_INDEFINITE) {
      un_kernel_range(keep, pack, extra, extra, UINT32_MAX);
    } else {
      memset(keep, 0, pack->rows);
    }
  }
  if (rc == SQLITE_OK && pack->odd > 0) rc = apply_odd(filter, scan, pack, before, keep);
  sqlite3_free(before);
  return rc;
}

int un_filter_apply(struct un_filter *filter, struct un_scan *scan, uint8_t *keep) {
  struct un_pack pack;
  int rc = un_scan_pack(scan, filter->column, false, &pack);
  if (rc != SQLITE_OK) return rc;
  if (pack.kind != UN_PACK_WORDS) return apply_offsets(filter, scan, &pack, keep);
  rc = judge_words(filter, scan);
  if (rc == SQLITE_OK) un_kernel_set(keep, &pack, filter->words);
  return rc;
}
