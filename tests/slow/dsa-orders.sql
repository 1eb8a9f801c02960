-- By service, category and Member State: orders and items; totals are another test.
SELECT service, coalesce(category, 'STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER') AS c, origin,
  count(iif(process = 'order_to_act', 1, NULL)), sum(iif(process = 'order_to_act', items, NULL)),
  count(iif(process = 'order_to_inform', 1, NULL))
FROM requests
WHERE received_on BETWEEN '2025-01-01' AND min('2025-12-31', :asof)
  AND process IN ('order_to_act', 'order_to_inform') AND regime_member(origin, 'eu-dsa', received_on) = 1
GROUP BY 1, 2, 3 ORDER BY 1, 3, 2;
