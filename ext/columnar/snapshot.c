#include "snapshot.h"

#include <string.h>

#include "source.h"

enum { VERSION = 2 };

int64_t un_segment_id(int column, int64_t segment) {
  return ((int64_t)column << 48) + segment + ((int64_t)1 << 47);
}

static int failed(sqlite3 *db, int rc, char **error) {
  if (error && !*error) *error = sqlite3_mprintf("%s", sqlite3_errmsg(db));
  return rc;
}

static int prepare(sqlite3 *db, char **error, sqlite3_stmt **out, const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *sql = sqlite3_vmprintf(format, list);
  va_end(list);
  *out = NULL;
  if (!sql) return SQLITE_NOMEM;
  int rc = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
  sqlite3_free(sql);
  return rc == SQLITE_OK ? rc : failed(db, rc, error);
}

/* --- making ----------------------------------------------------------------------- */

static bool holds(const char *type, const char *word) {
  for (size_t n = strlen(word); *type; type++) {
    if (sqlite3_strnicmp(type, word, (int)n) == 0) return true;
  }
  return false;
}

/* SQLite's rules for a declared type, as far as comparisons need them. */
static enum un_affinity affinity_of(const char *type) {
  if (!type[0]) return UN_AFFINITY_NONE;
  if (holds(type, "INT")) return UN_AFFINITY_NUMERIC;
  if (holds(type, "CHAR") || holds(type, "CLOB") || holds(type, "TEXT")) return UN_AFFINITY_TEXT;
  return holds(type, "BLOB") ? UN_AFFINITY_NONE : UN_AFFINITY_NUMERIC;
}

/* The type that declares a column of the source again: its own where that says as much. */
static const char *type_of(const char *own, enum un_affinity affinity) {
  static const char *const plain[] = {"", "TEXT", "NUM"};
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ (),";
  bool says = own[strspn(own, letters)] == '\0' && sqlite3_stricmp(own, "ANY") != 0 && affinity_of(own) == affinity;
  return says ? own : plain[affinity];
}

/* How a column of the source compares with a value. Of a view's column that is an expression,
** or of type ANY, SQLite tells neither affinity nor collation: its program has both. */
static int read_comparison(sqlite3 *db, const char *schema, const char *name, const char *column,
                           enum un_affinity *affinity, char **collation, char **error) {
  sqlite3_stmt *stmt;
  int rc = prepare(db, error, &stmt, "EXPLAIN SELECT \"%w\" > ?1 FROM \"%w\".\"%w_source\"", column, schema, name);
  while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *opcode = (const char *)sqlite3_column_text(stmt, 1);
    rc = opcode ? SQLITE_OK : SQLITE_NOMEM;
    if (!opcode || strcmp(opcode, "Gt") != 0) continue; /* the last is ours */
    int bits = sqlite3_column_int(stmt, 6) & 0x47; /* SQLITE_AFF_MASK: 'A' BLOB, 'B' TEXT, then the numbers */
    *affinity = bits <= 'A' ? UN_AFFINITY_NONE : bits == 'B' ? UN_AFFINITY_TEXT : UN_AFFINITY_NUMERIC;
    const char *text = (const char *)sqlite3_column_text(stmt, 5); /* NOCASE-8, where 8 is for UTF-8 */
    const char *dash = text ? strrchr(text, '-') : NULL;
    sqlite3_free(*collation);
    *collation = sqlite3_mprintf("%.*s", dash ? (int)(dash - text) : 0, text ? text : "");
    if (!*collation) rc = SQLITE_NOMEM;
  }
  sqlite3_finalize(stmt);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int keep_column(sqlite3 *db, const char *schema, const char *name, int cid, const char *column,
                       const char *type, char **error) {
  enum un_affinity affinity = affinity_of(type);
  char *collation = NULL;
  int rc = read_comparison(db, schema, name, column, &affinity, &collation, error);
  bool binary = !collation || !collation[0] || sqlite3_stricmp(collation, "BINARY") == 0;
  if (rc == SQLITE_OK) {
    rc = un_run(db, error, "INSERT INTO \"%w\".\"%w_meta\" VALUES('name %03d', %Q), ('type %03d', %Q)", schema, name,
                cid, column, cid, type_of(type, affinity));
  }
  if (rc == SQLITE_OK && !binary) {
    rc = un_run(db, error, "INSERT INTO \"%w\".\"%w_meta\" VALUES('collation %03d', %Q)", schema, name, cid, collation);
  }
  sqlite3_free(collation);
  return rc;
}

