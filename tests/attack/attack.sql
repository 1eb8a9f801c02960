-- Attacks on a publication, with the register at hand to know the truth. Every row
-- that comes out is a hit: a count below 10 with a live gag among it, told or left
-- over by a difference. Reads t_*.csv imported as tables; the register is `reg`.
CREATE TEMP TABLE truth AS
SELECT r.id, iif(date_precision = 'year', strftime('%Y', received_on),
    strftime('%Y', received_on) || '-H' || (1 + (CAST(strftime('%m', received_on) AS INT) > 6))) AS period,
  coalesce(r.origin, '') AS origin, r.process, coalesce(customer_kind, '') AS kind, via,
  CASE WHEN process LIKE 'preservation%' THEN 'other'
    WHEN decided_on > :asof OR outcome = 'pending' THEN 'pending'
    WHEN outcome IN ('rejected', 'redirected', 'quashed', 'withdrawn_after_objection') THEN 'refused'
    WHEN outcome IN ('content', 'noncontent', 'partial', 'no_data') THEN outcome ELSE 'other' END AS part,
  process NOT LIKE 'preservation%' AND NOT (decided_on > :asof OR outcome IN ('pending', 'duplicate', 'preservation')) IS TRUE AS base,
  EXISTS (SELECT 1 FROM reg.gags g WHERE g.request_id = r.id AND g.started_on <= :asof
    AND coalesce((SELECT gag_last_day(g.basis, g.started_on, g.ordered, e.event_on, e.kind, e.ordered, :asof)
      FROM (SELECT 1) LEFT JOIN reg.gag_events e ON e.gag_id = g.id AND e.event_on <= :asof), '') >= :asof) AS gagged
FROM reg.requests r
WHERE r.received_on <= :asof AND r.received_on BETWEEN period_start(:period) AND period_end(:period)
  AND process <> 'nsl' AND process NOT LIKE 'fisa%';

-- Every cell of the two tables with what is told of it (NULL: nothing) and the truth.
CREATE TEMP TABLE cells(tab, period, key, part, told, n, gagged);
INSERT INTO cells
SELECT 'origin', k.period, k.key, p.part,
  CASE p.part WHEN 'requests' THEN t.requests WHEN 'content' THEN t.content WHEN 'noncontent' THEN t.noncontent
    WHEN 'partial' THEN t.partial WHEN 'no_data' THEN t.no_data WHEN 'refused' THEN t.refused WHEN 'other' THEN t.other
    WHEN 'pending' THEN t.pending WHEN 'base' THEN t.base END,
  (SELECT count(*) FROM truth x WHERE x.period = k.period AND x.origin = k.key
    AND (p.part = 'requests' OR p.part = x.part OR (p.part = 'base' AND x.base))),
  (SELECT count(*) FROM truth x WHERE x.period = k.period AND x.origin = k.key AND x.gagged
    AND (p.part = 'requests' OR p.part = x.part OR (p.part = 'base' AND x.base)))
FROM (SELECT DISTINCT period, origin AS key FROM truth) k
  JOIN (SELECT column1 AS part FROM (VALUES ('requests'), ('content'), ('noncontent'), ('partial'), ('no_data'),
    ('refused'), ('other'), ('pending'), ('base'))) p
  LEFT JOIN t_origin t ON t.period = k.period AND t.origin = k.key;
INSERT INTO cells
SELECT 'process', k.period, k.key, p.part,
  CASE p.part WHEN 'requests' THEN t.requests WHEN 'content' THEN t.content WHEN 'noncontent' THEN t.noncontent
    WHEN 'partial' THEN t.partial WHEN 'no_data' THEN t.no_data WHEN 'refused' THEN t.refused WHEN 'other' THEN t.other
    WHEN 'pending' THEN t.pending WHEN 'base' THEN t.base END,
  (SELECT count(*) FROM truth x WHERE x.period = k.period AND x.process = k.key
    AND (p.part = 'requests' OR p.part = x.part OR (p.part = 'base' AND x.base))),
  (SELECT count(*) FROM truth x WHERE x.period = k.period AND x.process = k.key AND x.gagged
    AND (p.part = 'requests' OR p.part = x.part OR (p.part = 'base' AND x.base)))
FROM (SELECT DISTINCT period, process AS key FROM truth) k
  JOIN (SELECT column1 AS part FROM (VALUES ('requests'), ('content'), ('noncontent'), ('partial'), ('no_data'),
    ('refused'), ('other'), ('pending'), ('base'))) p
  LEFT JOIN t_process t ON t.period = k.period AND t.process = k.key;
UPDATE cells SET told = NULL WHERE told = '';

-- What is told must be the truth: a suppressed figure is absent, never another one.
SELECT 'wrong figure', * FROM cells WHERE told IS NOT NULL AND told + 0 <> n;
SELECT 'small cell', * FROM cells WHERE told IS NOT NULL AND gagged > 0 AND n < 10;
-- Inside a row: the whole minus every set of shown parts (all of them, each alone).
SELECT 'rest of a row', w.tab, w.period, w.key, w.n - sum(p.n), w.gagged - sum(p.gagged)
FROM cells w JOIN cells p USING (tab, period, key)
WHERE w.part = 'requests' AND p.part NOT IN ('requests', 'base') AND w.told IS NOT NULL AND p.told IS NOT NULL
GROUP BY w.tab, w.period, w.key HAVING w.n - sum(p.n) < 10 AND w.gagged - sum(p.gagged) > 0;
SELECT 'one part less', w.tab, w.period, w.key, p.part
FROM cells w JOIN cells p USING (tab, period, key)
WHERE w.part IN ('requests', 'base') AND p.part <> 'requests' AND w.part <> p.part AND w.told IS NOT NULL AND p.told IS NOT NULL
  AND (w.part = 'requests' OR p.part IN ('content', 'noncontent', 'partial', 'no_data', 'refused'))
  AND w.n - p.n < 10 AND w.gagged - p.gagged > 0;
