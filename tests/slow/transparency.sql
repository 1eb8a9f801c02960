-- The report by origin, counted one correlated subquery a cell over the bare table.
WITH v AS (
  SELECT origin, accounts, iif(date_precision = 'year', strftime('%Y', received_on),
      strftime('%Y', received_on) || '-H' || (1 + (CAST(strftime('%m', received_on) AS INT) > 6))) AS p,
    CASE WHEN process IN ('preservation', 'preservation_order') THEN 'preservation'
      WHEN decided_on > :asof THEN 'pending' ELSE outcome END AS o
  FROM requests WHERE received_on <= :asof AND process <> 'nsl' AND process NOT LIKE 'fisa%'
), k AS (SELECT DISTINCT p, origin FROM v), n AS (
  SELECT k.p, k.origin AS g,
    (SELECT count(*) FROM v WHERE v.p = k.p AND v.origin IS k.origin) AS r,
    (SELECT sum(accounts) FROM v WHERE v.p = k.p AND v.origin IS k.origin) AS a,
    (SELECT count(*) FROM v WHERE v.p = k.p AND v.origin IS k.origin AND o = 'content') AS c,
    (SELECT count(*) FROM v WHERE v.p = k.p AND v.origin IS k.origin AND o = 'noncontent') AS nc,
    (SELECT count(*) FROM v WHERE v.p = k.p AND v.origin IS k.origin AND o = 'partial') AS pa,
    (SELECT count(*) FROM v WHERE v.p = k.p AND v.origin IS k.origin AND o = 'no_data') AS z,
    (SELECT count(*) FROM v WHERE v.p = k.p AND v.origin IS k.origin AND o = 'pending') AS pe,
    (SELECT count(*) FROM v WHERE v.p = k.p AND v.origin IS k.origin AND o IN ('duplicate', 'preservation')) AS dp,
    (SELECT count(*) FROM v WHERE v.p = k.p AND v.origin IS k.origin
      AND o IN ('rejected', 'redirected', 'quashed', 'withdrawn_after_objection')) AS x
  FROM k
)
SELECT p, g, NULL, r, a, c, nc, pa, z, x, r - c - nc - pa - z - x - pe, pe,
  1.0 * x / nullif(r - pe - dp, 0), wilson_low(x, r - pe - dp), wilson_high(x, r - pe - dp),
  r - pe - dp, 'strict', 1.0 * (c + nc + pa) / nullif(r - pe - dp, 0)
FROM n ORDER BY p, g;
