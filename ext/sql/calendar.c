/* Section 1 of sql.md: terms, working days, periods. */
#include "calls.h"
#include "value.h"

/* start + term as the instant or the date it is; false after an error. */
static bool nominal(const struct un_call *call, struct un_moment *start, struct un_term *term,
                    struct un_moment *end) {
  if (!un_get_moment(call, 0, start) || !un_get_term(call, 1, term)) return false;
  switch (un_term_add(start, term, end)) {
  case UN_TERM_OK: return true;
  case UN_TERM_NEEDS_INSTANT:
    return un_raise_at(call, 0, "is a date where a term in hours needs an instant", NULL);
  case UN_TERM_OUT_OF_RANGE: break;
  }
  return un_raise_at(call, 1, UN_OUTSIDE_YEARS, NULL);
}

static void result_moment(sqlite3_context *context, const struct un_moment *moment) {
  char text[UN_MOMENT_TEXT];
  sqlite3_result_text(context, text, (int)un_moment_format(moment, text), SQLITE_TRANSIENT);
}

void un_sql_term_add(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_moment start, end;
  struct un_term term;
  if (un_any_null(&call, 2)) return;
  if (un_is_indefinite_at(&call, 0)) {
    if (un_get_term(&call, 1, &term)) un_result_day(context, UN_INDEFINITE);
    return;
  }
  if (nominal(&call, &start, &term, &end)) result_moment(context, &end);
}

void un_sql_term_end(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_moment start, end;
  struct un_term term;
  struct un_calendar calendar;
  if (un_any_null(&call, 3)) return;
  if (un_is_indefinite_at(&call, 0)) {
    if (un_get_term(&call, 1, &term) && un_get_calendar(&call, 2, &calendar)) {
      un_result_day(context, UN_INDEFINITE);
    }
    return;
  }
  if (!nominal(&call, &start, &term, &end) || !un_get_calendar(&call, 2, &calendar)) return;
  un_day rolled;
  enum un_calendar_result result =
      un_roll(&un_call_session(context)->years, calendar, &term, end.day, &rolled);
  if (result != UN_CALENDAR_OK) {
    un_raise_calendar(&call, 0, calendar, result, start.day, rolled);
    return;
  }
  end.day = rolled;
  result_moment(context, &end);
}

void un_sql_business_day(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_calendar calendar;
  un_day day, end;
  if (un_any_null(&call, 2)) return;
  if (!un_get_end(&call, 0, &day) || !un_get_calendar(&call, 1, &calendar)) return;
  if (day != UN_INDEFINITE) {
    enum un_calendar_result result =
        un_business_day(&un_call_session(context)->years, calendar, day, &end);
    if (result != UN_CALENDAR_OK) {
      un_raise_calendar(&call, 0, calendar, result, day, end);
      return;
    }
    day = end;
  }
  un_result_day(context, day);
}

void un_sql_is_business_day(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_calendar calendar;
  un_day day;
  bool is;
  if (un_any_null(&call, 2)) return;
  if (!un_get_day(&call, 0, &day) || !un_get_calendar(&call, 1, &calendar)) return;
  enum un_calendar_result result =
      un_is_business_day(&un_call_session(context)->years, calendar, day, &is);
  if (result != UN_CALENDAR_OK) un_raise_calendar(&call, 0, calendar, result, day, day);
  else sqlite3_result_int(context, is);
}

/* --- periods ------------------------------------------------------------------ */

static void result_period(sqlite3_context *context, struct un_period period) {
  char text[UN_PERIOD_TEXT];
  sqlite3_result_text(context, text, (int)un_period_format(period, text), SQLITE_TRANSIENT);
}

void un_sql_period_of(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  enum un_unit unit;
  un_day day;
  if (un_any_null(&call, 1)) return;
  if (!un_get_day(&call, 0, &day) || !un_get_unit(&call, 1, &unit)) return;
  result_period(context, un_period_of(day, unit));
}

void un_sql_period_start(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_period period;
  if (un_any_null(&call, 1) || !un_get_period(&call, 0, &period)) return;
  un_result_day(context, un_period_start(period));
}

void un_sql_period_end(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_period period;
  if (un_any_null(&call, 1) || !un_get_period(&call, 0, &period)) return;
  un_result_day(context, un_period_end(period));
}

void un_sql_period_add(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_period period;
  int64_t n;
  if (un_any_null(&call, 2)) return;
  if (!un_get_period(&call, 0, &period) || !un_get_whole(&call, 1, &n)) return;
  if (un_period_add(period, n, &period)) result_period(context, period);
  else un_raise_at(&call, 1, UN_OUTSIDE_YEARS, NULL);
}
