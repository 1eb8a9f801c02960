-- report gag-docket
-- title Gags by the day they end
-- about Which gags lapse within the next days, and which are wrong and need a look.
-- publish no
-- use common
-- param within whole : gags that end within this many days; 30 without --status
-- param basis basis : only this legal basis
-- param status active|expired|indefinite|lifted|none|invalid : gags of this status instead of active ones
-- param period period : only gags that began in this period; or --from and --to
-- param from span : first period or day a gag began
-- param to span : last period or day a gag began
-- param process subpoena|court_order|search_warrant|pen_register|wiretap|nsl|fisa_content|fisa_noncontent|emergency|preservation|production_order|preservation_order|order_to_act|order_to_inform|administrative|voluntary_requested|voluntary_own|other : only this process
-- column key ref : the request
-- column key basis : legal basis of the gag
-- column date started_on : first day, as exactly as it is known
-- column text ordered : what the instrument says: a date, a term, indefinite
-- column date expires_on : last day in force
-- column days days_left : days from the as-of date to it
-- column text status : active, expired, indefinite, lifted, none, invalid
-- column text flags : see gag_flags()
-- column days age_days : days since it began
-- aside SELECT printf('%d active gag%s later than in %d days; --within DAYS shows more', n,
-- aside   iif(n = 1, ' ends', 's end'), coalesce(:within, 30))
-- aside FROM (SELECT count(*) AS n FROM gag_docket d LEFT JOIN requests r ON r.id = d.request_id
-- aside   WHERE d.status = 'active' AND coalesce(:status, 'active') = 'active'
-- aside     AND d.days_left > iif(:status IS NULL, coalesce(:within, 30), :within)
-- aside     AND (:basis IS NULL OR d.basis = :basis) AND (:origin IS NULL OR d.origin = :origin)
-- aside     AND (:process IS NULL OR r.process = :process) AND (:service IS NULL OR r.service = :service)
-- aside     AND d.started_on BETWEEN :from_on AND :to_on) WHERE n > 0
-- aside UNION ALL SELECT printf('%d gag%s indefinite; --status indefinite shows %s', n,
-- aside   iif(n = 1, ' is', 's are'), iif(n = 1, 'it', 'them'))
-- aside FROM (SELECT count(*) AS n FROM gag_docket d LEFT JOIN requests r ON r.id = d.request_id
-- aside   WHERE d.status = 'indefinite' AND :status IS NULL
-- aside     AND (:basis IS NULL OR d.basis = :basis) AND (:origin IS NULL OR d.origin = :origin)
-- aside     AND (:process IS NULL OR r.process = :process) AND (:service IS NULL OR r.service = :service)
-- aside     AND d.started_on BETWEEN :from_on AND :to_on) WHERE n > 0
-- aside UNION ALL SELECT printf('%d gag%s may run past expires_on: the day of a start or an event is not known; see data-quality', n,
-- aside   iif(n = 1, '', 's'))
-- aside FROM (SELECT count(*) AS n FROM gag_latest d LEFT JOIN requests r ON r.id = d.request_id
-- aside   WHERE d.gag_id IN (SELECT id FROM gags WHERE date_precision <> 'day'
-- aside       UNION SELECT gag_id FROM gag_events WHERE date_precision <> 'day')
-- aside     AND d.in_force AND d.runs_until <> d.expires_on
-- aside     AND (:basis IS NULL OR d.basis = :basis) AND (:origin IS NULL OR r.origin = :origin)
-- aside     AND (:process IS NULL OR r.process = :process) AND (:service IS NULL OR r.service = :service)
-- aside     AND d.started_on BETWEEN :from_on AND :to_on) WHERE n > 0
-- event uid = {ref}/{basis}/{started_on}/{ordered}
-- event on_date = {expires_on}
-- event summary = Last day of the gag on {ref} ({basis})
--
-- Without --status: the active gags whose last day in force is within `within`
-- days, and the invalid ones, which somebody must look at. With a status, every
-- gag of it, within `within` days where that is given too. A start known to the
-- year, half or month only is printed so. This is work inside the house: gags of
-- national-security processes are in it.
SELECT d.ref, d.basis,
  CASE g.date_precision WHEN 'year' THEN substr(d.started_on, 1, 4)
    WHEN 'half' THEN period_of(d.started_on) WHEN 'month' THEN substr(d.started_on, 1, 7)
    ELSE d.started_on END AS started_on,
  d.ordered, d.expires_on, d.days_left, d.status, d.flags,
  gag_days_left(unseal_asof(), d.started_on) AS age_days
FROM gag_docket d JOIN gags g ON g.id = d.gag_id
  LEFT JOIN requests r ON r.id = d.request_id
WHERE CASE WHEN :status IS NOT NULL
      THEN d.status = :status AND (:within IS NULL OR d.days_left <= :within)
    ELSE d.status = 'invalid' OR (d.status = 'active' AND d.days_left <= coalesce(:within, 30)) END
  AND (:basis IS NULL OR d.basis = :basis)
  AND (:origin IS NULL OR d.origin = :origin)
  AND (:process IS NULL OR r.process = :process)
  AND (:service IS NULL OR r.service = :service)
  AND d.started_on BETWEEN :from_on AND :to_on
ORDER BY d.expires_on IS NULL, d.expires_on, d.ref, d.basis, d.gag_id;
