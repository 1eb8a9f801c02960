-- report gag-survival
-- title How long gags last
-- about Kaplan-Meier quartiles of days in force, counting gags still in force as censored.
-- publish no
-- use common
-- param by basis|origin = basis : what a row stands for
-- param basis basis : only this legal basis
-- param period period : only gags that began in this period; or --from and --to
-- param from span : first period or day a gag began
-- param to span : last period or day a gag began
-- param process subpoena|court_order|search_warrant|pen_register|wiretap|nsl|fisa_content|fisa_noncontent|emergency|preservation|production_order|preservation_order|order_to_act|order_to_inform|administrative|voluntary_requested|voluntary_own|other : only this process
-- column key key : what --by names
-- column count gags : gags that bind, valid ones
-- column count ended : expired, lifted or vacated by the as-of date
-- column count still_in_force : active or indefinite
-- column days q25 : a quarter have ended within so many days
-- column days median : half have
-- column days q75 : three quarters have
--
-- Days run from the first day to the last day in force, for a lifted gag to the
-- day of the lift, else to the as-of date. A quantile that the data do not reach
-- is NULL. Gags of national-security processes are counted only when asked for:
-- --process nsl, fisa_content, fisa_noncontent. Invalid gags are in data-quality.
WITH docket AS MATERIALIZED (
  SELECT request_id, basis, origin, status, started_on, expires_on, lifted_on FROM gag_docket
), lives AS (
  SELECT CASE :by WHEN 'basis' THEN d.basis ELSE d.origin END AS key,
    d.status IN ('expired', 'lifted') AS ended,
    CASE WHEN d.status IN ('expired', 'lifted')
      THEN gag_days_left(coalesce(d.lifted_on, d.expires_on), d.started_on)
      ELSE gag_days_left(unseal_asof(), d.started_on) END AS days
  FROM docket d LEFT JOIN requests r ON r.id = d.request_id
  WHERE d.status IN ('expired', 'lifted', 'active', 'indefinite')
    AND (:basis IS NULL OR d.basis = :basis)
    AND (:origin IS NULL OR d.origin = :origin)
    AND CASE WHEN :process IS NULL
      THEN r.process IS NULL OR r.process NOT IN (SELECT process FROM national_security)
      ELSE r.process = :process END
    AND (:service IS NULL OR r.service = :service)
    AND d.started_on BETWEEN :from_on AND :to_on
)
SELECT key, count(*) AS gags, sum(ended) AS ended, sum(1 - ended) AS still_in_force,
  km_quantile(max(days, 0), ended, 0.25) AS q25, km_quantile(max(days, 0), ended, 0.5) AS median,
  km_quantile(max(days, 0), ended, 0.75) AS q75
FROM lives
GROUP BY key
ORDER BY key;
