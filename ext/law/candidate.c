#include "candidate.h"

#include <string.h>

#include "jurisdiction.h"

void un_candidates_start(struct un_candidates *c, const char *text, size_t len) {
  char folded[UN_FOLD_ROOM];
  size_t n = un_fold(&un_folds, text, len, folded);
  *c = (struct un_candidates){.answer = un_jurisdiction_find(text, len, -1), .next = -1};
  if (n == 0) return;
  un_name_of(folded, n, c->name);
  c->authority = un_authority_read(folded, n);
}

/* Whether a place was not given yet; it is now. */
static bool give(struct un_candidates *c, int place) {
  for (int i = 0; i < c->given_count; i++) {
    if (c->given[i] == place) return false;
  }
  if (place < 0 || c->given_count == UN_CANDIDATES) return false;
  c->given[c->given_count++] = (int16_t)place;
  return true;
}

static bool same_name(const struct un_candidates *c, uint32_t text) {
  char folded[UN_FOLD_ROOM], name[UN_NAME_ROOM];
  const char *written = un_pool + text;
  size_t n = un_fold(&un_folds, written, strlen(written), folded);
  return n > 0 && un_name_of(folded, n, name) > 0 && strcmp(name, c->name) == 0;
}

/* The next candidate of the shared name at hand. */
static bool next_shared(struct un_candidates *c, int *place) {
  while (un_shared_at[c->next] + c->at < un_shared_at[c->next + 1]) {
    *place = un_shared_places[un_shared_at[c->next] + c->at++];
    if (give(c, *place)) return true;
  }
  c->at = 0;
  return false;
}

bool un_candidates_next(struct un_candidates *c, int *place, const char **reason) {
  const int parts = un_places_count - un_countries_count;
  if (c->next < 0) {
    c->next = c->name[0] ? 0 : un_labels_count + parts;
    *place = c->answer;
    *reason = c->authority.reason ? c->authority.reason : "its code or name";
    if (give(c, c->answer)) return true;
  }
  for (; c->next < un_labels_count; c->next++) {
    const struct un_label *label = &un_labels[c->next];
    if (!same_name(c, label->name)) continue;
    *place = label->place;
    *reason = "a name of it";
    if (label->place >= 0) {
      if (give(c, *place)) return true;
    } else {
      *reason = un_sources[label->source];
      if (next_shared(c, place)) return true;
    }
  }
  for (; c->next < un_labels_count + parts; c->next++) {
    *place = un_countries_count + c->next - un_labels_count;
    *reason = "a part of that name";
    if (same_name(c, un_places[*place].name) && give(c, *place)) return true;
  }
  for (; c->next < un_labels_count + parts + un_us_states_count; c->next++) {
    int state = c->next - un_labels_count - parts;
    *place = un_us_states[state];
    *reason = c->authority.federal ? "the state it sits in" : c->authority.reason;
    if ((c->authority.states >> state & 1) && give(c, *place)) return true;
  }
  return false;
}
