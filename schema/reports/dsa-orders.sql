-- report dsa-orders
-- title Orders of Member States, part 3 of the Digital Services Act template
-- about Implementing Regulation (EU) 2024/2835, annex I section 1.2: the 20 exact headers.
-- publish yes
-- use common
-- column key Applicability : All
-- column key Service : the service
-- column key Reporting period : first day/last day
-- column key Category of illegal content : STATEMENT_CATEGORY_*, KEYWORD_* or TOTAL
-- column key Description of the sub-category "Other" : free text
-- column key Scope : Member State, or TOTAL
-- column count Number of orders to act against illegal content received : article 9
-- column count Number of specific items of information included in the total number of orders to act against illegal content : items
-- column text Median time to inform the authority of the receipt of the order to act against illegal content : hours
-- column text Median time to give effect to the order to act against illegal content : hours
-- column count Number of orders to provide information : article 10
-- column text Median time to inform the authority of the receipt of the order to provide information : hours
-- column text Median time to give effect to the order to provide information : hours
-- column text Contextual information on number of orders to act against illegal content received : text
-- column text Contextual information on number of specific items of information included in the total number of orders to act against illegal content : text
-- column text Contextual information on Median time to inform the authority of the receipt of the order to act against illegal content : text
-- column text Contextual information on Median time to give effect to the order to act against illegal content : text
-- column text Contextual information on Number of orders to provide information : text
-- column text Contextual information on Median time to inform the authority of the receipt of the order to provide information : text
-- column text Contextual information on Median time to give effect to the order to provide information : text
-- levels Category of illegal content = TOTAL STATEMENT_ KEYWORD_; Scope = TOTAL
-- hide-if SELECT 1 FROM requests_asof r WHERE r.received_on BETWEEN :from_on AND :to_on
-- hide-if   AND r.process NOT IN (SELECT process FROM national_security)
-- hide-if GROUP BY r.process IN ('order_to_act', 'order_to_inform'), r.origin, period_of(r.received_on)
-- hide-if HAVING count(*) < :small AND max(r.id IN (SELECT request_id FROM live_gags))
-- hide-if   AND r.origin IN (SELECT origin FROM requests_asof WHERE process IN ('order_to_act', 'order_to_inform'))
-- hide-if UNION ALL SELECT 1 FROM requests_asof r WHERE r.received_on BETWEEN :from_on AND :to_on
-- hide-if   AND r.process IN ('order_to_act', 'order_to_inform') AND NOT EXISTS (
-- hide-if     SELECT 1 FROM regimes m WHERE m.regime = 'eu-dsa' AND r.received_on >= m.since
-- hide-if       AND m.code = iif(r.origin GLOB '??-*', substr(r.origin, 1, 2), r.origin)
-- hide-if       AND (m.until IS NULL OR r.received_on <= m.until))
-- hide-if GROUP BY r.process, period_of(r.received_on)
-- hide-if HAVING count(*) < :small AND max(r.id IN (SELECT request_id FROM live_gags))
-- hide-if UNION ALL SELECT 1 FROM withheld WHERE whole AND report = 'transparency-by-process'
-- hide-if   AND row_key GLOB '*, process=order_to_*'
-- hide-if UNION ALL SELECT 1 FROM withheld w, requests_asof r WHERE w.whole AND w.report = 'transparency'
-- hide-if   AND r.received_on BETWEEN :from_on AND :to_on AND r.process IN ('order_to_act', 'order_to_inform')
-- hide-if   AND substr(r.origin, 1, 2) IN (SELECT code FROM regimes WHERE regime = 'eu-dsa')
-- hide-if   AND w.row_key GLOB '*, origin=' || substr(r.origin, 1, 2) || '[,-]*'
-- hide-if   AND NOT EXISTS (SELECT 1 FROM withheld d WHERE d.whole AND d.report = 'dsa-orders'
-- hide-if     AND d.row_key GLOB '*Category of illegal content=TOTAL,*' AND d.row_key NOT GLOB '*, Scope=TOTAL')
--
-- Orders are demands of the processes order_to_act and order_to_inform from an EU
-- Member State on the day of receipt. Medians are hours from received_at to
-- acknowledged_at and effected_at, of the orders that have both. Without a period,
-- one report for each calendar year. Rows: the total, each category and each Member
-- State with orders. A sub-category (KEYWORD_) counts in its own row and in its
-- category's (table dsa_categories); KEYWORD_OTHER, which every category has, in its own row and in TOTAL.
WITH chosen AS (
  SELECT r.process, coalesce(r.service, '') AS service, r.items,
    iif(:from_on = '0001-01-01' AND :to_on = '9999-12-31',
      period_start(period_of(r.received_on, 'year')) || '/' || period_end(period_of(r.received_on, 'year')),
      :from_on || '/' || :to_on) AS span,
    coalesce(r.category, 'STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER') AS category, m.code AS scope,
    (julianday(r.acknowledged_at) - julianday(r.received_at)) * 24.0 AS inform,
    (julianday(r.effected_at) - julianday(r.received_at)) * 24.0 AS effect
  FROM requests_asof r JOIN regimes m ON m.regime = 'eu-dsa'
      AND m.code = iif(r.origin GLOB '??-*', substr(r.origin, 1, 2), r.origin)
      AND r.received_on >= m.since AND (m.until IS NULL OR r.received_on <= m.until)
  WHERE r.process IN ('order_to_act', 'order_to_inform')
    AND r.received_on BETWEEN :from_on AND :to_on
    AND (:origin IS NULL OR r.origin = :origin)
    AND (:process IS NULL OR r.process = :process)
    AND (:service IS NULL OR r.service = :service)
), categories(code, name) AS (
  SELECT DISTINCT category, category FROM chosen
  UNION ALL SELECT keyword, category FROM dsa_categories WHERE keyword IN (SELECT category FROM chosen)
  UNION ALL SELECT DISTINCT category, 'TOTAL' FROM chosen
), scopes(code, name) AS (
  SELECT DISTINCT scope, scope FROM chosen UNION ALL SELECT DISTINCT scope, 'TOTAL' FROM chosen
), leveled AS (
  SELECT process, service, span, items, inform, effect, c.name AS category, s.name AS scope
  FROM chosen x JOIN categories c ON c.code = x.category JOIN scopes s ON s.code = x.scope
), counted AS (
  SELECT service, span, category, scope,
    sum(process = 'order_to_act') AS act,
    sum(iif(process = 'order_to_act', items, NULL)) AS items,
    quantile(iif(process = 'order_to_act', inform, NULL), 0.5) AS act_inform,
    quantile(iif(process = 'order_to_act', effect, NULL), 0.5) AS act_effect,
    sum(process = 'order_to_inform') AS info,
    quantile(iif(process = 'order_to_inform', inform, NULL), 0.5) AS info_inform,
    quantile(iif(process = 'order_to_inform', effect, NULL), 0.5) AS info_effect
  FROM leveled
  GROUP BY service, span, category, scope
)
SELECT 'All' AS "Applicability", nullif(service, '') AS "Service", span AS "Reporting period",
  category AS "Category of illegal content",
  NULL AS "Description of the sub-category ""Other""", scope AS "Scope",
  act AS "Number of orders to act against illegal content received",
  items AS "Number of specific items of information included in the total number of orders to act against illegal content",
  round(act_inform, 2)
    AS "Median time to inform the authority of the receipt of the order to act against illegal content",
  round(act_effect, 2)
    AS "Median time to give effect to the order to act against illegal content",
  info AS "Number of orders to provide information",
  round(info_inform, 2)
    AS "Median time to inform the authority of the receipt of the order to provide information",
  round(info_effect, 2)
    AS "Median time to give effect to the order to provide information",
  NULL AS "Contextual information on number of orders to act against illegal content received",
  NULL AS "Contextual information on number of specific items of information included in the total number of orders to act against illegal content",
  iif(act_inform IS NULL, NULL, 'in hours')
    AS "Contextual information on Median time to inform the authority of the receipt of the order to act against illegal content",
  iif(act_effect IS NULL, NULL, 'in hours')
    AS "Contextual information on Median time to give effect to the order to act against illegal content",
  NULL AS "Contextual information on Number of orders to provide information",
  iif(info_inform IS NULL, NULL, 'in hours')
    AS "Contextual information on Median time to inform the authority of the receipt of the order to provide information",
  iif(info_effect IS NULL, NULL, 'in hours')
    AS "Contextual information on Median time to give effect to the order to provide information"
FROM counted
ORDER BY service, span, scope <> 'TOTAL', scope, category <> 'TOTAL', category;
