/* Any bytes through the CSV reader: it ends, moves forward, stays within bounds. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "csv_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct un_csv csv;
  un_csv_open(&csv, (const char *)data, size);
  size_t last = 0;
  for (enum un_csv_result r; (r = un_csv_next(&csv)) != UN_CSV_END;) {
    if (csv.at <= last || csv.record_byte + csv.record_len > size) abort();
    if (r == UN_CSV_FAULT && !csv.fault) abort();
    last = csv.at;
  }
  un_csv_free(&csv);
  return 0;
}
