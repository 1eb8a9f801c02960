/* tally: CREATE VIRTUAL TABLE temp.t USING tally(source, item, ...); tally_spec.h
** says what items there are.
**
** (1) The table's columns are the keys and measures; hidden behind them are the
**     parameters, so that t(1, 2) sets them, and the source's columns, for WHERE
**     only. A name of the first hides one of the others.
** (2) A hidden column never gives a value: what SQLite cannot hand over (<>, LIKE,
**     OR over two columns, a function, another collation) is an error that says
**     what can be used, never a silently empty result.
** (3) Rows come in the order of the keys.
*/
#include <string.h>

#include "columnar.h"
#include "tally_run.h"

struct tally {
  sqlite3_vtab base;
  struct un_snapshot *source;
  struct un_stores *stores; /* the connection's */
  struct un_spec spec;
  int hidden[UN_SNAPSHOT_COLUMNS]; /* source columns behind keys and measures */
  int hidden_count;
};

struct cursor {
  sqlite3_vtab_cursor base;
  struct un_run run;
  struct un_spec spec; /* with the parameters' values; texts are the table's */
  bool open;
  uint32_t *order, at, count;
};

/* Positions of declared columns. */
static int outputs(const struct tally *t) { return t->spec.key_count + t->spec.measure_count; }
static bool is_param(const struct tally *t, int column) {
  return column >= outputs(t) && column < outputs(t) + t->spec.param_count;
}

/* --- making ---------------------------------------------------------------------- */

static bool is_output(const struct un_spec *spec, const char *name) {
  for (int i = 0; i < spec->key_count; i++) {
    if (sqlite3_stricmp(spec->keys[i].name, name) == 0) return true;
  }
  for (int i = 0; i < spec->measure_count; i++) {
    if (sqlite3_stricmp(spec->measures[i].name, name) == 0) return true;
  }
  for (int i = 0; i < spec->param_count; i++) {
    if (sqlite3_stricmp(spec->params[i], name) == 0) return true;
  }
  return false;
}

static int declare(sqlite3 *db, struct tally *t) {
  sqlite3_str *text = sqlite3_str_new(db);
  const struct un_spec *spec = &t->spec;
  const char *comma = "CREATE TABLE x(";
  for (int i = 0; i < spec->key_count; i++, comma = ", ") {
    const char *type = spec->keys[i].period ? "TEXT" : t->source->columns[spec->keys[i].column].type;
    sqlite3_str_appendf(text, "%s\"%w\" %s", comma, spec->keys[i].name, type);
  }
  for (int i = 0; i < spec->measure_count; i++, comma = ", ") {
    sqlite3_str_appendf(text, "%s\"%w\"", comma, spec->measures[i].name);
  }
  for (int i = 0; i < spec->param_count; i++) sqlite3_str_appendf(text, ", \"%w\" HIDDEN", spec->params[i]);
  for (int i = 0; i < t->source->count; i++) {
    if (is_output(spec, t->source->columns[i].name)) continue;
    t->hidden[t->hidden_count++] = i;
    /* HIDDEN alone would be a type, and a number's; it stands first, for VARCHAR(5). */
    const char *type = t->source->columns[i].type[0] ? t->source->columns[i].type : "BLOB";
    sqlite3_str_appendf(text, ", \"%w\" HIDDEN %s", t->source->columns[i].name, type);
  }
  sqlite3_str_appendall(text, ")");
  char *sql = sqlite3_str_finish(text);
  int rc = sql ? sqlite3_declare_vtab(db, sql) : SQLITE_NOMEM;
  sqlite3_free(sql);
  return rc;
}

