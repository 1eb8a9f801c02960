/* The state of one run of the program: connection, parameters, output, format.
**
** Ownership: un_shell owns db, path, params, preface, prompts, logs and the style's
** texts (un_shell_free); `out` is borrowed from whoever opened it, else stdout.
*/
#ifndef UN_SHELL_SHELL_H
#define UN_SHELL_SHELL_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sqlite3.h>

#include "outfile.h"
#include "params.h"
#include "render.h"

struct un_args;

enum un_eqp { UN_EQP_OFF, UN_EQP_ON, UN_EQP_FULL };
enum un_explain { UN_EXPLAIN_AUTO, UN_EXPLAIN_ON, UN_EXPLAIN_OFF };
enum un_view_kind { UN_VIEW_PLAIN, UN_VIEW_CROSSTAB, UN_VIEW_CHART };

struct un_shell {
  sqlite3 *db;
  char *path;            /* as given */
  const char *as_of;     /* --as-of or .asof; NULL: unseal_asof's default */
  char as_of_day[16];    /* by .asof, for as_of to point to: .open keeps it */
  struct un_out *out;
  struct un_out *base;   /* where results go after .once; NULL: no .once */
  struct un_style style; /* format, headers, NULL text */
  struct { /* the style after `.mode --once`; without a format there is none */
    const struct un_format *format;
    bool by_mode;
    int wrap;
    char *column_separator, *row_separator, *table;
  } after;
  bool busy_said;        /* .timeout was; it holds for databases opened after it, too */
  int busy_ms;
  struct un_params params;
  bool interactive;
  bool read_only;
  bool safe;
  bool quit;             /* .quit was said: of this file, or of the program */
  bool exit;             /* .exit was said: of all */
  int exit_code;         /* what .exit said */
  bool bail;             /* a stream ends at its first error */
  bool echo, timer, changes, stats;
  enum un_eqp eqp;
  enum un_explain explain;
  enum un_view_kind view; /* of the next statement */
  char *view_columns[3];
  int chart_width;
  struct un_out *log, *trace; /* NULL: none */
  char *prompts[2];      /* .prompt; NULL: ours */
  const char *where;     /* the source that runs, in errors */
  int line;              /* of the dot-command that runs there */
  int depth;             /* of .read */
  long timeout_ms;       /* --timeout: 0 none */
  long long row_count;   /* of the last statement rendered */
  bool skip_empty;       /* print nothing when there are no rows */
  char *preface;         /* printed once, before the first rows; NULL: none */
};

/* Set by signal handlers, read at every row and statement. */
extern volatile sig_atomic_t un_interrupted; /* 0, SIGINT or SIGTERM */
extern sqlite3 *volatile un_interruptible;   /* whom a signal interrupts */

/* The exit code when a signal came, else 0. */
static inline int un_interrupted_code(void) { return un_interrupted ? 128 + un_interrupted : 0; }

enum un_open_mode { UN_OPEN_READ, UN_OPEN_WRITE, UN_OPEN_CREATE };

/* Open a database: extension registered, double-quoted strings off, trusted
** schema off, DEFENSIVE on, busy timeout 5 s, as-of set. 0, UN_EXIT_OPEN or
** UN_EXIT_USAGE after a message. An earlier connection is closed only on success. */
int un_shell_open(struct un_shell *shell, const char *path, enum un_open_mode mode);
void un_shell_close(struct un_shell *shell);
void un_shell_free(struct un_shell *shell);

/* --timeout counts from here: from opening in batch, per statement at the prompt. */
void un_shell_start_timeout(const struct un_shell *shell);

/* The deadline that runs, to be set again after another shell had its own. */
long long un_shell_deadline(void);
void un_shell_set_deadline(long long deadline);

/* Run SQL (several statements) and render its results to shell->out.
** `where` names the source in errors (a file name, "-c", "<stdin>") and `line`
** is the line of the text's first byte there. Returns an exit code. */
int un_run_sql(struct un_shell *shell, const char *sql, const char *where, int line);

/* The same from a stream, statement by statement, with dot-commands between. */
int un_run_stream(struct un_shell *shell, FILE *file, const char *where);
int un_run_file(struct un_shell *shell, const char *path); /* "-": stdin */

/* Run statements that render nothing; an exit code after a message. */
int un_exec(struct un_shell *shell, const char *sql, const char *where);

/* Bind shell->params to a prepared statement by name; exit 2 naming the first
** parameter that has no value. */
int un_bind_params(struct un_shell *shell, sqlite3_stmt *stmt, const char *where);

/* Step a prepared statement and render it: 0 or an exit code, without a message
** for SQLite's own errors. */
int un_render(struct un_shell *shell, sqlite3_stmt *stmt);

/* A line about the data before the next rows (shell->preface), as the format writes it;
** false where it has none. */
bool un_preface(struct un_shell *shell, const char *text);

/* What SQLite says of the last failure, or that --timeout is over. */
const char *un_sqlite_error(sqlite3 *db);

/* The exit code of a failed SQLite call: 1, 3 (locked, cannot open), 4 (disk full), 130. */
int un_exit_of_sqlite(int rc);

/* Options that several commands share (configure.c); what is not given stays. Exit 2
** after a message. */
int un_configure(struct un_shell *shell, const struct un_args *args);

/* The register's schema in an empty database, without a note (init.c); an exit code. */
int un_init_schema(struct un_shell *shell, const char *path);

/* One line that begins with a dot (dot.c); an exit code. */
int un_dot(struct un_shell *shell, const char *line);

/* The prompt (prompt.c), until end of input or .quit; an exit code. */
int un_prompt(struct un_shell *shell);

/* Memory and, for a statement, its steps, on stderr (statement.c). */
void un_stats_print(struct un_shell *shell, sqlite3_stmt *stmt);

/* A built-in report of that name, and its help on stdout (dot_report.c). */
bool un_report_exists(const char *name);
int un_report_help(struct un_shell *shell, const char *name);

#endif
