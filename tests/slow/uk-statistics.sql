-- Every half from the first warrant on whose last day is six months past.
WITH RECURSIVE v AS (
  SELECT 2 * strftime('%Y', received_on) + (CAST(strftime('%m', received_on) AS INT) > 6) AS n
  FROM requests WHERE (origin = 'GB' OR origin LIKE 'GB-%') AND received_on <= :asof
    AND (process = 'wiretap' OR basis IN ('GB_IPA_57', 'GB_IPA_132', 'GB_IPA_BULK'))
    AND outcome IN ('content', 'noncontent', 'partial') AND NOT coalesce(decided_on > :asof, 0)
), h(n) AS (SELECT min(n) FROM v UNION ALL SELECT n + 1 FROM h WHERE n < 4100)
SELECT (n / 2) || '-H' || (1 + n % 2),
  ((SELECT count(*) FROM v WHERE v.n = h.n) / 500 * 500) || '-' || ((SELECT count(*) FROM v WHERE v.n = h.n) / 500 * 500 + 499)
FROM h
WHERE iif(n % 2 = 0, (n / 2) || '-12-30', (n / 2 + 1) || '-06-30') <= :asof AND n IS NOT NULL
ORDER BY n;
