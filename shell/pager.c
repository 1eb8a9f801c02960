/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pager.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "outfile.h"
#include "strbuf.h"
#include "text.h"

static FILE *pager;

/* less may not be there; then rows stand as they come. */
static bool has_less(void) {
  const char *path = getenv("PATH");
  struct un_strbuf file = UN_STRBUF_INIT;
  bool found = false;
  for (const char *at = path ? path : "/bin:/usr/bin"; *at && !found; at += strspn(at, ":")) {
    size_t n = strcspn(at, ":");
    un_strbuf_clear(&file);
    un_strbuf_add(&file, at, n);
    un_strbuf_puts(&file, "/less");
    found = access(file.text, X_OK) == 0;
    at += n;
  }
  un_strbuf_free(&file);
  return found;
}

static const char *command(void) {
  const char *own = getenv("UNSEAL_PAGER"), *name = own ? own : getenv("PAGER");
  if (!name) name = has_less() ? "less" : "";
  return *name == '\0' || strcmp(name, "cat") == 0 ? NULL : name;
}

/* The screen, 80 by 24 where it is not known (a width of 0, too). */
static void screen(size_t *rows, size_t *columns) {
  struct winsize size;
  bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  *rows = known && size.ws_row > 0 ? size.ws_row : 24;
  *columns = known && size.ws_col > 0 ? size.ws_col : 80;
}

/* Columns of a line; our own bold takes none, and a cell's escape is none any more. */
static size_t width(const char *line, size_t len) {
  size_t columns = 0;
  for (const char *end = line + len, *bold; line < end; line = bold) {
    bold = memchr(line, '\033', (size_t)(end - line));
    if (!bold) bold = end;
    columns += un_text_width(line, (size_t)(bold - line));
    while (bold < end && *bold++ != 'm') {}
  }
  return columns;
}

/* Lines that the text takes, the long ones broken; wide: one of them is too long. */
static bool fits(const char *text, size_t len) {
  size_t rows, columns, lines = 0;
  screen(&rows, &columns);
  for (const char *at = text, *end = text + len; at < end;) {
    const char *next = memchr(at, '\n', (size_t)(end - at));
    size_t n = (size_t)((next ? next : end) - at);
    if (n > columns && width(at, n) > columns) return false;
    at += n + (next != NULL);
    if (++lines >= rows) return false;
  }
  return true;
}

/* outfile asks when its buffer is full, and at the end. */
static int decide(const char *text, size_t len) {
  if (fits(text, len)) return -1;
  setenv("LESS", "FRSX", 0);
  fflush(NULL);
  pager = popen(command(), "we");
  return pager ? fileno(pager) : -1;
}

void un_pager_begin(void) {
  if (command()) un_out_page(un_out_stdout(), decide);
}

void un_pager_end(void) {
  un_out_page(un_out_stdout(), NULL);
  if (pager) pclose(pager);
  pager = NULL;
}

bool un_color_wanted(void) {
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM"), *less = getenv("LESS"), *name = command();
  if ((no && *no) || !term || strcmp(term, "dumb") == 0) return false;
  if (!name) return true;
  bool plain_less = strcmp(name, "less") == 0;
  return plain_less ? !less || strpbrk(less, "Rr") != NULL : strstr(name, "less -") && strchr(strstr(name, "less -"), 'R');
}
