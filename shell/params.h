/* Named values for :name, @name and $name in SQL: typed, never evaluated.
**
** A whole integer or a decimal without leading zeros binds as a number, all
** else as text: `2024-01-01` stays a text.
**
** Ownership: names and values are copied.
*/
#ifndef UN_SHELL_PARAMS_H
#define UN_SHELL_PARAMS_H

#include <stdbool.h>
#include <sqlite3.h>

struct un_param {
  char *name; /* without the prefix character */
  char *text; /* NULL: SQL NULL */
};

struct un_params {
  struct un_param *items;
  int count;
};

void un_params_set(struct un_params *params, const char *name, const char *text);
void un_params_unset(struct un_params *params, const char *name);
const struct un_param *un_params_find(const struct un_params *params, const char *name);
void un_params_free(struct un_params *params);

/* Bind one text by the rule above; returns the SQLite code. */
int un_param_bind(sqlite3_stmt *stmt, int index, const char *text);

#endif
