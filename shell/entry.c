/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal record DB KIND --COLUMN VALUE ...`: add one record, or change one.
**
** (1) --id names a record. A request is also named by its --ref; what hangs on a
**     request by --ref with its keys (a gag: basis and started_on), or, where
**     the request has only one, by --ref alone.
** (2) What does not exist and has all it needs is added. An empty value clears.
** (3) One transaction: what the guards, the checks or the law refuse, and what a
**     signal stops, leaves the register as it was. */
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "message.h"
#include "entry.h"
#include "shell.h"
#include "strbuf.h"

/* What names a record or its parent and is no column of the table. */
struct place {
  const char *id, *ref, *request_id, *gag_id, *basis, *started_on, *follows;
};

static void give(struct un_entry_column *column, const char *value) {
  free(column->value);
  column->value = value && *value ? un_strdup(value) : NULL;
  column->given = true;
}

/* --- the command line's words ------------------------------------------------------ */

static const char **place_of(const struct un_entry *entry, struct place *place, const char *name) {
  bool event = strcmp(entry->kind->table, "gag_events") == 0, child = entry->kind->parent != NULL;
  if (strcmp(name, "id") == 0) return &place->id;
  if (child && (strcmp(name, "ref") == 0 || strcmp(name, "request") == 0)) return &place->ref;
  if (child && strcmp(name, "request_id") == 0) return &place->request_id;
  if (event && (strcmp(name, "gag_id") == 0 || strcmp(name, "gag") == 0)) return &place->gag_id;
  if (event && strcmp(name, "basis") == 0) return &place->basis;
  if (event && strcmp(name, "started_on") == 0) return &place->started_on;
  if (!child && strcmp(name, "follows") == 0) return &place->follows;
  return NULL;
}

static int unknown_column(const struct un_entry *entry, const char *name) {
  struct un_names names = {0};
  struct un_strbuf near = UN_STRBUF_INIT;
  for (int i = 0; i < entry->count; i++) un_names_add(&names, entry->columns[i].name, strlen(entry->columns[i].name));
  un_names_add(&names, "ref", 3);
  un_names_add(&names, "id", 2);
  for (size_t i = 0; i < names.count; i++) {
    for (char *p = names.list[i]; *p; p++) *p = *p == '_' ? '-' : *p;
  }
  const char *nearest = un_names_nearest_or_begun(&names, name);
  if (!nearest) nearest = un_option_meant("record", name);
  if (nearest) un_strbuf_printf(&near, "; did you mean '--%s'?", nearest);
  int code = un_fail(UN_EXIT_USAGE, "a %s has no column '%s'%s", entry->kind->name, name, near.text);
  un_strbuf_free(&near);
  un_names_free(&names);
  return code;
}

static char *column_name(const char *option) {
  char *name = un_strdup(option);
  for (char *p = name; *p; p++) *p = *p == '-' ? '_' : *p;
  return name;
}

/* W9: of two values for one column none is taken in silence. */
static bool is_repeated(const struct un_args *args, int i, const char *name) {
  bool repeated = false;
  for (int k = 0; k < i && !repeated; k++) {
    char *other = column_name(args->extra[k].name);
    repeated = strcmp(other, name) == 0;
    free(other);
  }
  return repeated;
}

static int take_values(struct un_entry *entry, const struct un_args *args, struct place *place) {
  for (int i = 0; i < args->extra_count; i++) {
    char *name = column_name(args->extra[i].name);
    const char **word = place_of(entry, place, name);
    struct un_entry_column *column = un_entry_column(entry, name);
    int code = 0;
    if (is_repeated(args, i, name)) code = un_fail(UN_EXIT_USAGE, "--%s is given twice", args->extra[i].name);
    else if (word) *word = args->extra[i].value;
    else if (column) give(column, args->extra[i].value);
    else code = unknown_column(entry, args->extra[i].name);
    free(name);
    if (code != 0) return code;
  }
  return 0;
}

/* --- which record ------------------------------------------------------------------- */

static int no_request(struct un_entry *entry, const char *ref, const char *advice) {
  struct un_names refs;
  un_ask_names(entry->db, "SELECT ref FROM requests", NULL, &refs);
  const char *near = un_names_nearest(&refs, ref);
  int code = un_fail(UN_EXIT_USAGE, "no request has the ref '%s'%s%s%s%s", ref, near ? "; did you mean '" : "",
                     near ? near : "", near ? "'?" : *advice ? "." : "", advice);
  un_names_free(&refs);
  return code;
}

static int request_of_ref(struct un_entry *entry, const char *ref, char **id) {
  *id = un_ask(entry->db, "SELECT id FROM requests WHERE ref = ?1", ref, NULL);
  return *id ? 0 : no_request(entry, ref, "");
}

static int list_ids(struct un_entry *entry, const char *sql, const char *parent, const char *what, const char *option) {
  struct un_names ids;
  struct un_strbuf text = UN_STRBUF_INIT;
  un_ask_names(entry->db, sql, parent, &ids);
  for (size_t i = 0; i < ids.count; i++) un_strbuf_printf(&text, "%s%s", i > 0 ? ", " : "", ids.list[i]);
  int code = un_fail(UN_EXIT_USAGE, "the request has %zu %s; say which with --%s: %s", ids.count, what, option, text.text);
  un_strbuf_free(&text);
  un_names_free(&ids);
  return code;
}

/* The gag an event belongs to: --gag, or the only one that fits what is said. */
static int gag_of_place(struct un_entry *entry, const struct place *place, const char *request, char **gag) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  int code = 0;
  if (place->gag_id) {
    *gag = un_ask(entry->db, "SELECT id FROM gags WHERE id = ?1 AND request_id = coalesce(?2, request_id)",
                  place->gag_id, request);
    return *gag ? 0 : un_fail(UN_EXIT_USAGE, "no gag%s has the id %s", request ? " of this request" : "", place->gag_id);
  }
  if (!request) return un_fail(UN_EXIT_USAGE, "an event needs its gag: --gag ID, or --ref REF");
  un_strbuf_puts(&sql, "FROM gags WHERE request_id = ?1");
  char *more = sqlite3_mprintf("%s%Q%s%Q", place->basis ? " AND basis = " : " AND NULL IS ", place->basis,
                               place->started_on ? " AND started_on = " : " AND NULL IS ", place->started_on);
  un_strbuf_puts(&sql, more);
  sqlite3_free(more);
  char *count = un_strdup(sql.text);
  un_strbuf_clear(&sql);
  un_strbuf_printf(&sql, "SELECT id %s ORDER BY id", count);
  struct un_names ids;
  un_ask_names(entry->db, sql.text, request, &ids);
  if (ids.count == 1) *gag = un_strdup(ids.list[0]);
  else if (ids.count == 0) code = un_fail(UN_EXIT_USAGE, "the request has no such gag");
  else code = list_ids(entry, sql.text, request, "gags", "gag");
  un_names_free(&ids);
  un_strbuf_free(&sql);
  free(count);
  return code;
}

/* The row under its parent with the keys that are given; how many there are. */
static size_t same_key(struct un_entry *entry, const char *parent, bool *all_keys, struct un_names *ids) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  un_strbuf_printf(&sql, "SELECT id FROM %s WHERE %s = ?1", entry->kind->table,
                   entry->kind->parent ? entry->kind->parent : "ref");
  *all_keys = true;
  for (int k = 0; k < 2 && entry->kind->keys[k] && entry->kind->parent; k++) {
    const struct un_entry_column *column = un_entry_column(entry, entry->kind->keys[k]);
    if (!column->given) {
      *all_keys = false;
      continue;
    }
    char *part = sqlite3_mprintf(" AND %s = %Q", column->name, column->value);
    un_strbuf_puts(&sql, part);
    sqlite3_free(part);
  }
  un_strbuf_puts(&sql, " ORDER BY id");
  un_ask_names(entry->db, sql.text, parent, ids);
  un_strbuf_free(&sql);
  return ids->count;
}

static int find_by_id(struct un_entry *entry, const char *id, const char *parent) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  un_strbuf_printf(&sql, "SELECT id FROM %s WHERE id = ?1", entry->kind->table);
  if (parent) un_strbuf_printf(&sql, " AND %s = ?2", entry->kind->parent);
  int rc = un_ask_int(entry->db, sql.text, id, parent, &entry->id);
  un_strbuf_free(&sql);
  if (rc == SQLITE_ROW) return 0;
  if (rc != SQLITE_DONE) return un_fail(un_exit_of_sqlite(rc), "%s: %s", entry->kind->table, sqlite3_errmsg(entry->db));
  return un_fail(UN_EXIT_USAGE, "no %s%s has the id %s", entry->kind->name, parent ? " of this request" : "", id);
}

/* Missing columns of a record that would be added. */
static int check_needed(struct un_entry *entry, const struct place *place) {
  struct un_strbuf missing = UN_STRBUF_INIT;
  int code = 0;
  for (int i = 0; i < entry->count; i++) {
    const struct un_entry_column *c = &entry->columns[i];
    if (!c->needed || c->given) continue;
    un_strbuf_printf(&missing, "%s--%s", missing.len > 0 ? ", " : "", c->name);
    for (char *p = missing.text; *p; p++) *p = *p == '_' ? '-' : *p;
  }
  if (missing.len > 0 && !entry->kind->parent && un_entry_column(entry, "ref")->given) {
    struct un_strbuf advice = UN_STRBUF_INIT;
    un_strbuf_printf(&advice, " To add one, give %s", missing.text);
    code = no_request(entry, un_entry_column(entry, "ref")->value, advice.text);
    un_strbuf_free(&advice);
  } else if (missing.len > 0) {
    code = un_fail(UN_EXIT_USAGE, "a new %s needs %s%s", entry->kind->name, missing.text,
                   place->ref || !entry->kind->parent ? "" : "; or name one with --id");
  }
  un_strbuf_free(&missing);
  return code;
}

static int find_record(struct un_entry *entry, const struct place *place) {
  char *request = NULL, *parent = NULL;
  struct un_names ids = {0};
  bool event = strcmp(entry->kind->table, "gag_events") == 0, all_keys;
  int code = 0;
  if (place->ref) code = request_of_ref(entry, place->ref, &request);
  else if (place->request_id) request = un_strdup(place->request_id);
  if (code == 0 && place->id) {
    code = find_by_id(entry, place->id, event ? NULL : request);
    goto done;
  }
  if (code != 0) goto done;
  if (!entry->kind->parent) {
    const struct un_entry_column *ref = un_entry_column(entry, "ref");
    if (!ref->given || !ref->value) code = un_fail(UN_EXIT_USAGE, "a request needs --ref REF (or --id to change one)");
    else parent = un_strdup(ref->value);
  } else if (event) {
    code = gag_of_place(entry, place, request, &parent);
  } else if (!request) {
    code = un_fail(UN_EXIT_USAGE, "a %s needs its request: --ref REF, or --id to change one", entry->kind->name);
  } else {
    parent = un_strdup(request);
  }
  if (code != 0) goto done;
  size_t found = same_key(entry, parent, &all_keys, &ids);
  if (found == 1) {
    entry->id = strtoll(ids.list[0], NULL, 10);
  } else if (found > 1) {
    struct un_strbuf sql = UN_STRBUF_INIT;
    un_strbuf_printf(&sql, "SELECT id FROM %s WHERE %s = ?1", entry->kind->table, entry->kind->parent);
    code = list_ids(entry, sql.text, parent, entry->kind->has, "id");
    un_strbuf_free(&sql);
  } else if (entry->kind->parent) {
    give(un_entry_column(entry, entry->kind->parent), parent);
  }

done:
  un_names_free(&ids);
  free(request);
  free(parent);
  return code;
}

/* --- storing --------------------------------------------------------------------------- */

static int sql_failed(struct un_entry *entry, int rc) {
  static const char check[] = "CHECK constraint failed: ";
  const char *text = sqlite3_errmsg(entry->db);
  if (strncmp(text, check, sizeof check - 1) == 0) text += sizeof check - 1;
  int code = un_exit_of_sqlite(rc), why = sqlite3_extended_errcode(entry->db);
  /* A value that no column takes is the command line's fault, as those that un_entry_check knows. */
  if (why == SQLITE_CONSTRAINT_CHECK || why == SQLITE_CONSTRAINT_FOREIGNKEY) code = UN_EXIT_USAGE;
  return code > 128 ? code : un_fail(code, "%s", text);
}

static int store(struct un_entry *entry) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  sqlite3_stmt *stmt = NULL;
  const char *separator = "";
  bool change = entry->id != 0;
  un_strbuf_printf(&sql, change ? "UPDATE %s SET " : "INSERT INTO %s(", entry->kind->table);
  for (int i = 0; i < entry->count; i++) {
    if (!entry->columns[i].given) continue;
    un_strbuf_printf(&sql, change ? "%s%s = ?%d" : "%s%s", separator, entry->columns[i].name, i + 1);
    separator = ", ";
  }
  if (change) {
    un_strbuf_printf(&sql, " WHERE id = %lld", entry->id);
  } else {
    un_strbuf_puts(&sql, ") VALUES(");
    separator = "";
    for (int i = 0; i < entry->count; i++) {
      if (!entry->columns[i].given) continue;
      un_strbuf_printf(&sql, "%s?%d", separator, i + 1);
      separator = ", ";
    }
    un_strbuf_puts(&sql, ")");
  }
  int rc = sqlite3_prepare_v2(entry->db, sql.text, -1, &stmt, NULL);
  for (int i = 0; i < entry->count && rc == SQLITE_OK; i++) {
    const struct un_entry_column *c = &entry->columns[i];
    if (!c->given) continue;
    if (!c->value) rc = sqlite3_bind_null(stmt, i + 1);
    else if (c->whole) rc = sqlite3_bind_int64(stmt, i + 1, strtoll(c->value, NULL, 10));
    else rc = sqlite3_bind_text(stmt, i + 1, c->value, -1, SQLITE_STATIC);
  }
  if (rc == SQLITE_OK) rc = sqlite3_step(stmt);
  int code = rc == SQLITE_DONE ? 0 : sql_failed(entry, rc);
  sqlite3_finalize(stmt);
  un_strbuf_free(&sql);
  if (code == 0 && !change) entry->id = sqlite3_last_insert_rowid(entry->db);
  return code;
}

static bool differs(struct un_entry *entry) {
  struct un_strbuf sql = UN_STRBUF_INIT, id = UN_STRBUF_INIT;
  bool other = entry->id == 0;
  un_strbuf_printf(&id, "%lld", entry->id);
  for (int i = 0; i < entry->count && !other; i++) {
    if (!entry->columns[i].given) continue;
    un_strbuf_clear(&sql);
    un_strbuf_printf(&sql, "SELECT CAST(%s AS TEXT) IS NOT ?2 FROM %s WHERE id = ?1", entry->columns[i].name,
                     entry->kind->table);
    long long differing = 1;
    un_ask_int(entry->db, sql.text, id.text, entry->columns[i].value, &differing);
    other = differing != 0;
  }
  un_strbuf_free(&sql);
  un_strbuf_free(&id);
  return other;
}

/* The columns of the row: for reading those that are set, else all. */
static void columns_to_print(const struct un_entry *entry, bool set_only, struct un_strbuf *out) {
  int empty = 0;
  struct un_strbuf sql = UN_STRBUF_INIT, id = UN_STRBUF_INIT;
  un_strbuf_puts(out, "id");
  un_strbuf_printf(&id, "%lld", entry->id);
  for (int i = 0; i < entry->count; i++) {
    un_strbuf_clear(&sql);
    un_strbuf_printf(&sql, "SELECT %s IS NULL FROM %s WHERE id = ?1", entry->columns[i].name, entry->kind->table);
    long long is_empty = 0;
    if (set_only) un_ask_int(entry->db, sql.text, id.text, NULL, &is_empty);
    if (is_empty) empty++;
    else un_strbuf_printf(out, ", %s", entry->columns[i].name);
  }
  if (empty > 0) un_note("%d empty column%s not shown; --format json has all", empty, un_s(empty));
  un_strbuf_free(&sql);
  un_strbuf_free(&id);
}

static int print_row(struct un_shell *shell, const struct un_entry *entry) {
  struct un_strbuf sql = UN_STRBUF_INIT, columns = UN_STRBUF_INIT;
  sqlite3_stmt *stmt = NULL;
  columns_to_print(entry, entry->set_only, &columns);
  un_strbuf_printf(&sql, "SELECT %s FROM %s WHERE id = %lld", columns.text, entry->kind->table, entry->id);
  un_strbuf_free(&columns);
  int rc = sqlite3_prepare_v2(entry->db, sql.text, -1, &stmt, NULL);
  int code = rc == SQLITE_OK ? un_render(shell, stmt) : un_fail(UN_EXIT_SQL, "%s", sqlite3_errmsg(entry->db));
  sqlite3_finalize(stmt);
  un_strbuf_free(&sql);
  return code == 0 ? un_out_flush(shell->out) : code;
}

static int record_one(struct un_shell *shell, struct un_entry *entry, const struct un_args *args) {
  struct place place = {0};
  bool dry = un_args_has(args, "dry-run"), change, other = true;
  int code = un_entry_load(entry);
  if (code == 0) code = take_values(entry, args, &place);
  for (int i = 0; i < entry->count && code == 0; i++) {
    if (entry->columns[i].given) code = un_entry_check(entry, &entry->columns[i]);
  }
  if (code == 0) code = un_exec(shell, "BEGIN IMMEDIATE", shell->path);
  if (code != 0) return code;
  code = find_record(entry, &place);
  if (code == 0 && place.follows) {
    char *id = NULL;
    code = request_of_ref(entry, place.follows, &id);
    if (code == 0) give(un_entry_column(entry, "follows_id"), id);
    free(id);
  }
  change = entry->id != 0;
  if (code == 0 && !change) code = check_needed(entry, &place);
  if (code == 0) other = differs(entry);
  if (code == 0 && other) code = store(entry);
  if (code == 0) code = un_entry_check_stored(entry);
  if (code == 0 && un_interrupted) code = un_interrupted_code();
  if (code == 0 && dry) code = print_row(shell, entry);
  if (code == 0 && !dry) code = un_exec(shell, "COMMIT", shell->path);
  if (code != 0 || dry) sqlite3_exec(shell->db, "ROLLBACK", NULL, NULL, NULL);
  if (code != 0) return code;
  un_note("%s %lld %s%s", entry->kind->name, entry->id, !change ? "added" : other ? "changed" : "unchanged",
          dry ? " (dry run: nothing was kept)" : "");
  return dry ? 0 : print_row(shell, entry);
}

int un_record_main(struct un_shell *shell, const struct un_args *args) {
  struct un_entry entry = {0};
  if (un_args_has(args, "help")) {
    if (args->operand_count > 1) entry.kind = un_entry_kind(args->operands[1]);
    if (args->operand_count > 1 && !entry.kind) return UN_EXIT_USAGE;
    if (!entry.kind) un_args_help(args->command);
    return un_entry_help(shell, entry.kind);
  }
  if (args->operand_count != 2) return un_fail(UN_EXIT_USAGE, "usage: %s", args->command->usage);
  entry.kind = un_entry_kind(args->operands[1]);
  if (!entry.kind) return UN_EXIT_USAGE;
  entry.set_only = !shell->style.format;
  if (entry.set_only) shell->style.format = un_format_find("line", NULL);
  int code = un_shell_open(shell, args->operands[0], UN_OPEN_WRITE);
  entry.db = shell->db;
  if (code == 0) code = record_one(shell, &entry, args);
  un_entry_free(&entry);
  return code;
}
