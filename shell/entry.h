/* `unseal record`: one row of the register, its columns as the table says them.
**
** Ownership: a un_entry owns its columns' values and the list of columns.
*/
#ifndef UN_SHELL_ENTRY_H
#define UN_SHELL_ENTRY_H

#include <stdbool.h>
#include <sqlite3.h>

#include "ask.h"

/* What may be recorded: a row of the table in entry_kind.c. */
struct un_entry_kind {
  const char *name;    /* on the command line */
  const char *table;
  const char *parent;  /* the column that points up; NULL: none */
  const char *keys[2]; /* with the parent, what tells one from another */
  const char *has;     /* "2 gags", in messages */
  const char *named;   /* what names one, and is no column of the table: for help */
};

struct un_entry_column {
  char *name;
  bool whole;          /* INTEGER */
  bool needed;         /* NOT NULL without a default */
  bool given;
  char *value;         /* NULL: SQL NULL */
};

struct un_entry {
  sqlite3 *db;
  const struct un_entry_kind *kind;
  struct un_entry_column *columns;
  int count;
  long long id;        /* 0: to be added */
  bool set_only;       /* print the columns that are set: no format was asked for */
};

struct un_entry_column *un_entry_column(struct un_entry *entry, const char *name);

/* The kind of that name, NULL after a message; the i-th, NULL past the last. */
const struct un_entry_kind *un_entry_kind(const char *name);
const struct un_entry_kind *un_entry_kind_at(int i);

/* The columns of the kind's table. 0, or 1 after a message: no register. */
int un_entry_load(struct un_entry *entry);
void un_entry_free(struct un_entry *entry);

/* On stdout: the columns of a kind and what they take, as a new register says them
** (entry_help.c); of all kinds for NULL. */
struct un_shell;
int un_entry_help(struct un_shell *shell, const struct un_entry_kind *kind);

/* What a column of codes takes, `a legal basis (table legal_bases)` without its
** article; NULL for another column. */
const char *un_entry_codes(const char *column);

/* Check one given value: its type, its words, its code (entry_check.c). 0, or 2
** after a message that says what would be right. */
int un_entry_check(struct un_entry *entry, const struct un_entry_column *column);

/* What the law says of the record as stored: an invalid gag is 2, findings of
** data-quality are warnings. */
int un_entry_check_stored(struct un_entry *entry);

#endif
