/* A store: what a connection remembers of its snapshots from one tally to the next.
**
** (1) What is remembered belongs to a data version of its database
**     (SQLITE_FCNTL_DATA_VERSION), looked at inside a read transaction: any commit,
**     own or another's, gives another version, and all is read again. While the
**     connection itself has written and not committed, nothing is taken or kept.
** (2) A columnar table that is connected or disconnected is forgotten: another file
**     may stand under its name.
** (3) Lists, heads and words are kept from the first tally on; a column's codes from
**     the second that reads them, so that a question asked once holds no memory;
**     at most UN_STORE_MOST bytes of codes a snapshot.
**
** Ownership: a scan takes what there is and gives it back at its end, so two at a
** time share nothing. The two modules of a connection own the stores together.
*/
#ifndef UN_COLUMNAR_STORE_H
#define UN_COLUMNAR_STORE_H

#include "snapshot.h"

enum { UN_STORE_MOST = 256 << 20 };

struct un_held { /* one column of one segment */
  bool there;    /* the head is open */
  struct un_pack pack;
  unsigned char *bytes; /* its data, checked; NULL: not held */
};

/* What a scan reads of a snapshot before its rows. */
struct un_kept {
  int64_t *segments, *changed; /* segments to visit; those that are read from the source */
  size_t segment_count, changed_count;
  struct un_held *held[UN_SNAPSHOT_COLUMNS]; /* by place in `segments`; NULL: none */
  size_t bytes;     /* of all data that are held */
  uint64_t columns; /* those whose data were read by a scan before this one */
};

void un_kept_clear(struct un_kept *kept);
/* Free the held data of columns that are not in `used`. */
void un_kept_drop(struct un_kept *kept, uint64_t used);

struct un_stores;

struct un_stores *un_stores_open(void); /* with one reference; NULL: out of memory */
struct un_stores *un_stores_share(struct un_stores *stores);
void un_stores_release(void *stores);
void un_stores_forget(struct un_stores *stores, const char *schema, const char *name);

/* How a scan stands to the stores. */
struct un_visit {
  struct un_stores *stores; /* NULL: nothing is remembered */
  uint32_t version;
};

/* The reading has begun (un_reading_begin). True: `kept` and the reading's words are
** as they were left; false: read them. */
bool un_visit_take(struct un_visit *visit, struct un_stores *stores, struct un_reading *reading,
                   struct un_kept *kept);
/* Leave both for the next one, if they still are of the visit's version. */
void un_visit_leave(struct un_visit *visit, struct un_reading *reading, struct un_kept *kept);

#endif
