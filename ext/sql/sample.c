/* Section 4 of sql.md: what needs the whole sample, and small pictures.
**
** Ownership: a group owns its values until its final call. */
#include "stat/sample.h"

#include <math.h>

#include "calls.h"
#include "value.h"

struct group {
  void *items;
  size_t count, room;
  double p; /* quantile or time: the same on every row */
  bool has_p, whole;
};

static struct group *group_of(sqlite3_context *context) {
  struct group *group = sqlite3_aggregate_context(context, sizeof *group);
  if (!group) sqlite3_result_error_nomem(context);
  return group;
}

/* Room for one more item of that size; NULL after an error. */
static void *next_item(sqlite3_context *context, struct group *group, size_t size) {
  if (group->count == group->room) {
    size_t room = group->room ? group->room * 2 : 64;
    void *items = sqlite3_realloc64(group->items, room * size);
    if (!items) {
      sqlite3_result_error_nomem(context);
      return NULL;
    }
    group->items = items;
    group->room = room;
  }
  return (char *)group->items + size * group->count++;
}

static bool constant(const struct un_call *call, int i, struct group *group, double p) {
  if (group->has_p && group->p != p) return un_raise_at(call, i, "changes within the group", NULL);
  group->has_p = true;
  group->p = p;
  return true;
}

static bool get_share(const struct un_call *call, int i, double *p) {
  if (!un_get_number(call, i, p)) return false;
  return (*p >= 0.0 && *p <= 1.0) || un_raise_at(call, i, "is not within 0 and 1", NULL);
}

/* --- quantile(x, p) --------------------------------------------------------------- */

void un_sql_quantile_step(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  double x, p;
  if (un_any_null(&call, 2)) return;
  struct group *group = group_of(context);
  if (!group || !un_get_number(&call, 0, &x) || !get_share(&call, 1, &p)) return;
  if (!constant(&call, 1, group, p)) return;
  double *item = next_item(context, group, sizeof *item);
  if (item) *item = x;
}

void un_sql_quantile(sqlite3_context *context) {
  struct group *group = sqlite3_aggregate_context(context, 0);
  if (!group) return;
  if (group->count > 0) {
    sqlite3_result_double(context, un_quantile(group->items, group->count, group->p));
  }
  sqlite3_free(group->items);
}

/* --- Kaplan-Meier ------------------------------------------------------------------- */

static void add_spell(const struct un_call *call, struct group *group) {
  double days;
  int64_t ended = -1;
  if (!un_get_number(call, 0, &days)) return;
  if (!(days >= 0.0 && days <= 1e300)) {
    un_raise_at(call, 0, "is not a count of days", NULL);
    return;
  }
  if (sqlite3_value_type(call->args[1]) == SQLITE_INTEGER) {
    ended = sqlite3_value_int64(call->args[1]);
  }
  if (ended != 0 && ended != 1) {
    un_raise_at(call, 1, "is not 0 or 1", NULL);
    return;
  }
  if (group->count == 0) group->whole = true;
  if (sqlite3_value_type(call->args[0]) != SQLITE_INTEGER) group->whole = false;
  struct un_spell *spell = next_item(call->context, group, sizeof *spell);
  if (spell) *spell = (struct un_spell){days, ended == 1};
}

void un_sql_km_quantile_step(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  double p;
  if (un_any_null(&call, 3)) return;
  struct group *group = group_of(context);
  if (!group || !get_share(&call, 2, &p) || !constant(&call, 2, group, p)) return;
  add_spell(&call, group);
}

void un_sql_km_survival_step(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  double t;
  if (un_any_null(&call, 3)) return;
  struct group *group = group_of(context);
  if (!group || !un_get_number(&call, 2, &t)) return;
  if (!(t >= 0.0)) un_raise_at(&call, 2, "is negative", NULL);
  else if (constant(&call, 2, group, t)) add_spell(&call, group);
}

