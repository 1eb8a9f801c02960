-- Every row, one correlated subquery a cell over the bare table; a median is the mean of
-- the middle one or two. The one sub-category that the test makes is PHISHING.
WITH v AS (
  SELECT coalesce(service, '') AS s, coalesce(category, 'STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER') AS c, substr(origin, 1, 2) AS o,
    process = 'order_to_act' AS act, items,
    (julianday(iif(substr(acknowledged_at, 1, 10) <= :asof, acknowledged_at, NULL)) - julianday(received_at)) * 24.0 AS told,
    (julianday(iif(substr(effected_at, 1, 10) <= :asof, effected_at, NULL)) - julianday(received_at)) * 24.0 AS done
  FROM requests
  WHERE received_on BETWEEN '2025-01-01' AND min('2025-12-31', :asof)
    AND process IN ('order_to_act', 'order_to_inform') AND regime_member(substr(origin, 1, 2), 'eu-dsa', received_on) = 1
), kinds(c, k) AS (
  SELECT DISTINCT c, c FROM v UNION SELECT c, 'TOTAL' FROM v
  UNION SELECT c, 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD' FROM v WHERE c = 'KEYWORD_PHISHING'
), places(o, p) AS (SELECT o, o FROM v UNION SELECT o, 'TOTAL' FROM v
), x AS (SELECT v.*, k, p FROM v JOIN kinds USING (c) JOIN places USING (o)
), r AS (SELECT DISTINCT s, k, p FROM x)
SELECT s, k, p,
  (SELECT count(*) FROM x WHERE x.s = r.s AND x.k = r.k AND x.p = r.p AND act),
  (SELECT sum(items) FROM x WHERE x.s = r.s AND x.k = r.k AND x.p = r.p AND act),
  (SELECT round(avg(m), 2) FROM (SELECT told AS m, row_number() OVER (ORDER BY told) AS i, count(*) OVER () AS n FROM x
    WHERE x.s = r.s AND x.k = r.k AND x.p = r.p AND act AND told IS NOT NULL) WHERE i IN ((n + 1) / 2, (n + 2) / 2)),
  (SELECT round(avg(m), 2) FROM (SELECT done AS m, row_number() OVER (ORDER BY done) AS i, count(*) OVER () AS n FROM x
    WHERE x.s = r.s AND x.k = r.k AND x.p = r.p AND act AND done IS NOT NULL) WHERE i IN ((n + 1) / 2, (n + 2) / 2)),
  (SELECT count(*) FROM x WHERE x.s = r.s AND x.k = r.k AND x.p = r.p AND NOT act),
  (SELECT round(avg(m), 2) FROM (SELECT told AS m, row_number() OVER (ORDER BY told) AS i, count(*) OVER () AS n FROM x
    WHERE x.s = r.s AND x.k = r.k AND x.p = r.p AND NOT act AND told IS NOT NULL) WHERE i IN ((n + 1) / 2, (n + 2) / 2)),
  (SELECT round(avg(m), 2) FROM (SELECT done AS m, row_number() OVER (ORDER BY done) AS i, count(*) OVER () AS n FROM x
    WHERE x.s = r.s AND x.k = r.k AND x.p = r.p AND NOT act AND done IS NOT NULL) WHERE i IN ((n + 1) / 2, (n + 2) / 2))
FROM r ORDER BY s, p <> 'TOTAL', p, k <> 'TOTAL', k;
