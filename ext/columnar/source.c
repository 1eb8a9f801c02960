#include "source.h"

#include <stdarg.h>
#include <string.h>

#include "plan.h"

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

static int refuse_key(struct making *m) {
  return refuse(m, "columnar: the first column must be the INTEGER PRIMARY KEY of a table");
}

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
    rc = refuse_key(m);
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

/* The key is the rowid, under a name of its own: a key with an index (DESC, or of several
** columns) holds other values too, and a rowid without a column a dump numbers anew. */
static int check_key(struct making *m) {
  int rc;
  sqlite3_stmt *stmt = prepare(m, &rc, "SELECT 1 FROM pragma_table_xinfo(%Q, %Q) WHERE name = %Q COLLATE NOCASE AND pk AND "
                                       "NOT EXISTS (SELECT 1 FROM pragma_index_list(%Q, %Q) WHERE origin = 'pk')",
                               m->base, m->schema, m->key, m->base, m->schema);
  if (!stmt) return rc;
  rc = sqlite3_step(stmt);
  sqlite3_finalize(stmt);
  return rc == SQLITE_ROW ? SQLITE_OK : rc == SQLITE_DONE ? refuse_key(m) : rc;
}

/* A function of the date with nothing between its brackets. */
static bool is_empty_call(const char *at) {
  static const char *const names[] = {"date", "time", "datetime", "julianday", "unixepoch"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t len = strlen(names[i]);
    if (sqlite3_strnicmp(at, names[i], (int)len) != 0) continue;
    len += strspn(at + len, " \t\r\n");
    if (at[len] == '(' && at[len + 1 + strspn(at + len + 1, " \t\r\n")] == ')') return true;
  }
  return false;
}

/* After a string, a name, a comment or a bracket that closes again; else one byte on. */
static const char *skip(const char *at) {
  const char *end = at;
  if (*at == '\'' || *at == '"' || *at == '`') end = strchr(at + 1, *at); /* a doubled one opens another */
  else if (*at == '[') end = strchr(at, ']');
  else if (at[0] == '-' && at[1] == '-') end = strchr(at, '\n');
  else if (at[0] == '/' && at[1] == '*') end = (end = strstr(at + 2, "*/")) ? end + 1 : NULL;
  else if (*at == '(') {
    for (end = at + 1; *end && *end != ')';) end = skip(end);
  }
  return !end ? at + strlen(at) : *end ? end + 1 : end;
}

/* A format of the date with no time behind it: strftime('%Y') is of now. */
static bool is_format_alone(const char *at) {
  static const char name[] = "strftime";
  if (sqlite3_strnicmp(at, name, sizeof name - 1) != 0) return false;
  at += sizeof name - 1;
  at += strspn(at, " \t\r\n");
  if (*at++ != '(') return false;
  while (*at && *at != ')' && *at != ',') at = skip(at);
  return *at == ')';
}

static bool reads_clock(const char *select) {
  static const char *const words[] = {"'now'", "current_date", "current_time"};
  for (const char *at = select; *at; at++) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
      if (sqlite3_strnicmp(at, words[i], (int)strlen(words[i])) == 0) return true;
    }
    if (is_empty_call(at) || is_format_alone(at)) return true;
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

/* `test`: whether the row r stands in the way of NEW, for REPLACE to delete it: for each
** UNIQUE index `(r.a = NEW.a AND r.b = NEW.b)`, with OR between; "0" for none. A partial
** index has its condition beside, in a query of its own, as that may name the table; else
** the base would be searched at every write. A generated column is right before an UPDATE
** only where the columns that it may be made of are read as well. `columns`: whose UPDATE may clash; "" for
** all, as of a condition's or a generated column's parts nothing is said. */
struct clashes {
  char *test, *columns;
};

/* What follows WHERE in CREATE INDEX ... ON t(...) WHERE ...; "" for none. */
static const char *condition_of(const char *sql) {
  while (*sql && *sql != '(') sql = skip(sql);
  for (sql = skip(sql); *sql; sql = skip(sql)) {
    if (sqlite3_strnicmp(sql, "WHERE", 5) == 0) return sql + 5;
  }
  return "";
}

