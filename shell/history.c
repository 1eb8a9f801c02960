/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include <stdio.h>

#include <readline/history.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "strbuf.h"

enum { ENTRIES = 2000 };

static char *path;

static char *find_path(void) {
  const char *own = getenv("UNSEAL_HISTORY");
  const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  struct un_strbuf name = UN_STRBUF_INIT;
  if (own) return *own ? un_strdup(own) : NULL;
  if (state && *state) un_strbuf_puts(&name, state);
  else if (home && *home) un_strbuf_printf(&name, "%s/.local/state", home);
  else return NULL;
  un_strbuf_puts(&name, "/unseal/history");
  for (char *p = name.text + 1; (p = strchr(p, '/')); p++) {
    *p = '\0';
    mkdir(name.text, 0700);
    *p = '/';
  }
  return un_strbuf_take(&name);
}

/* With a time before each entry, readline's file keeps the lines of one together. */
void un_history_open(bool keep) {
  history_comment_char = '#';
  history_write_timestamps = 1;
  history_multiline_entries = 1;
  stifle_history(ENTRIES);
  path = keep ? find_path() : NULL;
  if (path) read_history(path);
}

void un_history_add(const char *entry) {
  HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  if (!last || strcmp(last->line, entry) != 0) add_history(entry);
}

const char *un_history_last_sql(void) {
  for (int i = history_base + history_length - 1; i >= history_base; i--) {
    HIST_ENTRY *entry = history_get(i);
    if (entry && entry->line[0] != '.' && entry->line[0] != '\\') return entry->line;
  }
  return NULL;
}

void un_history_close(void) {
  if (path) {
    mode_t mask = umask(077); /* what was asked is nobody else's business */
    write_history(path);
    umask(mask);
  }
  free(path);
  path = NULL;
  clear_history();
}
