-- report deadlines
-- title What is due, and by whom
-- about Clocks that run: answers, challenges and applications with the day each is due.
-- publish no
-- use common
-- param within whole = 30 : due within this many days, or overdue
-- param who provider|government|court|subject|enforcing_authority : only what this side must do
-- param process subpoena|court_order|search_warrant|pen_register|wiretap|nsl|fisa_content|fisa_noncontent|emergency|preservation|production_order|preservation_order|order_to_act|order_to_inform|administrative|voluntary_requested|voluntary_own|other : only this process
-- column key ref : the request
-- column key clock : code of the clock, `return` for the date on the demand itself
-- column text who : who must act
-- column date due_at : the day, or the instant of an hour term
-- column days days_left : days from the as-of date to it
-- column text state : overdue, today, open, unknown
-- aside SELECT printf('%d clock%s due later than in %d days; --within DAYS shows more', n,
-- aside   iif(n = 1, ' is', 's are'), :within)
-- aside FROM (SELECT count(*) AS n FROM deadlines d JOIN requests_asof r ON r.id = d.request_id
-- aside   WHERE d.days_left > :within AND (:who IS NULL OR d.who = :who)
-- aside     AND r.received_on BETWEEN :from_on AND :to_on AND (:origin IS NULL OR r.origin = :origin)
-- aside     AND (:process IS NULL OR r.process = :process) AND (:service IS NULL OR r.service = :service)) WHERE n > 0
-- event uid = {ref}/{clock}
-- event on_date = {due_at}
-- event summary = {clock} of {ref} is due ({who})
--
-- `unknown` is an hour term whose instant of receipt was not recorded: it runs,
-- the register cannot say until when. Due dates roll on the plain calendar.
SELECT d.ref, d.clock, d.who, d.due_at, d.days_left,
  CASE WHEN d.due_at IS NULL THEN 'unknown' WHEN d.days_left < 0 THEN 'overdue'
    WHEN d.days_left = 0 THEN 'today' ELSE 'open' END AS state
FROM deadlines d JOIN requests_asof r ON r.id = d.request_id
WHERE (d.days_left <= :within OR d.due_at IS NULL)
  AND (:who IS NULL OR d.who = :who)
  AND r.received_on BETWEEN :from_on AND :to_on
  AND (:origin IS NULL OR r.origin = :origin)
  AND (:process IS NULL OR r.process = :process)
  AND (:service IS NULL OR r.service = :service)
ORDER BY d.due_at IS NULL, d.due_at, d.ref, d.clock, d.who;
