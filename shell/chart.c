/* SPDX-License-Identifier: GPL-3.0-or-later
** Charts as inline SVG: numbers that stand in the page's tables too. Colours are
** CSS variables, so that light, dark and print agree with the page; every mark has
** a text or a title, none speaks by colour alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "escape.h"
#include "publish.h"
#include "stat/interval.h"

enum { PERIODS = 12, WIDTH = 720, LEFT = 64, RIGHT = 68, TOP = 16, HEIGHT = 220, FOOT = 28 };

/* Demands, those of them in rows that show how many were refused, and of those how many
** were, of how many decided. */
struct point {
  char period[16];
  long long requests, told, refused, base;
};

/* The form of the labels of one length: periods of several are not drawn side by side,
** and a longer one among the rows is a few demands whose day is not known so well. */
static const char *form_of(const char *period) {
  if (strlen(period) != 7 || period[5] == 'H') return "*-H?";
  return period[5] == 'Q' ? "*-Q?" : "*-[01]?";
}

/* Periods before this one as last published, where they tell a number (a row that is gone since is
** in no sum), then the rows shown now. */
static size_t read_points(const struct un_publication *publication, struct point points[PERIODS]) {
  static const char sql[] =
    "WITH latest AS (SELECT c.row_key, c.column, c.value, substr(c.row_key, 8, instr(c.row_key, ',') - 8) AS period, "
    "    rank() OVER (PARTITION BY substr(c.row_key, 8, instr(c.row_key, ',') - 8) ORDER BY p.id DESC) AS nth "
    "  FROM publications p JOIN publication_cells c ON c.publication_id = p.id "
    "  WHERE p.report = 'transparency' AND p.id < ?1 AND NOT " UN_PARTIAL("p.period", "c.row_key") ") "
    "SELECT * FROM (SELECT period, sum(requests), sum(iif(refused + base IS NULL, 0, requests)), "
    "    sum(iif(refused + base IS NULL, 0, refused)), sum(iif(refused + base IS NULL, 0, base)) FROM ("
    "      SELECT period, max(iif(column = 'requests', value + 0, NULL)) AS requests, "
    "        max(iif(column = 'refused', value + 0, NULL)) AS refused, max(iif(column = 'base', value + 0, NULL)) AS base "
    "      FROM latest WHERE nth = 1 AND period NOT IN (SELECT value FROM json_each(?2)) AND period GLOB ?3 AND period < ?4 GROUP BY row_key) "
    "  GROUP BY period HAVING sum(requests) IS NOT NULL ORDER BY period DESC LIMIT 8) ORDER BY period";
  const struct un_figure_set *sheets = publication->sheets;
  const char *form = form_of(sheets->period);
  struct point now[PERIODS] = {{.requests = 0}};
  size_t count = 0, ours = 0;
  struct un_strbuf names = UN_STRBUF_INIT;
  sqlite3_stmt *stmt = NULL;
  un_strbuf_puts(&names, "[");
  for (int i = 0; i < sheets->count; i++) {
    const struct un_figures *sheet = &sheets->at[i];
    if (strcmp(sheet->name, "transparency") != 0) continue;
    int period = un_figures_column(sheet, "period"), refused = un_figures_column(sheet, "refused");
    int base = un_figures_column(sheet, "base");
    if (period < 0 || refused < 0 || base < 0) continue; /* an own report of that name */
    for (size_t r = 0; r < sheet->count; r++) {
      const struct un_figure_row *row = &sheet->rows[r];
      const char *text = (const char *)sqlite3_value_text(row->cells[period]);
      if (row->hidden || !text || sqlite3_strglob(form, text) != 0) continue;
      size_t p = 0;
      while (p < ours && strcmp(now[p].period, text) != 0) p++;
      if (p == ours) {
        if (ours == PERIODS / 3) continue;
        now[ours] = (struct point){.requests = 0};
        snprintf(now[ours++].period, sizeof now[0].period, "%s", text);
        un_strbuf_printf(&names, "%s\"%s\"", names.len > 1 ? "," : "", text);
      }
      now[p].requests += un_figures_number(row, sheet->main);
      /* What the table leaves out is in no sum either. */
      if (!un_figures_shows(sheet, row, refused) || !un_figures_shows(sheet, row, base)) continue;
      now[p].told += un_figures_number(row, sheet->main);
      now[p].refused += un_figures_number(row, refused);
      now[p].base += un_figures_number(row, base);
    }
  }
  un_strbuf_puts(&names, "]");
  if (sqlite3_prepare_v2(publication->shell->db, sql, -1, &stmt, NULL) == SQLITE_OK) {
    sqlite3_bind_int64(stmt, 1, sheets->earlier);
    sqlite3_bind_text(stmt, 2, names.text, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 3, form, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 4, sheets->period, -1, SQLITE_STATIC);
    while (count < PERIODS - PERIODS / 3 && sqlite3_step(stmt) == SQLITE_ROW) {
      struct point *point = &points[count++];
      snprintf(point->period, sizeof point->period, "%s", (const char *)sqlite3_column_text(stmt, 0));
      point->requests = sqlite3_column_int64(stmt, 1);
      point->told = sqlite3_column_int64(stmt, 2);
      point->refused = sqlite3_column_int64(stmt, 3);
      point->base = sqlite3_column_int64(stmt, 4);
    }
  }
  sqlite3_finalize(stmt);
  un_strbuf_free(&names);
  for (size_t p = 0; p < ours; p++) points[count++] = now[p];
  return count;
}