/* The columnar table of that name, `schema.name` or in any schema, temp first. */
static int open_source(sqlite3 *db, const char *name, struct un_snapshot **out, char **error) {
  sqlite3_stmt *stmt;
  const char *at = name;
  char *schema = NULL, *table = un_name_read(&at);
  bool dot = *at == '.';
  if (dot) {
    at++;
    schema = table;
    table = un_name_read(&at);
  }
  char *sql = sqlite3_mprintf("SELECT l.schema, l.name, (SELECT encoding FROM pragma_encoding) FROM pragma_table_list l, pragma_table_list m WHERE "
                              "l.name = %Q COLLATE NOCASE AND l.type = 'virtual' AND m.schema = l.schema AND "
                              "m.name = l.name || '_segments' AND (%Q IS NULL OR l.schema = %Q COLLATE NOCASE) AND %d "
                              "ORDER BY l.schema <> 'temp' LIMIT 1", table, schema, schema, *at == '\0');
  int rc = sql && table && (schema || !dot) ? sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) : SQLITE_NOMEM;
  sqlite3_free(sql);
  sqlite3_free(table);
  sqlite3_free(schema);
  if (rc != SQLITE_OK) return rc;
  int step = sqlite3_step(stmt);
  const char *encoding = step == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 2) : NULL;
  if (step == SQLITE_ROW && !encoding) {
    rc = SQLITE_NOMEM;
  } else if (encoding && strcmp(encoding, "UTF-8") != 0) {
    *error = sqlite3_mprintf("tally: SQLite sorts the texts of a UTF-16 database by other bytes: use one of UTF-8");
    rc = SQLITE_ERROR;
  } else if (step == SQLITE_ROW) {
    *out = un_snapshot_open(db, (const char *)sqlite3_column_text(stmt, 0),
                            (const char *)sqlite3_column_text(stmt, 1), &rc, error);
  } else if (step == SQLITE_DONE) {
    *error = sqlite3_mprintf("tally: '%s' is no columnar table", name);
    rc = SQLITE_ERROR;
  } else {
    rc = step;
  }
  sqlite3_finalize(stmt);
  return rc;
}

static int disconnect(sqlite3_vtab *base) {
  struct tally *t = (struct tally *)base;
  sqlite3_free(base->zErrMsg);
  un_spec_free(&t->spec);
  un_snapshot_close(t->source);
  sqlite3_free(t);
  return SQLITE_OK;
}

static int connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
                   char **error) {
  if (argc < 4) {
    *error = sqlite3_mprintf("tally: the columnar table to group is missing");
    return SQLITE_ERROR;
  }
  struct tally *t = sqlite3_malloc64(sizeof *t);
  if (!t) return SQLITE_NOMEM;
  memset(t, 0, sizeof *t);
  t->stores = aux;
  int rc = open_source(db, argv[3], &t->source, error);
  if (rc == SQLITE_OK && !un_spec_parse(&t->spec, t->source, argc - 4, argv + 4, error)) rc = SQLITE_ERROR;
  if (rc == SQLITE_ERROR && !*error) rc = SQLITE_NOMEM;
  if (rc == SQLITE_OK) rc = declare(db, t);
  if (rc != SQLITE_OK) {
    disconnect(&t->base);
    return rc;
  }
  sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  *out = &t->base;
  return SQLITE_OK;
}

/* --- planning ------------------------------------------------------------------------ */

/* The source column that a declared column filters: hidden ones, and plain keys. */
static int source_of(const struct tally *t, int column) {
  if (column < 0) return -1;
  if (column < t->spec.key_count) return t->spec.keys[column].period ? -1 : t->spec.keys[column].column;
  if (column < outputs(t) || is_param(t, column)) return -1;
  return t->hidden[column - outputs(t) - t->spec.param_count];
}

static const char *name_of(const struct tally *t, int column) {
  return is_param(t, column) ? t->spec.params[column - outputs(t)]
                             : t->source->columns[source_of(t, column)].name;
}

