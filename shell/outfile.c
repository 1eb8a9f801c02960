/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"
#include "shell.h"
#include "strbuf.h"

enum { BUFFER = 1 << 16, OPEN_FILES = 8, LINKS = 40 };

struct un_out {
  int fd;
  int error;       /* the first errno; 0: none */
  bool said;       /* the error was reported */
  bool begun;      /* something was written */
  bool broken;     /* a result broke off in it */
  bool held;       /* commit and abort only write what is there */
  FILE *pipe;      /* fd is its, NULL: none */
  char *command;   /* that reads it */
  un_out_page_fn *page; /* asked before the first bytes go out; NULL: no pager */
  int paged_fd;    /* 0: not asked yet, -1: not paged */
  char *target;    /* NULL: not a file that is renamed */
  char *temporary;
  char *path;      /* as it was given, NULL: not by a path */
  const char *name;
  size_t len;
  char buffer[BUFFER];
};

static struct un_out standard = {.fd = STDOUT_FILENO, .name = "stdout"};

/* Temporaries to unlink when a signal ends us; plain pointers, set last. */
static const char *volatile unfinished[OPEN_FILES];

void un_out_remember(const char *path) {
  for (int i = 0; i < OPEN_FILES; i++) {
    if (!unfinished[i]) {
      unfinished[i] = path;
      return;
    }
  }
}

void un_out_forget(const char *path) {
  for (int i = 0; i < OPEN_FILES; i++) {
    if (unfinished[i] == path) unfinished[i] = NULL;
  }
}

void un_out_abandon_all(void) {
  for (int i = 0; i < OPEN_FILES; i++) {
    if (unfinished[i]) unlink(unfinished[i]);
  }
}

struct un_out *un_out_stdout(void) { return &standard; }

static void free_out(struct un_out *out) {
  if (out == &standard) return;
  if (out->pipe) {
    pclose(out->pipe);
    out->fd = -1;
  }
  if (out->temporary) un_out_forget(out->temporary);
  if (out->fd >= 0) close(out->fd);
  free(out->command);
  free(out->target);
  free(out->temporary);
  free(out->path);
  free(out);
}

/* --- files in use --------------------------------------------------------------------- */

static bool (*is_in_use)(const char *path);

void un_out_guard(bool (*guard)(const char *path)) { is_in_use = guard; }

