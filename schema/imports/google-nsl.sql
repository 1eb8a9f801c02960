-- import google-nsl
-- title Google: National Security Letters and FISA orders in bands; released letters
-- provider google
-- source https://transparencyreport.google.com/user-data/us-national-security
--
-- The three tables of bands have one header: the file's name says which it is
-- (`nsl`, `fisa-content`, `fisa-non-content`); under another name --as google-nsl
-- says that it is the letters. A raised floor (5-499) is as published: letters no
-- longer secret (law.md 4.2). FISA orders and their accounts are `orders` and
-- `selectors`. A released letter becomes a request with a silent gag, lifted on the
-- date of the FBI's release letter.
-- layout bands
-- column period_end date! = Reporting period ending date | Period Ending
-- column requests_min figure! = Number of requests (range MIN)
-- column requests_max figure! = Number of requests (range MAX)
-- column accounts_min figure! = Number of accounts (range MIN)
-- column accounts_max figure! = Number of accounts (range MAX)
SELECT reject('requests_min', 'letters or FISA orders? a file name with nsl or fisa says so, or --as google-nsl')
WHERE lower(:file) NOT LIKE '%nsl%' AND lower(:file) NOT LIKE '%fisa%' AND NOT :named;

SELECT reject('requests_max', 'the range descends') FROM staged
WHERE range_low(requests_min) > range_low(requests_max) OR range_low(accounts_min) > range_low(accounts_max);

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process,
  series, low, high, cell, file_id, line)
WITH kind AS (
  SELECT CASE WHEN lower(:file) LIKE '%fisa%non%content%' THEN 'FISA non-content requests'
    WHEN lower(:file) LIKE '%fisa%' THEN 'FISA content requests'
    ELSE 'National Security Letters' END AS process
)
SELECT :provider, period_start(period_of(period_end)), period_end, 'US', 'United States', process,
  CASE WHEN process LIKE 'FISA%' THEN fisa ELSE nsl END, range_low(low), range_low(high),
  low || '-' || high, :file_id, line
FROM (
  SELECT line, period_end, 'orders' AS fisa, 'nsl' AS nsl, requests_min AS low, requests_max AS high FROM staged
  UNION ALL
  SELECT line, period_end, 'selectors', 'nsl_accounts', accounts_min, accounts_max FROM staged)
CROSS JOIN kind;

-- layout released
-- column number text! = National Security Letter (NSL) number
-- column issued_on date! = NSL issue date
-- column released_on date = FBI release letter date
-- column ref? text =
SELECT reject('released_on', 'before the issue date')
FROM staged WHERE released_on < issued_on;

-- `NSL-21-540756` and `540756` are one number: the year in it is of the issue. The
-- ref is as in map nsl-letters.
UPDATE staged SET number = CASE WHEN number GLOB 'NSL-[0-9][0-9]-[0-9]*' THEN substr(number, 8)
  WHEN number GLOB '[0-9][0-9]-[0-9]*' THEN substr(number, 4) ELSE number END;

UPDATE staged SET ref = 'Google NSL ' || number || ' ' || issued_on;

UPDATE staged SET ref = ref || (SELECT iif(n = 1, '', ' #' || n) FROM (SELECT nth(ref) AS n FROM staged LIMIT 1));

INSERT INTO requests(ref, authority_ref, issued_on, received_on, authority, origin, level, process,
  basis, outcome)
SELECT ref, number, issued_on, issued_on,
  'Federal Bureau of Investigation', 'US', 'federal', 'nsl', 'US_NSL_2709', 'unknown'
FROM staged s
WHERE NOT EXISTS (SELECT 1 FROM requests WHERE ref = s.ref);

INSERT INTO gags(request_id, basis, started_on)
SELECT r.id, 'US_NSL_2709', s.issued_on
FROM staged s JOIN requests r ON r.ref = s.ref
WHERE NOT EXISTS (SELECT 1 FROM gags WHERE request_id = r.id);

INSERT INTO gag_events(gag_id, event_on, kind, note)
SELECT g.id, s.released_on, 'lifted', 'FBI release letter'
FROM staged s
JOIN requests r ON r.ref = s.ref
JOIN gags g ON g.request_id = r.id
WHERE s.released_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gag_events e
  WHERE e.gag_id = g.id AND e.kind = 'lifted' AND e.event_on = s.released_on);
