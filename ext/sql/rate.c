/* Section 4 of sql.md: refusal and disclosure rates, aggregates and windows. */
#include "stat/rate.h"

#include <string.h>

#include "calls.h"
#include "stat/interval.h"
#include "value.h"

struct frame {
  struct un_tally tally;
  const struct un_definition *definition; /* the group's, also while a window is empty */
  int64_t rows;
};

static bool read_outcome(const struct un_call *call, int *outcome) {
  const char *text = "";
  size_t len = 0;
  if (un_text(call->args[0], &text, &len) && (*outcome = un_outcome_find(text, len)) >= 0) {
    return true;
  }
  return un_raise_at(call, 0, "is not an outcome", un_outcome_nearest(text, len));
}

/* The group's definition, read once: later rows only compare its name. */
static bool read_definition(const struct un_call *call, struct frame *frame) {
  const struct un_definition *own = frame->definition;
  const char *text = "strict";
  size_t len = 6;
  if (call->count < 3 && own) return true;
  if (!un_is_null(call, 2) && !un_text(call->args[2], &text, &len)) len = 0;
  if (own && strncmp(own->name, text, len) == 0 && strlen(own->name) == len) return true;
  const struct un_definition *named = un_definition_find(text, len);
  if (!named) return un_raise_at(call, 2, "is not a definition", un_definition_nearest(text, len));
  if (own) return un_raise_at(call, 2, "changes within the group", NULL);
  frame->definition = named;
  return true;
}

/* Count one row in or out of the frame. */
static void count(const struct un_call *call, struct frame *frame, int sign) {
  int outcome = 0;
  int64_t n = 1;
  if (call->count > 1 && (!un_get_whole(call, 1, &n) ||
                          (n < 0 && !un_raise_at(call, 1, "is negative", NULL)))) {
    return;
  }
  if (!read_outcome(call, &outcome)) return;
  if (!un_tally_add(&frame->tally, frame->definition, outcome, sign * n)) {
    un_raise_at(call, 1, "makes the count too large", NULL);
    return;
  }
  frame->rows += sign;
}

static struct frame *frame_at(sqlite3_context *context) {
  struct frame *frame = sqlite3_aggregate_context(context, sizeof *frame);
  if (!frame) sqlite3_result_error_nomem(context);
  return frame;
}

/* The common case, an outcome alone: nothing else is looked at a row. */
static bool count_one(struct frame *frame, sqlite3_value *value, int sign) {
  if (!frame->definition || sqlite3_value_type(value) != SQLITE_TEXT) return false;
  const char *text = (const char *)sqlite3_value_text(value);
  int outcome = text ? un_outcome_find(text, (size_t)sqlite3_value_bytes(value)) : -1;
  if (outcome < 0) return false;
  un_tally_add_one(&frame->tally, frame->definition, outcome, sign);
  frame->rows += sign;
  return true;
}

static void refusal(sqlite3_context *context, int argc, sqlite3_value **argv, int sign) {
  struct un_call call = {context, argv, argc};
  struct frame *frame = argc == 1 ? sqlite3_aggregate_context(context, sizeof *frame) : NULL;
  if (frame && count_one(frame, argv[0], sign)) return;
  if (un_any_null(&call, argc < 2 ? argc : 2) || !(frame = frame_at(context))) return;
  if (read_definition(&call, frame)) count(&call, frame, sign);
}

void un_sql_refusal_step(sqlite3_context *context, int argc, sqlite3_value **argv) {
  refusal(context, argc, argv, 1);
}

void un_sql_refusal_inverse(sqlite3_context *context, int argc, sqlite3_value **argv) {
  refusal(context, argc, argv, -1);
}

static void disclosure(sqlite3_context *context, int argc, sqlite3_value **argv, int sign) {
  struct un_call call = {context, argv, argc};
  struct frame *frame;
  if (un_any_null(&call, argc) || !(frame = frame_at(context))) return;
  if (!frame->definition) frame->definition = un_definition_of_disclosure();
  count(&call, frame, sign);
}

void un_sql_disclosure_step(sqlite3_context *context, int argc, sqlite3_value **argv) {
  disclosure(context, argc, argv, 1);
}

void un_sql_disclosure_inverse(sqlite3_context *context, int argc, sqlite3_value **argv) {
  disclosure(context, argc, argv, -1);
}

/* --- values ------------------------------------------------------------------- */

static const struct frame *frame_of(sqlite3_context *context) {
  static const struct frame none;
  const struct frame *frame = sqlite3_aggregate_context(context, 0);
  return frame ? frame : &none;
}

void un_sql_refusal_rate(sqlite3_context *context) {
  const struct un_tally *t = &frame_of(context)->tally;
  if (t->below > 0) sqlite3_result_double(context, un_tally_above(t) / (double)t->below);
}

void un_sql_refusal_count(sqlite3_context *context) {
  const struct frame *frame = frame_of(context);
  if (frame->rows > 0 && frame->definition->halves) {
    sqlite3_result_double(context, un_tally_above(&frame->tally));
  } else {
    sqlite3_result_int64(context, frame->tally.above);
  }
}

void un_sql_refusal_base(sqlite3_context *context) {
  sqlite3_result_int64(context, frame_of(context)->tally.below);
}

void un_sql_refusal_low(sqlite3_context *context) {
  const struct un_tally *t = &frame_of(context)->tally;
  if (t->below == 0) return;
  sqlite3_result_double(context, un_wilson_low(un_tally_above(t), (double)t->below, UN_Z95));
}

void un_sql_refusal_high(sqlite3_context *context) {
  const struct un_tally *t = &frame_of(context)->tally;
  if (t->below == 0) return;
  sqlite3_result_double(context, un_wilson_high(un_tally_above(t), (double)t->below, UN_Z95));
}

/* --- intervals ------------------------------------------------------------------ */

static void wilson(sqlite3_context *context, int argc, sqlite3_value **argv,
                   double (*bound)(double, double, double)) {
  struct un_call call = {context, argv, argc};
  double k, n, z = UN_Z95;
  if (un_any_null(&call, 2)) return;
  if (!un_get_number(&call, 0, &k) || !un_get_number(&call, 1, &n)) return;
  if (!un_is_null(&call, 2) && !un_get_number(&call, 2, &z)) return;
  if (!(k >= 0.0)) un_raise_at(&call, 0, "is negative", NULL);
  else if (!(n >= 0.0 && n <= 1e300)) un_raise_at(&call, 1, "is not a count", NULL);
  else if (k > n) un_raise_at(&call, 0, "is more than argument 2", NULL);
  else if (!(z >= 0.0 && z <= 1e6)) un_raise_at(&call, 2, "is not a normal quantile", NULL);
  else if (n > 0.0) sqlite3_result_double(context, bound(k, n, z));
}

void un_sql_wilson_low(sqlite3_context *context, int argc, sqlite3_value **argv) {
  wilson(context, argc, argv, un_wilson_low);
}

void un_sql_wilson_high(sqlite3_context *context, int argc, sqlite3_value **argv) {
  wilson(context, argc, argv, un_wilson_high);
}

void un_sql_outcome(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  const char *text;
  size_t len;
  if (un_any_null(&call, 1)) return;
  if (!un_text(argv[0], &text, &len)) {
    un_raise_at(&call, 0, "is not a text", NULL);
    return;
  }
  const char *outcome = un_outcome_of(text, len);
  if (outcome) un_result_static(context, outcome);
}