static int keep_columns(sqlite3 *db, const char *schema, const char *name, char **error) {
  sqlite3_stmt *stmt;
  int rc = prepare(db, error, &stmt, "SELECT cid, name, type FROM pragma_table_info('%q_source', %Q)", name, schema);
  while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *column = (const char *)sqlite3_column_text(stmt, 1), *type = (const char *)sqlite3_column_text(stmt, 2);
    rc = column && type ? keep_column(db, schema, name, sqlite3_column_int(stmt, 0), column, type, error) : SQLITE_NOMEM;
  }
  sqlite3_finalize(stmt);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int un_snapshot_create(sqlite3 *db, const char *schema, const char *name, char **error) {
  int rc = un_run(db, error,
                  "CREATE TABLE \"%w\".\"%w_meta\"(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;"
                  "CREATE TABLE \"%w\".\"%w_segments\"(id INTEGER PRIMARY KEY, head ANY, data ANY) STRICT;"
                  "CREATE TABLE \"%w\".\"%w_dictionary\"(id INTEGER PRIMARY KEY, words ANY, data ANY) STRICT;"
                  "INSERT INTO \"%w\".\"%w_meta\" VALUES('version', %d), ('stamp', 0), ('highest', -9223372036854775807 - 1)",
                  schema, name, schema, name, schema, name, schema, name, VERSION);
  if (rc == SQLITE_OK) rc = keep_columns(db, schema, name, error);
  if (rc != SQLITE_OK) return rc;
  char *guards = un_source_guards(schema, name), *asked = un_source_asked(schema, name);
  rc = guards && asked ? un_run(db, error, "INSERT INTO \"%w\".\"%w_meta\" SELECT 'guards', %s UNION ALL SELECT 'asked', %s",
                                schema, name, guards, asked)
                       : SQLITE_NOMEM;
  sqlite3_free(guards);
  sqlite3_free(asked);
  return rc;
}

int un_snapshot_drop(sqlite3 *db, const char *schema, const char *name, char **error) {
  static const char *const tables[] = {"meta", "segments", "dictionary"};
  int rc = SQLITE_OK;
  for (size_t i = 0; i < 3 && rc == SQLITE_OK; i++) {
    rc = un_run(db, error, "DROP TABLE IF EXISTS \"%w\".\"%w_%s\"", schema, name, tables[i]);
  }
  return rc;
}

/* --- opening ---------------------------------------------------------------------- */

static int read_columns(struct un_snapshot *s, char **error) {
  sqlite3_stmt *stmt;
  int rc = prepare(s->db, error, &stmt,
                   "SELECT value, (SELECT value FROM \"%w\".\"%w_meta\" WHERE key = 'type' || "
                   "substr(m.key, 5)), (SELECT value FROM \"%w\".\"%w_meta\" WHERE key = 'collation' || "
                   "substr(m.key, 5)) FROM \"%w\".\"%w_meta\" m WHERE key GLOB 'name *' ORDER BY key",
                   s->schema, s->name, s->schema, s->name, s->schema, s->name);
  while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    const char *type = (const char *)sqlite3_column_text(stmt, 1);
    if (s->count == UN_SNAPSHOT_COLUMNS) {
      *error = sqlite3_mprintf("columnar: more than %d columns", UN_SNAPSHOT_COLUMNS);
      rc = SQLITE_ERROR;
      break;
    }
    struct un_snapshot_column *column = &s->columns[s->count++];
    column->name = sqlite3_mprintf("%s", name ? name : "");
    column->type = sqlite3_mprintf("%s", type && sqlite3_stricmp(type, "ANY") != 0 ? type : "");
    const char *collation = (const char *)sqlite3_column_text(stmt, 2);
    if (collation) column->collation = sqlite3_mprintf("%s", collation);
    if (!column->name || !column->type || (collation && !column->collation)) rc = SQLITE_NOMEM;
    else {
      column->affinity = affinity_of(column->type);
      rc = SQLITE_OK;
    }
  }
  if (rc == SQLITE_DONE) rc = SQLITE_OK;
  sqlite3_finalize(stmt);
  if (rc == SQLITE_OK && s->count == 0) {
    *error = sqlite3_mprintf("columnar: %s_meta names no columns", s->name);
    return SQLITE_CORRUPT_VTAB;
  }
  return rc;
}

struct un_snapshot *un_snapshot_open(sqlite3 *db, const char *schema, const char *name, int *rc,
                                     char **error) {
  struct un_snapshot *s = sqlite3_malloc64(sizeof *s);
  *rc = SQLITE_NOMEM;
  if (!s) return NULL;
  memset(s, 0, sizeof *s);
  s->db = db;
  s->schema = sqlite3_mprintf("%s", schema);
  s->name = sqlite3_mprintf("%s", name);
  if (s->schema && s->name) *rc = read_columns(s, error);
  if (*rc == SQLITE_OK) return s;
  un_snapshot_close(s);
  return NULL;
}

