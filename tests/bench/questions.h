/* The eight questions of `make bench-duckdb`, as each of the three is best asked.
** The refusal rate is the strict one: rejected and redirected, of all decided. */
#ifndef BENCH_QUESTIONS_H
#define BENCH_QUESTIONS_H

struct question {
  const char *what;
  const char *items;  /* of tally */
  const char *ours;   /* over temp.g */
  const char *plain;  /* SQLite, with our functions where SQL has none */
  const char *index;  /* the best for it */
  const char *duck;
  const char *columns; /* of the snapshot that it needs */
};

#define REFUSED "count(*) FILTER (outcome IN ('rejected', 'redirected'))"
#define DECIDED "count(*) FILTER (outcome <> 'pending')"
#define DUCK_HALF "(y // 2)::VARCHAR || CASE WHEN y % 2 = 0 THEN '-H1' ELSE '-H2' END"
#define DUCK_KEY "year(received_on) * 2 + (month(received_on) > 6)::INT AS y"

static const struct question questions[] = {
    {"Q1 refusal rate by country and half-year",
     "origin, half = period_of(received_on), n = count(*), rate = refusal_rate(outcome)",
     "SELECT * FROM temp.g ORDER BY origin, half",
     "SELECT origin, period_of(received_on) AS half, count(*), refusal_rate(outcome) FROM requests GROUP BY 1, 2 ORDER BY 1, 2",
     "origin, received_on, outcome",
     "SELECT origin, " DUCK_HALF ", n, r / b FROM (SELECT origin, " DUCK_KEY ", count(*) AS n, " REFUSED " AS r, " DECIDED
     " AS b FROM requests GROUP BY 1, 2) ORDER BY origin, y",
     "'origin', 'received_on', 'outcome'"},
    {"Q2 demands and accounts by process, outcome, year",
     "process, outcome, year = period_of(received_on, 'year'), n = count(*), accounts_sum = sum(accounts)",
     "SELECT * FROM temp.g ORDER BY process, outcome, year",
     "SELECT process, outcome, substr(received_on, 1, 4) AS y, count(*), sum(accounts) FROM requests GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
     "process, outcome, received_on, accounts",
     "SELECT process, outcome, year(received_on) AS y, count(*), sum(accounts) FROM requests GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
     "'process', 'outcome', 'received_on', 'accounts'"},
    {"Q3 gags active on a day that lapse within 30 days",
     "origin, n = count(*)",
     "SELECT origin, n FROM temp.g WHERE gag_expires_on BETWEEN '2019-06-01' AND '2019-07-01' AND received_on <= '2019-06-01' ORDER BY origin",
     "SELECT origin, count(*) FROM requests WHERE gag_expires_on BETWEEN '2019-06-01' AND '2019-07-01' AND received_on <= '2019-06-01' "
     "GROUP BY origin ORDER BY origin",
     "gag_expires_on, received_on, origin) WHERE (gag_expires_on IS NOT NULL",
     "SELECT origin, count(*) FROM requests WHERE gag_expires_on BETWEEN DATE '2019-06-01' AND DATE '2019-07-01' AND "
     "received_on <= DATE '2019-06-01' GROUP BY origin ORDER BY origin",
     "'origin', 'received_on', 'gag_expires_on'"},
    {"Q4 count, median, 95th percentile of days by country",
     "origin, n = count(*), p50 = quantile(days, 0.5), p95 = quantile(days, 0.95)",
     "SELECT * FROM temp.g ORDER BY origin",
     "SELECT origin, count(*), quantile(days, 0.5), quantile(days, 0.95) FROM requests GROUP BY origin ORDER BY origin",
     "origin, days",
     "SELECT origin, count(*), quantile_cont(days, 0.5), quantile_cont(days, 0.95) FROM requests GROUP BY origin ORDER BY origin",
     "'origin', 'days'"},
    {"Q5 one country's half-years",
     "half = period_of(received_on), n = count(*), rate = refusal_rate(outcome)",
     "SELECT half, n, rate FROM temp.g WHERE origin = 'HF' ORDER BY half",
     "SELECT period_of(received_on) AS half, count(*), refusal_rate(outcome) FROM requests WHERE origin = 'HF' GROUP BY 1 ORDER BY 1",
     "origin, received_on, outcome",
     "SELECT " DUCK_HALF ", n, r / b FROM (SELECT " DUCK_KEY ", count(*) AS n, " REFUSED " AS r, " DECIDED
     " AS b FROM requests WHERE origin = 'HF' GROUP BY 1) ORDER BY y",
     "'origin', 'received_on', 'outcome'"},
    {"Q6 moving refusal rate over four half-years",
     "origin, half = period_of(received_on), r = refusal_count(outcome), b = refusal_base(outcome)",
     "SELECT origin, half, sum(r) OVER w * 1.0 / nullif(sum(b) OVER w, 0) FROM temp.g WINDOW w AS (PARTITION BY origin ORDER BY half "
     "ROWS 3 PRECEDING) ORDER BY origin, half",
     "SELECT origin, half, sum(r) OVER w * 1.0 / nullif(sum(b) OVER w, 0) FROM (SELECT origin, period_of(received_on) AS half, "
     "refusal_count(outcome) AS r, refusal_base(outcome) AS b FROM requests GROUP BY 1, 2) WINDOW w AS (PARTITION BY origin "
     "ORDER BY half ROWS 3 PRECEDING) ORDER BY origin, half",
     "origin, received_on, outcome",
     "SELECT origin, " DUCK_HALF ", sum(r) OVER w / nullif(sum(b) OVER w, 0) FROM (SELECT origin, " DUCK_KEY ", " REFUSED " AS r, "
     DECIDED " AS b FROM requests GROUP BY 1, 2) WINDOW w AS (PARTITION BY origin ORDER BY y ROWS 3 PRECEDING) ORDER BY origin, y",
     "'origin', 'received_on', 'outcome'"},
    {"Q7 distinct customers by country and year",
     "origin, year = period_of(received_on, 'year'), n = count(distinct customer_ref)",
     "SELECT * FROM temp.g ORDER BY origin, year",
     "SELECT origin, substr(received_on, 1, 4) AS y, count(DISTINCT customer_ref) FROM requests GROUP BY 1, 2 ORDER BY 1, 2",
     "origin, received_on, customer_ref",
     "SELECT origin, year(received_on) AS y, count(DISTINCT customer_ref) FROM requests GROUP BY 1, 2 ORDER BY 1, 2",
     "'origin', 'received_on', 'customer_ref'"},
    {"Q8 distinct customers by process and outcome",
     "process, outcome, n = count(distinct customer_ref)",
     "SELECT * FROM temp.g ORDER BY process, outcome",
     "SELECT process, outcome, count(DISTINCT customer_ref) FROM requests GROUP BY 1, 2 ORDER BY 1, 2",
     "process, outcome, customer_ref",
     "SELECT process, outcome, count(DISTINCT customer_ref) FROM requests GROUP BY 1, 2 ORDER BY 1, 2",
     "'process', 'outcome', 'customer_ref'"},
};
enum { QUESTIONS = sizeof questions / sizeof *questions };

#endif
