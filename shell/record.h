/* A record on its way in: the fields of a CSV record or of a workbook's row.
**
** (1) An empty field is NULL; a quoted empty field is the empty text.
** (2) `line` is the physical line on which the record begins, from 1; a sheet's
**     row number. `byte` counts from 0 in the file as it is, before decoding;
**     -1 in a workbook. `raw` begins there.
** (3) A fault has the line and the field (from 1; 0: the whole record) where the
**     faulty field begins: a quote that is never closed is named where it opens.
**
** Ownership: the reader that fills a record owns it; texts live until its next
** call.
*/
#ifndef UN_SHELL_RECORD_H
#define UN_SHELL_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "strbuf.h"

struct un_field {
  size_t at, len; /* in text */
  bool null;
};

struct un_record {
  struct un_strbuf text; /* the fields, unquoted, NUL-ended */
  struct un_field *fields;
  int count, room;
  long long line, byte;
  const char *raw; /* without the line end; not NUL-ended */
  size_t raw_len;
  const char *sheet; /* NULL: not of a workbook */
  const char *fault; /* NULL: none */
  int fault_column;
  long long fault_line;
};

enum un_record_result { UN_RECORD_END, UN_RECORD_READ, UN_RECORD_FAULT };

struct un_field *un_record_add(struct un_record *record);
void un_record_free(struct un_record *record);

/* Field i of the record; NULL when it is empty or there is none. */
const char *un_record_text(const struct un_record *record, int i);
size_t un_record_len(const struct un_record *record, int i);

#endif
