/* A command line: one table of options (args.c), parsed once.
**
** An option is a row: name, letter, the commands it belongs to, its value's
** name, one line of help. `--help`, the man page, completion and "did you
** mean" follow from the rows. Options may stand before, between and after the
** operands; `--name=value` and `--name value` are the same; `--` ends them.
**
** Ownership: everything points into argv or static rows.
*/
#ifndef UN_SHELL_ARGS_H
#define UN_SHELL_ARGS_H

#include <stdbool.h>
#include <stddef.h>

struct un_arg {
  const char *name;  /* long name without dashes */
  const char *value; /* "" for flags */
};

struct un_args {
  const char *command;       /* "init", "import", "report", ... or NULL: the shell */
  const char **operands;     /* in order */
  int operand_count;
  struct un_arg *given;      /* in order; a repeatable option appears again */
  int given_count;
  struct un_arg *extra;      /* options no row names, for commands that take
                                parameters of their own (report) */
  int extra_count;
};

/* The last value given, "" for a flag, NULL when absent. */
const char *un_args_get(const struct un_args *args, const char *name);
bool un_args_has(const struct un_args *args, const char *name);

/* Commands take the arguments that args.c has checked against their rows. */
struct un_shell;
int un_init_main(struct un_shell *shell, const struct un_args *args);
int un_import_main(struct un_shell *shell, const struct un_args *args);
int un_report_main(struct un_shell *shell, const struct un_args *args);

#endif
