/* Any text through the statement splitter: pieces give what the whole gives, and
** what it calls complete, SQLite does, too. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "split.h"
#include "strbuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *sql = un_alloc(size + 1);
  struct un_split whole = {0}, parts = {0};
  memcpy(sql, data, size);
  sql[size] = '\0';
  size_t len = strlen(sql);
  un_split_feed(&whole, sql, len);
  for (size_t i = 0; i < len; i++) un_split_feed(&parts, sql + i, 1);
  if (whole.open != parts.open || whole.parens != parts.parens || whole.semicolon != parts.semicolon ||
      whole.line_comment != parts.line_comment) {
    abort();
  }
  if (un_split_complete(&whole, sql) && !sqlite3_complete(sql)) abort();
  if (sqlite3_complete(sql) && (whole.open || !whole.semicolon)) abort();
  const char *rest = un_split_skip(sql);
  if (rest < sql || rest > sql + len || un_split_skip(rest) != rest) abort();
  free(sql);
  return 0;
}
