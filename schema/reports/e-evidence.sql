-- report e-evidence
-- title European Production and Preservation Orders
-- about Regulation (EU) 2023/1543 art. 28: issued, fulfilled and not, by kind of data, addressee, situation and ground.
-- publish yes
-- use common
-- column key kind : EPOC (production) or EPOC-PR (preservation)
-- column key data_kind : subscriber, access, traffic, content, mixed
-- column key addressee : the service addressed
-- column key emergency : 1 in an emergency case
-- column count issued : orders received
-- column count fulfilled : data was given, or preserved
-- column count not_fulfilled : decided, and nothing was given
-- column key refusal_ground : the ground of refusal
-- parts issued = fulfilled not_fulfilled
-- total kind
-- hide-if SELECT 1 FROM requests_asof r WHERE r.process IN ('production_order', 'preservation_order')
-- hide-if   AND r.received_on BETWEEN :from_on AND :to_on
-- hide-if GROUP BY r.process, r.via = 'eu_order', iif(r.via = 'eu_order', '', period_of(r.received_on)),
-- hide-if   CASE WHEN r.via = 'eu_order' THEN '' WHEN r.outcome IN ('content', 'noncontent', 'partial') THEN 'given'
-- hide-if     WHEN r.outcome IN ('rejected', 'redirected', 'quashed', 'withdrawn_after_objection') THEN 'refused'
-- hide-if     WHEN r.outcome IN ('pending', 'duplicate', 'unknown') THEN 'open' ELSE 'not' END
-- hide-if HAVING count(*) < :small AND max(r.id IN (SELECT request_id FROM live_gags))
-- hide-if   AND EXISTS (SELECT 1 FROM requests_asof e WHERE e.via = 'eu_order')
-- hide-if UNION ALL SELECT 1 FROM withheld WHERE report = 'transparency-by-process'
-- hide-if   AND (row_key GLOB '*, process=production_order' OR row_key GLOB '*, process=preservation_order')
--
-- Providers may publish these and send them by 31 March, art. 28(4). Orders that
-- are pending or duplicates are issued, neither fulfilled nor not.
WITH chosen AS (
  SELECT CASE process WHEN 'production_order' THEN 'EPOC' WHEN 'preservation_order' THEN 'EPOC-PR'
      ELSE process END AS kind, data_kind, service AS addressee, emergency, refusal_reason,
    CASE WHEN outcome IN ('content', 'noncontent', 'partial', 'preservation')
        OR (process = 'preservation_order' AND effected_at IS NOT NULL) THEN 'fulfilled'
      WHEN outcome IN ('pending', 'duplicate', 'unknown') THEN 'open' ELSE 'not' END AS state
  FROM requests_asof
  WHERE via = 'eu_order'
    AND process NOT IN (SELECT process FROM national_security)
    AND received_on BETWEEN :from_on AND :to_on
    AND (:origin IS NULL OR origin = :origin)
    AND (:process IS NULL OR process = :process)
    AND (:service IS NULL OR service = :service)
)
SELECT kind, data_kind, addressee, emergency, count(*) AS issued, sum(state = 'fulfilled') AS fulfilled,
  sum(state = 'not') AS not_fulfilled, refusal_reason AS refusal_ground
FROM chosen
GROUP BY kind, data_kind, addressee, emergency, refusal_reason
ORDER BY kind, data_kind, addressee, emergency, refusal_reason;
