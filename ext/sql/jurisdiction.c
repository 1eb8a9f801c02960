/* Section 3 of sql.md, as far as countries go. */
#include "law/jurisdiction.h"

#include "calls.h"
#include "value.h"

static void answer(sqlite3_context *context, int argc, sqlite3_value **argv,
                   const char *(*ask)(const char *, size_t)) {
  struct un_call call = {context, argv, argc};
  const char *text;
  size_t len;
  if (un_any_null(&call, 1)) return;
  if (!un_text(argv[0], &text, &len)) {
    un_raise_at(&call, 0, "is not a text", NULL);
    return;
  }
  const char *result = ask(text, len);
  if (result) un_result_static(context, result);
}

void un_sql_jurisdiction(sqlite3_context *context, int argc, sqlite3_value **argv) {
  answer(context, argc, argv, un_jurisdiction);
}

void un_sql_jurisdiction_name(sqlite3_context *context, int argc, sqlite3_value **argv) {
  answer(context, argc, argv, un_jurisdiction_name);
}

void un_sql_jurisdiction_parent(sqlite3_context *context, int argc, sqlite3_value **argv) {
  answer(context, argc, argv, un_jurisdiction_parent);
}
