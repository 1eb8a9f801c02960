/* Any bytes as a date, an instant, a period: what is read is written the same. */
#include "input.h"
#include "law/date.h"
#include "law/period.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct text text = copy_of(data, size);
  struct un_moment moment, again;
  struct un_period period, back;
  un_day day;
  char out[UN_MOMENT_TEXT];
  bool is_moment = un_moment_parse(text.at, text.len, &moment);
  must(is_moment == un_date_parse(text.at, text.len, &day));
  if (is_moment) {
    must(day == moment.day && un_day_in_range(day));
    must(moment.second >= 0 && moment.second < 86400);
    size_t n = un_moment_format(&moment, out);
    must(n == size && memcmp(out, text.at, size < 10 ? size : 10) == 0);
    must(un_moment_parse(out, n, &again));
    must(again.day == moment.day && again.second == moment.second);
    must(strcmp(again.offset, moment.offset) == 0);
    for (int unit = 0; unit < UN_UNITS; unit++) {
      period = un_period_of(day, (enum un_unit)unit);
      must(un_period_start(period) <= day && day <= un_period_end(period));
    }
  }
  if (un_period_parse(text.at, text.len, &period)) {
    must(un_period_format(period, out) == size && memcmp(out, text.at, size) == 0);
    must(un_period_start(period) <= un_period_end(period));
    if (un_period_add(period, 1, &back)) {
      must(un_period_start(back) == un_period_end(period) + 1);
      must(un_period_add(back, -1, &back) && back.index == period.index);
    }
  }
  free(text.at);
  return 0;
}
