#include "measure.h"

#include <stdlib.h>
#include <string.h>

#include "stat/interval.h"

/* A set of places: a list that becomes a row of bits when those are fewer bytes. */
struct set {
  uint32_t *list;
  uint64_t *bits;
  uint32_t count, room;
  size_t words; /* of bits */
};

struct sum {
  int64_t whole, count;
  double real;
  bool inexact, overflow;
};

struct weighted {
  double value;
  int64_t times;
};

struct sample {
  struct weighted *values;
  uint32_t count, room;
};

struct rate {
  struct un_tally tally;
  bool any; /* outcome has come, in the base or outside */
};

union un_state {
  int64_t count;
  struct sum sum;
  struct un_cell best; /* UN_CELL_NULL: none yet */
  struct rate rate;
  struct set set;
  struct sample sample;
};

static union un_state *state_of(const struct un_measures *m, int at, uint32_t group) {
  return &m->states[(size_t)group * (size_t)m->count + (size_t)at];
}

void un_measures_open(struct un_measures *m, const struct un_spec_measure *list, int count, char **error) {
  memset(m, 0, sizeof *m);
  m->list = list;
  m->count = count;
  m->error = error;
}

void un_measures_close(struct un_measures *m) {
  for (uint32_t g = 0; g < m->room; g++) {
    for (int at = 0; at < m->count; at++) {
      union un_state *state = state_of(m, at, g);
      if (m->list[at].kind == UN_DISTINCT) {
        sqlite3_free(state->set.list);
        sqlite3_free(state->set.bits);
      } else if (m->list[at].kind == UN_QUANTILE) {
        sqlite3_free(state->sample.values);
      }
    }
  }
  sqlite3_free(m->states);
  sqlite3_free(m->scratch);
  m->scratch = NULL;
  m->scratch_words = 0;
  for (int at = 0; at < m->count; at++) un_dictionary_clear(&m->kept[at]);
  m->states = NULL;
  m->room = 0;
}

int un_measures_grow(struct un_measures *m, uint32_t count) {
  if (count <= m->room) return SQLITE_OK;
  uint32_t room = m->room > 0 ? m->room : 64;
  while (room < count) room *= 2;
  size_t width = (size_t)(m->count > 0 ? m->count : 1) * sizeof *m->states;
  union un_state *states = sqlite3_realloc64(m->states, room * width);
  if (!states) return SQLITE_NOMEM;
  memset((char *)states + m->room * width, 0, (room - m->room) * width);
  m->states = states;
  m->room = room;
  return SQLITE_OK;
}

/* --- adding ----------------------------------------------------------------------- */

static int refuse(struct un_measures *m, const char *function, const struct un_cell *cell, const char *problem) {
  if (cell->type == UN_CELL_TEXT) {
    *m->error = sqlite3_mprintf("%s(): argument 1 '%.*s' %s", function, cell->len < 40 ? (int)cell->len : 40,
                                cell->bytes, problem);
  } else {
    *m->error = sqlite3_mprintf("%s(): argument 1 %s", function, problem);
  }
  return SQLITE_ERROR;
}

static void add_number(struct sum *sum, const struct un_cell *cell, int64_t times) {
  int64_t whole = 0, product;
  double real;
  sum->count += times;
  if (un_cell_number(cell, &whole, &real)) {
    if (__builtin_mul_overflow(whole, times, &product) ||
        __builtin_add_overflow(sum->whole, product, &sum->whole)) {
      sum->overflow = true;
    }
  } else {
    sum->inexact = true;
  }
  sum->real += real * (double)times;
}

static int add_best(struct un_measures *m, int at, struct un_cell *best, const struct un_cell *cell) {
  int sign = m->list[at].kind == UN_MIN ? -1 : 1;
  if (best->type != UN_CELL_NULL && sign * un_cell_compare(cell, best) <= 0) return SQLITE_OK;
  *best = *cell;
  if (cell->type < UN_CELL_TEXT) return SQLITE_OK;
  uint32_t code = un_dictionary_add(&m->kept[at], cell);
  if (code == 0) return SQLITE_NOMEM;
  *best = m->kept[at].cells[code - 1];
  return SQLITE_OK;
}

