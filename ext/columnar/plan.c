#include "plan.h"

#include <stdarg.h>
#include <string.h>

enum { CURSORS = 64, NO_LINK = -2, LINK_KEY = -1 };

enum role { UNUSED, BASE, BASE_INDEX, PARENT, PARENT_INDEX };

struct open { /* of a cursor of the program */
  enum role role;
  int table; /* of a parent: in the plan */
  bool sought;
};

struct reader {
  sqlite3 *db;
  const char *schema, *name, *base, *key;
  struct un_plan *plan;
  int database, base_reads;
  struct open opens[CURSORS];
  int reg, link; /* what the step before put there: a stored column of the base, or LINK_KEY */
  char **error;
};

static int refuse(struct reader *r, const char *format, ...) {
  va_list list;
  va_start(list, format);
  sqlite3_free(*r->error);
  *r->error = sqlite3_vmprintf(format, list);
  va_end(list);
  return SQLITE_ERROR;
}

static sqlite3_stmt *prepare(struct reader *r, int *rc, const char *format, ...) {
  sqlite3_stmt *stmt = NULL;
  va_list list;
  va_start(list, format);
  char *sql = sqlite3_vmprintf(format, list);
  va_end(list);
  *rc = sql ? sqlite3_prepare_v2(r->db, sql, -1, &stmt, NULL) : SQLITE_NOMEM;
  if (*rc != SQLITE_OK && *rc != SQLITE_NOMEM) refuse(r, "columnar: %s", sqlite3_errmsg(r->db));
  sqlite3_free(sql);
  return stmt;
}

static int finish(struct reader *r, sqlite3_stmt *stmt, int rc) {
  int finished = sqlite3_finalize(stmt);
  if (rc != SQLITE_OK || finished == SQLITE_OK) return rc;
  return finished == SQLITE_NOMEM ? finished : refuse(r, "columnar: %s", sqlite3_errmsg(r->db));
}

static const char *text_at(sqlite3_stmt *stmt, int column) {
  const char *text = (const char *)sqlite3_column_text(stmt, column);
  return text ? text : "";
}

/* --- shape ----------------------------------------------------------------------- */

/* A view that is a plain join is merged into the query over it. */
static int check_shape(struct reader *r) {
  int rc;
  sqlite3_stmt *stmt = prepare(r, &rc, "EXPLAIN QUERY PLAN SELECT * FROM \"%w\".\"%w_source\" WHERE \"%w\" "
                                       "BETWEEN ?1 AND ?2 ORDER BY 1", r->schema, r->name, r->key);
  while (stmt && rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
    static const char *const kinds[] = {"CO-ROUTINE", "MATERIALIZE", "COMPOUND"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
      if (strncmp(text_at(stmt, 3), kinds[i], strlen(kinds[i])) != 0) continue;
      rc = refuse(r, "columnar: the source must give one row for a row of %s by a plain join: no LIMIT, "
                     "DISTINCT, UNION, aggregate or window", r->base);
    }
  }
  return finish(r, stmt, rc);
}

/* --- what is called ----------------------------------------------------------------- */

/* Every function's flag says whether its answer depends on its arguments alone; min and max
** are aggregates as well, without it. */
static int check_function(struct reader *r, const char *called) {
  int rc;
  size_t len = strcspn(called, "(");
  sqlite3_stmt *stmt = prepare(r, &rc, "SELECT 1 FROM pragma_function_list WHERE name = lower(%.*Q) AND type = 's' "
                                       "AND (flags & %d) = 0 LIMIT 1", (int)len, called,
                               SQLITE_DETERMINISTIC);
  if (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
    rc = refuse(r, "columnar: %.*s() is not deterministic: a snapshot would keep its answer",
                (int)len, called);
  }
  return finish(r, stmt, rc);
}

/* --- what is opened ------------------------------------------------------------------- */

static int parent_of(struct reader *r, const char *name) {
  struct un_plan *plan = r->plan;
  for (int i = 0; i < plan->count; i++) {
    if (sqlite3_stricmp(plan->tables[i].name, name) == 0) return i;
  }
  if (plan->count == UN_PLAN_TABLES) return -1;
  struct un_plan_table *table = &plan->tables[plan->count];
  *table = (struct un_plan_table){.name = sqlite3_mprintf("%s", name), .followed = true};
  return table->name ? plan->count++ : -1;
}

static int open_cursor(struct reader *r, int cursor, int root, int database) {
  int rc;
  if (database != r->database) return refuse(r, "columnar: the source reads another database");
  if (cursor < 0 || cursor >= CURSORS) return refuse(r, "columnar: the source reads too many tables");
  sqlite3_stmt *stmt = prepare(r, &rc, "SELECT type = 'table', tbl_name FROM \"%w\".sqlite_schema "
                                       "WHERE rootpage = %d UNION ALL SELECT 1, 'sqlite_schema' LIMIT 1",
                               r->schema, root);
  if (!stmt) return rc;
  if (sqlite3_step(stmt) == SQLITE_ROW) {
    bool whole = sqlite3_column_int(stmt, 0) != 0;
    const char *name = text_at(stmt, 1);
    struct open *open = &r->opens[cursor];
    if (sqlite3_stricmp(name, r->base) == 0) {
      open->role = whole ? BASE : BASE_INDEX;
      r->base_reads++;
    } else {
      open->role = whole ? PARENT : PARENT_INDEX;
      open->table = parent_of(r, name);
      if (open->table < 0) rc = refuse(r, "columnar: the source reads too many tables");
    }
  }
  return finish(r, stmt, rc);
}

