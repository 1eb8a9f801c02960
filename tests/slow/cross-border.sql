-- Tags aside, which the functions' own tests cover: counts by the other keys.
WITH v AS (
  SELECT strftime('%Y', received_on) || iif(date_precision = 'year', '',
      '-H' || (1 + (CAST(strftime('%m', received_on) AS INT) > 6))) AS p, origin, customer_country, data_region, via,
    CASE WHEN process IN ('preservation', 'preservation_order') THEN 'preservation'
      WHEN decided_on > :asof THEN 'pending' ELSE outcome END AS o
  FROM requests WHERE received_on <= :asof AND process <> 'nsl' AND process NOT LIKE 'fisa%'
    AND origin IS NOT NULL AND origin <> 'US' AND origin NOT LIKE 'US-%'
)
SELECT p, origin, customer_country, data_region, via, count(*),
  sum(o IN ('rejected', 'redirected', 'quashed', 'withdrawn_after_objection')),
  sum(o NOT IN ('pending', 'duplicate', 'preservation'))
FROM v GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5;
