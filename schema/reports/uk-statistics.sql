-- report uk-statistics
-- title United Kingdom: warrants assisted, in bands
-- about SI 2018/349: numbers of relevant warrants, users and factors, in bands over exactly six months.
-- publish yes
-- use common
-- param width 500|1000 = 500 : width of a band (r. 7)
-- column key period : half-year, exactly six months (r. 8)
-- column key description : what is counted (r. 4, 5, 6)
-- column band band : the band that holds the number
-- aside SELECT printf('%d warrant%s no number of %s: counted as 0', n,
-- aside   iif(n = 1, ' has', 's have'), what)
-- aside FROM (SELECT n.what, count(*) AS n
-- aside   FROM warrants w JOIN (SELECT 'accounts' AS what UNION ALL SELECT 'selectors') n
-- aside     ON iif(n.what = 'accounts', w.accounts, w.selectors) IS NULL
-- aside   WHERE w.received_on BETWEEN :from_on AND :to_on GROUP BY 1) ORDER BY what
--
-- Relevant warrants are demands of the United Kingdom that are interceptions
-- (process wiretap) or rest on IPA 2016 s. 57, 132 or bulk warrants. Users are
-- accounts, factors are selectors. Nothing before the day six months after the
-- period's last day (r. 10(1)); nothing during the 18 months that begin with the
-- day of the first assistance (r. 10(2), setting uk_first_assisted_on). A period
-- may be told once only (r. 9): `unseal lint` watches that.
WITH warrants AS ( -- lint reads these, wait and embargo too
  SELECT received_on, accounts, selectors
  FROM requests_asof
  WHERE (origin = 'GB' OR origin GLOB 'GB-*')
    AND (process = 'wiretap' OR basis IN ('GB_IPA_57', 'GB_IPA_132', 'GB_IPA_BULK'))
    AND process NOT IN (SELECT process FROM national_security)
    AND outcome IN ('content', 'noncontent', 'partial')
    AND (:origin IS NULL OR origin = :origin)
    AND (:process IS NULL OR process = :process)
    AND (:service IS NULL OR service = :service)
), ever(first, last) AS (
  SELECT min(received_on), min(:to_on, unseal_asof()) FROM warrants
), span AS ( -- all of a period that is asked for: a half-year left out of it would have none
  SELECT iif(:from_on > '0001-01-01' AND first <= last, :from_on, max(:from_on, first)) AS first, last
  FROM ever
), wait(term) AS (
  VALUES ('P6M') -- r. 10(1)
), embargo(over_on) AS (
  -- "beginning with": the corresponding date is free, or the 1st where its month has none (law.md GB-05)
  SELECT date(term_add(value, 'P18M'), (substr(term_add(value, 'P18M'), 9) <> substr(value, 9, 2)) || ' days')
  FROM settings WHERE name = 'uk_first_assisted_on' AND value IS NOT NULL
), halves AS (
  SELECT p.period, p.starts_on, p.ends_on
  FROM span s, periods(s.first, s.last, 'half') p
  WHERE s.first <= s.last
    AND term_add(p.ends_on, (SELECT term FROM wait)) <= unseal_asof()
    AND NOT EXISTS (SELECT 1 FROM embargo WHERE unseal_asof() < over_on)
), counted AS (
  SELECT h.period, count(w.received_on) AS warrants, coalesce(sum(w.accounts), 0) AS users,
    coalesce(sum(w.selectors), 0) AS factors
  FROM halves h LEFT JOIN warrants w ON w.received_on BETWEEN h.starts_on AND h.ends_on
  GROUP BY h.period
)
SELECT period, description, band(n, :width + 0) AS band
FROM (
  SELECT period, 1 AS nth, 'relevant warrants assisted (r. 4)' AS description, warrants AS n FROM counted
  UNION ALL
  SELECT period, 2, 'users identified by factors (r. 5)', users FROM counted
  UNION ALL
  SELECT period, 3, 'factors (r. 6)', factors FROM counted)
ORDER BY period, nth;
