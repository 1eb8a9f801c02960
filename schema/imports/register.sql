-- import register
-- title The register's own CSV: requests, gags, gag events, notices, challenges
--
-- One file a table, the files in any order. Columns are the table's; a request is
-- named by its ref (`request`, `follows`), a gag by its request, basis and start. What
-- exists with equal values is unchanged; with other values it is a reject unless
-- --update. A column that the file does not have keeps what is stored.
-- layout requests
-- fills requests
-- column ref text! = ref
-- column authority_ref? text = authority_ref
-- column issued_on? date = issued_on
-- column received_on date! = received_on
-- column received_at? text = received_at
-- column date_precision? text:day = date_precision
-- column authority? text = authority
-- column origin? text = origin
-- column level? text = level
-- column via? text:direct = via
-- column process text! = process
-- column basis? text = basis
-- column service? text = service
-- column data_kind? text = data_kind
-- column emergency? whole:0 = emergency
-- column selectors? whole = selectors
-- column accounts? whole = accounts
-- column items? whole = items
-- column category? text = category
-- column new_product? whole = new_product
-- column customer_ref? text = customer_ref
-- column customer_kind? text = customer_kind
-- column customer_country? text = customer_country
-- column data_region? text = data_region
-- column outcome? text:pending = outcome
-- column refusal_reason? text = refusal_reason
-- column decided_on? date = decided_on
-- column acknowledged_at? text = acknowledged_at
-- column effected_at? text = effected_at
-- column due_at? text = due_at
-- column source? text = source
-- column follows? text = follows
-- rebuild requests_origin_received requests_received requests_follows
-- attempt
-- Without a ref it fails: the statements below say why. VALUES, since SELECT from the
-- table that is filled would be copied first.
INSERT INTO requests(ref, follows_id,
  authority_ref, issued_on, received_on, received_at, date_precision, authority, origin, level,
  via, process, basis, service, data_kind, emergency, selectors, accounts, items, category,
  new_product, customer_ref, customer_kind, customer_country, data_region, outcome,
  refusal_reason, decided_on, acknowledged_at, effected_at, due_at, source)
VALUES(iif((:origin IS NULL OR jurisdiction_name(:origin) IS NOT NULL)
    AND (:customer_country IS NULL OR jurisdiction_name(:customer_country) IS NOT NULL)
    AND (:data_region IS NULL OR jurisdiction_name(:data_region) IS NOT NULL)
    AND (:basis IS NULL OR gag_problem(:basis, :received_on, NULL) IS NULL)
    AND (:follows IS NULL OR EXISTS (SELECT 1 FROM requests WHERE ref = :follows)), :ref, NULL),
  iif(:follows IS NULL, NULL, (SELECT id FROM requests WHERE ref = :follows)),
  :authority_ref, :issued_on, :received_on, :received_at, :date_precision, :authority, :origin, :level,
  :via, :process, :basis, :service, :data_kind, :emergency, :selectors, :accounts, :items, :category,
  :new_product, :customer_ref, :customer_kind, :customer_country, :data_region, :outcome,
  :refusal_reason, :decided_on, :acknowledged_at, :effected_at, :due_at, :source);

-- Codes are codes: a name would be found by no report.
SELECT reject(place, quote(code) || ' is not a jurisdiction code'
  || coalesce('; did you mean ' || jurisdiction(code) || '?', ''))
FROM (SELECT 'origin' AS place, origin AS code FROM staged
  UNION ALL SELECT 'customer_country', customer_country FROM staged
  UNION ALL SELECT 'data_region', data_region FROM staged)
WHERE code IS NOT NULL AND jurisdiction_name(code) IS NULL;

