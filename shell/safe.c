/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "safe.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Pragmas that only tell something, with an argument or without. */
static const char *const telling[] = {
    "application_id",   "collation_list",  "compile_options", "data_version",     "database_list",
    "encoding",         "foreign_key_check", "foreign_key_list", "foreign_keys",  "freelist_count",
    "function_list",    "index_info",      "index_list",      "index_xinfo",      "integrity_check",
    "journal_mode",     "module_list",     "page_count",      "page_size",        "pragma_list",
    "quick_check",      "schema_version",  "table_info",      "table_list",       "table_xinfo",
    "user_version"};

/* Of those, the ones whose argument is a name or a count and not a new value. */
static const char *const asking[] = {"foreign_key_check", "foreign_key_list", "index_info",      "index_list",
                                     "index_xinfo",       "integrity_check",  "quick_check",     "table_info",
                                     "table_list",        "table_xinfo"};

static bool is_one_of(const char *name, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (sqlite3_stricmp(name, list[i]) == 0) return true;
  }
  return false;
}

static int authorize(void *unused, int action, const char *a, const char *b, const char *c, const char *d) {
  (void)unused, (void)c, (void)d;
  switch (action) {
  case SQLITE_ATTACH: /* VACUUM INTO, too */
  case SQLITE_DETACH: return SQLITE_DENY;
  case SQLITE_PRAGMA:
    if (b) return is_one_of(a, asking, sizeof asking / sizeof *asking) ? SQLITE_OK : SQLITE_DENY;
    return is_one_of(a, telling, sizeof telling / sizeof *telling) ? SQLITE_OK : SQLITE_DENY;
  case SQLITE_FUNCTION:
    return b && (sqlite3_stricmp(b, "load_extension") == 0 || sqlite3_stricmp(b, "fts3_tokenizer") == 0) ? SQLITE_DENY
                                                                                                      : SQLITE_OK;
  default: return SQLITE_OK;
  }
}

void un_safe(sqlite3 *db) { sqlite3_set_authorizer(db, authorize, NULL); }
