-- import apple-account
-- title Apple: requests for account data, by country
-- provider apple
-- source https://www.apple.com/legal/transparency/
--
-- ` -` and a blank are not reported: no row. Dates are month/day/year. A request that was
-- challenged in part may also have been answered: the outcomes overlap.
-- layout countries
-- shape tables
-- column period? text = TR Period | TR Date | Period | Reporting Period
-- column starts text! = TR Start Date | Start Date
-- column ends text! = TR End Date | End Date
-- column country text! = Country/Region | Country or Region | Country
-- column requests figure = Account Requests Received | # of Account Requests Received | Number of Account Requests Received | Total Number of Account Requests Received
-- column accounts? figure = Accounts Specified in Requests | Accounts Specified in the Requests | # of Accounts Specified in the Requests | Number of Accounts Specified in the Requests
-- column challenged? figure = Requests Challenged in Part or Rejected in Full | Requests Challenged in Part or Rejected in Full* | # of Requests Challenged in Part or Rejected in Full | Number of Account Requests Where Apple Objected
-- column no_data? figure = Requests where No Data Provided | Requests where No Data was Provided | # of Requests where No Data was Provided
-- column noncontent? figure = Requests where Only Non-Content Data Provided | # of Requests where only Non-content Data Provided | Requests where Non-Content Data Provided
-- column content? figure = Requests where Content Provided | Requests where Content was Provided | # of Requests where Content Provided | Requests where Some Content Provided
-- column disclosed? figure = Requests where Data Provided | # of Requests where Data Provided
-- column disclosed_pct? figure = Percentage of Requests where Data Provided | % of Requests where Data Provided | Percentage of Requests where Data was Provided
SELECT reject('period', 'the period and its dates differ')
FROM staged
WHERE span_start(period) <> mdy(starts) OR span_end(period) <> mdy(ends);

INSERT INTO published_totals(provider, period_start, period_end, jurisdiction_text, series, low, high,
  cell, file_id, line)
SELECT :provider, mdy(starts), mdy(ends), country, series, range_low(cell), range_high(cell), cell,
  :file_id, line
FROM figures
WHERE series <> 'disclosed_pct' AND lower(country) IN ('total', 'totals', 'all', 'worldwide', 'worldwide total')
  AND range_low(cell) IS NOT NULL;

SELECT note(country || ' is a subtotal; not read')
FROM staged WHERE country LIKE '% total' AND country NOT LIKE 'worldwide total';

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process,
  series, low, high, cell, file_id, line)
SELECT :provider, mdy(starts), mdy(ends), jurisdiction(country), country, 'Account', series,
  range_low(cell), range_high(cell), cell, :file_id, line
FROM figures
WHERE range_low(cell) IS NOT NULL AND country NOT LIKE '%total%'
  AND lower(country) NOT IN ('all', 'worldwide');

-- layout preservation
-- shape tables
-- column period? text = TR Date | TR Period | Period | Reporting Period
-- column starts text! = TR Start Date | Start Date
-- column ends text! = TR End Date | End Date
-- column country text! = Country/Region | Country or Region | Country
-- column requests figure = Account Preservation Requests Received | # of Account Preservation Requests Received
-- column accounts? figure = Accounts Specified in Requests | Accounts Specified in the Requests
-- column kept? figure = Accounts where Data Preserved | Accounts where Data was Preserved
SELECT reject('period', 'the period and its dates differ')
FROM staged
WHERE span_start(period) <> mdy(starts) OR span_end(period) <> mdy(ends);

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process,
  series, low, high, cell, file_id, line)
SELECT :provider, mdy(starts), mdy(ends), jurisdiction(country), country, kind, series,
  range_low(cell), range_high(cell), cell, :file_id, line
FROM (
  SELECT *, 'Account Preservation' AS kind, 'preservation_requests' AS series, requests AS cell FROM staged
  UNION ALL SELECT *, 'Account Preservation', 'accounts_part', accounts FROM staged
  UNION ALL SELECT *, 'Account Preservation', 'preservation_accounts', kept FROM staged)
WHERE range_low(cell) IS NOT NULL AND country NOT LIKE '%total%'
  AND lower(country) NOT IN ('all', 'worldwide');