static int add_sample(struct un_measures *m, struct sample *s, const struct un_cell *cell, int64_t times) {
  int64_t whole;
  double real;
  if (cell->type >= UN_CELL_TEXT) return refuse(m, "quantile", cell, "is not a number");
  un_cell_number(cell, &whole, &real);
  if (s->count == s->room) {
    uint32_t room = s->room > 0 ? 2 * s->room : 32;
    struct weighted *values = sqlite3_realloc64(s->values, room * sizeof *values);
    if (!values) return SQLITE_NOMEM;
    s->values = values;
    s->room = room;
  }
  s->values[s->count++] = (struct weighted){real, times};
  return SQLITE_OK;
}

static const char *rate_name(const struct un_measures *m, int at) {
  return m->list[at].kind == UN_DISCLOSURE_RATE ? "disclosure_rate" : "refusal_rate";
}

static int count_outcome(struct un_measures *m, int at, struct rate *rate, int outcome, int64_t times) {
  rate->any = true;
  if (un_tally_add(&rate->tally, m->list[at].definition, outcome, times)) return SQLITE_OK;
  *m->error = sqlite3_mprintf("%s(): the count becomes too large", rate_name(m, at));
  return SQLITE_ERROR;
}

static int add_outcome(struct un_measures *m, int at, struct rate *rate, const struct un_cell *cell,
                       int64_t times) {
  int outcome = cell->type == UN_CELL_TEXT ? un_outcome_find(cell->bytes, cell->len) : -1;
  if (outcome < 0) return refuse(m, rate_name(m, at), cell, "is not an outcome");
  return count_outcome(m, at, rate, outcome, times);
}

int un_measures_add(struct un_measures *m, int at, uint32_t group, const struct un_cell *cell, int64_t times) {
  union un_state *state = state_of(m, at, group);
  enum un_measure_kind kind = m->list[at].kind;
  if (kind == UN_COUNT_ROWS) {
    state->count += times;
    return SQLITE_OK;
  }
  if (cell->type == UN_CELL_NULL) return SQLITE_OK;
  switch (kind) {
  case UN_COUNT: state->count += times; return SQLITE_OK;
  case UN_SUM:
  case UN_AVG: add_number(&state->sum, cell, times); return SQLITE_OK;
  case UN_MIN:
  case UN_MAX: return add_best(m, at, &state->best, cell);
  case UN_QUANTILE: return add_sample(m, &state->sample, cell, times);
  case UN_COUNT_ROWS:
  case UN_DISTINCT: return SQLITE_OK;
  default: return add_outcome(m, at, &state->rate, cell, times);
  }
}

int un_measures_add_groups(struct un_measures *m, int at, const struct un_cell *cell, const uint32_t *times,
                           size_t stride, uint32_t groups) {
  bool refusal = un_is_refusal(m->list[at].kind);
  int rc = SQLITE_OK, outcome = -1;
  if (refusal && cell->type == UN_CELL_TEXT) outcome = un_outcome_find(cell->bytes, cell->len);
  for (uint32_t g = 1; g < groups && rc == SQLITE_OK; g++) {
    uint32_t n = times[g * stride];
    if (n == 0) continue;
    if (outcome >= 0) rc = count_outcome(m, at, &state_of(m, at, g)->rate, outcome, n);
    else rc = un_measures_add(m, at, g, cell, n);
  }
  return rc;
}

void un_measures_add_sum(struct un_measures *m, int at, uint32_t group, int64_t n, int64_t least, int64_t rest) {
  union un_state *state = state_of(m, at, group);
  if (m->list[at].kind == UN_COUNT) {
    state->count += n;
    return;
  }
  __int128 total = (__int128)n * least + rest;
  struct sum *sum = &state->sum;
  sum->count += n;
  sum->real += (double)total;
  if (total < INT64_MIN || total > INT64_MAX || __builtin_add_overflow(sum->whole, (int64_t)total, &sum->whole)) {
    sum->overflow = true;
  }
}

/* --- distinct ----------------------------------------------------------------------- */

