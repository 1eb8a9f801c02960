-- report data-quality
-- title What in the register contradicts itself or is missing
-- about One row a finding, with the table and id to look at.
-- publish no
-- use common
-- param process subpoena|court_order|search_warrant|pen_register|wiretap|nsl|fisa_content|fisa_noncontent|emergency|preservation|production_order|preservation_order|order_to_act|order_to_inform|administrative|voluntary_requested|voluntary_own|other : only this process
-- column key table : the table
-- column key id : the row's id
-- column text rule : short name of what is wrong
-- column text detail : what stands there
-- error gag_invalid
-- error unknown_basis
-- error unknown_place
-- error decided_before_received
-- error told_while_gagged
-- error bad_setting
--
-- One row a finding. --period and the other filters choose by the request that a
-- finding belongs to.
-- `unseal check` prints the same with its level: a rule that
-- stands above as `error` makes it exit 5, every other is a warning.
WITH vague(gag_id) AS (
  SELECT id FROM gags WHERE date_precision <> 'day'
  UNION SELECT gag_id FROM gag_events WHERE date_precision <> 'day'
), known(setting, wanted) AS (
  VALUES ('schema', 'a whole number from 1'), ('small_cell', 'a whole number from 1'), ('us_1874_option', '1, 2, 3 or 4'),
    ('uk_first_assisted_on', 'a date (YYYY-MM-DD)'), ('home', 'a code of jurisdictions'), ('provider', NULL)
), found(ord, "table", id, rule, detail) AS (
  SELECT 1, 'gags', g.id, 'gag_invalid',
    (SELECT gag_problem(g.basis, g.started_on, g.ordered, e.event_on, e.kind, e.ordered, '9999-12-31')
      FROM (SELECT 1) LEFT JOIN gag_events e ON e.gag_id = g.id)
  FROM gags g
  UNION ALL
  SELECT 2, 'requests', id, 'unknown_basis', 'basis ' || basis || ' is no legal basis; see legal_bases'
  FROM requests WHERE basis IS NOT NULL AND basis NOT IN (SELECT code FROM legal_bases)
  UNION ALL
  SELECT 3, 'requests', id, 'unknown_place', place || ' ' || code || ' is no code; see jurisdictions'
  FROM (SELECT id, 'origin' AS place, origin AS code FROM requests
    UNION ALL SELECT id, 'customer_country', customer_country FROM requests
    UNION ALL SELECT id, 'data_region', data_region FROM requests)
  WHERE code IS NOT NULL AND code NOT IN (SELECT code FROM jurisdictions)
  UNION ALL
  SELECT 4, 'requests', id, 'decided_before_received', 'decided_on ' || decided_on || ', received_on ' || received_on
  FROM requests WHERE decided_on < received_on AND date_precision = 'day'
  UNION ALL
  SELECT 5, 'notices', n.id, 'told_while_gagged',
    'sent_on ' || n.sent_on || ', gag ' || d.gag_id || ' in force until ' || d.expires_on
  FROM notices n JOIN gag_docket d ON d.request_id = n.request_id
  WHERE n.sent_on >= d.started_on AND n.sent_on <= d.expires_on
  UNION ALL
  -- Not the same as told_while_gagged: only the latest day that the record allows is later.
  SELECT 5, 'notices', n.id, 'told_while_perhaps_gagged',
    'sent_on ' || n.sent_on || ', gag ' || l.gag_id || ' may run until ' || l.runs_until
  FROM notices n JOIN gag_latest l ON l.request_id = n.request_id JOIN gags g ON g.id = l.gag_id
  WHERE l.gag_id IN (SELECT gag_id FROM vague)
    AND n.sent_on >= g.started_on AND n.sent_on > l.expires_on AND n.sent_on <= l.runs_until
  UNION ALL
  SELECT 6, 'requests', id, 'undated_outcome', 'outcome ' || outcome || ' without decided_on'
  FROM requests
  WHERE outcome NOT IN ('pending', 'preservation', 'unknown') AND decided_on IS NULL
  UNION ALL
  SELECT 7, 'requests', id, 'dated_pending', 'decided_on ' || decided_on || ', outcome still pending'
  FROM requests WHERE outcome = 'pending' AND decided_on IS NOT NULL
  UNION ALL
  SELECT 8, 'requests', id, 'reason_missing', 'outcome ' || outcome || ' without refusal_reason'
  FROM requests WHERE outcome IN ('rejected', 'redirected') AND refusal_reason IS NULL
  UNION ALL
  SELECT 9, 'requests', id, 'reason_without_refusal', 'refusal_reason ' || refusal_reason || ', outcome ' || outcome
  FROM requests WHERE refusal_reason IS NOT NULL AND outcome IN ('content', 'noncontent', 'no_data', 'pending')
  UNION ALL
  SELECT 10, 'requests', id, 'issued_after_received', 'issued_on ' || issued_on || ', received_on ' || received_on
  FROM requests WHERE issued_on > received_on AND date_precision = 'day'
  UNION ALL
  SELECT 11, 'requests', id, 'instant_on_another_day', 'received_at ' || received_at || ', received_on ' || received_on
  FROM requests
  WHERE abs(julianday(substr(received_at, 1, 10)) - julianday(received_on)) > 1 AND date_precision = 'day'
  UNION ALL
  SELECT 12, 'requests', id, 'in_the_future', 'received_on ' || received_on
  FROM requests WHERE received_on > unseal_asof()
  UNION ALL
  SELECT 12, 'gags', id, 'in_the_future', 'started_on ' || started_on || ': no gag as of ' || unseal_asof()
  FROM gags WHERE started_on > unseal_asof()
  UNION ALL
  SELECT 12, 'gag_events', id, 'in_the_future', 'event_on ' || event_on || ', ' || kind
    || ': not counted as of ' || unseal_asof()
  FROM gag_events WHERE event_on > unseal_asof()
  UNION ALL
  SELECT 13, 'requests', id, 'follows_itself', 'follows_id is its own id' FROM requests WHERE follows_id = id
  UNION ALL
  SELECT 14, 'requests', id, 'entered_twice', 'same authority, authority_ref and received_on as ' || earlier
  FROM (SELECT id, outcome, min(ref) OVER (PARTITION BY received_on, authority_ref, authority ORDER BY id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
    FROM requests WHERE authority_ref IS NOT NULL)
  WHERE earlier IS NOT NULL AND outcome <> 'duplicate'
  UNION ALL
  SELECT 15, 'gags', g.id, 'gag_before_request',
    'started_on ' || g.started_on || ', request of ' || coalesce(r.issued_on, r.received_on)
  FROM gags g JOIN requests r ON r.id = g.request_id
  WHERE g.started_on < min(coalesce(r.issued_on, r.received_on), r.received_on)
    AND g.date_precision = 'day' AND r.date_precision = 'day'
  UNION ALL
  SELECT 16, 'gag_events', e.id, 'event_before_gag', 'event_on ' || e.event_on || ', gag of ' || g.started_on
  FROM gag_events e JOIN gags g ON g.id = e.gag_id
  WHERE e.event_on < g.started_on AND e.date_precision = 'day' AND g.date_precision = 'day'
  UNION ALL
  SELECT 16, 'gags', l.gag_id, 'gag_day_unknown', iif(l.expires_on = 'indefinite', 'no known end',
      'expires_on ' || l.expires_on) || iif(g.date_precision = 'day', ', an event', ', the start')
    || ' known to the ' || replace(iif(g.date_precision <> 'day', g.date_precision,
      (SELECT e.date_precision FROM gag_events e
        WHERE e.gag_id = l.gag_id AND e.date_precision <> 'day' AND e.event_on <= unseal_asof()
        ORDER BY e.event_on DESC, e.id DESC LIMIT 1)), 'half', 'half-year')
    || ' only: it may run until ' || iif(l.runs_until = 'indefinite', 'no known end', l.runs_until)
  FROM gag_latest l JOIN gags g ON g.id = l.gag_id
  WHERE l.gag_id IN (SELECT gag_id FROM vague) AND l.runs_until <> l.expires_on AND l.in_force
  UNION ALL
  SELECT 17, 'notices', n.id, 'notice_before_request', 'sent_on ' || n.sent_on || ', received_on ' || r.received_on
  FROM notices n JOIN requests r ON r.id = n.request_id
  WHERE n.sent_on < r.received_on AND r.date_precision = 'day'
  UNION ALL
  SELECT 18, 'challenges', id, 'result_before_filing', 'result_on ' || result_on || ', filed_on ' || filed_on
  FROM challenges WHERE result_on < filed_on AND date_precision = 'day'
  UNION ALL
  SELECT 19, 'challenges', id, 'undated_result', 'result ' || result || ' without result_on'
  FROM challenges WHERE result <> 'pending' AND result_on IS NULL
  UNION ALL
  SELECT 20, 'challenges', id, 'unknown_clock', 'clock ' || clock || ' is none; see clocks'
  FROM challenges WHERE clock IS NOT NULL AND clock NOT IN (SELECT code FROM clocks)
  UNION ALL
  SELECT 21, 'documents', id, 'document_of_nothing', 'neither request_id nor gag_id'
  FROM documents WHERE request_id IS NULL AND gag_id IS NULL
  UNION ALL
  SELECT 22, 'requests', id, 'noncontent_of_no_title', 'in no category of us-bands --option 1'
  FROM requests WHERE process = 'fisa_noncontent'
    AND (basis IS NULL OR basis NOT IN ('US_FISA_PRTT', 'US_FISA_BR_2015', 'US_FISA_BR_1862'))
  UNION ALL
  SELECT 23, 'requests', id, 'negative_count', 'selectors, accounts or items below zero'
  FROM requests WHERE selectors < 0 OR accounts < 0 OR items < 0
  UNION ALL
  -- One row a name of a file: the first of its figures.
  SELECT 24, 'published', min(id), 'no_origin',
    coalesce(jurisdiction_text, 'no country') || ' is no jurisdiction that is known: ' || count(*)
      || iif(count(*) = 1, ' figure of ', ' figures of ') || provider
  FROM published WHERE origin IS NULL AND jurisdiction_text IS NOT NULL
  GROUP BY file_id, provider, jurisdiction_text
  UNION ALL
  SELECT 25, 'settings', rowid, 'bad_setting', name || ' is ' || quote(value) || ', wanted is ' || wanted
  FROM settings JOIN known ON setting = name
  WHERE value IS NOT NULL AND NOT CASE wanted
    WHEN 'a whole number from 1' THEN value = CAST(CAST(value AS INTEGER) AS TEXT) AND CAST(value AS INTEGER) >= 1
    WHEN '1, 2, 3 or 4' THEN value IN ('1', '2', '3', '4')
    WHEN 'a date (YYYY-MM-DD)' THEN value IS date(value, '+0 days')
    WHEN 'a code of jurisdictions' THEN value IN (SELECT code FROM jurisdictions)
    ELSE 1 END
  UNION ALL
  SELECT 26, 'settings', rowid, 'unknown_setting', name || ' is no setting that is read'
  FROM settings WHERE name NOT IN (SELECT setting FROM known)
), about AS (
  SELECT f.*, CASE "table" WHEN 'requests' THEN id
    WHEN 'gags' THEN (SELECT request_id FROM gags g WHERE g.id = f.id)
    WHEN 'gag_events' THEN (SELECT request_id FROM gags g JOIN gag_events e ON e.gag_id = g.id WHERE e.id = f.id)
    WHEN 'notices' THEN (SELECT request_id FROM notices n WHERE n.id = f.id)
    WHEN 'challenges' THEN (SELECT request_id FROM challenges h WHERE h.id = f.id) END AS request_id
  FROM found f
  WHERE detail IS NOT NULL
)
SELECT a."table", a.id, a.rule, a.detail
FROM about a LEFT JOIN requests r ON r.id = a.request_id
WHERE (coalesce(:from_on, '0001-01-01') = '0001-01-01' OR r.received_on >= :from_on)
  AND (coalesce(:to_on, '9999-12-31') = '9999-12-31' OR r.received_on <= :to_on)
  AND (:origin IS NULL OR r.origin = :origin)
  AND (:process IS NULL OR r.process = :process)
  AND (:service IS NULL OR r.service = :service)
ORDER BY a.ord, a.id, a.detail;
