-- import nsl-letters
-- title Released National Security Letters: issue and release dates
-- source https://github.com/ucsdsysnet/nsl-empirical-analysis
--
-- A letter is a request with a silent gag from its issue date. The release is
-- its publication; the lift may be earlier, and the event's note says so. File
-- numbers are not keys: the ref is company, number and issue date.
-- layout letters
-- column issued_on date! = issue date
-- column released_on date = release date
-- column company text! = company
-- column file_number text! = file number
-- column url text = url
-- column comment? text = comment
SELECT reject('released_on', 'before the issue date')
FROM staged WHERE released_on < issued_on;

SELECT reject('released_on', 'this letter is in the register with another release date')
FROM staged s
JOIN requests r ON r.ref = s.company || ' NSL ' || s.file_number || ' ' || s.issued_on
JOIN gags g ON g.request_id = r.id
WHERE NOT :update
  AND s.released_on IS NOT (SELECT min(event_on) FROM gag_events e
    WHERE e.gag_id = g.id AND e.kind = 'lifted' AND e.note LIKE 'publication%')
  AND EXISTS (SELECT 1 FROM gag_events e
    WHERE e.gag_id = g.id AND e.kind = 'lifted' AND e.note LIKE 'publication%');

INSERT INTO requests(ref, authority_ref, issued_on, received_on, authority, origin, level, process,
  basis, outcome, source)
SELECT company || ' NSL ' || file_number || ' ' || issued_on, file_number, issued_on, issued_on,
  'Federal Bureau of Investigation', 'US', 'federal', 'nsl', 'US_NSL_2709', 'unknown', url
FROM staged s
WHERE NOT EXISTS (SELECT 1 FROM requests
  WHERE ref = s.company || ' NSL ' || s.file_number || ' ' || s.issued_on);

INSERT INTO gags(request_id, basis, started_on, note)
SELECT r.id, 'US_NSL_2709', s.issued_on, s.comment
FROM staged s
JOIN requests r ON r.ref = s.company || ' NSL ' || s.file_number || ' ' || s.issued_on
WHERE NOT EXISTS (SELECT 1 FROM gags WHERE request_id = r.id);

UPDATE gag_events SET event_on = s.released_on
FROM staged s
JOIN requests r ON r.ref = s.company || ' NSL ' || s.file_number || ' ' || s.issued_on
JOIN gags g ON g.request_id = r.id
WHERE gag_events.gag_id = g.id AND gag_events.event_on <> s.released_on AND :update
  AND (gag_events.kind = 'published' OR gag_events.kind = 'lifted' AND gag_events.note LIKE 'publication%');

INSERT INTO gag_events(gag_id, event_on, kind, note)
SELECT g.id, s.released_on, k.column1, k.column2
FROM staged s
JOIN requests r ON r.ref = s.company || ' NSL ' || s.file_number || ' ' || s.issued_on
JOIN gags g ON g.request_id = r.id
CROSS JOIN (VALUES ('lifted', 'publication; the lift may be earlier'), ('published', NULL)) k
WHERE s.released_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM gag_events e WHERE e.gag_id = g.id AND e.kind = k.column1
    AND (e.event_on = s.released_on OR e.kind = 'published' OR e.note LIKE 'publication%'));
