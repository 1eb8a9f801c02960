/* SPDX-License-Identifier: GPL-3.0-or-later
** What may be recorded, and its columns as the register's table has them. */
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "law/suggest.h"
#include "message.h"
#include "strbuf.h"

static const struct un_entry_kind kinds[] = {
    {"request", "requests", NULL, {"ref", NULL}, "requests",
     "--ref names one, or --id; --follows REF is the request it follows"},
    {"gag", "gags", "request_id", {"basis", "started_on"}, "gags",
     "--ref REF is its request; with --basis and --started-on it names one, or --id"},
    {"event", "gag_events", "gag_id", {"event_on", "kind"}, "events",
     "--gag ID is its gag, or --ref REF (of several with --basis, --started-on);\n"
     "  with --event-on and --kind it names one, or --id"},
    {"notice", "notices", "request_id", {"sent_on", NULL}, "notices",
     "--ref REF is its request; with --sent-on it names one, or --id"},
    {"challenge", "challenges", "request_id", {"filed_on", NULL}, "challenges",
     "--ref REF is its request; with --filed-on it names one, or --id"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static const char *kind_at(const void *list, size_t i) {
  return ((const struct un_entry_kind *)list)[i].name;
}

const struct un_entry_kind *un_entry_kind_at(int i) { return i < KINDS ? &kinds[i] : NULL; }

const struct un_entry_kind *un_entry_kind(const char *name) {
  for (int i = 0; i < KINDS; i++) {
    if (strcmp(kinds[i].name, name) == 0) return &kinds[i];
  }
  un_fail_unknown("record", name, un_nearest(name, strlen(name), kind_at, kinds, KINDS));
  return NULL;
}

int un_entry_load(struct un_entry *entry) {
  sqlite3_stmt *stmt = NULL;
  if (sqlite3_prepare_v2(entry->db, "SELECT name, type, \"notnull\" AND dflt_value IS NULL FROM pragma_table_info(?1)",
                         -1, &stmt, NULL) == SQLITE_OK) {
    sqlite3_bind_text(stmt, 1, entry->kind->table, -1, SQLITE_STATIC);
  }
  while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    if (strcmp(name, "id") == 0) continue;
    entry->columns = un_realloc(entry->columns, ((size_t)entry->count + 1) * sizeof *entry->columns);
    entry->columns[entry->count++] = (struct un_entry_column){
        .name = un_strdup(name), .whole = strcmp((const char *)sqlite3_column_text(stmt, 1), "INTEGER") == 0,
        .needed = sqlite3_column_int(stmt, 2) != 0};
  }
  sqlite3_finalize(stmt);
  return entry->count > 0 ? 0 : un_fail(UN_EXIT_SQL, "%s: not a register; make one with `unseal init`",
                                         sqlite3_db_filename(entry->db, NULL));
}

void un_entry_free(struct un_entry *entry) {
  for (int i = 0; i < entry->count; i++) {
    free(entry->columns[i].name);
    free(entry->columns[i].value);
  }
  free(entry->columns);
}

struct un_entry_column *un_entry_column(struct un_entry *entry, const char *name) {
  for (int i = 0; i < entry->count; i++) {
    if (strcmp(entry->columns[i].name, name) == 0) return &entry->columns[i];
  }
  return NULL;
}
