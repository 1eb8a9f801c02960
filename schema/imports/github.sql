-- import github
-- title GitHub: requests, disclosures, notices, accounts, cross-border, national security
-- provider github
-- source https://github.com/github/transparency
--
-- Six tables, by year and by half-year: the half-years are periods of their own,
-- with the year's figures in another file. Cross-border requests by government are
-- parts of the type `cross-border request`. Notices are `notified` and `gags`; what
-- was withheld for exigent circumstances is a part of `notified`.
-- layout requests
-- column year whole! = year
-- column half? whole = half | month_range
-- column type text! = type
-- column requests figure = count_requests_received
-- column disclosed figure = count_disclosed
SELECT reject('half', 'not 1 or 2') FROM staged WHERE half NOT IN (1, 2);

INSERT INTO published(provider, period_start, period_end, process, series, low, high, cell, file_id, line)
SELECT :provider, period_start(period), period_end(period), trim(type), series, range_low(cell),
  range_high(cell), cell, :file_id, line
FROM (SELECT *, printf('%04d', year) || coalesce('-H' || half, '') AS period FROM figures)
WHERE range_low(cell) IS NOT NULL;

-- layout accounts
-- column year whole! = year
-- column half? whole = half
-- column accounts figure = count_accounts_affected
INSERT INTO published(provider, period_start, period_end, process, series, low, high, cell, file_id, line)
SELECT :provider, period_start(period), period_end(period), 'all types', 'accounts', range_low(accounts),
  range_high(accounts), accounts, :file_id, line
FROM (SELECT *, printf('%04d', year) || coalesce('-H' || half, '') AS period FROM staged)
WHERE range_low(accounts) IS NOT NULL;

-- layout cross-border
-- column year whole! = year
-- column half? whole = half
-- column country text! = government
-- column code text = government_iso2_code
-- column requests figure = count
SELECT reject('country', 'the code and the name differ')
FROM staged
WHERE jurisdiction(code) <> jurisdiction(country);

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series,
  low, high, cell, file_id, line)
SELECT :provider, period_start(period), period_end(period),
  coalesce(jurisdiction(code), jurisdiction(country)), country, 'cross-border request', 'requests_part',
  range_low(requests), range_high(requests), requests, :file_id, line
FROM (SELECT *, printf('%04d', year) || coalesce('-H' || half, '') AS period FROM staged)
WHERE range_low(requests) IS NOT NULL;

-- layout national-security
-- column year whole! = year
-- column months text! = month_range
-- column type text! = type
-- column number figure = count
SELECT reject('type', 'neither letters and orders received nor affected accounts')
FROM staged
WHERE type NOT LIKE '%received%' AND type NOT LIKE '%account%';

SELECT reject('months', 'not a range of months as Jan-Jun')
FROM staged WHERE span_start(months || ' ' || year) IS NULL;

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series,
  low, high, cell, file_id, line)
SELECT :provider, span_start(months || ' ' || year), span_end(months || ' ' || year), 'US', NULL,
  'National security letters and orders', iif(type LIKE '%account%', 'nsl_accounts', 'nsl'),
  range_low(number), range_high(number), number, :file_id, line
FROM staged
WHERE range_low(number) IS NOT NULL;

-- layout notices
-- column year whole! = year
-- column half? whole = half
-- column type text! = type
-- column number figure = count
SELECT reject('type', 'none of gag order, notification, exigent circumstances')
FROM staged
WHERE trim(type) NOT IN ('gag order', 'notification', 'exigent circumstances');

INSERT INTO published(provider, period_start, period_end, process, series, low, high, cell, file_id, line)
SELECT :provider, period_start(period), period_end(period), trim(type),
  CASE trim(type) WHEN 'gag order' THEN 'gags' WHEN 'notification' THEN 'notified' ELSE 'notified_part' END,
  range_low(number), range_high(number), number, :file_id, line
FROM (SELECT *, printf('%04d', year) || coalesce('-H' || half, '') AS period FROM staged)
WHERE range_low(number) IS NOT NULL;
