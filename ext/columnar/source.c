#include "source.h"

#include <stdbool.h>
#include <stdarg.h>
#include <string.h>

/* What the making of one source knows. */
struct making {
  sqlite3 *db;
  const char *schema, *name;
  char *base, *key; /* the base table and its INTEGER PRIMARY KEY */
  int triggers;
  char **error;
};

int un_run(sqlite3 *db, char **error, const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *sql = sqlite3_vmprintf(format, list);
  va_end(list);
  if (!sql) return SQLITE_NOMEM;
  int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  if (rc != SQLITE_OK && error && !*error) *error = sqlite3_mprintf("%s", sqlite3_errmsg(db));
  sqlite3_free(sql);
  return rc;
}

static int refuse(struct making *m, const char *format, ...) {
  va_list list;
  va_start(list, format);
  sqlite3_free(*m->error);
  *m->error = sqlite3_vmprintf(format, list);
  va_end(list);
  return SQLITE_ERROR;
}

/* A statement over formatted SQL; NULL after an error. */
static sqlite3_stmt *prepare(struct making *m, int *rc, const char *format, ...) {
  sqlite3_stmt *stmt = NULL;
  va_list list;
  va_start(list, format);
  char *sql = sqlite3_vmprintf(format, list);
  va_end(list);
  *rc = sql ? sqlite3_prepare_v2(m->db, sql, -1, &stmt, NULL) : SQLITE_NOMEM;
  if (*rc != SQLITE_OK && *rc != SQLITE_NOMEM) refuse(m, "columnar: %s", sqlite3_errmsg(m->db));
  sqlite3_free(sql);
  return stmt;
}

static const char *text_at(sqlite3_stmt *stmt, int column) {
  const char *text = (const char *)sqlite3_column_text(stmt, column);
  return text ? text : "";
}

/* --- the base table ----------------------------------------------------------- */

/* The first column must be one table's INTEGER PRIMARY KEY. */
static int find_base(struct making *m) {
  int rc, primary = 0;
  const char *type = NULL;
  sqlite3_stmt *stmt = prepare(m, &rc, "SELECT * FROM \"%w\".\"%w_source\"", m->schema, m->name);
  if (!stmt) return rc;
  const char *table = sqlite3_column_table_name(stmt, 0);
  const char *column = sqlite3_column_origin_name(stmt, 0);
  const char *schema = sqlite3_column_database_name(stmt, 0);
  if (!table || !column || !schema ||
      sqlite3_table_column_metadata(m->db, schema, table, column, &type, NULL, NULL, &primary, NULL) !=
          SQLITE_OK ||
      !primary || !type || sqlite3_stricmp(type, "INTEGER") != 0) {
    rc = refuse(m, "columnar: the first column must be the INTEGER PRIMARY KEY of a table");
  } else if (sqlite3_stricmp(schema, m->schema) != 0) {
    rc = refuse(m, "columnar: %s.%s is in another database than %s", schema, table, m->name);
  } else {
    m->base = sqlite3_mprintf("%s", table);
    m->key = sqlite3_mprintf("%s", column);
    if (!m->base || !m->key) rc = SQLITE_NOMEM;
  }
  sqlite3_finalize(stmt);
  return rc;
}

/* Every function's flag says whether its answer depends on its arguments alone. */
static int check_function(struct making *m, const char *called) {
  int rc;
  size_t len = strcspn(called, "(");
  sqlite3_stmt *stmt = prepare(m, &rc, "SELECT 1 FROM pragma_function_list WHERE name = lower(%.*Q) "
                                       "AND (flags & %d) = 0 LIMIT 1", (int)len, called,
                               SQLITE_DETERMINISTIC);
  if (!stmt) return rc;
  if (sqlite3_step(stmt) == SQLITE_ROW) {
    rc = refuse(m, "columnar: %.*s() is not deterministic: a snapshot would keep its answer",
                (int)len, called);
  }
  sqlite3_finalize(stmt);
  return rc;
}

static bool reads_clock(const char *select) {
  static const char *const words[] = {"'now'", "current_date", "current_time"};
  for (const char *at = select; *at; at++) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
      if (sqlite3_strnicmp(at, words[i], (int)strlen(words[i])) == 0) return true;
    }
  }
  return false;
}

/* --- triggers ------------------------------------------------------------------ */

