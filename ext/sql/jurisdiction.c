/* Section 3 of sql.md: its functions; places_table.c has its tables. */
#include "law/jurisdiction.h"

#include <string.h>

#include "calls.h"
#include "law/regime.h"
#include "value.h"

/* The text of argument i, or an error: BLOBs are none. */
static bool get_text(const struct un_call *call, int i, const char **text, size_t *len) {
  *text = "";
  *len = 0;
  return un_text(call->args[i], text, len) || un_raise_at(call, i, "is not a text", NULL);
}

void un_sql_jurisdiction(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  const char *text, *code;
  size_t len, code_len;
  int within = -1;
  if (un_any_null(&call, 1) || !get_text(&call, 0, &text, &len)) return;
  if (!un_is_null(&call, 1)) {
    if (!get_text(&call, 1, &code, &code_len)) return;
    within = un_jurisdiction_row(code, code_len);
    if (within < 0) {
      un_raise_at(&call, 1, "is not a code of a jurisdiction", un_jurisdiction_meant(code, code_len));
      return;
    }
  }
  int place = un_jurisdiction_find(text, len, within);
  if (place >= 0) un_result_static(context, un_places[place].code);
}

void un_sql_jurisdiction_name(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  const char *code, *text, *name = NULL;
  size_t len, text_len;
  int lang = 0;
  if (un_any_null(&call, 1) || !get_text(&call, 0, &code, &len)) return;
  if (!un_is_null(&call, 1)) {
    if (!get_text(&call, 1, &text, &text_len)) return;
    lang = un_lang_find(text, text_len);
    if (lang < 0) {
      un_raise_at(&call, 1, "is not a language of the catalogue", un_lang_nearest(text, text_len));
      return;
    }
  }
  int place = un_jurisdiction_row(code, len);
  if (place >= 0) name = un_jurisdiction_name_in(place, lang);
  if (name) un_result_static(context, name);
}

void un_sql_jurisdiction_parent(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  const char *text;
  size_t len;
  if (un_any_null(&call, 1) || !get_text(&call, 0, &text, &len)) return;
  const char *parent = un_jurisdiction_parent(text, len);
  if (parent) un_result_static(context, parent);
}

/* A code's country, false after an error; NULL leaves *row at -1. */
static bool get_country(const struct un_call *call, int i, int *row) {
  const char *text = "";
  size_t len = 0;
  *row = -1;
  if (un_is_null(call, i)) return true;
  if (un_text(call->args[i], &text, &len)) *row = un_country_row(text, len);
  if (*row >= 0) return true;
  return un_raise_at(call, i, "is not a code of a jurisdiction", un_jurisdiction_meant(text, len));
}

void un_sql_regime_member(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  const char *text = "";
  size_t len = 0;
  int country;
  un_day on;
  if (un_any_null(&call, 3) || !get_country(&call, 0, &country)) return;
  int regime = un_text(argv[1], &text, &len) ? un_regime_find(text, len) : -1;
  if (regime < 0) un_raise_at(&call, 1, "is not a regime", un_regime_nearest(text, len));
  else if (un_get_day(&call, 2, &on)) {
    sqlite3_result_int(context, un_regime_member(country, regime, on));
  }
}

void un_sql_jurisdiction_tag(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  int origin, customer, data, home = un_row_of_us;
  char text[UN_TAGS_TEXT];
  un_day on;
  if (un_is_null(&call, 3)) return;
  if (!get_country(&call, 0, &origin) || !get_country(&call, 1, &customer) ||
      !get_country(&call, 2, &data) || !un_get_day(&call, 3, &on)) {
    return;
  }
  if (!un_is_null(&call, 4) && !get_country(&call, 4, &home)) return;
  unsigned tags = un_jurisdiction_tags(origin, customer, data, on, home);
  sqlite3_result_text(context, text, (int)un_tags_format(tags, text), SQLITE_TRANSIENT);
}