void un_snapshot_close(struct un_snapshot *s) {
  if (!s) return;
  for (int i = 0; i < s->count; i++) {
    sqlite3_free(s->columns[i].name);
    sqlite3_free(s->columns[i].type);
    sqlite3_free(s->columns[i].collation);
  }
  sqlite3_free(s->schema);
  sqlite3_free(s->name);
  sqlite3_free(s);
}

int un_snapshot_column(const struct un_snapshot *s, const char *name, size_t len) {
  for (int i = 0; i < s->count; i++) {
    if (strlen(s->columns[i].name) == len && sqlite3_strnicmp(s->columns[i].name, name, (int)len) == 0) {
      return i;
    }
  }
  return -1;
}

/* --- reading --------------------------------------------------------------------------- */

int un_reading_failed(struct un_reading *reading, int rc) {
  return failed(reading->snapshot->db, rc, reading->error);
}

int un_reading_corrupt(struct un_reading *reading, const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *text = sqlite3_vmprintf(format, list);
  va_end(list);
  if (!*reading->error) *reading->error = sqlite3_mprintf("columnar: %s: %s", reading->snapshot->name, text);
  sqlite3_free(text);
  return SQLITE_CORRUPT_VTAB;
}

int un_reading_prepare(struct un_reading *reading, sqlite3_stmt **out, const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *sql = sqlite3_vmprintf(format, list);
  va_end(list);
  *out = NULL;
  if (!sql) return SQLITE_NOMEM;
  int rc = sqlite3_prepare_v2(reading->snapshot->db, sql, -1, out, NULL);
  sqlite3_free(sql);
  return rc == SQLITE_OK ? rc : un_reading_failed(reading, rc);
}

/* Whether what is kept of the triggers and UNIQUE indexes is what there is: as `guarded`, the
** names, and `asked`, their whole text. */
static int compare_guards(struct un_reading *reading, bool *guarded, bool *asked) {
  struct un_snapshot *s = reading->snapshot;
  sqlite3_stmt *stmt = NULL;
  char *names = un_source_guards(s->schema, s->name), *texts = un_source_asked(s->schema, s->name);
  int rc = names && texts
               ? un_reading_prepare(reading, &stmt, "SELECT (SELECT value FROM \"%w\".\"%w_meta\" WHERE key = 'guards') IS %s, "
                                    "(SELECT value FROM \"%w\".\"%w_meta\" WHERE key = 'asked') IS %s",
                                    s->schema, s->name, names, s->schema, s->name, texts)
               : SQLITE_NOMEM;
  sqlite3_free(names);
  sqlite3_free(texts);
  if (rc != SQLITE_OK) return rc;
  bool found = sqlite3_step(stmt) == SQLITE_ROW;
  *guarded = found && sqlite3_column_int(stmt, 0) != 0;
  *asked = found && sqlite3_column_int(stmt, 1) != 0;
  rc = sqlite3_finalize(stmt);
  return rc == SQLITE_OK ? rc : un_reading_failed(reading, rc);
}

static int check_guards(struct un_reading *reading) {
  struct un_snapshot *s = reading->snapshot;
  bool guarded, asked;
  int rc = compare_guards(reading, &guarded, &asked);
  if (rc == SQLITE_OK && guarded && !asked) rc = un_source_check(s->db, s->schema, s->name, &asked);
  if (rc != SQLITE_OK) return un_reading_failed(reading, rc);
  if (guarded && asked) return SQLITE_OK;
  *reading->error = sqlite3_mprintf("columnar: %s: a table of its source has new UNIQUE indexes, or lost the triggers that "
                                    "note changes: drop %s and make it anew", s->name, s->name);
  return SQLITE_ERROR;
}

int un_reading_open(struct un_reading *reading, struct un_snapshot *s, char **error) {
  int rc = un_reading_begin(reading, s, error);
  return rc == SQLITE_OK ? check_guards(reading) : rc;
}

