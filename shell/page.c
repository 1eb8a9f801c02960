/* SPDX-License-Identifier: GPL-3.0-or-later
** index.html: one file, no script, nothing from elsewhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "message.h"
#include "number.h"
#include "publish.h"
#include "text.h"

static const char style[] =
  ":root{--bg:#fdfdfb;--fg:#1d1f21;--soft:#595f66;--line:#d3d5d2;--head:#f0f1ee;--link:#0b57a4;"
  "--bar:#5b8db8;--dot:#8a1c1c;--c0:#1f5f8b;--c1:#3f8fbf;--c2:#7fb5d5;--c3:#b9bdc1;--c4:#b5482f;--c5:#8b8f94;--c6:#d9b44a}\n"
  "@media(prefers-color-scheme:dark){:root{--bg:#16181a;--fg:#e8e8e4;--soft:#a9afb5;--line:#3a3e42;--head:#212427;"
  "--link:#8ec1f5;--bar:#4c7fae;--dot:#ff9d8a;--c0:#3d86b8;--c1:#66aedb;--c2:#a4d0ea;--c3:#6a7076;--c4:#e07a5f;--c5:#8f959b;--c6:#e3c268}}\n"
  "*{box-sizing:border-box}body{margin:0 auto;max-width:82rem;padding:1.5rem 1.25rem 4rem;background:var(--bg);color:var(--fg);"
  "font:16px/1.55 system-ui,-apple-system,\"Segoe UI\",\"Helvetica Neue\",Arial,sans-serif}\n"
  "h1{font-size:2rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.3rem;margin:3rem 0 .25rem}p{margin:.4rem 0}"
  "a{color:var(--link)}.soft,figcaption,caption{color:var(--soft);font-size:.9rem}nav ul{columns:20rem 2;column-gap:2.5rem;padding-left:1.2rem}\n"
  ".wide{overflow-x:auto;border:1px solid var(--line);border-radius:4px;margin:.75rem 0}.wide:focus{outline:2px solid var(--link)}"
  "table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}"
  "caption{text-align:left;padding:.5rem .75rem}th,td{padding:.3rem .75rem;border-top:1px solid var(--line);text-align:left;vertical-align:top}"
  "thead th{background:var(--head);white-space:nowrap}tbody th{font-weight:600;white-space:nowrap}.n{text-align:right;white-space:nowrap}td .soft{font-size:inherit}\n"
  "figure{margin:1rem 0}svg{width:100%;height:auto;font:12px system-ui,sans-serif}svg text{fill:var(--fg)}.end{text-anchor:end}.mid{text-anchor:middle}"
  ".grid{stroke:var(--line)}.bar{fill:var(--bar);background:var(--bar)}.dot{fill:var(--dot);background:var(--dot)}"
  ".whisker{stroke:var(--dot);stroke-width:2;fill:none}svg .whole{fill:none;stroke:var(--soft);stroke-dasharray:4 3}span.whole{border:1px dashed var(--soft)}"
  ".p0{fill:var(--c0);background:var(--c0)}.p1{fill:var(--c1);background:var(--c1)}.p2{fill:var(--c2);background:var(--c2)}"
  ".p3{fill:var(--c3);background:var(--c3)}.p4{fill:var(--c4);background:var(--c4)}.p5{fill:var(--c5);background:var(--c5)}"
  ".p6{fill:var(--c6);background:var(--c6)}svg rect{stroke:var(--bg);stroke-width:.5}"
  ".key{display:inline-block;width:.8em;height:.8em;margin:0 .2em 0 .8em;border-radius:2px}footer{margin-top:4rem;border-top:1px solid var(--line)}"
  "code{overflow-wrap:anywhere}\n"
  /* A phone shrinks a chart to half: larger letters, every other period. */
  "@media(max-width:40rem){svg{font-size:18px}.alt{display:none}}\n"
  "@media print{:root{--bg:#fff;--fg:#000;--soft:#333;--link:#000}body{max-width:none;padding:0;font-size:10pt}nav{display:none}"
  ".wide{overflow:visible;border:0}h2{break-after:avoid}section>p{break-after:avoid}svg{max-height:75mm}tr,figure{break-inside:avoid}thead{display:table-header-group}"
  "table{font-size:7.5pt}th,td{padding:.15rem .35rem}thead th,tbody th{white-space:normal}@page{size:landscape;margin:12mm}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

