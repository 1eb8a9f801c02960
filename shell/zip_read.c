/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zip_read.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <minizip/unzip.h>

#include "strbuf.h"

struct entry {
  char *name;
  unz64_file_pos pos;
  long long size;
};

struct un_zip {
  int fd;
  long long at, size; /* of the file */
  unzFile zip;
  struct entry *entries;
  int count;
  bool inside;         /* an entry is begun */
  long long left;      /* of it */
};

/* --- minizip's view of the descriptor --------------------------------------------- */

static voidpf open_fd(voidpf zip, const void *name, int mode) {
  (void)name, (void)mode;
  return zip;
}

static uLong read_fd(voidpf user, voidpf stream, void *out, uLong len) {
  struct un_zip *zip = stream;
  uLong done = 0;
  (void)user;
  while (done < len) {
    ssize_t n = pread(zip->fd, (char *)out + done, len - done, (off_t)zip->at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    done += (uLong)n;
    zip->at += n;
  }
  return done;
}

static uLong write_fd(voidpf user, voidpf stream, const void *data, uLong len) {
  (void)user, (void)stream, (void)data, (void)len;
  return 0;
}

static ZPOS64_T tell_fd(voidpf user, voidpf stream) {
  (void)user;
  return (ZPOS64_T)((struct un_zip *)stream)->at;
}

static long seek_fd(voidpf user, voidpf stream, ZPOS64_T offset, int origin) {
  struct un_zip *zip = stream;
  (void)user;
  long long base = origin == ZLIB_FILEFUNC_SEEK_CUR ? zip->at : origin == ZLIB_FILEFUNC_SEEK_END ? zip->size : 0;
  long long to = base + (long long)offset;
  if (to < 0 || to > zip->size) return -1;
  zip->at = to;
  return 0;
}

static int close_fd(voidpf user, voidpf stream) {
  (void)user, (void)stream;
  return 0;
}

/* --- requirement 1 ------------------------------------------------------------------ */

static const char *bad_name(const char *name, size_t len) {
  if (strlen(name) != len || len == 0) return "a name with a NUL";
  if (strchr(name, '\\')) return "a name with a backslash";
  if (name[0] == '/' || (len > 1 && name[1] == ':')) return "an absolute name";
  for (const char *at = name; at; at = strchr(at, '/'), at = at ? at + 1 : NULL) {
    size_t part = strcspn(at, "/");
    if (part == 2 && memcmp(at, "..", 2) == 0) return "a name that goes up with '..'";
  }
  return NULL;
}

static bool blows_up(long long size, long long packed) {
  return size > 1024 * 1024 && size / UN_ZIP_RATIO > packed;
}

static int compare_names(const void *a, const void *b) {
  return strcasecmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* One entry of the directory into the list; false: refused. */
static bool add_entry(struct un_zip *zip, long long *total, struct un_strbuf *why) {
  unz_file_info64 info;
  char name[1024];
  struct entry *entry = &zip->entries[zip->count];
  if (unzGetCurrentFileInfo64(zip->zip, &info, name, sizeof name, NULL, 0, NULL, 0) != UNZ_OK ||
      unzGetFilePos64(zip->zip, &entry->pos) != UNZ_OK) {
    un_strbuf_puts(why, "its directory is damaged");
    return false;
  }
  if (info.size_filename >= sizeof name) {
    un_strbuf_puts(why, "an entry's name is longer than 1023 bytes");
    return false;
  }
  name[info.size_filename] = '\0';
  const char *bad = bad_name(name, info.size_filename);
  long long size = (long long)info.uncompressed_size, packed = (long long)info.compressed_size;
  if (bad) un_strbuf_printf(why, "entry '%s' has %s", name, bad);
  else if (info.flag & 0x41) un_strbuf_printf(why, "entry '%s' is encrypted", name);
  else if (info.compression_method != 0 && info.compression_method != Z_DEFLATED)
    un_strbuf_printf(why, "entry '%s' is packed by method %lu, not deflate", name, info.compression_method);
  else if (size < 0 || packed < 0 || size > UN_ZIP_TOTAL || (*total += size) > UN_ZIP_TOTAL)
    un_strbuf_printf(why, "it unpacks to more than %lld MiB", UN_ZIP_TOTAL >> 20);
  else if (blows_up(size, packed) || blows_up(*total, zip->size))
    un_strbuf_printf(why, "entry '%s' unpacks to more than %d times its size, like a bomb", name, UN_ZIP_RATIO);
  if (why->len > 0) return false;
  entry->name = un_strdup(name);
  entry->size = size;
  zip->count++;
  return true;
}

static bool list_entries(struct un_zip *zip, struct un_strbuf *why) {
  long long total = 0;
  unz_global_info64 info;
  if (unzGetGlobalInfo64(zip->zip, &info) != UNZ_OK || info.number_entry > UN_ZIP_ENTRIES) {
    un_strbuf_printf(why, "it has more than %d entries", UN_ZIP_ENTRIES);
    return false;
  }
  zip->entries = un_alloc((size_t)(info.number_entry + 1) * sizeof *zip->entries);
  int rc = unzGoToFirstFile(zip->zip);
  for (; rc == UNZ_OK && zip->count < (int)info.number_entry; rc = unzGoToNextFile(zip->zip)) {
    if (!add_entry(zip, &total, why)) return false;
  }
  if (rc != UNZ_END_OF_LIST_OF_FILE) {
    un_strbuf_puts(why, "its directory is damaged");
    return false;
  }
  if (zip->count > 0) qsort(zip->entries, (size_t)zip->count, sizeof *zip->entries, compare_names);
  for (int i = 1; i < zip->count; i++) {
    if (compare_names(&zip->entries[i - 1], &zip->entries[i]) != 0) continue;
    un_strbuf_printf(why, "two entries are named '%s'", zip->entries[i].name);
    return false;
  }
  return true;
}

struct un_zip *un_zip_open(int fd, char **why) {
  struct un_zip *zip = un_alloc(sizeof *zip);
  struct un_strbuf reason = UN_STRBUF_INIT;
  *zip = (struct un_zip){.fd = fd, .size = (long long)lseek(fd, 0, SEEK_END)};
  zlib_filefunc64_def functions = {open_fd, read_fd, write_fd, tell_fd, seek_fd, close_fd, close_fd, zip};
  zip->zip = unzOpen2_64("", &functions);
  if (!zip->zip) {
    un_strbuf_puts(&reason, "it is cut short or damaged: no ZIP directory at its end");
  } else if (list_entries(zip, &reason)) {
    return zip;
  }
  *why = un_strbuf_take(&reason);
  un_zip_close(zip);
  return NULL;
}

void un_zip_close(struct un_zip *zip) {
  if (!zip) return;
  if (zip->inside) unzCloseCurrentFile(zip->zip);
  if (zip->zip) unzClose(zip->zip);
  for (int i = 0; i < zip->count; i++) free(zip->entries[i].name);
  free(zip->entries);
  free(zip);
}

/* --- entries ------------------------------------------------------------------------- */

int un_zip_enter(struct un_zip *zip, const char *name) {
  if (zip->inside) unzCloseCurrentFile(zip->zip);
  zip->inside = false;
  for (int i = 0; i < zip->count; i++) {
    if (strcasecmp(zip->entries[i].name, name) != 0) continue;
    zip->inside = unzGoToFilePos64(zip->zip, &zip->entries[i].pos) == UNZ_OK &&
                  unzOpenCurrentFile(zip->zip) == UNZ_OK;
    zip->left = zip->entries[i].size;
    return i;
  }
  return -1;
}

ssize_t un_zip_read(struct un_zip *zip, void *out, size_t len) {
  if (!zip->inside) return -1;
  int n = unzReadCurrentFile(zip->zip, out, (unsigned)len);
  zip->left -= n;
  if (n > 0) return zip->left < 0 ? -1 : n;
  zip->inside = false;
  int closed = unzCloseCurrentFile(zip->zip);
  return n < 0 || zip->left != 0 || closed != UNZ_OK ? -1 : 0;
}
