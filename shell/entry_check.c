/* SPDX-License-Identifier: GPL-3.0-or-later
** Values of a record: a wrong date, word or code gets the right one suggested.
** Closed words are read from the table's own CHECK, codes from the catalogues. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "date_hint.h"
#include "law/date.h"
#include "law/gag.h"
#include "law/jurisdiction.h"
#include "message.h"
#include "entry.h"
#include "report_text.h"
#include "strbuf.h"

/* Columns that hold codes, and where these are listed. */
static const struct {
  const char *column, *codes, *what;
} coded[] = {
    {"basis", "SELECT code FROM legal_bases", "legal basis (table legal_bases)"},
    {"clock", "SELECT code FROM clocks", "clock (table clocks)"},
    {"origin", "SELECT code FROM jurisdictions", "jurisdiction (table jurisdictions)"},
    {"customer_country", "SELECT code FROM jurisdictions", "jurisdiction (table jurisdictions)"},
    {"data_region", "SELECT code FROM jurisdictions", "jurisdiction (table jurisdictions)"},
};

const char *un_entry_codes(const char *column) {
  for (size_t i = 0; i < sizeof coded / sizeof *coded; i++) {
    if (strcmp(coded[i].column, column) == 0) return coded[i].what;
  }
  return NULL;
}

static int is_not(const struct un_entry_column *column, const char *what) {
  char *option = un_strdup(column->name);
  for (char *p = option; *p; p++) *p = *p == '_' ? '-' : *p;
  un_fail(UN_EXIT_USAGE, "--%s '%s' is not %s", option, column->value, what);
  free(option);
  return UN_EXIT_USAGE;
}

static int check_date(const struct un_entry_column *column, bool instant) {
  struct un_strbuf hint = UN_STRBUF_INIT;
  const char *text = column->value;
  struct un_moment moment;
  un_day day;
  size_t len = strlen(text);
  bool good = instant ? len == 17 && text[10] == 'T' && text[16] == 'Z' && un_moment_parse(text, len, &moment)
                      : len == 10 && un_date_parse(text, len, &day);
  if (good) return 0;
  un_strbuf_puts(&hint, instant ? "an instant" : "a date");
  if (instant) un_instant_hint(&hint, text);
  else un_date_hint(&hint, text);
  int code = is_not(column, hint.text);
  un_strbuf_free(&hint);
  return code;
}

static int check_ordered(const struct un_entry_column *column) {
  struct un_strbuf hint = UN_STRBUF_INIT;
  struct un_ordered ordered;
  bool good = un_ordered_parse(column->value, strlen(column->value), &ordered);
  /* The register's gags begin on days: PT24H is a term of an instant. */
  if (good && !(ordered.says == UN_SAYS_TERM && ordered.term.has_hours)) return 0;
  if (good) un_strbuf_puts(&hint, "a term of days or longer; the register's gags begin on days");
  else un_ordered_hint(&hint, column->value);
  int code = is_not(column, hint.text);
  un_strbuf_free(&hint);
  return code;
}

static int check_list(const struct un_entry_column *column, struct un_names *names, const char *what) {
  struct un_strbuf hint = UN_STRBUF_INIT;
  const char *near = NULL;
  int code = 0;
  if (names->count > 0 && !un_names_have(names, column->value)) {
    /* A country's name is known to the catalogue; other codes go by their letters. */
    if (strstr(what, "jurisdiction")) near = un_jurisdiction_meant(column->value, strlen(column->value));
    if (!near) near = un_names_nearest_or_begun(names, column->value);
    un_strbuf_printf(&hint, "%s %s", strchr("aeiou", *what) ? "an" : "a", what);
    if (near) {
      un_strbuf_printf(&hint, "; did you mean '%s'?", near);
    } else if (names->count <= 20) {
      un_strbuf_clear(&hint);
      un_strbuf_puts(&hint, "one of ");
      for (size_t i = 0; i < names->count; i++) {
        un_strbuf_printf(&hint, "%s%s", i > 0 ? ", " : "", names->list[i]);
      }
    }
    code = is_not(column, hint.text);
  }
  un_strbuf_free(&hint);
  un_names_free(names);
  return code;
}

/* Does the table's CHECK say that the column is 0 or 1? */
static bool is_flag(struct un_entry *entry, const char *column) {
  struct un_strbuf says = UN_STRBUF_INIT;
  long long found = 0;
  un_strbuf_printf(&says, "\"%s is not 0 or 1\"", column);
  un_ask_int(entry->db, "SELECT instr(sql, ?2) > 0 FROM sqlite_schema WHERE name = ?1", entry->kind->table, says.text, &found);
  un_strbuf_free(&says);
  return found != 0;
}

static int check_flag(const struct un_entry_column *column) {
  static const char *const words[] = {"no", "yes", "false", "true", "off", "on", "n", "y"};
  const char *text = column->value;
  if ((text[0] == '0' || text[0] == '1') && !text[1]) return 0;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (strcasecmp(text, words[i]) == 0) return is_not(column, i % 2 ? "0 or 1; did you mean '1'?" : "0 or 1; did you mean '0'?");
  }
  return is_not(column, "0 or 1");
}

