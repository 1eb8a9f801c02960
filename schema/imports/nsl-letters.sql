-- import nsl-letters
-- title Released National Security Letters: issue and release dates
-- source https://github.com/ucsdsysnet/nsl-empirical-analysis
--
-- A letter is a request with a silent gag from its issue date. The release is
-- its publication; the lift may be earlier, and the event's note says so. File
-- numbers are not keys: the ref is company, number and issue date, and for letters
-- that share all three `#2`, `#3` in the order of the file. A month that the list
-- had to assume leaves the year.
-- layout letters
-- fills requests gags gag_events
-- column issued_on date! = issue date
-- column released_on date = release date
-- column company text! = company
-- column file_number text = file number
-- column url text = url
-- column comment? text = comment
-- column ref? text =
-- column received_on? text =
-- column precision? text:day =
UPDATE staged SET received_on = issued_on, ref = company || ' NSL '
  || coalesce(file_number, 'without number') || ' ' || issued_on;

UPDATE staged SET ref = ref || (SELECT iif(n = 1, '', ' #' || n) FROM (SELECT nth(ref) AS n FROM staged LIMIT 1));

UPDATE staged SET precision = 'year', received_on = substr(issued_on, 1, 4) || '-01-01', issued_on = NULL
WHERE comment LIKE '%month%unknown%';

SELECT reject('released_on', 'before the issue date')
FROM staged WHERE released_on < issued_on;

SELECT reject('released_on', 'this letter is in the register with another release date')
FROM staged s
JOIN requests r ON r.ref = s.ref
JOIN gags g ON g.request_id = r.id
WHERE NOT :update
  AND s.released_on IS NOT (SELECT min(event_on) FROM gag_events e
    WHERE e.gag_id = g.id AND e.kind = 'lifted' AND e.note LIKE 'publication%')
  AND EXISTS (SELECT 1 FROM gag_events e
    WHERE e.gag_id = g.id AND e.kind = 'lifted' AND e.note LIKE 'publication%');

INSERT INTO requests(ref, authority_ref, issued_on, received_on, date_precision, authority, origin, level,
  process, basis, outcome, source)
SELECT ref, file_number, issued_on, received_on, precision,
  'Federal Bureau of Investigation', 'US', 'federal', 'nsl', 'US_NSL_2709', 'unknown', url
FROM staged s
WHERE NOT EXISTS (SELECT 1 FROM requests WHERE ref = s.ref);

INSERT INTO gags(request_id, basis, started_on, date_precision, note)
SELECT r.id, 'US_NSL_2709', s.received_on, s.precision, s.comment
FROM staged s
JOIN requests r ON r.ref = s.ref
WHERE NOT EXISTS (SELECT 1 FROM gags WHERE request_id = r.id);

UPDATE gag_events SET event_on = s.released_on
FROM staged s
JOIN requests r ON r.ref = s.ref
JOIN gags g ON g.request_id = r.id
WHERE gag_events.gag_id = g.id AND gag_events.event_on <> s.released_on AND :update
  AND (gag_events.kind = 'published' OR gag_events.kind = 'lifted' AND gag_events.note LIKE 'publication%');

INSERT INTO gag_events(gag_id, event_on, kind, note)
SELECT g.id, s.released_on, k.column1, k.column2
FROM staged s
JOIN requests r ON r.ref = s.ref
JOIN gags g ON g.request_id = r.id
CROSS JOIN (VALUES ('lifted', 'publication; the lift may be earlier'), ('published', NULL)) k
WHERE s.released_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM gag_events e WHERE e.gag_id = g.id AND e.kind = k.column1
    AND (e.event_on = s.released_on OR e.kind = 'published' OR e.note LIKE 'publication%'));