/* What one UNIQUE index adds to them; `partial`: its SQL, where it has a condition. */
static int add_clash(struct making *m, const char *table, const char *key, const char *index, const char *partial,
                     sqlite3_str *test, sqlite3_str *columns, bool *every) {
  int rc, count = 0;
  sqlite3_stmt *stmt = prepare(
      m, &rc, "SELECT c.name, c.coll, (SELECT CASE WHEN x.hidden > 1 THEN (SELECT group_concat(printf('NEW.\"%%w\"', name)) FROM "
              "pragma_table_xinfo(%Q, %Q) WHERE cid < 32 AND hidden = 0) END FROM pragma_table_xinfo(%Q, %Q) x WHERE x.name = c.name) "
              "FROM pragma_index_xinfo(%Q, %Q) c WHERE c.key ORDER BY c.seqno",
      table, m->schema, table, m->schema, index, m->schema);
  if (!stmt) return rc;
  if (partial) sqlite3_str_appendf(test, "(r.\"%w\" IN (SELECT \"%w\" FROM \"%w\" WHERE ", key, key, table);
  while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *column = text_at(stmt, 0);
    bool generated = sqlite3_column_type(stmt, 2) != SQLITE_NULL;
    if (sqlite3_column_type(stmt, 0) == SQLITE_NULL) {
      rc = refuse(m, "columnar: the UNIQUE index %s is on an expression", index);
      break;
    }
    sqlite3_str_appendall(test, count++ > 0 ? " AND " : partial ? "" : "(");
    if (generated) sqlite3_str_appendf(test, "coalesce(%s, 1) IS NOT NULL AND ", text_at(stmt, 2));
    sqlite3_str_appendf(test, "\"%w\".\"%w\" = NEW.\"%w\" COLLATE \"%w\"", partial ? table : "r", column, column,
                        text_at(stmt, 1));
    sqlite3_str_appendf(columns, "%s\"%w\"", sqlite3_str_length(columns) > 0 ? ", " : "", column);
    *every = *every || partial || generated;
  }
  sqlite3_finalize(stmt);
  if (partial) sqlite3_str_appendf(test, " AND (%s\n))", condition_of(partial)); /* it may end with a comment */
  sqlite3_str_appendall(test, ")");
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The UNIQUE indexes of a table: name, and SQL where they have a condition. */
static sqlite3_stmt *unique_indexes(struct making *m, const char *table, int *rc) {
  return prepare(m, rc, "SELECT name, CASE WHEN partial THEN (SELECT sql FROM \"%w\".sqlite_schema WHERE type = 'index' AND "
                        "name = l.name) END FROM pragma_index_list(%Q, %Q) l WHERE \"unique\" ORDER BY seq",
                 m->schema, table, m->schema);
}

static int read_clashes(struct making *m, const char *table, const char *key, struct clashes *out) {
  int rc;
  bool every = false;
  *out = (struct clashes){0};
  sqlite3_stmt *stmt = unique_indexes(m, table, &rc);
  if (!stmt) return rc;
  sqlite3_str *test = sqlite3_str_new(m->db), *columns = sqlite3_str_new(m->db);
  while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    if (sqlite3_str_length(test) > 0) sqlite3_str_appendall(test, " OR ");
    rc = add_clash(m, table, key, text_at(stmt, 0), (const char *)sqlite3_column_text(stmt, 1), test, columns, &every);
  }
  if (sqlite3_str_length(test) == 0) sqlite3_str_appendall(test, "0");
  sqlite3_str_appendall(columns, " ");
  sqlite3_finalize(stmt);
  if (rc == SQLITE_DONE) rc = SQLITE_OK;
  out->test = sqlite3_str_finish(test);
  out->columns = sqlite3_str_finish(columns);
  if (rc == SQLITE_OK && !(out->test && out->columns)) return SQLITE_NOMEM;
  if (rc == SQLITE_OK && every) out->columns[0] = '\0';
  return rc;
}

static void free_clashes(struct clashes *clashes) {
  sqlite3_free(clashes->test);
  sqlite3_free(clashes->columns);
}

/* A formatted text; NULL sets *rc. */
static char *text(int *rc, const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *out = sqlite3_vmprintf(format, list);
  va_end(list);
  if (!out) *rc = SQLITE_NOMEM;
  return out;
}

