/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "params.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "strbuf.h"

static struct un_param *find(struct un_params *params, const char *name) {
  for (int i = 0; i < params->count; i++) {
    if (strcmp(params->items[i].name, name) == 0) return &params->items[i];
  }
  return NULL;
}

void un_params_set(struct un_params *params, const char *name, const char *text) {
  struct un_param *param = find(params, name);
  if (!param) {
    size_t count = (size_t)params->count + 1;
    params->items = un_realloc(params->items, count * sizeof *params->items);
    param = &params->items[params->count++];
    *param = (struct un_param){.name = un_strdup(name)};
  }
  free(param->text);
  param->text = text ? un_strdup(text) : NULL;
}

void un_params_unset(struct un_params *params, const char *name) {
  struct un_param *param = find(params, name);
  if (!param) return;
  free(param->name);
  free(param->text);
  *param = params->items[--params->count];
}

const struct un_param *un_params_find(const struct un_params *params, const char *name) {
  return find((struct un_params *)params, name);
}

void un_params_free(struct un_params *params) {
  for (int i = 0; i < params->count; i++) {
    free(params->items[i].name);
    free(params->items[i].text);
  }
  free(params->items);
  *params = (struct un_params){0};
}

/* `-?(0|[1-9][0-9]*)`, then for decimals `.[0-9]+`; the length of the match. */
static size_t number_length(const char *text, int *decimal) {
  const char *p = text;
  *decimal = 0;
  if (*p == '-') p++;
  if (*p < '0' || *p > '9' || (*p == '0' && p[1] >= '0' && p[1] <= '9')) return 0;
  while (*p >= '0' && *p <= '9') p++;
  if (*p == '.' && p[1] >= '0' && p[1] <= '9') {
    *decimal = 1;
    for (p++; *p >= '0' && *p <= '9'; p++) {
    }
  }
  return (size_t)(p - text);
}

int un_param_bind(sqlite3_stmt *stmt, int index, const char *text) {
  int decimal;
  size_t n = text ? number_length(text, &decimal) : 0;
  if (!text) return sqlite3_bind_null(stmt, index);
  if (n > 0 && text[n] == '\0') {
    errno = 0;
    long long whole = decimal ? 0 : strtoll(text, NULL, 10);
    if (decimal) return sqlite3_bind_double(stmt, index, strtod(text, NULL));
    /* What does not fit stays the text it is. */
    if (errno == 0) return sqlite3_bind_int64(stmt, index, whole);
  }
  return sqlite3_bind_text(stmt, index, text, -1, SQLITE_TRANSIENT);
}
