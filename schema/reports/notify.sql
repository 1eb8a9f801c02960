-- report notify
-- title Whom we may tell now
-- about Requests whose customer may be told and has not been, with the first day it was allowed and why.
-- publish no
-- use common
-- param process subpoena|court_order|search_warrant|pen_register|wiretap|nsl|fisa_content|fisa_noncontent|emergency|preservation|production_order|preservation_order|order_to_act|order_to_inform|administrative|voluntary_requested|voluntary_own|other : only this process
-- column key ref : the request
-- column text customer_ref : the customer
-- column date clear_on : first day that notice was allowed
-- column days waiting_days : days since
-- column text reason : what allows it (law.md 1.6)
-- event uid = {ref}/notice
-- event on_date = {clear_on}
-- event summary = Notice about {ref} is allowed: {reason}
--
-- Every gag of the request is over, or none ever bound (law.md 1.6): an invalid
-- gag or one of unknown end blocks notice, and a start or a lift known to the month, half
-- or year counts from that period's last day. Orders under the Digital Services Act
-- must be told to their recipient (articles 9(5), 10(5)); so the reason says.
SELECT n.ref, n.customer_ref, n.clear_on, n.waiting_days,
  CASE WHEN g.runs_until <> g.expires_on THEN 'gag over on ' || g.runs_until || ' at the latest'
    ELSE CASE g.status WHEN 'lifted' THEN 'gag lifted on ' || g.lifted_on
    WHEN 'expired' THEN 'gag expired on ' || g.expires_on ELSE 'no gag' END END
    || CASE r.process WHEN 'order_to_act' THEN '; must be told, DSA art. 9(5)'
      WHEN 'order_to_inform' THEN '; must be told, DSA art. 10(5)' ELSE '' END AS reason
FROM notify_queue n JOIN requests_asof r ON r.id = n.request_id
  LEFT JOIN (SELECT request_id, status, lifted_on, expires_on, runs_until,
      row_number() OVER (PARTITION BY request_id ORDER BY runs_until DESC, gag_id DESC) AS nth
    FROM gag_latest WHERE status IN ('lifted', 'expired')) g
    ON g.request_id = n.request_id AND g.nth = 1
WHERE r.received_on BETWEEN :from_on AND :to_on
  AND (:origin IS NULL OR r.origin = :origin)
  AND (:process IS NULL OR r.process = :process)
  AND (:service IS NULL OR r.service = :service)
ORDER BY n.clear_on, n.ref;
