#include "columnar.h"

#include <string.h>

#include "gather.h"
#include "scan.h"
#include "source.h"

struct table {
  sqlite3_vtab base;
  struct un_stores *stores;
  struct un_snapshot *snapshot;
};

struct cursor {
  sqlite3_vtab_cursor base;
  struct un_scan scan;
  bool open, done;
  uint32_t row, rows; /* of a packed block */
  int64_t seen;       /* columns whose words are there, a bit each */
};

int un_vtab_fail(sqlite3_vtab *vtab, int rc, const char *format, ...) {
  va_list list;
  va_start(list, format);
  sqlite3_free(vtab->zErrMsg);
  vtab->zErrMsg = sqlite3_vmprintf(format, list);
  va_end(list);
  return vtab->zErrMsg ? rc : SQLITE_NOMEM;
}

/* --- making and dropping ------------------------------------------------------------ */

static int declare(sqlite3 *db, const struct un_snapshot *s, char **error) {
  sqlite3_str *text = sqlite3_str_new(db);
  sqlite3_str_appendall(text, "CREATE TABLE x(");
  for (int i = 0; i < s->count; i++) {
    sqlite3_str_appendf(text, "\"%w\" %s", s->columns[i].name, s->columns[i].type);
    if (s->columns[i].collation) sqlite3_str_appendf(text, " COLLATE \"%w\"", s->columns[i].collation);
    sqlite3_str_appendall(text, ", ");
  }
  sqlite3_str_appendf(text, "\"%w\" HIDDEN)", s->name);
  char *sql = sqlite3_str_finish(text);
  int rc = sql ? sqlite3_declare_vtab(db, sql) : SQLITE_NOMEM;
  sqlite3_free(sql);
  /* A column called like the table, which is its command column. */
  if (rc == SQLITE_ERROR) *error = sqlite3_mprintf("columnar: %s: %s", s->name, sqlite3_errmsg(db));
  return rc;
}

static int connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
                   char **error) {
  int rc;
  (void)argc;
  struct table *table = sqlite3_malloc64(sizeof *table);
  if (!table) return SQLITE_NOMEM;
  memset(table, 0, sizeof *table);
  table->stores = aux;
  un_stores_forget(aux, argv[1], argv[2]); /* another file may be attached */
  table->snapshot = un_snapshot_open(db, argv[1], argv[2], &rc, error);
  if (rc == SQLITE_OK) rc = declare(db, table->snapshot, error);
  if (rc != SQLITE_OK) {
    un_snapshot_close(table->snapshot);
    sqlite3_free(table);
    return rc;
  }
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  *out = &table->base;
  return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *base) {
  struct table *table = (struct table *)base;
  un_stores_forget(table->stores, table->snapshot->schema, table->snapshot->name);
  un_snapshot_close(table->snapshot);
  sqlite3_free(base->zErrMsg);
  sqlite3_free(table);
  return SQLITE_OK;
}

/* SQLite cut the SELECT at its commas. */
static char *select_of(int argc, const char *const *argv) {
  sqlite3_str *text = sqlite3_str_new(NULL);
  for (int i = 3; i < argc; i++) sqlite3_str_appendf(text, "%s%s", i > 3 ? ", " : "", argv[i]);
  return sqlite3_str_finish(text);
}

static int create(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
                  char **error) {
  char *select = select_of(argc, argv);
  int rc = select ? SQLITE_OK : argc > 3 ? SQLITE_NOMEM : SQLITE_ERROR;
  if (rc == SQLITE_ERROR) *error = sqlite3_mprintf("columnar: a SELECT is missing");
  if (rc == SQLITE_OK) rc = un_source_create(db, argv[1], argv[2], select, error);
  sqlite3_free(select);
  if (rc == SQLITE_OK) rc = un_snapshot_create(db, argv[1], argv[2], error);
  if (rc == SQLITE_OK) rc = connect(db, aux, argc, argv, out, error);
  if (rc == SQLITE_OK) {
    rc = un_snapshot_refresh(((struct table *)*out)->snapshot, true, error);
    if (rc != SQLITE_OK) {
      disconnect(*out);
      *out = NULL;
    }
  }
  return rc;
}

static int destroy(sqlite3_vtab *base) {
  struct table *table = (struct table *)base;
  struct un_snapshot *s = table->snapshot;
  char *error = NULL;
  int rc = un_source_drop(s->db, s->schema, s->name, &error);
  if (rc == SQLITE_OK) rc = un_snapshot_drop(s->db, s->schema, s->name, &error);
  if (rc == SQLITE_OK) return disconnect(base);
  rc = un_vtab_fail(base, rc, "%s", error);
  sqlite3_free(error);
  return rc;
}

