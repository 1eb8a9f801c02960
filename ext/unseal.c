/* unseal: a SQLite extension for the record of what governments demand.
**
** sqlite3_unseal_init is the only symbol the library exports. All it registers
** is in three tables: un_functions and un_modules below, un_tables (sql/tables.c).
**
** Names, arguments and meaning: README.md and the table unseal_functions.
*/
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

#include "columnar/columnar.h"
#include "columnar/module.h"
#include "sql/calls.h"
#include "sql/table.h"
#include "unseal.h"

/* Every function is deterministic and harmless, but unseal_asof (sql.md G6). */
#define PURE (SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS)

#define SCALAR(name, nargs, call, signature, summary, example, result) \
  {name, nargs, UN_SCALAR, PURE, call, NULL, NULL, NULL, signature, summary, example, result}
#define AGGREGATE(name, nargs, step, final, signature, summary, example, result) \
  {name, nargs, UN_AGGREGATE, PURE, step, NULL, NULL, final, signature, summary, example, result}
#define WINDOW(name, nargs, step, inverse, value, signature, summary, example, result)     \
  {name,  nargs, UN_WINDOW, PURE,      step,    inverse, value,                             \
   value, signature, summary, example, result}

#define REFUSAL(name, nargs, value, signature, summary, example, result) \
  WINDOW(name, nargs, un_sql_refusal_step, un_sql_refusal_inverse, value, signature, summary, \
         example, result)
#define DISCLOSURE(nargs, signature, example, result)                                \
  WINDOW("disclosure_rate", nargs, un_sql_disclosure_step, un_sql_disclosure_inverse, \
         un_sql_refusal_rate, signature,                                             \
         "share of demands answered with data: (content + noncontent + partial) / (all - "  \
         "pending - duplicate - preservation)",                                      \
         example, result)

#define ROWS "FROM (SELECT 'rejected' AS o, 3 AS n UNION ALL SELECT 'content', 5)"
#define EVENTS(call, rows) "SELECT " call " FROM (VALUES " rows ")"

