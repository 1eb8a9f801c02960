-- report us-bands
-- title National-security demands, in the bands the law allows
-- about 50 USC 1874(a): one of four options; option 4 by the year, the others by the half-year.
-- publish yes
-- use common
-- param option 1|2|3|4 : (a)(1) to (a)(4) (default: the setting us_1874_option, else 1)
-- param process nsl|fisa_content|fisa_noncontent : only this process
-- column key period : half-year, for option 4 the year
-- column key category : what is counted
-- column band band : the band of the option's width that holds the number
-- column text note : when and from what it may be published
-- aside SELECT printf('%d demand%s no number of selectors: counted as 0', n,
-- aside   iif(n = 1, ' has', 's have'))
-- aside FROM (SELECT count(*) AS n FROM requests_asof
-- aside   WHERE process IN (SELECT process FROM national_security) AND selectors IS NULL
-- aside     AND (:origin IS NULL OR origin = :origin) AND (:process IS NULL OR process = :process)
-- aside     AND (:service IS NULL OR service = :service)
-- aside     AND received_on BETWEEN :from_on AND :to_on) WHERE n > 0
--
-- Options: 1 bands of 1000 by category, noncontent orders by title; 2 bands of 500
-- by category; 3 one total in bands of 250; 4 one total a year in bands of 100.
-- Every period from the first national-security demand on has its bands, and every
-- one asked for together with it, so that a period without demands is 0-999 like one with
-- few. Options must not be mixed: two bands for one period narrow each other. Orders about
-- a new product count 540 days after receipt, (b)(1). Numbers, never bands, are in no
-- other report.
WITH chosen(option) AS (
  SELECT coalesce(:option, (SELECT value FROM settings WHERE name = 'us_1874_option'), '1') + 0
), rules(option, unit, width) AS (
  VALUES (1, 'half', 1000), (2, 'half', 500), (3, 'half', 250), (4, 'year', 100)
), rule AS (
  SELECT r.* FROM rules r JOIN chosen c ON c.option = r.option
), demands AS (
  SELECT process, received_on, selectors, origin, service, CASE process WHEN 'fisa_noncontent' THEN
      CASE basis WHEN 'US_FISA_PRTT' THEN 'E1' WHEN 'US_FISA_BR_2015' THEN 'E2'
        WHEN 'US_FISA_BR_1862' THEN 'E3' ELSE 'E4' END
    WHEN 'fisa_content' THEN 'C' ELSE 'A' END AS class
  FROM requests_asof
  WHERE process IN (SELECT process FROM national_security)
    AND (:origin IS NULL OR origin = :origin)
    AND (:process IS NULL OR process = :process)
    AND (:service IS NULL OR service = :service)
    AND NOT (process <> 'nsl' AND coalesce(new_product, 0) = 1
      AND (SELECT option FROM rule) IN (1, 2) AND date(received_on, '+540 days') > unseal_asof())
), ever(first, last) AS (
  SELECT min(received_on), min(:to_on, unseal_asof())
  FROM requests
  WHERE process IN (SELECT process FROM national_security)
), span AS ( -- all of a period that is asked for: a half-year left out of it would have none
  SELECT iif(:from_on > '0001-01-01' AND first <= last, :from_on, max(:from_on, first)) AS first, last
  FROM ever
), halves AS (
  SELECT p.period, p.starts_on, p.ends_on, r.*
  FROM span s, rule r, periods(period_of(s.first, 'year'), period_of(s.last, 'year'), r.unit) p
  WHERE s.first <= s.last AND p.ends_on >= s.first AND p.starts_on <= s.last
), categories(option, nth, category, class, counts) AS (
  VALUES
    (1, 1, 'national security letters received', 'A', 'orders'),
    (1, 2, 'customer selectors targeted by national security letters', 'A', 'selectors'),
    (1, 3, 'orders and directives for content', 'C', 'orders'),
    (1, 4, 'customer selectors targeted by orders for content', 'C', 'selectors'),
    (1, 5, 'orders for noncontent', 'E', 'orders'), -- one: (a)(1)(F) alone is split
    (1, 6, 'customer selectors targeted, noncontent, title IV (pen register)', 'E1', 'selectors'),
    (1, 7, 'customer selectors targeted, noncontent, 1861(b)(2)(B)', 'E2', 'selectors'),
    (1, 8, 'customer selectors targeted, noncontent, 1861(b)(2)(C)', 'E3', 'selectors'),
    (2, 1, 'national security letters received', 'A', 'orders'),
    (2, 2, 'customer selectors targeted by national security letters', 'A', 'selectors'),
    (2, 3, 'orders and directives for content', 'C', 'orders'),
    (2, 4, 'customer selectors targeted by orders for content', 'C', 'selectors'),
    (2, 5, 'orders for noncontent', 'E', 'orders'),
    (2, 6, 'customer selectors targeted by orders for noncontent', 'E', 'selectors'),
    (3, 1, 'all national security process received', '', 'orders'),
    (3, 2, 'customer selectors targeted by all national security process', '', 'selectors'),
    (4, 1, 'all national security process received', '', 'orders'),
    (4, 2, 'customer selectors targeted by all national security process', '', 'selectors')
), sums AS MATERIALIZED (
  SELECT period_of(received_on, unit) AS period, class, count(*) AS orders, sum(selectors) AS selectors
  FROM demands, rule
  GROUP BY 1, 2
), counted AS (
  SELECT h.period, h.option, h.width, h.ends_on, c.nth, c.category, c.class,
    (SELECT coalesce(sum(CASE c.counts WHEN 'orders' THEN s.orders ELSE s.selectors END), 0)
      FROM sums s
      WHERE s.period = h.period
        AND (s.class = c.class OR (c.class = 'E' AND s.class GLOB 'E*') OR c.class = '')) AS n
  FROM halves h JOIN categories c ON c.option = h.option
)
SELECT period, category, band(n, width) AS band,
  '50 USC 1874(a)(' || option || ')'
    || CASE WHEN option IN (1, 2) AND class <> 'A' THEN ', not before '
        || date(ends_on, '+180 days') || '; orders about a new product after 540 days'
      WHEN option = 4 THEN ', not before ' || date(ends_on, '+1 year')
      ELSE ', after ' || ends_on END AS note
FROM counted
ORDER BY period, nth;
