/* SPDX-License-Identifier: GPL-3.0-or-later
** Drafts: files of figures that somebody else made and is about to publish. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lint.h"
#include "message.h"
#include "reader.h"
#include "strbuf.h"
#include "texts.h"

/* The embedded report of that name: its header says what the columns must be. */
static const struct un_report *ours(const struct un_reports *reports, const char *name) {
  const struct un_report *found = NULL;
  for (int i = 0; i < reports->count; i++) {
    if (strcmp(reports->at[i].name, name) == 0) found = &reports->at[i];
  }
  return found;
}

static char *place(const char *path, const struct un_record *record) {
  struct un_strbuf text = UN_STRBUF_INIT;
  un_strbuf_printf(&text, "%s:%lld", path, record->line);
  return un_strbuf_take(&text);
}

/* L10: the 20 headers, exactly and in their order. */
static void judge_headers(struct un_lint *lint, const struct un_report *report, const char *path,
                          const struct un_record *header) {
  char *where = place(path, header);
  struct un_strbuf why = UN_STRBUF_INIT;
  int n = report->column_count > header->count ? report->column_count : header->count;
  for (int i = 0; i < n; i++) {
    const char *is = un_record_text(header, i), *must = i < report->column_count ? report->columns[i].name : NULL;
    if (is && must && strcmp(is, must) == 0) continue;
    un_strbuf_clear(&why);
    if (!must) un_strbuf_printf(&why, "column %d is '%s': there are %d", i + 1, is ? is : "", report->column_count);
    else un_strbuf_printf(&why, "column %d is '%s', must be '%s'", i + 1, is ? is : "", must);
    un_lint_add(lint, "L10", UN_LINT_ERROR, "dsa-orders", where, why.text,
                "use the template's headers: Implementing Regulation (EU) 2024/2835, annex I, part 3");
  }
  un_strbuf_free(&why);
  free(where);
}

static int column_like(const struct un_record *header, const char *const *names) {
  for (; *names; names++) {
    for (int i = 0; i < header->count; i++) {
      const char *text = un_record_text(header, i);
      if (text && strcasecmp(text, *names) == 0) return i;
    }
  }
  return -1;
}

static char *copy(const struct un_record *record, int i) {
  const char *text = i >= 0 ? un_record_text(record, i) : NULL;
  return text ? un_strdup(text) : NULL;
}

struct lines {
  struct un_band_line *at;
  size_t count;
};

static void add_line(struct lines *lines, const struct un_record *record, const char *path, int period,
                     int category, int band) {
  lines->at = un_realloc(lines->at, (lines->count + 1) * sizeof *lines->at);
  lines->at[lines->count++] = (struct un_band_line){
      .period = copy(record, period), .category = copy(record, category), .band = copy(record, band),
      .where = place(path, record)};
}

static void free_lines(struct lines *lines) {
  for (size_t i = 0; i < lines->count; i++) {
    free(lines->at[i].period);
    free(lines->at[i].category);
    free(lines->at[i].band);
    free(lines->at[i].where);
  }
  free(lines->at);
}

/* Every other cell of a banded row that is a number is a figure too. */
static int read_bands(struct un_lint *lint, struct un_reader *reader, const struct un_record *header, const char *path) {
  static const char *const periods[] = {"period", "reporting period", "half", NULL};
  static const char *const categories[] = {"category", "process", "type", NULL};
  static const char *const bands[] = {"band", "range", "value", "count", "requests", NULL};
  char as_of[11];
  struct lines lines = {0};
  int period = column_like(header, periods), category = column_like(header, categories);
  int band = column_like(header, bands), code = 0;
  if (band < 0) {
    return un_fail(UN_EXIT_USAGE, "%s: no column 'band'; a draft of us-bands has period, category, band", path);
  }
  enum un_record_result result;
  while ((result = un_reader_next(reader)) != UN_RECORD_END) {
    if (result == UN_RECORD_FAULT) {
      code = un_fail(UN_EXIT_USAGE, "%s:%lld: %s", path, reader->record->fault_line, reader->record->fault);
      break;
    }
    add_line(&lines, reader->record, path, period, category, band);
  }
  if (code == 0) code = un_reader_finish(reader);
  un_report_as_of(lint->shell, as_of);
  if (code == 0) un_lint_bands(lint, "us-bands", lines.at, lines.count, as_of);
  free_lines(&lines);
  return code;
}

int un_lint_draft(struct un_lint *lint, const struct un_reports *reports, const char *path, const char *as) {
  static const struct un_reader_options options;
  struct un_reader reader;
  int code = un_reader_open(&reader, path, &options);
  if (code != 0) return code;
  if (!un_reader_next_table(&reader) || un_reader_next(&reader) != UN_RECORD_READ) {
    code = reader.record && reader.record->fault
               ? un_fail(UN_EXIT_USAGE, "%s:%lld: %s", path, reader.record->fault_line, reader.record->fault)
               : un_fail(UN_EXIT_USAGE, "%s: no header line", path);
  } else if (strcmp(as, "dsa-orders") == 0) {
    judge_headers(lint, ours(reports, as), path, reader.record);
  } else {
    code = read_bands(lint, &reader, reader.record, path);
  }
  un_reader_close(&reader);
  return code;
}
