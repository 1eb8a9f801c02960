-- The register, level 2: views, as of unseal_asof(). Facts later than the as-of
-- date do not exist: requests, gags, events, challenges, notices, files.
-- These call the extension's functions; the tables never do. Licence: MIT.

CREATE VIEW requests_asof AS
SELECT id, ref, authority_ref, issued_on, received_on, received_at, date_precision, authority,
  origin, level, via, process, basis, service, data_kind, emergency, selectors, accounts, items,
  category, new_product, customer_ref, customer_kind, customer_country, data_region, follows_id,
  CASE WHEN decided_on > unseal_asof() THEN 'pending' ELSE outcome END AS outcome,
  CASE WHEN decided_on > unseal_asof() THEN NULL ELSE refusal_reason END AS refusal_reason,
  CASE WHEN decided_on > unseal_asof() THEN NULL ELSE decided_on END AS decided_on,
  CASE WHEN substr(acknowledged_at, 1, 10) > unseal_asof() THEN NULL ELSE acknowledged_at END
    AS acknowledged_at,
  CASE WHEN substr(effected_at, 1, 10) > unseal_asof() THEN NULL ELSE effected_at END
    AS effected_at,
  due_at, source,
  CASE WHEN process = 'preservation' OR process = 'preservation_order' THEN 'preservation'
    WHEN decided_on > unseal_asof() THEN 'pending' ELSE outcome END AS rate_outcome
FROM requests
WHERE received_on <= unseal_asof();

-- One row a gag that has begun. gag_problem is asked first, so that a row that
-- is wrong is `invalid` and never makes the view fail. lifted_on is the lift
-- without which the gag would have ended on another day. A notice without secrecy
-- (flag no_gag) that an event made secret is a gag, and loses the flag.
CREATE VIEW gag_docket AS
WITH checked AS (
  SELECT g.id AS gag_id, g.request_id, g.basis, g.started_on, g.ordered, g.scope,
    (SELECT gag_problem(g.basis, g.started_on, g.ordered, e.event_on, e.kind, e.ordered,
        unseal_asof())
      FROM (SELECT 1) LEFT JOIN gag_events e
        ON e.gag_id = g.id AND e.event_on <= unseal_asof()) AS problem
  FROM gags g
  WHERE g.started_on <= unseal_asof()
), ended AS (
  SELECT c.*, CASE WHEN c.problem IS NULL THEN
    (SELECT gag_last_day(c.basis, c.started_on, c.ordered, e.event_on, e.kind, e.ordered,
        unseal_asof())
      FROM (SELECT 1) LEFT JOIN gag_events e
        ON e.gag_id = c.gag_id AND e.event_on <= unseal_asof()) END AS expires_on
  FROM checked c
), lifts AS (
  SELECT d.*,
    (SELECT min(l.event_on) FROM gag_events l
      WHERE l.gag_id = d.gag_id AND l.kind IN ('lifted', 'vacated')
        AND l.event_on <= unseal_asof() AND l.event_on = date(d.expires_on, '+1 day')
        AND d.expires_on IS NOT
          (SELECT gag_last_day(d.basis, d.started_on, d.ordered, e.event_on, e.kind, e.ordered,
              unseal_asof())
            FROM (SELECT 1) LEFT JOIN gag_events e
              ON e.gag_id = d.gag_id AND e.event_on <= unseal_asof()
                AND NOT (e.kind IN ('lifted', 'vacated') AND e.event_on = l.event_on)))
      AS lifted_on
  FROM ended d
)
SELECT x.gag_id, x.request_id, r.ref, x.basis, x.started_on, x.ordered,
  CASE WHEN x.problem IS NULL THEN gag_nominal(x.basis, x.started_on, x.ordered) END
    AS nominal_end,
  x.expires_on, x.lifted_on,
  CASE WHEN x.problem IS NOT NULL THEN 'invalid'
    WHEN x.lifted_on IS NOT NULL THEN 'lifted'
    ELSE gag_status(x.expires_on, NULL, unseal_asof()) END AS status,
  gag_days_left(x.expires_on, unseal_asof()) AS days_left,
  CASE WHEN x.problem IS NOT NULL THEN 'invalid'
    WHEN x.expires_on IS NULL THEN gag_flags(x.basis, x.started_on, x.ordered)
    ELSE trim(replace(gag_flags(x.basis, x.started_on, x.ordered), 'no_gag', ''), ',') END AS flags,
  x.scope, r.origin, r.customer_ref
FROM lifts x LEFT JOIN requests r ON r.id = x.request_id;

