-- import snap
-- title Snap: transparency report, one figure a row
-- provider snap
-- source https://values.snap.com/privacy/transparency
--
-- Read are the sections on governments' requests for information. What governments
-- ask to remove and what Snap enforces by its own rules are no demands for data;
-- those rows are left unchanged. National-security letters and orders in bands are
-- `nsl` or `orders`. Emergency requests of other countries are `requests`, like the
-- rest, and `emergency_requests` too. Shares of 1 become percentages.
-- layout figures
-- column period text! = period
-- column section text! = section
-- column category text = category
-- column sub1 text = sub_category_1
-- column sub2 text = sub_category_2
-- column metric text! = metric
-- column value text = value
SELECT reject('period', 'not a period as 2020-H1') FROM staged WHERE span_start(period) IS NULL;

SELECT reject('value', 'not a published figure')
FROM staged
WHERE value IS NOT NULL AND section LIKE '%requests%' AND value GLOB '*[^0-9., %<-]*'
  AND lower(value) NOT IN ('n/a', '(null)', '-');

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series,
  low, high, cell, file_id, line)
WITH read AS (
  SELECT *, coalesce(sub1, '') || coalesce(' ' || sub2, '') AS below,
    section LIKE 'United States%' AS us,
    section LIKE '%National Security%' OR category LIKE '%National Security%' OR category LIKE 'NSL%'
      OR category LIKE 'FISA%' AS secret,
    section LIKE '%International%' AS abroad
  FROM staged
  WHERE (section LIKE '%Criminal Legal Requests%' OR section LIKE '%National Security%'
      OR section LIKE '%Government Information Requests%')
    AND section NOT LIKE '%Removal%'
), figures AS (
  SELECT *, CASE
      WHEN secret AND metric LIKE '%account%' THEN iif(category LIKE '%FISA%', 'selectors', 'nsl_accounts')
      WHEN secret THEN iif(category LIKE '%FISA%', 'orders', 'nsl')
      WHEN metric LIKE 'percentage%' THEN 'disclosed_pct'
      WHEN metric LIKE 'account_identifiers%' THEN 'accounts'
      WHEN metric IN ('requests', 'emergency_requests', 'other_information_requests') THEN 'requests' END AS series,
    CASE WHEN NOT abroad THEN coalesce(category, section)
      WHEN metric LIKE '%emergency%' THEN 'Emergency requests' ELSE 'Other information requests' END AS kind
  FROM read
)
SELECT :provider, span_start(period), span_end(period), iif(us, 'US', jurisdiction(sub1)),
  iif(us, 'United States', sub1), kind, series,
  iif(series = 'disclosed_pct', percent(value, 1), range_low(value)),
  iif(series = 'disclosed_pct', percent(value, 1), range_high(value)), value, :file_id, line
FROM (SELECT * FROM figures
  UNION ALL SELECT line, byte, parent, period, section, category, sub1, sub2, metric, value, below, us, secret,
    abroad, 'emergency_requests', kind FROM figures
    WHERE series = 'requests' AND (metric = 'emergency_requests' OR kind = 'EDR'))
WHERE series IS NOT NULL AND range_low(value) IS NOT NULL
  AND (us OR lower(coalesce(sub1, 'total')) NOT IN ('total', 'all', 'totals'))
  AND lower(coalesce(category, '')) NOT IN ('total', 'all');

INSERT INTO published_totals(provider, period_start, period_end, jurisdiction_text, origin, series, low, high,
  cell, file_id, line)
SELECT :provider, span_start(period), span_end(period), coalesce(sub1, category),
  iif(section LIKE 'United States%', 'US', NULL), iif(metric = 'requests', 'requests', 'accounts'),
  range_low(value), range_high(value), value, :file_id, line
FROM staged
WHERE section LIKE 'United States Criminal%' AND lower(category) IN ('total', 'all')
  AND metric IN ('requests', 'account_identifiers') AND range_low(value) IS NOT NULL;
