/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_sql.h"

#include <stdlib.h>
#include <string.h>

#include "strbuf.h"

/* Past a string, a quoted name or a comment, else past one character. */
static const char *past(const char *at) {
  const char *end;
  if (*at == '\'' || *at == '"' || *at == '`') {
    end = strchr(at + 1, *at);
    return end ? end + 1 : at + strlen(at);
  }
  if (strncmp(at, "--", 2) == 0) return at + strcspn(at, "\n");
  if (strncmp(at, "/*", 2) == 0) {
    end = strstr(at + 2, "*/");
    return end ? end + 2 : at + strlen(at);
  }
  return at + 1;
}

/* The bracket that closes the one at `open`, or NULL. */
static const char *closing(const char *open) {
  int depth = 0;
  for (const char *at = open; *at; at = past(at)) {
    if (*at == '(') depth++;
    if (*at == ')' && --depth == 0) return at;
  }
  return NULL;
}

/* Is it `(:name IS NULL OR `? What follows is at *rest. */
static const struct un_param *optional(struct un_params *params, const char *at, const char **rest) {
  static const char test[] = " IS NULL OR ";
  if (strncmp(at, "(:", 2) != 0) return NULL;
  size_t len = strspn(at + 2, "abcdefghijklmnopqrstuvwxyz0123456789_");
  if (strncmp(at + 2 + len, test, sizeof test - 1) != 0) return NULL;
  char *name = strndup(at + 2, len);
  const struct un_param *param = un_params_find(params, name);
  free(name);
  *rest = at + 2 + len + sizeof test - 1;
  return param;
}

char *un_report_decide(struct un_params *params, const char *sql) {
  struct un_strbuf out = UN_STRBUF_INIT;
  const char *rest = sql, *end;
  for (const char *at = sql; *at; at = end) {
    const struct un_param *param = *at == '(' ? optional(params, at, &rest) : NULL;
    const char *close = param && !param->text ? closing(at) : NULL;
    if (close) {
      un_strbuf_putc(&out, '1');
      end = close + 1;
    } else if (param && param->text) {
      un_strbuf_putc(&out, '(');
      end = rest;
    } else {
      end = past(at);
      un_strbuf_add(&out, at, (size_t)(end - at));
    }
  }
  return un_strbuf_take(&out);
}