const struct un_function un_functions[] = {
    SCALAR("term_add", 2, un_sql_term_add, "term_add(date, term)",
           "nominal end of a term: the day of the trigger is not counted, month ends clamp "
           "(law.md T1-T3); hour terms need an instant",
           "term_add('2024-02-29', 'P1Y1M')", "2025-03-29"),
    SCALAR("term_end", 3, un_sql_term_end, "term_end(date, term, calendar)",
           "term_add, then rolled to the next working day of the calendar (Fed. R. Civ. P. 6(a), "
           "Reg. 1182/71 art. 3(4), BGB s. 193, Interpretation Act s. 26); on US terms counted "
           "back roll back and hour terms keep their time",
           "term_end('2024-03-15', 'P1Y', 'US')", "2025-03-17"),
    SCALAR("business_day", 2, un_sql_business_day, "business_day(date, calendar)",
           "the date itself or the next working day", "business_day('2026-07-04', 'US')",
           "2026-07-06"),
    SCALAR("is_business_day", 2, un_sql_is_business_day, "is_business_day(date, calendar)",
           "1 on a working day of the calendar, 0 on a weekend or holiday",
           "is_business_day('2025-12-25', 'US')", "0"),
    SCALAR("period_of", 1, un_sql_period_of, "period_of(date)", "the half-year a date is in",
           "period_of('2014-05-22')", "2014-H1"),
    SCALAR("period_of", 2, un_sql_period_of, "period_of(date, unit)",
           "the period a date is in; unit is year, half, quarter or month",
           "period_of('2014-05-22', 'quarter')", "2014-Q2"),
    SCALAR("period_start", 1, un_sql_period_start, "period_start(period)",
           "first day of a period", "period_start('2026-H2')", "2026-07-01"),
    SCALAR("period_end", 1, un_sql_period_end, "period_end(period)", "last day of a period",
           "period_end('2024-02')", "2024-02-29"),
    SCALAR("period_add", 2, un_sql_period_add, "period_add(period, n)",
           "the n-th next period; n may be negative", "period_add('2026-H2', 1)", "2027-H1"),

    SCALAR("gag_nominal", 2, un_sql_gag_nominal, "gag_nominal(basis, started_on)",
           "end of a gag before rolling, from an instrument that names none (law.md 1.3 P4-P6)",
           "gag_nominal('US_ADMIN_3486', '2023-12-03')", "2024-03-02"),
    SCALAR("gag_nominal", 3, un_sql_gag_nominal, "gag_nominal(basis, started_on, ordered)",
           "end of a gag before rolling (law.md 1.3 P1-P6): a date, 'indefinite', or NULL where "
           "the basis gags nobody",
           "gag_nominal('US_NDO_2705B', '2024-03-15', 'P1Y')", "2025-03-15"),
    SCALAR("gag_expiry", 2, un_sql_gag_expiry, "gag_expiry(basis, started_on)",
           "last day a gag is in force, from an instrument that names no end",
           "gag_expiry('US_NSL_2709', '2013-05-01')", "indefinite"),
    SCALAR("gag_expiry", 3, un_sql_gag_expiry, "gag_expiry(basis, started_on, ordered)",
           "last day a gag is in force: a term's end rolls past weekends, holidays and observed "
           "days (a gag ends late), a date that the instrument names never does",
           "gag_expiry('US_NDO_2705B', '2024-03-15', 'P1Y')", "2025-03-17"),
    SCALAR("gag_status", 3, un_sql_gag_status, "gag_status(expiry, lifted_on, as_of)",
           "none, lifted, expired, indefinite or active",
           "gag_status('2025-03-17', NULL, '2025-03-17')", "active"),
    SCALAR("gag_days_left", 2, un_sql_gag_days_left, "gag_days_left(expiry, as_of)",
           "days to the last day in force, 0 on it, negative after; NULL for none or indefinite",
           "gag_days_left('2025-03-17', '2025-03-01')", "16"),
    SCALAR("gag_flags", 3, un_sql_gag_flags, "gag_flags(basis, started_on, ordered)",
           "comma list of assumed, exceeds_max, over_policy, no_gag, not_in_force",
           "gag_flags('US_ADMIN_3486', '2024-01-10', 'P120D')", "exceeds_max"),
    SCALAR("gag_problem", 3, un_sql_gag_problem, "gag_problem(basis, started_on, ordered)",
           "what is wrong with a gag's row, or NULL; never an error itself",
           "gag_problem('US_NSL_2710', '2013-05-01', NULL)",
           "gag_expiry(): argument 1 'US_NSL_2710' is not a legal basis; did you mean "
           "US_NSL_2709?"),
    AGGREGATE("gag_problem", 7, un_sql_gag_step, un_sql_gag_problem_of_all,
              "gag_problem(basis, started_on, ordered, event_on, kind, event_ordered, as_of)",
              "what gag_last_day would raise, or NULL",
              "gag_problem('US_NSL_2709', '2013-05-01', NULL, '2014-05-22', 'ended', NULL, "
              "'2014-06-01')",
              "gag_last_day(): argument 5 'ended' is not a kind of gag event"),
    AGGREGATE("gag_last_day", 7, un_sql_gag_step, un_sql_gag_last_day,
              "gag_last_day(basis, started_on, ordered, event_on, kind, event_ordered, as_of)",
              "last day in force as known at as_of, through the renewals, changes and lifts of "
              "one gag, rows in any order (law.md 1.3 P7-P10); an event that would end it before "
              "it began is an error",
              EVENTS("gag_last_day('US_NDO_2705B', '2024-01-10', 'P90D', column1, column2, "
                     "column3, '2024-12-31')",
                     "('2024-03-01', 'renewed', 'P90D'), ('2024-06-03', 'lifted', NULL)"),
              "2024-06-02"),
    SCALAR("gag_review_due", 2, un_sql_gag_review_due, "gag_review_due(basis, opened_on)",
           "third anniversary of the investigation, when the FBI reviews the gag (Termination "
           "Procedures, 24 November 2015; law.md 1.4); not rolled",
           "gag_review_due('US_NSL_2709', '2016-02-29')", "2019-02-28"),

    REFUSAL("refusal_rate", 1, un_sql_refusal_rate, "refusal_rate(outcome)",
            "share of demands refused, definition strict; NULL without a base",
            "SELECT refusal_rate(o) " ROWS, "0.5"),
    REFUSAL("refusal_rate", 2, un_sql_refusal_rate, "refusal_rate(outcome, n)",
            "share of demands refused; a row stands for n demands",
            "SELECT refusal_rate(o, n) " ROWS, "0.375"),
    REFUSAL("refusal_rate", 3, un_sql_refusal_rate, "refusal_rate(outcome, n, definition)",
            "share of demands refused: strict, broad, answerable, partial_weighted, yahoo, "
            "microsoft, microsoft_enterprise, google or apple_challenged (law.md 5.4)",
            "SELECT refusal_rate(o, n, 'google') " ROWS, "0.375"),
    REFUSAL("refusal_count", 1, un_sql_refusal_count, "refusal_count(outcome)",
            "demands refused, definition strict", "SELECT refusal_count(o) " ROWS, "1"),
    REFUSAL("refusal_count", 2, un_sql_refusal_count, "refusal_count(outcome, n)",
            "demands refused; a row stands for n demands", "SELECT refusal_count(o, n) " ROWS,
            "3"),
    REFUSAL("refusal_count", 3, un_sql_refusal_count, "refusal_count(outcome, n, definition)",
            "numerator of the rate; REAL for partial_weighted only",
            "SELECT refusal_count(o, n, 'broad') " ROWS, "3"),
    REFUSAL("refusal_base", 1, un_sql_refusal_base, "refusal_base(outcome)",
            "demands the rate is over, definition strict", "SELECT refusal_base(o) " ROWS, "2"),
    REFUSAL("refusal_base", 2, un_sql_refusal_base, "refusal_base(outcome, n)",
            "demands the rate is over; a row stands for n demands",
            "SELECT refusal_base(o, n) " ROWS, "8"),
    REFUSAL("refusal_base", 3, un_sql_refusal_base, "refusal_base(outcome, n, definition)",
            "denominator of the rate", "SELECT refusal_base(o, n, 'yahoo') " ROWS, "8"),
    REFUSAL("refusal_low", 1, un_sql_refusal_low, "refusal_low(outcome)",
            "lower end of the 95 % Wilson interval of the rate",
            "SELECT round(refusal_low(o), 6) " ROWS, "0.094531"),
    REFUSAL("refusal_low", 2, un_sql_refusal_low, "refusal_low(outcome, n)",
            "lower end of the 95 % Wilson interval; a row stands for n demands",
            "SELECT round(refusal_low(o, n), 6) " ROWS, "0.136844"),
    REFUSAL("refusal_low", 3, un_sql_refusal_low, "refusal_low(outcome, n, definition)",
            "lower end of the 95 % Wilson interval under a definition",
            "SELECT round(refusal_low(o, n, 'strict'), 6) " ROWS, "0.136844"),
    REFUSAL("refusal_high", 1, un_sql_refusal_high, "refusal_high(outcome)",
            "upper end of the 95 % Wilson interval of the rate",
            "SELECT round(refusal_high(o), 6) " ROWS, "0.905469"),
    REFUSAL("refusal_high", 2, un_sql_refusal_high, "refusal_high(outcome, n)",
            "upper end of the 95 % Wilson interval; a row stands for n demands",
            "SELECT round(refusal_high(o, n), 6) " ROWS, "0.694258"),
    REFUSAL("refusal_high", 3, un_sql_refusal_high, "refusal_high(outcome, n, definition)",
            "upper end of the 95 % Wilson interval under a definition",
            "SELECT round(refusal_high(o, n, 'strict'), 6) " ROWS, "0.694258"),
    DISCLOSURE(1, "disclosure_rate(outcome)", "SELECT disclosure_rate(o) " ROWS, "0.5"),
    DISCLOSURE(2, "disclosure_rate(outcome, n)", "SELECT disclosure_rate(o, n) " ROWS, "0.625"),
    SCALAR("wilson_low", 2, un_sql_wilson_low, "wilson_low(k, n)",
           "lower end of the 95 % Wilson interval of k out of n; NULL for n = 0",
           "round(wilson_low(3, 8), 6)", "0.136844"),
    SCALAR("wilson_low", 3, un_sql_wilson_low, "wilson_low(k, n, z)",
           "lower end of the Wilson interval for the normal quantile z",
           "round(wilson_low(3, 8, 1.0), 6)", "0.226918"),
    SCALAR("wilson_high", 2, un_sql_wilson_high, "wilson_high(k, n)",
           "upper end of the 95 % Wilson interval of k out of n; NULL for n = 0",
           "round(wilson_high(3, 8), 6)", "0.694258"),
    SCALAR("wilson_high", 3, un_sql_wilson_high, "wilson_high(k, n, z)",
           "upper end of the Wilson interval for the normal quantile z",
           "round(wilson_high(3, 8, 1.0), 5)", "0.55086"),

    SCALAR("range_low", 1, un_sql_range_low, "range_low(text)",
           "low end of a published cell: a number, a range, '<10'; NULL when it says nothing",
           "range_low('1,000 - 1,499')", "1000"),
    SCALAR("range_high", 1, un_sql_range_high, "range_high(text)",
           "high end of a published cell", "range_high('Fewer than 10')", "9"),
    SCALAR("band", 2, un_sql_band, "band(n, width)",
           "the band a count is published in (50 USC 1874)", "band(1000, 1000)", "1000-1999"),
    SCALAR("band", 3, un_sql_band, "band(n, width, lifted)",
           "the band when `lifted` of the n are no longer secret, Google's style",
           "band(13, 500, 13)", "13-499"),
    SCALAR("band", 4, un_sql_band, "band(n, width, lifted, style)",
           "style google: floor is the larger of lifted and the band's; apple: their sum",
           "band(13255, 250, 5, 'apple')", "13255-13499"),

    WINDOW("range_sum", 1, un_sql_range_sum_step, un_sql_range_sum_inverse, un_sql_range_sum,
           "range_sum(text)",
           "sum of published counts and ranges: `lo-hi`, or a number when both ends agree",
           "SELECT range_sum(column1) FROM (VALUES ('0-249'), ('250-499'), ('1,000'))",
           "1250-1748"),
    SCALAR("suppress", 2, un_sql_suppress, "suppress(n, threshold)",
           "`<threshold` for a count below it, zero too; else the count", "suppress(3, 10)", "<10"),
    AGGREGATE("quantile", 2, un_sql_quantile_step, un_sql_quantile, "quantile(x, p)",
              "quantile p in 0..1, interpolated as type 7 (Hyndman and Fan 1996)",
              "SELECT quantile(value, 0.5) FROM json_each('[3, 1, 4, 1]')", "2.0"),
    AGGREGATE("km_quantile", 3, un_sql_km_quantile_step, un_sql_km_quantile,
              "km_quantile(days, ended, p)",
              "Kaplan-Meier: the day by which a share p of gags has ended; ended 0 is still in "
              "force; NULL if never reached",
              "SELECT km_quantile(column1, column2, 0.5) FROM (VALUES (10, 1), (20, 0), (30, 1), "
              "(40, 1))",
              "30"),
    AGGREGATE("km_survival", 3, un_sql_km_survival_step, un_sql_km_survival,
              "km_survival(days, ended, t)",
              "Kaplan-Meier: share of gags still in force after t days",
              "SELECT km_survival(column1, column2, 25) FROM (VALUES (10, 1), (20, 0), (30, 1), "
              "(40, 1))",
              "0.75"),
    AGGREGATE("spark", 1, un_sql_spark_step, un_sql_spark, "spark(x)",
              "a line of eighth blocks, in the order of the rows: order them in a subquery",
              "SELECT spark(value) FROM json_each('[1, 2, 4, 8]')", "▁▂▄█"),
    SCALAR("bar", 2, un_sql_bar, "bar(x, max)", "a bar of eighth blocks, 20 wide at max",
           "bar(5, 20)", "█████"),
    SCALAR("bar", 3, un_sql_bar, "bar(x, max, width)", "a bar of eighth blocks",
           "bar(1.5, 4, 4)", "█▌"),
    SCALAR("outcome", 1, un_sql_outcome, "outcome(text)",
           "outcome of a publisher's wording (law.md 5.1), a code for itself; NULL when unknown",
           "outcome('Rejected - No Responsive Data')", "no_data"),

    SCALAR("jurisdiction", 1, un_sql_jurisdiction, "jurisdiction(text)",
           "ISO 3166 code of a place, a court or an agency as publishers write it, in any language of "
           "the catalogue; INT or EU for bodies; NULL when unknown or shared by several, never a near "
           "miss",
           "jurisdiction('Korea, Republic of')", "KR"),
    SCALAR("jurisdiction", 2, un_sql_jurisdiction, "jurisdiction(text, within)",
           "the same within a country, whose parts come first; NULL when it lies elsewhere",
           "jurisdiction('Georgia', 'US')", "US-GA"),
    SCALAR("jurisdiction_name", 1, un_sql_jurisdiction_name, "jurisdiction_name(code)",
           "English name of a code (CLDR; parts as in ISO 3166-2); NULL when unknown",
           "jurisdiction_name('NA')", "Namibia"),
    SCALAR("jurisdiction_name", 2, un_sql_jurisdiction_name, "jurisdiction_name(code, lang)",
           "its name in a language of the catalogue (en, de, zh, zh-Hant, pt, pt-PT ...; an unknown "
           "one is an error); NULL when it has none there",
           "jurisdiction_name('DE', 'zh-Hant')", "德國"),
    SCALAR("jurisdiction_parent", 1, un_sql_jurisdiction_parent, "jurisdiction_parent(code)",
           "what a part belongs to; NULL for countries, territories and the unknown",
           "jurisdiction_parent('GB-SCT')", "GB"),

    SCALAR("jurisdiction_tag", 4, un_sql_jurisdiction_tag,
           "jurisdiction_tag(origin, customer, data, on)",
           "comma list of what a demand between these places meets on that day (law.md 6.1); the "
           "provider's home is US",
           "jurisdiction_tag('US', 'GB', NULL, '2024-03-01')",
           "domestic,cloud-comity,budapest,five-eyes,nine-eyes,fourteen-eyes,adequate-partial"),
    SCALAR("jurisdiction_tag", 5, un_sql_jurisdiction_tag,
           "jurisdiction_tag(origin, customer, data, on, home)",
           "the same for a provider whose home is another country",
           "jurisdiction_tag('BR', 'IE', NULL, '2017-03-01', 'IE')", "cross-border,us-mlat"),
    SCALAR("regime_member", 3, un_sql_regime_member, "regime_member(code, regime, on)",
           "1 when the place is in the regime on that day, else 0 (tables regimes and territories)",
           "regime_member('GB', 'cloud-partner', '2022-10-03')", "1"),

    SCALAR("unseal_version", 0, un_sql_version, "unseal_version()", "version of unseal",
           "unseal_version()", UNSEAL_VERSION),
    SCALAR("unseal_debug", 0, un_sql_debug, "unseal_debug()",
           "version, commit, SQLite at build and run, flags, verified catalogue rows",
           "unseal_debug() LIKE 'unseal %'", "1"),
    {"unseal_asof", 0, UN_SCALAR, SQLITE_INNOCUOUS, un_sql_asof, NULL, NULL, NULL,
     "unseal_asof()",
     "the as-of date of this connection: as set, else SOURCE_DATE_EPOCH, else the local date at "
     "first use",
     "unseal_asof() = date(unseal_asof())", "1"},
    {"unseal_asof", 1, UN_SCALAR, SQLITE_DIRECTONLY, un_sql_asof_set, NULL, NULL, NULL,
     "unseal_asof(date)", "set the as-of date of this connection and return it",
     "unseal_asof('2014-05-22')", "2014-05-22"},
};