static int shadow_name(const char *name) {
  return strcmp(name, "meta") == 0 || strcmp(name, "segments") == 0 || strcmp(name, "dictionary") == 0;
}

static int rename_table(sqlite3_vtab *base, const char *name) {
  (void)name;
  return un_vtab_fail(base, SQLITE_ERROR, "columnar: drop %s and make it anew under the other name",
                      ((struct table *)base)->snapshot->name);
}

/* --- reading ----------------------------------------------------------------------------- */

/* Only ranges of ids are taken: bits of idxNum for =, > or >=, < or <=. */
enum { BY_ID = 1, FROM_ID = 2, TO_ID = 4 };

static int range_bit(int op) {
  switch (op) {
  case SQLITE_INDEX_CONSTRAINT_EQ: return BY_ID;
  case SQLITE_INDEX_CONSTRAINT_GT:
  case SQLITE_INDEX_CONSTRAINT_GE: return FROM_ID;
  case SQLITE_INDEX_CONSTRAINT_LT:
  case SQLITE_INDEX_CONSTRAINT_LE: return TO_ID;
  default: return 0;
  }
}

static int best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  int count = 0;
  (void)base;
  info->idxNum = 0;
  for (int i = 0; i < info->nConstraint; i++) {
    int bit = info->aConstraint[i].iColumn <= 0 ? range_bit(info->aConstraint[i].op) : 0;
    if (!info->aConstraint[i].usable || bit == 0 || (info->idxNum & (bit | BY_ID))) continue;
    if (bit == BY_ID && info->idxNum) continue;
    info->idxNum |= bit;
    info->aConstraintUsage[i].argvIndex = ++count; /* SQLite still tests it itself */
    info->idxNum |= bit << (3 * count);            /* which argument is which */
  }
  info->estimatedRows = info->idxNum & BY_ID ? 1 : info->idxNum ? 100000 : 1000000;
  info->estimatedCost = 2.0 * (double)info->estimatedRows;
  if (info->nOrderBy == 1 && info->aOrderBy[0].iColumn <= 0 && !info->aOrderBy[0].desc) {
    info->orderByConsumed = 1;
  }
  return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
  (void)base;
  struct cursor *cursor = sqlite3_malloc64(sizeof *cursor);
  if (!cursor) return SQLITE_NOMEM;
  memset(cursor, 0, sizeof *cursor);
  *out = &cursor->base;
  return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base) {
  struct cursor *cursor = (struct cursor *)base;
  if (cursor->open) un_scan_close(&cursor->scan);
  sqlite3_free(cursor);
  return SQLITE_OK;
}

/* Set the table's message from the scan's. */
static int fail(struct cursor *cursor, int rc, char **error) {
  if (*error) rc = un_vtab_fail(cursor->base.pVtab, rc, "%s", *error);
  sqlite3_free(*error);
  *error = NULL;
  return rc;
}

static int next(sqlite3_vtab_cursor *base) {
  struct cursor *cursor = (struct cursor *)base;
  struct un_scan *scan = &cursor->scan;
  char *error = NULL;
  int rc = SQLITE_ROW;
  scan->reading.error = &error;
  for (;;) {
    if (scan->packed && ++cursor->row < cursor->rows) break;
    if (!scan->packed && scan->fresh && (rc = un_scan_row(scan)) == SQLITE_ROW) break;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) return fail(cursor, rc, &error);
    rc = un_scan_next(scan);
    if (rc == SQLITE_DONE) cursor->done = true;
    if (rc != SQLITE_ROW) return rc == SQLITE_DONE ? SQLITE_OK : fail(cursor, rc, &error);
    if (scan->packed) {
      struct un_pack ids;
      rc = un_scan_pack(scan, 0, false, &ids);
      if (rc == SQLITE_OK && (ids.kind != UN_PACK_NUMBERS || un_pack_plain(&ids) != ids.rows)) {
        rc = un_reading_corrupt(&scan->reading, "segment %lld has rows without an id", (long long)scan->segment);
      }
      if (rc != SQLITE_OK) return fail(cursor, rc, &error);
      cursor->rows = ids.rows;
      cursor->row = UINT32_MAX; /* next adds one */
      rc = SQLITE_ROW;
    }
  }
  return SQLITE_OK;
}

