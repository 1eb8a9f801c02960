-- Option 3: the floor of a division, all halves from the first demand to the as-of date.
WITH RECURSIVE v AS (
  SELECT 2 * strftime('%Y', received_on) + (CAST(strftime('%m', received_on) AS INT) > 6) AS n, selectors
  FROM requests WHERE received_on <= :asof AND (process = 'nsl' OR process LIKE 'fisa%')
), h(n) AS (
  SELECT min(n) FROM v UNION ALL
  SELECT n + 1 FROM h WHERE n < 2 * strftime('%Y', :asof) + (CAST(strftime('%m', :asof) AS INT) > 6)
), c AS (
  SELECT n, 1 AS which, (SELECT count(*) FROM v WHERE v.n = h.n) AS x FROM h
  UNION ALL SELECT n, 2, (SELECT total(selectors) FROM v WHERE v.n = h.n) FROM h
)
SELECT (n / 2) || '-H' || (1 + n % 2), iif(which = 1, 'all national security process received',
    'customer selectors targeted by all national security process'),
  (CAST(x AS INT) / 250 * 250) || '-' || (CAST(x AS INT) / 250 * 250 + 249)
FROM c ORDER BY n, which;
