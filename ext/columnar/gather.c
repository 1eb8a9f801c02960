#include "gather.h"

#include <string.h>

#include "law/date.h"

enum { MEMO_BITS = 8 };

struct un_memo {
  struct {
    struct un_key key; /* of a text; zeros for none */
    enum un_mark mark;
    int64_t value;
  } slots[1 << MEMO_BITS];
};

int un_gather_open(struct un_gather *gather, struct un_reading *reading) {
  memset(gather, 0, sizeof *gather);
  gather->reading = reading;
  gather->count = reading->snapshot->count;
  for (int i = 0; i < gather->count; i++) {
    gather->moulds[i].marks = sqlite3_malloc64(UN_SEGMENT_ROWS);
    gather->moulds[i].values = sqlite3_malloc64(UN_SEGMENT_ROWS * sizeof(int64_t));
    gather->memos[i] = sqlite3_malloc64(sizeof *gather->memos[i]);
    if (!gather->moulds[i].marks || !gather->moulds[i].values || !gather->memos[i]) return SQLITE_NOMEM;
    memset(gather->memos[i], 0, sizeof *gather->memos[i]);
  }
  return SQLITE_OK;
}

void un_gather_close(struct un_gather *gather) {
  for (int i = 0; i < gather->count; i++) {
    sqlite3_free(gather->moulds[i].marks);
    sqlite3_free(gather->moulds[i].values);
    sqlite3_free(gather->memos[i]);
  }
}

void un_gather_empty(struct un_gather *gather) {
  gather->pending_count = 0;
  for (int i = 0; i < gather->count; i++) {
    gather->moulds[i].rows = 0;
    memset(gather->moulds[i].counts, 0, sizeof gather->moulds[i].counts);
  }
}

/* --- a value ------------------------------------------------------------------------ */

static int add_word(struct un_gather *gather, int column, const struct un_cell *cell) {
  int rc = un_reading_words(gather->reading, column);
  if (rc != SQLITE_OK) return rc;
  uint32_t code = un_dictionary_add(&gather->reading->words[column].dictionary, cell);
  if (code == 0) return SQLITE_NOMEM;
  un_mould_add(&gather->moulds[column], UN_MARK_WORD, code);
  return SQLITE_OK;
}

static bool read_date(const struct un_cell *cell, enum un_mark *mark, int64_t *value) {
  un_day day;
  if (un_date_parse(cell->bytes, cell->len, &day)) {
    *mark = UN_MARK_DAY;
    *value = day;
    return true;
  }
  if (memcmp(cell->bytes, "indefinite", 10) != 0) return false;
  *mark = UN_MARK_INDEFINITE;
  return true;
}

static void remember(struct un_gather *gather, int column, const struct un_key *key, enum un_mark mark, int64_t value) {
  struct un_memo *memo = gather->memos[column];
  size_t at = un_key_hash(key) >> (64 - MEMO_BITS);
  memo->slots[at].key = *key;
  memo->slots[at].mark = mark;
  memo->slots[at].value = value;
}

int un_gather_settle(struct un_gather *gather) {
  for (int i = 0; i < gather->pending_count; i++) {
    const struct un_pending *p = &gather->pending[i];
    uint32_t code = un_dictionary_add_key(&gather->reading->words[p->column].dictionary, &p->key);
    if (code == 0) return SQLITE_NOMEM;
    gather->moulds[p->column].values[p->row] = code;
    remember(gather, (int)p->column, &p->key, UN_MARK_WORD, code);
  }
  gather->pending_count = 0;
  return SQLITE_OK;
}

/* A short text that is not remembered. */
static int add_stranger(struct un_gather *gather, int column, const struct un_cell *cell, const struct un_key *key) {
  struct un_mould *mould = &gather->moulds[column];
  enum un_mark mark = UN_MARK_WORD;
  int64_t value = 0;
  int rc = SQLITE_OK;
  if (cell->len == 10 && read_date(cell, &mark, &value)) {
    remember(gather, column, key, mark, value);
  } else {
    rc = un_reading_words(gather->reading, column);
    if (rc == SQLITE_OK && gather->pending_count == UN_PENDING) rc = un_gather_settle(gather);
    if (rc != SQLITE_OK) return rc;
    un_dictionary_fetch(&gather->reading->words[column].dictionary, key);
    gather->pending[gather->pending_count++] = (struct un_pending){.key = *key, .column = (uint32_t)column, .row = mould->rows};
  }
  un_mould_add(mould, mark, value);
  return SQLITE_OK;
}

static int add_text(struct un_gather *gather, int column, const struct un_cell *cell) {
  struct un_mould *mould = &gather->moulds[column];
  struct un_key key = un_cell_key(cell);
  const struct un_memo *memo = gather->memos[column];
  size_t at = un_key_hash(&key) >> (64 - MEMO_BITS);
  if (!un_key_whole(&key)) return add_word(gather, column, cell);
  if (!un_key_same(&memo->slots[at].key, &key)) return add_stranger(gather, column, cell, &key);
  un_mould_add(mould, memo->slots[at].mark, memo->slots[at].value);
  return SQLITE_OK;
}

static int add_value(struct un_gather *gather, int column, sqlite3_value *from) {
  struct un_mould *mould = &gather->moulds[column];
  struct un_cell cell = un_cell_from(from);
  switch (cell.type) {
  case UN_CELL_NULL: un_mould_add(mould, UN_MARK_NULL, 0); return SQLITE_OK;
  case UN_CELL_INTEGER: un_mould_add(mould, UN_MARK_NUMBER, cell.whole); return SQLITE_OK;
  case UN_CELL_TEXT: return cell.bytes ? add_text(gather, column, &cell) : SQLITE_NOMEM;
  case UN_CELL_REAL:
  case UN_CELL_BLOB: break;
  }
  return add_word(gather, column, &cell);
}

int un_gather_row(struct un_gather *gather, sqlite3_value **values) {
  int64_t id = sqlite3_value_int64(values[0]);
  int rc = SQLITE_OK;
  if (sqlite3_value_type(values[0]) != SQLITE_INTEGER || (gather->any && id <= gather->last_id)) {
    *gather->reading->error = sqlite3_mprintf("columnar: id %lld comes twice: a parent must be joined by its "
                                              "primary key", (long long)id);
    return SQLITE_ERROR;
  }
  if (id >> UN_SEGMENT_BITS != gather->segment) {
    rc = gather->full(gather->context);
    gather->segment = id >> UN_SEGMENT_BITS;
  }
  for (int i = 0; i < gather->count && rc == SQLITE_OK; i++) rc = add_value(gather, i, values[i]);
  gather->any = true;
  gather->last_id = id;
  return rc;
}

/* --- the function --------------------------------------------------------------------- */

#define TYPE "columnar gather"

int un_gather_bind(sqlite3_stmt *stmt, int parameter, struct un_gather *gather) {
  return sqlite3_bind_pointer(stmt, parameter, gather, TYPE, NULL);
}

static void call(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_gather *gather = argc > 0 ? sqlite3_value_pointer(argv[0], TYPE) : NULL;
  if (!gather || argc != gather->count + 1) {
    sqlite3_result_error(context, "_columnar() is for columnar tables alone", -1);
    return;
  }
  gather->rc = un_gather_row(gather, argv + 1);
  if (gather->rc != SQLITE_OK) sqlite3_result_error(context, "columnar: the row was refused", -1);
}

int un_gather_register(sqlite3 *db) {
  return sqlite3_create_function_v2(db, "_columnar", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, NULL, call, NULL, NULL, NULL);
}