void un_sql_km_quantile(sqlite3_context *context) {
  struct group *group = sqlite3_aggregate_context(context, 0);
  double days;
  if (!group) return;
  if (group->count > 0 && un_km_quantile(group->items, group->count, group->p, &days)) {
    /* Days are counts, but nothing keeps them below 2^63. */
    if (group->whole && days < 9.2e18) sqlite3_result_int64(context, (sqlite3_int64)days);
    else sqlite3_result_double(context, days);
  }
  sqlite3_free(group->items);
}

void un_sql_km_survival(sqlite3_context *context) {
  struct group *group = sqlite3_aggregate_context(context, 0);
  if (!group) return;
  if (group->count > 0) {
    sqlite3_result_double(context, un_km_survival(group->items, group->count, group->p));
  }
  sqlite3_free(group->items);
}

/* --- pictures ------------------------------------------------------------------------- */

void un_sql_spark_step(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  double x;
  if (un_any_null(&call, 1)) return;
  struct group *group = group_of(context);
  if (!group || !un_get_number(&call, 0, &x)) return;
  if (isinf(x)) {
    un_raise_at(&call, 0, "is infinite", NULL);
    return;
  }
  double *item = next_item(context, group, sizeof *item);
  if (item) *item = x;
}

/* U+2581 to U+2588, one eighth to eight; three bytes each. */
static void put_block(sqlite3_str *out, int eighths) {
  char block[] = {(char)0xe2, (char)0x96, (char)(0x80 + eighths)};
  sqlite3_str_append(out, block, 3);
}

void un_sql_spark(sqlite3_context *context) {
  struct group *group = sqlite3_aggregate_context(context, 0);
  if (!group) return;
  const double *values = group->items;
  double low = group->count ? values[0] : 0.0, high = low;
  sqlite3_str *out = sqlite3_str_new(NULL);
  for (size_t i = 0; i < group->count; i++) {
    low = fmin(low, values[i]);
    high = fmax(high, values[i]);
  }
  for (size_t i = 0; i < group->count; i++) {
    double share = high > low ? (values[i] / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
    int level = high > low ? 1 + (int)(share * 8.0) : 4;
    put_block(out, level > 8 ? 8 : level);
  }
  bool none = group->count == 0;
  sqlite3_free(group->items);
  char *text = sqlite3_str_finish(out);
  if (text) sqlite3_result_text(context, text, -1, sqlite3_free);
  else if (!none) sqlite3_result_error_nomem(context);
}

void un_sql_bar(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  double x, max;
  int64_t width = 20;
  if (un_any_null(&call, 2)) return;
  if (!un_get_number(&call, 0, &x) || !un_get_number(&call, 1, &max)) return;
  if (!un_is_null(&call, 2) && !un_get_whole(&call, 2, &width)) return;
  if (!(max > 0.0 && max <= 1e300)) un_raise_at(&call, 1, "is not a positive number", NULL);
  else if (!(x >= 0.0 && x <= max)) un_raise_at(&call, 0, "is not within 0 and argument 2", NULL);
  else if (width < 1 || width > 1000) un_raise_at(&call, 2, "is not a width within 1 and 1000", NULL);
  else {
    int64_t eighths = (int64_t)(x / max * (double)width * 8.0 + 0.5);
    sqlite3_str *out = sqlite3_str_new(NULL);
    for (; eighths >= 8; eighths -= 8) put_block(out, 8);
    /* U+2589 to U+258F: seven eighths to one, from the left. */
    if (eighths > 0) put_block(out, 16 - (int)eighths);
    bool none = sqlite3_str_errcode(out) == SQLITE_OK; /* without a text: x was nearly 0 */
    char *text = sqlite3_str_finish(out);
    if (text) sqlite3_result_text(context, text, -1, sqlite3_free);
    else if (none) un_result_static(context, "");
    else sqlite3_result_error_nomem(context);
  }
}