static int op_of(const sqlite3_index_info *info, int i) {
  switch (info->aConstraint[i].op) {
  case SQLITE_INDEX_CONSTRAINT_EQ: return UN_IS;
  case SQLITE_INDEX_CONSTRAINT_LT: return UN_LESS;
  case SQLITE_INDEX_CONSTRAINT_LE: return UN_LESS_OR_IS;
  case SQLITE_INDEX_CONSTRAINT_GT: return UN_MORE;
  case SQLITE_INDEX_CONSTRAINT_GE: return UN_MORE_OR_IS;
  case SQLITE_INDEX_CONSTRAINT_ISNULL: return UN_IS_NULL;
  default: return -1;
  }
}

static int cannot(struct tally *t, int column) {
  return un_vtab_fail(&t->base, SQLITE_ERROR,
                      "tally: '%s' is for WHERE with = < <= > >=, BETWEEN, IN or IS NULL and a BINARY collation",
                      name_of(t, column));
}

/* One constraint; what is taken is appended to the plan as `column op`. */
static int plan_constraint(struct tally *t, sqlite3_index_info *info, int i, int *taken, sqlite3_str *plan) {
  int column = info->aConstraint[i].iColumn, source = source_of(t, column), op = op_of(info, i);
  bool hidden = column >= outputs(t), param = hidden && is_param(t, column);
  if (source < 0 && !param) return SQLITE_OK;
  if (!info->aConstraint[i].usable) return hidden ? SQLITE_CONSTRAINT : SQLITE_OK;
  /* SQLite loses a HIDDEN column's collation: the source's own is looked at. */
  bool binary = op == UN_IS_NULL || param || (!t->source->columns[source].collation &&
                                              sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY") == 0);
  if (op < 0 || !binary || (param && op != UN_IS)) return hidden ? cannot(t, column) : SQLITE_OK;
  if (*taken == UN_RUN_FILTERS) return hidden ? SQLITE_CONSTRAINT : SQLITE_OK;
  if (op == UN_IS && !param && sqlite3_vtab_in(info, i, -1)) {
    sqlite3_vtab_in(info, i, 1);
    op = UN_IN;
  }
  sqlite3_str_appendf(plan, "%d %d;", column, op);
  info->aConstraintUsage[i].argvIndex = ++*taken;
  info->aConstraintUsage[i].omit = hidden;
  return SQLITE_OK;
}

static bool in_key_order(const struct tally *t, const sqlite3_index_info *info) {
  if (info->nOrderBy > t->spec.key_count) return false;
  for (int i = 0; i < info->nOrderBy; i++) {
    if (info->aOrderBy[i].iColumn != i || info->aOrderBy[i].desc) return false;
  }
  return true;
}

/* The number, from 1, of a parameter that is not given; else 0. A plan without it costs more
** than any other, but is no error before it is run: SQLite asks about single terms of an OR. */
static int missing_param(const struct tally *t, const sqlite3_index_info *info) {
  for (int p = 0; p < t->spec.param_count; p++) {
    bool given = false;
    for (int i = 0; i < info->nConstraint; i++) {
      if (info->aConstraint[i].iColumn == outputs(t) + p && info->aConstraint[i].usable) given = true;
    }
    if (!given) return p + 1;
  }
  return 0;
}

static int best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
  struct tally *t = (struct tally *)base;
  int rc = SQLITE_OK, taken = 0;
  sqlite3_str *plan = sqlite3_str_new(NULL);
  for (int i = 0; i < info->nConstraint && rc == SQLITE_OK; i++) rc = plan_constraint(t, info, i, &taken, plan);
  char *text = sqlite3_str_finish(plan);
  if (rc == SQLITE_OK && taken > 0 && !text) rc = SQLITE_NOMEM;
  if (rc != SQLITE_OK) {
    sqlite3_free(text);
    return rc;
  }
  info->idxStr = text;
  info->needToFreeIdxStr = text != NULL;
  info->estimatedRows = 1000;
  info->estimatedCost = 1e6 / (1 + taken);
  info->orderByConsumed = in_key_order(t, info);
  info->idxNum = missing_param(t, info);
  if (info->idxNum > 0) info->estimatedCost = 1e99;
  return SQLITE_OK;
}

