WITH v AS (SELECT *, CASE WHEN decided_on > :asof THEN 'pending' ELSE outcome END AS o FROM requests
  WHERE origin = 'CA' AND received_on <= :asof AND process <> 'nsl' AND process NOT LIKE 'fisa%')
SELECT 'court', iif(count(*) < 100, '0-100', count(*)),
  iif(sum(o IN ('content', 'noncontent', 'partial')) < 100, '0-100', sum(o IN ('content', 'noncontent', 'partial')))
FROM v WHERE emergency = 0 AND process IN ('search_warrant', 'court_order', 'production_order', 'wiretap', 'pen_register')
UNION ALL
SELECT 'preservation', iif(count(*) < 100, '0-100', count(*)), '0-100' FROM v
WHERE emergency = 0 AND process LIKE 'preservation%';
