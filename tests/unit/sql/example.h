/* The examples of un_functions as queries, with some arguments replaced.
**
** An example holds one call of its function; what stands between its commas is
** what a test may put its own value for. So a new row is tested by being there.
**
** Ownership: the query is the caller's, freed with sqlite3_free.
*/
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "sql/function.h"

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

enum { EXAMPLE_ARGS = 8 };

struct example_arg {
  const char *at;
  int len;
};

/* The first call of name in text: its arguments, and where it ends (after the
** bracket); -1 when there is none. */
static inline int example_args(const char *text, const char *name, struct example_arg *args,
                               const char **end) {
  size_t n = strlen(name);
  const char *at = text;
  do {
    at = strstr(at, name);
    if (!at) return -1;
    bool whole = (at == text || !(isalnum((unsigned char)at[-1]) || at[-1] == '_')) && at[n] == '(';
    at += n;
    if (whole) break;
  } while (true);
  int count = 0, depth = 0;
  bool quoted = false;
  args[0].at = ++at;
  for (;; at++) {
    if (*at == '\0') return -1;
    if (*at == '\'') quoted = !quoted;
    if (quoted) continue;
    if (*at == '(') depth++;
    if ((*at == ',' || *at == ')') && depth == 0) {
      args[count].len = (int)(at - args[count].at);
      if (*at == ')') break;
      if (++count == EXAMPLE_ARGS) return -1;
      args[count].at = at + 1;
    }
    if (*at == ')') depth--;
  }
  *end = at + 1;
  return count == 0 && args[0].len == 0 ? 0 : count + 1;
}

/* The example as a SELECT; an argument i whose with[i] is given is that text. */
static inline char *example_sql(const struct un_function *f, const char *const with[]) {
  struct example_arg args[EXAMPLE_ARGS];
  const char *at = f->example, *end = NULL;
  int count = example_args(f->example, f->name, args, &end);
  if (count != f->nargs) return NULL;
  sqlite3_str *sql = sqlite3_str_new(NULL);
  if (strncmp(at, "SELECT", 6) != 0) sqlite3_str_appendall(sql, "SELECT ");
  for (int i = 0; i < count; i++) {
    if (!with || !with[i]) continue;
    sqlite3_str_append(sql, at, (int)(args[i].at - at));
    sqlite3_str_appendall(sql, with[i]);
    at = args[i].at + args[i].len;
  }
  sqlite3_str_appendall(sql, at);
  return sqlite3_str_finish(sql);
}

#endif