/* One trigger that notes the segments which the query `which` gives as s. */
static int note(struct making *m, const char *event, const char *table, const char *when,
                const char *which) {
  return un_run(m->db, m->error,
                "CREATE TRIGGER \"%w\".\"%w_note_%d\" %s ON \"%w\" %s%s BEGIN INSERT INTO "
                "\"%w_changes\"(segment) SELECT DISTINCT s FROM (%s) WHERE s NOT IN (SELECT "
                "segment FROM \"%w_changes\"); END",
                m->schema, m->name, ++m->triggers, event, table, when ? "WHEN " : "",
                when ? when : "", m->name, which, m->name);
}

/* For each UNIQUE index of a table, ` OR (r.a = NEW.a AND r.b = NEW.b)`; "0" for none. */
static char *conflicts_of(struct making *m, const char *table, int *rc) {
  int last = -1;
  sqlite3_stmt *stmt = prepare(
      m, rc, "SELECT l.seq, c.name, l.name FROM pragma_index_list(%Q, %Q) l, "
             "pragma_index_info(l.name, %Q) c WHERE l.\"unique\" ORDER BY 1, c.seqno",
      table, m->schema, m->schema);
  if (!stmt) return NULL;
  sqlite3_str *out = sqlite3_str_new(m->db);
  while ((*rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    int seq = sqlite3_column_int(stmt, 0);
    const char *column = text_at(stmt, 1);
    if (sqlite3_column_type(stmt, 1) == SQLITE_NULL) {
      *rc = refuse(m, "columnar: the UNIQUE index %s is on an expression", text_at(stmt, 2));
      break;
    }
    sqlite3_str_appendf(out, "%sr.\"%w\" = NEW.\"%w\"", seq == last ? " AND " : last < 0 ? "(" : ") OR (",
                        column, column);
    last = seq;
  }
  sqlite3_str_appendall(out, last >= 0 ? ")" : "0");
  sqlite3_finalize(stmt);
  if (*rc == SQLITE_DONE) *rc = SQLITE_OK;
  char *text = sqlite3_str_finish(out);
  if (!text && *rc == SQLITE_OK) *rc = SQLITE_NOMEM;
  return text;
}

/* The base: its own segments. NEW's key is -1 in a BEFORE trigger where SQLite is
** to choose it; then there is nothing to fill or replace by key. */
static int note_base(struct making *m, const char *conflicts) {
  const char *base = m->base, *key = m->key, *name = m->name;
  bool unique = strcmp(conflicts, "0") != 0;
  char *noted = sqlite3_mprintf("EXISTS (SELECT 1 FROM \"%w_changes\" WHERE segment = OLD.\"%w\" >> 16)",
                                name, key);
  char *fills = sqlite3_mprintf("NEW.\"%w\" <> -1 AND NEW.\"%w\" <= (SELECT value FROM \"%w_meta\" "
                                "WHERE key = 'highest')", key, key, name);
  char *clash = sqlite3_mprintf("FROM \"%w\" r WHERE (%s)", base, conflicts);
  char *old = sqlite3_mprintf("SELECT OLD.\"%w\" >> 16 AS s", key);
  char *either = sqlite3_mprintf("SELECT OLD.\"%w\" >> 16 AS s UNION SELECT NEW.\"%w\" >> 16", key, key);
  char *updated = sqlite3_mprintf("NOT %s OR NEW.\"%w\" <> OLD.\"%w\"", noted, key, key);
  char *inserted = sqlite3_mprintf(unique ? "(%s) OR EXISTS (SELECT 1 %s)" : "%s", fills, clash);
  char *filled = sqlite3_mprintf(unique ? "SELECT NEW.\"%w\" >> 16 AS s WHERE %s UNION SELECT r.\"%w\" "
                                          ">> 16 %s" : "SELECT NEW.\"%w\" >> 16 AS s WHERE %s",
                                 key, fills, key, clash);
  char *deleted = sqlite3_mprintf("NOT %s", noted);
  char *replaces = sqlite3_mprintf("EXISTS (SELECT 1 %s)", clash);
  char *replaced = sqlite3_mprintf("SELECT r.\"%w\" >> 16 AS s %s", key, clash);
  int rc = SQLITE_NOMEM;
  if (noted && fills && clash && old && either && updated && inserted && filled && deleted && replaces &&
      replaced) {
    rc = note(m, "AFTER UPDATE", base, updated, either);
    if (rc == SQLITE_OK) rc = note(m, "AFTER DELETE", base, deleted, old);
    if (rc == SQLITE_OK) rc = note(m, "BEFORE INSERT", base, inserted, filled);
    if (rc == SQLITE_OK && unique) rc = note(m, "BEFORE UPDATE", base, replaces, replaced);
  }
  char *const texts[] = {noted, fills, clash, old, either, updated, inserted, filled, deleted, replaces,
                         replaced};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) sqlite3_free(texts[i]);
  return rc;
}

