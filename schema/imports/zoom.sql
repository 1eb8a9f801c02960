-- import zoom
-- title Zoom: requests by month, country, kind and action taken
-- provider zoom
-- source https://www.zoom.com/en/trust/transparency/
--
-- A row is a count of requests of one month, country, kind and answer: its count is
-- `requests`, and again under the series of its outcome. Preservation is apart.
-- layout months
-- column month text! = REPORT_MONTH
-- column half? text = DATE_GROUP
-- column country text! = REPORTER_COUNTRY_FINAL | REPORTER_COUNTRY | COUNTRY
-- column region? text = US_GROUP
-- column kind text! = COMBINED_DESCRIPTION | REQUEST_TYPE | TYPE
-- column action text! = ACTION_TAKEN_DESCRIPTION | ACTION_TAKEN
-- column number figure! = REPORT_COUNT | COUNT
SELECT reject('month', 'not the date of a month') FROM staged WHERE date(substr(month, 1, 10), '+0 days') IS NOT substr(month, 1, 10);

SELECT note('''' || action || ''' is no outcome that is known: counted as requests only')
FROM staged WHERE outcome(action) IS NULL;

SELECT reject('half', 'the month is not in this half-year')
FROM staged
WHERE substr(month, 1, 10) NOT BETWEEN span_start(half) AND span_end(half);

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series,
  low, high, cell, file_id, line)
WITH read AS (
  SELECT *, period_of(substr(month, 1, 10), 'month') AS period, outcome(action) AS answer,
    kind LIKE '%preservation%' OR outcome(action) = 'preservation' AS kept
  FROM staged
)
SELECT :provider, period_start(period), period_end(period), jurisdiction(country), country, kind, series,
  range_low(number), range_high(number), number, :file_id, line
FROM (
  SELECT *, iif(kept, 'preservation_requests', 'requests') AS series FROM read
  UNION ALL SELECT *, answer FROM read
  WHERE NOT kept AND answer IN ('content', 'noncontent', 'no_data', 'rejected', 'pending')
  UNION ALL SELECT *, 'disclosed' FROM read WHERE NOT kept AND answer IN ('content', 'noncontent', 'partial')
  UNION ALL SELECT *, 'emergency_requests' FROM read WHERE NOT kept AND kind LIKE '%emergency%');
