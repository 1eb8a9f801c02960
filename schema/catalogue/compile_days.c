/* The days of schema/catalogue: calendars, and the rules of their holidays. */
#include "compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_year(const struct csv *csv, int row, const char *text, int otherwise) {
  if (!text) return otherwise;
  char *end;
  long year = strtol(text, &end, 10);
  if (*end || year < 1 || year > 9999) die(csv->path, csv->lines[row], "'%s' is no year", text);
  return (int)year;
}

enum { CAL_NAME, CAL_TITLE, CAL_WEEKENDS, CAL_SATURDAYS, CAL_BACKWARD, CAL_HOURS, CAL_SINCE,
       CAL_UNTIL };

/* Read first: bases and holidays refer to its rows. */
static const char *calendar_names[64];

int calendar_of(const struct csv *csv, int row, const char *text) {
  return one_of(csv, row, "calendar", text, calendar_names);
}

void put_calendars(const struct csv *csv) {
  if (csv->row_count > 63) die(csv->path, 1, "more than 63 calendars");
  puts("const struct un_calendar_row un_calendars[] = {");
  for (int r = 1; r <= csv->row_count; r++) {
    const char *name = filled(csv, r, CAL_NAME);
    int since = read_year(csv, r, cell(csv, r, CAL_SINCE), 1);
    int until = read_year(csv, r, cell(csv, r, CAL_UNTIL), 9999);
    calendar_names[r - 1] = name;
    printf("  {");
    put_text(name);
    for (int c = CAL_WEEKENDS; c <= CAL_HOURS; c++) printf(",%d", flag(csv, r, cell(csv, r, c)));
    printf(",%d,%d,\"is outside the years of calendar %s, ", since, until, name);
    if (until == 9999) printf("from %d on\"},\n", since);
    else printf("%d to %d\"},\n", since, until);
  }
  printf("};\nconst int un_calendars_count = %d;\n", csv->row_count);
  put_hash("un_calendars", csv);
}

static const char *const weekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL};

static int read_weekday(const struct csv *csv, int row, const char *text) {
  char name[4] = {0};
  memcpy(name, text, strnlen(text, 3));
  return one_of(csv, row, "weekday", name, weekdays);
}

/* README.md: `01-01`, `2017-10-31`, `mon#3 01`, `mon#-1 05`, `sat>=06-20`,
** `mon<=05-24`, `easter-2`, `orthodox+1`. */
static struct un_holiday read_rule(const struct csv *csv, int row, const char *text) {
  struct un_holiday h = {.month = 1, .day = 1};
  int year = 2000; /* any leap year: 02-29 is a day */
  int end = 0;
  const int length = text ? (int)strlen(text) : -1;
  if (!text) die(csv->path, csv->lines[row], "no rule");
  if (sscanf(text, "%4d-%2d-%2d%n", &year, &h.month, &h.day, &end) == 3 && end == length) {
    h.rule = UN_RULE_ONCE;
    h.since = h.until = year;
  } else if (sscanf(text, "%2d-%2d%n", &h.month, &h.day, &end) == 2 && end == length) {
    h.rule = UN_RULE_FIXED;
  } else if (sscanf(text, "easter%d%n", &h.offset, &end) == 1 && end == length) {
    h.rule = UN_RULE_EASTER;
  } else if (sscanf(text, "orthodox%d%n", &h.offset, &end) == 1 && end == length) {
    h.rule = UN_RULE_ORTHODOX;
  } else if (length > 4 && sscanf(text + 3, "#%d %d%n", &h.n, &h.month, &end) == 2 &&
             end == length - 3) {
    h.rule = UN_RULE_NTH;
    h.day = 1;
    h.weekday = read_weekday(csv, row, text);
  } else if (length > 4 && sscanf(text + 3, ">=%d-%d%n", &h.month, &h.day, &end) == 2 &&
             end == length - 3) {
    h.rule = UN_RULE_ON_AFTER;
    h.weekday = read_weekday(csv, row, text);
  } else if (length > 4 && sscanf(text + 3, "<=%d-%d%n", &h.month, &h.day, &end) == 2 &&
             end == length - 3) {
    h.rule = UN_RULE_ON_BEFORE;
    h.weekday = read_weekday(csv, row, text);
  } else {
    die(csv->path, csv->lines[row], "'%s' is not a holiday rule", text);
  }
  bool nth = h.rule != UN_RULE_NTH || (h.n != 0 && h.n >= -4 && h.n <= 4);
  if (!nth || !un_civil_exists(year, h.month, h.day)) {
    die(csv->path, csv->lines[row], "'%s' is no day of the calendar", text);
  }
  return h;
}

