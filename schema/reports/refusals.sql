-- report refusals
-- title How often demands are refused, and how that moves
-- about The rate of every period and key with its count, base, interval and definition, and the rate over the last periods, in a publication over one.
-- publish yes
-- use common
-- param by origin|process|basis|customer_kind = origin : what a row stands for
-- param unit year|half|quarter|month = half : length of a period; of --period, where that is shorter
-- param window positive = 4 : periods in moving_rate, this one and those before it
-- column key period : year, half-year, quarter or month
-- column key key : what --by names
-- column count refused : refused under the definition
-- column count base : demands the rate is over
-- column rate refusal_rate : refused / base
-- column rate low : lower end of the rate's 95 % interval (Wilson)
-- column rate high : upper end
-- column rate moving_rate : the rate over the last --window periods together
-- column text definition : what counts as refused
-- parts base = refused
-- needs refusal_rate low high moving_rate = refused base
-- with window=1
-- tally demands = of_day = period_of(received_on, '{unit}'), date_precision, key = {by}, rate_outcome, n = count(*)
-- snapshot SELECT n, 1 AS wanted, date_precision, of_day, key, rate_outcome AS rate_outcome FROM demands
-- snapshot WHERE national_security = 0 AND received_on BETWEEN :from_on AND min(:to_on, unseal_asof())
-- snapshot   AND (:origin IS NULL OR origin = :origin) AND (:process IS NULL OR process = :process)
-- snapshot   AND (:service IS NULL OR service = :service) AND settled_on <= unseal_asof()
-- snapshot UNION ALL
-- snapshot SELECT n, 1 AS wanted, date_precision, of_day, key, 'pending' AS rate_outcome FROM demands
-- snapshot WHERE national_security = 0 AND received_on BETWEEN :from_on AND min(:to_on, unseal_asof())
-- snapshot   AND (:origin IS NULL OR origin = :origin) AND (:process IS NULL OR process = :process)
-- snapshot   AND (:service IS NULL OR service = :service) AND settled_on > unseal_asof()
-- snapshot UNION ALL
-- snapshot SELECT n, 0 AS wanted, date_precision, of_day, key, rate_outcome AS rate_outcome FROM demands
-- snapshot WHERE national_security = 0 AND received_on < :from_on AND received_on <= min(:to_on, unseal_asof())
-- snapshot   AND (:origin IS NULL OR origin = :origin) AND (:process IS NULL OR process = :process)
-- snapshot   AND (:service IS NULL OR service = :service) AND settled_on <= unseal_asof()
-- snapshot UNION ALL
-- snapshot SELECT n, 0 AS wanted, date_precision, of_day, key, 'pending' AS rate_outcome FROM demands
-- snapshot WHERE national_security = 0 AND received_on < :from_on AND received_on <= min(:to_on, unseal_asof())
-- snapshot   AND (:origin IS NULL OR origin = :origin) AND (:process IS NULL OR process = :process)
-- snapshot   AND (:service IS NULL OR service = :service) AND settled_on > unseal_asof()
-- within transparency; period = period; key = origin; base = base; refused = refused
--
-- moving_rate is the rate over all demands of the last `window` periods of the
-- calendar, with or without demands and also before --from: exact counts, not a
-- mean of rates. `publish` has a window of one period, where it is refusal_rate: rates
-- over periods before would tell what was left out of them. A demand
-- whose day is known more coarsely than the unit stands under its own period.
-- National-security processes are left out (bands only, 50 USC 1874).
WITH chosen AS (
  SELECT 1 AS n, received_on >= :from_on AS wanted, date_precision,
    period_of(received_on, :unit) AS of_day,
    CASE :by WHEN 'origin' THEN origin WHEN 'process' THEN process
      WHEN 'basis' THEN basis WHEN 'customer_kind' THEN customer_kind END AS key, rate_outcome
  FROM requests_asof
  WHERE process NOT IN (SELECT process FROM national_security)
    AND received_on <= :to_on
    AND (:origin IS NULL OR origin = :origin)
    AND (:process IS NULL OR process = :process)
    AND (:service IS NULL OR service = :service)
), dated AS (
  SELECT n, wanted, key, rate_outcome, CASE WHEN date_precision = 'year' THEN substr(of_day, 1, 4)
      WHEN date_precision = 'half' AND :unit IN ('quarter', 'month')
        THEN period_of(period_start(of_day))
      ELSE of_day END AS period
  FROM chosen
), outcomes AS (
  SELECT period, key, rate_outcome, sum(n) AS n, sum(n * wanted) AS n_wanted,
    substr(period, 1, 4) * CASE substr(period, 5, 2) WHEN '' THEN 1 WHEN '-H' THEN 2
      WHEN '-Q' THEN 4 ELSE 12 END
      + CASE WHEN length(period) = 4 THEN 0 WHEN substr(period, 6, 1) IN ('H', 'Q')
        THEN substr(period, 7) ELSE substr(period, 6) END AS number
  FROM dated
  GROUP BY period, key, rate_outcome
), moving AS (
  SELECT *, refusal_rate(rate_outcome, n, :definition) OVER (
      PARTITION BY key, substr(period, 5, 2) GLOB '-[HQ]', length(period)
      ORDER BY number RANGE BETWEEN :window - 1 PRECEDING AND CURRENT ROW) AS moving_rate,
    refusal_base(rate_outcome, n, :definition) OVER (
      PARTITION BY key, substr(period, 5, 2) GLOB '-[HQ]', length(period)
      ORDER BY number RANGE BETWEEN :window - 1 PRECEDING AND CURRENT ROW) AS moving_base
  FROM outcomes
), counted AS (
  SELECT period, key, refusal_count(rate_outcome, n_wanted, :definition) AS refused,
    refusal_base(rate_outcome, n_wanted, :definition) AS base,
    refusal_rate(rate_outcome, n_wanted, :definition) AS rate,
    refusal_low(rate_outcome, n_wanted, :definition) AS low,
    refusal_high(rate_outcome, n_wanted, :definition) AS high,
    max(iif(moving_base >= :min_base, moving_rate, NULL)) AS moving_rate
  FROM moving
  GROUP BY period, key
  HAVING sum(n_wanted) > 0
)
SELECT period, key, refused, base,
  iif(base >= :min_base, rate, NULL) AS refusal_rate,
  iif(base >= :min_base, low, NULL) AS low,
  iif(base >= :min_base, high, NULL) AS high,
  moving_rate, :definition AS definition
FROM counted
ORDER BY period, key;