SELECT 'rest of the base', w.tab, w.period, w.key, w.n - sum(p.n)
FROM cells w JOIN cells p USING (tab, period, key)
WHERE w.part = 'base' AND p.part IN ('content', 'noncontent', 'partial', 'no_data', 'refused') AND w.told IS NOT NULL
GROUP BY w.tab, w.period, w.key
HAVING count(p.told) = 5 AND w.n - sum(p.n) < 10 AND w.gagged - sum(p.gagged) > 0;
-- Totals: the other table may give the total of every column; what is hidden then is
-- known as a sum, and exactly where it is one cell.
SELECT 'total minus told', tab, period, part, count(*), sum(n), sum(gagged)
FROM cells c
WHERE told IS NULL AND part <> 'base' AND n > 0
  AND (SELECT count(*) FROM cells o WHERE o.tab <> c.tab AND o.period = c.period AND o.part = c.part AND o.told IS NULL AND o.n > 0) = 0
GROUP BY tab, period, part
HAVING sum(gagged) > 0 AND (count(*) = 1 OR sum(n) < 10);
SELECT 'rows left out', tab, period, count(*), sum(n)
FROM cells WHERE part = 'requests' AND told IS NULL
GROUP BY tab, period HAVING sum(gagged) > 0 AND (count(*) = 1 OR sum(n) < 10 + count(*) - 1)
  AND EXISTS (SELECT 1 FROM cells o WHERE o.tab <> cells.tab AND o.period = cells.period AND o.part = 'requests' AND o.told IS NOT NULL);
-- Other tables as parts of the first one.
SELECT 'without enterprise', t.period, t.origin, t.requests - e.requests
FROM t_origin t JOIN t_enterprise e USING (period, origin)
WHERE (SELECT count(*) FROM truth x WHERE x.period = t.period AND x.origin = t.origin AND x.kind <> 'enterprise' AND x.gagged) > 0
  AND t.requests - e.requests < 10;
SELECT 'enterprise small', * FROM t_enterprise e
WHERE requests < 10 AND EXISTS (SELECT 1 FROM truth x WHERE x.period = e.period AND x.origin = e.origin AND x.kind = 'enterprise' AND x.gagged);
SELECT 'enterprise part', e.period, e.origin, p.part
FROM t_enterprise e JOIN (SELECT column1 AS part FROM (VALUES ('refused'), ('pending'))) p
WHERE iif(p.part = 'refused', e.refused, e.pending) <> ''
  AND ((iif(p.part = 'refused', e.refused, e.pending) < 10 AND EXISTS (SELECT 1 FROM truth x WHERE x.period = e.period
      AND x.origin = e.origin AND x.kind = 'enterprise' AND x.gagged AND x.part = p.part))
    OR EXISTS (SELECT 1 FROM cells c WHERE c.tab = 'origin' AND c.period = e.period AND c.key = e.origin AND c.part = p.part
      AND c.told IS NOT NULL AND c.n - iif(p.part = 'refused', e.refused, e.pending) < 10
      AND EXISTS (SELECT 1 FROM truth x WHERE x.period = e.period AND x.origin = e.origin AND x.kind <> 'enterprise'
        AND x.gagged AND x.part = p.part)));
SELECT 'cross-border rest', t.period, t.origin, t.requests - sum(c.requests)
FROM t_origin t JOIN t_cross c USING (period, origin)
GROUP BY t.period, t.origin
HAVING t.requests - sum(c.requests) BETWEEN 1 AND 9 AND EXISTS (SELECT 1 FROM truth x
    WHERE x.period = t.period AND x.origin = t.origin AND x.gagged)
  AND (SELECT count(*) FROM reg.requests r WHERE r.id IN (SELECT id FROM truth x WHERE x.gagged AND x.period = t.period AND x.origin = t.origin)
    AND NOT EXISTS (SELECT 1 FROM t_cross c WHERE c.period = t.period AND c.origin = t.origin AND c.via = r.via
      AND c.customer_country = coalesce(r.customer_country, '') AND c.data_region = coalesce(r.data_region, ''))) > 0;
SELECT 'cross-border small', c.* FROM t_cross c
WHERE requests < 10 AND EXISTS (SELECT 1 FROM truth x JOIN reg.requests r USING (id) WHERE x.gagged AND x.period = c.period
  AND x.origin = c.origin AND r.via = c.via AND coalesce(r.customer_country, '') = c.customer_country
  AND coalesce(r.data_region, '') = c.data_region);
SELECT 'refusals tell more', r.* FROM t_refusals r LEFT JOIN t_origin t ON t.period = r.period AND t.origin = r.key
WHERE (r.refused <> '' AND coalesce(t.refused, '') = '') OR (r.base <> '' AND coalesce(t.base, '') = '')
  OR (r.moving_rate <> '' AND r.moving_rate <> r.refusal_rate);
SELECT 'rate without its counts', period, origin FROM t_origin WHERE (refusal_rate <> '' OR low <> '' OR high <> '') AND (refused = '' OR base = '');
SELECT 'disclosure without its counts', period, origin FROM t_origin
WHERE disclosure_rate <> '' AND (content = '' OR noncontent = '' OR partial = '' OR base = '');
