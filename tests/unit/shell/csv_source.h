/* Bytes in memory as a source that gives at most `portion` at a time, and what a
** CSV reader makes of them, as one text. */
#ifndef UN_TESTS_CSV_SOURCE_H
#define UN_TESTS_CSV_SOURCE_H

#include <string.h>

#include "csv_read.h"

struct bytes {
  const char *data;
  size_t len, at, portion;
};

static inline ssize_t read_bytes(void *user, char *out, size_t len) {
  struct bytes *bytes = user;
  size_t n = bytes->len - bytes->at;
  if (n > len) n = len;
  if (n > bytes->portion) n = bytes->portion;
  memcpy(out, bytes->data + bytes->at, n);
  bytes->at += n;
  return (ssize_t)n;
}

struct opened {
  struct bytes bytes;
  struct un_decoder decoder;
  struct un_csv csv;
};

static inline void open_bytes(struct opened *o, const char *data, size_t len, const char *encoding,
                              char delimiter, size_t buffer, size_t portion) {
  o->bytes = (struct bytes){data, len, 0, portion};
  un_decode_open(&o->decoder, read_bytes, &o->bytes, encoding);
  un_csv_open(&o->csv, &o->decoder, delimiter, buffer);
}

/* `4@17 [a][NULL][c]` for a record, `4@17 column 2: reason {raw}` for a fault. */
static inline char *outline(const char *data, size_t len, const char *encoding, char delimiter,
                            size_t buffer, size_t portion) {
  struct opened o;
  struct un_strbuf out = UN_STRBUF_INIT;
  open_bytes(&o, data, len, encoding, delimiter, buffer, portion);
  for (enum un_record_result r; (r = un_csv_next(&o.csv)) != UN_RECORD_END;) {
    const struct un_record *record = &o.csv.record;
    un_strbuf_printf(&out, "%lld@%lld ", record->fault ? record->fault_line : record->line, record->byte);
    if (r == UN_RECORD_FAULT) {
      un_strbuf_printf(&out, "column %d: %s {", record->fault_column, record->fault);
      un_strbuf_add(&out, record->raw, record->raw_len);
      un_strbuf_puts(&out, "}");
    }
    for (int i = 0; r == UN_RECORD_READ && i < record->count; i++) {
      const char *text = un_record_text(record, i);
      if (!text) un_strbuf_puts(&out, "[NULL]");
      else un_strbuf_printf(&out, "[%s]", text);
    }
    un_strbuf_puts(&out, "\n");
  }
  un_csv_free(&o.csv);
  return un_strbuf_take(&out);
}

#endif