/* More room: twice, until bits are fewer bytes. Values without a place stay a list. */
static int make_room(struct set *set, uint32_t places) {
  uint32_t room = set->room > 0 ? 2 * set->room : 16, odd = 0;
  size_t words = places / 64 + 1;
  if (!set->bits && room * sizeof *set->list > words * sizeof *set->bits) {
    set->words = words;
    set->bits = sqlite3_malloc64(words * sizeof *set->bits);
    if (!set->bits) return SQLITE_NOMEM;
    memset(set->bits, 0, words * sizeof *set->bits);
    for (uint32_t i = 0; i < set->count; i++) {
      uint32_t place = set->list[i];
      if (place < places) set->bits[place / 64] |= UINT64_C(1) << (place % 64);
      else set->list[odd++] = place;
    }
    set->count = odd;
    if (set->count < set->room) return SQLITE_OK;
  }
  uint32_t *list = sqlite3_realloc64(set->list, room * sizeof *list);
  if (!list) return SQLITE_NOMEM;
  set->list = list;
  set->room = room;
  return SQLITE_OK;
}

static inline int add_place(struct set *set, uint32_t place, uint32_t places) {
  if (!set->bits && set->count == set->room) {
    int rc = make_room(set, places);
    if (rc != SQLITE_OK) return rc;
  }
  if (set->bits && place < places) {
    set->bits[place / 64] |= UINT64_C(1) << (place % 64);
    return SQLITE_OK;
  }
  if (set->count == set->room) {
    int rc = make_room(set, places);
    if (rc != SQLITE_OK) return rc;
  }
  set->list[set->count++] = place;
  return SQLITE_OK;
}

int un_measures_add_place(struct un_measures *m, int at, uint32_t group, uint32_t place, uint32_t places) {
  return add_place(&state_of(m, at, group)->set, place, places);
}

int un_measures_add_places(struct un_measures *m, int at, const uint32_t *index, const uint32_t *places,
                           uint32_t rows, uint32_t count) {
  int rc = SQLITE_OK;
  for (uint32_t i = 0; i < rows && rc == SQLITE_OK; i++) {
    if (places[i] != 0) rc = add_place(&state_of(m, at, index[i])->set, places[i], count);
  }
  return rc;
}

/* A list may hold a place twice: list_size counts it once. */
static int append_list(struct set *to, const struct set *from) {
  if (from->count > to->room - to->count) {
    uint32_t *list = sqlite3_realloc64(to->list, ((size_t)to->count + from->count) * sizeof *list);
    if (!list) return SQLITE_NOMEM;
    to->list = list;
    to->room = to->count + from->count;
  }
  memcpy(to->list + to->count, from->list, from->count * sizeof *from->list);
  to->count += from->count;
  return SQLITE_OK;
}

static int merge_set(struct set *to, struct set *from, uint32_t places) {
  int rc = SQLITE_OK;
  if (from->bits ? !to->bits : to->count == 0 && !to->bits) {
    struct set swap = *to;
    *to = *from;
    *from = swap;
  }
  if (to->bits) {
    for (uint32_t i = 0; i < from->count && rc == SQLITE_OK; i++) rc = add_place(to, from->list[i], places);
    for (size_t i = 0; from->bits && i < from->words; i++) to->bits[i] |= from->bits[i];
  } else if (from->count > 0) {
    rc = append_list(to, from);
  }
  sqlite3_free(from->list);
  sqlite3_free(from->bits);
  *from = (struct set){0};
  return rc;
}

int un_measures_merge_places(struct un_measures *m, int at, struct un_measures *other, uint32_t places) {
  int rc = SQLITE_OK;
  for (uint32_t g = 1; g < other->room && rc == SQLITE_OK; g++) {
    rc = merge_set(&state_of(m, at, g)->set, &state_of(other, at, g)->set, places);
  }
  return rc;
}

int un_measures_add_odd(struct un_measures *m, int at, uint32_t group, const struct un_cell *cell,
                        uint32_t places) {
  uint32_t code = un_dictionary_add(&m->kept[at], cell);
  if (code == 0 || code > UINT32_MAX - places) return SQLITE_NOMEM;
  return un_measures_add_place(m, at, group, places + code - 1, places);
}

/* How many different numbers are in the list, by bits that are cleared again. -1: out of memory. */
static int64_t list_size(struct un_measures *m, const struct set *set) {
  uint32_t most = 0;
  int64_t size = 0;
  for (uint32_t i = 0; i < set->count; i++) most = set->list[i] > most ? set->list[i] : most;
  size_t words = most / 64 + 1;
  if (words > m->scratch_words) {
    sqlite3_free(m->scratch);
    m->scratch_words = 0;
    m->scratch = sqlite3_malloc64(words * sizeof *m->scratch);
    if (!m->scratch) return -1;
    memset(m->scratch, 0, words * sizeof *m->scratch);
    m->scratch_words = words;
  }
  for (uint32_t i = 0; i < set->count; i++) {
    uint64_t *word = &m->scratch[set->list[i] / 64], bit = UINT64_C(1) << (set->list[i] % 64);
    size += (*word & bit) == 0;
    *word |= bit;
  }
  for (uint32_t i = 0; i < set->count; i++) m->scratch[set->list[i] / 64] = 0;
  return size;
}

