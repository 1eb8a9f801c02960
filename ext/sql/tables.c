/* The eponymous tables of sql.md, one row each at the end. */
#include <string.h>

#include "function.h"
#include "table.h"
#include "value.h"

static bool at_fault(struct un_fault *fault, int arg, const char *problem, const char *nearest) {
  *fault = (struct un_fault){.arg = arg, .problem = problem, .nearest = nearest};
  return false;
}

/* --- periods(first, last [, unit]) ---------------------------------------------- */

/* A date, or a period's first or last day. */
static bool edge(sqlite3_value *value, bool last, un_day *out) {
  const char *text;
  size_t len;
  struct un_period period;
  if (!un_text(value, &text, &len)) return false;
  if (un_date_parse(text, len, out)) return true;
  if (!un_period_parse(text, len, &period)) return false;
  *out = last ? un_period_end(period) : un_period_start(period);
  return true;
}

static bool periods_start(struct un_cursor *cursor, struct un_fault *fault) {
  un_day first, last;
  const char *text = "half";
  size_t len = 4;
  enum un_unit unit;
  sqlite3_value *given = cursor->args[2];
  if (!edge(cursor->args[0], false, &first)) {
    return at_fault(fault, 1, "is not a date or a period", NULL);
  }
  if (!edge(cursor->args[1], true, &last)) {
    return at_fault(fault, 2, "is not a date or a period", NULL);
  }
  if (given && sqlite3_value_type(given) != SQLITE_NULL && !un_text(given, &text, &len)) len = 0;
  if (!un_unit_find(text, len, &unit)) {
    return at_fault(fault, 3, "is not a unit (year, half, quarter, month)", NULL);
  }
  cursor->state.periods.at = un_period_of(first, unit);
  cursor->state.periods.last = un_period_of(last, unit);
  cursor->done = first > last;
  return true;
}

static void periods_next(struct un_cursor *cursor) {
  cursor->state.periods.at.index++;
  cursor->done = cursor->state.periods.at.index > cursor->state.periods.last.index;
}

static void periods_column(const struct un_cursor *cursor, sqlite3_context *context, int column) {
  struct un_period period = cursor->state.periods.at;
  char text[UN_PERIOD_TEXT];
  if (column == 0) {
    sqlite3_result_text(context, text, (int)un_period_format(period, text), SQLITE_TRANSIENT);
  } else {
    un_result_day(context, column == 1 ? un_period_start(period) : un_period_end(period));
  }
}

/* --- holidays(calendar, first, last) -------------------------------------------- */

/* On that day: the rule's own day (1), its substitute (2), or neither. */
static int shows(const struct un_cursor *cursor, int rule, un_day day) {
  struct un_calendar calendar = cursor->state.holidays.calendar;
  const struct un_holiday *holiday = &un_holidays[rule];
  int year = un_civil_of(day).year;
  for (int y = year - 1; y <= year + 1; y++) {
    struct un_holiday_days days = un_holiday_in(holiday, y);
    if (days.day == day) return 1;
    if (days.substitute == day && (holiday->shift_kind != UN_SHIFT_OBSERVED || calendar.observed)) return 2;
  }
  return 0;
}

/* From the rule at hand to the next one that shows, day by day. */
static void seek_holiday(struct un_cursor *cursor) {
  struct un_calendar calendar = cursor->state.holidays.calendar;
  ptrdiff_t c = calendar.row - un_calendars;
  int first = un_holidays_at[c], end = un_holidays_at[c + 1];
  int *rule = &cursor->state.holidays.rule;
  un_day *day = &cursor->state.holidays.day;
  for (; first < end && *day <= cursor->state.holidays.last; ++*day, *rule = 0) {
    if (!un_is_holiday(&cursor->session->years, calendar, *day)) continue;
    for (*rule = *rule < first ? first : *rule; *rule < end; ++*rule) {
      int kind = shows(cursor, *rule, *day);
      cursor->state.holidays.substitute = kind == 2;
      if (kind) return;
    }
  }
  cursor->done = true;
}

static bool holidays_start(struct un_cursor *cursor, struct un_fault *fault) {
  const char *text = "";
  size_t len = 0;
  un_day day[2];
  struct un_calendar *calendar = &cursor->state.holidays.calendar;
  if (!un_text(cursor->args[0], &text, &len) || !un_calendar_find(text, len, calendar)) {
    return at_fault(fault, 1, "is not a calendar", un_calendar_nearest(text, len));
  }
  for (int i = 0; i < 2; i++) {
    if (!un_text(cursor->args[i + 1], &text, &len) || !un_date_parse(text, len, &day[i])) {
      return at_fault(fault, i + 2, "is not a date", NULL);
    }
    int year = un_civil_of(day[i]).year;
    if (year < calendar->row->since || year > calendar->row->until) {
      return at_fault(fault, i + 2, calendar->row->outside, NULL);
    }
  }
  cursor->state.holidays.day = day[0];
  cursor->state.holidays.last = day[1];
  seek_holiday(cursor);
  return true;
}

static void holidays_next(struct un_cursor *cursor) {
  cursor->state.holidays.rule++;
  seek_holiday(cursor);
}

static void holidays_column(const struct un_cursor *cursor, sqlite3_context *context,
                            int column) {
  const struct un_holiday *rule = &un_holidays[cursor->state.holidays.rule];
  bool observed = cursor->state.holidays.substitute && rule->shift_kind == UN_SHIFT_OBSERVED;
  if (column == 0) un_result_day(context, cursor->state.holidays.day);
  else if (column == 1) un_result_static(context, rule->name);
  else un_result_static(context, observed ? "observed" : "statute");
}

/* --- unseal_functions ------------------------------------------------------------- */

