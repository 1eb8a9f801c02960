/* Section 2 of sql.md, the scalars: one gag, or its expiry. */
#include <string.h>

#include "calls.h"
#include "value.h"

/* basis, started_on, ordered; false when NULL or after an error. */
static bool read_gag(const struct un_call *call, struct un_gag *gag) {
  struct un_fault fault;
  return !un_any_null(call, 2) && (un_read_gag(call, gag, &fault) || un_raise(call, &fault));
}

void un_sql_gag_nominal(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_gag gag = {0};
  struct un_fault fault;
  un_day nominal;
  if (!read_gag(&call, &gag)) return;
  if (un_gag_nominal(&gag, &nominal, &fault)) un_result_day(context, nominal);
  else un_raise(&call, &fault);
}

void un_sql_gag_expiry(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_gag gag = {0};
  struct un_gag_end end;
  struct un_fault fault;
  if (!read_gag(&call, &gag)) return;
  if (un_gag_end(&gag, &un_call_session(context)->years, &end, &fault)) {
    un_result_day(context, end.last);
  } else {
    un_raise(&call, &fault);
  }
}

void un_sql_gag_flags(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_gag gag = {0};
  struct un_fault fault;
  unsigned flags;
  char text[96] = "";
  size_t len = 0;
  if (!read_gag(&call, &gag)) return;
  if (!un_gag_flags(&gag, &flags, &fault)) {
    un_raise(&call, &fault);
    return;
  }
  for (int i = 0; i < UN_GAG_FLAGS; i++) {
    if (!(flags >> i & 1)) continue;
    size_t n = strlen(un_gag_flag_names[i]);
    if (len > 0) text[len++] = ',';
    memcpy(text + len, un_gag_flag_names[i], n);
    len += n;
  }
  sqlite3_result_text(context, text, (int)len, SQLITE_TRANSIENT);
}

/* The fault that gag_expiry would raise, as its text: never an error itself. */
void un_sql_gag_problem(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_gag gag = {0};
  struct un_gag_end end;
  struct un_fault fault;
  if (un_any_null(&call, 2)) return;
  if (un_read_gag(&call, &gag, &fault) &&
      un_gag_end(&gag, &un_call_session(context)->years, &end, &fault)) {
    return;
  }
  sqlite3_value *value = fault.arg <= argc ? argv[fault.arg - 1] : NULL;
  char *problem = un_fault_text("gag_expiry", &fault, value);
  if (problem) sqlite3_result_text(context, problem, -1, sqlite3_free);
  else sqlite3_result_error_nomem(context);
}

void un_sql_gag_status(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  un_day expiry, lifted = UN_NO_DAY, as_of;
  if (un_is_null(&call, 2)) return;
  if (!un_get_end(&call, 0, &expiry) || !un_get_day(&call, 2, &as_of)) return;
  if (!un_is_null(&call, 1) && !un_get_day(&call, 1, &lifted)) return;
  un_result_static(context, un_gag_status(expiry, lifted, as_of));
}

void un_sql_gag_days_left(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  un_day expiry, as_of;
  if (un_any_null(&call, 2)) return;
  if (!un_get_end(&call, 0, &expiry) || !un_get_day(&call, 1, &as_of)) return;
  if (expiry != UN_INDEFINITE) sqlite3_result_int64(context, (int64_t)expiry - as_of);
}

void un_sql_gag_review_due(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  const struct un_basis *basis;
  struct un_fault fault;
  un_day opened, due;
  if (un_any_null(&call, 2)) return;
  if (!un_get_basis(&call, 0, &basis) || !un_get_day(&call, 1, &opened)) return;
  if (un_gag_review_due(basis, opened, &due, &fault)) un_result_day(context, due);
  else un_raise(&call, &fault);
}