static void result_set(struct un_measures *m, const struct set *set, sqlite3_context *context) {
  int64_t size = set->count > 0 ? list_size(m, set) : 0;
  if (size < 0) {
    sqlite3_result_error_nomem(context);
    return;
  }
  for (size_t i = 0; set->bits && i < set->words; i++) size += __builtin_popcountll(set->bits[i]);
  sqlite3_result_int64(context, size);
}

/* --- results ----------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b) {
  double x = ((const struct weighted *)a)->value, y = ((const struct weighted *)b)->value;
  return (x > y) - (x < y);
}

static double at_rank(const struct weighted *list, uint32_t count, int64_t rank) {
  for (uint32_t i = 0; i < count; i++) {
    if (rank < list[i].times) return list[i].value;
    rank -= list[i].times;
  }
  return list[count - 1].value;
}

static bool in_order(const struct sample *s) {
  for (uint32_t i = 1; i < s->count; i++) {
    if (s->values[i].value < s->values[i - 1].value) return false;
  }
  return true;
}

/* Type 7, as quantile() itself: between the two values around (n - 1) * p. What was
** counted in arrays came in order. */
static void result_quantile(struct sample *s, double p, sqlite3_context *context) {
  int64_t n = 0;
  if (s->count == 0) return;
  if (!in_order(s)) qsort(s->values, s->count, sizeof *s->values, by_number);
  for (uint32_t i = 0; i < s->count; i++) n += s->values[i].times;
  double rank = p * (double)(n - 1);
  int64_t low = (int64_t)rank;
  double share = rank - (double)low, from = at_rank(s->values, s->count, low);
  double to = low + 1 < n ? at_rank(s->values, s->count, low + 1) : from;
  sqlite3_result_double(context, low + 1 < n ? from * (1.0 - share) + to * share : from);
}

static void result_sum(const struct sum *sum, bool average, sqlite3_context *context) {
  if (sum->count == 0) return;
  if (average) sqlite3_result_double(context, sum->real / (double)sum->count);
  else if (sum->inexact) sqlite3_result_double(context, sum->real);
  else if (sum->overflow) sqlite3_result_error(context, "integer overflow", -1);
  else sqlite3_result_int64(context, sum->whole);
}

static void result_refusal(const struct un_spec_measure *m, const struct rate *rate, sqlite3_context *context) {
  const struct un_tally *t = &rate->tally;
  double above = un_tally_above(t), below = (double)t->below;
  switch (m->kind) {
  case UN_REFUSAL_COUNT:
    if (m->definition->halves && rate->any) sqlite3_result_double(context, above);
    else sqlite3_result_int64(context, t->above);
    break;
  case UN_REFUSAL_BASE: sqlite3_result_int64(context, t->below); break;
  case UN_REFUSAL_LOW:
    if (t->below > 0) sqlite3_result_double(context, un_wilson_low(above, below, UN_Z95));
    break;
  case UN_REFUSAL_HIGH:
    if (t->below > 0) sqlite3_result_double(context, un_wilson_high(above, below, UN_Z95));
    break;
  default:
    if (t->below > 0) sqlite3_result_double(context, above / below);
  }
}

void un_measures_result(struct un_measures *m, int at, uint32_t group, sqlite3_context *context) {
  union un_state *state = state_of(m, at, group);
  const struct un_spec_measure *measure = &m->list[at];
  switch (measure->kind) {
  case UN_COUNT_ROWS:
  case UN_COUNT: sqlite3_result_int64(context, state->count); break;
  case UN_DISTINCT: result_set(m, &state->set, context); break;
  case UN_SUM: result_sum(&state->sum, false, context); break;
  case UN_AVG: result_sum(&state->sum, true, context); break;
  case UN_MIN:
  case UN_MAX: un_cell_result(context, &state->best); break;
  case UN_QUANTILE: result_quantile(&state->sample, measure->p, context); break;
  default: result_refusal(measure, &state->rate, context);
  }
}
