/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <stdlib.h>

struct un_field *un_record_add(struct un_record *record) {
  if (record->count == record->room) {
    record->room = record->room ? record->room * 2 : 64;
    record->fields = un_realloc(record->fields, (size_t)record->room * sizeof *record->fields);
  }
  struct un_field *field = &record->fields[record->count++];
  *field = (struct un_field){.null = true};
  return field;
}

void un_record_free(struct un_record *record) {
  un_strbuf_free(&record->text);
  free(record->fields);
  *record = (struct un_record){.text = UN_STRBUF_INIT};
}

const char *un_record_text(const struct un_record *record, int i) {
  if (i < 0 || i >= record->count || record->fields[i].null) return NULL;
  return record->text.text + record->fields[i].at;
}

size_t un_record_len(const struct un_record *record, int i) {
  return i < 0 || i >= record->count ? 0 : record->fields[i].len;
}
