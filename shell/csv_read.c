/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv_read.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum quoting { PLAIN, QUOTED, DOUBLED };

/* --- bytes ---------------------------------------------------------------------- */

/* More bytes behind `filled`; false when there are none or the record is too long. */
static bool fill(struct un_csv *csv) {
  if (csv->ended) return false;
  if (csv->filled == csv->room && csv->start > 0) {
    memmove(csv->buffer, csv->buffer + csv->start, csv->filled - csv->start);
    csv->filled -= csv->start;
    csv->start = 0;
  }
  if (csv->filled == csv->room) {
    if (csv->room >= UN_CSV_RECORD_MAX) return false;
    csv->room *= 2;
    csv->buffer = un_realloc(csv->buffer, csv->room);
  }
  size_t n = un_decode_read(csv->source, csv->buffer + csv->filled, csv->room - csv->filled);
  csv->filled += n;
  if (n == 0) csv->ended = true;
  return n > 0;
}

/* Whether the byte at start + pos is there. */
static bool there(struct un_csv *csv, size_t pos) {
  while (csv->start + pos >= csv->filled) {
    if (!fill(csv)) return false;
  }
  return true;
}

static char byte_at(const struct un_csv *csv, size_t pos) { return csv->buffer[csv->start + pos]; }

static bool at_line_end(struct un_csv *csv, size_t pos) {
  return !there(csv, pos) || byte_at(csv, pos) == '\n' || byte_at(csv, pos) == '\r';
}

/* Bytes of the line end at pos: LF, CRLF or CR; 0 at the end. */
static size_t line_end(struct un_csv *csv, size_t pos) {
  if (!there(csv, pos)) return 0;
  bool pair = byte_at(csv, pos) == '\r' && there(csv, pos + 1) && byte_at(csv, pos + 1) == '\n';
  return pair ? 2 : 1;
}

static void consume(struct un_csv *csv, size_t len) {
  csv->byte += (long long)un_decode_length(csv->source, csv->buffer + csv->start, len);
  csv->start += len;
}

/* --- opening --------------------------------------------------------------------- */

/* Requirement 4. */
static char find_delimiter(struct un_csv *csv) {
  static const char candidates[] = ",;\t";
  int counts[3] = {0};
  bool quoted = false, any = false;
  for (size_t pos = 0; there(csv, pos) && pos < UN_CSV_BUFFER; pos++) {
    char c = byte_at(csv, pos);
    const char *found = c ? strchr(candidates, c) : NULL;
    if (c == '"') quoted = !quoted;
    if (!quoted && found) counts[found - candidates]++, any = true;
    if (any && !quoted && (c == '\n' || c == '\r')) break;
  }
  int best = 0;
  for (int i = 1; i < 3; i++) {
    if (counts[i] > counts[best]) best = i;
  }
  return candidates[best];
}

void un_csv_open(struct un_csv *csv, struct un_decoder *source, char delimiter, size_t buffer) {
  *csv = (struct un_csv){.source = source, .room = buffer, .line = 1};
  csv->record = (struct un_record){.text = UN_STRBUF_INIT};
  csv->buffer = un_alloc(buffer);
  csv->byte = (long long)source->mark;
  csv->delimiter = delimiter ? delimiter : find_delimiter(csv);
  csv->structural[(unsigned char)csv->delimiter] = true;
  csv->structural['\n'] = csv->structural['\r'] = csv->structural['"'] = true;
}

void un_csv_free(struct un_csv *csv) {
  un_record_free(&csv->record);
  free(csv->buffer);
  csv->buffer = NULL;
}

/* --- fields: their bounds in the raw record ---------------------------------------- */

static const char too_long[] = "a record of more than 16 MiB; is a quote in it never closed?";

/* From the opening quote at pos to behind the closing one; NULL or what is wrong. */
static const char *read_quoted(struct un_csv *csv, struct un_field *field, enum quoting *quoting) {
  *quoting = QUOTED;
  field->at = ++csv->pos;
  for (;;) {
    const char *from = csv->buffer + csv->start + csv->pos;
    size_t have = csv->start + csv->pos < csv->filled ? csv->filled - csv->start - csv->pos : 0;
    const char *quote = have > 0 ? memchr(from, '"', have) : NULL;
    csv->pos += quote ? (size_t)(quote - from) : have;
    if (!quote) {
      if (fill(csv)) continue;
      return csv->ended ? "a quote that is never closed" : too_long;
    }
    field->len = csv->pos++ - field->at;
    if (at_line_end(csv, csv->pos) || byte_at(csv, csv->pos) == csv->delimiter) return NULL;
    if (byte_at(csv, csv->pos) != '"') return "text after a closing quote";
    *quoting = DOUBLED;
    csv->pos++;
  }
}

static const char *read_plain(struct un_csv *csv, struct un_field *field) {
  field->at = csv->pos;
  for (;;) {
    const char *at = csv->buffer + csv->start + csv->pos, *end = csv->buffer + csv->filled, *from = at;
    while (at < end && !csv->structural[(unsigned char)*at]) at++;
    csv->pos += (size_t)(at - from);
    if (at < end) {
      if (*at == '"') return "a quote inside an unquoted field";
      break;
    }
    if (!fill(csv)) {
      if (!csv->ended) return too_long;
      break;
    }
  }
  field->len = csv->pos - field->at;
  return NULL;
}

