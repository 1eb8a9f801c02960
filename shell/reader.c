/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "law/suggest.h"
#include "message.h"
#include "shell.h"
#include "strbuf.h"
#include "tempfile.h"
#include "xlsx.h"

static ssize_t read_source(void *user, char *out, size_t len) {
  struct un_reader *reader = user;
  ssize_t n;
  do n = read(reader->fd, out, len);
  while (n < 0 && errno == EINTR && !un_interrupted);
  if (n < 0) {
    reader->read_error = errno;
  } else if (n > 0) {
    sha256_update(&reader->hash, (size_t)n, (const uint8_t *)out);
    reader->done += n;
  }
  return n;
}

static int open_kept(struct un_reader *reader, const struct un_kept *kept) {
  struct stat file;
  reader->fd = fcntl(kept->fd, F_DUPFD_CLOEXEC, 0);
  if (reader->fd < 0 || fstat(reader->fd, &file) != 0 || lseek(reader->fd, kept->at, SEEK_SET) < 0) {
    return un_fail(UN_EXIT_USAGE, "%s: %s", reader->path, strerror(errno));
  }
  reader->size = file.st_size;
  return 0;
}

static int open_file(struct un_reader *reader, const char *path, struct un_kept *kept) {
  struct stat file;
  bool standard = strcmp(path, "-") == 0, once = standard;
  if (kept && kept->fd >= 0) return open_kept(reader, kept);
  reader->fd = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
  if (reader->fd >= 0 && fstat(reader->fd, &file) == 0 && !S_ISREG(file.st_mode)) {
    int fd = S_ISDIR(file.st_mode) ? (errno = EISDIR, -1) : un_temp_spool(reader->fd), error = errno; /* a pipe is read once only */
    close(reader->fd);
    reader->fd = fd;
    errno = error;
    once = true;
  }
  if (reader->fd < 0 && un_interrupted) return un_interrupted_code();
  if (reader->fd < 0) return un_fail(UN_EXIT_USAGE, "%s: %s", path, strerror(errno));
  if (fstat(reader->fd, &file) == 0) reader->size = file.st_size;
  if (!kept || !once) return 0;
  *kept = (struct un_kept){.fd = fcntl(reader->fd, F_DUPFD_CLOEXEC, 0), .at = lseek(reader->fd, 0, SEEK_CUR)};
  return kept->fd >= 0 ? 0 : un_fail(UN_EXIT_USAGE, "%s: %s", path, strerror(errno));
}

static void hash_file(struct un_reader *reader, struct sha256_ctx *hash) {
  char block[65536];
  off_t at = 0;
  for (ssize_t n; (n = pread(reader->fd, block, sizeof block, at)) != 0;) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      reader->read_error = errno;
      return;
    }
    sha256_update(hash, (size_t)n, (const uint8_t *)block);
    at += n;
  }
}