/* --- running --------------------------------------------------------------------------- */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
  (void)base;
  struct cursor *cursor = sqlite3_malloc64(sizeof *cursor);
  if (!cursor) return SQLITE_NOMEM;
  memset(cursor, 0, sizeof *cursor);
  *out = &cursor->base;
  return SQLITE_OK;
}

static void close_run(struct cursor *cursor) {
  if (cursor->open) un_run_close(&cursor->run);
  sqlite3_free(cursor->order);
  cursor->order = NULL;
  cursor->open = false;
  cursor->at = cursor->count = 0;
}

static int close_cursor(sqlite3_vtab_cursor *base) {
  close_run((struct cursor *)base);
  sqlite3_free(base);
  return SQLITE_OK;
}

/* A parameter's value to the measures that name it. NULL: the default definition. */
static int set_param(struct cursor *cursor, int param, sqlite3_value *value) {
  struct tally *t = (struct tally *)cursor->base.pVtab;
  const char *name = t->spec.params[param];
  for (int i = 0; i < cursor->spec.measure_count; i++) {
    struct un_spec_measure *m = &cursor->spec.measures[i];
    if (m->param != param) continue;
    if (m->kind == UN_QUANTILE) {
      int type = sqlite3_value_numeric_type(value);
      m->p = sqlite3_value_double(value);
      if ((type == SQLITE_INTEGER || type == SQLITE_FLOAT) && m->p >= 0.0 && m->p <= 1.0) continue;
      return un_vtab_fail(cursor->base.pVtab, SQLITE_ERROR, "tally: %s is not in 0..1", name);
    }
    if (sqlite3_value_type(value) == SQLITE_NULL) continue;
    const char *text = (const char *)sqlite3_value_text(value);
    m->definition = text ? un_definition_find(text, (size_t)sqlite3_value_bytes(value)) : NULL;
    if (!m->definition) {
      return un_vtab_fail(cursor->base.pVtab, SQLITE_ERROR, "tally: %s '%s' is not a definition", name, text);
    }
  }
  return SQLITE_OK;
}

static int add_filter(struct cursor *cursor, int column, enum un_filter_op op, sqlite3_value *value) {
  struct tally *t = (struct tally *)cursor->base.pVtab;
  struct un_filter *filter = &cursor->run.filters[cursor->run.filter_count++];
  *filter = (struct un_filter){.column = source_of(t, column), .op = op};
  enum un_affinity affinity = t->source->columns[filter->column].affinity;
  if (op == UN_IS_NULL) return SQLITE_OK;
  if (op != UN_IN) return un_filter_take(filter, affinity, value) ? SQLITE_OK : SQLITE_NOMEM;
  sqlite3_value *item = NULL;
  int rc = sqlite3_vtab_in_first(value, &item);
  for (; rc == SQLITE_OK && item; rc = sqlite3_vtab_in_next(value, &item)) {
    if (!un_filter_take(filter, affinity, item)) return SQLITE_NOMEM;
  }
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int read_plan(struct cursor *cursor, const char *plan, sqlite3_value **argv) {
  struct tally *t = (struct tally *)cursor->base.pVtab;
  int rc = SQLITE_OK;
  for (int i = 0; plan && *plan && rc == SQLITE_OK; i++) {
    int column = 0;
    for (; *plan >= '0' && *plan <= '9'; plan++) column = column * 10 + (*plan - '0');
    enum un_filter_op op = (enum un_filter_op)(plan[1] - '0');
    plan += 3;
    if (is_param(t, column)) rc = set_param(cursor, column - outputs(t), argv[i]);
    else rc = add_filter(cursor, column, op, argv[i]);
  }
  return rc;
}

/* Groups that no row is in are none, but the one of a tally without keys. */
static uint32_t drop_empty(const struct un_run *run, uint32_t *order) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i + 1 < run->groups.count; i++) {
    if (run->rows[order[i]] > 0 || run->groups.keys == 0) order[kept++] = order[i];
  }
  return kept;
}