/* Columns that say something: an all-empty one would only push the others away. */
static bool says_nothing(const struct un_figures *sheet, int column) {
  for (size_t r = 0; r < sheet->count; r++) {
    const struct un_figure_row *row = &sheet->rows[r];
    if (un_figures_shows(sheet, row, column) && sqlite3_value_type(row->cells[column]) != SQLITE_NULL) return false;
  }
  return true;
}

static bool is_number_column(const struct un_figures *sheet, int column) {
  return strchr("crb", sheet->units[column]) != NULL;
}

static void add_cell(struct un_strbuf *page, const struct un_figures *sheet, const struct un_figure_row *row, int c, bool first) {
  sqlite3_value *value = row->cells[c];
  const char *open = first ? "<th scope=\"row\">" : is_number_column(sheet, c) ? "<td class=\"n\">" : "<td>";
  un_strbuf_puts(page, open);
  if (!un_figures_shows(sheet, row, c)) {
    un_strbuf_puts(page, "<span class=\"soft\">left out</span>");
  } else if (sqlite3_value_type(value) == SQLITE_FLOAT && sheet->units[c] == 'r') {
    un_strbuf_printf(page, "%.1f&nbsp;%%", 100.0 * sqlite3_value_double(value));
  } else if (sqlite3_value_type(value) == SQLITE_FLOAT) {
    char text[40];
    un_real_text(sqlite3_value_double(value), text);
    un_strbuf_puts(page, text);
  } else {
    un_escape_html(page, (const char *)sqlite3_value_text(value));
  }
  un_strbuf_puts(page, first ? "</th>" : "</td>");
}

static void add_table(struct un_strbuf *page, const struct un_figures *sheet, size_t shown) {
  un_strbuf_printf(page, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"t-%s\"><table>\n<caption id=\"t-%s\">",
                   sheet->name, sheet->name);
  un_escape_html(page, sheet->report->title);
  un_strbuf_printf(page, ": %zu row%s</caption>\n<thead><tr>", shown, un_s((long long)shown));
  for (int c = 0; c < sheet->columns; c++) {
    if (says_nothing(sheet, c)) continue;
    un_strbuf_printf(page, "<th scope=\"col\"%s>", is_number_column(sheet, c) ? " class=\"n\"" : "");
    un_escape_html(page, sheet->names[c]);
    un_strbuf_puts(page, "</th>");
  }
  un_strbuf_puts(page, "</tr></thead>\n<tbody>\n");
  for (size_t r = 0; r < sheet->count; r++) {
    const struct un_figure_row *row = &sheet->rows[r];
    bool first = true;
    if (row->hidden) continue;
    un_strbuf_puts(page, "<tr>");
    for (int c = 0; c < sheet->columns; c++) {
      if (says_nothing(sheet, c)) continue;
      add_cell(page, sheet, row, c, first);
      first = false;
    }
    un_strbuf_puts(page, "</tr>\n");
  }
  un_strbuf_puts(page, "</tbody></table></div>\n");
}

static void add_heading(struct un_strbuf *page, const struct un_figures *sheet) {
  un_escape_html(page, sheet->report->title);
  if (strcmp(sheet->name, sheet->report->name) != 0) {
    un_strbuf_puts(page, ", ");
    for (const char *at = sheet->name + strlen(sheet->report->name) + 1; *at; at++) un_strbuf_putc(page, *at == '-' ? ' ' : *at);
  }
}

