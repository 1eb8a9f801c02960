/* A worker: the second thread of a tally with threads=2.
**
** (1) The thread of the connection alone asks SQLite; the worker counts blocks that were
**     read, one at a time, into a lane of its own. Whoever is free takes the next block.
** (2) It only takes part where counts can be added up later: every combination of keys
**     has its group from the start (a dense run), and a column's panel keeps counts
**     itself or has nothing but distinct values to keep. Results are those of one
**     thread, bit for bit.
** (3) Before anything is done row by row, what it counted is taken over.
** (4) It allocates with SQLite's allocator: where that is not safe for threads, there is
**     no worker. A process in mode SQLITE_CONFIG_SINGLETHREAD must not ask for one.
**
** Ownership: a run owns its worker; a block given to it is the worker's until it is idle.
*/
#ifndef UN_COLUMNAR_TALLY_WORKER_H
#define UN_COLUMNAR_TALLY_WORKER_H

#include "tally_run.h"

struct un_worker;

/* run->worker; it stays NULL where there can be none. SQLITE_OK or SQLITE_NOMEM. */
int un_worker_open(struct un_run *run);
void un_worker_close(struct un_run *run);

/* Can it take the run's block at hand now? */
bool un_worker_free(const struct un_run *run);
void un_worker_give(struct un_run *run, const struct un_block *block);

/* Wait, and add what it counted to the run's own. */
int un_worker_settle(struct un_run *run);

#endif