static int filter(sqlite3_vtab_cursor *base, int missing, const char *plan, int argc, sqlite3_value **argv) {
  struct cursor *cursor = (struct cursor *)base;
  struct tally *t = (struct tally *)base->pVtab;
  char *error = NULL;
  (void)argc;
  close_run(cursor);
  if (missing > 0) {
    return un_vtab_fail(base->pVtab, SQLITE_ERROR, "tally: WHERE %s = ... is missing", t->spec.params[missing - 1]);
  }
  cursor->spec = t->spec;
  cursor->open = true;
  int rc = un_run_open(&cursor->run, &cursor->spec, &error);
  if (rc == SQLITE_OK) rc = read_plan(cursor, plan, argv);
  if (rc == SQLITE_OK) rc = un_run_all(&cursor->run, t->source, t->stores);
  if (rc == SQLITE_OK) {
    cursor->order = un_groups_sorted(&cursor->run.groups);
    if (!cursor->order) rc = SQLITE_NOMEM;
    else cursor->count = drop_empty(&cursor->run, cursor->order);
  }
  if (rc == SQLITE_ERROR && !error && !base->pVtab->zErrMsg) rc = SQLITE_NOMEM; /* no room for the message */
  if (error) rc = un_vtab_fail(base->pVtab, rc, "%s", error);
  sqlite3_free(error);
  cursor->run.error = NULL; /* nothing more is raised through it */
  return rc;
}

static int next(sqlite3_vtab_cursor *base) {
  ((struct cursor *)base)->at++;
  return SQLITE_OK;
}

static int eof(sqlite3_vtab_cursor *base) {
  struct cursor *cursor = (struct cursor *)base;
  return cursor->at >= cursor->count;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int i) {
  struct cursor *cursor = (struct cursor *)base;
  struct tally *t = (struct tally *)base->pVtab;
  if (i >= outputs(t)) {
    char *text = is_param(t, i)
                     ? sqlite3_mprintf("tally: %s takes WHERE %s = ... only", name_of(t, i), name_of(t, i))
                     : sqlite3_mprintf("tally: '%s' is for WHERE with = < <= > >=, BETWEEN, IN or IS NULL",
                                       name_of(t, i));
    if (text) sqlite3_result_error(context, text, -1);
    else sqlite3_result_error_nomem(context);
    sqlite3_free(text);
    return SQLITE_ERROR;
  }
  uint32_t group = cursor->order[cursor->at];
  if (i >= t->spec.key_count) {
    un_measures_result(&cursor->run.measures, i - t->spec.key_count, group, context);
    return SQLITE_OK;
  }
  struct un_cell cell = un_groups_key(&cursor->run.groups, group, i);
  un_cell_result(context, &cell);
  return SQLITE_OK;
}

/* OR over two columns would ask for it, and join two groupings. */
static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out) {
  *out = 0;
  return un_vtab_fail(base->pVtab, SQLITE_ERROR, "tally: a group has no rowid: OR over different columns cannot be used");
}

static const sqlite3_module module = {
    .iVersion = 1,     .xCreate = connect,    .xConnect = connect,   .xBestIndex = best_index,
    .xDisconnect = disconnect, .xDestroy = disconnect, .xOpen = open_cursor, .xClose = close_cursor,
    .xFilter = filter, .xNext = next,         .xEof = eof,           .xColumn = column,
    .xRowid = rowid,
};

int un_tally_register(sqlite3 *db, struct un_stores *stores) {
  return sqlite3_create_module_v2(db, "tally", &module, un_stores_share(stores), un_stores_release);
}
