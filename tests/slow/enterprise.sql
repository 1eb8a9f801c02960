WITH v AS (
  SELECT id, origin, iif(date_precision = 'year', strftime('%Y', received_on),
      strftime('%Y', received_on) || '-H' || (1 + (CAST(strftime('%m', received_on) AS INT) > 6))) AS p,
    CASE WHEN process IN ('preservation', 'preservation_order') THEN 'preservation'
      WHEN decided_on > :asof THEN 'pending' ELSE outcome END AS o
  FROM requests WHERE received_on <= :asof AND customer_kind = 'enterprise'
    AND process NOT IN ('nsl', 'fisa_content', 'fisa_noncontent')
)
SELECT p, origin, count(*), count(iif(o = 'redirected', 1, NULL)),
  count(iif(o IN ('rejected', 'redirected', 'quashed', 'withdrawn_after_objection'), 1, NULL)),
  count(iif(o IN ('content', 'noncontent', 'partial'), 1, NULL)),
  count(iif(id IN (SELECT request_id FROM notices WHERE sent_on <= :asof), 1, NULL)),
  count(iif(o = 'pending', 1, NULL))
FROM v GROUP BY p, origin ORDER BY p, origin;