/* `base.a = ROW.b ...` by the base's foreign key to the parent; NULL without one. */
static char *child_of(struct making *m, const char *parent, const char *row, int *rc) {
  sqlite3_stmt *stmt = prepare(
      m, rc, "SELECT f.\"from\", ifnull(f.\"to\", (SELECT name FROM pragma_table_info(%Q, %Q) "
             "WHERE pk = f.seq + 1)) FROM pragma_foreign_key_list(%Q, %Q) f WHERE f.\"table\" = %Q "
             "COLLATE NOCASE AND f.id = (SELECT min(id) FROM pragma_foreign_key_list(%Q, %Q) g "
             "WHERE g.\"table\" = %Q COLLATE NOCASE) ORDER BY f.seq",
      parent, m->schema, m->base, m->schema, parent, m->base, m->schema, parent);
  if (!stmt) return NULL;
  sqlite3_str *on = sqlite3_str_new(m->db);
  while ((*rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    sqlite3_str_appendf(on, "%s\"%w\".\"%w\" = %s.\"%w\"", sqlite3_str_length(on) > 0 ? " AND " : "",
                        m->base, text_at(stmt, 0), row, text_at(stmt, 1));
  }
  sqlite3_finalize(stmt);
  if (*rc == SQLITE_DONE) *rc = SQLITE_OK;
  return sqlite3_str_finish(on);
}

/* A parent's rows, as `row` (OLD, NEW) or those that r and `where` name: their
** children's segments, or every segment where no foreign key says which. */
static char *children_of(struct making *m, const char *parent, const char *row, const char *where,
                         int *rc) {
  char *on = child_of(m, parent, row, rc), *query = NULL;
  if (*rc != SQLITE_OK) return NULL;
  if (!on) {
    query = sqlite3_mprintf("SELECT id - (1 << 47) AS s FROM \"%w_segments\" WHERE id < (1 << 48)", m->name);
  } else if (where) {
    query = sqlite3_mprintf("SELECT \"%w\".\"%w\" >> 16 AS s FROM \"%w\", \"%w\" r WHERE %s AND (%s)",
                            m->base, m->key, m->base, parent, on, where);
  } else {
    query = sqlite3_mprintf("SELECT \"%w\".\"%w\" >> 16 AS s FROM \"%w\" WHERE %s", m->base, m->key,
                            m->base, on);
  }
  sqlite3_free(on);
  if (!query) *rc = SQLITE_NOMEM;
  return query;
}

static int note_parent(struct making *m, const char *parent, const char *conflicts) {
  int rc = SQLITE_OK;
  char *either = NULL, *clash = NULL;
  char *old = children_of(m, parent, "OLD", NULL, &rc);
  char *new = rc == SQLITE_OK ? children_of(m, parent, "NEW", NULL, &rc) : NULL;
  char *replaced = rc == SQLITE_OK ? children_of(m, parent, "r", conflicts, &rc) : NULL;
  if (rc == SQLITE_OK) {
    either = sqlite3_mprintf("%s UNION %s", old, new);
    clash = sqlite3_mprintf("EXISTS (SELECT 1 FROM \"%w\" r WHERE %s)", parent, conflicts);
    if (!either || !clash) rc = SQLITE_NOMEM;
  }
  if (rc == SQLITE_OK) rc = note(m, "AFTER UPDATE", parent, NULL, either);
  if (rc == SQLITE_OK) rc = note(m, "AFTER DELETE", parent, NULL, old);
  if (rc == SQLITE_OK) rc = note(m, "AFTER INSERT", parent, NULL, new);
  if (rc == SQLITE_OK && strcmp(conflicts, "0") != 0) {
    rc = note(m, "BEFORE INSERT", parent, clash, replaced);
    if (rc == SQLITE_OK) rc = note(m, "BEFORE UPDATE", parent, clash, replaced);
  }
  sqlite3_free(old);
  sqlite3_free(new);
  sqlite3_free(replaced);
  sqlite3_free(either);
  sqlite3_free(clash);
  return rc;
}

static int note_table(struct making *m, const char *table) {
  int rc;
  sqlite3_stmt *stmt = prepare(m, &rc, "SELECT wr, type FROM pragma_table_list WHERE schema = %Q "
                                       "COLLATE NOCASE AND name = %Q COLLATE NOCASE", m->schema, table);
  if (!stmt) return rc;
  if (sqlite3_step(stmt) != SQLITE_ROW) {
    rc = refuse(m, "columnar: %s is not a table of this database", table);
  } else if (sqlite3_column_int(stmt, 0) || strcmp(text_at(stmt, 1), "table") != 0) {
    rc = refuse(m, "columnar: %s is no ordinary table with rowids", table);
  }
  sqlite3_finalize(stmt);
  char *conflicts = rc == SQLITE_OK ? conflicts_of(m, table, &rc) : NULL;
  if (rc == SQLITE_OK) {
    rc = sqlite3_stricmp(table, m->base) == 0 ? note_base(m, conflicts) : note_parent(m, table, conflicts);
  }
  sqlite3_free(conflicts);
  return rc;
}

/* --- every table that is read -------------------------------------------------- */

/* What the statement's own program opens and calls is what it depends on. */
static int note_all(struct making *m) {
  int rc, database = -1;
  sqlite3_stmt *stmt = prepare(m, &rc, "SELECT seq FROM pragma_database_list WHERE name = %Q COLLATE NOCASE",
                               m->schema);
  if (stmt && sqlite3_step(stmt) == SQLITE_ROW) database = sqlite3_column_int(stmt, 0);
  sqlite3_finalize(stmt);
  if (rc != SQLITE_OK) return rc;
  sqlite3_str *roots = sqlite3_str_new(m->db);
  stmt = prepare(m, &rc, "EXPLAIN SELECT * FROM \"%w\".\"%w_source\"", m->schema, m->name);
  while (stmt && rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
    const char *opcode = text_at(stmt, 1);
    if (strcmp(opcode, "OpenRead") == 0 && sqlite3_column_int(stmt, 4) != database) {
      rc = refuse(m, "columnar: the source reads another database");
    } else if (strcmp(opcode, "OpenRead") == 0) {
      sqlite3_str_appendf(roots, "%s%d", sqlite3_str_length(roots) > 0 ? "," : "", sqlite3_column_int(stmt, 3));
    } else if (strcmp(opcode, "VOpen") == 0) {
      rc = refuse(m, "columnar: the source reads a virtual table");
    } else if (strstr(opcode, "Func") || strstr(opcode, "AggStep")) {
      rc = check_function(m, text_at(stmt, 5));
    }
  }
  sqlite3_finalize(stmt);
  char *list = sqlite3_str_finish(roots);
  if (rc == SQLITE_OK && !list) rc = refuse(m, "columnar: the source reads no table");
  if (rc == SQLITE_OK) {
    stmt = prepare(m, &rc, "SELECT DISTINCT tbl_name FROM \"%w\".sqlite_schema WHERE rootpage IN (%s) "
                           "UNION SELECT %Q", m->schema, list, m->base);
    while (stmt && rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) rc = note_table(m, text_at(stmt, 0));
    sqlite3_finalize(stmt);
  }
  sqlite3_free(list);
  return rc;
}

int un_source_create(sqlite3 *db, const char *schema, const char *name, const char *select,
                     char **error) {
  struct making m = {.db = db, .schema = schema, .name = name, .error = error};
  if (reads_clock(select)) return refuse(&m, "columnar: the source reads the clock");
  int rc = un_run(db, error, "CREATE VIEW \"%w\".\"%w_source\" AS %s", schema, name, select);
  if (rc == SQLITE_OK) rc = find_base(&m);
  if (rc == SQLITE_OK) {
    rc = un_run(db, error, "CREATE TABLE \"%w\".\"%w_changes\"(segment INTEGER PRIMARY KEY)", schema, name);
  }
  if (rc == SQLITE_OK) rc = note_all(&m);
  sqlite3_free(m.base);
  sqlite3_free(m.key);
  return rc;
}

int un_source_drop(sqlite3 *db, const char *schema, const char *name, char **error) {
  struct making m = {.db = db, .schema = schema, .name = name, .error = error};
  int rc;
  sqlite3_str *drops = sqlite3_str_new(db);
  sqlite3_stmt *stmt = prepare(&m, &rc, "SELECT name FROM \"%w\".sqlite_schema WHERE type = 'trigger' "
                                        "AND name GLOB '%q_note_[0-9]*'", schema, name);
  while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
    sqlite3_str_appendf(drops, "DROP TRIGGER \"%w\".\"%w\";", schema, text_at(stmt, 0));
  }
  sqlite3_finalize(stmt);
  char *sql = sqlite3_str_finish(drops);
  if (rc == SQLITE_OK && sql) rc = un_run(db, error, "%s", sql);
  sqlite3_free(sql);
  if (rc == SQLITE_OK) {
    rc = un_run(db, error, "DROP TABLE IF EXISTS \"%w\".\"%w_changes\"; DROP VIEW IF EXISTS \"%w\".\"%w_source\"",
                schema, name, schema, name);
  }
  return rc;
}
