-- The letter of 2013: what came, what it forbade, how it ended.
.mode line
SELECT r.ref, CASE r.date_precision WHEN 'year' THEN substr(r.received_on, 1, 4)
    ELSE r.received_on END AS received, r.authority, r.service, r.customer_kind, r.outcome,
  b.title AS basis, b.citation, gag_nominal(g.basis, g.started_on, g.ordered) AS gag_as_served,
  d.lifted_on, d.expires_on AS last_day_in_force, d.status,
  (SELECT event_on FROM gag_events WHERE gag_id = g.id AND kind = 'published') AS published
FROM requests r
JOIN gags g ON g.request_id = r.id
JOIN legal_bases b ON b.code = g.basis
JOIN gag_docket d ON d.gag_id = g.id
WHERE r.ref = 'Microsoft NSL 2013';
