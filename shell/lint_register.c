/* SPDX-License-Identifier: GPL-3.0-or-later
** What publishing a period from the register would do (law.md 4.7). The tables are
** judged as the reports make them; suppression then hides what L7 and L11 found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "law/catalogue.h"
#include "lint.h"
#include "message.h"
#include "report_sql.h"
#include "report_text.h"
#include "stat/range.h"
#include "strbuf.h"

static const char *text_of(const struct un_figure_row *row, int column) {
  return column < 0 ? NULL : (const char *)sqlite3_value_text(row->cells[column]);
}

/* One of the processes, or of a family with one: fisa_ and whatever an own report calls it. */
static bool is_national_security(const char *text) {
  const struct un_catalogue *processes = &un_catalogue_national_security;
  for (int r = 0; text && r < processes->row_count; r++) {
    const char *process = un_cell(processes, r, 0);
    if (strncmp(text, process, strcspn(process, "_") + 1) == 0) return true;
  }
  return false;
}

/* --- cells of every table: L1, L6, L7, L9, L12 -------------------------------------------- */

static void judge_text(struct un_lint *lint, const struct un_figures *sheet, const struct un_figure_row *row, int c) {
  struct un_strbuf why = UN_STRBUF_INIT;
  const char *text = text_of(row, c);
  if (is_national_security(text) && sheet->main >= 0) {
    un_strbuf_printf(&why, "'%s' stands beside an exact count", text);
    un_lint_add(lint, "L1", UN_LINT_ERROR, sheet->name, row->key, why.text,
                "leave national-security processes to us-bands: 50 USC 1874(a)");
  }
  char *what = text ? un_ask(lint->shell->db, "SELECT what FROM temp.live_secrets WHERE value = ?1", text, NULL) : NULL;
  if (what && sheet->units[c] != 'c') {
    un_strbuf_clear(&why);
    un_strbuf_printf(&why, "column '%s' shows the %s of a request under a live gag", sheet->names[c], what);
    un_lint_add(lint, "L6", UN_LINT_ERROR, sheet->name, row->key, why.text, "take the column out of what is published");
  }
  free(what);
  un_strbuf_free(&why);
}

static void judge_number(struct un_lint *lint, const struct un_figures *sheet, const struct un_figure_row *row, int c) {
  struct un_strbuf why = UN_STRBUF_INIT;
  long long n = un_figures_number(row, c);
  bool number = sqlite3_value_type(row->cells[c]) == SQLITE_INTEGER;
  if (strcmp(sheet->report->name, "canada") == 0 && number && n >= 1 && n <= 99) {
    un_strbuf_clear(&why);
    un_strbuf_printf(&why, "%s is %lld, below 100", sheet->names[c], n);
    un_lint_add(lint, "L9", UN_LINT_WARNING, sheet->name, row->key, why.text, "print 0-100");
  }
  un_strbuf_free(&why);
}

/* A rate in a row whose figures are bands. */
static void judge_rate(struct un_lint *lint, const struct un_figures *sheet, const struct un_figure_row *row, int c) {
  struct un_number low, high;
  if (sheet->units[c] != 'r' || sqlite3_value_type(row->cells[c]) == SQLITE_NULL) return;
  for (int b = 0; b < sheet->columns; b++) {
    const char *text = text_of(row, b);
    if (sheet->units[b] != 'b' || !text || un_cell_parse(text, strlen(text), &low, &high) != UN_CELL_OK) continue;
    if (low.whole && high.whole && low.integer == high.integer) continue;
    un_lint_add(lint, "L12", UN_LINT_WARNING, sheet->name, row->key, "a rate beside banded figures is computed from bands",
                "print the range of the rate, or leave it out");
    return;
  }
}

static void judge_cells(struct un_lint *lint, const struct un_figures *sheet) {
  for (size_t r = 0; r < sheet->count; r++) {
    for (int c = 0; c < sheet->columns; c++) {
      judge_text(lint, sheet, &sheet->rows[r], c);
      judge_number(lint, sheet, &sheet->rows[r], c);
      judge_rate(lint, sheet, &sheet->rows[r], c);
    }
  }
}

/* --- columns: L10, L11 ----------------------------------------------------------------------- */

