/* A command line: tables of commands and options (args.c), parsed once.
**
** An option is a row: name, letter, the commands it belongs to, its value's
** name, one line of help. `--help`, completion and "did you mean" follow from
** the rows. Options may stand before, between and after the operands;
** `--name=value` and `--name value` are the same; `--` ends them. The first
** operand is a command when it is a command's name.
**
** Ownership: texts point into argv or static rows; un_args_free frees the lists.
*/
#ifndef UN_SHELL_ARGS_H
#define UN_SHELL_ARGS_H

#include <stdbool.h>
#include <stddef.h>

struct un_arg {
  const char *name;  /* long name without dashes */
  const char *value; /* "" for flags */
};

struct un_args;
struct un_shell;
struct un_strbuf;

struct un_command {
  const char *name; /* NULL: the shell itself */
  const char *usage;
  const char *summary;
  int (*main)(struct un_shell *shell, const struct un_args *args);
  bool parameters; /* takes --PARAM VALUE beyond the option table */
};

struct un_args {
  const struct un_command *command;
  const char **operands; /* in order, without the command's name */
  int operand_count;
  struct un_arg *given;  /* in order; a repeatable option appears again */
  int given_count;
  struct un_arg *extra;  /* --PARAM VALUE of commands that take parameters */
  int extra_count;
};

/* 0, or UN_EXIT_USAGE after a message. */
int un_args_parse(int argc, char **argv, struct un_args *args);
void un_args_free(struct un_args *args);

/* The last value given, "" for a flag, NULL when absent. */
const char *un_args_get(const struct un_args *args, const char *name);

/* The first option given that touches files; NULL: none does. */
const char *un_args_unsafe(const struct un_args *args);
bool un_args_has(const struct un_args *args, const char *name);

/* Usage, summary and options of a command. */
void un_args_usage(const struct un_command *command, struct un_strbuf *out);

/* The same on stdout, with the formats and exit codes. */
void un_args_help(const struct un_command *command);

/* The tables, for what is made of them: help, man page, completions. */
struct un_option_row {
  const char *name;
  char letter;
  int commands;
  bool old, hidden; /* sqlite3's spelling; for our build only */
  const char *value, *help;
};
bool un_option_at(int i, struct un_option_row *row);
bool un_option_is_of(const struct un_option_row *row, const struct un_command *command);
const struct un_command *un_command_at(int i); /* 0 is the shell; NULL past the last */
const char *un_option_meant(const char *command, const char *name); /* the nearest of a command's, or NULL */

/* document.c: the man page or a completion, on stdout; an exit code. */
int un_document(const char *what);

/* The commands' entry points, by file. */
int un_shell_main(struct un_shell *shell, const struct un_args *args);  /* batch.c */
/* -c and -f in their order, then operands from `first` on, to -o or stdout (batch.c). */
int un_shell_batch(struct un_shell *shell, const struct un_args *args, int first);
int un_init_main(struct un_shell *shell, const struct un_args *args);   /* init.c */
int un_record_main(struct un_shell *shell, const struct un_args *args); /* entry.c */
int un_show_main(struct un_shell *shell, const struct un_args *args);   /* show.c */
int un_check_main(struct un_shell *shell, const struct un_args *args);  /* check.c */
int un_backup_main(struct un_shell *shell, const struct un_args *args); /* backup.c */
int un_import_main(struct un_shell *shell, const struct un_args *args); /* import.c */
int un_report_main(struct un_shell *shell, const struct un_args *args); /* report.c */
int un_lint_main(struct un_shell *shell, const struct un_args *args);   /* lint.c */
int un_publish_main(struct un_shell *shell, const struct un_args *args); /* publish.c */

#endif
