/* Two lines, a start and a term: the end keeps the start's form and the term's
** direction, and lies within the years (law.md T1-T3). */
#include "input.h"
#include "law/term.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct text first = next_text(&data, &size), second = copy_of(data, size);
  struct un_moment start, end;
  struct un_term term, again;
  char out[UN_TERM_TEXT];
  if (un_term_parse(second.at, second.len, &term)) {
    size_t n = un_term_format(&term, out);
    must(un_term_parse(out, n, &again) && un_term_format(&again, out) == n);
    must(term.years >= 0 && term.months >= 0 && term.weeks >= 0 && term.days >= 0);
    if (un_moment_parse(first.at, first.len, &start)) {
      enum un_term_result result = un_term_add(&start, &term, &end);
      must(result != UN_TERM_NEEDS_INSTANT || (term.has_hours && !start.has_time));
      if (result == UN_TERM_OK) {
        must(un_day_in_range(end.day));
        must(term.backward ? end.day <= start.day : end.day >= start.day);
        must(term.has_hours ? end.has_time : !end.has_time);
        must(un_term_positive(&term) || term.backward || end.day == start.day);
        must(!term.has_hours || strcmp(end.offset, start.offset) == 0);
      }
    }
  }
  free(first.at);
  free(second.at);
  return 0;
}
