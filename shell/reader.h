/* A file's records, whatever it is: CSV in its encodings, or a workbook.
**
** (1) A file is read once, in a fixed memory; its SHA-256 is of the bytes read. A
**     pipe is copied to an unnamed temporary file first.
** (2) A file holds tables: a CSV file one, a workbook one a sheet (all visible
**     sheets in their order or another, or the one that is asked for).
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

/* What can be opened once only, `-` or a pipe, for another reader of it: the caller closes it. */
struct un_kept {
  int fd;       /* -1: a file that can be opened again, or none so far */
  long long at; /* where it begins */
};

struct un_reader_options {
  const char *encoding; /* NULL: by byte order mark, else UTF-8 */
  const char *sheet;    /* NULL: every visible sheet */
  char delimiter;       /* 0: found in the file */
  struct un_kept *kept; /* NULL: it is read once */
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
  int *tables;          /* the sheets to read, in their order; NULL: CSV, which is one table */
  int table_count, table; /* table: the next one */
  struct un_record *record;
};

/* 0, or UN_EXIT_USAGE (no such file, encoding or sheet), UN_EXIT_SQL (what the
** file is) after a message. The first table is next. */
int un_reader_open(struct un_reader *reader, const char *path, const struct un_reader_options *options);
void un_reader_close(struct un_reader *reader);

/* Begin the next table of the file; false when there is none. */
bool un_reader_next_table(struct un_reader *reader);

/* Begin a workbook anew, its table i at place[i]. */
void un_reader_order_tables(struct un_reader *reader, const int *place);

/* The next record of the table in reader->record. */
enum un_record_result un_reader_next(struct un_reader *reader);

/* 0, or an exit code after a message when the file could not be read to its end. */
int un_reader_finish(struct un_reader *reader);

/* SHA-256 of the file, 64 hex digits: by_itself reads it from its first byte, apart
** from the records; otherwise of what was read, after the last record. */
void un_reader_sha256(struct un_reader *reader, bool by_itself, char out[65]);

#endif
