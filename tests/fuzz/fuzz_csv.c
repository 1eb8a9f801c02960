/* Any bytes through the decoder and the CSV reader: it ends, moves forward, every
** byte is accounted for, and a buffer of another size gives the same. The first
** byte chooses the encoding. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/shell/csv_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const encodings[] = {NULL, NULL, "utf-16le", "utf-16", "windows-1252"};
  if (size == 0) return 0;
  const char *encoding = encodings[data[0] % 5], *text = (const char *)data + 1;
  size_t len = size - 1;
  struct opened o;
  open_bytes(&o, text, len, encoding, 0, 64, 64);
  long long next = 0;
  for (enum un_record_result r; (r = un_csv_next(&o.csv)) != UN_RECORD_END;) {
    const struct un_record *record = &o.csv.record;
    long long end = record->byte + (long long)un_decode_length(&o.decoder, record->raw, record->raw_len);
    if (record->byte < next || end > (long long)len || end <= record->byte) abort();
    if ((r == UN_RECORD_FAULT) != (record->fault != NULL)) abort();
    next = end;
  }
  un_csv_free(&o.csv);
  char *a = outline(text, len, encoding, 0, 1, 3), *b = outline(text, len, encoding, 0, UN_CSV_BUFFER, SIZE_MAX);
  if (strcmp(a, b) != 0) abort();
  free(a);
  free(b);
  return 0;
}
