-- import microsoft-lerr
-- title Microsoft: Law Enforcement Requests Report, 2013 to 2022, CSV and workbook
-- provider microsoft
-- source https://www.microsoft.com/corporate-responsibility/law-enforcement-requests-report
--
-- The header is merged over two or three lines, under titles that name the period
-- and the services; the file's name, the sheet's or --period name it otherwise. Each
-- outcome has a share and a count, in this order: the count is read, the share is
-- checked against it. Fractional counts are as published. TOTAL is compared with
-- the countries, a star behind a name is dropped. Sheets on Skype alone, on civil
-- requests and on emergencies are parts.
-- layout report
-- shape stacked
-- column country text! = Country | Country/Region | *Requests Report* | *Request Disclosures Report* | *Report 20* | *July*December* | *January*June*
-- column requests figure = *Total Number of*Requests*
-- column accounts figure = *Accounts*Users*Specified* | *Users*Accounts*Specified* | *Accounts*Specified*
-- column content_pct figure = *Disclosure of Content*% | *Disclosure of Content*
-- column content figure = *Disclosure of Content*# | *Disclosure of Content*
-- column noncontent_pct figure = *Only Subscriber*% | *Only Subscriber*
-- column noncontent figure = *Only Subscriber*# | *Only Subscriber*
-- column no_data_pct figure = *No Data Found*% | *No Data Found*
-- column no_data figure = *No Data Found*# | *No Data Found*
-- column rejected_pct figure = *Rejected*% | *Not Meeting Legal*% | *Rejected* | *Not Meeting Legal*
-- column rejected figure = *Rejected*# | *Not Meeting Legal*# | *Rejected* | *Not Meeting Legal*
-- column part? text =
-- column starts? text =
-- column ends? text =
UPDATE staged SET
  starts = coalesce(period_start(:period), span_start(:caption), span_start(:sheet), span_start(:file)),
  ends = coalesce(period_end(:period), span_end(:caption), span_end(:sheet), span_end(:file)),
  part = CASE WHEN :sheet LIKE '%civil%' OR :caption LIKE '%civil%' THEN 'Civil Legal Requests'
    WHEN :sheet LIKE '%emergenc%' OR :caption LIKE '%emergenc%' THEN 'Emergencies'
    WHEN :caption LIKE '%excluding skype%' THEN 'Microsoft excluding Skype'
    WHEN :caption LIKE '%including skype%' THEN NULL
    WHEN :caption LIKE '%skype%' OR :sheet LIKE '%skype%' THEN 'Skype'
    WHEN :sheet IS NULL AND :file LIKE '%civil%' THEN 'Civil Legal Requests'
    WHEN :sheet IS NULL AND :file LIKE '%emergenc%' THEN 'Emergencies' END;

SELECT reject('country', 'no reporting period in the title or the file''s name; give it as --period 2013-H1')
FROM staged WHERE starts IS NULL;

SELECT reject('content', 'share and count are exchanged')
FROM staged
WHERE range_low(content) BETWEEN 1e-9 AND 0.999999 AND range_low(content_pct) > 1
  OR range_low(noncontent) BETWEEN 1e-9 AND 0.999999 AND range_low(noncontent_pct) > 1;

-- Civil requests: outcomes are counted in accounts there.
SELECT note(country || ': ' || percent(pct, 1) || ' % of ' || requests || ' requests are not ' || cell || ' (' || kind || ')')
FROM (
  SELECT *, 'content' AS kind, content_pct AS pct, content AS cell FROM staged
  UNION ALL SELECT *, 'noncontent', noncontent_pct, noncontent FROM staged
  UNION ALL SELECT *, 'no_data', no_data_pct, no_data FROM staged
  UNION ALL SELECT *, 'rejected', rejected_pct, rejected FROM staged)
WHERE abs(percent(pct, 1) / 100.0 * range_low(requests) - range_low(cell)) > 0.51 + 0.005 * range_low(requests)
  AND abs(percent(pct, 1) / 100.0 * coalesce(range_low(accounts), 0) - range_low(cell)) > 0.51 + 0.005 * range_low(requests);

INSERT INTO published_totals(provider, period_start, period_end, jurisdiction_text, process, series, low,
  high, cell, file_id, line)
SELECT :provider, starts, ends, country, part, series || iif(part IS NULL, '', '_part'), range_low(cell),
  range_high(cell), cell, :file_id, line
FROM (
  SELECT *, 'requests' AS series, requests AS cell FROM staged
  UNION ALL SELECT *, 'accounts', accounts FROM staged
  UNION ALL SELECT *, 'content', content FROM staged
  UNION ALL SELECT *, 'noncontent', noncontent FROM staged
  UNION ALL SELECT *, 'no_data', no_data FROM staged
  UNION ALL SELECT *, 'rejected', rejected FROM staged)
WHERE trim(lower(country), ' :*') IN ('total', 'totals', 'grand total') AND range_low(cell) IS NOT NULL;

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series, low,
  high, cell, file_id, line)
SELECT :provider, starts, ends, jurisdiction(rtrim(country, ' *')), country,
  coalesce(part, 'Law Enforcement Requests'), series || iif(part IS NULL, '', '_part'), range_low(cell),
  range_high(cell), cell, :file_id, line
FROM (
  SELECT *, 'requests' AS series, requests AS cell FROM staged
  UNION ALL SELECT *, 'accounts', accounts FROM staged
  UNION ALL SELECT *, 'content', content FROM staged
  UNION ALL SELECT *, 'noncontent', noncontent FROM staged
  UNION ALL SELECT *, 'no_data', no_data FROM staged
  UNION ALL SELECT *, 'rejected', rejected FROM staged)
WHERE trim(lower(country), ' :*') NOT IN ('total', 'totals', 'grand total') AND range_low(cell) IS NOT NULL;

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series, low,
  high, cell, file_id, line)
SELECT :provider, starts, ends, jurisdiction(rtrim(country, ' *')), country, part, 'emergency_requests',
  range_low(requests), range_high(requests), requests, :file_id, line
FROM staged
WHERE part = 'Emergencies' AND trim(lower(country), ' :*') NOT IN ('total', 'totals', 'grand total')
  AND range_low(requests) IS NOT NULL;
