-- No closures in a generated register: the day after the last gag, else the decision.
WITH g AS (
  SELECT request_id, (SELECT gag_last_day(g.basis, g.started_on, g.ordered, e.event_on, e.kind, e.ordered, :asof)
      FROM (SELECT 1) LEFT JOIN gag_events e ON e.gag_id = g.id AND e.event_on <= :asof) AS last
  FROM gags g WHERE started_on <= :asof
)
SELECT r.ref, r.customer_ref, coalesce((SELECT date(max(last), '+1 day') FROM g WHERE g.request_id = r.id),
    r.decided_on, r.received_on) AS clear,
  CAST(julianday(:asof) - julianday(coalesce((SELECT date(max(last), '+1 day') FROM g WHERE g.request_id = r.id),
    r.decided_on, r.received_on)) AS INT)
FROM requests r
WHERE r.received_on <= :asof AND r.via <> 'eu_order' AND r.process NOT LIKE 'preservation%'
  AND r.outcome NOT IN ('pending', 'duplicate', 'preservation') AND NOT coalesce(r.decided_on > :asof, 0)
  AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.request_id = r.id AND n.sent_on <= :asof)
  AND NOT EXISTS (SELECT 1 FROM g WHERE g.request_id = r.id AND g.last >= :asof)
  AND clear <= :asof
ORDER BY clear, ref;
