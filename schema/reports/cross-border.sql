-- report cross-border
-- title Demands from abroad
-- about By the demand's country, the customer's, the data's region and the channel, with the legal tags that follow.
-- publish yes
-- use common
-- param home jurisdiction : the provider's home (default: the setting home, else US)
-- param unit year|half|quarter|month = half : length of a period; of --period, where that is shorter
-- column key period : half-year, or --unit, of receipt; longer where the day is not known so well
-- column key origin : country of the demand
-- column key customer_country : country of the customer
-- column key data_region : where the data are
-- column key via : direct, mlat, diplomatic, cloud_agreement, eu_order
-- column count requests : demands received
-- column key tags : see jurisdiction_tag()
-- column count refused : refused under the definition
-- column count base : demands the rate is over
-- column rate refusal_rate : refused / base
-- column rate low : lower end of the rate's 95 % interval (Wilson)
-- column rate high : upper end
-- column text definition : what counts as refused
-- parts requests = base
-- parts base = refused
-- needs refusal_rate low high = refused base
-- within transparency; period = period; origin = origin; requests = requests; refused = refused; base = base
--
-- Demands whose tags say cross-border: another origin than home (law.md 6.1).
WITH codes(code) AS MATERIALIZED (
  SELECT code FROM jurisdictions
), chosen AS (
  SELECT *, CASE WHEN date_precision = 'year' THEN substr(received_on, 1, 4)
      WHEN date_precision = 'half' AND :unit IN ('quarter', 'month') THEN period_of(received_on)
      ELSE period_of(received_on, :unit) END AS period,
    jurisdiction_tag(origin, iif(customer_country IN (SELECT code FROM codes), customer_country, NULL),
      iif(data_region IN (SELECT code FROM codes), data_region, NULL), received_on,
      coalesce(:home, (SELECT value FROM settings WHERE name = 'home'), 'US')) AS tags
  FROM requests_asof
  WHERE process NOT IN (SELECT process FROM national_security)
    AND origin IN (SELECT code FROM codes)
    AND received_on BETWEEN :from_on AND :to_on
    AND (:origin IS NULL OR origin = :origin)
    AND (:process IS NULL OR process = :process)
    AND (:service IS NULL OR service = :service)
), counted AS (
  SELECT period, origin, customer_country, data_region, via, tags, count(*) AS requests,
    refusal_count(rate_outcome, 1, :definition) AS refused,
    refusal_base(rate_outcome, 1, :definition) AS base,
    refusal_rate(rate_outcome, 1, :definition) AS rate,
    refusal_low(rate_outcome, 1, :definition) AS low,
    refusal_high(rate_outcome, 1, :definition) AS high
  FROM chosen
  WHERE ',' || tags || ',' LIKE '%,cross-border,%'
  GROUP BY period, origin, customer_country, data_region, via, tags
)
SELECT period, origin, customer_country, data_region, via, requests, tags, refused, base,
  iif(base >= :min_base, rate, NULL) AS refusal_rate,
  iif(base >= :min_base, low, NULL) AS low,
  iif(base >= :min_base, high, NULL) AS high, :definition AS definition
FROM counted
ORDER BY period, origin, customer_country, data_region, via, tags;
