/* A growing text: never NULL, always NUL-terminated.
**
** Ownership: a strbuf owns `text` until un_strbuf_free or un_strbuf_take; a
** taken text is the caller's, freed with free(). Out of memory ends the
** program with a message (exit 1): the shell holds nothing half-written, since
** output files and transactions are undone by their absence.
*/
#ifndef UN_SHELL_STRBUF_H
#define UN_SHELL_STRBUF_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

struct un_strbuf {
  char *text;
  size_t len;
  size_t room; /* 0: text is the shared empty string */
};

extern char un_strbuf_empty[];
#define UN_STRBUF_INIT { un_strbuf_empty, 0, 0 }

void un_strbuf_grow(struct un_strbuf *sb, size_t more); /* room for `more` bytes and a NUL */

/* Inline: every byte that is printed comes through here. */
static inline void un_strbuf_add(struct un_strbuf *sb, const char *text, size_t len) {
  if (sb->room <= sb->len + len) un_strbuf_grow(sb, len);
  memcpy(sb->text + sb->len, text, len);
  sb->len += len;
  sb->text[sb->len] = '\0';
}

static inline void un_strbuf_putc(struct un_strbuf *sb, char c) {
  if (sb->room <= sb->len + 1) un_strbuf_grow(sb, 1);
  sb->text[sb->len++] = c;
  sb->text[sb->len] = '\0';
}

static inline void un_strbuf_puts(struct un_strbuf *sb, const char *text) { un_strbuf_add(sb, text, strlen(text)); }

void un_strbuf_printf(struct un_strbuf *sb, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void un_strbuf_vprintf(struct un_strbuf *sb, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
void un_strbuf_clear(struct un_strbuf *sb); /* keeps the memory */
void un_strbuf_free(struct un_strbuf *sb);
char *un_strbuf_take(struct un_strbuf *sb);

/* malloc, realloc and strdup that do not return NULL. */
void *un_alloc(size_t size);
void *un_realloc(void *old, size_t size);
char *un_strdup(const char *text);

#endif
