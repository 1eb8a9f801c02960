/* The regimes by place: regimes.csv's states, and territories.csv's territories that
** count as their state in all of them or in some, for its days or for fewer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"
#include "law/regime.h"

/* By enum un_tag; "" is a tag that is no regime. */
static const char *const regimes[] = {
#define REGIME(name, text, regime) (regime) ? (text) : "",
    UN_EACH_TAG(REGIME)
#undef REGIME
    NULL};
enum { REGIMES = sizeof regimes / sizeof *regimes - 1 };

enum { T_CODE, T_STATE, T_REGIMES, T_SINCE, T_UNTIL };

static struct territory {
  int place, state;
  bool whole; /* in all regimes: its courts are the state's too */
  bool in[REGIMES];
  un_day since, until;
} *territories;
static int territory_count;

static bool read_regimes(const struct csv *csv, int r, bool in[REGIMES]) {
  bool whole = strcmp(filled(csv, r, T_REGIMES), "all") == 0;
  for (int i = 0; i < REGIMES; i++) in[i] = whole && regimes[i][0];
  if (whole) return true;
  char *text = must(strdup(filled(csv, r, T_REGIMES)));
  for (char *name = strtok(text, " "); name; name = strtok(NULL, " ")) {
    in[one_of(csv, r, "regime", name, regimes)] = true;
  }
  free(text);
  return false;
}

/* Regimes are of countries, territories and bodies: parts count as their country. */
static int whole_place(const struct csv *csv, int r, int column) {
  const char *code = filled(csv, r, column);
  int place = place_of(csv, r, code);
  if (place >= countries()) die(csv->path, csv->lines[r], "'%s' is a part of a country", code);
  return place;
}

void read_territories(const struct csv *csv) {
  territories = must(calloc((size_t)csv->row_count + 1, sizeof *territories));
  for (int r = 1; r <= csv->row_count; r++) {
    struct territory *t = &territories[territory_count++];
    t->place = whole_place(csv, r, T_CODE);
    t->state = whole_place(csv, r, T_STATE);
    t->whole = read_regimes(csv, r, t->in);
    t->since = read_day(csv, r, cell(csv, r, T_SINCE));
    t->until = read_day(csv, r, cell(csv, r, T_UNTIL));
  }
}

static void put_member(int regime, un_day since, un_day until) {
  printf("  {%d,", regime);
  put_day(since);
  putchar(',');
  put_day(until);
  puts("},");
}

/* The state's membership on the territory's days, unless they never meet. An empty
** since is UN_NO_DAY, before every day; an empty until is after. */
static bool put_territory(const struct territory *t, int regime, un_day since, un_day until) {
  un_day first = since > t->since ? since : t->since;
  un_day last = until == UN_NO_DAY || (t->until != UN_NO_DAY && t->until < until) ? t->until : until;
  if (last != UN_NO_DAY && last < first) return false;
  put_member(regime, first, last);
  return true;
}

/* Those of one place; how many. */
static int put_members(const struct csv *csv, int place) {
  int count = 0;
  for (int r = 1; r <= csv->row_count; r++) {
    int regime = one_of(csv, r, "regime", cell(csv, r, 0), regimes);
    int of = whole_place(csv, r, 1);
    un_day since = read_day(csv, r, cell(csv, r, 2)), until = read_day(csv, r, cell(csv, r, 3));
    if (of == place) {
      put_member(regime, since, until);
      count++;
    }
    for (int i = 0; i < territory_count; i++) {
      const struct territory *t = &territories[i];
      if (t->place == place && t->state == of && t->in[regime]) count += put_territory(t, regime, since, until);
    }
  }
  return count;
}

/* Members in the order of their places, so that a place finds its own at once. */
void put_regimes(const struct csv *csv) {
  const int count = countries();
  int *at = must(calloc((size_t)count + 1, sizeof *at)), *states = must(calloc((size_t)count, sizeof *states));
  puts("const struct un_member un_members[] = {");
  for (int place = 0; place < count; place++) {
    states[place] = place;
    at[place + 1] = at[place] + put_members(csv, place);
  }
  puts("};");
  for (int i = 0; i < territory_count; i++) {
    if (territories[i].whole) states[territories[i].place] = territories[i].state;
  }
  put_numbers("un_members_at", at, count + 1);
  put_numbers("un_state_of", states, count);
  printf("const int un_row_of_us = %d, un_row_of_eu = %d, un_row_of_int = %d;\n", place_of(csv, 0, "US"),
         place_of(csv, 0, "EU"), place_of(csv, 0, "INT"));
  free(at);
  free(states);
}
