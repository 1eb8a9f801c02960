-- import twitter
-- title Twitter: information requests, by country, and by state in the United States
-- provider twitter
-- source https://transparency.twitter.com/
--
-- The United States file holds five tables. Stored are the states (`State Requests`)
-- and, as parts of them, who asked (`Federal State Requests`); the shares of sealed
-- requests, of kinds of process and the reviews of letters have no series and are
-- said, not stored. Shares of 1 become percentages. `(null)` is not reported.
-- layout state-requests
-- shape tables
-- column starts date! = Time period start
-- column state text! = State
-- column requests figure = Information requests
-- column accounts figure = Accounts specified
-- column disclosed_pct figure = Compliance
INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series,
  low, high, cell, file_id, line)
SELECT :provider, starts, period_end(period_of(starts)), jurisdiction(state, 'US'), state,
  'Information requests', series, iif(series = 'disclosed_pct', percent(cell, 1), range_low(cell)),
  iif(series = 'disclosed_pct', percent(cell, 1), range_high(cell)), cell, :file_id, line
FROM figures
WHERE range_low(cell) IS NOT NULL;

-- layout federal-state
-- shape tables
-- column starts date! = Time period start
-- column state text! = State
-- column federal figure = Federal Requests
-- column own figure = State Requests
INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series,
  low, high, cell, file_id, line)
SELECT :provider, starts, period_end(period_of(starts)), jurisdiction(state, 'US'), state, kind,
  'requests_part', range_low(cell), range_high(cell), cell, :file_id, line
FROM (
  SELECT *, 'Federal Requests' AS kind, federal AS cell FROM staged
  UNION ALL SELECT *, 'State Requests', own FROM staged)
WHERE range_low(cell) IS NOT NULL;

-- layout user-notice
-- shape tables
-- note shares of requests under seal and notified: there is no series for them; not stored
-- column starts date! = Time period start
-- column sealed figure = Percentage of requests under seal
-- column notified figure = Percentage of requests where user notice provided
-- column neither figure = Percentage not under seal and no notice provided

-- layout process-types
-- shape tables
-- note shares of the kinds of process: there is no series for them; not stored
-- column starts date! = Time period start
-- column subpoenas figure = Subpoenas
-- column orders figure = Court Orders
-- column warrants figure = Search Warrants
-- column others figure = Others | Other

-- layout letter-reviews
-- shape tables
-- note reviews of National Security Letters: there is no series for them; not stored
-- column starts date! = Time period start
-- column government figure = Government initiated review
-- column provider figure = Provider requested review

-- layout countries
-- shape tables
-- column period text = TIME PERIOD
-- column country text! = COUNTRY
-- column code? text = ISO CODE
-- column requests figure = ACCOUNT INFORMATION REQUESTS | INFORMATION REQUESTS
-- column accounts figure = ACCOUNTS SPECIFIED
-- column disclosed_pct figure = PERCENTAGE WHERE SOME INFORMATION PRODUCED
-- ignore FLAGS | LINKS | REPORT LINKS
SELECT reject('period', 'no reporting period here or in the file''s name; give it as --period 2017-H1')
FROM staged
WHERE coalesce(:period, span_start(period), span_start(:file)) IS NULL;

SELECT reject('disclosed_pct', 'a percentage without its sign: of 1 or of 100?')
FROM staged
WHERE range_low(disclosed_pct) > 0 AND range_low(disclosed_pct) <= 1 AND disclosed_pct NOT LIKE '%\%' ESCAPE '\';

INSERT INTO published_totals(provider, period_start, period_end, jurisdiction_text, series, low, high,
  cell, file_id, line)
SELECT :provider, coalesce(period_start(:period), span_start(period), span_start(:file)),
  coalesce(period_end(:period), span_end(period), span_end(:file)), country, series,
  range_low(cell), range_high(cell), cell, :file_id, line
FROM figures
WHERE series <> 'disclosed_pct' AND lower(country) IN ('total', 'totals', 'all', 'worldwide') AND range_low(cell) IS NOT NULL;

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series,
  low, high, cell, file_id, line)
SELECT :provider, coalesce(period_start(:period), span_start(period), span_start(:file)),
  coalesce(period_end(:period), span_end(period), span_end(:file)),
  coalesce(jurisdiction(country), jurisdiction(code)), country, 'Information requests', series,
  range_low(cell), range_high(cell), cell, :file_id, line
FROM figures
WHERE lower(country) NOT IN ('total', 'totals', 'all', 'worldwide') AND range_low(cell) IS NOT NULL;