bool un_same_file(const char *a, const char *b) {
  struct stat one, other;
  return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static int refuse(const char *path) {
  if (!is_in_use || !is_in_use(path)) return 0;
  return un_fail(UN_EXIT_USAGE, "%s: is of the database that is open; write to another file", path);
}

int un_out_refuse_input(const char *output, const char *input) {
  struct stat status;
  if (!un_same_file(output, input) || stat(input, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
  return un_fail(UN_EXIT_USAGE, "%s: is read, too; write to another file", output);
}

/* `dir/.name.XXXXXX` beside the target. */
static char *temporary_name(const char *target) {
  struct un_strbuf name = UN_STRBUF_INIT;
  const char *slash = strrchr(target, '/');
  size_t dir = slash ? (size_t)(slash - target) + 1 : 0;
  un_strbuf_add(&name, target, dir);
  un_strbuf_printf(&name, ".%s.XXXXXX", target + dir);
  return un_strbuf_take(&name);
}

/* What a path names through links, though it is not there yet; NULL with ELOOP. */
static char *through_links(const char *path) {
  char *at = un_strdup(path), next[PATH_MAX];
  for (int i = 0; i < LINKS; i++) {
    ssize_t n = readlink(at, next, sizeof next - 1);
    if (n < 0) return at;
    struct un_strbuf name = UN_STRBUF_INIT;
    const char *slash = next[0] == '/' ? NULL : strrchr(at, '/');
    if (slash) un_strbuf_add(&name, at, (size_t)(slash - at) + 1);
    un_strbuf_add(&name, next, (size_t)n);
    free(at);
    at = un_strbuf_take(&name);
  }
  free(at);
  errno = ELOOP;
  return NULL;
}

/* The temporary of a target, with the mode the target has, or `fresh` without the umask;
** its descriptor, or -1 with errno. A link stays a link: what it names is replaced. */
static int open_beside(const char *path, const struct stat *old, mode_t fresh, char **target, char **temporary) {
  char *real = old ? realpath(path, NULL) : through_links(path);
  if (!real && !old) return -1;
  *target = real ? real : un_strdup(path);
  *temporary = temporary_name(*target);
  un_out_remember(*temporary);
  int fd = mkostemp(*temporary, O_CLOEXEC);
  mode_t mask = umask(0);
  umask(mask);
  if (fd >= 0 && fchmod(fd, old ? old->st_mode & 07777 : fresh & ~mask) != 0) {
    int error = errno;
    unlink(*temporary);
    close(fd);
    errno = error;
    return -1;
  }
  return fd;
}

/* The open file a path stands for, which is written to and never replaced; -1:
** none. */
static int standing_for(const char *path) {
  char *end;
  if (strcmp(path, "-") == 0 || strcmp(path, "stdout") == 0 || strcmp(path, "/dev/stdout") == 0) {
    return STDOUT_FILENO;
  }
  if (strcmp(path, "/dev/stderr") == 0) return STDERR_FILENO;
  if (strncmp(path, "/dev/fd/", 8) != 0) return -1;
  long fd = strtol(path + 8, &end, 10);
  return end > path + 8 && *end == '\0' && fd >= 0 && fd < INT_MAX ? (int)fd : -1;
}

int un_out_open(const char *path, struct un_out **result) {
  struct stat old;
  int fd = standing_for(path);
  if (fd == STDOUT_FILENO) {
    *result = &standard;
    return 0;
  }
  bool exists = stat(path, &old) == 0;
  int code = fd < 0 ? refuse(path) : 0;
  if (code != 0) return code;
  struct un_out *out = un_alloc(sizeof *out);
  memset(out, 0, offsetof(struct un_out, buffer));
  if (fd >= 0) out->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  else if (exists && !S_ISREG(old.st_mode)) out->fd = open(path, O_WRONLY | O_CLOEXEC);
  else out->fd = open_beside(path, exists ? &old : NULL, 0666, &out->target, &out->temporary);
  if (out->fd < 0) {
    code = un_fail(UN_EXIT_WRITE, "%s: %s", path, strerror(errno));
    free_out(out);
    return code;
  }
  out->path = un_strdup(path);
  out->name = out->target ? out->target : out->path;
  *result = out;
  return 0;
}

int un_out_open_pipe(const char *command, struct un_out **result) {
  struct un_out *out = un_alloc(sizeof *out);
  memset(out, 0, offsetof(struct un_out, buffer));
  fflush(NULL);
  out->pipe = popen(command, "we");
  if (!out->pipe) {
    int code = un_fail(UN_EXIT_WRITE, "%s: %s", command, strerror(errno));
    free_out(out);
    return code;
  }
  out->fd = fileno(out->pipe);
  out->command = un_strdup(command);
  out->name = "pipe";
  *result = out;
  return 0;
}

int un_out_open_log(const char *path, struct un_out **result) {
  if (strcmp(path, "stdout") == 0) path = "/dev/stdout";
  if (strcmp(path, "stderr") == 0) path = "/dev/stderr";
  int fd = standing_for(path), code = fd < 0 ? refuse(path) : 0;
  if (code != 0) return code;
  struct un_out *out = un_alloc(sizeof *out);
  memset(out, 0, offsetof(struct un_out, buffer));
  out->fd = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  out->name = "log";
  if (out->fd < 0) {
    code = un_fail(UN_EXIT_WRITE, "%s: %s", path, strerror(errno));
    free_out(out);
    return code;
  }
  *result = out;
  return 0;
}

void un_out_hold(struct un_out *out, bool on) { out->held = on; }

const char *un_out_name(const struct un_out *out) { return out->name; }

static void drain(struct un_out *out) {
  int to = out->paged_fd > 0 ? out->paged_fd : out->fd;
  if (out->page && out->paged_fd == 0 && out->len > 0) {
    out->paged_fd = out->page(out->buffer, out->len);
    if (out->paged_fd > 0) to = out->paged_fd;
  }
  for (size_t at = 0; at < out->len && out->error == 0;) {
    ssize_t n = write(to, out->buffer + at, out->len - at);
    if (n >= 0) at += (size_t)n;
    else if (errno != EINTR || un_interrupted) out->error = errno;
  }
  out->len = 0;
}

/* A pager that is left before its end is no failure of ours. */
void un_out_page(struct un_out *out, un_out_page_fn *page) {
  drain(out);
  if (!page && out->paged_fd > 0 && out->error == EPIPE) out->error = 0;
  out->page = page;
  out->paged_fd = 0;
}

void un_out_write(struct un_out *out, const void *data, size_t len) {
  out->begun = out->begun || len > 0;
  for (const char *at = data; len > 0 && out->error == 0;) {
    size_t n = BUFFER - out->len < len ? BUFFER - out->len : len;
    memcpy(out->buffer + out->len, at, n);
    out->len += n;
    at += n;
    len -= n;
    if (out->len == BUFFER) drain(out);
  }
}

void un_out_puts(struct un_out *out, const char *text) { un_out_write(out, text, strlen(text)); }

void un_out_putc(struct un_out *out, char c) { un_out_write(out, &c, 1); }

void un_out_resume(struct un_out *out) {
  if (out->error == EINTR) out->error = 0;
}

bool un_out_failed(const struct un_out *out) { return out->error != 0; }

bool un_out_is_terminal(const struct un_out *out) { return isatty(out->fd); }

static int report(struct un_out *out) {
  if (out->error == 0) return 0;
  if (out->error == EINTR && un_interrupted) return un_interrupted_code(); /* whoever sent it knows */
  if (out->error == EPIPE) return out->pipe ? 0 : UN_EXIT_WRITE; /* a reader had enough; a command says how it ended */
  if (!out->said) {
    out->said = true;
    un_fail(UN_EXIT_WRITE, "%s: %s", out->name, out->error == ECANCELED ? "not written, since a result broke off" : strerror(out->error));
  }
  return UN_EXIT_WRITE;
}

bool un_out_is_fresh(const struct un_out *out) { return !out->begun; }

void un_out_break(struct un_out *out, bool goes_on) {
  if (goes_on && out->target && !out->broken) {
    un_warn("%s will not be written, since a result breaks off; .output %s begins it anew", out->name, out->name);
  }
  out->broken = true;
}

int un_out_flush(struct un_out *out) {
  drain(out);
  return report(out);
}

/* The rename is on disk only when its folder is. */
static void sync_folder(const char *target) {
  const char *slash = strrchr(target, '/');
  char *dir = slash ? strndup(target, (size_t)(slash - target) + 1) : strdup(".");
  int fd = dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  if (fd >= 0) {
    fsync(fd);
    close(fd);
  }
  free(dir);
}

int un_out_settle(struct un_out *out) {
  drain(out);
  if (out->error == 0 && out->target && fsync(out->fd) != 0) out->error = errno;
  return report(out);
}

int un_out_commit(struct un_out *out) {
  drain(out);
  if (out == &standard || out->held) return report(out);
  if (out->error == 0 && out->target) {
    if (out->broken) out->error = ECANCELED;
    else if (is_in_use && is_in_use(out->target)) out->error = EBUSY; /* opened since */
    else if (fsync(out->fd) != 0 || rename(out->temporary, out->target) != 0) out->error = errno;
    else sync_folder(out->target);
  }
  int code = report(out);
  if (out->pipe) {
    int status = pclose(out->pipe);
    out->pipe = NULL;
    out->fd = -1;
    if (code == 0) code = un_command_failed("output", out->command, status, UN_EXIT_WRITE);
  }
  if (code != 0 && out->temporary) unlink(out->temporary);
  free_out(out);
  return code;
}

void un_out_abort(struct un_out *out) {
  if (out == &standard || out->held) {
    drain(out);
    return;
  }
  if (out->temporary) unlink(out->temporary);
  free_out(out);
}

/* --- files that someone else writes ------------------------------------------------ */

int un_out_file_begin(const char *path, const char *like, struct un_out_file *file) {
  struct stat old, model = {.st_mode = 0666};
  bool exists = stat(path, &old) == 0;
  int code = refuse(path);
  if (code != 0) return code;
  *file = (struct un_out_file){0};
  if (exists && !S_ISREG(old.st_mode)) return un_fail(UN_EXIT_WRITE, "%s: not a regular file", path);
  if (!exists && stat(like, &model) != 0) model.st_mode = 0666;
  int fd = open_beside(path, exists ? &old : NULL, model.st_mode & 0777, &file->target, &file->temporary);
  if (fd >= 0) {
    close(fd);
    return 0;
  }
  code = un_fail(UN_EXIT_WRITE, "%s: %s", path, strerror(errno));
  return un_out_file_end(file, code);
}

int un_out_file_end(struct un_out_file *file, int code) {
  if (code == 0) {
    int fd = open(file->temporary, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0 && rename(file->temporary, file->target) == 0;
    if (!good) code = un_fail(UN_EXIT_WRITE, "%s: %s", file->target, strerror(errno));
    else sync_folder(file->target);
    if (fd >= 0) close(fd);
  }
  if (code != 0 && file->temporary) unlink(file->temporary);
  un_out_forget(file->temporary);
  free(file->target);
  free(file->temporary);
  return code;
}
