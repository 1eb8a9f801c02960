/* SPDX-License-Identifier: GPL-3.0-or-later
** The banded figures of 50 USC 1874(a), line by line (law.md 4.1, 4.2). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "law/date.h"
#include "law/period.h"
#include "lint.h"
#include "stat/range.h"
#include "strbuf.h"

enum kind { NOTHING, EXACT, BAND, PERCENT, BROKEN };

struct cell {
  enum kind kind;
  int64_t low, high;
  int width;    /* 0: none of the law's */
  bool raised;  /* the floor is above the band's */
};

static const int widths[] = {1000, 500, 250, 100};
enum { WIDTHS = sizeof widths / sizeof *widths };

static bool has(const char *text, const char *word) {
  size_t n = strlen(word);
  for (; text && *text; text++) {
    if (strncasecmp(text, word, n) == 0) return true;
  }
  return false;
}

static struct cell read_cell(const char *text) {
  struct cell cell = {.kind = NOTHING};
  struct un_number low, high;
  size_t len = text ? strlen(text) : 0;
  if (len == 0) return cell;
  enum un_cell_result result = un_cell_parse(text, len, &low, &high);
  if (result == UN_CELL_EMPTY) return cell;
  cell.kind = result != UN_CELL_OK ? BROKEN : strchr(text, '%') ? PERCENT : EXACT;
  if (cell.kind == PERCENT) { /* a range of it is what L12 wants */
    if (low.real != high.real) cell.kind = NOTHING;
    return cell;
  }
  if (result != UN_CELL_OK || !low.whole || !high.whole) return cell;
  cell.low = low.integer;
  cell.high = high.integer;
  if (cell.low == cell.high) return cell;
  if (cell.kind == EXACT) cell.kind = BAND;
  for (int i = 0; i < WIDTHS; i++) {
    if (cell.high - cell.low + 1 == widths[i] && cell.low % widths[i] == 0) cell.width = widths[i];
  }
  for (int i = WIDTHS - 1; i >= 0 && cell.width == 0; i--) {
    if ((cell.high + 1) % widths[i] != 0 || cell.low < cell.high + 1 - widths[i]) continue;
    cell.width = widths[i];
    cell.raised = true;
  }
  return cell;
}

/* Of letters alone: with FISA orders beside them it is a total. */
static bool is_letters(const char *category) {
  return (has(category, "letter") || has(category, "nsl")) && !has(category, "fisa");
}

static bool is_total(const char *category) {
  return has(category, "total") || has(category, "combined") || has(category, "all ");
}

/* Finer than the option allows (law.md 4.1, L5): 3 and 4 have one total, 2 has (a)(1)(F) undivided. */
static bool is_split(const char *category, int width) {
  bool by_title = has(category, "title") || has(category, "1861"), letters = has(category, "letter") || has(category, "nsl");
  if (width == 500) return by_title;
  if (width != 250 && width != 100) return false;
  return by_title || has(category, "content") || letters != has(category, "fisa");
}

static void judge_cell(struct un_lint *lint, const char *report, const struct un_band_line *line,
                       const struct cell *cell) {
  struct un_strbuf why = UN_STRBUF_INIT;
  const char *text = line->band ? line->band : "";
  if (cell->kind == EXACT) {
    un_strbuf_printf(&why, "'%s' is an exact count of national-security process%s", text,
                     cell->low == 0 ? "; zero beside bands tells that there was none" : "");
    un_lint_add(lint, "L1", UN_LINT_ERROR, report, line->where, why.text,
                "print the band of the option, from 0 on: 50 USC 1874(a)");
    if (is_total(line->category)) {
      un_lint_add(lint, "L11", UN_LINT_ERROR, report, line->where,
                  "an exact total minus bands narrows the cell that is banded", "print the total as a band too");
    }
  } else if (cell->kind == PERCENT) {
    un_strbuf_printf(&why, "'%s' is computed from banded numbers", text);
    un_lint_add(lint, "L12", UN_LINT_WARNING, report, line->where, why.text,
                "print the range of the percentage, or leave it out");
  } else if (cell->kind == BROKEN) {
    un_strbuf_printf(&why, "'%s' is no band", text);
    un_lint_add(lint, "L2", UN_LINT_ERROR, report, line->where, why.text, "print low-high, as 0-249");
  } else if (cell->kind == BAND && cell->width == 0) {
    un_strbuf_printf(&why, "'%s' is %" PRId64 " wide: no band of 1000, 500, 250 or 100 from 0 on", text,
                     cell->high - cell->low + 1);
    un_lint_add(lint, "L2", UN_LINT_ERROR, report, line->where, why.text,
                "use the option's width: 0-999, 0-499, 0-249 or 0-99 and multiples");
  } else if (cell->kind == BAND && cell->raised) {
    un_strbuf_printf(&why, "'%s' has a raised floor: right only if so many gags were lifted", text);
    un_lint_add(lint, "L2", UN_LINT_WARNING, report, line->where, why.text,
                "see that the letters above the band's floor are public (law.md 4.2)");
  }
  un_strbuf_free(&why);
}