static const struct un_report *embedded(const struct un_reports *reports, const char *name) {
  const struct un_report *found = NULL;
  for (int i = 0; i < reports->count; i++) {
    if (strcmp(reports->at[i].name, name) == 0) found = &reports->at[i];
  }
  return found;
}

/* What has no unit cannot be judged: a count that nobody declared is a hole. */
static void judge_columns(struct un_lint *lint, const struct un_reports *reports, const struct un_figures *sheet) {
  struct un_strbuf why = UN_STRBUF_INIT;
  for (int c = 0; c < sheet->columns; c++) {
    if (un_report_column(sheet->report, sheet->names[c])) continue;
    un_strbuf_clear(&why);
    un_strbuf_printf(&why, "column '%s' has no unit in the report's header: what it gives away cannot be judged",
                     sheet->names[c]);
    un_lint_add(lint, "L11", UN_LINT_ERROR, sheet->name, "", why.text, "add `-- column UNIT NAME : HELP`");
  }
  if (sheet->national) {
    const struct un_catalogue *processes = &un_catalogue_national_security;
    un_strbuf_clear(&why);
    for (int r = 0; r < processes->row_count; r++) {
      const char *before = r == 0 ? "leave the processes " : r + 1 < processes->row_count ? ", " : " and ";
      un_strbuf_printf(&why, "%s%s", before, un_cell(processes, r, 0));
    }
    un_strbuf_puts(&why, " out, to us-bands: 50 USC 1874(a)");
    un_lint_add(lint, "L1", UN_LINT_ERROR, sheet->name, "", "national-security demands are among its exact counts", why.text);
  }
  if (strcmp(sheet->report->name, "dsa-orders") == 0) {
    const struct un_report *ours = embedded(reports, "dsa-orders");
    bool same = sheet->columns == ours->column_count;
    for (int c = 0; same && c < sheet->columns; c++) same = strcmp(sheet->names[c], ours->columns[c].name) == 0;
    if (!same) {
      un_lint_add(lint, "L10", UN_LINT_ERROR, sheet->name, "", "the columns are not the template's 20 headers",
                  "use the headers of Implementing Regulation (EU) 2024/2835, annex I, part 3");
    }
  }
  un_strbuf_free(&why);
}

/* Bands are of whole half-years or years: in what is published of a shorter period they
** would be taken for its. False: they are not judged further. */
static bool judge_whole(struct un_lint *lint, const struct un_figure_set *sheets, const struct un_figures *sheet,
                        const char *rule, const char *what) {
  int period = un_figures_column(sheet, "period");
  for (size_t r = 0; r < sheet->count; r++) {
    const char *text = text_of(&sheet->rows[r], period);
    long long longer = 0;
    un_ask_int(lint->shell->db, "SELECT period_start(?1) < period_start(?2) OR period_end(?1) > period_end(?2)", text,
               sheets->period, &longer);
    if (!longer) continue;
    char *row = sqlite3_mprintf("period=%s", text), *why = sqlite3_mprintf("a band of %s is none of %s", text, sheets->period);
    un_lint_add(lint, rule, UN_LINT_ERROR, sheet->name, row, why, what);
    sqlite3_free(row);
    sqlite3_free(why);
    return false;
  }
  return true;
}

/* --- bands: L1 to L5 ------------------------------------------------------------------------- */

