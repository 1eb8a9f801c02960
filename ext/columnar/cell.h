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

/* The number SQLite's sum() would take: texts and blobs by their prefix.
** True and *whole when it is an integer. */
bool un_cell_number(const struct un_cell *cell, int64_t *whole, double *real);

#endif
