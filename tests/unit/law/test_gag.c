/* Gags, without SQLite: every rule, and events in every order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "law/gag.h"

static struct un_gag gag_of(const char *code, const char *started, const char *ordered) {
  struct un_gag gag = {.basis = un_basis_find(code, strlen(code))};
  assert_non_null(gag.basis);
  assert_true(un_moment_parse(started, strlen(started), &gag.started));
  if (ordered) assert_true(un_ordered_parse(ordered, strlen(ordered), &gag.ordered));
  return gag;
}

static void every_code_is_found_and_no_other(void **state) {
  (void)state;
  assert_int_equal(un_bases_count, 63);
  for (int i = 0; i < un_bases_count; i++) {
    const char *code = un_bases[i].code;
    assert_ptr_equal(un_basis_find(code, strlen(code)), &un_bases[i]);
    assert_null(un_basis_find(code, strlen(code) - 1));
  }
  assert_null(un_basis_find("", 0));
}

/* law.md 2.2: the gag ends late; P3: never earlier than the instrument says. */
static void the_last_day_is_never_before_the_nominal_end(void **state) {
  (void)state;
  struct un_years years = {0};
  for (int i = 0; i < un_bases_count; i++) {
    for (int days = 1; days < 400; days += 13) {
      struct un_gag gag = gag_of(un_bases[i].code, "2024-03-15", NULL);
      gag.ordered = (struct un_ordered){.says = UN_SAYS_TERM, .term = {.days = days, .set = true}};
      struct un_gag_end end;
      struct un_fault fault;
      if (!un_gag_end(&gag, &years, &end, &fault)) continue;
      assert_true(end.last >= end.nominal);
      if (un_bases[i].gags) assert_int_equal(end.nominal, gag.started.day + days);
    }
  }
}