static void judge_bands(struct un_lint *lint, const struct un_figure_set *sheets, const struct un_figures *sheet) {
  int period = un_figures_column(sheet, "period"), category = un_figures_column(sheet, "category");
  int band = un_figures_column(sheet, "band");
  struct un_band_line *lines = un_alloc((sheet->count + 1) * sizeof *lines);
  for (size_t r = 0; r < sheet->count; r++) {
    const struct un_figure_row *row = &sheet->rows[r];
    lines[r] = (struct un_band_line){.period = (char *)text_of(row, period), .category = (char *)text_of(row, category),
                                     .band = (char *)text_of(row, band), .where = row->key};
  }
  un_lint_bands(lint, sheet->name, lines, sheet->count, sheets->as_of);
  /* L3: the width that an overlapping period was published in before. */
  for (size_t r = 0; r < sheet->count; r++) {
    char *sql = sqlite3_mprintf("SELECT p.period || ' as of ' || p.as_of || ' in bands of ' || (range_high(c.value) - range_low(c.value) + 1) "
      "FROM publications p JOIN publication_cells c ON c.publication_id = p.id "
      "WHERE p.report = 'us-bands' AND c.column = 'band' AND p.id < %lld "
      "AND range_high(c.value) - range_low(c.value) <> range_high(?2) - range_low(?2) "
      "AND (range_high(c.value) - range_low(c.value) + 1 IN (100, 250, 500, 1000) " /* else a raised floor */
      "  OR (range_high(c.value) + 1) %% (range_high(?2) - range_low(?2) + 1) <> 0) "
      "AND period_start(substr(c.row_key, 8, instr(c.row_key, ',') - 8)) <= period_end(?1) "
      "AND period_end(substr(c.row_key, 8, instr(c.row_key, ',') - 8)) >= period_start(?1) LIMIT 1",
      (long long)sheets->earlier);
    char *before = un_ask(lint->shell->db, sql, lines[r].period, lines[r].band);
    if (before) {
      struct un_strbuf why = UN_STRBUF_INIT;
      un_strbuf_printf(&why, "the period was published before: %s; two widths narrow each other", before);
      un_lint_add(lint, "L3", UN_LINT_ERROR, sheet->name, lines[r].where, why.text,
                  "keep to the option that was published (setting us_1874_option)");
      un_strbuf_free(&why);
    }
    sqlite3_free(sql);
    free(before);
  }
  free(lines);
}

/* --- the United Kingdom: L8 --------------------------------------------------------------------- */

static void judge_uk(struct un_lint *lint, const struct un_figure_set *sheets, const struct un_figures *sheet) {
  /* With warrants, or shown: a half-year without them has its bands too. */
  static const char halves[] = "periods(period_start(now.period), period_end(now.period), 'half') h "
    "WHERE (instr(now.shown, h.period) OR EXISTS (SELECT 1 FROM warrants w WHERE w.received_on BETWEEN h.starts_on AND h.ends_on))";
  static const struct {
    const char *when, *why, *what;
  } rules[] = {
      {" AND term_add(h.ends_on, (SELECT term FROM wait)) > unseal_asof()",
       "warrant figures wait until the day six months after the last day (SI 2018/349 r. 10(1))",
       "publish later, or without it: --without uk-statistics"},
      {" AND unseal_asof() < (SELECT over_on FROM embargo)",
       "nothing may be told in the 18 months that begin with the first assistance (r. 10(2))",
       "publish later, or without it: --without uk-statistics"},
      {" AND EXISTS (SELECT 1 FROM publications p JOIN publication_cells c ON c.publication_id = p.id "
       "WHERE p.report = 'uk-statistics' AND p.id < now.earlier "
       "AND NOT (now.again AND p.period = now.period AND p.as_of = unseal_asof()) AND c.row_key GLOB 'period=' || h.period || ',*')",
       "the period was told before: no second disclosure of the same description (r. 9)",
       "publish without it: --without uk-statistics"},
  };
  bool again = un_told_again(lint->shell, sheets, sheet);
  int period = un_figures_column(sheet, "period");
  struct un_strbuf shown = UN_STRBUF_INIT;
  for (size_t r = 0; r < sheet->count; r++) {
    const char *text = text_of(&sheet->rows[r], period);
    if (text) un_strbuf_printf(&shown, " %s", text);
  }
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    struct un_names found;
    char *asked = sqlite3_mprintf("SELECT 'period=' || h.period FROM (SELECT %Q AS period, %lld AS earlier, %d AS again, "
                                  "%Q AS shown) now, %s%s", sheets->period, (long long)sheets->earlier, again,
                                  shown.text ? shown.text : "", halves, rules[i].when);
    char *sql = un_report_behind(un_report_text("uk-statistics"), asked);
    un_ask_names(lint->shell->db, sql, NULL, &found); /* :origin and its like NULL: of everything */
    for (size_t n = 0; n < found.count; n++) {
      un_lint_add(lint, "L8", UN_LINT_ERROR, sheet->name, found.list[n], rules[i].why, rules[i].what);
    }
    un_names_free(&found);
    sqlite3_free(asked);
    free(sql);
  }
  un_strbuf_free(&shown);
  for (size_t r = 0; r < sheet->count; r++) {
    int c = un_figures_column(sheet, "band");
    if (c < 0 || sqlite3_value_type(sheet->rows[r].cells[c]) != SQLITE_INTEGER) continue;
    un_lint_add(lint, "L8", UN_LINT_ERROR, sheet->name, sheet->rows[r].key, "an exact figure", "print a band of 500 or 1000 (r. 7)");
  }
}