/* The days that a period's text means; false when it is no period. */
static bool period_days(const char *text, un_day *start, un_day *end) {
  struct un_period period;
  size_t len = text ? strlen(text) : 0;
  const char *slash = text ? strchr(text, '/') : NULL;
  if (un_period_parse(text ? text : "", len, &period)) {
    *start = un_period_start(period);
    *end = un_period_end(period);
    return true;
  }
  return slash && un_date_parse(text, (size_t)(slash - text), start) && un_date_parse(slash + 1, strlen(slash + 1), end);
}

/* A year and its half share days: two options for them narrow each other too. */
static bool overlap(const char *a, const char *b) {
  un_day a_start, a_end, b_start, b_end;
  if (strcmp(a ? a : "", b ? b : "") == 0) return true;
  return period_days(a, &a_start, &a_end) && period_days(b, &b_start, &b_end) && a_start <= b_end && b_start <= a_end;
}

static void judge_delay(struct un_lint *lint, const char *report, const struct un_band_line *line, int width,
                        const char *published_on) {
  un_day start, end, published;
  char first[UN_DATE_TEXT];
  bool year = width == 100, waits = year || (width != 250 && !is_letters(line->category));
  struct un_strbuf why = UN_STRBUF_INIT;
  if (!waits || !period_days(line->period, &start, &end) || !un_date_parse(published_on, strlen(published_on), &published)) return;
  struct un_civil day = un_civil_of(end);
  end = year ? un_day_of(day.year + 1, day.month, day.month == 2 && day.day == 29 ? 28 : day.day) : end + 180;
  if (published >= end || !un_day_in_range(end)) return;
  un_date_format(end, first);
  un_strbuf_printf(&why, "figures of %s may be published from %s on, not on %s", line->period, first, published_on);
  un_lint_add(lint, "L4", UN_LINT_ERROR, report, line->where, why.text,
              year ? "wait a year, or use option 3: 50 USC 1874(a)(4)"
                           : "wait 180 days, or use option 3: 50 USC 1874(a)(1), (2)");
  un_strbuf_free(&why);
}

void un_lint_bands(struct un_lint *lint, const char *report, const struct un_band_line *lines, size_t count,
                   const char *published_on) {
  for (size_t i = 0; i < count; i++) {
    const struct un_band_line *line = &lines[i];
    struct cell cell = read_cell(line->band);
    int width = cell.width;
    judge_cell(lint, report, line, &cell);
    for (size_t j = 0; j < count && !cell.raised; j++) {
      struct cell other = read_cell(lines[j].band);
      if (!other.width || other.raised || !width || other.width >= width) continue;
      if (!overlap(lines[j].period, line->period)) continue;
      un_lint_add(lint, "L3", UN_LINT_ERROR, report, line->where,
                  "bands of two widths for one period narrow each other", "publish one option for a period");
      break;
    }
    /* A raised floor and a broken band have no width of their own: the column's. */
    for (size_t j = 0; j < count && (!width || cell.raised); j++) {
      struct cell other = read_cell(lines[j].band);
      if (other.width && !other.raised) {
        width = other.width;
        break;
      }
    }
    judge_delay(lint, report, line, width, published_on);
    if (is_split(line->category, width)) {
      un_lint_add(lint, "L5", UN_LINT_ERROR, report, line->where,
                  width == 500 ? "bands of 500 are for all selectors of noncontent orders together"
                               : "bands of 250 and 100 are for all national-security process together",
                  width == 500 ? "print them as one, or use option 1: 50 USC 1874(a)(2)(F)"
                               : "print one total and its selectors, or use option 1 or 2: 50 USC 1874(a)");
    }
  }
}
