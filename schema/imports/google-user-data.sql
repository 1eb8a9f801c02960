-- import google-user-data
-- title Google: requests for user information, by country and legal process
-- provider google
-- source https://transparencyreport.google.com/user-data/overview
--
-- Not reported is no row: in the periods to 2010 the current file prints 0 for
-- accounts and percentages that were not published then. Preservation requests
-- are series of their own, outside every total. No country has both `All` and
-- its parts in one period, so `All` is stored as it stands.
-- layout current
-- column period_end date! = Period Ending
-- column country text! = Country/Region | Country
-- column code text = CLDR Territory Code
-- column process text! = Legal Process
-- column requests figure = User Data Requests
-- column disclosed figure = Percentage disclosed | Percentage of requests where some data produced
-- column accounts figure = Accounts | Users/Accounts Specified
SELECT reject('period_end', 'not the last day of a half-year')
FROM staged
WHERE period_end <> period_end(period_of(period_end));

SELECT reject('country', 'the territory code and the country name differ')
FROM staged
WHERE jurisdiction(code) <> jurisdiction(country);

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process,
  series, low, high, cell, file_id, line)
SELECT :provider, period_start(period_of(period_end)), period_end,
  coalesce(jurisdiction(code), jurisdiction(country)), country, process, series,
  range_low(cell), range_high(cell), cell, :file_id, line
FROM (
  SELECT *, iif(process LIKE 'Preservation%', 'preservation_requests', 'requests') AS series,
    requests AS cell
  FROM staged
  UNION ALL
  SELECT *, iif(process LIKE 'Preservation%', 'preservation_accounts', 'accounts'), accounts
  FROM staged WHERE period_end > '2010-12-31' OR accounts <> '0'
  UNION ALL
  SELECT *, 'disclosed_pct', disclosed
  FROM staged WHERE period_end > '2010-12-31' OR disclosed <> '0')
WHERE range_low(cell) IS NOT NULL;
