/* The words of a column in the file: rows of NAME_dictionary, each a sheaf.
**
** A sheaf holds words whose codes follow each other, some SHEAF_BYTES of them, so that
** a dictionary of 200,000 customers is a hundred rows to read. Its id is column * 2^32 +
** the first code; its bytes are a CRC-32C of what follows, the id, the number of words,
** then for each its length * 8 + type, seven bits a byte, and its bytes. The last sheaf
** is written anew with more words until it is full; codes never change.
*/
#include <string.h>

#include "crc.h"
#include "snapshot.h"

enum { SHEAF_BYTES = 16000, HEAD = 16, MOST_RESERVED = 1 << 20 };

static int64_t sheaf_id(int column, uint32_t first) { return (int64_t)column << 32 | first; }

static void store32(unsigned char *at, uint32_t value) {
  for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> (8 * i));
}

static void store64(unsigned char *at, uint64_t value) {
  store32(at, (uint32_t)value);
  store32(at + 4, (uint32_t)(value >> 32));
}

static uint64_t load64(const unsigned char *at) { return un_load32(at) | (uint64_t)un_load32(at + 4) << 32; }

/* --- reading ------------------------------------------------------------------------ */

int un_reading_count(struct un_reading *reading, int column) {
  struct un_words *words = &reading->words[column];
  sqlite3_stmt *stmt;
  if (words->counted) return SQLITE_OK;
  int rc = un_reading_prepare(reading, &stmt, "SELECT (id & 4294967295) + words - 1 FROM \"%w\".\"%w_dictionary\" WHERE id BETWEEN "
                                             "%lld AND %lld ORDER BY id DESC LIMIT 1", reading->snapshot->schema,
                             reading->snapshot->name, (long long)sheaf_id(column, 0), (long long)sheaf_id(column, UINT32_MAX));
  if (rc != SQLITE_OK) return rc;
  int64_t count = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
  rc = sqlite3_finalize(stmt);
  if (rc != SQLITE_OK) return un_reading_failed(reading, rc);
  if (count < 0 || count > INT32_MAX) return un_reading_corrupt(reading, "a dictionary is damaged");
  words->count = (uint32_t)count;
  words->counted = true;
  return SQLITE_OK;
}

/* A word at `*at`; false when it does not end by `end`. */
static bool read_word(const unsigned char **at, const unsigned char *end, struct un_cell *cell) {
  uint64_t tag = 0;
  unsigned shift = 0;
  const unsigned char *from = *at;
  do {
    if (from == end || shift > 35) return false;
    tag |= (uint64_t)(*from & 0x7f) << shift;
    shift += 7;
  } while (*from++ & 0x80);
  uint64_t len = tag >> 3;
  if ((tag & 7) == UN_CELL_NULL || (tag & 7) > UN_CELL_BLOB || len > (uint64_t)(end - from)) return false;
  *cell = (struct un_cell){.type = (enum un_cell_type)(tag & 7), .len = (uint32_t)len};
  if (cell->type >= UN_CELL_TEXT) {
    cell->bytes = (const char *)from;
  } else {
    if (len != 8) return false;
    cell->len = 0;
    uint64_t bits = load64(from);
    if (cell->type == UN_CELL_REAL) memcpy(&cell->real, &bits, sizeof bits);
    else cell->whole = (int64_t)bits;
  }
  *at = from + len;
  return true;
}

/* The sheaf's words into the dictionary, where they must come next. */
static int read_sheaf(struct un_words *words, int column, const unsigned char *bytes, size_t len, bool *whole) {
  struct un_dictionary *d = &words->dictionary;
  struct un_cell cell;
  uint32_t first = d->count + 1;
  *whole = len >= HEAD && un_load32(bytes) == un_crc32c(bytes + 4, len - 4) &&
           load64(bytes + 4) == (uint64_t)sheaf_id(column, first);
  if (!*whole) return SQLITE_OK;
  uint32_t count = un_load32(bytes + 12);
  const unsigned char *at = bytes + HEAD, *end = bytes + len;
  for (uint32_t i = 0; i < count && *whole; i++) {
    *whole = read_word(&at, end, &cell);
    uint32_t code = *whole ? un_dictionary_add(d, &cell) : first + i;
    if (code == 0) return SQLITE_NOMEM;
    *whole = *whole && code == first + i;
  }
  *whole = *whole && at == end && count > 0;
  words->open = len < SHEAF_BYTES ? first : first + count;
  return SQLITE_OK;
}

