/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "message.h"
#include "strbuf.h"
#include "text.h"

static const char *running; /* the name begun with, compared as a pointer; NULL: none */
static double begun, shown;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Requirement 2. */
static size_t width_of_terminal(void) {
  const char *columns = getenv("COLUMNS");
  long width = columns ? strtol(columns, NULL, 10) : 0;
  struct winsize size;
  if (width <= 0 && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0) width = size.ws_col;
  return width > 0 && width < 10000 ? (size_t)width : 80;
}

void un_progress_line(struct un_strbuf *out, const char *name, long long rows, long long done,
                      long long size, double seconds, size_t width) {
  struct un_strbuf line = UN_STRBUF_INIT;
  double per_second = seconds > 0 ? (double)rows / seconds : 0;
  un_strbuf_printf(&line, "%lld rows, %.1f", rows, (double)done / 1e6);
  if (size > 0) un_strbuf_printf(&line, " of %.1f", (double)size / 1e6);
  un_strbuf_printf(&line, " MB, %.0f rows/s", per_second);
  if (size > 0 && done > 0 && done <= size && seconds > 0) {
    un_strbuf_printf(&line, ", %.0f s left", seconds * (double)(size - done) / (double)done);
  }
  un_strbuf_puts(&line, ": ");
  un_text_escape(&line, name, strlen(name), UN_ESCAPE_ALL);
  /* Figures first: what is cut is the name. */
  size_t end = line.len;
  while (end > 0 && un_text_width(line.text, end) + 1 > width) {
    do end--;
    while (end > 0 && ((unsigned char)line.text[end] & 0xc0) == 0x80);
  }
  un_strbuf_add(out, line.text, end);
  un_strbuf_free(&line);
}

void un_progress(const char *name, long long rows, long long done, long long size) {
  if (!un_message_progress_wanted()) return;
  double t = now();
  if (running != name) {
    running = name;
    begun = t;
    shown = t + 0.3;
  }
  if (t - shown < 0.2) return;
  struct un_strbuf line = UN_STRBUF_INIT;
  shown = t;
  un_progress_line(&line, name, rows, done, size, t - begun, width_of_terminal());
  un_message_progress(line.text);
  un_strbuf_free(&line);
}

void un_progress_end(void) {
  un_message_progress(NULL);
  running = NULL;
}