static enum role role_of(const struct reader *r, int cursor) {
  return cursor >= 0 && cursor < CURSORS ? r->opens[cursor].role : UNUSED;
}

/* The base's stored columns come in their order, virtual ones after all. */
static int add_link(struct reader *r, struct un_plan_table *table, int stored) {
  int rc = SQLITE_OK;
  char *link = NULL;
  if (table->link_count == UN_PLAN_LINKS) {
    table->followed = false;
    return rc;
  }
  if (stored < 0) {
    link = sqlite3_mprintf("%s", r->key);
  } else {
    sqlite3_stmt *stmt = prepare(r, &rc, "SELECT name FROM pragma_table_xinfo(%Q, %Q) ORDER BY "
                                         "hidden = 2, cid LIMIT 1 OFFSET %d", r->base, r->schema, stored);
    if (!stmt) return rc;
    if (sqlite3_step(stmt) == SQLITE_ROW) link = sqlite3_mprintf("%s", text_at(stmt, 0));
    rc = finish(r, stmt, rc);
  }
  if (link) table->links[table->link_count++] = link;
  return rc == SQLITE_OK && !link ? SQLITE_NOMEM : rc;
}

static int seek(struct reader *r, int cursor, int link) {
  if (role_of(r, cursor) != PARENT || link == NO_LINK || r->opens[cursor].sought) return SQLITE_OK;
  r->opens[cursor].sought = true;
  return add_link(r, &r->plan->tables[r->opens[cursor].table], link);
}

static int read_step(struct reader *r, sqlite3_stmt *stmt) {
  const char *opcode = text_at(stmt, 1), *p4 = text_at(stmt, 5);
  int p1 = sqlite3_column_int(stmt, 2), p2 = sqlite3_column_int(stmt, 3);
  int p3 = sqlite3_column_int(stmt, 4);
  int link = r->link;
  r->link = NO_LINK;
  if (strcmp(opcode, "OpenRead") == 0) return open_cursor(r, p1, p2, p3);
  if (strcmp(opcode, "VOpen") == 0) return refuse(r, "columnar: the source reads a virtual table");
  if (strcmp(opcode, "String8") == 0 && sqlite3_stricmp(p4, "now") == 0) {
    return refuse(r, "columnar: the source reads the clock");
  }
  if (strstr(opcode, "Func")) return check_function(r, p4);
  if (strcmp(opcode, "SeekRowid") == 0) return seek(r, p1, p3 == r->reg ? link : NO_LINK);
  /* An index leads to its table: both are one reading. */
  if (strcmp(opcode, "DeferredSeek") == 0 && role_of(r, p1) == BASE_INDEX && role_of(r, p3) == BASE) r->base_reads--;
  if (strcmp(opcode, "IsNull") == 0) r->link = link;
  if (role_of(r, p1) != BASE) return SQLITE_OK;
  if (strcmp(opcode, "Column") == 0) {
    r->reg = p3;
    r->link = p2;
  } else if (strcmp(opcode, "Rowid") == 0) {
    r->reg = p2;
    r->link = LINK_KEY;
  }
  return SQLITE_OK;
}

static int read_program(struct reader *r) {
  int rc;
  sqlite3_stmt *stmt = prepare(r, &rc, "SELECT seq FROM pragma_database_list WHERE name = %Q COLLATE NOCASE",
                               r->schema);
  if (stmt && sqlite3_step(stmt) == SQLITE_ROW) r->database = sqlite3_column_int(stmt, 0);
  rc = finish(r, stmt, rc);
  if (rc != SQLITE_OK) return rc;
  /* A range of ids, as it is read later: the base leads, its parents follow. */
  stmt = prepare(r, &rc, "EXPLAIN SELECT * FROM \"%w\".\"%w_source\" WHERE \"%w\" BETWEEN ?1 AND ?2 ORDER BY 1",
                 r->schema, r->name, r->key);
  while (stmt && rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) rc = read_step(r, stmt);
  return finish(r, stmt, rc);
}

int un_plan_read(struct un_plan *plan, sqlite3 *db, const char *schema, const char *name,
                 const char *base, const char *key, char **error) {
  *plan = (struct un_plan){0};
  struct reader *r = sqlite3_malloc64(sizeof *r);
  if (!r) return SQLITE_NOMEM;
  *r = (struct reader){.db = db, .schema = schema, .name = name, .base = base, .key = key,
                       .plan = plan, .link = NO_LINK, .error = error};
  int rc = check_shape(r);
  if (rc == SQLITE_OK) rc = read_program(r);
  for (int i = 0; i < CURSORS; i++) {
    const struct open *open = &r->opens[i];
    if (open->role == PARENT_INDEX || (open->role == PARENT && !open->sought)) {
      plan->tables[open->table].followed = false;
    }
  }
  if (rc == SQLITE_OK && r->base_reads > 1) {
    rc = refuse(r, "columnar: the source reads %s more than once", base);
  }
  sqlite3_free(r);
  return rc;
}

void un_plan_free(struct un_plan *plan) {
  for (int i = 0; i < plan->count; i++) {
    for (int k = 0; k < plan->tables[i].link_count; k++) sqlite3_free(plan->tables[i].links[k]);
    sqlite3_free(plan->tables[i].name);
  }
}
