-- report enterprise
-- title Demands for the data of enterprise customers
-- about Enterprise customers are asked themselves where that may be: how often demands were redirected, refused, answered and told.
-- publish yes
-- use common
-- param unit year|half|quarter|month = half : length of a period; of --period, where that is shorter
-- column key period : half-year, or --unit, of receipt; longer where the day is not known so well
-- column key origin : country of the demand
-- column count requests : demands about enterprise customers
-- column count redirected : sent on to the customer
-- column count refused : refused under the definition; strict counts the redirected too
-- column count disclosed : some data was given
-- column count notified : the customer was told by the as-of date
-- column count pending : not decided yet
-- parts requests = refused disclosed pending
-- parts refused = redirected
-- parts requests = notified
-- within transparency; period = period; origin = origin; requests = requests; refused = refused; disclosed = content + noncontent + partial; pending = pending
WITH chosen AS (
  SELECT *, CASE WHEN date_precision = 'year' THEN substr(received_on, 1, 4)
      WHEN date_precision = 'half' AND :unit IN ('quarter', 'month') THEN period_of(received_on)
      ELSE period_of(received_on, :unit) END AS period,
    EXISTS (SELECT 1 FROM notices n WHERE n.request_id = r.id AND n.sent_on <= unseal_asof()) AS told
  FROM requests_asof r
  WHERE customer_kind = 'enterprise'
    AND process NOT IN (SELECT process FROM national_security)
    AND received_on BETWEEN :from_on AND :to_on
    AND (:origin IS NULL OR origin = :origin)
    AND (:process IS NULL OR process = :process)
    AND (:service IS NULL OR service = :service)
)
SELECT period, origin, count(*) AS requests, sum(rate_outcome = 'redirected') AS redirected,
  refusal_count(rate_outcome, 1, :definition) AS refused,
  sum(rate_outcome IN ('content', 'noncontent', 'partial')) AS disclosed,
  sum(told) AS notified, sum(rate_outcome = 'pending') AS pending
FROM chosen
GROUP BY period, origin
ORDER BY period, origin;
