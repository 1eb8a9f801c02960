-- Every gag's last day anew; those in force that end within 30 days.
WITH g AS (
  SELECT g.*, (SELECT ref FROM requests r WHERE r.id = g.request_id) AS ref,
    (SELECT gag_last_day(g.basis, g.started_on, g.ordered, e.event_on, e.kind, e.ordered, :asof)
      FROM (SELECT 1) LEFT JOIN gag_events e ON e.gag_id = g.id) AS last
  FROM gags g WHERE started_on <= :asof
)
SELECT ref, basis, CASE date_precision WHEN 'day' THEN started_on WHEN 'year' THEN strftime('%Y', started_on)
    WHEN 'month' THEN strftime('%Y-%m', started_on)
    ELSE strftime('%Y', started_on) || '-H' || (1 + (CAST(strftime('%m', started_on) AS INT) > 6)) END,
  ordered, last, CAST(julianday(last) - julianday(:asof) AS INT), 'active',
  gag_flags(basis, started_on, ordered), CAST(julianday(:asof) - julianday(started_on) AS INT)
FROM g WHERE last BETWEEN :asof AND date(:asof, '+30 days') ORDER BY last, ref, basis, id;