SELECT reject('basis', substr(problem, instr(problem, '''')))
FROM (SELECT gag_problem(basis, received_on, NULL) AS problem FROM staged)
WHERE problem LIKE '%is not a legal basis%';

SELECT reject('follows', quote(follows) || ' is the ref of no request so far; the one that is followed comes first')
FROM staged
WHERE follows IS NOT NULL AND NOT EXISTS (SELECT 1 FROM requests WHERE ref = staged.follows);

UPDATE staged SET
  authority_ref = iif(given('authority_ref'), staged.authority_ref, r.authority_ref),
  issued_on = iif(given('issued_on'), staged.issued_on, r.issued_on),
  received_on = iif(given('received_on'), staged.received_on, r.received_on),
  received_at = iif(given('received_at'), staged.received_at, r.received_at),
  date_precision = iif(given('date_precision'), staged.date_precision, r.date_precision),
  authority = iif(given('authority'), staged.authority, r.authority),
  origin = iif(given('origin'), staged.origin, r.origin),
  level = iif(given('level'), staged.level, r.level),
  via = iif(given('via'), staged.via, r.via),
  process = iif(given('process'), staged.process, r.process),
  basis = iif(given('basis'), staged.basis, r.basis),
  service = iif(given('service'), staged.service, r.service),
  data_kind = iif(given('data_kind'), staged.data_kind, r.data_kind),
  emergency = iif(given('emergency'), staged.emergency, r.emergency),
  selectors = iif(given('selectors'), staged.selectors, r.selectors),
  accounts = iif(given('accounts'), staged.accounts, r.accounts),
  items = iif(given('items'), staged.items, r.items),
  category = iif(given('category'), staged.category, r.category),
  new_product = iif(given('new_product'), staged.new_product, r.new_product),
  customer_ref = iif(given('customer_ref'), staged.customer_ref, r.customer_ref),
  customer_kind = iif(given('customer_kind'), staged.customer_kind, r.customer_kind),
  customer_country = iif(given('customer_country'), staged.customer_country, r.customer_country),
  data_region = iif(given('data_region'), staged.data_region, r.data_region),
  outcome = iif(given('outcome'), staged.outcome, r.outcome),
  refusal_reason = iif(given('refusal_reason'), staged.refusal_reason, r.refusal_reason),
  decided_on = iif(given('decided_on'), staged.decided_on, r.decided_on),
  acknowledged_at = iif(given('acknowledged_at'), staged.acknowledged_at, r.acknowledged_at),
  effected_at = iif(given('effected_at'), staged.effected_at, r.effected_at),
  due_at = iif(given('due_at'), staged.due_at, r.due_at),
  source = iif(given('source'), staged.source, r.source),
  follows = iif(given('follows'), staged.follows,
    (SELECT ref FROM requests WHERE id = r.follows_id))
FROM requests r WHERE r.ref = staged.ref;

SELECT reject('ref', 'exists with other values; --update takes these')
FROM staged JOIN requests r ON r.ref = staged.ref
WHERE NOT :update AND (
  r.authority_ref, r.issued_on, r.received_on, r.received_at, r.date_precision, r.authority,
  r.origin, r.level, r.via, r.process, r.basis, r.service, r.data_kind, r.emergency,
  r.selectors, r.accounts, r.items, r.category, r.new_product, r.customer_ref, r.customer_kind,
  r.customer_country, r.data_region, r.outcome, r.refusal_reason, r.decided_on,
  r.acknowledged_at, r.effected_at, r.due_at, r.source
) IS NOT (
  staged.authority_ref, staged.issued_on, staged.received_on, staged.received_at,
  staged.date_precision, staged.authority, staged.origin, staged.level, staged.via,
  staged.process, staged.basis, staged.service, staged.data_kind, staged.emergency,
  staged.selectors, staged.accounts, staged.items, staged.category, staged.new_product,
  staged.customer_ref, staged.customer_kind, staged.customer_country, staged.data_region,
  staged.outcome, staged.refusal_reason, staged.decided_on, staged.acknowledged_at,
  staged.effected_at, staged.due_at, staged.source
);

SELECT reject('follows', 'exists with other values; --update takes these')
FROM staged JOIN requests r ON r.ref = staged.ref
WHERE NOT :update AND r.follows_id IS NOT (SELECT id FROM requests WHERE ref = staged.follows);

UPDATE requests SET follows_id = (SELECT f.id FROM requests f JOIN staged ON f.ref = staged.follows), (
  authority_ref, issued_on, received_on, received_at, date_precision, authority, origin, level,
  via, process, basis, service, data_kind, emergency, selectors, accounts, items, category,
  new_product, customer_ref, customer_kind, customer_country, data_region, outcome,
  refusal_reason, decided_on, acknowledged_at, effected_at, due_at, source
) = (SELECT
  authority_ref, issued_on, received_on, received_at, date_precision, authority, origin, level,
  via, process, basis, service, data_kind, emergency, selectors, accounts, items, category,
  new_product, customer_ref, customer_kind, customer_country, data_region, outcome,
  refusal_reason, decided_on, acknowledged_at, effected_at, due_at, source
  FROM staged)
WHERE ref = (SELECT ref FROM staged) AND (
  authority_ref, issued_on, received_on, received_at, date_precision, authority, origin, level,
  via, process, basis, service, data_kind, emergency, selectors, accounts, items, category,
  new_product, customer_ref, customer_kind, customer_country, data_region, outcome,
  refusal_reason, decided_on, acknowledged_at, effected_at, due_at, source, follows_id
) IS NOT (SELECT
  authority_ref, issued_on, received_on, received_at, date_precision, authority, origin, level,
  via, process, basis, service, data_kind, emergency, selectors, accounts, items, category,
  new_product, customer_ref, customer_kind, customer_country, data_region, outcome,
  refusal_reason, decided_on, acknowledged_at, effected_at, due_at, source,
  (SELECT id FROM requests WHERE ref = staged.follows) FROM staged);

INSERT INTO requests(ref, follows_id,
  authority_ref, issued_on, received_on, received_at, date_precision, authority, origin, level,
  via, process, basis, service, data_kind, emergency, selectors, accounts, items, category,
  new_product, customer_ref, customer_kind, customer_country, data_region, outcome,
  refusal_reason, decided_on, acknowledged_at, effected_at, due_at, source)
SELECT ref, (SELECT id FROM requests WHERE ref = staged.follows),
  authority_ref, issued_on, received_on, received_at, date_precision, authority, origin, level,
  via, process, basis, service, data_kind, emergency, selectors, accounts, items, category,
  new_product, customer_ref, customer_kind, customer_country, data_region, outcome,
  refusal_reason, decided_on, acknowledged_at, effected_at, due_at, source
FROM staged WHERE NOT EXISTS (SELECT 1 FROM requests WHERE ref = staged.ref);

-- layout gags
-- fills gags
-- column request text! = request
-- column basis text! = basis
-- column started_on date! = started_on
-- column date_precision? text:day = date_precision
-- column ordered? text = ordered
-- column scope? text:everyone = scope
-- column note? text = note
SELECT reject(iif(problem LIKE 'gag_expiry(): argument 3 %' AND given('ordered'), 'ordered', 'basis'), problem)
FROM (SELECT gag_problem(basis, started_on, ordered) AS problem FROM staged)
WHERE problem IS NOT NULL;

UPDATE staged SET parent =
  (SELECT id FROM requests WHERE ref = staged.request);

SELECT reject('request', quote(request) || ' is the ref of no request; import its file with this one, or before')
FROM staged WHERE parent IS NULL;

UPDATE staged SET
  date_precision = iif(given('date_precision'), staged.date_precision, r.date_precision),
  ordered = iif(given('ordered'), staged.ordered, r.ordered),
  scope = iif(given('scope'), staged.scope, r.scope),
  note = iif(given('note'), staged.note, r.note)
FROM gags r
WHERE r.request_id = staged.parent AND r.basis = staged.basis AND r.started_on = staged.started_on;

SELECT reject('basis', 'exists with other values; --update takes these')
FROM staged JOIN gags r ON r.request_id = staged.parent AND r.basis = staged.basis AND r.started_on = staged.started_on
WHERE NOT :update AND (r.date_precision, r.ordered, r.scope, r.note)
  IS NOT (staged.date_precision, staged.ordered, staged.scope, staged.note);

UPDATE gags SET
  date_precision = staged.date_precision, ordered = staged.ordered, scope = staged.scope, note
  = staged.note
FROM staged
WHERE gags.request_id = staged.parent AND gags.basis = staged.basis AND gags.started_on = staged.started_on
  AND (gags.date_precision, gags.ordered, gags.scope, gags.note)
    IS NOT (staged.date_precision, staged.ordered, staged.scope, staged.note);

INSERT INTO gags(request_id, basis, started_on, date_precision, ordered, scope, note)
SELECT parent, basis, started_on, date_precision, ordered, scope, note
FROM staged
WHERE NOT EXISTS (SELECT 1 FROM gags r WHERE r.request_id = staged.parent AND r.basis = staged.basis AND r.started_on = staged.started_on);

-- layout gag_events
-- fills gag_events
-- column request text! = request
-- column basis text! = basis
-- column started_on date! = started_on
-- column event_on date! = event_on
-- column kind text! = kind
-- column date_precision? text:day = date_precision
-- column ordered? text = ordered
-- column note? text = note
UPDATE staged SET parent =
  (SELECT g.id FROM gags g JOIN requests q ON q.id = g.request_id
    WHERE q.ref = staged.request AND g.basis = staged.basis AND g.started_on = staged.started_on);

SELECT reject('request', 'no gag of ' || quote(request) || ' has this basis and start; import its file with this one, or before')
FROM staged WHERE parent IS NULL;

SELECT reject(CASE WHEN problem LIKE 'gag_last_day(): argument 4 %' THEN 'event_on'
  WHEN problem LIKE 'gag_last_day(): argument 5 %' THEN 'kind' ELSE 'ordered' END, problem)
FROM (SELECT gag_problem(g.basis, g.started_on, g.ordered, staged.event_on, staged.kind,
    staged.ordered, '9999-12-31') AS problem FROM staged JOIN gags g ON g.id = staged.parent)
WHERE problem IS NOT NULL;

UPDATE staged SET
  date_precision = iif(given('date_precision'), staged.date_precision, r.date_precision),
  ordered = iif(given('ordered'), staged.ordered, r.ordered),
  note = iif(given('note'), staged.note, r.note)
FROM gag_events r
WHERE r.gag_id = staged.parent AND r.event_on = staged.event_on AND r.kind = staged.kind;

SELECT reject('event_on', 'exists with other values; --update takes these')
FROM staged JOIN gag_events r ON r.gag_id = staged.parent AND r.event_on = staged.event_on AND r.kind = staged.kind
WHERE NOT :update AND (r.date_precision, r.ordered, r.note)
  IS NOT (staged.date_precision, staged.ordered, staged.note);

UPDATE gag_events SET
  date_precision = staged.date_precision, ordered = staged.ordered, note = staged.note
FROM staged
WHERE gag_events.gag_id = staged.parent AND gag_events.event_on = staged.event_on AND gag_events.kind = staged.kind
  AND (gag_events.date_precision, gag_events.ordered, gag_events.note)
    IS NOT (staged.date_precision, staged.ordered, staged.note);

INSERT INTO gag_events(gag_id, event_on, kind, date_precision, ordered, note)
SELECT parent, event_on, kind, date_precision, ordered, note
FROM staged
WHERE NOT EXISTS (SELECT 1 FROM gag_events r WHERE r.gag_id = staged.parent AND r.event_on = staged.event_on AND r.kind = staged.kind);

-- layout notices
-- fills notices
-- column request text! = request
-- column sent_on date! = sent_on
-- column channel? text = channel
-- column result? text = result
UPDATE staged SET parent =
  (SELECT id FROM requests WHERE ref = staged.request);

SELECT reject('request', quote(request) || ' is the ref of no request; import its file with this one, or before')
FROM staged WHERE parent IS NULL;

UPDATE staged SET
  channel = iif(given('channel'), staged.channel, r.channel),
  result = iif(given('result'), staged.result, r.result)
FROM notices r
WHERE r.request_id = staged.parent AND r.sent_on = staged.sent_on;

SELECT reject('sent_on', 'exists with other values; --update takes these')
FROM staged JOIN notices r ON r.request_id = staged.parent AND r.sent_on = staged.sent_on
WHERE NOT :update AND (r.channel, r.result)
  IS NOT (staged.channel, staged.result);

UPDATE notices SET
  channel = staged.channel, result = staged.result
FROM staged
WHERE notices.request_id = staged.parent AND notices.sent_on = staged.sent_on
  AND (notices.channel, notices.result)
    IS NOT (staged.channel, staged.result);

INSERT INTO notices(request_id, sent_on, channel, result)
SELECT parent, sent_on, channel, result
FROM staged
WHERE NOT EXISTS (SELECT 1 FROM notices r WHERE r.request_id = staged.parent AND r.sent_on = staged.sent_on);

-- layout challenges
-- fills challenges
-- column request text! = request
-- column filed_on date! = filed_on
-- column clock? text = clock
-- column date_precision? text:day = date_precision
-- column forum? text = forum
-- column government_applied_on? date = government_applied_on
-- column result? text:pending = result
-- column result_on? date = result_on
UPDATE staged SET parent =
  (SELECT id FROM requests WHERE ref = staged.request);

SELECT reject('clock', quote(clock) || ' is not a clock; see the table clocks')
FROM staged WHERE clock IS NOT NULL AND clock NOT IN (SELECT code FROM clocks);

SELECT reject('request', quote(request) || ' is the ref of no request; import its file with this one, or before')
FROM staged WHERE parent IS NULL;

UPDATE staged SET
  clock = iif(given('clock'), staged.clock, r.clock),
  date_precision = iif(given('date_precision'), staged.date_precision, r.date_precision),
  forum = iif(given('forum'), staged.forum, r.forum),
  government_applied_on = iif(given('government_applied_on'), staged.government_applied_on, r.government_applied_on),
  result = iif(given('result'), staged.result, r.result),
  result_on = iif(given('result_on'), staged.result_on, r.result_on)
FROM challenges r
WHERE r.request_id = staged.parent AND r.filed_on = staged.filed_on;

SELECT reject('filed_on', 'exists with other values; --update takes these')
FROM staged JOIN challenges r ON r.request_id = staged.parent AND r.filed_on = staged.filed_on
WHERE NOT :update AND (r.clock, r.date_precision, r.forum, r.government_applied_on, r.result, r.result_on)
  IS NOT (staged.clock, staged.date_precision, staged.forum, staged.government_applied_on, staged.result, staged.result_on);

UPDATE challenges SET
  clock = staged.clock, date_precision = staged.date_precision, forum = staged.forum,
  government_applied_on = staged.government_applied_on, result = staged.result, result_on =
  staged.result_on
FROM staged
WHERE challenges.request_id = staged.parent AND challenges.filed_on = staged.filed_on
  AND (challenges.clock, challenges.date_precision, challenges.forum, challenges.government_applied_on, challenges.result, challenges.result_on)
    IS NOT (staged.clock, staged.date_precision, staged.forum, staged.government_applied_on, staged.result, staged.result_on);

INSERT INTO challenges(request_id, filed_on, clock, date_precision, forum, government_applied_on, result, result_on)
SELECT parent, filed_on, clock, date_precision, forum, government_applied_on, result, result_on
FROM staged
WHERE NOT EXISTS (SELECT 1 FROM challenges r WHERE r.request_id = staged.parent AND r.filed_on = staged.filed_on);

