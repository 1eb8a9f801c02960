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
#include "import_head.h"
#include "import_map.h"
#include "outfile.h"
#include "reader.h"
#include "shell.h"

enum { UN_IMPORT_MAPS = 64, UN_IMPORT_STATEMENTS = 16 };

struct un_import {
  struct un_shell *shell;
  const struct un_args *args;
  struct un_map maps[UN_IMPORT_MAPS];
  int map_count, own_count; /* the first are the user's */
  struct un_out *rejects;    /* NULL: the first bad record ends it */
  long long rejected;
  char delimiter;            /* 0: found in each file */
  /* the file at hand */
  const char *path;
  const struct un_map *map;
  const struct un_map_layout *layout;
  int field[UN_MAP_COLUMNS];
  struct un_head head;
  bool named;  /* the user chose the map */
  bool several; /* layouts have been read in this file */
  bool unread; /* some field of the table has no column */
  struct un_reader reader;
  sqlite3_stmt *stage, *statements[UN_IMPORT_STATEMENTS];
  int statement_count;
  sqlite3_stmt *attempt;                /* NULL: none */
  char *indexes;                        /* SQL that builds what was dropped; NULL: nothing */
  int attempt_column[UN_MAP_COLUMNS];   /* of each of its parameters, -1: not a column's */
  sqlite3_int64 file_id, earlier;       /* earlier: the import of these very bytes; 0: none */
  long long rows, changed, bad, seen; /* seen: records read */
  bool touched; /* this record changed the register */
  /* what the record at hand is rejected for */
  int column;
  char *reason;
};

/* A file that was named. */
struct un_import_source {
  const char *path;
  struct un_kept kept;
  int place; /* when it is read */
};

/* import.c: how it is opened, each time. */
struct un_reader_options un_import_options(const struct un_import *in, struct un_import_source *file);

/* import_order.c: the files, or the sheets of the file that is open, in the order of the
** references between their tables, else as they were. *map: the user's, NULL: the header
** says; then the one that it says. Exit codes after a message. */
int un_import_order_files(struct un_import *in, const struct un_map *map, struct un_import_source *files, int count);
int un_import_order_sheets(struct un_import *in, const struct un_map **map);

/* Whether the tables are there that the layout fills. */
int un_import_check_fills(const struct un_import *in);

/* import_file.c: the file's row in import_files, once its map is known, and at its end;
** *already when the very file is in, with all it has. 0, or an exit code after a message. */
const char *un_import_provider(const struct un_import *in); /* NULL: not known */
int un_import_begin_file(struct un_import *in, bool *already);
int un_import_end_file(struct un_import *in, bool *already);
/* Says that the file is in; with --update it takes another --published. */
int un_import_say_again(struct un_import *in);

/* import_table.c: every table of the file at hand. map NULL: the header says. */
int un_import_tables(struct un_import *in, const struct un_map *map, bool *already);
void un_import_finalize(struct un_import *in);

/* import_index.c: take the layout's indexes away while its records come in, when their
** table is empty, and build them again. Exit codes after a message. */
int un_import_drop_indexes(struct un_import *in);
int un_import_build_indexes(struct un_import *in);

/* import_note.c: what the file's figures leave open: names of no known jurisdiction,
** totals that their parts do not give. */
int un_import_notes(struct un_import *in);

/* A note on the record at hand, behind its place: `file:7: ...`, `file:MSFT!7: ...`. */
void un_import_note(const struct un_import *in, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* import_record.c: the record that in->reader holds. 0, or an exit code after a
** message; a bad record is 0 when there is a place for rejects. */
int un_import_record(struct un_import *in);

/* Write the rejects of in->earlier again, where there is a place for them. */
int un_import_repeat_rejects(struct un_import *in);

/* Reject that record for what the reader says of it. */
int un_import_reject(struct un_import *in, int column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* import_text.c: mdy, dmy, span_start, span_end, percent, note. */
void un_import_text_functions(struct un_import *in);

/* reject() and given() of the maps' SQL, and the watch for what changes. */
void un_import_functions(struct un_import *in);

#endif
