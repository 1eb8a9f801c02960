/* A file's records, whatever it is: CSV in its encodings, or a workbook.
**
** (1) A file is read once, in a fixed memory; its SHA-256 is of the bytes read. A
**     pipe is copied to an unnamed temporary file first.
** (2) A file holds tables: a CSV file one, a workbook one a sheet (all visible
**     sheets in their order, or the one that is asked for).
**
** Ownership: un_reader_close frees what un_reader_open made; `record` lives until
** the next call.
*/
#ifndef UN_SHELL_READER_H
#define UN_SHELL_READER_H

#include <nettle/sha2.h>

#include "csv_read.h"
#include "decode.h"
#include "record.h"

struct un_xlsx;

struct un_reader_options {
  const char *encoding; /* NULL: by byte order mark, else UTF-8 */
  const char *sheet;    /* NULL: every visible sheet */
  char delimiter;       /* 0: found in the file */
};

struct un_reader {
  const char *path;
  int fd;
  long long size, done; /* bytes of the file, and those read */
  int read_error;       /* errno of a failed read; 0: none */
  struct sha256_ctx hash;
  struct un_decoder decoder;
  struct un_csv csv;
  struct un_xlsx *book; /* NULL: CSV */
  int table;            /* the next one */
  int only;             /* the sheet asked for, -1: all that are visible */
  struct un_record *record;
};

/* 0, or UN_EXIT_USAGE (no such file, encoding or sheet), UN_EXIT_SQL (what the
** file is) after a message. The first table is next. */
int un_reader_open(struct un_reader *reader, const char *path, const struct un_reader_options *options);
void un_reader_close(struct un_reader *reader);

/* Begin the next table of the file; false when there is none. */
bool un_reader_next_table(struct un_reader *reader);

/* The next record of the table in reader->record. */
enum un_record_result un_reader_next(struct un_reader *reader);

/* 0, or an exit code after a message when the file could not be read to its end. */
int un_reader_finish(struct un_reader *reader);

/* SHA-256 of the file, 64 hex digits: by_itself reads it from its first byte, apart
** from the records; otherwise of what was read, after the last record. */
void un_reader_sha256(struct un_reader *reader, bool by_itself, char out[65]);

#endif
