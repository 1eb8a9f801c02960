/* Reports: SQL files with a header, as data (schema/reports/README.md).
**
** (1) A header line is `-- WORD REST`: report, title, about, publish, use, param,
**     column, event, parts, needs, within, total, levels, hide-if, aside, variant, with. Lines of other words are the report's help.
** (2) Own reports come first: --reports DIR, then reports/ in the configuration
**     folder ($XDG_CONFIG_HOME/unseal, ~/.config/unseal), then ours.
** (3) A parameter's value is checked by its type before any SQL runs; what is
**     wrong is exit 2 with the nearest right value.
**
** Ownership: a un_reports owns its reports' texts; un_reports_free frees them.
*/
#ifndef UN_SHELL_REPORT_H
#define UN_SHELL_REPORT_H

#include <stdbool.h>
#include <sqlite3.h>

#include "args.h"
#include "params.h"
#include "shell.h"

enum { UN_REPORT_PARAMS = 32, UN_REPORT_COLUMNS = 32, UN_REPORT_PARTS = 4, UN_REPORT_TALLIES = 4, UN_REPORTS = 128 };

struct un_report_param {
  char *name, *type, *fallback, *help;
  bool required;
};

struct un_report_column {
  char *name, *unit, *help;
};

struct un_report {
  char *name, *title, *about, *text;
  bool publish;
  struct un_report_param params[UN_REPORT_PARAMS];
  int param_count;
  struct un_report_column columns[UN_REPORT_COLUMNS];
  int column_count;
  char *uid, *on_date, *summary; /* calendar events: templates with {column}; NULL: none */
  /* How published cells hang together, for suppression (publish.h). */
  char *parts[UN_REPORT_PARTS]; /* `whole = part part` */
  int part_count;
  char *needs[UN_REPORT_PARTS]; /* `column column = column`: computed from those right */
  int need_count;
  char *within;  /* `REPORT; column = column; ...`; NULL: of no other report */
  char *total;   /* column whose equal values group rows that add up */
  char *levels; /* `COLUMN = WORD ...; ...`: cells from wholes to parts, by what they begin with */
  char *hide_if; /* SQL: a row means that the whole table must be left out */
  char *notes;   /* the header's other lines: help */
  char *aside;   /* SQL: what its rows say is said on stderr after the report */
  char *variant; /* `name param=value`: published a second time with it */
  char *with;    /* `param=value`: published with it */
  char *tallies[UN_REPORT_TALLIES]; /* `name = items`: read by the snapshot's SQL (report_sql.h) */
  int tally_count;
  char *snapshot; /* SQL in place of the first common table expression; NULL: plain SQL only */
};

struct un_reports {
  struct un_report at[UN_REPORTS];
  int count;
};

/* report_file.c. 0, or UN_EXIT_USAGE after a message with file and line. */
int un_reports_load(struct un_reports *reports, const struct un_args *args);
void un_reports_free(struct un_reports *reports);

/* The report of that name; NULL, and `unknown report` said with the nearest. */
const struct un_report *un_report_find(const struct un_reports *reports, const char *name);

/* The column's row in the header, or NULL. */
const struct un_report_column *un_report_column(const struct un_report *report, const char *name);

/* report_params.c: defaults, then args->extra, checked, into shell->params, with
** :from_on and :to_on. 0 or UN_EXIT_USAGE after a message. */
int un_report_set_params(struct un_shell *shell, const struct un_report *report,
                         const struct un_args *args);

/* Bind them; UN_EXIT_USAGE when the SQL reads one that no row declares. */
int un_report_bind(struct un_shell *shell, const struct un_report *report, sqlite3_stmt *stmt);

/* Warns of values that the open database does not have where their type says. */
void un_report_warn_unknown(struct un_shell *shell, const struct un_report *report);

/* Is it an existing period? */
bool un_report_is_period(const char *text);

/* Prepare the report's SQL; *stmt is the caller's to finalize. */
int un_report_prepare(struct un_shell *shell, const struct un_report *report, sqlite3_stmt **stmt);

/* Says the `aside` on stderr, its parameters set (W9): what the figures do not hold, or a
** default window leaves out. */
int un_report_say_aside(struct un_shell *shell, const struct un_report *report);

/* unseal_asof() of the open database. */
void un_report_as_of(struct un_shell *shell, char out[11]);

/* The nearest existing period, as 2026-H2 for 2026-H3, in `out`; false: none near. */
bool un_report_nearest_period(const char *text, char out[8]);

#endif