/* --- earlier publications: L13 -------------------------------------------------------------------- */

static void judge_restated(struct un_lint *lint, const struct un_figure_set *sheets, const struct un_figures *sheet) {
  for (size_t r = 0; r < sheet->count; r++) {
    const struct un_figure_row *row = &sheet->rows[r];
    for (int c = 0; c < sheet->columns; c++) {
      char *before = un_restated(lint->shell, sheets, sheet, row, c);
      if (!before) continue;
      struct un_strbuf why = UN_STRBUF_INIT;
      un_strbuf_printf(&why, "%s was published as %s, is now %s", sheet->names[c], before, text_of(row, c));
      un_lint_add(lint, "L13", UN_LINT_WARNING, sheet->name, row->key, why.text,
                  "nothing: publish notes it as restated; see that it is meant");
      un_strbuf_free(&why);
      free(before);
    }
  }
}

/* --- what is left out: L7 ------------------------------------------------------------------------- */

static void judge_left_out(struct un_lint *lint, const struct un_figures *sheet) {
  for (size_t r = 0; r < sheet->count; r++) {
    const struct un_figure_row *row = &sheet->rows[r];
    if (!row->why) continue;
    struct un_strbuf what = UN_STRBUF_INIT;
    char *cells = un_figures_left_out(sheet, row);
    un_strbuf_printf(&what, "nothing: publish leaves out %s", cells);
    un_lint_add(lint, "L7", UN_LINT_WARNING, sheet->name, row->key, row->why, what.text);
    un_strbuf_free(&what);
    free(cells);
  }
}

int un_lint_register(struct un_lint *lint, const struct un_reports *reports, struct un_figure_set *sheets) {
  int code = un_exec(lint->shell,
    "CREATE TEMP TABLE live_secrets(value TEXT PRIMARY KEY, what TEXT);"
    "INSERT OR IGNORE INTO temp.live_secrets "
    "SELECT v, what FROM (SELECT ref AS v, 'ref' AS what, id FROM requests "
    "UNION ALL SELECT authority_ref, 'authority''s reference', id FROM requests "
    "UNION ALL SELECT customer_ref, 'customer', id FROM requests "
    "UNION ALL SELECT authority, 'authority', id FROM requests "
    "UNION ALL SELECT received_on, 'date', id FROM requests "
    "UNION ALL SELECT issued_on, 'date', id FROM requests) "
    "WHERE v IS NOT NULL AND v <> '' AND id IN (SELECT request_id FROM temp.live_gags)", "lint");
  if (code == 0) code = un_told_choose(lint->shell, sheets);
  for (int i = 0; i < sheets->count && code == 0; i++) {
    const struct un_figures *sheet = &sheets->at[i];
    judge_columns(lint, reports, sheet);
    judge_cells(lint, sheet);
    if (strcmp(sheet->report->name, "us-bands") == 0 &&
        judge_whole(lint, sheets, sheet, "L2", "publish it with its half-year, or year for option 4; here --without us-bands")) {
      judge_bands(lint, sheets, sheet);
    }
    if (strcmp(sheet->report->name, "uk-statistics") == 0 &&
        judge_whole(lint, sheets, sheet, "L8", "publish it with its half-year (r. 8); here --without uk-statistics")) {
      judge_uk(lint, sheets, sheet);
    }
  }
  if (code == 0) code = un_suppress(lint->shell, sheets);
  for (int i = 0; i < sheets->count && code == 0; i++) {
    judge_left_out(lint, &sheets->at[i]);
    judge_restated(lint, sheets, &sheets->at[i]);
  }
  return code == 0 ? lint->code : code;
}
