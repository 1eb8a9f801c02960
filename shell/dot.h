/* Dot-commands: a row each (dot_table.c), a function each (dot_*.c).
**
** Dispatch, help, completion, abbreviation, --safe and the manual follow from the
** rows. Names may be cut as long as they are unique; a row without a function
** answers what to use instead. A function gets its words, [0] being the command
** itself, and returns an exit code after its message.
*/
#ifndef UN_SHELL_DOT_H
#define UN_SHELL_DOT_H

#include "shell.h"
#include "words.h"

enum { UN_DOT_MANY = 1000 };

enum {
  UN_DOT_UNSAFE = 1, /* refused under --safe: it touches files or other databases */
  UN_DOT_PAGED = 2   /* at a prompt: it shows what may be longer than the screen, and runs no other */
};

/* What completes an argument. */
enum un_argument {
  UN_ARG_NOTHING, UN_ARG_ON_OFF, UN_ARG_FILE, UN_ARG_FORMAT, UN_ARG_TABLE, UN_ARG_DOT, UN_ARG_REPORT,
  UN_ARG_FUNCTION, UN_ARG_PARAM
};

typedef int un_dot_fn(struct un_shell *shell, const struct un_words *words);

// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): in the order a row is read
struct un_dot {
  const char *name;
  int min, max;       /* words after the name */
  int is;             /* UN_DOT_UNSAFE and the like, or 0 */
  un_dot_fn *run;     /* NULL: `help` says what to use instead */
  enum un_argument argument;
  const char *usage;  /* after the name */
  const char *help;
};

extern const struct un_dot un_dots[];
extern const int un_dots_count;

/* Other names: sqlite3's second spellings, and psql's after a backslash. */
struct un_dot_alias {
  char sign; /* '.' or '\\' */
  const char *name, *dot;
};
extern const struct un_dot_alias un_dot_aliases[];
extern const int un_dot_aliases_count;

/* The row a name means, exactly or as the beginning of one only; NULL. */
const struct un_dot *un_dot_find(char sign, const char *name);

/* A message that names source, line and column of a word, with a caret under it;
** returns the code. word 0: the command. */
int un_dot_fail(struct un_shell *shell, const struct un_words *words, int word, int code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
int un_dot_usage(const struct un_dot *dot);

/* A word that is none of these: exit 2 with the nearest; one of them, used wrongly:
** the usage. */
int un_dot_word(struct un_shell *shell, const struct un_words *words, int word, const char *const *names, size_t count);

/* on, off, yes, no, 1, 0 at a word; exit 2 after a message. */
int un_dot_on_off(struct un_shell *shell, const struct un_words *words, int word, bool *on);

/* dot_schema.c */
un_dot_fn un_dot_tables, un_dot_schema, un_dot_indexes, un_dot_databases, un_dot_functions, un_dot_help;
/* dot_output.c */
un_dot_fn un_dot_mode, un_dot_headers, un_dot_nullvalue, un_dot_separator, un_dot_width, un_dot_output,
    un_dot_once, un_dot_print, un_dot_show, un_dot_expand;
/* dot_session.c */
un_dot_fn un_dot_asof, un_dot_bail, un_dot_changes, un_dot_echo, un_dot_edit, un_dot_eqp, un_dot_explain, un_dot_exit,
    un_dot_log, un_dot_param, un_dot_prompt, un_dot_quit, un_dot_stats, un_dot_timeout, un_dot_timer, un_dot_trace,
    un_dot_version;
void un_trace_again(struct un_shell *shell); /* .trace, on the database that is open now */
/* dot_file.c */
un_dot_fn un_dot_backup, un_dot_cd, un_dot_load, un_dot_open, un_dot_read, un_dot_system;
/* dump.c, dot_import.c, view.c, dot_report.c */
un_dot_fn un_dot_dump, un_dot_import, un_dot_crosstab, un_dot_chart, un_dot_report;

#endif
