#include "store.h"

#include <string.h>

struct store {
  struct store *next;
  char *schema, *name;
  uint32_t version;
  int64_t stamp, highest;
  struct un_words words[UN_SNAPSHOT_COLUMNS];
  struct un_kept kept;
};

struct un_stores {
  int references;
  struct store *first;
};

/* --- what is kept ------------------------------------------------------------------- */

void un_kept_drop(struct un_kept *kept, uint64_t used) {
  for (int i = 0; i < UN_SNAPSHOT_COLUMNS; i++) {
    if ((used >> i & 1) || !kept->held[i]) continue;
    for (size_t at = 0; at < kept->segment_count; at++) {
      struct un_held *held = &kept->held[i][at];
      if (held->bytes) kept->bytes -= un_pack_size(&held->pack);
      sqlite3_free(held->bytes);
      held->bytes = NULL;
    }
    kept->columns &= ~(UINT64_C(1) << i);
  }
}

void un_kept_clear(struct un_kept *kept) {
  un_kept_drop(kept, 0);
  for (int i = 0; i < UN_SNAPSHOT_COLUMNS; i++) sqlite3_free(kept->held[i]);
  sqlite3_free(kept->segments);
  sqlite3_free(kept->changed);
  memset(kept, 0, sizeof *kept);
}

/* --- stores --------------------------------------------------------------------------- */

struct un_stores *un_stores_open(void) {
  struct un_stores *stores = sqlite3_malloc64(sizeof *stores);
  if (stores) *stores = (struct un_stores){.references = 1};
  return stores;
}

struct un_stores *un_stores_share(struct un_stores *stores) {
  stores->references++;
  return stores;
}

static void clear(struct store *store) {
  for (int i = 0; i < UN_SNAPSHOT_COLUMNS; i++) un_dictionary_clear(&store->words[i].dictionary);
  un_kept_clear(&store->kept);
  sqlite3_free(store->schema);
  sqlite3_free(store->name);
  sqlite3_free(store);
}

void un_stores_release(void *at) {
  struct un_stores *stores = at;
  if (--stores->references > 0) return;
  while (stores->first) {
    struct store *store = stores->first;
    stores->first = store->next;
    clear(store);
  }
  sqlite3_free(stores);
}

/* Out of the list; NULL when there is none. */
static struct store *take_out(struct un_stores *stores, const char *schema, const char *name) {
  for (struct store **at = &stores->first; *at; at = &(*at)->next) {
    struct store *store = *at;
    if (sqlite3_stricmp(store->schema, schema) != 0 || sqlite3_stricmp(store->name, name) != 0) continue;
    *at = store->next;
    return store;
  }
  return NULL;
}

void un_stores_forget(struct un_stores *stores, const char *schema, const char *name) {
  struct store *store = take_out(stores, schema, name);
  if (store) clear(store);
}

/* --- a scan's visit --------------------------------------------------------------------- */

/* The version of what is read now; false while the connection's own writes are part of it. */
static bool version_of(const struct un_snapshot *s, uint32_t *version) {
  if (sqlite3_txn_state(s->db, s->schema) != SQLITE_TXN_READ) return false;
  return sqlite3_file_control(s->db, s->schema, SQLITE_FCNTL_DATA_VERSION, version) == SQLITE_OK;
}

/* Compiling a statement over the columnar table connects it, if the file at its name is
** new or its schema was read again: that forgets its store. */
static bool connect(const struct un_snapshot *s) {
  sqlite3_stmt *stmt = NULL;
  char *sql = sqlite3_mprintf("SELECT 1 FROM \"%w\".\"%w\"", s->schema, s->name);
  int rc = sql ? sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) : SQLITE_NOMEM;
  sqlite3_free(sql);
  sqlite3_finalize(stmt);
  return rc == SQLITE_OK;
}

bool un_visit_take(struct un_visit *visit, struct un_stores *stores, struct un_reading *reading,
                   struct un_kept *kept) {
  const struct un_snapshot *s = reading->snapshot;
  *visit = (struct un_visit){0};
  if (!stores || !connect(s) || !version_of(s, &visit->version)) return false;
  visit->stores = stores;
  struct store *store = take_out(stores, s->schema, s->name);
  if (!store) return false;
  bool same = store->version == visit->version && store->stamp == reading->stamp && store->highest == reading->highest;
  if (same) {
    memcpy(reading->words, store->words, sizeof reading->words);
    memset(store->words, 0, sizeof store->words);
    *kept = store->kept;
    store->kept = (struct un_kept){0};
  }
  clear(store);
  return same;
}

void un_visit_leave(struct un_visit *visit, struct un_reading *reading, struct un_kept *kept) {
  const struct un_snapshot *s = reading->snapshot;
  uint32_t version;
  if (!visit->stores) return;
  if (sqlite3_total_changes(s->db) != reading->opened || !version_of(s, &version) || version != visit->version) return;
  struct store *store = sqlite3_malloc64(sizeof *store);
  if (!store) return;
  memset(store, 0, sizeof *store);
  store->schema = sqlite3_mprintf("%s", s->schema);
  store->name = sqlite3_mprintf("%s", s->name);
  if (!store->schema || !store->name) {
    clear(store);
    return;
  }
  un_stores_forget(visit->stores, s->schema, s->name);
  store->version = version;
  store->stamp = reading->stamp;
  store->highest = reading->highest;
  memcpy(store->words, reading->words, sizeof store->words);
  memset(reading->words, 0, sizeof reading->words);
  store->kept = *kept;
  *kept = (struct un_kept){0};
  store->next = visit->stores->first;
  visit->stores->first = store;
  visit->stores = NULL;
}