int un_reading_words(struct un_reading *reading, int column) {
  struct un_words *words = &reading->words[column];
  sqlite3_stmt *stmt;
  int rc = un_reading_count(reading, column);
  if (rc != SQLITE_OK || words->loaded) return rc;
  uint32_t room = words->count < MOST_RESERVED ? words->count : MOST_RESERVED; /* the count may be damaged */
  if (!un_dictionary_reserve(&words->dictionary, room)) return SQLITE_NOMEM;
  rc = un_reading_prepare(reading, &stmt, "SELECT data FROM \"%w\".\"%w_dictionary\" WHERE id BETWEEN %lld AND %lld ORDER BY id",
                         reading->snapshot->schema, reading->snapshot->name, (long long)sheaf_id(column, 0),
                         (long long)sheaf_id(column, UINT32_MAX));
  words->open = 1;
  bool whole = true;
  while (rc == SQLITE_OK && whole && sqlite3_step(stmt) == SQLITE_ROW) {
    const void *bytes = sqlite3_column_blob(stmt, 0);
    rc = read_sheaf(words, column, bytes, bytes ? (size_t)sqlite3_column_bytes(stmt, 0) : 0, &whole);
  }
  int finished = sqlite3_finalize(stmt);
  if (rc == SQLITE_OK && finished != SQLITE_OK) rc = un_reading_failed(reading, finished);
  if (rc == SQLITE_OK && (!whole || words->dictionary.count != words->count)) {
    rc = un_reading_corrupt(reading, "the dictionary of %s is damaged", reading->snapshot->columns[column].name);
  }
  words->loaded = rc == SQLITE_OK;
  return rc;
}

/* --- writing ------------------------------------------------------------------------- */

static size_t bytes_of(const struct un_cell *cell) { return cell->type >= UN_CELL_TEXT ? cell->len : 8; }

static size_t size_of(const struct un_cell *cell) {
  size_t size = bytes_of(cell);
  for (uint64_t tag = (uint64_t)size << 3; tag > 0x7f; tag >>= 7) size++;
  return size + 1;
}

static unsigned char *put_word(unsigned char *at, const struct un_cell *cell) {
  size_t len = bytes_of(cell);
  uint64_t tag = (uint64_t)len << 3 | (uint64_t)cell->type, bits = 0;
  for (; tag > 0x7f; tag >>= 7) *at++ = (unsigned char)(tag | 0x80);
  *at++ = (unsigned char)tag;
  if (cell->type >= UN_CELL_TEXT) {
    if (len > 0) memcpy(at, cell->bytes, len);
  } else {
    if (cell->type == UN_CELL_REAL) memcpy(&bits, &cell->real, 8);
    else bits = (uint64_t)cell->whole;
    store64(at, bits);
  }
  return at + len;
}

/* Words from code `first` on until the sheaf is full; *next is the code after them. */
static int put_sheaf(struct un_reading *reading, int column, sqlite3_stmt *put, uint32_t first, uint32_t *next) {
  struct un_words *words = &reading->words[column];
  const struct un_cell *cells = words->dictionary.cells;
  size_t size = HEAD;
  uint32_t code = first;
  do size += size_of(&cells[code++ - 1]);
  while (code <= words->dictionary.count && size < SHEAF_BYTES);
  unsigned char *bytes = sqlite3_malloc64(size);
  if (!bytes) return SQLITE_NOMEM;
  unsigned char *at = bytes + HEAD;
  for (uint32_t i = first; i < code; i++) at = put_word(at, &cells[i - 1]);
  store64(bytes + 4, (uint64_t)sheaf_id(column, first));
  store32(bytes + 12, code - first);
  store32(bytes, un_crc32c(bytes + 4, size - 4));
  sqlite3_bind_int64(put, 1, sheaf_id(column, first));
  sqlite3_bind_int64(put, 2, code - first);
  sqlite3_bind_blob64(put, 3, bytes, size, SQLITE_STATIC);
  sqlite3_step(put);
  int rc = sqlite3_reset(put);
  sqlite3_clear_bindings(put);
  sqlite3_free(bytes);
  words->open = size < SHEAF_BYTES ? first : code;
  *next = code;
  return rc == SQLITE_OK ? rc : un_reading_failed(reading, rc);
}

int un_reading_save(struct un_reading *reading, int column, sqlite3_stmt *put) {
  struct un_words *words = &reading->words[column];
  int rc = SQLITE_OK;
  if (!words->loaded || words->count == words->dictionary.count) return SQLITE_OK;
  for (uint32_t first = words->open; first <= words->dictionary.count && rc == SQLITE_OK;) {
    rc = put_sheaf(reading, column, put, first, &first);
  }
  if (rc == SQLITE_OK) words->count = words->dictionary.count;
  return rc;
}
