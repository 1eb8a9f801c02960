/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tempfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "outfile.h"
#include "shell.h"
#include "strbuf.h"

const char *un_temp_folder(void) {
  const char *folder = getenv("TMPDIR");
  return folder && *folder ? folder : "/tmp";
}

int un_temp_open(const char *suffix, char **path) {
  struct un_strbuf name = UN_STRBUF_INIT;
  un_strbuf_printf(&name, "%s/unseal-XXXXXX%s", un_temp_folder(), suffix);
  *path = un_strbuf_take(&name);
  int fd = mkostemps(*path, (int)strlen(suffix), O_CLOEXEC);
  if (fd >= 0) {
    un_out_remember(*path);
    return fd;
  }
  int error = errno;
  free(*path);
  *path = NULL;
  errno = error;
  return -1;
}

void un_temp_remove(char *path) {
  if (!path) return;
  unlink(path);
  un_out_forget(path);
  free(path);
}

static ssize_t read_some(int fd, char *out, size_t len) {
  ssize_t n;
  do n = read(fd, out, len);
  while (n < 0 && errno == EINTR && !un_interrupted);
  return n;
}

static bool copy(int from, int to) {
  char block[65536];
  ssize_t n;
  while ((n = read_some(from, block, sizeof block)) > 0) {
    for (ssize_t at = 0; at < n;) {
      ssize_t put = write(to, block + at, (size_t)(n - at));
      if (put < 0 && errno != EINTR) return false;
      if (put > 0) at += put;
    }
  }
  return n == 0;
}

int un_temp_spool(int fd) {
  char *path;
  int file = un_temp_open("", &path);
  if (file < 0) return -1;
  un_temp_remove(path);
  if (copy(fd, file)) {
    lseek(file, 0, SEEK_SET);
    return file;
  }
  int error = errno;
  close(file);
  errno = error;
  return -1;
}