/* A round number at or above n, with round quarters. */
static long long round_up(long long n) {
  static const int rounds[] = {1, 2, 3, 4, 6, 8, 10};
  long long step = 1;
  size_t i = 0;
  while (step * 10 < n) step *= 10;
  while (rounds[i] * step < n) i++;
  return rounds[i] * step;
}

static void begin(struct un_strbuf *page, const char *id, int height, const char *title, const char *about) {
  un_strbuf_printf(page, "<figure>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">\n"
    "<title id=\"%s-t\">%s</title>\n<desc id=\"%s-d\">%s</desc>\n", WIDTH, height, id, id, id, title, id, about);
}

static double y_of(double share) { return TOP + HEIGHT * (1.0 - share); }

void un_chart_over_time(struct un_strbuf *page, const struct un_publication *publication) {
  struct point points[PERIODS];
  size_t count = read_points(publication, points);
  long long most = 0;
  bool cut = false;
  for (size_t i = 0; i < count; i++) most = points[i].requests > most ? points[i].requests : most, cut = cut || points[i].told < points[i].requests;
  if (count == 0 || most == 0) return;
  most = round_up(most);
  begin(page, "c1", TOP + HEIGHT + FOOT, "Demands, and the share refused, by period",
        cut ? "Bars: demands in the rows of the table below, left scale; the filled part: in rows that show how many were refused. Points: the "
              "refusal rate over the filled part alone, by the definition strict, with its 95 percent interval, right scale."
            : "Bars: demands in the rows of the table below, left scale. Points: their refusal rate by the definition strict with its 95 "
              "percent interval, right scale.");
  for (int k = 0; k <= 4; k++) {
    double y = y_of(k / 4.0);
    un_strbuf_printf(page, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
      "<text class=\"end\" x=\"%d\" y=\"%.1f\">%.*f</text><text x=\"%d\" y=\"%.1f\">%d %%</text>\n", LEFT, WIDTH - RIGHT, y, y,
      LEFT - 8, y + 4, most % 4 == 0 ? 0 : most % 2 == 0 ? 1 : 2, (double)most * k / 4.0, WIDTH - RIGHT + 8, y + 4, 25 * k);
  }
  double step = (double)(WIDTH - LEFT - RIGHT) / (double)count, bar = step < 90 ? step * 0.6 : 54;
  for (size_t i = 0; i < count; i++) {
    const struct point *p = &points[i];
    double x = LEFT + step * ((double)i + 0.5), share = (double)p->requests / (double)most;
    double told = (double)p->told / (double)most;
    if (p->told > 0) {
      un_strbuf_printf(page, "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s: %lld demands, "
        "%s</title></rect>\n", x - bar / 2, y_of(told), bar, HEIGHT * told, p->period, p->told,
        p->told < p->requests ? "in rows that show how many were refused" : "all rows together");
    }
    if (p->told < p->requests) {
      un_strbuf_printf(page, "<rect class=\"whole\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s: %lld demands, "
        "all rows together</title></rect>\n", x - bar / 2, y_of(share), bar, HEIGHT * (share - told), p->period, p->requests);
    }
    un_strbuf_printf(page, "<text class=\"mid%s\" x=\"%.1f\" y=\"%d\">%s</text>\n", count > 6 && (count - i) % 2 == 0 ? " alt" : "", x,
                     TOP + HEIGHT + 20, p->period);
    if (p->base <= 0) continue;
    double rate = (double)p->refused / (double)p->base;
    double low = un_wilson_low((double)p->refused, (double)p->base, UN_Z95), high = un_wilson_high((double)p->refused, (double)p->base, UN_Z95);
    un_strbuf_printf(page, "<path class=\"whisker\" d=\"M%.1f %.1fV%.1fM%.1f %.1fh10M%.1f %.1fh10\"/>"
      "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>%s: %lld of %lld decided refused, %.1f %% (%.1f to %.1f %%), over "
      "%s</title></circle>\n",
      x, y_of(low), y_of(high), x - 5, y_of(low), x - 5, y_of(high), x, y_of(rate), p->period, p->refused, p->base, 100 * rate,
      100 * low, 100 * high, p->told < p->requests ? "the filled part of the bar alone" : "all rows of the table");
  }
  un_strbuf_printf(page, "</svg>\n<figcaption><span class=\"key bar\"></span> demands%s (left) <span class=\"key dot\"></span> "
    "refused of decided, strict, with 95&nbsp;%% interval (right)%s. Rows that the table leaves out are in neither.</figcaption>\n</figure>\n",
    cut ? ", <span class=\"key whole\"></span> those in rows that do not show how many were refused" : "",
    cut ? ", over the filled part of the bar: no rate of all demands" : "");
}

