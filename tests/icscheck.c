/* icscheck FILE: reads a calendar with libical, which knows RFC 5545 and is not ours.
** Prints `uid|date|summary|alarms` an event, then `N events, N errors`; errors are
** libical's own, lines over 75 octets, ends that are not CRLF, UIDs given twice, and
** events without a date, DTSTAMP or summary. Exit 1 when there are any. */
#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_all(const char *path) {
  FILE *file = fopen(path, "rb");
  char *text = NULL;
  size_t len = 0, n;
  if (!file) return NULL;
  do {
    text = realloc(text, len + 65537);
    if (!text) abort();
    len += n = fread(text + len, 1, 65536, file);
  } while (n > 0);
  text[len] = '\0';
  fclose(file);
  return text;
}

static int bad_lines(const char *text) {
  int bad = 0;
  for (const char *at = text; *at;) {
    size_t n = strcspn(at, "\n");
    if (at[n] != '\n' || n == 0 || at[n - 1] != '\r' || n - 1 > 75) bad++;
    at += n + (at[n] == '\n');
  }
  return bad;
}

int main(int argc, char **argv) {
  char *text = argc == 2 ? read_all(argv[1]) : NULL;
  icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
  if (!calendar) {
    fprintf(stderr, "icscheck: no calendar\n");
    return 2;
  }
  int events = 0, errors = icalcomponent_count_errors(calendar) + bad_lines(text);
  for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
       event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
    const char *uid = icalcomponent_get_uid(event), *summary = icalcomponent_get_summary(event);
    struct icaltimetype day = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
    int alarms = icalcomponent_count_components(event, ICAL_VALARM_COMPONENT);
    bool whole = uid && summary && day.is_date && end.is_date && icaltime_compare(day, end) < 0 &&
                 !icaltime_is_null_time(icalcomponent_get_dtstamp(event));
    if (!whole) errors++;
    if (uid) {
      icalcompiter other = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
      for (icalcomponent *o; (o = icalcompiter_deref(&other)); icalcompiter_next(&other)) {
        if (o != event && icalcomponent_get_uid(o) && strcmp(icalcomponent_get_uid(o), uid) == 0) errors++;
      }
    }
    printf("%s|%04d-%02d-%02d|%s|%d\n", uid ? uid : "", day.year, day.month, day.day, summary ? summary : "", alarms);
    events++;
  }
  if (!icalrestriction_check(calendar)) errors++; /* which properties a component may and must have */
  printf("%d events, %d errors\n", events, errors);
  icalcomponent_free(calendar);
  free(text);
  return errors > 0;
}
