/* SPDX-License-Identifier: GPL-3.0-or-later
** What a figure tells beside the figures of earlier publications: see figures.h.
**
** Periods lie within one another or apart: a year, its halves, quarters, months. So
** a figure and those of the periods within it leave over the demands of the other
** months, of which nothing was published. */
#include "ask.h"
#include "figures.h"
#include "message.h"

/* A key without the DSA template's reporting period, which differs between them:
** `Reporting period=2025-01-01/2025-12-31`, 38 bytes. */
#define KEY(k) "iif(instr(" k ", 'Reporting period=') = 0, " k ", substr(" k ", 1, instr(" k ", 'Reporting period=') - 1) " \
               "|| substr(" k ", instr(" k ", 'Reporting period=') + 38))"

static const char sql[] =
  "WITH told AS ( "
  "  SELECT period, n, period_start(period) AS a, period_end(period) AS z, "
  "    row_number() OVER (PARTITION BY period ORDER BY as_of DESC, id DESC) AS age "
  "  FROM temp.told_cells WHERE report = %Q AND column = ?2 AND key = " KEY("?1")
  "), now(period, n, a, z) AS (SELECT %Q, %lld, period_start(%Q), period_end(%Q) "
  "), piece AS (SELECT period, n, a, z FROM told WHERE age = 1 AND period <> (SELECT period FROM now) UNION ALL SELECT * FROM now "
  "), frame AS (SELECT f.* FROM piece f, now WHERE f.a <= now.a AND f.z >= now.z "
  "), inside AS (SELECT f.period AS frame, f.n AS all_of_it, q.* FROM frame f JOIN piece q ON q.a >= f.a AND q.z <= f.z AND q.period <> f.period "
  "), apart AS (SELECT * FROM inside i WHERE NOT EXISTS (SELECT 1 FROM inside o WHERE o.frame = i.frame AND o.period <> i.period "
  "    AND o.a <= i.a AND o.z >= i.z) "
  "), rest AS (SELECT all_of_it - sum(n) AS n FROM apart GROUP BY frame, all_of_it "
  "  UNION ALL SELECT i.all_of_it - i.n FROM inside i, now WHERE now.period IN (i.frame, i.period)) "
  /* The same period, or a row that has its own: the cell itself moved a little. */
  "SELECT count(*) FROM (SELECT n FROM rest UNION ALL SELECT abs(told.n - now.n) FROM told, now "
  "  WHERE iif(told.period = now.period, %d, substr(?1, 1, 7) = 'period=')) WHERE n BETWEEN 1 AND %lld - 1";

int un_told_begin(struct un_shell *shell, const struct un_figure_set *sheets) {
  char *text = sqlite3_mprintf("CREATE TEMP TABLE told_cells AS SELECT p.report, c.column, " KEY("c.row_key") " AS key, p.period, "
    "  CAST(c.value AS INTEGER) AS n, p.as_of, p.id FROM publications p JOIN publication_cells c ON c.publication_id = p.id "
    "WHERE p.as_of < %Q AND c.value GLOB '[0-9]*' AND c.value NOT GLOB '*[^0-9]*';"
    "CREATE INDEX temp.told_cells_key ON told_cells(report, column, key)", sheets->as_of);
  int code = text ? un_exec(shell, text, "publications") : UN_EXIT_SQL;
  sqlite3_free(text);
  return code;
}

bool un_told_before(struct un_shell *shell, const struct un_figure_set *sheets, const struct un_figures *sheet,
                    const struct un_figure_row *row, int column, bool gagged) {
  long long n = un_figures_number(row, column);
  const char *period = sheets->period;
  char *text = sqlite3_mprintf(sql, sheet->name, period, n, period, period, (int)gagged, sheets->small);
  long long found = 0;
  int rc = text ? un_ask_int(shell->db, text, row->key, sheet->names[column], &found) : SQLITE_NOMEM;
  sqlite3_free(text);
  return rc != SQLITE_ROW || found > 0; /* what cannot be asked is not shown */
}
