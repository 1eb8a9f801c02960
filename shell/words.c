/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "strbuf.h"

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The escape at *p, behind its backslash; *p moves past it. */
static char escaped(const char **p) {
  static const char names[] = "abtnvfr", values[] = "\a\b\t\n\v\f\r";
  const char *name = strchr(names, **p);
  int value = 0, digits = 0;
  if (name) {
    (*p)++;
    return values[name - names];
  }
  if (**p == 'x' && hex((*p)[1]) >= 0) {
    for (++*p; digits < 2 && hex(**p) >= 0; digits++) value = value * 16 + hex(*(*p)++);
    return (char)value;
  }
  if (**p < '0' || **p > '7') return *(*p)++;
  for (; digits < 3 && **p >= '0' && **p <= '7'; digits++) value = value * 8 + (*(*p)++ - '0');
  return (char)value;
}

static void add(struct un_words *words, char *word, size_t offset) {
  size_t count = (size_t)words->count + 1;
  words->at = un_realloc(words->at, count * sizeof *words->at);
  words->offset = un_realloc(words->offset, count * sizeof *words->offset);
  words->at[words->count] = word;
  words->offset[words->count++] = offset;
}

bool un_words_cut(const char *line, struct un_words *words) {
  size_t len = strlen(line);
  while (len > 0 && is_blank(line[len - 1])) len--;
  *words = (struct un_words){.line = un_alloc(len + 1)};
  memcpy(words->line, line, len);
  words->line[len] = '\0';
  for (const char *p = words->line; *p;) {
    struct un_strbuf word = UN_STRBUF_INIT;
    const char *begin = p;
    if (is_blank(*p)) {
      p++;
      continue;
    }
    char quote = *p == '\'' || *p == '"' ? *p++ : '\0';
    while (*p && (quote ? *p != quote : !is_blank(*p))) {
      if (*p == '\\' && quote != '\'' && p[1]) {
        p++;
        char c = escaped(&p);
        if (c) un_strbuf_putc(&word, c); /* a NUL has no place in a word */
      } else {
        un_strbuf_putc(&word, *p++);
      }
    }
    add(words, un_strbuf_take(&word), (size_t)(begin - words->line));
    if (quote && !*p) {
      words->unclosed = (size_t)(begin - words->line);
      return false;
    }
    if (quote) p++;
  }
  return true;
}

void un_words_free(struct un_words *words) {
  for (int i = 0; i < words->count; i++) free(words->at[i]);
  free(words->at);
  free(words->offset);
  free(words->line);
  *words = (struct un_words){0};
}
