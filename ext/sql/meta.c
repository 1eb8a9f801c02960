/* Section 5 of sql.md: version, self-description, the as-of date. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "calls.h"
#include "value.h"

#ifndef UNSEAL_COMMIT
#define UNSEAL_COMMIT "unknown"
#endif

void un_sql_version(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  un_result_static(context, UNSEAL_VERSION);
}

static const struct un_catalogue *const catalogues[] = {
    &un_catalogue_calendars, &un_catalogue_holidays, &un_catalogue_legal_basis,
    &un_catalogue_clocks, &un_catalogue_regimes, &un_catalogue_territories};

/* Rows whose last column, `verified`, is 1, of all rows that have one. */
static void verified_rows(int *verified, int *all) {
  *verified = *all = 0;
  for (size_t i = 0; i < sizeof catalogues / sizeof *catalogues; i++) {
    const struct un_catalogue *c = catalogues[i];
    for (int r = 0; r < c->row_count; r++) {
      const char *cell = un_cell(c, r, c->column_count - 1);
      *verified += cell && strcmp(cell, "1") == 0;
      ++*all;
    }
  }
}

void un_sql_debug(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  int verified, all;
  verified_rows(&verified, &all);
  char *text = sqlite3_mprintf(
      "unseal %s commit %s; SQLite %s at build, %s at run; %s; compiler %s; "
      "%d of %d catalogue rows verified",
      UNSEAL_VERSION, UNSEAL_COMMIT, SQLITE_VERSION, sqlite3_libversion(),
#ifdef SQLITE_CORE
      "linked in",
#else
      "loaded",
#endif
      __VERSION__, verified, all);
  if (text) sqlite3_result_text(context, text, -1, sqlite3_free);
  else sqlite3_result_error_nomem(context);
}

/* The only clock: SOURCE_DATE_EPOCH (UTC), else today where the process is. */
static bool first_as_of(const struct un_call *call, un_day *out) {
  const char *epoch = getenv("SOURCE_DATE_EPOCH");
  if (epoch && *epoch) {
    char *end;
    errno = 0;
    long long seconds = strtoll(epoch, &end, 10);
    if (errno == 0 && *end == '\0' && seconds >= 0 && seconds / 86400 <= UN_DAY_MAX) {
      *out = (un_day)(seconds / 86400);
      return true;
    }
    return un_raise_at(call, -1, "SOURCE_DATE_EPOCH is not a count of seconds", NULL);
  }
  time_t now = time(NULL);
  struct tm local;
  if (!localtime_r(&now, &local)) return un_raise_at(call, -1, "the clock has no date", NULL);
  *out = un_day_of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
  return true;
}

void un_sql_asof(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_session *session = un_call_session(context);
  if (session->as_of == UN_NO_DAY && !first_as_of(&call, &session->as_of)) return;
  un_result_day(context, session->as_of);
}

void un_sql_asof_set(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  un_day day;
  if (un_any_null(&call, 1) || !un_get_day(&call, 0, &day)) return;
  un_call_session(context)->as_of = day;
  un_result_day(context, day);
}
