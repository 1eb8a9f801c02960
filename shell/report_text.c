/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_text.h"

#include <stdio.h>
#include <string.h>

#include "strbuf.h"
#include "texts.h"

int un_report_at(int i, struct un_report_name *report) {
  static const char prefix[] = "schema/reports/";
  for (int t = 0; t < un_texts_count; t++) {
    const char *path = un_texts[t].path;
    if (strncmp(path, prefix, sizeof prefix - 1) != 0 || i-- > 0) continue;
    path += sizeof prefix - 1;
    snprintf(report->name, sizeof report->name, "%.*s", (int)strcspn(path, "."), path);
    report->text = un_texts[t].text;
    return 1;
  }
  return 0;
}

const char *un_report_text(const char *name) {
  struct un_report_name report;
  for (int i = 0; un_report_at(i, &report); i++) {
    if (strcmp(report.name, name) == 0) return report.text;
  }
  return NULL;
}

void un_report_as_subquery(struct un_strbuf *out, const char *name) {
  const char *text = un_report_text(name);
  size_t len = strlen(text);
  while (len > 0 && strchr("; \n", text[len - 1])) len--;
  un_strbuf_printf(out, "(\n%.*s\n)", (int)len, text);
}