/* --- records ----------------------------------------------------------------------- */

static long long count_lines(const char *text, size_t len) {
  long long n = 0;
  for (size_t i = 0; i < len; i++) {
    n += text[i] == '\n' ? 1 : text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n');
  }
  return n;
}

/* The record ends at pos, behind what is taken with it. */
static void end_record(struct un_csv *csv, size_t raw, bool multiline) {
  csv->record.raw = csv->buffer + csv->start;
  csv->record.raw_len = raw;
  if (multiline) csv->line += count_lines(csv->record.raw, raw);
  if (csv->pos > raw) csv->line++;
  consume(csv, csv->pos);
}

/* Requirement 2: what is wrong with a field of quotes, and where reading goes on. */
static enum un_record_result quote_fault(struct un_csv *csv, size_t field_at, const char *reason) {
  struct un_record *record = &csv->record;
  record->fault = reason;
  record->fault_column = record->count;
  record->fault_line = csv->line + count_lines(csv->buffer + csv->start, field_at);
  csv->pos = field_at;
  while (!at_line_end(csv, csv->pos)) csv->pos++;
  size_t raw = csv->pos;
  csv->pos += line_end(csv, csv->pos);
  end_record(csv, raw, true);
  /* The rest of a line that is too long to be kept. */
  while (reason == too_long && csv->pos == raw && !at_line_end(csv, 0)) consume(csv, 1);
  return UN_RECORD_FAULT;
}

/* NUL or a byte above 0x7f somewhere, eight at a time. */
static bool needs_look(const char *text, size_t len) {
  const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
  uint64_t seen = 0;
  size_t i = 0;
  for (; i + 8 <= len; i += 8) {
    uint64_t word;
    memcpy(&word, text + i, 8);
    seen |= word | (word - ones);
  }
  for (; i < len; i++) seen |= (unsigned char)text[i] < 1 ? tops : (unsigned char)text[i];
  return (seen & tops) != 0;
}

static const char *check_bytes(const struct un_csv *csv, const char *text, size_t len) {
  for (size_t i = 0; i < len;) {
    unsigned c;
    size_t n = un_utf8(text + i, len - i, &c);
    if (n == 0) {
      return csv->source->encoding == UN_ENCODING_UTF8    ? "bytes that are not UTF-8"
             : csv->source->encoding == UN_ENCODING_BYTES ? "a byte that the encoding has no character for"
                                                          : "half a character (UTF-16)";
    }
    if (c == 0) return "a NUL byte";
    i += n;
  }
  return NULL;
}

/* The fields' texts from the raw record: one copy, then each ended by a NUL. */
static void cut_fields(struct un_csv *csv) {
  struct un_record *record = &csv->record;
  un_strbuf_clear(&record->text);
  un_strbuf_add(&record->text, record->raw, record->raw_len);
  char *text = record->text.text;
  for (int i = 0; i < record->count; i++) {
    struct un_field *field = &record->fields[i];
    char *from = text + field->at, *end = from + field->len;
    if (from > text && from[-1] == '"' && memchr(from, '"', field->len)) {
      char *to = from;
      for (; from < end; from++) {
        if (*from == '"') from++; /* the second of a pair */
        *to++ = *from;
      }
      field->len = (size_t)(to - (text + field->at));
    }
    text[field->at + field->len] = '\0';
  }
}

static enum un_record_result bytes_fault(struct un_csv *csv) {
  struct un_record *record = &csv->record;
  for (int i = 0; i < record->count && !record->fault; i++) {
    const struct un_field *field = &record->fields[i];
    record->fault = check_bytes(csv, record->raw + field->at, field->len);
    record->fault_column = i + 1;
    record->fault_line = record->line + count_lines(record->raw, field->at);
  }
  return record->fault ? UN_RECORD_FAULT : UN_RECORD_READ;
}

enum un_record_result un_csv_next(struct un_csv *csv) {
  struct un_record *record = &csv->record;
  while (there(csv, 0) && at_line_end(csv, 0)) {
    consume(csv, line_end(csv, 0));
    csv->line++;
  }
  record->count = 0;
  record->fault = NULL;
  record->fault_column = 0;
  record->line = record->fault_line = csv->line;
  record->byte = csv->byte;
  csv->pos = 0;
  if (!there(csv, 0)) return UN_RECORD_END;
  bool multiline = false;
  for (;;) {
    struct un_field *field = un_record_add(record);
    size_t field_at = csv->pos;
    enum quoting quoting = PLAIN;
    bool quoted = there(csv, csv->pos) && byte_at(csv, csv->pos) == '"';
    const char *wrong = quoted ? read_quoted(csv, field, &quoting) : read_plain(csv, field);
    if (wrong) return quote_fault(csv, field_at, wrong);
    field->null = !quoted && field->len == 0;
    multiline = multiline || quoted;
    if (at_line_end(csv, csv->pos)) break;
    csv->pos++; /* the delimiter */
  }
  size_t raw = csv->pos;
  csv->pos += line_end(csv, csv->pos);
  end_record(csv, raw, multiline);
  if (needs_look(record->raw, record->raw_len) && bytes_fault(csv) == UN_RECORD_FAULT) return UN_RECORD_FAULT;
  cut_fields(csv);
  return UN_RECORD_READ;
}