/* The base: its own segments. What an INSERT made is known after it alone: before,
** NEW has no id where SQLite chooses one, and other values than the row where an
** expression is random. Whom REPLACE deletes is known before it alone. */
static int note_base(struct making *m, const struct clashes *clashes) {
  const char *base = m->base, *key = m->key, *name = m->name;
  bool unique = strcmp(clashes->test, "0") != 0;
  int rc = SQLITE_OK;
  char *noted = text(&rc, "NOT EXISTS (SELECT 1 FROM \"%w_changes\" WHERE segment = OLD.\"%w\" >> 16)",
                     name, key);
  char *updated = text(&rc, "%s OR NEW.\"%w\" <> OLD.\"%w\"", noted, key, key);
  char *fills = text(&rc, "NEW.\"%w\" <= (SELECT value FROM \"%w_meta\" WHERE key = 'highest')", key, name);
  char *old = text(&rc, "SELECT OLD.\"%w\" >> 16 AS s", key);
  char *new = text(&rc, "SELECT NEW.\"%w\" >> 16 AS s", key);
  char *either = text(&rc, "%s UNION %s", old, new);
  char *clash = text(&rc, "FROM \"%w\" r WHERE (%s)", base, clashes->test);
  char *replaces = text(&rc, "EXISTS (SELECT 1 %s)", clash);
  char *replaced = text(&rc, "SELECT r.\"%w\" >> 16 AS s %s", key, clash);
  char *others = text(&rc, "EXISTS (SELECT 1 %s AND r.\"%w\" <> OLD.\"%w\")", clash, key, key);
  char *event = text(&rc, "BEFORE UPDATE%s%s", clashes->columns[0] ? " OF " : "", clashes->columns);
  if (rc == SQLITE_OK) rc = note(m, "AFTER UPDATE", base, updated, either);
  if (rc == SQLITE_OK) rc = note(m, "AFTER DELETE", base, noted, old);
  if (rc == SQLITE_OK) rc = note(m, "AFTER INSERT", base, fills, new);
  if (rc == SQLITE_OK && unique) rc = note(m, "BEFORE INSERT", base, replaces, replaced);
  if (rc == SQLITE_OK && unique) rc = note(m, event, base, others, replaced);
  char *const texts[] = {noted, updated, fills, old, new, either, clash, replaces, replaced, others, event};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) sqlite3_free(texts[i]);
  return rc;
}

/* The segments of a parent row's children; `row` is OLD, NEW or r. */
static char *children_of(struct making *m, const struct un_plan_table *parent, const char *row,
                         const char *from, int *rc) {
  sqlite3_str *query = sqlite3_str_new(m->db);
  sqlite3_str_appendf(query, "SELECT b.\"%w\" >> 16 AS s FROM \"%w\" b%s (", m->key, m->base, from);
  for (int i = 0; i < parent->link_count; i++) {
    sqlite3_str_appendf(query, "%sb.\"%w\" = %s._rowid_", i > 0 ? " OR " : "", parent->links[i], row);
  }
  sqlite3_str_appendall(query, ")");
  char *out = sqlite3_str_finish(query);
  if (!out) *rc = SQLITE_NOMEM;
  return out;
}

/* A parent that may concern any row: everything is to be read anew. */
static int note_any(struct making *m, const char *parent) {
  static const char *const events[] = {"AFTER UPDATE", "AFTER DELETE", "AFTER INSERT"};
  int rc = SQLITE_OK;
  for (size_t i = 0; i < 3 && rc == SQLITE_OK; i++) {
    rc = note(m, events[i], parent, NULL, "SELECT 1 << 47 AS s"); /* UN_EVERYTHING */
  }
  return rc;
}

/* `own`: a column of the parent is called _rowid_, which then is not its rowid. */
static int note_parent(struct making *m, const struct un_plan_table *parent, bool own, const struct clashes *clashes) {
  int rc = SQLITE_OK;
  if (!parent->followed || parent->link_count == 0 || own) return note_any(m, parent->name);
  char *old = children_of(m, parent, "OLD", " WHERE", &rc);
  char *new = children_of(m, parent, "NEW", " WHERE", &rc);
  char *either = text(&rc, "%s UNION %s", old, new);
  char *from = text(&rc, ", \"%w\" r WHERE (r._rowid_ = NEW._rowid_ OR (%s)) AND", parent->name, clashes->test);
  char *replaced = from ? children_of(m, parent, "r", from, &rc) : NULL;
  if (rc == SQLITE_OK) rc = note(m, "AFTER UPDATE", parent->name, NULL, either);
  if (rc == SQLITE_OK) rc = note(m, "AFTER DELETE", parent->name, NULL, old);
  if (rc == SQLITE_OK) rc = note(m, "AFTER INSERT", parent->name, NULL, new);
  if (rc == SQLITE_OK) rc = note(m, "BEFORE INSERT", parent->name, NULL, replaced);
  if (rc == SQLITE_OK) rc = note(m, "BEFORE UPDATE", parent->name, NULL, replaced);
  char *const texts[] = {old, new, either, from, replaced};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) sqlite3_free(texts[i]);
  return rc;
}