int un_entry_check(struct un_entry *entry, const struct un_entry_column *column) {
  const char *text = column->value;
  size_t n = strlen(column->name);
  struct un_names names;
  if (!text) return column->needed ? un_fail(UN_EXIT_USAGE, "--%s cannot be empty", column->name) : 0;
  if (column->whole && is_flag(entry, column->name)) return check_flag(column);
  if (column->whole) {
    size_t digits = strspn(text, "0123456789");
    bool plain = digits > 0 && digits <= 18 && !text[digits] && !(text[0] == '0' && digits > 1);
    return plain ? 0 : is_not(column, "a whole number from 0 to 999999999999999999");
  }
  if (strcmp(column->name, "ordered") == 0) return check_ordered(column);
  if (n > 3 && strcmp(column->name + n - 3, "_on") == 0) return check_date(column, false);
  if (n > 3 && strcmp(column->name + n - 3, "_at") == 0) return check_date(column, true);
  for (size_t i = 0; i < sizeof coded / sizeof *coded; i++) {
    if (strcmp(coded[i].column, column->name) != 0) continue;
    un_ask_names(entry->db, coded[i].codes, NULL, &names);
    return check_list(column, &names, coded[i].what);
  }
  un_ask_words(entry->db, entry->kind->table, column->name, &names);
  struct un_strbuf what = UN_STRBUF_INIT;
  un_strbuf_puts(&what, column->name);
  for (char *p = what.text; *p; p++) *p = *p == '_' ? ' ' : *p;
  int code = check_list(column, &names, what.text);
  un_strbuf_free(&what);
  return code;
}

static int check_gag(struct un_entry *entry, const char *gag) {
  char *problem = un_ask(entry->db,
                         "SELECT gag_problem(g.basis, g.started_on, g.ordered, e.event_on, e.kind, e.ordered, "
                         "'9999-12-31') FROM gags g LEFT JOIN gag_events e ON e.gag_id = g.id WHERE g.id = ?1",
                         gag, NULL);
  if (problem) {
    struct un_entry_column *event_on = un_entry_column(entry, "event_on");
    char *start = event_on ? un_ask(entry->db, "SELECT started_on FROM gags WHERE id = ?1", gag, NULL) : NULL;
    if (start && event_on->value && strcmp(event_on->value, start) < 0) {
      un_fail(UN_EXIT_USAGE, "--event-on '%s' is before the gag's start, %s", event_on->value, start);
    } else {
      un_fail(UN_EXIT_USAGE, "%s", problem);
    }
    free(start);
    free(problem);
    return UN_EXIT_USAGE;
  }
  char *end = un_ask(entry->db,
                     "SELECT coalesce(gag_last_day(g.basis, g.started_on, g.ordered, e.event_on, e.kind, e.ordered, "
                     "'9999-12-31'), 'none: this basis gags nobody') || iif(gag_flags(g.basis, g.started_on, g.ordered) "
                     "= '', '', ' (' || gag_flags(g.basis, g.started_on, g.ordered) || ')') "
                     "|| coalesce((SELECT iif(runs_until = 'indefinite', '; it may run on without a known end', '; it may run until ' || runs_until) "
                     "FROM gag_latest WHERE gag_id = ?1 AND runs_until <> expires_on), '') FROM gags g LEFT JOIN gag_events e ON e.gag_id = g.id WHERE g.id = ?1",
                     gag, NULL);
  if (end) un_note("gag %s: last day in force %s", gag, end);
  free(end);
  return 0;
}

int un_entry_check_stored(struct un_entry *entry) {
  struct un_strbuf sql = UN_STRBUF_INIT, id = UN_STRBUF_INIT;
  int code = 0;
  un_strbuf_printf(&id, "%lld", entry->id);
  if (strcmp(entry->kind->table, "gags") == 0) {
    code = check_gag(entry, id.text);
  } else if (strcmp(entry->kind->table, "gag_events") == 0) {
    char *gag = un_ask(entry->db, "SELECT gag_id FROM gag_events WHERE id = ?1", id.text, NULL);
    if (gag) code = check_gag(entry, gag);
    free(gag);
  }
  if (code == 0) {
    struct un_names findings;
    un_strbuf_puts(&sql, "SELECT rule || ': ' || detail FROM ");
    un_report_as_subquery(&sql, "data-quality");
    un_strbuf_printf(&sql, " WHERE \"table\" = '%s' AND id = %s", entry->kind->table, id.text);
    un_ask_names(entry->db, sql.text, NULL, &findings);
    for (size_t i = 0; i < findings.count; i++) un_warn("%s %s: %s", entry->kind->name, id.text, findings.list[i]);
    un_names_free(&findings);
  }
  un_strbuf_free(&sql);
  un_strbuf_free(&id);
  return code;
}
