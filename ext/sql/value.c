#include "value.h"

#include <string.h>

#include "function.h"
#include "law/suggest.h"

const char *un_call_name(sqlite3_context *context) {
  const struct un_binding *binding = sqlite3_user_data(context);
  return binding->function->name;
}

struct un_session *un_call_session(sqlite3_context *context) {
  const struct un_binding *binding = sqlite3_user_data(context);
  return binding->session;
}

/* --- faults ----------------------------------------------------------------- */

/* Bytes of the UTF-8 character at s that may be printed as it is, else 0. */
static int printable(const unsigned char *s, int len) {
  if (s[0] < 0x80) return s[0] >= ' ' && s[0] != 0x7f;
  int n = s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : s[0] >= 0xe0 && s[0] < 0xf0 ? 3
        : s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : 0;
  if (n == 0 || n > len) return 0;
  for (int i = 1; i < n; i++) {
    if ((s[i] & 0xc0) != 0x80) return 0;
  }
  if (s[0] == 0xc2 && s[1] < 0xa0) return 0;                          /* C1 controls */
  if (s[0] == 0xe0 && s[1] < 0xa0) return 0;                          /* overlong */
  if (s[0] == 0xed && s[1] >= 0xa0) return 0;                         /* surrogates */
  if (s[0] == 0xf0 && s[1] < 0x90) return 0;
  if (s[0] == 0xf4 && s[1] >= 0x90) return 0;
  if (s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae) return 0; /* bidi */
  if (s[0] == 0xe2 && s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9) return 0;
  return n;
}

enum { SHOWN = 40 };

static void add_text(sqlite3_str *out, const unsigned char *s, int len) {
  for (int at = 0, shown = 0; at < len; shown++) {
    if (shown == SHOWN) {
      sqlite3_str_appendall(out, "...");
      break;
    }
    int n = printable(s + at, len - at);
    if (n > 0) sqlite3_str_append(out, (const char *)s + at, n);
    else sqlite3_str_appendf(out, "\\x%02x", s[at]);
    at += n > 0 ? n : 1;
  }
}

char *un_fault_text_of(const char *name, const struct un_fault *fault, const char *text, int len) {
  sqlite3_str *out = sqlite3_str_new(NULL);
  sqlite3_str_appendf(out, "%s(): ", name);
  if (fault->arg > 0) sqlite3_str_appendf(out, "argument %d ", fault->arg);
  if (text) {
    sqlite3_str_appendall(out, "'");
    add_text(out, (const unsigned char *)text, len);
    sqlite3_str_appendall(out, "' ");
  } else if (len < 0) {
    sqlite3_str_appendall(out, "NULL ");
  }
  if (fault->leads) {
    char day[UN_DATE_TEXT];
    sqlite3_str_appendf(out, "leads to %.*s, which ", (int)un_date_format(fault->day, day), day);
  }
  sqlite3_str_appendall(out, fault->problem);
  if (fault->nearest) sqlite3_str_appendf(out, "; did you mean %s?", fault->nearest);
  return sqlite3_str_finish(out);
}

char *un_fault_text(const char *name, const struct un_fault *fault, sqlite3_value *value) {
  if (!value) return un_fault_text_of(name, fault, NULL, 0);
  const char *text = (const char *)sqlite3_value_text(value);
  int type = sqlite3_value_type(value);
  if (!text && (type == SQLITE_INTEGER || type == SQLITE_FLOAT || type == SQLITE_TEXT)) return NULL;
  return un_fault_text_of(name, fault, text, text ? sqlite3_value_bytes(value) : -1);
}

bool un_raise(const struct un_call *call, const struct un_fault *fault) {
  int i = fault->arg - 1;
  sqlite3_value *value = i >= 0 && i < call->count ? call->args[i] : NULL;
  char *text = un_fault_text(un_call_name(call->context), fault, value);
  if (text) sqlite3_result_error(call->context, text, -1);
  else sqlite3_result_error_nomem(call->context);
  sqlite3_free(text);
  return false;
}

bool un_raise_at(const struct un_call *call, int i, const char *problem, const char *nearest) {
  return un_raise(call, &(struct un_fault){.arg = i + 1, .problem = problem, .nearest = nearest});
}

bool un_raise_calendar(const struct un_call *call, int i, struct un_calendar calendar,
                       enum un_calendar_result result, un_day given, un_day day) {
  if (result != UN_CALENDAR_UNCLAIMED) return un_raise_at(call, i, UN_OUTSIDE_YEARS, NULL);
  return un_raise(call, &(struct un_fault){.arg = i + 1, .problem = calendar.row->outside, .leads = day != given, .day = day});
}

/* --- arguments ---------------------------------------------------------------- */

bool un_get_day(const struct un_call *call, int i, un_day *out) {
  const char *text;
  size_t len;
  if (un_text(call->args[i], &text, &len) && un_date_parse(text, len, out)) return true;
  return un_raise_at(call, i, "is not a date", NULL);
}

