/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char un_strbuf_empty[1] = "";

/* message.c builds its text in a strbuf, and would need the memory that is not there. */
static void *must(void *p) {
  static const char text[] = "unseal: out of memory\n";
  if (p) return p;
  if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(EXIT_FAILURE);
  exit(EXIT_FAILURE);
}

void *un_alloc(size_t size) { return must(malloc(size ? size : 1)); }

void *un_realloc(void *old, size_t size) { return must(realloc(old, size ? size : 1)); }

char *un_strdup(const char *text) { return must(strdup(text)); }

void un_strbuf_grow(struct un_strbuf *sb, size_t more) {
  size_t room = (sb->len + more + 1) * 3 / 2 + 16;
  sb->text = un_realloc(sb->room ? sb->text : NULL, room);
  sb->room = room;
}

void un_strbuf_vprintf(struct un_strbuf *sb, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  if (n > 0) {
    if (sb->room <= sb->len + (size_t)n + 1) un_strbuf_grow(sb, (size_t)n + 1);
    vsnprintf(sb->text + sb->len, (size_t)n + 1, format, again);
    sb->len += (size_t)n;
  }
  va_end(again);
}

void un_strbuf_printf(struct un_strbuf *sb, const char *format, ...) {
  va_list args;
  va_start(args, format);
  un_strbuf_vprintf(sb, format, args);
  va_end(args);
}

void un_strbuf_clear(struct un_strbuf *sb) {
  sb->len = 0;
  if (sb->room) sb->text[0] = '\0';
}

void un_strbuf_free(struct un_strbuf *sb) {
  if (sb->room) free(sb->text);
  *sb = (struct un_strbuf)UN_STRBUF_INIT;
}

char *un_strbuf_take(struct un_strbuf *sb) {
  char *text = sb->room ? sb->text : un_strdup("");
  *sb = (struct un_strbuf)UN_STRBUF_INIT;
  return text;
}
