#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "value.h"

/* What a module is registered with: un_session_release frees it. */
struct client {
  struct un_session *session;
  const struct un_table *table;
};

struct vtab {
  sqlite3_vtab base;
  const struct client *client;
};

static int connect(sqlite3 *db, void *aux, int argc, const char *const *argv,
                   sqlite3_vtab **out, char **error) {
  (void)argc;
  (void)argv;
  (void)error;
  struct client *client = aux;
  int rc = sqlite3_declare_vtab(db, client->table->declaration);
  if (rc != SQLITE_OK) return rc;
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  struct vtab *vtab = sqlite3_malloc64(sizeof *vtab);
  if (!vtab) return SQLITE_NOMEM;
  *vtab = (struct vtab){.client = client};
  *out = &vtab->base;
  return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *base) {
  sqlite3_free(base);
  return SQLITE_OK;
}

/* idxNum has bit i set when argument i is given; argvIndex keeps their order.
** From bit MISSING on: the number of a required one that is not. Such a plan
** costs more than any other, but is no error yet: SQLite also asks about single
** terms of an OR. Where it is the only plan, xFilter raises the error. */
enum { KEY = 1 << 7, MISSING = 8 };

static int64_t rows_of(const struct un_table *table) {
  if (table->catalogue) return table->catalogue->row_count;
  return table->rows ? table->rows() : 20;
}

/* A usable `first column = x` in the order of bytes, or -1. */
static int key_constraint(const struct un_table *table, sqlite3_index_info *info) {
  for (int i = 0; table->find && i < info->nConstraint; i++) {
    if (info->aConstraint[i].iColumn == 0 && info->aConstraint[i].usable &&
        info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ &&
        sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY") == 0) {
      return i;
    }
  }
  return -1;
}

static int best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  const struct un_table *table = ((struct vtab *)base)->client->table;
  int chosen[UN_TABLE_ARGS] = {-1, -1, -1};
  bool waiting = false;
  for (int i = 0; i < info->nConstraint; i++) {
    int arg = info->aConstraint[i].iColumn - table->columns;
    if (arg < 0 || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
    if (!info->aConstraint[i].usable) waiting = true;
    else if (chosen[arg] < 0) chosen[arg] = i;
  }
  info->idxNum = 0;
  for (int arg = 0, index = 1; arg < table->args && arg < UN_TABLE_ARGS; arg++) {
    if (chosen[arg] < 0) continue;
    info->aConstraintUsage[chosen[arg]].argvIndex = index++;
    info->aConstraintUsage[chosen[arg]].omit = 1;
    info->idxNum |= 1 << arg;
  }
  if (waiting) return SQLITE_CONSTRAINT;
  for (int arg = 0; arg < table->required && arg < UN_TABLE_ARGS; arg++) {
    if (chosen[arg] >= 0) continue;
    info->idxNum |= (arg + 1) << MISSING;
    info->estimatedCost = 1e99;
    return SQLITE_OK;
  }
  int key = key_constraint(table, info);
  if (key >= 0) { /* SQLite compares again: omit stays 0 */
    info->aConstraintUsage[key].argvIndex = 1;
    info->idxNum = KEY;
    info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
    info->estimatedRows = 1;
    info->estimatedCost = 1;
    return SQLITE_OK;
  }
  info->estimatedRows = rows_of(table);
  info->estimatedCost = (double)info->estimatedRows;
  return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
  const struct client *client = ((struct vtab *)base)->client;
  struct un_cursor *cursor = sqlite3_malloc64(sizeof *cursor);
  if (!cursor) return SQLITE_NOMEM;
  memset(cursor, 0, sizeof *cursor);
  cursor->table = client->table;
  cursor->session = client->session;
  *out = &cursor->base;
  return SQLITE_OK;
}

static void drop_args(struct un_cursor *cursor) {
  for (int i = 0; i < UN_TABLE_ARGS; i++) {
    sqlite3_value_free(cursor->args[i]);
    cursor->args[i] = NULL;
  }
}

static int close_cursor(sqlite3_vtab_cursor *base) {
  drop_args((struct un_cursor *)base);
  sqlite3_free(base);
  return SQLITE_OK;
}

static int refuse(struct un_cursor *cursor, const struct un_fault *fault) {
  sqlite3_vtab *vtab = cursor->base.pVtab;
  sqlite3_value *value = fault->arg > 0 ? cursor->args[fault->arg - 1] : NULL;
  sqlite3_free(vtab->zErrMsg);
  vtab->zErrMsg = un_fault_text(cursor->table->name, fault, value);
  return vtab->zErrMsg ? SQLITE_ERROR : SQLITE_NOMEM;
}