-- Until when a gag may run. A start or an event known to the month, half or year
-- counts from the last day that the record allows: the period's own, or that of an
-- event that cannot be before it, or of the end it orders. A lift that may have been before
-- a renewal of the same period ends nothing. Nothing here is earlier than expires_on; a last day that cannot be worked out is of unknown end. `in_force` blocks
-- notice and publication: it may run on the as-of day, is invalid, or ends nobody knows when.
CREATE VIEW gag_latest AS
WITH vague(gag_id) AS MATERIALIZED (
  SELECT id FROM gags WHERE date_precision <> 'day'
  UNION SELECT gag_id FROM gag_events WHERE date_precision <> 'day'
), events AS (
  SELECT gag_id, kind, ordered, CASE WHEN date_precision = 'day' THEN event_on
    WHEN kind IN ('renewed', 'modified') AND ordered GLOB '[0-9]*'
      THEN min(period_end(period_of(event_on, date_precision)), max(event_on, ordered))
    ELSE period_end(period_of(event_on, date_precision)) END AS last_on
  FROM gag_events
  WHERE event_on <= unseal_asof() AND gag_id IN (SELECT gag_id FROM vague)
), begun AS (
  SELECT d.gag_id, d.basis, d.ordered, d.expires_on, max(d.started_on, min(
      CASE g.date_precision WHEN 'day' THEN d.started_on
        ELSE period_end(period_of(d.started_on, g.date_precision)) END,
      CASE WHEN d.ordered GLOB '[0-9]*' THEN d.ordered ELSE '9999-12-31' END,
      coalesce((SELECT min(e.last_on) FROM events e WHERE e.gag_id = d.gag_id AND e.last_on >= d.started_on),
        '9999-12-31')))
    AS last_start
  FROM gag_docket d JOIN gags g ON g.id = d.gag_id
  WHERE d.gag_id IN (SELECT gag_id FROM vague) AND d.expires_on IS NOT NULL
), late AS (
  SELECT b.gag_id, b.expires_on,
    CASE WHEN EXISTS (SELECT 1 FROM gag_events v JOIN gag_events o ON o.gag_id = v.gag_id AND o.id <> v.id
        WHERE v.gag_id = b.gag_id AND v.date_precision <> 'day' AND v.kind IN ('lifted', 'vacated', 'modified')
          AND o.kind IN ('renewed', 'modified') AND max(v.event_on, o.event_on) <= unseal_asof()
          AND period_of(o.event_on, v.date_precision) = period_of(v.event_on, v.date_precision))
      THEN 'indefinite' WHEN (SELECT gag_problem(b.basis, b.last_start, b.ordered, e.last_on, e.kind, e.ordered,
        '9999-12-31') FROM (SELECT 1) LEFT JOIN events e ON e.gag_id = b.gag_id) IS NULL
      THEN (SELECT gag_last_day(b.basis, b.last_start, b.ordered, e.last_on, e.kind, e.ordered,
        '9999-12-31') FROM (SELECT 1) LEFT JOIN events e ON e.gag_id = b.gag_id) END AS last_day
  FROM begun b
), reach AS (
  SELECT d.gag_id, d.request_id, d.ref, d.basis, d.started_on, d.status, d.flags, d.expires_on,
    d.lifted_on,
    CASE WHEN d.gag_id NOT IN (SELECT gag_id FROM vague) THEN d.expires_on
      ELSE (SELECT max(l.expires_on, coalesce(l.last_day, 'indefinite')) FROM late l
        WHERE l.gag_id = d.gag_id) END AS runs_until
  FROM gag_docket d
)
SELECT gag_id, request_id, ref, basis, started_on, status, flags, expires_on, lifted_on, runs_until,
  CASE WHEN runs_until IS NULL THEN flags NOT LIKE '%no_gag%'
    ELSE runs_until >= unseal_asof() END AS in_force
FROM reach;

