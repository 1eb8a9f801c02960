-- import apple-device
-- title Apple: requests for device data, by country
-- provider apple
-- source https://www.apple.com/legal/transparency/
--
-- ` -` and a blank are not reported: no row. Dates are month/day/year. Devices are
-- series `accounts`.
-- layout countries
-- shape tables
-- column period? text = TR Period | TR Date | Period | Reporting Period
-- column starts text! = TR Start Date | Start Date
-- column ends text! = TR End Date | End Date
-- column country text! = Country/Region | Country or Region | Country
-- column requests figure = Device Requests Received | # of Device Requests Received | Number of Device Requests Received
-- column accounts? figure = Devices Specified in Requests | Devices Specified in the Requests | # of Devices Specified in the Requests | Number of Devices Specified in the Requests
-- column disclosed? figure = Requests where Data Provided | Requests where Data was Provided | # of Requests where Data Provided
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
SELECT :provider, mdy(starts), mdy(ends), jurisdiction(country), country, 'Device', series,
  range_low(cell), range_high(cell), cell, :file_id, line
FROM figures
WHERE range_low(cell) IS NOT NULL AND country NOT LIKE '%total%'
  AND lower(country) NOT IN ('all', 'worldwide');
