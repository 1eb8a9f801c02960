/* CSV to records: RFC 4180, strict, with the place of every fault.
**
** (1) Lines end with LF, CRLF or a lone CR; a UTF-8 BOM is skipped; blank lines
**     are skipped. Lines count physical lines from 1, bytes from 0.
** (2) Faults: a quote that is not closed (named at its opening line), text
**     after a closing quote, a quote inside an unquoted field, a NUL byte, bytes
**     that are not UTF-8, UTF-16. After a fault reading goes on at the next
**     physical line: one bad quote does not swallow the file.
** (3) An empty field is NULL; a quoted empty field is the empty text.
**
** Ownership: the reader borrows the data; a record's texts live until the next
** call; un_csv_free frees what the reader holds.
*/
#ifndef UN_SHELL_CSV_READ_H
#define UN_SHELL_CSV_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "strbuf.h"

struct un_csv_field {
  size_t at, len; /* in the reader's text */
  bool null;
};

struct un_csv {
  const char *data;
  size_t len, at;
  int line;
  struct un_strbuf text;      /* the fields of this record, unquoted, NUL-ended */
  struct un_csv_field *fields;
  int count, room;
  int record_line;            /* where this record begins */
  size_t record_byte;
  size_t record_len;          /* its raw bytes, without the line end */
  int fault_column;           /* 1-based */
  const char *fault;          /* NULL: none */
};

enum un_csv_result { UN_CSV_END, UN_CSV_RECORD, UN_CSV_FAULT };

void un_csv_open(struct un_csv *csv, const char *data, size_t len);
enum un_csv_result un_csv_next(struct un_csv *csv);
void un_csv_free(struct un_csv *csv);

/* Field i of this record, or NULL. */
const char *un_csv_text(const struct un_csv *csv, int i);

#endif
