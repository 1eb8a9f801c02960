/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "split.h"

#include <string.h>
#include <strings.h>

#include <sqlite3.h>

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* One byte outside quotes and comments. */
static void plain(struct un_split *split, char c) {
  if (split->last == '-' && c == '-') {
    split->line_comment = true;
    split->last = '\0';
    return;
  }
  if (split->last == '/' && c == '*') {
    split->open = '*';
    split->last = '\0';
    return;
  }
  /* A - or / that begins no comment is text. */
  if (split->last == '-' || split->last == '/') split->text = true;
  if (c == '\'' || c == '"' || c == '`' || c == '[') {
    split->open = c;
    split->text = true;
  } else if (c == '(' || c == ')') {
    split->parens += c == '(' ? 1 : -1;
    split->text = true;
  } else if (c == ';') {
    split->semicolon = true;
  } else if (!is_blank(c) && c != '-' && c != '/') {
    split->text = true;
  }
  split->last = c;
}

void un_split_feed(struct un_split *split, const char *text, size_t len) {
  for (size_t i = 0; i < len; i++) {
    char c = text[i];
    if (split->line_comment) {
      split->line_comment = c != '\n';
    } else if (split->open == '*') {
      if (split->last == '*' && c == '/') split->open = '\0';
      split->last = split->open ? c : '\0';
    } else if (split->open) {
      if (c == (split->open == '[' ? ']' : split->open)) {
        split->open = '\0'; /* a doubled quote opens again at once */
        split->last = '\0';
      }
    } else {
      plain(split, c);
    }
  }
}

bool un_split_complete(const struct un_split *split, const char *sql) {
  return split->semicolon && !split->open && sqlite3_complete(sql);
}

const char *un_split_past(const char *at) {
  const char *end;
  if (*at == '\0') return at;
  if (*at == '\'' || *at == '"' || *at == '`') {
    for (end = strchr(at + 1, *at); end && end[1] == *at;) end = strchr(end + 2, *at);
    return end ? end + 1 : at + strlen(at);
  }
  if (strncmp(at, "--", 2) == 0) return at + strcspn(at, "\n");
  if (strncmp(at, "/*", 2) != 0) return at + 1;
  end = strstr(at + 2, "*/");
  return end ? end + 2 : at + strlen(at);
}

const char *un_split_skip(const char *sql) {
  for (;;) {
    sql += strspn(sql, " \t\r\n\f\v;");
    bool comment = strncmp(sql, "--", 2) == 0 || (strncmp(sql, "/*", 2) == 0 && strstr(sql + 2, "*/"));
    if (!comment) return sql;
    sql = un_split_past(sql);
  }
}

bool un_split_is_go(const char *line) {
  while (is_blank(*line)) line++;
  size_t len = strlen(line);
  while (len > 0 && is_blank(line[len - 1])) len--;
  return (len == 1 && line[0] == '/') || (len == 2 && strncasecmp(line, "go", 2) == 0);
}
