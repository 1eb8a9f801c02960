-- All six categories, each by its own words; a figure below 100 is 0-100.
WITH v AS (
  SELECT process, emergency, decided_on <= :asof IS NOT 0 AND outcome IN ('content', 'noncontent', 'partial') AS given
  FROM requests
  WHERE substr(origin, 1, 2) = 'CA' AND length(origin) <> 3 AND received_on <= :asof AND process <> 'nsl' AND process NOT LIKE 'fisa%'
), c(nth, n, given) AS (
  SELECT 1, count(*), sum(given) FROM v WHERE process = 'voluntary_requested'
  UNION ALL SELECT 2, count(*), sum(given) FROM v WHERE process = 'voluntary_own'
  UNION ALL SELECT 3, count(*), sum(given) FROM v WHERE process NOT LIKE 'voluntary%' AND (process = 'emergency' OR emergency)
  UNION ALL SELECT 4, count(*), sum(given) FROM v WHERE NOT emergency
    AND process IN ('subpoena', 'administrative', 'order_to_act', 'order_to_inform', 'other')
  UNION ALL SELECT 5, count(*), sum(given) FROM v WHERE NOT emergency
    AND process IN ('search_warrant', 'court_order', 'production_order', 'wiretap', 'pen_register')
  UNION ALL SELECT 6, count(*), sum(given) FROM v WHERE NOT emergency AND process LIKE 'preservation%'
)
SELECT nth, iif(n > 99, n, '0-100'), iif(given > 99, given, '0-100')
FROM c WHERE EXISTS (SELECT 1 FROM v) ORDER BY nth;
