/* gag_last_day and the aggregate gag_problem: one gag through its events.
**
** A step only collects; a fault is kept as its text, which gag_last_day raises
** and gag_problem returns. Rows come in any order, so the events are sorted
** when all are there (un_gag_follow).
**
** Ownership: the group owns its events and its fault text until the final call,
** which SQLite makes for every group that stepped.
*/
#include <string.h>

#include "calls.h"
#include "value.h"

enum { A_BASIS, A_STARTED, A_ORDERED, A_EVENT_ON, A_KIND, A_EVENT_ORDERED, A_AS_OF };

struct group {
  bool begun;
  struct un_gag gag;
  un_day as_of;
  sqlite3_value *first[3]; /* arguments 1-3 of the first row, to name in faults */
  struct un_gag_event *events;
  size_t count, room;
  char *problem;
};

static bool keep(struct group *group, const struct un_call *call, const struct un_fault *fault) {
  group->problem = un_fault_text("gag_last_day", fault, call->args[fault->arg - 1]);
  if (!group->problem) sqlite3_result_error_nomem(call->context);
  return false;
}

static bool bad(struct group *group, const struct un_call *call, int i, const char *problem,
                const char *nearest) {
  return keep(group, call, &(struct un_fault){.arg = i + 1, .problem = problem, .nearest = nearest});
}

static bool read_gag(struct group *group, const struct un_call *call, struct un_gag *gag,
                     un_day *as_of) {
  struct un_fault fault;
  struct un_moment day;
  if (!un_read_gag(call, gag, &fault) || !un_read_moment(call, A_AS_OF, &day, &fault)) {
    return keep(group, call, &fault);
  }
  *as_of = day.day;
  return true;
}

static bool same_terms(const struct un_term *a, const struct un_term *b) {
  return a->years == b->years && a->months == b->months && a->weeks == b->weeks &&
         a->days == b->days && a->hours == b->hours;
}

/* Arguments 1-3 and 7 say what the group is: they may not change within it. */
static bool same_gag(struct group *group, const struct un_call *call, const struct un_gag *gag,
                     un_day as_of) {
  static const char problem[] = "differs from another row of the gag";
  const struct un_gag *first = &group->gag;
  if (gag->basis != first->basis) return bad(group, call, A_BASIS, problem, NULL);
  if (un_moment_compare(&gag->started, &first->started) != 0) {
    return bad(group, call, A_STARTED, problem, NULL);
  }
  if (gag->ordered.says != first->ordered.says || gag->ordered.date != first->ordered.date ||
      !same_terms(&gag->ordered.term, &first->ordered.term)) {
    return bad(group, call, A_ORDERED, problem, NULL);
  }
  if (as_of != group->as_of) return bad(group, call, A_AS_OF, problem, NULL);
  return true;
}

static bool read_event(struct group *group, const struct un_call *call,
                       struct un_gag_event *event) {
  const char *text = "";
  size_t len = 0;
  struct un_fault fault;
  int kind = -1;
  if (!un_read_moment(call, A_EVENT_ON, &event->on, &fault)) return keep(group, call, &fault);
  if (un_text(call->args[A_KIND], &text, &len)) kind = un_gag_kind_find(text, len);
  if (kind < 0) {
    return bad(group, call, A_KIND, "is not a kind of gag event", un_gag_kind_nearest(text, len));
  }
  event->kind = (enum un_gag_kind)kind;
  event->number = group->count;
  return un_read_ordered(call, A_EVENT_ORDERED, &event->ordered, &fault) || keep(group, call, &fault);
}

static void add_event(struct group *group, const struct un_call *call,
                      const struct un_gag_event *event) {
  if (group->count == group->room) {
    size_t room = group->room ? group->room * 2 : 8;
    void *events = sqlite3_realloc64(group->events, room * sizeof *group->events);
    if (!events) {
      sqlite3_result_error_nomem(call->context);
      return;
    }
    group->events = events;
    group->room = room;
  }
  group->events[group->count++] = *event;
}

static bool begin(struct group *group, const struct un_call *call, const struct un_gag *gag,
                  un_day as_of) {
  group->begun = true;
  group->gag = *gag;
  group->as_of = as_of;
  for (int i = 0; i < 3; i++) {
    group->first[i] = sqlite3_value_dup(call->args[i]);
    if (!group->first[i]) {
      sqlite3_result_error_nomem(call->context);
      return false;
    }
  }
  return true;
}

void un_sql_gag_step(sqlite3_context *context, int argc, sqlite3_value **argv) {
  struct un_call call = {context, argv, argc};
  struct un_gag gag = {0};
  struct un_gag_event event = {0};
  un_day as_of = UN_NO_DAY;
  if (un_any_null(&call, 2) || un_is_null(&call, A_AS_OF)) return;
  struct group *group = sqlite3_aggregate_context(context, sizeof *group);
  if (!group) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (group->problem || !read_gag(group, &call, &gag, &as_of)) return;
  if (!group->begun) {
    if (!begin(group, &call, &gag, as_of)) return;
  } else if (!same_gag(group, &call, &gag, as_of)) {
    return;
  }
  if (un_is_null(&call, A_EVENT_ON) || !read_event(group, &call, &event)) return;
  if (event.kind != UN_GAG_NOTED) add_event(group, &call, &event);
}

/* The fault that only all events together show, over the value it names. */
static char *late_problem(const struct group *group, const struct un_fault *fault,
                          size_t number) {
  char text[UN_MOMENT_TEXT + UN_TERM_TEXT];
  size_t len = 0;
  if (fault->arg >= 1 && fault->arg <= 3) {
    return un_fault_text("gag_last_day", fault, group->first[fault->arg - 1]);
  }
  for (size_t i = 0; i < group->count; i++) {
    const struct un_gag_event *event = &group->events[i];
    if (event->number != number) continue;
    if (fault->arg == A_EVENT_ON + 1) len = un_moment_format(&event->on, text);
    else if (event->ordered.says == UN_SAYS_DATE) len = un_date_format(event->ordered.date, text);
    else if (event->ordered.says == UN_SAYS_TERM) len = un_term_format(&event->ordered.term, text);
  }
  return un_fault_text_of("gag_last_day", fault, len > 0 ? text : NULL, len > 0 ? (int)len : -1);
}

/* Work the group out once; its memory is freed, but for the problem's text. */
static struct group *finish(sqlite3_context *context, struct un_gag_end *end) {
  struct group *group = sqlite3_aggregate_context(context, 0);
  struct un_fault fault = {0};
  size_t number = 0;
  if (!group || (!group->begun && !group->problem)) return NULL;
  if (!group->problem &&
      !un_gag_follow(&group->gag, group->events, group->count, group->as_of,
                     &un_call_session(context)->years, end, &fault, &number)) {
    group->problem = late_problem(group, &fault, number);
    if (!group->problem) sqlite3_result_error_nomem(context);
  }
  for (int i = 0; i < 3; i++) sqlite3_value_free(group->first[i]);
  sqlite3_free(group->events);
  return group;
}

void un_sql_gag_last_day(sqlite3_context *context) {
  struct un_gag_end end = {.nominal = UN_NO_DAY, .last = UN_NO_DAY};
  struct group *group = finish(context, &end);
  if (!group) return;
  if (group->problem) sqlite3_result_error(context, group->problem, -1);
  else un_result_day(context, end.last);
  sqlite3_free(group->problem);
}

void un_sql_gag_problem_of_all(sqlite3_context *context) {
  struct un_gag_end end;
  struct group *group = finish(context, &end);
  if (group && group->problem) sqlite3_result_text(context, group->problem, -1, sqlite3_free);
}
