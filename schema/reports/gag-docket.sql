-- report gag-docket
-- title Gags by the day they end
-- param within whole = 30 : active gags that end within this many days
-- param basis text : only this legal basis
-- param status active|expired|indefinite|lifted|none|invalid : all gags of this status instead
-- param origin jurisdiction : only demands of this country
-- param period period : only gags that began in this period; or --from and --to
-- param from span : first period or day a gag began
-- param to span : last period or day a gag began
--
-- Without --status: the active gags whose last day in force is within `within`
-- days, and the invalid ones, which somebody must look at. With a status, every
-- gag of it. A start known to the year, half or month only is printed so.
SELECT d.ref, d.basis,
  CASE g.date_precision WHEN 'year' THEN substr(d.started_on, 1, 4)
    WHEN 'half' THEN period_of(d.started_on) WHEN 'month' THEN substr(d.started_on, 1, 7)
    ELSE d.started_on END AS started_on,
  d.ordered, d.expires_on, d.days_left, d.status, d.flags,
  gag_days_left(unseal_asof(), d.started_on) AS age_days
FROM gag_docket d JOIN gags g ON g.id = d.gag_id
WHERE CASE WHEN :status IS NOT NULL THEN d.status = :status
    ELSE d.status = 'invalid' OR (d.status = 'active' AND d.days_left <= :within) END
  AND (:basis IS NULL OR d.basis = :basis)
  AND (:origin IS NULL OR d.origin = :origin)
  AND d.started_on BETWEEN :from_on AND :to_on
ORDER BY d.expires_on IS NULL, d.expires_on, d.ref, d.basis, d.gag_id;
