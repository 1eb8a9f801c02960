#include "tally_worker.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

struct un_worker {
  struct un_run *run;
  struct un_lane lane;
  struct un_measures measures; /* the lane's: distinct values alone */
  bool dirty;                  /* it counted since it was settled */
  pthread_t thread;
  pthread_mutex_t lock; /* of the three below */
  pthread_cond_t turn;
  const struct un_block *block; /* to be counted; NULL: idle */
  bool stop;
  int rc;
};

/* --- the other thread ------------------------------------------------------------------ */

static void *work(void *at) {
  struct un_worker *worker = at;
  pthread_mutex_lock(&worker->lock);
  for (;;) {
    while (!worker->block && !worker->stop) pthread_cond_wait(&worker->turn, &worker->lock);
    if (!worker->block) break;
    const struct un_block *block = worker->block;
    int rc = worker->rc;
    pthread_mutex_unlock(&worker->lock);
    if (rc == SQLITE_OK) rc = un_lane_add(&worker->lane, worker->run, block);
    pthread_mutex_lock(&worker->lock);
    worker->rc = rc;
    worker->block = NULL;
    pthread_cond_signal(&worker->turn);
  }
  pthread_mutex_unlock(&worker->lock);
  return NULL;
}

/* Signals are for the threads of the program. */
static bool start(struct un_worker *worker) {
  sigset_t all, before;
  sigfillset(&all);
  if (pthread_mutex_init(&worker->lock, NULL) != 0) return false;
  if (pthread_cond_init(&worker->turn, NULL) == 0) {
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&worker->thread, NULL, work, worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!failed) return true;
    pthread_cond_destroy(&worker->turn);
  }
  pthread_mutex_destroy(&worker->lock);
  return false;
}

/* --- whether there is one ---------------------------------------------------------------- */

static bool only_distinct(const struct un_run *run, int column) {
  for (int i = 0; i < run->spec->measure_count; i++) {
    const struct un_spec_measure *m = &run->spec->measures[i];
    if (m->column == column && m->kind != UN_DISTINCT) return false;
  }
  return true;
}

static bool can_share(const struct un_run *run) {
  for (int i = 0; i < run->panel_count; i++) {
    const struct un_panel *panel = &run->lane.panels[i];
    if (panel->mode == UN_PANEL_ROWS && !only_distinct(run, panel->column)) return false;
  }
  return run->dense;
}

static void clear(struct un_worker *worker, int panel_count) {
  un_lane_close(&worker->lane, panel_count);
  un_measures_close(&worker->measures);
  sqlite3_free(worker);
}

/* The run's panels, empty. */
static int open_lane(struct un_worker *worker) {
  struct un_run *run = worker->run;
  uint32_t groups = run->groups.count;
  un_measures_open(&worker->measures, run->spec->measures, run->spec->measure_count, NULL);
  if (!un_lane_open(&worker->lane, &worker->measures) || !un_lane_grow(&worker->lane, groups)) return SQLITE_NOMEM;
  int rc = un_measures_grow(&worker->measures, groups);
  for (int i = 0; i < run->panel_count && rc == SQLITE_OK; i++) {
    const struct un_panel *like = &run->lane.panels[i];
    struct un_panel *panel = &worker->lane.panels[i];
    un_panel_open(panel, like->column, &like->extent, &run->measures);
    rc = un_panel_grow(panel, groups, &worker->measures, &run->scan);
  }
  return rc;
}

int un_worker_open(struct un_run *run) {
  if (!sqlite3_threadsafe() || !can_share(run)) return SQLITE_OK;
  struct un_worker *worker = sqlite3_malloc64(sizeof *worker);
  if (!worker) return SQLITE_NOMEM;
  memset(worker, 0, sizeof *worker);
  worker->run = run;
  int rc = open_lane(worker);
  if (rc == SQLITE_OK && !un_block_room(&run->blocks[1])) rc = SQLITE_NOMEM;
  if (rc == SQLITE_OK && start(worker)) run->worker = worker;
  else clear(worker, run->panel_count);
  return rc;
}

void un_worker_close(struct un_run *run) {
  struct un_worker *worker = run->worker;
  if (!worker) return;
  pthread_mutex_lock(&worker->lock);
  worker->stop = true;
  pthread_cond_broadcast(&worker->turn);
  pthread_mutex_unlock(&worker->lock);
  pthread_join(worker->thread, NULL);
  pthread_cond_destroy(&worker->turn);
  pthread_mutex_destroy(&worker->lock);
  clear(worker, run->panel_count);
  run->worker = NULL;
}

/* --- giving and taking -------------------------------------------------------------------- */

bool un_worker_free(const struct un_run *run) {
  struct un_worker *worker = run->worker;
  if (!worker) return false;
  pthread_mutex_lock(&worker->lock);
  bool idle = !worker->block;
  pthread_mutex_unlock(&worker->lock);
  return idle && can_share(run);
}

void un_worker_give(struct un_run *run, const struct un_block *block) {
  struct un_worker *worker = run->worker;
  for (int i = 0; i < run->panel_count; i++) { /* fresh rows may have made one too large: it is empty */
    if (worker->lane.panels[i].mode == run->lane.panels[i].mode) continue;
    un_panel_close(&worker->lane.panels[i]);
    worker->lane.panels[i].mode = run->lane.panels[i].mode;
  }
  pthread_mutex_lock(&worker->lock);
  worker->block = block;
  worker->dirty = true;
  pthread_cond_signal(&worker->turn);
  pthread_mutex_unlock(&worker->lock);
}

/* The panel's counts and the distinct values of its column. */
static int take_over(struct un_run *run, int at) {
  struct un_worker *worker = run->worker;
  struct un_panel *own = &run->lane.panels[at], *other = &worker->lane.panels[at];
  int rc = SQLITE_OK;
  un_panel_merge(own, other);
  for (int i = 0; i < run->spec->measure_count && other->mode == UN_PANEL_ROWS && rc == SQLITE_OK; i++) {
    if (run->spec->measures[i].column != own->column) continue;
    rc = un_measures_merge_places(&run->measures, i, &worker->measures, own->places);
  }
  return rc;
}

int un_worker_settle(struct un_run *run) {
  struct un_worker *worker = run->worker;
  if (!worker || !worker->dirty) return SQLITE_OK;
  pthread_mutex_lock(&worker->lock);
  while (worker->block) pthread_cond_wait(&worker->turn, &worker->lock);
  int rc = worker->rc;
  pthread_mutex_unlock(&worker->lock);
  worker->dirty = false;
  for (int i = 0; i < run->panel_count && rc == SQLITE_OK; i++) rc = take_over(run, i);
  for (uint32_t g = 0; g < worker->lane.rows_room; g++) run->lane.rows[g] += worker->lane.rows[g];
  memset(worker->lane.rows, 0, worker->lane.rows_room * sizeof *worker->lane.rows);
  return rc;
}