const int un_functions_count = sizeof un_functions / sizeof *un_functions;

const struct un_module un_modules[] = {
    {"columnar", un_columnar_register,
     "CREATE VIRTUAL TABLE c USING columnar(SELECT id, ... FROM base [LEFT JOIN parent ...])",
     "a snapshot of the SELECT in columns, read as the SELECT is now; id is the INTEGER PRIMARY KEY\n"
     "of base, parents are joined by theirs\n"
     "INSERT INTO c(c) VALUES('refresh')          pack what has changed\n"
     "INSERT INTO c(c) VALUES('rebuild')          pack everything\n"
     "INSERT INTO c(c) VALUES('integrity-check')  compare with the source; fails where they differ\n"},
    {"tally", un_tally_register, "CREATE VIRTUAL TABLE temp.t USING tally(c, item, ...)",
     "groups inside the scan of c, a columnar table; rows come in the order of the keys; top-level SQL only\n"
     "column, name = column                       a key\n"
     "name = period_of(column [, unit])           a key: half-years, or the unit's periods\n"
     "name = count(*), count(column), count(distinct column)\n"
     "name = sum(column), min, max, avg           as in SQLite\n"
     "name = refusal_rate(column [, n [, definition]]), also _count _base _low _high\n"
     "name = disclosure_rate(column [, n])\n"
     "name = quantile(column, p)\n"
     "threads = 2                                 a second thread counts too; the same result\n"
     "a definition or p written :x is the hidden column x, to be given in WHERE, where every column\n"
     "of c may stand with = < <= > >= BETWEEN IN IS NULL\n"},
};