/* The ids that SQLite's comparison with any value leaves; it still tests each row. */
static void narrow(int bit, sqlite3_value *value, int64_t *first, int64_t *last) {
  if (sqlite3_value_numeric_type(value) != SQLITE_INTEGER) return;
  int64_t id = sqlite3_value_int64(value);
  if ((bit & (BY_ID | FROM_ID)) && id > *first) *first = id;
  if ((bit & (BY_ID | TO_ID)) && id < *last) *last = id;
}

static int filter(sqlite3_vtab_cursor *base, int plan, const char *text, int argc,
                  sqlite3_value **argv) {
  struct cursor *cursor = (struct cursor *)base;
  struct table *table = (struct table *)base->pVtab;
  int64_t first = INT64_MIN, last = INT64_MAX;
  char *error = NULL;
  (void)text;
  for (int i = 0; i < argc; i++) narrow(plan >> (3 * (i + 1)) & 7, argv[i], &first, &last);
  if (cursor->open) un_scan_close(&cursor->scan);
  cursor->open = true;
  cursor->done = false;
  cursor->seen = 0;
  cursor->rows = cursor->row = 0;
  int rc = un_scan_open(&cursor->scan, table->snapshot, first, last, &error);
  return rc == SQLITE_OK ? next(base) : fail(cursor, rc, &error);
}

static int eof(sqlite3_vtab_cursor *base) { return ((struct cursor *)base)->done; }

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out) {
  struct cursor *cursor = (struct cursor *)base;
  char text[11];
  *out = cursor->scan.packed ? un_scan_cell(&cursor->scan, 0, cursor->row, text).whole
                             : sqlite3_column_int64(cursor->scan.fresh, 0);
  return SQLITE_OK;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int i) {
  struct cursor *cursor = (struct cursor *)base;
  struct un_scan *scan = &cursor->scan;
  struct un_pack pack;
  char text[11], *error = NULL;
  if (i >= scan->reading.snapshot->count) return SQLITE_OK;
  if (!scan->packed) {
    sqlite3_result_value(context, sqlite3_column_value(scan->fresh, i));
    return SQLITE_OK;
  }
  scan->reading.error = &error;
  int rc = un_scan_pack(scan, i, false, &pack);
  if (rc == SQLITE_OK && pack.rows != cursor->rows) rc = un_reading_corrupt(&scan->reading, "columns differ in rows");
  if (rc == SQLITE_OK && (pack.kind == UN_PACK_WORDS || pack.odd > 0)) rc = un_reading_words(&scan->reading, i);
  if (rc != SQLITE_OK) return fail(cursor, rc, &error);
  struct un_cell cell = un_scan_cell(scan, i, cursor->row, text);
  un_cell_result(context, &cell);
  return SQLITE_OK;
}

/* --- commands -------------------------------------------------------------------------------- */

static int update(sqlite3_vtab *base, int argc, sqlite3_value **argv, sqlite3_int64 *id) {
  struct un_snapshot *s = ((struct table *)base)->snapshot;
  char *error = NULL;
  int rc;
  (void)id;
  const char *command = argc == s->count + 3 && sqlite3_value_type(argv[0]) == SQLITE_NULL
                            ? (const char *)sqlite3_value_text(argv[s->count + 2]) : NULL;
  if (!command) {
    return un_vtab_fail(base, SQLITE_READONLY, "columnar: %s is a snapshot; write to its source's tables", s->name);
  }
  if (strcmp(command, "refresh") == 0) rc = un_snapshot_refresh(s, false, &error);
  else if (strcmp(command, "rebuild") == 0) rc = un_snapshot_refresh(s, true, &error);
  else if (strcmp(command, "integrity-check") == 0) rc = un_snapshot_check(s, &error);
  else return un_vtab_fail(base, SQLITE_ERROR, "columnar: '%s' is none of refresh, rebuild, integrity-check", command);
  if (error) rc = un_vtab_fail(base, rc, "%s", error);
  sqlite3_free(error);
  return rc;
}

static const sqlite3_module module = {
    .iVersion = 3,        .xCreate = create,  .xConnect = connect, .xBestIndex = best_index,
    .xDisconnect = disconnect, .xDestroy = destroy, .xOpen = open_cursor, .xClose = close_cursor,
    .xFilter = filter,    .xNext = next,      .xEof = eof,         .xColumn = column,
    .xRowid = rowid,      .xUpdate = update,  .xRename = rename_table, .xShadowName = shadow_name,
};

int un_columnar_register(sqlite3 *db, struct un_stores *stores) {
  int rc = un_gather_register(db);
  if (rc != SQLITE_OK) return rc;
  return sqlite3_create_module_v2(db, "columnar", &module, un_stores_share(stores), un_stores_release);
}