static bool at_fault(struct un_fault *fault, int i, const char *problem, const char *nearest) {
  *fault = (struct un_fault){.arg = i + 1, .problem = problem, .nearest = nearest};
  return false;
}

bool un_read_moment(const struct un_call *call, int i, struct un_moment *out, struct un_fault *fault) {
  const char *text;
  size_t len;
  if (un_text(call->args[i], &text, &len) && un_moment_parse(text, len, out)) return true;
  return at_fault(fault, i, "is not a date", NULL);
}

bool un_get_moment(const struct un_call *call, int i, struct un_moment *out) {
  struct un_fault fault;
  return un_read_moment(call, i, out, &fault) || un_raise(call, &fault);
}

bool un_get_term(const struct un_call *call, int i, struct un_term *out) {
  const char *text;
  size_t len;
  if (un_text(call->args[i], &text, &len) && un_term_parse(text, len, out)) return true;
  return un_raise_at(call, i, "is not a term", NULL);
}

bool un_get_calendar(const struct un_call *call, int i, struct un_calendar *out) {
  const char *text = "";
  size_t len = 0;
  if (un_text(call->args[i], &text, &len) && un_calendar_find(text, len, out)) return true;
  return un_raise_at(call, i, "is not a calendar", un_calendar_nearest(text, len));
}

static bool read_basis(const struct un_call *call, int i, const struct un_basis **out, struct un_fault *fault) {
  const char *text = "";
  size_t len = 0;
  if (un_text(call->args[i], &text, &len) && (*out = un_basis_find(text, len))) return true;
  return at_fault(fault, i, "is not a legal basis", un_basis_nearest(text, len));
}

bool un_get_basis(const struct un_call *call, int i, const struct un_basis **out) {
  struct un_fault fault;
  return read_basis(call, i, out, &fault) || un_raise(call, &fault);
}

bool un_read_ordered(const struct un_call *call, int i, struct un_ordered *out, struct un_fault *fault) {
  const char *text;
  size_t len;
  *out = (struct un_ordered){.says = UN_SAYS_NOTHING};
  if (un_is_null(call, i)) return true;
  if (un_text(call->args[i], &text, &len) && un_ordered_parse(text, len, out)) return true;
  return at_fault(fault, i, "is not a date, a positive term or 'indefinite'", NULL);
}

bool un_read_gag(const struct un_call *call, struct un_gag *out, struct un_fault *fault) {
  return read_basis(call, 0, &out->basis, fault) && un_read_moment(call, 1, &out->started, fault) &&
         un_read_ordered(call, 2, &out->ordered, fault);
}

bool un_get_end(const struct un_call *call, int i, un_day *out) {
  const char *text;
  size_t len;
  *out = UN_NO_DAY;
  if (un_is_null(call, i)) return true;
  if (un_text(call->args[i], &text, &len)) {
    *out = UN_INDEFINITE;
    if (un_is_indefinite(text, len) || un_date_parse(text, len, out)) return true;
  }
  return un_raise_at(call, i, "is not a date or 'indefinite'", NULL);
}

bool un_get_period(const struct un_call *call, int i, struct un_period *out) {
  const char *text;
  size_t len;
  if (un_text(call->args[i], &text, &len) && un_period_parse(text, len, out)) return true;
  return un_raise_at(call, i, "is not a period", NULL);
}

bool un_get_unit(const struct un_call *call, int i, enum un_unit *out) {
  const char *text = "";
  size_t len = 0;
  *out = UN_UNIT_HALF;
  if (un_is_null(call, i)) return true;
  if (un_text(call->args[i], &text, &len) && un_unit_find(text, len, out)) return true;
  return un_raise_at(call, i, "is not a unit (year, half, quarter, month)", NULL);
}

bool un_get_whole(const struct un_call *call, int i, int64_t *out) {
  *out = sqlite3_value_int64(call->args[i]);
  if (sqlite3_value_type(call->args[i]) == SQLITE_INTEGER) return true;
  return un_raise_at(call, i, "is not a whole number", NULL);
}

bool un_get_number(const struct un_call *call, int i, double *out) {
  int type = sqlite3_value_type(call->args[i]);
  *out = sqlite3_value_double(call->args[i]);
  if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) return true;
  return un_raise_at(call, i, "is not a number", NULL);
}

bool un_is_indefinite_at(const struct un_call *call, int i) {
  const char *text;
  size_t len;
  return un_text(call->args[i], &text, &len) && un_is_indefinite(text, len);
}

/* --- results -------------------------------------------------------------------- */

void un_result_static(sqlite3_context *context, const char *text) {
  sqlite3_result_text(context, text, -1, SQLITE_STATIC);
}

void un_result_day(sqlite3_context *context, un_day day) {
  char text[UN_DATE_TEXT];
  if (day == UN_NO_DAY) {
    sqlite3_result_null(context);
  } else if (day == UN_INDEFINITE) {
    un_result_static(context, "indefinite");
  } else {
    sqlite3_result_text(context, text, (int)un_date_format(day, text), SQLITE_TRANSIENT);
  }
}
