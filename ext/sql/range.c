/* Section 4 of sql.md: published cells and bands. */
#include "stat/range.h"

#include <stdio.h>

#include "calls.h"
#include "law/suggest.h"
#include "value.h"

static void result_number(sqlite3_context *context, const struct un_number *number) {
  if (number->whole) sqlite3_result_int64(context, number->integer);
  else sqlite3_result_double(context, number->real);
}

/* A number passes as it is; a text is read. */
static void bound(sqlite3_context *context, int argc, sqlite3_value **argv, bool upper) {
  struct un_call call = {context, argv, argc};
  struct un_number low, high;
  const char *text;
  size_t len;
  int type = sqlite3_value_type(argv[0]);
  if (type == SQLITE_NULL) return;
  if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) {
    double x = sqlite3_value_double(argv[0]);
    if (x >= 0.0 && x <= 1e300) sqlite3_result_value(context, argv[0]);
    else un_raise_at(&call, 0, "is not a published figure", NULL);
    return;
  }
  enum un_cell_result result = UN_CELL_BAD;
  if (un_text(argv[0], &text, &len)) result = un_cell_parse(text, len, &low, &high);
  switch (result) {
  case UN_CELL_OK: result_number(context, upper ? &high : &low); return;
  case UN_CELL_EMPTY: return;
  case UN_CELL_DESCENDING: un_raise_at(&call, 0, "is a descending range", NULL); return;
  case UN_CELL_BAD: un_raise_at(&call, 0, "is not a published figure", NULL); return;
  }
}

void un_sql_range_low(sqlite3_context *context, int argc, sqlite3_value **argv) {
  bound(context, argc, argv, false);
}

void un_sql_range_high(sqlite3_context *context, int argc, sqlite3_value **argv) {
  bound(context, argc, argv, true);
}

static const char *style_at(const void *list, size_t i) {
  (void)list;
  return un_band_style_names[i];
}

void un_sql_band(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  int64_t n, width, lifted = 0, low, high;
  enum un_band_style style = UN_BAND_GOOGLE;
  const char *word = "";
  size_t len = 0;
  if (un_any_null(&call, 2)) return;
  if (!un_get_whole(&call, 0, &n) || !un_get_whole(&call, 1, &width)) return;
  if (!un_is_null(&call, 2) && !un_get_whole(&call, 2, &lifted)) return;
  if (!un_is_null(&call, 3) &&
      (!un_text(argv[3], &word, &len) || !un_band_style_find(word, len, &style))) {
    un_raise_at(&call, 3, "is not a style (google, apple)", un_nearest(word, len, style_at, NULL, 2));
    return;
  }
  switch (un_band(n, width, lifted, style, &low, &high)) {
  case UN_BAND_OK: break;
  case UN_BAND_NEGATIVE: un_raise_at(&call, 0, "is negative", NULL); return;
  case UN_BAND_WIDTH: un_raise_at(&call, 1, "is not a positive width", NULL); return;
  case UN_BAND_LIFTED: un_raise_at(&call, 2, "is not within 0 and argument 1", NULL); return;
  case UN_BAND_FLOOR: un_raise_at(&call, 2, "lifts the floor above the band", NULL); return;
  case UN_BAND_OUT_OF_RANGE: un_raise_at(&call, 1, "is too large", NULL); return;
  }
  char text[48];
  snprintf(text, sizeof text, "%lld-%lld", (long long)low, (long long)high);
  sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* --- range_sum ------------------------------------------------------------------ */

struct sums {
  int64_t low, high, rows;
};

static void sum(sqlite3_context *context, int argc, sqlite3_value **argv, int sign) {
  struct un_call call = {context, argv, argc};
  struct un_number low = {0}, high = {0};
  const char *text;
  size_t len;
  if (un_any_null(&call, 1)) return;
  enum un_cell_result result = UN_CELL_BAD;
  if (un_text(argv[0], &text, &len)) result = un_cell_parse(text, len, &low, &high);
  if (result == UN_CELL_EMPTY) return;
  if (result != UN_CELL_OK || !low.whole || !high.whole) {
    un_raise_at(&call, 0, "is not a published count", NULL);
    return;
  }
  struct sums *sums = sqlite3_aggregate_context(context, sizeof *sums);
  if (!sums) {
    sqlite3_result_error_nomem(context);
  } else if (__builtin_add_overflow(sums->low, sign * low.integer, &sums->low) ||
             __builtin_add_overflow(sums->high, sign * high.integer, &sums->high)) {
    un_raise_at(&call, 0, "makes the sum too large", NULL);
  } else {
    sums->rows += sign;
  }
}

void un_sql_range_sum_step(sqlite3_context *context, int argc, sqlite3_value **argv) {
  sum(context, argc, argv, 1);
}

void un_sql_range_sum_inverse(sqlite3_context *context, int argc, sqlite3_value **argv) {
  sum(context, argc, argv, -1);
}

void un_sql_range_sum(sqlite3_context *context) {
  const struct sums *sums = sqlite3_aggregate_context(context, 0);
  char text[48];
  if (!sums || sums->rows == 0) return;
  if (sums->low == sums->high) snprintf(text, sizeof text, "%lld", (long long)sums->low);
  else snprintf(text, sizeof text, "%lld-%lld", (long long)sums->low, (long long)sums->high);
  sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

void un_sql_suppress(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  int64_t n, threshold;
  char text[32];
  if (un_any_null(&call, 2)) return;
  if (!un_get_whole(&call, 0, &n) || !un_get_whole(&call, 1, &threshold)) return;
  if (n < 0) {
    un_raise_at(&call, 0, "is negative", NULL);
  } else if (threshold < 1) {
    un_raise_at(&call, 1, "is not a positive threshold", NULL);
  } else if (n >= threshold) {
    sqlite3_result_int64(context, n);
  } else {
    snprintf(text, sizeof text, "<%lld", (long long)threshold);
    sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
  }
}