/* README.md: `sat<fri sun>mon`, `sat>next`. */
static void read_shift(const struct csv *csv, int row, const char *text, int8_t shift[7]) {
  for (const char *at = text; at && *at; at += *at == ' ') {
    size_t length = strcspn(at, " ");
    if (length < 7 || (at[3] != '>' && at[3] != '<')) {
      die(csv->path, csv->lines[row], "'%s' is no shift", text);
    }
    int from = read_weekday(csv, row, at);
    if (strncmp(at + 3, ">next", length - 3) == 0 && length == 8) {
      shift[from] = UN_SHIFT_NEXT;
    } else if (length == 7) {
      int to = read_weekday(csv, row, at + 4);
      int days = at[3] == '>' ? (to - from + 7) % 7 : -((from - to + 7) % 7);
      shift[from] = (int8_t)days;
    } else {
      die(csv->path, csv->lines[row], "'%s' is no shift", text);
    }
    at += length;
  }
}

enum { H_CALENDAR, H_NAME, H_RULE, H_SHIFT, H_SHIFT_KIND, H_SINCE, H_UNTIL, H_SOURCE };

void put_holidays(const struct csv *csv) {
  static const char *const kinds[] = {"statute", "observed", "moved", NULL}; /* un_shift_kind */
  int at[64 + 1] = {0};
  int last = 0;
  puts("const struct un_holiday un_holidays[] = {");
  for (int r = 1; r <= csv->row_count; r++) {
    int calendar = calendar_of(csv, r, cell(csv, r, H_CALENDAR));
    struct un_holiday h = read_rule(csv, r, cell(csv, r, H_RULE));
    const char *shift = cell(csv, r, H_SHIFT), *kind = cell(csv, r, H_SHIFT_KIND);
    if (calendar < last) die(csv->path, csv->lines[r], "not in the order of calendars.csv");
    if (!cell(csv, r, H_NAME)) die(csv->path, csv->lines[r], "no name");
    if (!cell(csv, r, H_SOURCE)) die(csv->path, csv->lines[r], "no source");
    if (!shift != !kind) die(csv->path, csv->lines[r], "shift and shift_kind go together");
    read_shift(csv, r, shift, h.shift);
    if (kind) h.shift_kind = (enum un_shift_kind)one_of(csv, r, "shift_kind", kind, kinds);
    h.since = read_year(csv, r, cell(csv, r, H_SINCE), h.since ? h.since : 1);
    h.until = read_year(csv, r, cell(csv, r, H_UNTIL), h.until ? h.until : 9999);
    if (h.since > h.until) die(csv->path, csv->lines[r], "until is before since");
    for (; last < calendar; last++) at[last + 1] = r - 1;
    printf("  {&un_calendars[%d],", calendar);
    put_text(cell(csv, r, H_NAME));
    printf(",%d,%d,%d,%d,%d,%d,{", h.rule, h.month, h.day, h.n, h.weekday, h.offset);
    for (int i = 0; i < 7; i++) printf("%d,", h.shift[i]);
    printf("},%d,%d,%d},\n", h.shift_kind, h.since, h.until);
  }
  printf("};\nconst int un_holidays_count = %d;\nconst int16_t un_holidays_at[] = {0,",
         csv->row_count);
  for (int c = 0; calendar_names[c]; c++) {
    printf("%d,", c < last ? at[c + 1] : csv->row_count);
  }
  puts("};");
}