const int un_modules_count = sizeof un_modules / sizeof *un_modules;

static int register_functions(sqlite3 *db, struct un_session *session) {
  for (int i = 0; i < un_functions_count; i++) {
    const struct un_function *f = &un_functions[i];
    struct un_binding *binding = &session->bindings[i];
    int flags = f->flags | SQLITE_UTF8, rc;
    binding->function = f;
    session->count++; /* taken back by the destructor, also on failure */
    if (f->kind == UN_WINDOW) {
      rc = sqlite3_create_window_function(db, f->name, f->nargs, flags, binding, f->call, f->final,
                                          f->value, f->inverse, un_session_release);
    } else {
      bool scalar = f->kind == UN_SCALAR;
      rc = sqlite3_create_function_v2(db, f->name, f->nargs, flags, binding,
                                      scalar ? f->call : NULL, scalar ? NULL : f->call, f->final,
                                      un_session_release);
    }
    if (rc != SQLITE_OK) return rc;
  }
  return SQLITE_OK;
}

int sqlite3_unseal_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  (void)api;
  if (sqlite3_libversion_number() < 3038000) {
    if (error) *error = sqlite3_mprintf("unseal needs SQLite 3.38.0 or newer, this is %s",
                             sqlite3_libversion());
    return SQLITE_ERROR;
  }
  struct un_session *session = un_session_new(un_functions_count);
  if (!session) return SQLITE_NOMEM;
  session->count = 1; /* ours, while we register */
  int rc = register_functions(db, session);
  if (rc == SQLITE_OK) rc = un_tables_register(db, session);
  struct un_stores *stores = un_stores_open();
  if (rc == SQLITE_OK && !stores) rc = SQLITE_NOMEM;
  for (int i = 0; i < un_modules_count && rc == SQLITE_OK; i++) rc = un_modules[i].add(db, stores);
  if (stores) un_stores_release(stores);
  un_session_release(&(struct un_binding){.session = session});
  return rc;
}
