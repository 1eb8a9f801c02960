/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "strbuf.h"
#include "text.h"

static int quiet;
static int progress_shown;

int un_message_quiet(int on) {
  int before = quiet;
  quiet = on;
  return before;
}

int un_message_progress_wanted(void) {
  static int terminal = -1;
  if (terminal < 0) terminal = isatty(STDERR_FILENO);
  return terminal && !quiet;
}

void un_message_progress(const char *line) {
  if (line) fprintf(stderr, "\r%s\033[K", line);
  else if (progress_shown) fputs("\r\033[K", stderr);
  progress_shown = line != NULL;
  fflush(stderr);
}

/* One write a message, so that lines of several processes do not mix. A message
** may have several lines (an error's SQL and caret); its newlines pass. */
static void say(const char *kind, const char *format, va_list args) {
  struct un_strbuf text = UN_STRBUF_INIT, line = UN_STRBUF_INIT;
  un_strbuf_vprintf(&text, format, args);
  if (kind) un_strbuf_printf(&line, "unseal: %s", kind);
  un_text_escape(&line, text.text, text.len, UN_ESCAPE_LINES);
  un_strbuf_putc(&line, '\n');
  fflush(stdout);
  un_message_progress(NULL);
  fwrite(line.text, 1, line.len, stderr);
  fflush(stderr);
  un_strbuf_free(&text);
  un_strbuf_free(&line);
}

void un_note(const char *format, ...) {
  va_list args;
  if (quiet) return;
  va_start(args, format);
  say("", format, args);
  va_end(args);
}

void un_plain(const char *format, ...) {
  va_list args;
  va_start(args, format);
  say(NULL, format, args);
  va_end(args);
}

void un_warn(const char *format, ...) {
  va_list args;
  va_start(args, format);
  say("warning: ", format, args);
  va_end(args);
}

int un_fail(int code, const char *format, ...) {
  va_list args;
  va_start(args, format);
  say("", format, args);
  va_end(args);
  return code;
}

int un_command_failed(const char *who, const char *command, int status, int code) {
  if (status == 0) return 0;
  if (status == -1) return un_fail(code, "%s: '%s' could not be run", who, command);
  if (WIFSIGNALED(status)) return un_fail(code, "%s: '%s' was ended by signal %d", who, command, WTERMSIG(status));
  return un_fail(code, "%s: '%s' ended with exit code %d", who, command, WEXITSTATUS(status));
}

const char *un_s(long long n) { return n == 1 ? "" : "s"; }

int un_fail_unknown(const char *kind, const char *name, const char *nearest) {
  if (nearest) return un_fail(UN_EXIT_USAGE, "unknown %s '%s'; did you mean '%s'?", kind, name, nearest);
  return un_fail(UN_EXIT_USAGE, "unknown %s '%s'", kind, name);
}
