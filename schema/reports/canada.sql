-- report canada
-- title Canada: demands and disclosures in the six categories of the guidelines
-- about Transparency Reporting Guidelines: Canada-wide, figures below 100 as 0-100.
-- publish yes
-- use common
-- column key category : the guidelines' category
-- column band requests : demands received
-- column band disclosures : demands where some data was given
-- hide-if WITH demands AS (
-- hide-if   SELECT CASE
-- hide-if       WHEN r.process = 'voluntary_requested' THEN 1 WHEN r.process = 'voluntary_own' THEN 2
-- hide-if       WHEN r.process = 'emergency' OR r.emergency = 1 THEN 3
-- hide-if       WHEN r.process IN ('preservation', 'preservation_order') THEN 6
-- hide-if       WHEN r.process IN ('search_warrant', 'court_order', 'production_order', 'wiretap', 'pen_register')
-- hide-if         THEN 5
-- hide-if       ELSE 4 END AS nth, r.rate_outcome IN ('content', 'noncontent', 'partial') AS given,
-- hide-if     period_of(r.received_on) AS half, r.id IN (SELECT request_id FROM live_gags) AS gagged
-- hide-if   FROM requests_asof r WHERE (r.origin = 'CA' OR r.origin GLOB 'CA-*')
-- hide-if     AND r.process NOT IN (SELECT process FROM national_security)
-- hide-if     AND r.received_on BETWEEN :from_on AND :to_on
-- hide-if ), figures AS (SELECT nth, count(*) AS n, max(gagged) AS gagged FROM demands GROUP BY nth)
-- hide-if SELECT 1 WHERE (SELECT count(*) < :small AND max(gagged) FROM demands)
-- hide-if   OR EXISTS (SELECT 1 FROM figures WHERE n >= 100) AND (
-- hide-if   EXISTS (SELECT 1 FROM figures WHERE n < 100 AND gagged)
-- hide-if   OR EXISTS (SELECT 1 FROM demands GROUP BY nth, given, half HAVING count(*) < :small AND max(gagged))
-- hide-if   OR EXISTS (SELECT 1 FROM withheld WHERE report = 'transparency'
-- hide-if     AND (row_key GLOB '*, origin=CA,*' OR row_key GLOB '*, origin=CA-*'))
-- hide-if   OR EXISTS (SELECT 1 FROM withheld WHERE report = 'transparency-by-process') AND NOT EXISTS (
-- hide-if     SELECT 1 FROM requests_asof o WHERE (o.origin IS NULL OR NOT (o.origin = 'CA' OR o.origin GLOB 'CA-*'))
-- hide-if       AND o.process NOT IN (SELECT process FROM national_security)
-- hide-if       AND o.received_on BETWEEN :from_on AND :to_on))
--
-- Voluntary guidelines (law.md 4.6): no breakdown by agency or province; a figure
-- from 1 to 99, and zero, is printed 0-100, from 100 on exactly.
WITH chosen AS (
  SELECT rate_outcome, CASE
      WHEN process = 'voluntary_requested' THEN 1 WHEN process = 'voluntary_own' THEN 2
      WHEN process = 'emergency' OR emergency = 1 THEN 3
      WHEN process IN ('preservation', 'preservation_order') THEN 6
      WHEN process IN ('search_warrant', 'court_order', 'production_order', 'wiretap', 'pen_register')
        THEN 5
      ELSE 4 END AS nth
  FROM requests_asof
  WHERE (origin = 'CA' OR origin GLOB 'CA-*')
    AND process NOT IN (SELECT process FROM national_security)
    AND received_on BETWEEN :from_on AND :to_on
    AND (:origin IS NULL OR origin = :origin)
    AND (:process IS NULL OR process = :process)
    AND (:service IS NULL OR service = :service)
), categories(nth, category) AS (
  VALUES (1, 'voluntary disclosures at the request of government'),
    (2, 'voluntary disclosures on own initiative'),
    (3, 'emergency or exigent circumstances'),
    (4, 'in compliance with a federal or provincial law'),
    (5, 'court-ordered: warrants and production orders'),
    (6, 'preservation demands and orders')
), counted AS (
  SELECT c.nth, c.category, count(x.nth) AS n,
    coalesce(sum(x.rate_outcome IN ('content', 'noncontent', 'partial')), 0) AS given
  FROM categories c LEFT JOIN chosen x ON x.nth = c.nth
  WHERE EXISTS (SELECT 1 FROM chosen)
  GROUP BY c.nth, c.category
)
SELECT category, iif(n < 100, '0-100', n) AS requests, iif(given < 100, '0-100', given) AS disclosures
FROM counted
ORDER BY nth;
