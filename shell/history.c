/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "history.h"

#include <fcntl.h>
#include <stdio.h>

#include <readline/history.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "own_path.h"
#include "strbuf.h"

enum { ENTRIES = 2000, TRIES = 200 };

static char *path;
static int added; /* by this session, behind what was read */

static char *find_path(void) {
  const char *own = getenv("UNSEAL_HISTORY");
  if (own) return *own ? un_strdup(own) : NULL;
  char *name = un_own_state("history");
  for (char *p = name ? strchr(name + 1, '/') : NULL; p; p = strchr(p + 1, '/')) {
    *p = '\0';
    mkdir(name, 0700);
    *p = '/';
  }
  return name;
}

/* With a time before each entry, readline's file keeps the lines of one together. */
void un_history_open(bool keep) {
  history_comment_char = '#';
  history_write_timestamps = 1;
  history_multiline_entries = 1;
  stifle_history(ENTRIES);
  path = keep ? find_path() : NULL;
  added = 0;
  if (path) read_history(path);
}

void un_history_add(const char *entry) {
  HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  if (last && strcmp(last->line, entry) == 0) return;
  add_history(entry);
  added++;
}

const char *un_history_last_sql(void) {
  for (int i = history_base + history_length - 1; i >= history_base; i--) {
    HIST_ENTRY *entry = history_get(i);
    if (entry && entry->line[0] != '.' && entry->line[0] != '\\') return entry->line;
  }
  return NULL;
}

/* The file, locked; readline puts a new one in its place, so what was waited for may
** not be it any more. After TRIES (a second) without the lock, too: a lost entry is
** better than a program that does not end. -1: no file. */
static int lock_file(void) {
  static const struct timespec pause = {.tv_nsec = 5000000};
  int fd = -1;
  for (int i = 0; i < TRIES; i++) {
    struct stat ours, named;
    if (fd < 0) fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) break;
    bool locked = flock(fd, LOCK_EX | LOCK_NB) == 0;
    if (locked && fstat(fd, &ours) == 0 && stat(path, &named) == 0 && ours.st_ino == named.st_ino) break;
    if (locked) {
      close(fd);
      fd = -1;
    } else {
      nanosleep(&pause, NULL);
    }
  }
  return fd;
}

/* What this session added goes behind what others have written since it began. */
static void save(void) {
  int n = added < history_length ? added : history_length;
  char **lines = un_alloc((size_t)n * sizeof *lines), **times = un_alloc((size_t)n * sizeof *times);
  for (int i = 0; i < n; i++) {
    const HIST_ENTRY *entry = history_get(history_base + history_length - n + i);
    lines[i] = un_strdup(entry->line);
    times[i] = un_strdup(entry->timestamp ? entry->timestamp : "");
  }
  int fd = lock_file();
  clear_history();
  if (fd >= 0) read_history(path);
  for (int i = 0; i < n; i++) {
    int before = added;
    un_history_add(lines[i]);
    if (added > before && *times[i]) add_history_time(times[i]);
    free(lines[i]);
    free(times[i]);
  }
  if (fd >= 0) {
    mode_t mask = umask(077); /* what was asked is nobody else's business */
    write_history(path);
    umask(mask);
    close(fd);
  }
  free(lines);
  free(times);
}

void un_history_close(void) {
  if (path && added > 0) save();
  free(path);
  path = NULL;
  clear_history();
}
