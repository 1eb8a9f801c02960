/* SPDX-License-Identifier: GPL-3.0-or-later
** What several commands understand alike, from the command line or after `.report`. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "message.h"
#include "shell.h"
#include "strbuf.h"

static int set_timeout(struct un_shell *shell, const char *text) {
  char *end;
  double seconds = strtod(text, &end);
  if (end == text || *end || !(seconds > 0 && seconds < 1e6)) {
    return un_fail(UN_EXIT_USAGE, "--timeout '%s' is not a number of seconds", text);
  }
  shell->timeout_ms = (long)ceil(seconds * 1000);
  return 0;
}

static int set_params(struct un_shell *shell, const struct un_args *args) {
  for (int i = 0; i < args->given_count; i++) {
    if (strcmp(args->given[i].name, "param") != 0) continue;
    const char *value = args->given[i].value, *equals = strchr(value, '=');
    if (!equals || equals == value) {
      return un_fail(UN_EXIT_USAGE, "--param '%s' is not NAME=VALUE", value);
    }
    size_t prefix = strchr(":@$", value[0]) ? 1 : 0;
    char *name = strndup(value + prefix, (size_t)(equals - value) - prefix);
    un_params_set(&shell->params, name, equals + 1);
    free(name);
  }
  return 0;
}

static void set_text(char **to, const char *text) {
  free(*to);
  *to = text ? un_strdup(text) : NULL;
}

static int set_wrap(struct un_shell *shell, const char *text) {
  char *end;
  long n = strtol(text, &end, 10);
  if (*end || n < 1 || n > 10000) return un_fail(UN_EXIT_USAGE, "--wrap '%s' is not a width from 1", text);
  shell->style.wrap = (int)n;
  return 0;
}

/* sqlite3's spellings: -csv is `.mode csv`; the last one counts. Whether one was a format. */
static bool configure_style(struct un_shell *shell, const struct un_args *args) {
  bool named = false;
  struct un_style *style = &shell->style;
  for (int i = 0; i < args->given_count; i++) {
    const char *name = args->given[i].name, *value = args->given[i].value;
    const struct un_format *format = *value ? NULL : un_format_find(name, NULL);
    if (format) style->format = format, style->by_mode = named = true;
    else if (strcmp(name, "header") == 0) style->headers = UN_HEADERS_ON;
    else if (strcmp(name, "noheader") == 0) style->headers = UN_HEADERS_OFF;
    else if (strcmp(name, "separator") == 0) set_text(&style->column_separator, value);
    else if (strcmp(name, "newline") == 0) set_text(&style->row_separator, value);
    else if (strcmp(name, "nullvalue") == 0) set_text(&style->null_text, value);
    else if (strcmp(name, "echo") == 0) shell->echo = true;
    else if (strcmp(name, "stats") == 0) shell->stats = true;
  }
  return named;
}

/* A format that was asked for; one that is chosen later is warned of when it prints. */
static int refuse_unguarded(const struct un_style *style) {
  struct un_strbuf why = UN_STRBUF_INIT;
  int code = un_style_unguarded(style, &why) ? un_fail(UN_EXIT_USAGE, "%s", why.text) : 0;
  un_strbuf_free(&why);
  return code;
}

int un_configure(struct un_shell *shell, const struct un_args *args) {
  const char *format = un_args_get(args, "format"), *timeout = un_args_get(args, "timeout");
  const char *nearest = NULL;
  if (un_args_has(args, "quiet")) un_message_quiet(1);
  if (un_args_has(args, "as-of")) shell->as_of = un_args_get(args, "as-of");
  if (un_args_has(args, "readonly")) shell->read_only = true;
  if (un_args_has(args, "safe")) shell->safe = true;
  if (un_args_has(args, "spreadsheet")) shell->style.spreadsheet = true;
  if (un_args_has(args, "crlf")) set_text(&shell->style.row_separator, "\r\n");
  if (un_args_has(args, "wrap") && set_wrap(shell, un_args_get(args, "wrap")) != 0) return UN_EXIT_USAGE;
  bool named = configure_style(shell, args);
  if (format && !(shell->style.format = un_format_find(format, &nearest))) {
    return un_fail_unknown("format", format, nearest);
  }
  if ((named || format) && refuse_unguarded(&shell->style) != 0) return UN_EXIT_USAGE;
  if (timeout && set_timeout(shell, timeout) != 0) return UN_EXIT_USAGE;
  return set_params(shell, args);
}
