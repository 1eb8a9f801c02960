-- report transparency
-- title What governments demanded and what they got, by period
-- about One row a period and country, or process: demands, outcomes, the share refused and the share disclosed.
-- publish yes
-- use common
-- param by origin|process|origin,process = origin : what a row stands for
-- param unit year|half|quarter|month = half : length of a period; of --period, where that is shorter
-- column key period : half-year, or --unit, of receipt; longer where the day is not known so well
-- column key origin : country of the demand
-- column key process : kind of demand
-- column count requests : demands received
-- column count accounts : accounts they named
-- column count content : content was given, with or without other data
-- column count noncontent : other data was given, no content
-- column count partial : less was given than was demanded
-- column count no_data : a lawful demand, nothing was held
-- column count refused : refused under the definition
-- column count other : every other outcome, preservation too
-- column count pending : not decided yet
-- column rate refusal_rate : refused / base
-- column rate low : lower end of the rate's 95 % interval (Wilson)
-- column rate high : upper end
-- column count base : demands the rate is over
-- column text definition : what counts as refused
-- column rate disclosure_rate : share of the decided that got some data
-- parts requests == content refused noncontent partial no_data other pending
-- parts requests = base pending
-- parts base = content noncontent partial no_data refused
-- needs refusal_rate low high = refused base
-- needs disclosure_rate = content noncontent partial base
-- total period
-- variant by-process by=process
-- tally demands = of_day = period_of(received_on, '{unit}'), date_precision, {by}, rate_outcome, n = count(*), accounts = sum(accounts)
-- snapshot SELECT CASE WHEN date_precision = 'year' THEN substr(of_day, 1, 4)
-- snapshot   WHEN date_precision = 'half' AND :unit IN ('quarter', 'month') THEN period_of(period_start(of_day))
-- snapshot   ELSE of_day END AS period, n, accounts, rate_outcome, {by} FROM demands
-- snapshot WHERE national_security = 0 AND received_on BETWEEN :from_on AND min(:to_on, unseal_asof())
-- snapshot   AND (:origin IS NULL OR origin = :origin) AND (:process IS NULL OR process = :process)
-- snapshot   AND (:service IS NULL OR service = :service) AND settled_on <= unseal_asof()
-- snapshot UNION ALL SELECT CASE WHEN date_precision = 'year' THEN substr(of_day, 1, 4)
-- snapshot   WHEN date_precision = 'half' AND :unit IN ('quarter', 'month') THEN period_of(period_start(of_day))
-- snapshot   ELSE of_day END, n, accounts, 'pending', {by} FROM demands
-- snapshot WHERE national_security = 0 AND received_on BETWEEN :from_on AND min(:to_on, unseal_asof())
-- snapshot   AND (:origin IS NULL OR origin = :origin) AND (:process IS NULL OR process = :process)
-- snapshot   AND (:service IS NULL OR service = :service) AND settled_on > unseal_asof()
--
-- National-security processes are left out: they may appear in bands only
-- (50 USC 1874). `refused` is the rate's numerator; content to pending, with
-- refused, are all demands under the definition strict. A demand whose day is
-- known more coarsely than the unit stands under its own period. Preservation demands count in
-- requests and other, never in a rate.
WITH chosen AS (
  SELECT *, 1 AS n, CASE WHEN date_precision = 'year' THEN substr(received_on, 1, 4)
    WHEN date_precision = 'half' AND :unit IN ('quarter', 'month') THEN period_of(received_on)
    ELSE period_of(received_on, :unit) END AS period
  FROM requests_asof
  WHERE process NOT IN (SELECT process FROM national_security)
    AND received_on BETWEEN :from_on AND :to_on
    AND (:origin IS NULL OR origin = :origin)
    AND (:process IS NULL OR process = :process)
    AND (:service IS NULL OR service = :service)
), keyed AS (
  SELECT *, iif(:by = 'process', NULL, origin) AS key_origin,
    iif(:by = 'origin', NULL, process) AS key_process
  FROM chosen
), counted AS (
  SELECT period, key_origin, key_process, sum(n) AS requests, sum(accounts) AS accounts,
    sum(n * (rate_outcome = 'content')) AS content, sum(n * (rate_outcome = 'noncontent')) AS noncontent,
    sum(n * (rate_outcome = 'partial')) AS partial, sum(n * (rate_outcome = 'no_data')) AS no_data,
    sum(n * (rate_outcome = 'pending')) AS pending,
    sum(n * (rate_outcome IN ('rejected', 'redirected', 'quashed', 'withdrawn_after_objection')))
      AS turned_down,
    refusal_count(rate_outcome, n, :definition) AS refused,
    refusal_base(rate_outcome, n, :definition) AS base,
    refusal_rate(rate_outcome, n, :definition) AS rate,
    refusal_low(rate_outcome, n, :definition) AS low,
    refusal_high(rate_outcome, n, :definition) AS high,
    disclosure_rate(rate_outcome, n) AS disclosure_rate
  FROM keyed
  GROUP BY period, key_origin, key_process
)
SELECT period, key_origin AS origin, key_process AS process, requests, accounts, content,
  noncontent, partial, no_data, refused,
  requests - content - noncontent - partial - no_data - pending - turned_down AS other, pending,
  iif(base >= :min_base, rate, NULL) AS refusal_rate,
  iif(base >= :min_base, low, NULL) AS low,
  iif(base >= :min_base, high, NULL) AS high,
  base, :definition AS definition,
  iif(base >= :min_base, disclosure_rate, NULL) AS disclosure_rate
FROM counted
ORDER BY period, key_origin, key_process;