void un_chart_outcomes(struct un_strbuf *page, const struct un_publication *publication) {
  static const char *const parts[] = {"content", "noncontent", "partial", "no_data", "refused", "other", "pending"};
  static const char *const words[] = {"content", "other data", "in part", "no data held", "refused", "other", "pending"};
  enum { PARTS = sizeof parts / sizeof *parts, NAMES = 262, LINE = 26 };
  const struct un_figures *sheet = NULL;
  size_t shown = 0;
  for (int i = 0; i < publication->sheets->count; i++) {
    if (strcmp(publication->sheets->at[i].name, "transparency-by-process") == 0) sheet = &publication->sheets->at[i];
  }
  for (size_t r = 0; sheet && r < sheet->count; r++) shown += !sheet->rows[r].hidden;
  if (shown == 0) return;
  begin(page, "c2", TOP + (int)shown * LINE, "Outcomes by kind of demand",
        "One bar a kind of demand and period, its parts as shares of the demands; the table below has the numbers.");
  int period = un_figures_column(sheet, "period"), process = un_figures_column(sheet, "process");
  double y = TOP;
  for (size_t r = 0; r < sheet->count; r++) {
    const struct un_figure_row *row = &sheet->rows[r];
    long long all = un_figures_number(row, sheet->main);
    double x = NAMES, width = WIDTH - NAMES - 60;
    if (row->hidden) continue;
    un_strbuf_puts(page, "<text class=\"end\" ");
    un_strbuf_printf(page, "x=\"%d\" y=\"%.1f\">", NAMES - 8, y + 15);
    un_escape_html(page, (const char *)sqlite3_value_text(row->cells[process]));
    un_strbuf_putc(page, ' ');
    un_escape_html(page, (const char *)sqlite3_value_text(row->cells[period]));
    un_strbuf_puts(page, "</text>");
    /* Only the parts that the table shows, or the page would tell what it leaves out. */
    for (int k = 0; k < PARTS && all > 0; k++) {
      int c = un_figures_column(sheet, parts[k]);
      if (c < 0 || !un_figures_shows(sheet, row, c)) continue;
      double part = width * (double)un_figures_number(row, c) / (double)all;
      if (part <= 0) continue;
      un_strbuf_printf(page, "<rect class=\"p%d\" x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"18\"><title>%s: %lld of %lld</title></rect>",
                       k, x, y + 2, part, words[k], un_figures_number(row, c), all);
      x += part;
    }
    if (NAMES + width - x > 0.5) {
      un_strbuf_printf(page, "<rect class=\"whole\" x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"18\"><title>not broken down</title></rect>",
                       x, y + 2, NAMES + width - x);
    }
    un_strbuf_printf(page, "<text x=\"%d\" y=\"%.1f\">%lld</text>\n", WIDTH - 52, y + 15, all);
    y += LINE;
  }
  un_strbuf_puts(page, "</svg>\n<figcaption>");
  for (int k = 0; k < PARTS; k++) un_strbuf_printf(page, "<span class=\"key p%d\"></span> %s ", k, words[k]);
  un_strbuf_puts(page, "<span class=\"key whole\"></span> not broken down");
  un_strbuf_puts(page, "</figcaption>\n</figure>\n");
}
