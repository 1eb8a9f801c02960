/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_text.h"

#include <stdio.h>
#include <string.h>

#include "texts.h"

const char *un_report_text(const char *name) {
  char path[128];
  snprintf(path, sizeof path, "schema/reports/%s.sql", name);
  for (int i = 0; i < un_texts_count; i++) {
    if (strcmp(un_texts[i].path, path) == 0) return un_texts[i].text;
  }
  return NULL;
}
