/* The state of one run of the program: connection, parameters, output, format.
**
** Ownership: un_shell owns db, params and the settings; `out` is borrowed from
** whoever opened it and is stdout otherwise.
*/
#ifndef UN_SHELL_SHELL_H
#define UN_SHELL_SHELL_H

#include <signal.h>
#include <stdbool.h>
#include <sqlite3.h>

#include "outfile.h"
#include "params.h"
#include "render.h"

struct un_shell {
  sqlite3 *db;
  char *path;                   /* as given; NULL: :memory: */
  char *as_of;                  /* --as-of or .asof, NULL: unseal_asof's default */
  struct un_out *out;
  struct un_style style;        /* format, headers, NULL text, separators */
  struct un_params params;      /* --param and .param */
  bool interactive;
  bool read_only;
  bool safe;
  long timeout_ms;              /* --timeout: 0 none */
};

/* Set by signal handlers, read at every row and statement. */
extern volatile sig_atomic_t un_interrupted; /* 0, SIGINT or SIGTERM */

enum un_open_mode { UN_OPEN_READ, UN_OPEN_WRITE, UN_OPEN_CREATE };

/* Open shell->path: extension registered, double-quoted strings off, trusted
** schema off, DEFENSIVE on, busy timeout 5 s, as-of set. 0 or UN_EXIT_OPEN /
** UN_EXIT_USAGE after a message. Closes an earlier connection first. */
int un_shell_open(struct un_shell *shell, const char *path, enum un_open_mode mode);
void un_shell_close(struct un_shell *shell);

/* Run SQL (several statements) and render its results to shell->out.
** `where` names the source in errors (a file name, "-c", "<stdin>") and `line`
** is the line of the text's first byte there. Returns an exit code. */
int un_run_sql(struct un_shell *shell, const char *sql, const char *where, int line);

/* Bind shell->params to a prepared statement by name; exit 2 naming the first
** parameter that has no value. */
int un_bind_params(struct un_shell *shell, sqlite3_stmt *stmt, const char *where);

/* Step a prepared statement and render it: 0 or an exit code after a message. */
int un_render(struct un_shell *shell, sqlite3_stmt *stmt);

/* The exit code of a failed SQLite call: 1, 3 (locked, cannot open), 130. */
int un_exit_of_sqlite(int rc);

#endif