int un_reading_begin(struct un_reading *reading, struct un_snapshot *s, char **error) {
  sqlite3_stmt *stmt;
  memset(reading, 0, sizeof *reading);
  reading->snapshot = s;
  reading->error = error;
  int rc = un_reading_prepare(reading, &stmt, "SELECT value, (SELECT value FROM \"%w\".\"%w_meta\" WHERE key = 'stamp'), "
                                             "(SELECT value FROM \"%w\".\"%w_meta\" WHERE key = 'version') "
                                             "FROM \"%w\".\"%w_meta\" WHERE key = 'highest'",
                              s->schema, s->name, s->schema, s->name, s->schema, s->name);
  if (rc != SQLITE_OK) return rc;
  bool found = sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_type(stmt, 0) == SQLITE_INTEGER;
  bool current = found && sqlite3_column_int64(stmt, 2) == VERSION;
  if (found) reading->highest = sqlite3_column_int64(stmt, 0);
  if (found) reading->stamp = sqlite3_column_int64(stmt, 1);
  reading->changes = reading->opened = sqlite3_total_changes(s->db);
  rc = sqlite3_finalize(stmt);
  if (rc != SQLITE_OK) return un_reading_failed(reading, rc);
  if (!found) return un_reading_corrupt(reading, "no highest id is kept");
  if (current) return SQLITE_OK;
  *error = sqlite3_mprintf("columnar: %s was made by another version: drop it and make it anew", s->name);
  return SQLITE_ERROR;
}

/* Another connection's writes are not seen; this one's are, in the middle of a scan. */
int un_reading_still(struct un_reading *reading) {
  struct un_snapshot *s = reading->snapshot;
  sqlite3_stmt *stmt;
  int changes = sqlite3_total_changes(s->db);
  if (changes == reading->changes) return SQLITE_OK;
  reading->changes = changes;
  int rc = un_reading_prepare(reading, &stmt, "SELECT 1 FROM \"%w\".\"%w_meta\" WHERE key = 'stamp' AND value = %lld",
                              s->schema, s->name, (long long)reading->stamp);
  if (rc != SQLITE_OK) return rc;
  bool same = sqlite3_step(stmt) == SQLITE_ROW;
  rc = sqlite3_finalize(stmt);
  if (rc != SQLITE_OK) return un_reading_failed(reading, rc);
  if (same) return SQLITE_OK;
  if (!*reading->error) *reading->error = sqlite3_mprintf("columnar: %s was refreshed while it was read", s->name);
  return SQLITE_ABORT;
}

void un_reading_close(struct un_reading *reading) {
  for (int i = 0; i < UN_SNAPSHOT_COLUMNS; i++) un_dictionary_clear(&reading->words[i].dictionary);
}

int un_reading_twins(struct un_reading *reading, int column, bool *out) {
  struct un_words *words = &reading->words[column];
  sqlite3_stmt *stmt;
  *out = words->twins;
  if (words->paired) return SQLITE_OK;
  int rc = un_reading_prepare(reading, &stmt, "SELECT 1 FROM \"%w\".\"%w_meta\" WHERE key = 'reals %03d'",
                              reading->snapshot->schema, reading->snapshot->name, column);
  if (rc != SQLITE_OK) return rc;
  *out = words->twins = sqlite3_step(stmt) == SQLITE_ROW;
  rc = sqlite3_finalize(stmt);
  words->paired = rc == SQLITE_OK;
  return rc == SQLITE_OK ? rc : un_reading_failed(reading, rc);
}

struct un_cell un_cell_from(sqlite3_value *value) {
  struct un_cell cell = {.type = UN_CELL_NULL};
  switch (sqlite3_value_type(value)) {
  case SQLITE_INTEGER: cell.type = UN_CELL_INTEGER; cell.whole = sqlite3_value_int64(value); break;
  case SQLITE_FLOAT: cell.type = UN_CELL_REAL; cell.real = sqlite3_value_double(value); break;
  case SQLITE_TEXT:
    cell.type = UN_CELL_TEXT;
    cell.bytes = (const char *)sqlite3_value_text(value);
    cell.len = (uint32_t)sqlite3_value_bytes(value);
    break;
  case SQLITE_BLOB:
    cell.type = UN_CELL_BLOB;
    cell.bytes = sqlite3_value_blob(value);
    cell.len = (uint32_t)sqlite3_value_bytes(value);
    break;
  default: break;
  }
  return cell;
}

/* One taking of the connection's mutex a value, which the caller holds: all of this runs
** inside a step. */
struct un_cell un_cell_of(sqlite3_stmt *stmt, int i) { return un_cell_from(sqlite3_column_value(stmt, i)); }

void un_cell_result(sqlite3_context *context, const struct un_cell *cell) {
  switch (cell->type) {
  case UN_CELL_NULL: sqlite3_result_null(context); break;
  case UN_CELL_INTEGER: sqlite3_result_int64(context, cell->whole); break;
  case UN_CELL_REAL: sqlite3_result_double(context, cell->real); break;
  case UN_CELL_TEXT: sqlite3_result_text(context, cell->bytes, (int)cell->len, SQLITE_TRANSIENT); break;
  case UN_CELL_BLOB: sqlite3_result_blob(context, cell->bytes, (int)cell->len, SQLITE_TRANSIENT); break;
  }
}
