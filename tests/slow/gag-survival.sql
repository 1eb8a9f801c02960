-- Kaplan-Meier by hand: S(t) is the product over event days of 1 - d/n, by logarithms.
WITH g AS (
  SELECT g.basis AS k, g.started_on AS s, (SELECT gag_last_day(g.basis, g.started_on, g.ordered, e.event_on,
      e.kind, e.ordered, :asof) FROM (SELECT 1) LEFT JOIN gag_events e
      ON e.gag_id = g.id AND e.event_on <= :asof) AS last, d.lifted_on
  FROM gags g JOIN gag_docket d ON d.gag_id = g.id JOIN requests r ON r.id = g.request_id
  WHERE g.started_on <= :asof AND d.status <> 'invalid'
    AND r.process NOT IN ('nsl', 'fisa_content', 'fisa_noncontent')
), l AS (
  SELECT k, last < :asof AS ended, max(0, CAST(julianday(iif(last < :asof, coalesce(lifted_on, last), :asof))
    - julianday(s) AS INT)) AS t
  FROM g WHERE last IS NOT NULL
), e AS (
  SELECT k, t, sum(ended) AS d, (SELECT count(*) FROM l x WHERE x.k = l.k AND x.t >= l.t) AS n
  FROM l GROUP BY k, t HAVING d > 0
), s AS (
  SELECT k, t, (SELECT exp(sum(ln(iif(y.d = y.n, 1e-300, 1.0 - 1.0 * y.d / y.n)))) FROM e y
    WHERE y.k = e.k AND y.t <= e.t) AS alive FROM e
)
SELECT k, count(*), sum(ended), count(*) - sum(ended),
  (SELECT min(t) FROM s WHERE s.k = l.k AND alive <= 0.75 + 1e-9),
  (SELECT min(t) FROM s WHERE s.k = l.k AND alive <= 0.5 + 1e-9),
  (SELECT min(t) FROM s WHERE s.k = l.k AND alive <= 0.25 + 1e-9)
FROM l GROUP BY k ORDER BY k;
