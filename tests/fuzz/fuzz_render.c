/* Any value through every format: table, column and line hold no control (W7), csv
** has the quotes it opens, json no raw control. The first byte chooses the format. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "shell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *name, const char *text, size_t len) {
  bool human = strcmp(name, "table") == 0 || strcmp(name, "column") == 0 || strcmp(name, "line") == 0;
  bool json = strcmp(name, "json") == 0 || strcmp(name, "ndjson") == 0;
  size_t quotes = 0;
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    if ((human || json) && c < ' ' && c != '\n') abort();
    if (human && c == 0x7f) abort();
    quotes += c == '"';
  }
  if (strcmp(name, "csv") == 0 && quotes % 2 != 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct un_shell shell;
  static sqlite3 *db;
  const char *path = "/dev/shm/unseal-fuzz-render";
  int count = 0;
  if (size == 0) return 0;
  if (!db && sqlite3_open(":memory:", &db) != SQLITE_OK) abort();
  while (un_format_at(count, NULL)) count++;
  if (count == 0) abort();
  const char *name = un_format_at(data[0] % count, NULL);
  sqlite3_stmt *stmt = NULL;
  shell.db = db;
  shell.style.format = un_format_find(name, NULL);
  if (sqlite3_prepare_v2(db, "SELECT ?1 AS a, ?2 AS \"b c\", 1 AS a", -1, &stmt, NULL) != SQLITE_OK) abort();
  sqlite3_bind_text(stmt, 1, (const char *)data + 1, (int)size - 1, SQLITE_STATIC);
  sqlite3_bind_blob(stmt, 2, data + 1, (int)size - 1, SQLITE_STATIC);
  /* ics wants columns of its own, a workbook's cell holds 32,767 characters: both may refuse. */
  bool refuses = strcmp(name, "ics") == 0 || strcmp(name, "xlsx") == 0;
  if (un_out_open(path, &shell.out) != 0) abort();
  int code = un_render(&shell, stmt);
  sqlite3_finalize(stmt);
  if (code != 0) {
    if (!refuses) abort();
    un_out_abort(shell.out);
    return 0;
  }
  if (un_out_commit(shell.out) != 0) abort();
  FILE *file = fopen(path, "rb");
  static char text[1 << 20];
  size_t len = file ? fread(text, 1, sizeof text, file) : 0;
  if (file) fclose(file);
  check(name, text, len);
  unlink(path);
  return 0;
}
