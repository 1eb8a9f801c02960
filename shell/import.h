/* One run of `unseal import`: its maps, the file at hand, the record at hand.
**
** Ownership: a un_import owns what it reads; import.c frees the file's part after
** each file and the rest at the end.
*/
#ifndef UN_SHELL_IMPORT_H
#define UN_SHELL_IMPORT_H

#include <stdbool.h>
#include <sqlite3.h>

#include "args.h"
#include "import_map.h"
#include "outfile.h"
#include "reader.h"
#include "shell.h"

enum { UN_IMPORT_MAPS = 64, UN_IMPORT_STATEMENTS = 16 };

struct un_import {
  struct un_shell *shell;
  const struct un_args *args;
  struct un_map maps[UN_IMPORT_MAPS];
  int map_count;
  struct un_out *rejects;    /* NULL: the first bad record ends it */
  long long rejected;
  char delimiter;            /* 0: found in each file */
  /* the file at hand */
  const char *path;
  const struct un_map *map;
  const struct un_map_layout *layout;
  int field[UN_MAP_COLUMNS];
  struct un_reader reader;
  sqlite3_stmt *stage, *statements[UN_IMPORT_STATEMENTS];
  int statement_count;
  sqlite3_int64 file_id;
  long long rows, changed, bad;
  bool touched; /* this record changed the register */
  /* what the record at hand is rejected for */
  int column;
  char *reason;
};

/* import_record.c: the record that in->reader holds. 0, or an exit code after a
** message; a bad record is 0 when there is a place for rejects. */
int un_import_record(struct un_import *in);

/* Reject that record for what the reader says of it. */
int un_import_reject(struct un_import *in, int column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* reject() and given() of the maps' SQL, and the watch for what changes. */
void un_import_functions(struct un_import *in);

#endif