static void add_section(struct un_strbuf *page, const struct un_publication *publication, const struct un_figures *sheet) {
  size_t shown = 0;
  for (size_t r = 0; r < sheet->count; r++) shown += !sheet->rows[r].hidden;
  un_strbuf_printf(page, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", sheet->name, sheet->name);
  add_heading(page, sheet);
  un_strbuf_puts(page, "</h2>\n<p>");
  un_escape_html(page, sheet->report->about);
  un_strbuf_puts(page, "</p>\n");
  if (strcmp(sheet->name, "transparency") == 0) un_chart_over_time(page, publication);
  if (strcmp(sheet->name, "transparency-by-process") == 0) un_chart_outcomes(page, publication);
  if (shown > 0) add_table(page, sheet, shown);
  else un_strbuf_puts(page, "<p>No rows.</p>\n");
  un_strbuf_printf(page, "<p class=\"soft\">The same as <a href=\"%s.csv\">%s.csv</a>, <a href=\"%s.json\">%s.json</a>, "
    "<a href=\"%s.md\">%s.md</a></p>\n</section>\n", sheet->name, sheet->name, sheet->name, sheet->name, sheet->name, sheet->name);
}

int un_publish_page(struct un_publication *publication) {
  const struct un_figure_set *sheets = publication->sheets;
  const char *order[] = {"transparency", "transparency-by-process", "refusals"};
  struct un_strbuf page = UN_STRBUF_INIT;
  struct un_strbuf who = UN_STRBUF_INIT;
  un_escape_html(&who, publication->provider ? publication->provider : "");
  un_strbuf_printf(&page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<title>Government demands, %s%s%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>Government demands, %s</h1>\n<p>",
    sheets->period, who.len > 0 ? ", " : "", who.text, style, sheets->period);
  if (who.len > 0) un_strbuf_printf(&page, "%s. ", who.text);
  un_strbuf_printf(&page, "Figures of %s, as of %s. Refused means the definition <em>strict</em>: rejected, redirected to the customer, "
    "quashed, or withdrawn after our objection, of all that were decided. Intervals are Wilson&rsquo;s, 95&nbsp;%%. "
    "National-security demands of the United States stand in bands only. Small counts that the law keeps secret, and others "
    "from which they would follow, are left out.</p>\n</header>\n<nav aria-label=\"Tables\">\n<ul>\n", sheets->period, sheets->as_of);
  for (int pass = 0; pass < 4; pass++) {
    for (int i = 0; i < sheets->count; i++) {
      const char *name = sheets->at[i].name;
      bool early = strcmp(name, order[0]) == 0 || strcmp(name, order[1]) == 0 || strcmp(name, order[2]) == 0;
      if (pass < 3 ? strcmp(name, order[pass]) != 0 : early) continue;
      un_strbuf_printf(&page, "<li><a href=\"#%s\">", name);
      add_heading(&page, &sheets->at[i]);
      un_strbuf_puts(&page, "</a></li>\n");
    }
  }
  un_strbuf_puts(&page, "</ul>\n</nav>\n<main>\n");
  for (int pass = 0; pass < 4; pass++) {
    for (int i = 0; i < sheets->count; i++) {
      const char *name = sheets->at[i].name;
      bool early = strcmp(name, order[0]) == 0 || strcmp(name, order[1]) == 0 || strcmp(name, order[2]) == 0;
      if (pass < 3 ? strcmp(name, order[pass]) == 0 : !early) add_section(&page, publication, &sheets->at[i]);
    }
  }
  un_strbuf_printf(&page, "</main>\n<footer>\n<p class=\"soft\">How much is left out: <a href=\"left-out.csv\">left-out.csv</a>. "
    "Figures that an earlier publication gave otherwise: <a href=\"restated.csv\">restated.csv</a>. Every file with its SHA-256: "
    "<a href=\"manifest.json\">manifest.json</a>.</p>\n<p class=\"soft\">Register <code>%s</code>, unseal %s; %d of %d rules of law were read at "
    "their source.</p>\n</footer>\n</body>\n</html>\n", publication->database, UNSEAL_VERSION, publication->verified, publication->rules);
  int code = un_publish_text(publication, "index.html", page.text, page.len);
  un_strbuf_free(&page);
  un_strbuf_free(&who);
  return code;
}
