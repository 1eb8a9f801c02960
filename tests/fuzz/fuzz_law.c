/* Any bytes through every reader of ext/law and ext/stat. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "law/basis.h"
#include "law/calendar.h"
#include "law/gag.h"
#include "law/jurisdiction.h"
#include "law/period.h"
#include "stat/range.h"
#include "stat/rate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  /* A copy of the exact size: a read past its end is seen. */
  char *text = malloc(size ? size : 1);
  struct un_moment moment, end;
  struct un_term term;
  struct un_period period;
  struct un_calendar calendar;
  struct un_number low, high;
  char out[UN_MOMENT_TEXT];
  if (!text) return 0;
  if (size) memcpy(text, data, size);
  if (un_moment_parse(text, size, &moment)) {
    size_t n = un_moment_format(&moment, out);
    if (!un_moment_parse(out, n, &end) || end.day != moment.day) abort();
  }
  if (un_term_parse(text, size, &term)) {
    char written[UN_TERM_TEXT];
    size_t n = un_term_format(&term, written);
    if (!un_term_parse(written, n, &term)) abort();
  }
  if (un_period_parse(text, size, &period) && un_period_start(period) > un_period_end(period)) abort();
  if (!un_calendar_find(text, size, &calendar)) un_calendar_nearest(text, size);
  if (!un_basis_find(text, size)) un_basis_nearest(text, size);
  if (un_outcome_find(text, size) < 0) un_outcome_nearest(text, size);
  if (un_gag_kind_find(text, size) < 0) un_gag_kind_nearest(text, size);
  const char *code = un_jurisdiction(text, size);
  if (code && !un_jurisdiction_name(code, strlen(code))) abort();
  if (un_cell_parse(text, size, &low, &high) == UN_CELL_OK && low.real > high.real) abort();
  free(text);
  return 0;
}
