WITH v AS (
  SELECT *, coalesce(decided_on > :asof, 0) AS undecided,
    process = 'preservation_order' AND coalesce(substr(effected_at, 1, 10) <= :asof, 0) AS kept
  FROM requests WHERE via = 'eu_order' AND received_on <= :asof
)
SELECT CASE process WHEN 'production_order' THEN 'EPOC' WHEN 'preservation_order' THEN 'EPOC-PR' ELSE process END AS k,
  data_kind, service, emergency, count(*),
  count(CASE WHEN kept OR (NOT undecided AND outcome IN ('content', 'noncontent', 'partial', 'preservation')) THEN 1 END),
  count(CASE WHEN NOT kept AND NOT undecided AND outcome IN ('no_data', 'rejected', 'redirected', 'withdrawn',
    'withdrawn_after_objection', 'quashed', 'expired') THEN 1 END),
  iif(undecided, NULL, refusal_reason) AS why
FROM v GROUP BY k, data_kind, service, emergency, why ORDER BY k, data_kind, service, emergency, why;
