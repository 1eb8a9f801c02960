/* The reporting periods that titles and file names speak of. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "span.h"

static const struct {
  const char *text, *first, *last; /* first NULL: no answer */
} cases[] = {
    {"2013 H1", "2013-01-01", "2013-06-30"},
    {"2013_H2", "2013-07-01", "2013-12-31"},
    {"H1 2014", "2014-01-01", "2014-06-30"},
    {"1H2014", "2014-01-01", "2014-06-30"},
    {"Snap_Transparency_Report_H1-20.csv", "2020-01-01", "2020-06-30"},
    {"Snap_H1_2022_TR.csv", "2022-01-01", "2022-06-30"},
    {"PRPL-Facebook-Government-Report-2019_H2.csv", "2019-07-01", "2019-12-31"},
    {"Facebook-Government-Report-2013-H1.csv", "2013-01-01", "2013-06-30"},
    {"January - June 2017", "2017-01-01", "2017-06-30"},
    {"Jul-Dec-2021", "2021-07-01", "2021-12-31"},
    {"Law Enforcement Requests Report 2015 Requests received for all Microsoft Services from July - December 2015",
     "2015-07-01", "2015-12-31"},
    {"Requests received from January to June 2021", "2021-01-01", "2021-06-30"},
    {"July 2012 to June 2013", "2012-07-01", "2013-06-30"},
    {"jul12jun13", "2012-07-01", "2013-06-30"},
    {"2021 - Q1/Q2", "2021-01-01", "2021-06-30"},
    {"2021 - Q3/Q4", "2021-07-01", "2021-12-31"},
    {"Q3 2020", "2020-07-01", "2020-09-30"},
    {"2025-07-01/2025-12-31", "2025-07-01", "2025-12-31"},
    {"report 2018", "2018-01-01", "2018-12-31"},
    {"February 2024", "2024-02-01", "2024-02-29"},
    {"2013 H1 and 2013 H2", NULL, NULL},
    {"2013 and 2014", NULL, NULL},
    {"2021-12-31", NULL, NULL},
    {"December - January 2021", NULL, NULL},
    {"H1", NULL, NULL},
    {"", NULL, NULL},
    {"data.csv", NULL, NULL},
    {"YYYY-MM-DD/YYYY-MM-DD", NULL, NULL},
};

static void titles_name_their_period(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    un_day first, last;
    char text[UN_DATE_TEXT];
    bool found = un_span_find(cases[i].text, &first, &last);
    if (found != (cases[i].first != NULL)) fail_msg("'%s'", cases[i].text);
    if (!found) continue;
    un_date_format(first, text);
    assert_string_equal(text, cases[i].first);
    un_date_format(last, text);
    assert_string_equal(text, cases[i].last);
  }
}

static void any_bytes_are_read_within_bounds(void **state) {
  (void)state;
  char text[64];
  un_day first, last;
  unsigned seed = 7;
  for (int round = 0; round < 20000; round++) {
    int n = round % 60;
    for (int i = 0; i < n; i++) {
      seed = seed * 1103515245u + 12345u;
      text[i] = "0123456789hHqQ-/ janjuldecJ_\xc3"[seed >> 16 & 31 ? (seed >> 16) % 29 : 0];
    }
    text[n] = '\0';
    if (un_span_find(text, &first, &last)) assert_true(first <= last);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(titles_name_their_period),
      cmocka_unit_test(any_bytes_are_read_within_bounds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