static int note_table(struct making *m, const char *table, const struct un_plan_table *parent) {
  int rc;
  bool own = false;
  struct clashes clashes = {0};
  sqlite3_stmt *stmt = prepare(m, &rc, "SELECT wr, type, EXISTS (SELECT 1 FROM pragma_table_xinfo(%Q, %Q) WHERE name = '_rowid_' "
                                       "COLLATE NOCASE) FROM pragma_table_list WHERE schema = %Q "
                                       "COLLATE NOCASE AND name = %Q COLLATE NOCASE", table, m->schema, m->schema, table);
  if (!stmt) return rc;
  int step = sqlite3_step(stmt);
  if (step != SQLITE_ROW) {
    rc = step == SQLITE_DONE ? refuse(m, "columnar: %s is not a table of this database", table) : step;
  } else if (sqlite3_column_int(stmt, 0) || strcmp(text_at(stmt, 1), "table") != 0) {
    rc = refuse(m, "columnar: %s is no ordinary table with rowids", table);
  } else {
    own = sqlite3_column_int(stmt, 2);
  }
  sqlite3_finalize(stmt);
  if (rc == SQLITE_OK && !parent) rc = check_key(m);
  if (rc == SQLITE_OK) rc = read_clashes(m, table, parent ? "_rowid_" : m->key, &clashes);
  if (rc == SQLITE_OK && !clashes.test) rc = SQLITE_NOMEM;
  if (rc == SQLITE_OK) rc = parent ? note_parent(m, parent, own, &clashes) : note_base(m, &clashes);
  free_clashes(&clashes);
  return rc;
}

/* --- making and dropping ---------------------------------------------------------- */

static int note_all(struct making *m) {
  struct un_plan plan;
  int rc = un_plan_read(&plan, m->db, m->schema, m->name, m->base, m->key, m->error);
  if (rc == SQLITE_OK) rc = note_table(m, m->base, NULL);
  for (int i = 0; i < plan.count && rc == SQLITE_OK; i++) rc = note_table(m, plan.tables[i].name, &plan.tables[i]);
  un_plan_free(&plan);
  return rc;
}

/* The view names its columns, so that a renamed column of the base keeps its name here. */
static int create_view(struct making *m, const char *select) {
  int rc = un_run(m->db, m->error, "CREATE VIEW \"%w\".\"%w_source\" AS %s", m->schema, m->name, select);
  if (rc != SQLITE_OK) return rc;
  sqlite3_stmt *stmt = prepare(m, &rc, "SELECT * FROM \"%w\".\"%w_source\"", m->schema, m->name);
  if (!stmt) return rc;
  sqlite3_str *names = sqlite3_str_new(m->db);
  for (int i = 0; i < sqlite3_column_count(stmt); i++) {
    sqlite3_str_appendf(names, "%s\"%w\"", i > 0 ? ", " : "", sqlite3_column_name(stmt, i));
  }
  sqlite3_finalize(stmt);
  char *list = sqlite3_str_finish(names);
  rc = !list ? SQLITE_NOMEM
             : un_run(m->db, m->error, "DROP VIEW \"%w\".\"%w_source\"; CREATE VIEW \"%w\".\"%w_source\"(%s) AS %s",
                      m->schema, m->name, m->schema, m->name, list, select);
  sqlite3_free(list);
  return rc;
}

int un_source_create(sqlite3 *db, const char *schema, const char *name, const char *select,
                     char **error) {
  struct making m = {.db = db, .schema = schema, .name = name, .error = error};
  int rc = create_view(&m, select); /* first: SQLite bounds how deep its brackets go */
  if (rc == SQLITE_OK && reads_clock(select)) rc = refuse(&m, "columnar: the source reads the clock");
  if (rc == SQLITE_OK) rc = find_base(&m);
  if (rc == SQLITE_OK) {
    rc = un_run(db, error, "CREATE TABLE \"%w\".\"%w_changes\"(segment INTEGER PRIMARY KEY) STRICT", schema, name);
  }
  if (rc == SQLITE_OK) rc = note_all(&m);
  sqlite3_free(m.base);
  sqlite3_free(m.key);
  return rc;
}

