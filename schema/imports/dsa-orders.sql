-- import dsa-orders
-- title EU Digital Services Act: orders of Member States (template part 3)
-- provider ?
-- source Implementing Regulation (EU) 2024/2835, Annex I
--
-- The provider is --provider, else the service in small letters. Orders by category
-- and Member State are `orders`, with what kind and category they are in `process`;
-- items are `items`. Keywords are parts of their category. TOTAL rows and columns
-- are compared with the rest, not counted. Medians have no series; their cells are
-- not read. The other parts of the template hold no demands: known, left unread.
-- layout orders
-- column service text = Service
-- column period text! = Reporting period
-- column category text! = Category of illegal content
-- column other? text = Description of the sub-category "Other"
-- column scope text! = Scope
-- column acts figure = Number of orders to act against illegal content received
-- column items figure = Number of specific items of information included in the total number of orders to act against illegal content
-- column informs figure = Number of orders to provide information
-- ignore Applicability | Median time* | Contextual information*
-- column who? text =
SELECT reject('period', 'not a period as 2025-07-01/2025-12-31')
FROM staged
WHERE span_start(period) IS NULL AND coalesce(range_low(acts), range_low(items), range_low(informs)) IS NOT NULL;

UPDATE staged SET who = coalesce(:provider, lower(trim(service))),
  scope = upper(trim(scope)), category = trim(category);

SELECT reject('service', 'no service here to name the provider; give --provider')
FROM staged
WHERE who IS NULL AND coalesce(range_low(acts), range_low(items), range_low(informs)) IS NOT NULL;

INSERT INTO published_totals(provider, period_start, period_end, jurisdiction_text, origin, process, series,
  low, high, cell, file_id, line)
SELECT who, span_start(period), span_end(period), scope,
  iif(scope LIKE 'TOTAL%', NULL, jurisdiction(scope)),
  iif(category = 'TOTAL', kind || '*', kind || category), series, range_low(cell), range_high(cell), cell,
  :file_id, line
FROM (
  SELECT *, 'Order to act: ' AS kind, 'orders' AS series, acts AS cell FROM staged
  UNION ALL SELECT *, 'Order to act: ', 'items', items FROM staged
  UNION ALL SELECT *, 'Order to provide information: ', 'orders', informs FROM staged)
WHERE range_low(cell) IS NOT NULL AND (category = 'TOTAL' OR scope LIKE 'TOTAL%')
  AND category NOT LIKE 'KEYWORD%';

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series,
  low, high, cell, file_id, line)
SELECT who, span_start(period), span_end(period), jurisdiction(scope), scope,
  kind || category || iif(category = 'KEYWORD_OTHER', coalesce(' ' || other, ''), ''),
  series || iif(category LIKE 'KEYWORD%', '_part', ''), range_low(cell), range_high(cell), cell, :file_id, line
FROM (
  SELECT *, 'Order to act: ' AS kind, 'orders' AS series, acts AS cell FROM staged
  UNION ALL SELECT *, 'Order to act: ', 'items', items FROM staged
  UNION ALL SELECT *, 'Order to provide information: ', 'orders', informs FROM staged)
WHERE range_low(cell) IS NOT NULL AND category <> 'TOTAL' AND scope NOT LIKE 'TOTAL%';

-- layout other-parts
-- note a part of the template that holds no demands; not stored
-- column indicator text = Indicator
-- column value text = Value
-- ignore Applicability | Service | Reporting period | Scope | Section

-- layout category-names
-- note a part of the template that holds no demands; not stored
-- column label text = Category label
-- column description text = Category description
-- column category text = Category of illegal content / incompatible with the terms and conditions
-- ignore Contextual information