/* A copy that reads as text at once: a copy belongs to no connection, which would notice
** that a later conversion finds no memory. NULL: out of memory. */
static sqlite3_value *copy_of(sqlite3_value *value) {
  sqlite3_value *copy = sqlite3_value_dup(value);
  const char *text;
  size_t len;
  int type = sqlite3_value_type(value);
  if (!copy || type == SQLITE_NULL || type == SQLITE_BLOB || un_text(copy, &text, &len)) return copy;
  sqlite3_value_free(copy);
  return NULL;
}

/* Codes are texts with a letter: no number and no BLOB is one. */
static int seek(struct un_cursor *cursor, sqlite3_value *value) {
  const char *text;
  size_t len;
  int64_t row = -1;
  if (sqlite3_value_type(value) == SQLITE_TEXT) {
    if (!un_text(value, &text, &len)) return SQLITE_NOMEM;
    row = cursor->table->find(text, len);
  }
  cursor->done = row < 0;
  cursor->single = true;
  cursor->row = row;
  return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int given, const char *text, int argc,
                  sqlite3_value **argv) {
  (void)text;
  struct un_cursor *cursor = (struct un_cursor *)base;
  const struct un_table *table = cursor->table;
  struct un_fault fault = {0};
  drop_args(cursor);
  memset(&cursor->state, 0, sizeof cursor->state);
  cursor->row = 0;
  cursor->done = cursor->single = false;
  if (given == KEY) return seek(cursor, argv[0]);
  if (given >> MISSING) {
    fault = (struct un_fault){.arg = given >> MISSING, .problem = "is missing"};
    return refuse(cursor, &fault);
  }
  for (int arg = 0, n = 0; arg < UN_TABLE_ARGS && n < argc; arg++) {
    if (!(given >> arg & 1)) continue;
    cursor->args[arg] = copy_of(argv[n++]);
    if (!cursor->args[arg]) return SQLITE_NOMEM;
    bool required = arg < table->required;
    if (required && sqlite3_value_type(cursor->args[arg]) == SQLITE_NULL) cursor->done = true;
  }
  if (cursor->done) return SQLITE_OK;
  if (table->catalogue) {
    cursor->done = table->catalogue->row_count == 0;
    return SQLITE_OK;
  }
  if (!table->start || table->start(cursor, &fault)) return SQLITE_OK;
  return refuse(cursor, &fault);
}

static int next(sqlite3_vtab_cursor *base) {
  struct un_cursor *cursor = (struct un_cursor *)base;
  cursor->row++;
  if (cursor->single) cursor->done = true;
  else if (cursor->table->catalogue) cursor->done = cursor->row >= cursor->table->catalogue->row_count;
  else cursor->table->next(cursor);
  return SQLITE_OK;
}

static int eof(sqlite3_vtab_cursor *base) { return ((struct un_cursor *)base)->done; }

static void catalogue_column(const struct un_catalogue *catalogue, sqlite3_context *context,
                             int row, int column) {
  const char *cell = un_cell(catalogue, row, column);
  if (!cell) return;
  if (catalogue->whole[column]) sqlite3_result_int64(context, strtoll(cell, NULL, 10));
  else un_result_static(context, cell);
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int i) {
  const struct un_cursor *cursor = (const struct un_cursor *)base;
  const struct un_table *table = cursor->table;
  if (i >= table->columns) {
    sqlite3_value *value = cursor->args[i - table->columns];
    if (value) sqlite3_result_value(context, value);
  } else if (table->catalogue) {
    catalogue_column(table->catalogue, context, (int)cursor->row, i);
  } else {
    table->column(cursor, context, i);
  }
  return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out) {
  *out = ((struct un_cursor *)base)->row + 1;
  return SQLITE_OK;
}

static const sqlite3_module module = {
    .xConnect = connect, /* no xCreate: eponymous only */
    .xBestIndex = best_index,
    .xDisconnect = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = eof,
    .xColumn = column,
    .xRowid = rowid,
};

static void free_client(void *aux) {
  struct client *client = aux;
  un_session_release(&(struct un_binding){.session = client->session});
  sqlite3_free(client);
}

int un_tables_register(sqlite3 *db, struct un_session *session) {
  for (int i = 0; i < un_tables_count; i++) {
    struct client *client = sqlite3_malloc64(sizeof *client);
    if (!client) return SQLITE_NOMEM;
    *client = (struct client){session, &un_tables[i]};
    session->count++;
    int rc = sqlite3_create_module_v2(db, un_tables[i].name, &module, client, free_client);
    if (rc != SQLITE_OK) return rc;
  }
  return SQLITE_OK;
}
