/* Lines of any bytes: a calendar, a basis, a start, what the order says, then an
** event's date, kind and order. A gag's last day is never before its nominal end
** and is within the years; events given backward give the same end. */
#include "input.h"
#include "law/basis.h"
#include "law/calendar.h"
#include "law/gag.h"

enum { EVENTS = 4 };

static const struct un_years no_years;

/* Up to four events, three lines each; how many were readable. */
static size_t read_events(const uint8_t *data, size_t size, struct un_gag_event *events) {
  size_t count = 0;
  while (size > 0 && count < EVENTS) {
    struct text on = next_text(&data, &size), kind = next_text(&data, &size);
    struct text ordered = next_text(&data, &size);
    struct un_gag_event event = {.number = count};
    int found = un_gag_kind_find(kind.at, kind.len);
    if (found < 0) un_gag_kind_nearest(kind.at, kind.len);
    if (found >= 0 && un_moment_parse(on.at, on.len, &event.on)) {
      event.kind = (enum un_gag_kind)found;
      if (!un_ordered_parse(ordered.at, ordered.len, &event.ordered)) {
        event.ordered = (struct un_ordered){.says = UN_SAYS_NOTHING};
      }
      events[count++] = event;
    }
    free(on.at);
    free(kind.at);
    free(ordered.at);
  }
  return count;
}

static void follow(const struct un_gag *gag, const uint8_t *data, size_t size) {
  struct un_gag_event events[EVENTS], backward[EVENTS];
  struct un_years years = no_years;
  struct un_gag_end end, other;
  struct un_fault fault = {0};
  size_t number, count = read_events(data, size, events);
  if (!un_gag_end(gag, &years, &end, &fault)) {
    must(fault.arg >= 1 && fault.arg <= 3 && fault.problem != NULL);
    return;
  }
  must(end.last >= end.nominal && (end.last == UN_NO_DAY || end.last == UN_INDEFINITE ||
                                   un_day_in_range(end.last)));
  for (size_t i = 0; i < count; i++) backward[count - 1 - i] = events[i];
  bool ok = un_gag_follow(gag, events, count, UN_DAY_MAX, &years, &end, &fault, &number);
  must(ok == un_gag_follow(gag, backward, count, UN_DAY_MAX, &years, &other, &fault, &number));
  must(!ok || end.last == other.last);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct text calendar = next_text(&data, &size), basis = next_text(&data, &size);
  struct text start = next_text(&data, &size), ordered = next_text(&data, &size);
  struct un_calendar found;
  struct un_gag gag = {.basis = un_basis_find(basis.at, basis.len)};
  if (!un_calendar_find(calendar.at, calendar.len, &found)) {
    un_calendar_nearest(calendar.at, calendar.len);
  }
  if (!gag.basis) un_basis_nearest(basis.at, basis.len);
  bool begun = un_moment_parse(start.at, start.len, &gag.started);
  if (!un_ordered_parse(ordered.at, ordered.len, &gag.ordered)) {
    gag.ordered = (struct un_ordered){.says = UN_SAYS_NOTHING};
  }
  if (gag.basis && begun) follow(&gag, data, size);
  free(calendar.at);
  free(basis.at);
  free(start.at);
  free(ordered.at);
  return 0;
}