/* A trigger of ours: NAME_note_ and a number. */
#define IS_NOTE "type = 'trigger' AND substr(name, 1, length(%Q) + 6) = %Q || '_note_' AND " \
                "substr(name, length(%Q) + 7) NOT GLOB '*[^0-9]*'"

char *un_source_guards(const char *schema, const char *name) {
  return sqlite3_mprintf(
      "(SELECT count(*) || (SELECT ifnull(group_concat(name, ' '), '') FROM (SELECT ' ' || name AS name FROM "
      "\"%w\".sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%%' AND tbl_name IN (SELECT "
      "tbl_name FROM \"%w\".sqlite_schema WHERE " IS_NOTE ") ORDER BY name)) FROM \"%w\".sqlite_schema WHERE "
      IS_NOTE ")", schema, schema, name, name, name, schema, name, name, name);
}

char *un_source_asked(const char *schema, const char *name) {
  return sqlite3_mprintf(
      "(SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM \"%w\".sqlite_schema WHERE " IS_NOTE " OR (type = 'index' AND "
      "sql LIKE 'CREATE UNIQUE%%' AND tbl_name IN (SELECT tbl_name FROM \"%w\".sqlite_schema WHERE " IS_NOTE ")) ORDER BY name))",
      schema, name, name, name, schema, name, name, name);
}

/* Whether a trigger of the table asks for the row that one of its UNIQUE indexes would replace. */
static int is_asked(struct making *m, const char *table, const char *test, bool *out) {
  int rc;
  sqlite3_stmt *stmt = prepare(m, &rc, "SELECT 1 FROM \"%w\".sqlite_schema WHERE " IS_NOTE " AND tbl_name = %Q COLLATE NOCASE AND "
                                       "instr(sql, %Q)", m->schema, m->name, m->name, m->name, table, test);
  if (!stmt) return rc;
  *out = sqlite3_step(stmt) == SQLITE_ROW;
  rc = sqlite3_finalize(stmt);
  return rc;
}

static int is_table_asked(struct making *m, const char *table, const char *key, bool *out) {
  int rc;
  bool every = false; /* not asked */
  sqlite3_stmt *stmt = unique_indexes(m, table, &rc);
  while (stmt && *out && rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    sqlite3_str *test = sqlite3_str_new(m->db), *columns = sqlite3_str_new(m->db);
    rc = add_clash(m, table, key, text_at(stmt, 0), (const char *)sqlite3_column_text(stmt, 1), test, columns, &every);
    char *text = sqlite3_str_finish(test);
    if (rc == SQLITE_ERROR) *out = false; /* it is on an expression */
    else if (rc == SQLITE_OK) rc = text ? is_asked(m, table, text, out) : SQLITE_NOMEM;
    sqlite3_free(text);
    sqlite3_free(sqlite3_str_finish(columns));
  }
  if (stmt) sqlite3_finalize(stmt);
  return rc == SQLITE_DONE || !*out ? SQLITE_OK : rc;
}

int un_source_check(sqlite3 *db, const char *schema, const char *name, bool *out) {
  char *error = NULL;
  struct making m = {.db = db, .schema = schema, .name = name, .error = &error};
  int rc = find_base(&m);
  *out = rc == SQLITE_OK;
  sqlite3_stmt *stmt = rc != SQLITE_OK ? NULL
                       : prepare(&m, &rc, "SELECT DISTINCT tbl_name FROM \"%w\".sqlite_schema WHERE " IS_NOTE, schema, name, name, name);
  while (stmt && *out && rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *table = text_at(stmt, 0);
    rc = is_table_asked(&m, table, sqlite3_stricmp(table, m.base) == 0 ? m.key : "_rowid_", out);
  }
  sqlite3_finalize(stmt);
  sqlite3_free(m.base);
  sqlite3_free(m.key);
  sqlite3_free(error);
  return rc == SQLITE_DONE || rc == SQLITE_ERROR ? SQLITE_OK : rc;
}

int un_source_drop(sqlite3 *db, const char *schema, const char *name, char **error) {
  struct making m = {.db = db, .schema = schema, .name = name, .error = error};
  int rc;
  sqlite3_str *drops = sqlite3_str_new(db);
  sqlite3_stmt *stmt = prepare(&m, &rc, "SELECT name FROM \"%w\".sqlite_schema WHERE " IS_NOTE,
                               schema, name, name, name);
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
