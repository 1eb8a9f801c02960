/* SPDX-License-Identifier: GPL-3.0-or-later
** The rows of a sheet: the parser is paused at the end of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_book.h"

enum { COLUMNS = 16384, ROWS = 1048576 }; /* a sheet's size, in every spreadsheet */

/* --- faults and raw texts ----------------------------------------------------------- */

/* The row's first fault, with the cell's address. */
static void cell_fault(struct un_xlsx *book, const char *text, const char *what) {
  if (book->record.fault) return;
  un_strbuf_clear(&book->fault);
  if (text) un_strbuf_printf(&book->fault, "'%s' ", text);
  un_strbuf_puts(&book->fault, what);
  book->record.fault = book->fault.text;
  book->record.fault_column = book->column;
}

/* The row as a line of CSV: what the rejects keep. */
static void make_raw(struct un_xlsx *book) {
  struct un_record *record = &book->record;
  un_strbuf_clear(&book->raw);
  for (int i = 0; i < record->count; i++) {
    const char *text = un_record_text(record, i);
    if (i > 0) un_strbuf_putc(&book->raw, ',');
    bool quote = text && strpbrk(text, ",\"\r\n");
    if (quote) un_strbuf_putc(&book->raw, '"');
    for (; text && *text; text++) {
      if (*text == '"') un_strbuf_putc(&book->raw, '"');
      un_strbuf_putc(&book->raw, *text);
    }
    if (quote) un_strbuf_putc(&book->raw, '"');
  }
  record->raw = book->raw.text;
  record->raw_len = book->raw.len;
}

/* --- cells -------------------------------------------------------------------------- */

/* `D17`: the column; the row is its row's. 0: no address. */
static int column_of(const char *address) {
  int column = 0;
  for (; *address >= 'A' && *address <= 'Z'; address++) {
    column = column * 26 + (*address - 'A' + 1);
    if (column > COLUMNS) return 0;
  }
  return column;
}

static void add_field(struct un_xlsx *book, const char *text) {
  struct un_record *record = &book->record;
  if (*text == '\0') return;
  while (record->count < book->column) un_record_add(record);
  struct un_field *field = &record->fields[book->column - 1];
  *field = (struct un_field){.at = record->text.len, .len = strlen(text)};
  un_strbuf_add(&record->text, text, field->len + 1);
}

static void add_shared(struct un_xlsx *book, const char *index) {
  char *end;
  long i = strtol(index, &end, 10);
  if (end == index || *end || i < 0 || i >= book->shared_count) {
    cell_fault(book, index, "is not one of the shared texts");
  } else {
    add_field(book, book->shared.text + book->shared_at[i]);
  }
}

static void add_number(struct un_xlsx *book, const char *stored) {
  char text[UN_SHEET_TEXT];
  enum un_sheet_format format = book->style >= 0 && book->style < book->format_count
                                    ? book->formats[book->style] : UN_SHEET_NUMBER;
  const char *wrong = un_sheet_number(stored, format, book->from_1904, text);
  add_field(book, wrong ? stored : text);
  if (wrong) cell_fault(book, stored, wrong);
}

/* At the cell's end its value is in xml.text. */
static void end_cell(struct un_xlsx *book) {
  const char *type = book->type, *text = book->xml.text.text;
  bool is_text = strcmp(type, "str") == 0 || strcmp(type, "inlineStr") == 0;
  if (!book->has_value) {
    if (book->has_formula) cell_fault(book, NULL, "a formula without a stored value; save the file in a spreadsheet");
  } else if (is_text) {
    un_xlsx_unescape(&book->xml.text);
    add_field(book, book->xml.text.text);
  } else if (*text == '\0') {
    return;
  } else if (strcmp(type, "s") == 0) {
    add_shared(book, text);
  } else if (strcmp(type, "b") == 0) {
    add_field(book, strcmp(text, "0") == 0 ? "FALSE" : "TRUE");
  } else if (strcmp(type, "e") == 0 || strcmp(type, "d") == 0) {
    add_field(book, text);
  } else {
    add_number(book, text);
  }
}

/* --- the parser's callbacks ------------------------------------------------------------ */

static void begin_row(struct un_xlsx *book, const char **attributes) {
  const char *number = un_xml_attribute(attributes, "r");
  long long row = number ? strtoll(number, NULL, 10) : book->row + 1;
  if (row <= book->row || row > ROWS) {
    un_xml_fail(&book->xml, "row '%s' after row %lld", number ? number : "", book->row);
    return;
  }
  book->row = row;
  book->column = 0;
  book->record.count = 0;
  un_strbuf_clear(&book->record.text);
}

static void begin_cell(struct un_xlsx *book, const char **attributes) {
  const char *address = un_xml_attribute(attributes, "r"), *type = un_xml_attribute(attributes, "t"),
             *style = un_xml_attribute(attributes, "s");
  int column = address ? column_of(address) : book->column + 1;
  if (column <= book->column || column > COLUMNS) {
    un_xml_fail(&book->xml, "row %lld: cell '%s' out of order", book->row, address ? address : "");
    return;
  }
  book->column = column;
  book->style = style ? (int)strtol(style, NULL, 10) : 0;
  book->has_value = book->has_formula = book->phonetic = false;
  snprintf(book->type, sizeof book->type, "%s", type ? type : "n");
  un_strbuf_clear(&book->xml.text);
}

static void sheet_start(struct un_xml *xml, const char *name, const char **attributes) {
  struct un_xlsx *book = xml->user;
  xml->collect = false;
  if (strcmp(name, "row") == 0) begin_row(book, attributes);
  else if (strcmp(name, "c") == 0) begin_cell(book, attributes);
  else if (strcmp(name, "f") == 0) book->has_formula = true;
  else if (strcmp(name, "rPh") == 0) book->phonetic = true;
  else if (strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && !book->phonetic)) {
    xml->collect = book->has_value = true;
  }
}

static void sheet_end(struct un_xml *xml, const char *name) {
  struct un_xlsx *book = xml->user;
  xml->collect = false;
  if (strcmp(name, "rPh") == 0) {
    book->phonetic = false;
  } else if (strcmp(name, "c") == 0) {
    end_cell(book);
  } else if (strcmp(name, "row") == 0 && (book->record.count > 0 || book->record.fault)) {
    book->ready = true;
    un_xml_pause(xml);
  }
}

/* --- the sheet -------------------------------------------------------------------------- */

void un_xlsx_begin(struct un_xlsx *book, int sheet) {
  if (book->open) un_xml_close(&book->xml);
  book->sheet = &book->sheets[sheet];
  book->xml = (struct un_xml){.user = book, .start = sheet_start, .end = sheet_end};
  book->row = 0;
  book->ready = false;
  book->open = true;
  un_xml_open(&book->xml, book->zip, book->sheet->part);
}

enum un_record_result un_xlsx_next(struct un_xlsx *book) {
  struct un_record *record = &book->record;
  book->ready = false;
  record->fault = NULL;
  record->fault_column = record->count = 0;
  while (!book->ready && un_xml_more(&book->xml)) {
  }
  record->line = record->fault_line = book->row;
  record->byte = -1;
  record->sheet = book->sheet->name;
  if (!book->ready || book->xml.why.len > 0) {
    record->count = 0;
    return UN_RECORD_END;
  }
  make_raw(book);
  return record->fault ? UN_RECORD_FAULT : UN_RECORD_READ;
}

struct un_record *un_xlsx_record(struct un_xlsx *book) { return &book->record; }

const char *un_xlsx_error(const struct un_xlsx *book) {
  return book->open && book->xml.why.len > 0 ? book->xml.why.text : NULL;
}
