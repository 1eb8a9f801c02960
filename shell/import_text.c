/* SPDX-License-Identifier: GPL-3.0-or-later
** Functions that only the SQL of import maps has: what publishers write, read.
**
**   mdy(text), dmy(text)       6/30/13, 30/06/2022 as a date; an error when it is none
**   span_start(text), span_end(text)   the period a title or a name speaks of, or NULL
**   percent(cell [, fraction]) a printed percentage as 0..100; fraction 1: 0.54 is 54
**   nth(key)                   how often this file had the key: 1, 2, 3 ...
**   note(text)                 said on stderr with file and line; gives the text
*/
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "law/date.h"
#include "message.h"
#include "span.h"
#include "stat/range.h"

static void result_day(sqlite3_context *context, un_day day) {
  char text[UN_DATE_TEXT];
  un_date_format(day, text);
  sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* Three numbers with `/` between; years of two digits are of 1969 to 2068 (POSIX). */
static bool read_slashes(const char *text, int numbers[3]) {
  for (int i = 0; i < 3; i++) {
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > (i == 2 ? 4u : 2u) || (i == 2 && n == 3)) return false;
    numbers[i] = atoi(text);
    if (i == 2 && n < 4) numbers[i] += numbers[i] < 69 ? 2000 : 1900;
    text += n;
    if (*text != (i == 2 ? '\0' : '/')) return false;
    text += i < 2;
  }
  return true;
}

static void slash_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  bool month_first = sqlite3_user_data(context) != NULL;
  const char *text = (const char *)sqlite3_value_text(argv[0]);
  int n[3];
  un_day day;
  if (!text) return;
  if (strlen(text) == 10 && un_date_parse(text, 10, &day)) {
    result_day(context, day);
  } else if (read_slashes(text, n) && un_civil_exists(n[2], n[month_first ? 0 : 1], n[month_first ? 1 : 0])) {
    result_day(context, un_day_of(n[2], n[month_first ? 0 : 1], n[month_first ? 1 : 0]));
  } else {
    char *why = sqlite3_mprintf("'%.40s' is not a date (%s)", text, month_first ? "month/day/year" : "day/month/year");
    sqlite3_result_error(context, why, -1);
    sqlite3_free(why);
  }
}

static void span_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  bool end = sqlite3_user_data(context) != NULL;
  const char *text = (const char *)sqlite3_value_text(argv[0]);
  un_day first, last;
  if (text && un_span_find(text, &first, &last)) result_day(context, end ? last : first);
}

static void percent_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  const char *text = (const char *)sqlite3_value_text(argv[0]);
  struct un_number low, high;
  if (!text || un_cell_parse(text, strlen(text), &low, &high) != UN_CELL_OK) return;
  double value = low.whole ? (double)low.integer : low.real;
  bool fraction = argc > 1 && sqlite3_value_int(argv[1]) && !strchr(text, '%');
  if (fraction) value = round(value * 1e14) / 1e12; /* 0.57 is 57, not 56.99999999999999 */
  if (value == floor(value) && fabs(value) < 1e15) sqlite3_result_int64(context, (sqlite3_int64)value);
  else sqlite3_result_double(context, value);
}

static void nth_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  sqlite3 *db = sqlite3_context_db_handle(context);
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(db,
                              "INSERT INTO temp.seen_keys VALUES(?1, 1) "
                              "ON CONFLICT(key) DO UPDATE SET n = n + 1 RETURNING n",
                              -1, &stmt, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_bind_value(stmt, 1, argv[0]);
  if (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) sqlite3_result_value(context, sqlite3_column_value(stmt, 0));
  rc = sqlite3_finalize(stmt);
  if (rc != SQLITE_OK) sqlite3_result_error(context, sqlite3_errmsg(db), -1);
}

static void note_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  const struct un_import *in = sqlite3_user_data(context);
  const char *text = (const char *)sqlite3_value_text(argv[0]);
  if (!text) return;
  un_import_note(in, "%s", text);
  sqlite3_result_value(context, argv[0]);
}

void un_import_text_functions(struct un_import *in) {
  const int pure = SQLITE_UTF8 | SQLITE_DIRECTONLY | SQLITE_DETERMINISTIC;
  const struct {
    const char *name;
    int args, flags;
    void *data;
    void (*call)(sqlite3_context *, int, sqlite3_value **);
  } functions[] = {
      {"mdy", 1, pure, in, slash_function},        {"dmy", 1, pure, NULL, slash_function},
      {"span_start", 1, pure, NULL, span_function}, {"span_end", 1, pure, in, span_function},
      {"percent", 1, pure, NULL, percent_function}, {"percent", 2, pure, NULL, percent_function},
      {"nth", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, nth_function},
      {"note", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, in, note_function}};
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    sqlite3_create_function_v2(in->shell->db, functions[i].name, functions[i].args, functions[i].flags,
                               functions[i].data, functions[i].call, NULL, NULL, NULL);
  }
}
