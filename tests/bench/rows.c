#include "rows.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "law/date.h"

const char *const row_columns[ROW_COLUMNS] = {
    "id", "ref", "received_on", "decided_on", "days", "origin", "process", "outcome", "data_kind", "service", "via",
    "basis", "customer_ref", "accounts", "emergency", "gag_expires_on"};
const char *const row_types[ROW_COLUMNS] = {
    "INTEGER PRIMARY KEY", "TEXT NOT NULL", "TEXT NOT NULL", "TEXT", "INTEGER", "TEXT NOT NULL", "TEXT NOT NULL",
    "TEXT NOT NULL", "TEXT", "TEXT", "TEXT", "TEXT", "TEXT", "INTEGER", "INTEGER NOT NULL", "TEXT"};

enum { COUNTRIES = 150, FIRST_YEAR = 2013, YEARS = 12 };

static const char *const processes[] = {"search_warrant", "subpoena", "court_order", "production_order", "emergency",
                                        "administrative", "preservation", "pen_register", "nsl", "wiretap"};
static const char *const outcomes[] = {"content", "noncontent", "no_data", "rejected", "partial", "pending",
                                       "redirected", "withdrawn"};
static const char *const kinds[] = {"subscriber", "access", "traffic", "content", "mixed"};
static const char *const vias[] = {"direct", "mlat", "cloud_agreement", "eu_order"};
static const unsigned char process_weights[] = {24, 20, 14, 12, 9, 7, 6, 4, 3, 1};
static const unsigned char outcome_weights[] = {26, 24, 18, 14, 8, 4, 4, 2};

/* splitmix64 (Steele, Lea, Flood 2014) of the row's number */
static uint64_t next(uint64_t *state) {
  uint64_t z = *state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

static int below(uint64_t *state, int n) { return (int)((next(state) >> 32) * (uint64_t)n >> 32); }

static int weighed(uint64_t *state, const unsigned char *weights) {
  int at = below(state, 100), i = 0;
  while (at >= weights[i]) at -= weights[i++];
  return i;
}

static int country(uint64_t *state) {
  static double upto[COUNTRIES];
  if (upto[0] == 0.0) {
    double sum = 0.0;
    for (int i = 0; i < COUNTRIES; i++) upto[i] = sum += 1.0 / (i + 1);
  }
  double at = (double)(next(state) >> 11) / 9007199254740992.0 * upto[COUNTRIES - 1];
  int low = 0, high = COUNTRIES - 1;
  while (low < high) {
    int middle = (low + high) / 2;
    if (upto[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

void row_make(struct row *row, long long number, long long rows) {
  uint64_t state = (uint64_t)number * 0xd1342543de82ef95u;
  un_day first, last;
  un_date_parse("2013-01-01", 10, &first);
  un_date_parse("2024-12-31", 10, &last);
  long long span = (long long)(last - first) - 90;
  un_day received = first + (un_day)((number - 1) * span / rows) + (un_day)below(&state, 91);
  int from = country(&state), outcome = weighed(&state, outcome_weights);
  int process = weighed(&state, process_weights), slow = below(&state, 400);
  int days = 1 + below(&state, 14) + (slow < 120 ? slow : 0) + from / 10;
  long long customers = rows / 5 < 200000 ? rows / 5 + 1 : 200000;
  double share = (double)(next(&state) >> 11) / 9007199254740992.0;
  memset(row, 0, sizeof *row);
  snprintf(row->text[0], ROW_TEXT, "%lld", number);
  snprintf(row->text[1], ROW_TEXT, "D-%08lld", number);
  un_date_format(received, row->text[2]);
  if (outcome != 5) {
    un_date_format(received + days, row->text[3]);
    snprintf(row->text[4], ROW_TEXT, "%d", days);
  }
  snprintf(row->text[5], ROW_TEXT, "%c%c", 'A' + from * 7 % 26, 'A' + from / 26 + from % 5 * 5);
  strcpy(row->text[6], processes[process]);
  strcpy(row->text[7], outcomes[outcome]);
  strcpy(row->text[8], kinds[below(&state, 5)]);
  snprintf(row->text[9], ROW_TEXT, "service_%d", below(&state, 12));
  strcpy(row->text[10], vias[below(&state, 10) > 2 ? 0 : below(&state, 4)]);
  snprintf(row->text[11], ROW_TEXT, "BASIS_%02d", (from * 3 + process) % 40);
  snprintf(row->text[12], ROW_TEXT, "c%07lld", (long long)(share * share * (double)customers));
  snprintf(row->text[13], ROW_TEXT, "%d", 1 + (below(&state, 4) ? 0 : below(&state, 60)));
  strcpy(row->text[14], process == 4 ? "1" : "0");
  if (below(&state, 4) == 0) {
    if (below(&state, 20) == 0) strcpy(row->text[15], "indefinite");
    else un_date_format(received + 30 + (un_day)below(&state, 700), row->text[15]);
  }
}