static void events_in_any_order_end_on_the_same_day(void **state) {
  (void)state;
  struct un_gag gag = gag_of("US_NDO_2705B", "2024-01-10", "P90D");
  static const char *const days[] = {"2024-02-01", "2024-03-01", "2024-06-10", "2024-06-10",
                                     "2024-09-01"};
  static const enum un_gag_kind kinds[] = {UN_GAG_RENEWED, UN_GAG_RENEWED, UN_GAG_MODIFIED,
                                           UN_GAG_RENEWED, UN_GAG_LIFTED};
  static const char *const ordered[] = {"P30D", "P60D", "P120D", "P10D", NULL};
  struct un_years years = {0};
  unsigned seed = 1;
  un_day first = 0;
  for (int run = 0; run < 200; run++) {
    struct un_gag_event events[5];
    int order[5] = {0, 1, 2, 3, 4};
    for (int i = 4; i > 0; i--) {
      seed = seed * 1103515245u + 12345u;
      int j = (int)(seed >> 16) % (i + 1), swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    for (int i = 0; i < 5; i++) {
      int from = order[i];
      events[i] = (struct un_gag_event){.kind = kinds[from]};
      assert_true(un_moment_parse(days[from], 10, &events[i].on));
      if (ordered[from]) {
        assert_true(un_ordered_parse(ordered[from], strlen(ordered[from]), &events[i].ordered));
      }
    }
    struct un_gag_end end;
    struct un_fault fault;
    size_t number;
    assert_true(un_gag_follow(&gag, events, 5, UN_DAY_MAX, &years, &end, &fault, &number));
    if (run == 0) first = end.last;
    assert_int_equal(end.last, first);
  }
  assert_int_equal(first, un_day_of(2024, 8, 31));
}

static unsigned drawn = 7;

static int draw(int below) {
  drawn = drawn * 1103515245u + 12345u;
  return (int)(drawn >> 16) % below;
}

static struct un_gag_event event_of(int number) {
  static const char *const days[] = {"2024-02-01", "2024-03-05", "2024-03-05T00:00", "2024-03-05T07:00Z",
                                     "2024-03-04", "2023-12-31", "2024-01-10"};
  static const char *const ordered[] = {NULL, "P1D", "PT24H", "P30D", "P1M", "P4W", "2024-05-01", "indefinite"};
  struct un_gag_event event = {.kind = (enum un_gag_kind)draw(4), .number = (size_t)number};
  const char *day = days[draw(7)], *end = ordered[draw(8)];
  assert_true(un_moment_parse(day, strlen(day), &event.on));
  if (end) assert_true(un_ordered_parse(end, strlen(end), &event.ordered));
  return event;
}

/* Lives drawn at random, with instants that tie with their day and events before the
** gag: the same answer or the same fault both ways round, and no end before a start. */
static void random_lives_hold_in_any_order(void **state) {
  (void)state;
  static const char *const codes[] = {"US_NDO_2705B", "US_NSL_2709", "DE_STPO_95A", "EU_DSA_9_5", "GB_RIPA_54"};
  struct un_years years = {0};
  int ends = 0, faults = 0;
  for (int life = 0; life < 20000; life++) {
    struct un_gag gag = gag_of(codes[draw(5)], "2024-01-10", draw(2) ? "P60D" : NULL);
    struct un_gag_event there[4], back[4];
    int count = 1 + draw(4);
    for (int i = 0; i < count; i++) there[i] = back[count - 1 - i] = event_of(i);
    struct un_gag_end end, again;
    struct un_fault fault, other;
    size_t number = 0, same = 0;
    bool good = un_gag_follow(&gag, there, (size_t)count, UN_DAY_MAX, &years, &end, &fault, &number);
    assert_int_equal(un_gag_follow(&gag, back, (size_t)count, UN_DAY_MAX, &years, &again, &other, &same), good);
    if (good) {
      assert_int_equal(end.last, again.last);
      assert_true(end.last == UN_NO_DAY || end.last >= gag.started.day - 1);
      ends++;
    } else {
      assert_int_equal(fault.arg, other.arg);
      assert_string_equal(fault.problem, other.problem);
      faults++;
    }
  }
  assert_true(ends > 5000 && faults > 1000);
}

/* BGB s. 190: renewals run from the previous nominal end, not the rolled one. */
static void renewals_chain_from_nominal_ends(void **state) {
  (void)state;
  struct un_gag gag = gag_of("US_NDO_2705B", "2023-12-03", "P90D"); /* 2 March 2024, a Saturday */
  struct un_gag_event event = {.kind = UN_GAG_RENEWED};
  struct un_years years = {0};
  struct un_gag_end end;
  struct un_fault fault;
  size_t number;
  assert_true(un_moment_parse("2024-03-04", 10, &event.on));
  assert_true(un_ordered_parse("P90D", 4, &event.ordered));
  assert_true(un_gag_follow(&gag, &event, 1, UN_DAY_MAX, &years, &end, &fault, &number));
  assert_int_equal(end.nominal, un_day_of(2024, 5, 31));
}

static void problems_name_the_argument(void **state) {
  (void)state;
  struct un_years years = {0};
  struct un_gag_end end;
  struct un_fault fault;
  struct un_gag gag = gag_of("US_NDO_FAIRNESS", "2024-01-01", NULL);
  assert_false(un_gag_end(&gag, &years, &end, &fault));
  assert_int_equal(fault.arg, 1);
  gag = gag_of("US_NDO_2705B", "2024-01-01", "2023-12-31");
  assert_false(un_gag_end(&gag, &years, &end, &fault));
  assert_int_equal(fault.arg, 3);
  gag = gag_of("US_NDO_2705B", "2024-01-01", "PT8H");
  assert_false(un_gag_end(&gag, &years, &end, &fault));
  assert_int_equal(fault.arg, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_code_is_found_and_no_other),
      cmocka_unit_test(the_last_day_is_never_before_the_nominal_end),
      cmocka_unit_test(events_in_any_order_end_on_the_same_day),
      cmocka_unit_test(random_lives_hold_in_any_order),
      cmocka_unit_test(renewals_chain_from_nominal_ends),
      cmocka_unit_test(problems_name_the_argument),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