/* What a file is, by its first bytes. */
static int sniff(struct un_reader *reader, bool *workbook) {
  unsigned char head[8] = {0};
  ssize_t n = pread(reader->fd, head, sizeof head, 0);
  *workbook = n >= 4 && memcmp(head, "PK\3\4", 4) == 0;
  if (n == 8 && memcmp(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0) {
    return un_fail(UN_EXIT_SQL, "%s: a workbook with a password, or of the old format (.xls); save it as "
                   ".xlsx without a password, or as CSV", reader->path);
  }
  return 0;
}

/* Every visible sheet, or the one of that name. */
static int choose_sheets(struct un_reader *reader, const char *name) {
  const char *names[256];
  int count = un_xlsx_count(reader->book);
  reader->tables = un_alloc((size_t)(count + 1) * sizeof *reader->tables);
  for (int i = 0; i < count; i++) {
    bool hidden;
    const char *sheet = un_xlsx_name(reader->book, i, &hidden);
    if (name ? strcmp(sheet, name) == 0 : !hidden) reader->tables[reader->table_count++] = i;
    if (name && reader->table_count > 0) break;
    if (i < 256) names[i] = sheet;
  }
  if (!name || reader->table_count > 0) return 0;
  return un_fail_unknown("sheet", name, un_nearest_name(name, names, (size_t)(count < 256 ? count : 256)));
}

static int open_book(struct un_reader *reader, const struct un_reader_options *options) {
  char *why = NULL;
  reader->book = un_xlsx_open(reader->fd, &why);
  if (!reader->book) {
    int code = un_fail(UN_EXIT_SQL, "%s: %s", reader->path, why);
    free(why);
    return code;
  }
  reader->record = un_xlsx_record(reader->book);
  hash_file(reader, &reader->hash);
  reader->done = reader->size;
  return choose_sheets(reader, options->sheet);
}

static int open_csv(struct un_reader *reader, const struct un_reader_options *options) {
  enum un_decode_result result = un_decode_open(&reader->decoder, read_source, reader, options->encoding);
  if (result == UN_DECODE_UNKNOWN) {
    return un_fail(UN_EXIT_USAGE, "--encoding '%s' is not known here; utf-8, utf-16, utf-16le, utf-16be, "
                   "or a single-byte one such as windows-1252, mac-roman, iso-8859-15", options->encoding);
  }
  if (result == UN_DECODE_CONTRADICTED) {
    return un_fail(UN_EXIT_SQL, "%s:1: the byte order mark says %s, --encoding '%s'", reader->path,
                   reader->decoder.name, options->encoding);
  }
  un_csv_open(&reader->csv, &reader->decoder, options->delimiter, UN_CSV_BUFFER);
  reader->record = &reader->csv.record;
  reader->table_count = 1;
  return 0;
}

int un_reader_open(struct un_reader *reader, const char *path, const struct un_reader_options *options) {
  bool workbook = false;
  *reader = (struct un_reader){.path = path, .fd = -1};
  sha256_init(&reader->hash);
  int code = open_file(reader, path, options->kept);
  if (code == 0) code = sniff(reader, &workbook);
  if (code == 0 && options->sheet && !workbook) {
    code = un_fail(UN_EXIT_USAGE, "%s: --sheet is of workbooks (.xlsx), which this file is not", path);
  }
  if (code == 0) code = workbook ? open_book(reader, options) : open_csv(reader, options);
  return code;
}

void un_reader_close(struct un_reader *reader) {
  if (reader->csv.buffer) un_csv_free(&reader->csv);
  un_xlsx_close(reader->book);
  free(reader->tables);
  reader->book = NULL;
  reader->tables = NULL;
  if (reader->fd >= 0) close(reader->fd);
  reader->fd = -1;
}

bool un_reader_next_table(struct un_reader *reader) {
  if (reader->table == reader->table_count) return false;
  if (reader->book) un_xlsx_begin(reader->book, reader->tables[reader->table]);
  reader->table++;
  return true;
}

void un_reader_order_tables(struct un_reader *reader, const int *place) {
  int *tables = un_alloc((size_t)(reader->table_count + 1) * sizeof *tables);
  for (int i = 0; i < reader->table_count; i++) tables[place[i]] = reader->tables[i];
  free(reader->tables);
  reader->tables = tables;
  reader->table = 0;
}

enum un_record_result un_reader_next(struct un_reader *reader) {
  return reader->book ? un_xlsx_next(reader->book) : un_csv_next(&reader->csv);
}

int un_reader_finish(struct un_reader *reader) {
  const char *damage = reader->book ? un_xlsx_error(reader->book) : NULL;
  if (damage) return un_fail(UN_EXIT_SQL, "%s: %s", reader->path, damage);
  if (reader->read_error == 0) return 0;
  if (un_interrupted) return un_interrupted_code();
  return un_fail(UN_EXIT_SQL, "%s: %s", reader->path, strerror(reader->read_error));
}

void un_reader_sha256(struct un_reader *reader, bool by_itself, char out[65]) {
  uint8_t digest[SHA256_DIGEST_SIZE];
  struct sha256_ctx hash = reader->hash;
  if (by_itself) {
    sha256_init(&hash);
    hash_file(reader, &hash);
  }
  sha256_digest(&hash, SHA256_DIGEST_SIZE, digest);
  for (int i = 0; i < SHA256_DIGEST_SIZE; i++) sprintf(out + 2 * i, "%02x", digest[i]);
}
