-- report challenges
-- title Challenges to demands and gags, and how they ended
-- about One row a period of filing and forum.
-- publish yes
-- use common
-- param period period : only challenges filed in this period; or --from and --to
-- param from span : first period or day of filing
-- param to span : last period or day of filing
-- param unit year|half|quarter|month = half : length of a period; of --period, where that is shorter
-- column key period : half-year, or --unit, of filing; longer where the day is not known so well
-- column key forum : before whom
-- column count filed : challenges filed
-- column count won : decided for us
-- column count lost : decided against us
-- column count settled : settled
-- column count withdrawn_by_government : the government withdrew
-- column count withdrawn : we withdrew
-- column count pending : without a result by the as-of date
-- parts filed == won lost settled withdrawn_by_government withdrawn pending
-- total period
--
-- Challenges to national-security processes are left out, as these processes are.
WITH chosen AS (
  SELECT CASE WHEN h.date_precision = 'year' THEN substr(h.filed_on, 1, 4)
      WHEN h.date_precision = 'half' AND :unit IN ('quarter', 'month') THEN period_of(h.filed_on)
      ELSE period_of(h.filed_on, :unit) END AS period, h.forum,
    iif(h.result_on > unseal_asof(), 'pending', h.result) AS result
  FROM challenges h JOIN requests_asof r ON r.id = h.request_id
  WHERE h.filed_on <= unseal_asof()
    AND h.filed_on BETWEEN :from_on AND :to_on
    AND r.process NOT IN (SELECT process FROM national_security)
    AND (:origin IS NULL OR r.origin = :origin)
    AND (:process IS NULL OR r.process = :process)
    AND (:service IS NULL OR r.service = :service)
)
SELECT period, forum, count(*) AS filed, sum(result = 'won') AS won, sum(result = 'lost') AS lost,
  sum(result = 'settled') AS settled,
  sum(result = 'withdrawn_by_government') AS withdrawn_by_government,
  sum(result = 'withdrawn') AS withdrawn, sum(result = 'pending') AS pending
FROM chosen
GROUP BY period, forum
ORDER BY period, forum;
