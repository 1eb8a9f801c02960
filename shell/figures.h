/* A report's rows in memory, with how many of each count are under a live gag:
** what lint judges, suppression hides cells of, and publish writes.
**
** (1) A gag is live where gag_latest says in_force (002_views.sql): it is or may be in
**     force, or is invalid, or nobody knows its end.
** (2) `gagged` is the same report run over the requests under a live gag alone.
** (3) `national`: the same over national-security demands counts some; unless it does so over
**     none too, and so reads another table than requests_asof.
** (4) A row's key is `column=value, ...` of its key columns: publication_cells.row_key.
**
** Ownership: un_figure_set owns rows and values; reports are borrowed.
*/
#ifndef UN_SHELL_FIGURES_H
#define UN_SHELL_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sqlite3.h>

#include "report.h"

struct un_figure_row {
  sqlite3_value **cells;
  long long *gagged; /* by column; 0 but in counts */
  char *key;
  bool hidden;       /* left out altogether */
  bool bare;         /* keys and the main count only */
  char *state;       /* by column: 0 shown, 'o' left out, 'm' merged into the rest */
  const char *why;   /* static; NULL: all is shown */
  bool moved;        /* left out for what an earlier publication told: others must blur it */
};

struct un_figures {
  const struct un_report *report;
  char *name; /* the report's, with `-` and the variant's name */
  int columns, main; /* main: the count that the others are parts of; -1: none */
  char **names;
  char *units; /* first letter of the unit, by column */
  uint32_t *needs; /* by column: the columns it is computed from */
  struct un_figure_row *rows;
  size_t count;
  bool national; /* national-security demands are among its counts */
};

enum { UN_FIGURE_SETS = 64 };

struct un_figure_set {
  struct un_figures at[UN_FIGURE_SETS];
  int count; /* published */
  int all;   /* and those behind them, --without but what others are parts of */
  long long small;  /* fewer than this, with a live gag among them, is not shown */
  char *period;
  char as_of[11];
  sqlite3_int64 earlier; /* publications of lower ids are earlier ones: un_told_choose */
};

/* Run every report that may be published over a period, but those that args say
** --without: of them only what others are parts of is run, since another publication may
** tell it. 0 or an exit code after a message. Makes temp tables in shell->db,
** which may be read-only. */
int un_figure_set_load(struct un_shell *shell, const struct un_reports *reports, const char *period,
                   const struct un_args *args, struct un_figure_set *sheets);
void un_figure_set_free(struct un_figure_set *sheets);

int un_figures_column(const struct un_figures *sheet, const char *name); /* -1: none */
bool un_figures_is_count(const struct un_figures *sheet, int column);

/* A whole number in a cell; 0 for all else. */
long long un_figures_number(const struct un_figure_row *row, int column);

/* Is the cell shown? Keys and texts of a row that is are; a column that is computed
** from others is shown with all of them. */
bool un_figures_shows(const struct un_figures *sheet, const struct un_figure_row *row, int column);

/* What of the row is left out: its columns' names, or `the row`; free() it. */
char *un_figures_left_out(const struct un_figures *sheet, const struct un_figure_row *row);

/* suppress.c: hide what would tell, or let a difference tell, that a few demands
** under a live gag exist. */
int un_suppress(struct un_shell *shell, struct un_figure_set *sheets);

/* told_before.c: which publications are earlier ones. All that the register remembers,
** whatever their as-of; of one that is done again with the same as-of and tells the same,
** those before it. Suppresses to find out. */
int un_told_choose(struct un_shell *shell, struct un_figure_set *sheets);

/* Did the last publication of this period and as-of tell the same of the report? */
bool un_told_again(struct un_shell *shell, const struct un_figure_set *sheets, const struct un_figures *sheet);

/* SQL: a row of key k in a publication of period p is of a longer period, of which it has
** but the demands of no nearer known day. */
#define UN_PARTIAL(p, k) "(" p " GLOB '?\?\?\?-*' AND (" k " GLOB 'period=?\?\?\?' OR " k " GLOB 'period=?\?\?\?,*' OR " \
                         p " GLOB '?\?\?\?-[^H]*' AND " k " GLOB 'period=?\?\?\?-H*'))"

/* Remember what is published: nothing new where it was told already (sheets->earlier). */
int un_told_remember(struct un_shell *shell, const struct un_figure_set *sheets, const char *const *sha256);

/* Read the numbers of earlier publications, before un_told_before. */
int un_told_begin(struct un_shell *shell, const struct un_figure_set *sheets);

/* Would the figure, beside those of earlier publications, of periods within this one
** and of those around it, leave over a small count? With `gagged`
** beside those of this period too. */
bool un_told_before(struct un_shell *shell, const struct un_figure_set *sheets, const struct un_figures *sheet,
                    const struct un_figure_row *row, int column, bool gagged);

/* L13: what an earlier publication, the last of them, showed in a shown count or band where it is
** another now, else NULL; free() it. */
char *un_restated(struct un_shell *shell, const struct un_figure_set *sheets,
                  const struct un_figures *sheet, const struct un_figure_row *row, int column);

#endif
