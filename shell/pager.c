/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pager.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "message.h"
#include "outfile.h"
#include "strbuf.h"
#include "text.h"

static FILE *pager;

/* Whether the program is there that a command starts with; a command that is more than a
** name and its arguments is the system shell's to find. */
static bool is_there(const char *name) {
  size_t len = strcspn(name, " \t");
  const char *path = memchr(name, '/', len) ? "" : getenv("PATH");
  struct un_strbuf file = UN_STRBUF_INIT;
  bool found = name[strcspn(name, "=$`'\"\\|&;<>(){}*?[]~\n")] != '\0' || *name == ' ';
  if (!path) path = "/bin:/usr/bin";
  for (const char *at = path; !found; at++) {
    size_t n = strcspn(at, ":");
    un_strbuf_clear(&file);
    un_strbuf_add(&file, at, n);
    if (n > 0) un_strbuf_puts(&file, "/");
    un_strbuf_add(&file, name, len);
    found = access(file.text, X_OK) == 0;
    at += n;
    if (*at == '\0') break;
  }
  un_strbuf_free(&file);
  return found;
}

/* NULL: none, or none that is there; then rows stand as they come. */
static const char *command(void) {
  static bool said;
  const char *own = getenv("UNSEAL_PAGER"), *name = own ? own : getenv("PAGER");
  bool wanted = name != NULL;
  if (!name) name = "less";
  if (*name == '\0' || strcmp(name, "cat") == 0) return NULL;
  if (is_there(name)) return name;
  if (wanted && !said) un_warn("the pager '%s' is not there", name);
  said = wanted;
  return NULL;
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
