/* A cell: one SQLite value outside SQLite.
**
** (1) Order and equality are SQLite's under BINARY: NULL, numbers, texts,
**     blobs; an integer and a real compare by value, exactly.
** (2) un_cell_same also tells 1 from 1.0: what is stored comes back as it was.
**
** Ownership: bytes belong to whoever filled the cell in.
*/
#ifndef UN_COLUMNAR_CELL_H
#define UN_COLUMNAR_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum un_cell_type { UN_CELL_NULL, UN_CELL_INTEGER, UN_CELL_REAL, UN_CELL_TEXT, UN_CELL_BLOB };

struct un_cell {
  enum un_cell_type type;
  uint32_t len;
  union {
    int64_t whole;
    double real;
    const char *bytes;
  };
};

/* Below, at or above zero. */
int un_cell_compare(const struct un_cell *a, const struct un_cell *b);
bool un_cell_same(const struct un_cell *a, const struct un_cell *b);
/* The one of equal cells that stands for all, as GROUP BY and DISTINCT take them:
** an integer for a real without a fraction. */
struct un_cell un_cell_plain(const struct un_cell *cell);

uint64_t un_cell_hash(const struct un_cell *cell);

/* What tells most cells apart without a look at their bytes: numbers and texts of up to
** UN_KEY_TEXT bytes are the same when their keys are; longer ones may be. */
enum { UN_KEY_TEXT = 16 };

struct un_key {
  uint64_t first, last; /* bytes, overlapping */
  uint32_t tag;         /* type and length */
};

struct un_key un_cell_key(const struct un_cell *cell);

static inline bool un_key_same(const struct un_key *a, const struct un_key *b) {
  return a->first == b->first && a->last == b->last && a->tag == b->tag;
}

/* The text of a key that holds it whole, in `text`. */
struct un_cell un_key_text(const struct un_key *key, char text[UN_KEY_TEXT]);

static inline bool un_key_whole(const struct un_key *key) { return (key->tag & 0xff) <= UN_KEY_TEXT; }

static inline uint64_t un_key_hash(const struct un_key *key) {
  uint64_t h = (key->first ^ key->tag) * UINT64_C(0x9e3779b97f4a7c15) ^ key->last * UINT64_C(0xd6e8feb86659fd93);
  h = (h ^ h >> 32) * UINT64_C(0x9e3779b97f4a7c15);
  return h ^ h >> 32;
}

/* The number SQLite's sum() would take: a text that is a whole number as one, other texts and blobs by their prefix.
** True and *whole when it is an integer. */
bool un_cell_number(const struct un_cell *cell, int64_t *whole, double *real);

#endif
