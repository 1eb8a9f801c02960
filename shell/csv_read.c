/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv_read.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

void un_csv_open(struct un_csv *csv, const char *data, size_t len) {
  *csv = (struct un_csv){.data = data, .len = len, .line = 1};
  csv->text = (struct un_strbuf)UN_STRBUF_INIT;
  if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) csv->at = 3;
}

void un_csv_free(struct un_csv *csv) {
  un_strbuf_free(&csv->text);
  free(csv->fields);
  *csv = (struct un_csv){.data = NULL};
}

const char *un_csv_text(const struct un_csv *csv, int i) {
  if (i < 0 || i >= csv->count || csv->fields[i].null) return NULL;
  return csv->text.text + csv->fields[i].at;
}

static bool at_line_end(const struct un_csv *csv) {
  return csv->at >= csv->len || csv->data[csv->at] == '\n' || csv->data[csv->at] == '\r';
}

/* Past LF, CRLF or CR. */
static void end_line(struct un_csv *csv) {
  if (csv->at >= csv->len) return;
  if (csv->data[csv->at] == '\r' && csv->at + 1 < csv->len && csv->data[csv->at + 1] == '\n') {
    csv->at++;
  }
  csv->at++;
  csv->line++;
}

/* The fault, and the rest of the record's first physical line skipped. */
static enum un_csv_result fault(struct un_csv *csv, const char *reason) {
  csv->fault = reason;
  csv->fault_column = csv->count;
  csv->at = csv->record_byte;
  csv->line = csv->record_line;
  while (!at_line_end(csv)) csv->at++;
  csv->record_len = csv->at - csv->record_byte;
  end_line(csv);
  return UN_CSV_FAULT;
}

static struct un_csv_field *new_field(struct un_csv *csv) {
  if (csv->count == csv->room) {
    csv->room = csv->room ? csv->room * 2 : 16;
    csv->fields = un_realloc(csv->fields, (size_t)csv->room * sizeof *csv->fields);
  }
  struct un_csv_field *field = &csv->fields[csv->count++];
  *field = (struct un_csv_field){.at = csv->text.len};
  return field;
}

/* A quoted field from its opening quote; NULL or what is wrong. */
static const char *read_quoted(struct un_csv *csv) {
  for (csv->at++; csv->at < csv->len; csv->at++) {
    char c = csv->data[csv->at];
    if (c == '"') {
      csv->at++;
      if (csv->at >= csv->len || csv->data[csv->at] != '"') {
        bool ends = at_line_end(csv) || csv->data[csv->at] == ',';
        return ends ? NULL : "text after a closing quote";
      }
    } else if (c == '\n' || (c == '\r' && csv->data[csv->at + 1 < csv->len ? csv->at + 1 : csv->at] != '\n')) {
      csv->line++;
    }
    un_strbuf_putc(&csv->text, c);
  }
  return "a quote that is never closed";
}

static const char *read_plain(struct un_csv *csv) {
  size_t from = csv->at;
  while (!at_line_end(csv) && csv->data[csv->at] != ',') {
    if (csv->data[csv->at] == '"') return "a quote inside an unquoted field";
    csv->at++;
  }
  un_strbuf_add(&csv->text, csv->data + from, csv->at - from);
  return NULL;
}

static const char *check_bytes(const char *text, size_t len) {
  for (size_t i = 0; i < len;) {
    unsigned c;
    size_t n = un_utf8(text + i, len - i, &c);
    if (n == 0) return "bytes that are not UTF-8";
    if (c == 0) return "a NUL byte";
    i += n;
  }
  return NULL;
}

static const char *read_field(struct un_csv *csv) {
  size_t field = (size_t)(new_field(csv) - csv->fields);
  bool quoted = csv->at < csv->len && csv->data[csv->at] == '"';
  const char *wrong = quoted ? read_quoted(csv) : read_plain(csv);
  if (wrong) return wrong;
  csv->fields[field].len = csv->text.len - csv->fields[field].at;
  csv->fields[field].null = !quoted && csv->fields[field].len == 0;
  wrong = check_bytes(csv->text.text + csv->fields[field].at, csv->fields[field].len);
  un_strbuf_putc(&csv->text, '\0');
  return wrong;
}

enum un_csv_result un_csv_next(struct un_csv *csv) {
  while (csv->at < csv->len && at_line_end(csv)) end_line(csv);
  un_strbuf_clear(&csv->text);
  csv->count = 0;
  csv->fault = NULL;
  csv->record_line = csv->line;
  csv->record_byte = csv->at;
  if (csv->at >= csv->len) return UN_CSV_END;
  if (csv->at == 0 && csv->len >= 2 &&
      (memcmp(csv->data, "\xff\xfe", 2) == 0 || memcmp(csv->data, "\xfe\xff", 2) == 0)) {
    csv->count = 1;
    enum un_csv_result result = fault(csv, "UTF-16 where UTF-8 is wanted; convert it with iconv");
    csv->at = csv->len;
    return result;
  }
  for (;;) {
    const char *wrong = read_field(csv);
    if (wrong) return fault(csv, wrong);
    if (at_line_end(csv)) break;
    csv->at++; /* the comma */
  }
  csv->record_len = csv->at - csv->record_byte;
  end_line(csv);
  return UN_CSV_RECORD;
}
