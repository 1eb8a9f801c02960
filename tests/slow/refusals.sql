-- By origin, half, window 4, strict; the window by counting halves, not by a window.
WITH v AS (
  SELECT origin, date_precision = 'year' AS y,
    iif(date_precision = 'year', CAST(strftime('%Y', received_on) AS INT),
      2 * strftime('%Y', received_on) + (CAST(strftime('%m', received_on) AS INT) > 6)) AS n,
    outcome IN ('rejected', 'redirected', 'quashed', 'withdrawn_after_objection')
      AND NOT coalesce(decided_on > :asof, 0) AND process NOT LIKE 'preservation%' AS x,
    process NOT LIKE 'preservation%' AND outcome NOT IN ('pending', 'duplicate', 'preservation')
      AND NOT coalesce(decided_on > :asof, 0) AS b
  FROM requests WHERE received_on <= :asof AND process <> 'nsl' AND process NOT LIKE 'fisa%'
), c AS (SELECT origin, y, n, sum(x) AS x, sum(b) AS b FROM v GROUP BY 1, 2, 3)
SELECT iif(y, CAST(n AS TEXT), (n / 2) || '-H' || (1 + n % 2)) AS p, origin, x, b,
  1.0 * x / nullif(b, 0), wilson_low(x, b), wilson_high(x, b),
  (SELECT 1.0 * sum(w.x) / nullif(sum(w.b), 0) FROM c w
    WHERE w.origin IS c.origin AND w.y = c.y AND w.n BETWEEN c.n - 3 AND c.n), 'strict'
FROM c ORDER BY p, origin;
