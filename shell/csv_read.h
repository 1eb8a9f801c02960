/* CSV to records: RFC 4180, strict, with the place of every fault.
**
** (1) Lines end with LF, CRLF or a lone CR, also mixed; blank lines are skipped.
** (2) Faults: a quote that is not closed, text after a closing quote, a quote
**     inside an unquoted field, a NUL byte, bytes that are not of the encoding,
**     a record above UN_CSV_RECORD_MAX. After a fault of quotes reading goes on at
**     the line after the one where the faulty field begins: one bad quote does
**     not swallow the file. A fault of bytes leaves the record's bounds known:
**     reading goes on after it.
** (3) Memory is the buffer, as long as records fit in it; it grows to the longest
**     record. Any buffer size gives the same records.
** (4) The delimiter is given, or the one of `,` `;` TAB that the first line with
**     any of them has most of, outside quotes; the comma when none is there.
**
** Ownership: the reader borrows its source; un_csv_free frees what it holds.
*/
#ifndef UN_SHELL_CSV_READ_H
#define UN_SHELL_CSV_READ_H

#include "decode.h"
#include "record.h"

enum { UN_CSV_BUFFER = 1 << 18, UN_CSV_RECORD_MAX = 1 << 24 };

struct un_csv {
  struct un_record record;
  struct un_decoder *source;
  char delimiter;
  char *buffer;
  size_t room, start, filled; /* the bytes from start on are not consumed */
  size_t pos;                 /* read so far of this record, from start */
  bool ended;                 /* the source has no more */
  long long line, byte;       /* of start */
  bool structural[256];       /* bytes that end an unquoted run */
};

/* delimiter 0: find it. buffer: its first size in bytes, at least 1. */
void un_csv_open(struct un_csv *csv, struct un_decoder *source, char delimiter, size_t buffer);
enum un_record_result un_csv_next(struct un_csv *csv);
void un_csv_free(struct un_csv *csv);

#endif