-- Whom we may tell. Any gag that is or may be in force, invalid, or of unknown end blocks
-- (law.md 1.3 P13). A closure counts unless it is of another country than the
-- basis (`US`, `US-CA`, `US+observed` are of US; an EU act is of every country;
-- NULL or a court's name is of none); without gags every closure does. The first
-- free day on or after a day is that day or the day after some closure.
CREATE VIEW notify_queue AS
WITH gagged AS (
  SELECT request_id,
    max(date(runs_until, '+1 day')) AS free_on, max(in_force) AS blocked
  FROM gag_latest
  GROUP BY request_id
), clear AS (
  SELECT r.id, r.ref, r.customer_ref, g.free_on IS NOT NULL AS had_gag,
    coalesce(g.free_on, r.decided_on, r.received_on) AS first_day
  FROM requests_asof r LEFT JOIN gagged g ON g.request_id = r.id
  WHERE r.outcome NOT IN ('pending', 'duplicate', 'preservation') AND r.via <> 'eu_order'
    AND coalesce(g.blocked, 0) = 0
    AND NOT EXISTS (SELECT 1 FROM notices n
      WHERE n.request_id = r.id AND n.sent_on <= unseal_asof())
), days(on_date, country) AS MATERIALIZED (
  SELECT on_date, (SELECT b.country FROM legal_bases b WHERE b.country = CASE
    WHEN substr(c.calendar, 3, 1) IN ('', '-', '+') THEN substr(c.calendar, 1, 2) END)
  FROM closures c WHERE on_date IS NOT NULL
), closed AS (
  SELECT c.id, x.on_date
  FROM clear c JOIN days x ON x.on_date >= c.first_day
  WHERE c.first_day IN (SELECT on_date FROM days) AND (NOT c.had_gag OR x.country IS NULL
    OR EXISTS (SELECT 1 FROM gags g JOIN legal_bases b ON b.code = g.basis
      WHERE g.request_id = c.id AND (b.country IS NULL OR b.country IN ('EU', x.country))))
), moved AS (
  SELECT c.id, c.ref, c.customer_ref,
    CASE WHEN c.first_day NOT IN (SELECT on_date FROM days) THEN c.first_day
      ELSE (SELECT min(d) FROM
          (SELECT c.first_day AS d
           UNION SELECT date(on_date, '+1 day') FROM closed WHERE id = c.id)
        WHERE d NOT IN (SELECT on_date FROM closed WHERE id = c.id)) END AS clear_on
  FROM clear c
)
SELECT id AS request_id, ref, customer_ref, clear_on,
  gag_days_left(unseal_asof(), clear_on) AS waiting_days
FROM moved
WHERE clear_on <= unseal_asof();

-- Clocks that run. Day terms count from the day, hour terms from the instant; an
-- hour term whose instant is not recorded has due_at NULL, and so has one outside
-- the years of its calendar (of which a basis on it knows): it runs, we cannot say
-- until when. Due dates roll on the plain calendar: a deadline ends early.
CREATE VIEW deadlines AS
WITH asked(calendar, basis) AS MATERIALIZED (
  SELECT calendar, min(code) FROM legal_bases WHERE gags AND since IS NULL GROUP BY calendar
), started AS (
  SELECT r.id, r.ref, c.code, c.who, c.term, c.calendar,
    CASE c.starts_at WHEN 'issue' THEN r.issued_on
      WHEN 'receipt' THEN
        CASE WHEN c.term LIKE 'PT%' THEN coalesce(r.received_at, r.received_on)
          ELSE r.received_on END
      END AS start
  FROM requests_asof r JOIN clocks c
    ON (c.basis IS NULL OR c.basis = r.basis) AND (c.process IS NULL OR c.process = r.process)
      AND (c.basis IS NOT NULL OR c.process IS NOT NULL)
  WHERE c.term IS NOT NULL AND c.starts_at IN ('issue', 'receipt')
    AND r.decided_on IS NULL AND r.effected_at IS NULL
  UNION ALL
  SELECT r.id, r.ref, c.code, c.who, c.term, c.calendar, h.filed_on
  FROM requests_asof r JOIN clocks c
    ON (c.basis IS NULL OR c.basis = r.basis) AND (c.process IS NULL OR c.process = r.process)
      AND (c.basis IS NOT NULL OR c.process IS NOT NULL)
    JOIN challenges h ON h.request_id = r.id AND (h.clock IS NULL OR h.clock = c.code)
      AND h.filed_on <= unseal_asof()
  WHERE c.term IS NOT NULL AND c.starts_at = 'filing'
    AND CASE c.code WHEN 'CK_NSL_APPLY' THEN
        (h.government_applied_on IS NULL OR h.government_applied_on > unseal_asof())
          AND NOT (h.result <> 'pending'
            AND (h.result_on IS NULL OR h.result_on <= unseal_asof()))
      ELSE r.decided_on IS NULL AND r.effected_at IS NULL END
), due AS (
  SELECT id, ref, code, who,
    CASE WHEN gag_problem(basis, start, term) IS NULL THEN term_end(start, term, calendar) END
      AS due_at
  FROM started JOIN asked USING (calendar) WHERE start IS NOT NULL
  UNION ALL
  SELECT id, ref, 'return', 'provider', due_at
  FROM requests_asof
  WHERE due_at IS NOT NULL AND decided_on IS NULL AND effected_at IS NULL
)
SELECT id AS request_id, ref, code AS clock, who, due_at,
  gag_days_left(due_at, unseal_asof()) AS days_left
FROM due;

-- The newest word of a publisher on each figure: all rows of the newest file
-- that has it; a file without a date is the oldest.
CREATE VIEW published_latest AS
SELECT p.*
FROM published p LEFT JOIN import_files f ON f.id = p.file_id
WHERE (f.published_on IS NULL OR f.published_on <= unseal_asof())
  AND NOT EXISTS (
    SELECT 1 FROM published q LEFT JOIN import_files g ON g.id = q.file_id
    WHERE q.provider = p.provider AND q.series = p.series
      AND q.period_start = p.period_start AND q.period_end = p.period_end
      AND (q.jurisdiction_text IS p.jurisdiction_text OR q.origin = p.origin) AND q.process IS p.process
      AND q.file_id IS NOT p.file_id
      AND (g.published_on IS NULL OR g.published_on <= unseal_asof())
      AND (coalesce(g.published_on, ''), coalesce(g.id, 0)) >
        (coalesce(f.published_on, ''), coalesce(f.id, 0)));

UPDATE settings SET value = '2' WHERE name = 'schema';
PRAGMA user_version = 2;