static int64_t functions_rows(void) { return un_functions_count; }

static void functions_next(struct un_cursor *cursor) {
  cursor->done = cursor->row >= un_functions_count;
}

static void result_flags(sqlite3_context *context, int flags) {
  static const struct {
    int flag;
    const char *name;
  } names[] = {{SQLITE_DETERMINISTIC, "deterministic"},
               {SQLITE_INNOCUOUS, "innocuous"},
               {SQLITE_DIRECTONLY, "directonly"}};
  char text[64] = "";
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!(flags & names[i].flag)) continue;
    if (*text) strcat(text, ",");
    strcat(text, names[i].name);
  }
  sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

static void functions_column(const struct un_cursor *cursor, sqlite3_context *context,
                             int column) {
  static const char *const kinds[] = {"scalar", "aggregate", "window"};
  const struct un_function *f = &un_functions[cursor->row];
  const char *texts[] = {f->name, NULL, kinds[f->kind], NULL, f->signature, f->summary,
                         f->example, f->result};
  if (column == 1) sqlite3_result_int(context, f->nargs);
  else if (column == 3) result_flags(context, f->flags);
  else if (texts[column]) un_result_static(context, texts[column]);
}

static int64_t bases_find(const char *text, size_t len) {
  const struct un_basis *basis = un_basis_find(text, len);
  return basis ? basis - un_bases : -1;
}

/* --- the rows --------------------------------------------------------------------- */

const struct un_table un_tables[] = {
    {"periods", "every period of the unit that overlaps the span; first and last are dates or periods",
     "CREATE TABLE x(period TEXT, starts_on TEXT, ends_on TEXT, first HIDDEN, last HIDDEN, "
     "unit HIDDEN)",
     3, 3, 2, NULL, periods_start, periods_next, periods_column, NULL, NULL},
    {"holidays", "the holidays of a calendar, by day; kind `statute` or `observed`",
     "CREATE TABLE x(on_date TEXT, name TEXT, kind TEXT, calendar HIDDEN, first HIDDEN, "
     "last HIDDEN)",
     3, 3, 3, NULL, holidays_start, holidays_next, holidays_column, NULL, NULL},
    {"legal_bases", "the rules that gag and those that do not, each cited",
     "CREATE TABLE x(code TEXT, title TEXT, class TEXT, citation TEXT, country TEXT, "
     "gags INTEGER, starts_at TEXT, silent TEXT, max_term TEXT, max_kind TEXT, "
     "review_term TEXT, renew_term TEXT, scope TEXT, calendar TEXT, since TEXT, until TEXT, "
     "source TEXT, verified INTEGER)",
     18, 0, 0, &un_catalogue_legal_basis, NULL, NULL, NULL, NULL, bases_find},
    {"clocks", "statutory deadlines around demands",
     "CREATE TABLE x(code TEXT, basis TEXT, process TEXT, who TEXT, starts_at TEXT, term TEXT, "
     "calendar TEXT, effect TEXT, source TEXT, verified INTEGER)",
     10, 0, 0, &un_catalogue_clocks, NULL, NULL, NULL, NULL, NULL},
    {"jurisdictions", "countries, territories, parts and bodies",
     "CREATE TABLE x(code TEXT, name TEXT, parent TEXT, kind TEXT)", 4, 0, 0,
     NULL, NULL, un_jurisdictions_next, un_jurisdictions_column, un_jurisdictions_rows, un_jurisdictions_find},
    {"jurisdiction_names", "every name that `jurisdiction()` knows, with its language and source",
     "CREATE TABLE x(name TEXT, code TEXT, lang TEXT, source TEXT)", 4, 0, 0,
     NULL, NULL, un_names_next, un_names_column, un_names_rows, NULL},
    {"jurisdiction_candidates", "what an ambiguous name may mean, and why",
     "CREATE TABLE x(code TEXT, name TEXT, reason TEXT, text HIDDEN)", 3, 1, 1,
     NULL, un_candidates_open, un_candidates_step, un_candidates_column, NULL, NULL},
    {"regimes", "which country was in which regime, from when to when",
     "CREATE TABLE x(regime TEXT, code TEXT, since TEXT, until TEXT, source TEXT, "
     "verified INTEGER)",
     6, 0, 0, &un_catalogue_regimes, NULL, NULL, NULL, NULL, NULL},
    {"territories", "territories that count as a state in its regimes, in all or in some",
     "CREATE TABLE x(code TEXT, state TEXT, regimes TEXT, since TEXT, until TEXT, source TEXT, "
     "verified INTEGER)",
     7, 0, 0, &un_catalogue_territories, NULL, NULL, NULL, NULL, NULL},
    {"dsa_categories", "the sub-categories of illegal content of the DSA template, each in its category",
     "CREATE TABLE x(keyword TEXT, category TEXT, source TEXT)", 3, 0, 0, &un_catalogue_dsa_categories, NULL, NULL, NULL,
     NULL, NULL},
    {"national_security", "the processes that may be told in bands only (50 USC 1874), by their names in a register",
     "CREATE TABLE x(process TEXT, title TEXT, citation TEXT, source TEXT, verified INTEGER)", 5, 0, 0,
     &un_catalogue_national_security, NULL, NULL, NULL, NULL, NULL},
    {"unseal_functions", "every SQL function with its example; this list is made of it",
     "CREATE TABLE x(name TEXT, nargs INTEGER, kind TEXT, flags TEXT, signature TEXT, "
     "summary TEXT, example TEXT, result TEXT)",
     8, 0, 0, NULL, NULL, functions_next, functions_column, functions_rows, NULL},
};

const int un_tables_count = sizeof un_tables / sizeof *un_tables;
