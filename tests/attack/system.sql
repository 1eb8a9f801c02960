-- What a publication tells, as linear equations over unknown counts, with the truth of
-- the register (`reg`) beside each count. Reads the imported files t_*; writes the
-- tables var, con and term of the database `sys`; :tag is put before every name.
--
-- The attacker knows which rows a table would have without suppression; with :strong
-- also that each, by origin and by process, has a demand, and the totals of a period.
-- Unknown are the counts.
-- Names: T by origin, P by process, E enterprise, N all but enterprise, C cross-border,
-- V e-evidence, D DSA, K Canada, H challenges, R what another table leaves over.
CREATE TEMP TABLE truth AS
SELECT r.id, iif(date_precision = 'year', strftime('%Y', received_on),
    strftime('%Y', received_on) || '-H' || (1 + (CAST(strftime('%m', received_on) AS INT) > 6))) AS period,
  coalesce(r.origin, '') AS origin, r.process, coalesce(customer_kind, '') = 'enterprise' AS ent, via,
  coalesce(customer_country, '') AS country, coalesce(data_region, '') AS region, coalesce(accounts, 0) AS accounts,
  coalesce(data_kind, '') AS data_kind, coalesce(service, '') AS service, emergency, items,
  coalesce(category, 'STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER') AS category,
  iif(decided_on > :asof, '', coalesce(refusal_reason, '')) AS ground,
  outcome = 'redirected' AND NOT (decided_on > :asof) IS TRUE AS redirected,
  EXISTS (SELECT 1 FROM reg.notices n WHERE n.request_id = r.id AND n.sent_on <= :asof) AS notified,
  CASE WHEN process LIKE 'preservation%' THEN 'other'
    WHEN decided_on > :asof OR outcome = 'pending' THEN 'pending'
    WHEN outcome IN ('rejected', 'redirected', 'quashed', 'withdrawn_after_objection') THEN 'refused'
    WHEN outcome IN ('content', 'noncontent', 'partial', 'no_data') THEN outcome ELSE 'other' END AS part,
  process LIKE 'preservation%' OR (outcome IN ('duplicate', 'preservation') AND NOT (decided_on > :asof) IS TRUE) AS aside,
  CASE WHEN (outcome IN ('content', 'noncontent', 'partial', 'preservation') AND NOT (decided_on > :asof) IS TRUE)
      OR (process = 'preservation_order' AND substr(effected_at, 1, 10) <= :asof) THEN 'fulfilled'
    WHEN decided_on > :asof OR outcome IN ('pending', 'duplicate', 'unknown') THEN 'open' ELSE 'not_fulfilled' END AS answer,
  jurisdiction_tag(r.origin, (SELECT code FROM jurisdictions WHERE code = customer_country),
    (SELECT code FROM jurisdictions WHERE code = data_region), received_on, 'US') AS tags,
  CASE WHEN process IN ('order_to_act', 'order_to_inform') AND regime_member(iif(r.origin GLOB '??-*', substr(r.origin, 1, 2), r.origin),
    'eu-dsa', received_on) = 1 THEN substr(r.origin, 1, 2) END AS scope,
  EXISTS (SELECT 1 FROM reg.gags g WHERE g.request_id = r.id AND g.started_on <= :asof
    AND coalesce((SELECT gag_last_day(g.basis, g.started_on, g.ordered, e.event_on, e.kind, e.ordered, :asof)
      FROM (SELECT 1) LEFT JOIN reg.gag_events e ON e.gag_id = g.id AND e.event_on <= :asof), '') >= :asof) AS gagged
FROM reg.requests r
WHERE r.received_on <= :asof AND r.received_on BETWEEN period_start(:period) AND period_end(:period)
  AND process <> 'nsl' AND process NOT LIKE 'fisa%';

-- A demand in every column that counts it.
CREATE TEMP TABLE long(id, col, v);
INSERT INTO long
SELECT id, 'requests', 1 FROM truth UNION ALL SELECT id, 'accounts', accounts FROM truth
UNION ALL SELECT id, part, 1 FROM truth UNION ALL SELECT id, 'aside', 1 FROM truth WHERE aside
UNION ALL SELECT id, 'base', 1 FROM truth WHERE part <> 'pending' AND NOT aside
UNION ALL SELECT id, 'disclosed', 1 FROM truth WHERE part IN ('content', 'noncontent', 'partial')
UNION ALL SELECT id, 'redirected', 1 FROM truth WHERE redirected
UNION ALL SELECT id, 'notified', 1 FROM truth WHERE notified
UNION ALL SELECT id, 'issued', 1 FROM truth UNION ALL SELECT id, answer, 1 FROM truth WHERE answer <> 'open'
UNION ALL SELECT id, 'act', 1 FROM truth WHERE process = 'order_to_act'
UNION ALL SELECT id, 'items', items FROM truth WHERE process = 'order_to_act' AND items > 0
UNION ALL SELECT id, 'info', 1 FROM truth WHERE process = 'order_to_inform';
CREATE INDEX temp.long_id ON long(id);

-- Which demands make which row, and which columns a row has.
CREATE TEMP TABLE member(tab, row, id);
INSERT INTO member
SELECT 'T', period || '|' || origin, id FROM truth UNION ALL SELECT 'P', period || '|' || process, id FROM truth
UNION ALL SELECT iif(ent, 'E', 'N'), period || '|' || origin, id FROM truth
UNION ALL SELECT 'C', period || '|' || origin || '|' || country || '|' || region || '|' || via || '|' || tags, id
  FROM truth WHERE ',' || tags || ',' LIKE '%,cross-border,%' AND origin IN (SELECT code FROM jurisdictions)
UNION ALL SELECT 'V', iif(process = 'production_order', 'EPOC', iif(process = 'preservation_order', 'EPOC-PR', process))
  || '|' || data_kind || '|' || service || '|' || emergency || '|' || ground, id FROM truth WHERE via = 'eu_order'
UNION ALL SELECT 'D', service || '|' || c.name || '|' || s.name, id FROM truth
  JOIN (SELECT 0 AS every UNION ALL SELECT 1) ce JOIN (SELECT 0 AS every UNION ALL SELECT 1) se
  JOIN (SELECT NULL AS name) x, (SELECT DISTINCT category AS name, category AS code, 0 AS every FROM truth
    UNION ALL SELECT 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD', 'KEYWORD_PHISHING', 0 UNION ALL SELECT 'TOTAL', NULL, 1) c,
  (SELECT DISTINCT scope AS name, 0 AS every FROM truth WHERE scope IS NOT NULL UNION ALL SELECT 'TOTAL', 1) s
  WHERE scope IS NOT NULL AND c.every = ce.every AND s.every = se.every AND (c.every OR c.code = category) AND (s.every OR s.name = scope)
UNION ALL SELECT 'K', CASE WHEN process = 'voluntary_requested' THEN 1 WHEN process = 'voluntary_own' THEN 2
    WHEN process = 'emergency' OR emergency = 1 THEN 3 WHEN process IN ('preservation', 'preservation_order') THEN 6
    WHEN process IN ('search_warrant', 'court_order', 'production_order', 'wiretap', 'pen_register') THEN 5 ELSE 4 END, id
  FROM truth WHERE origin = 'CA' OR origin GLOB 'CA-*'
UNION ALL SELECT 'R', 'no order|' || origin, id FROM truth WHERE scope IS NULL
  AND substr(origin, 1, 2) IN (SELECT scope FROM truth)
UNION ALL SELECT 'R', 'outside|' || process, id FROM truth WHERE scope IS NULL AND process IN ('order_to_act', 'order_to_inform')
UNION ALL SELECT 'R', 'otherwise|' || process, id FROM truth WHERE via <> 'eu_order' AND process IN ('production_order', 'preservation_order');
CREATE INDEX temp.member_row ON member(tab, row);

CREATE TEMP TABLE cols(tab, col);
INSERT INTO cols
SELECT t.column1, c.value FROM (VALUES
  ('T', '["requests","accounts","content","noncontent","partial","no_data","refused","other","pending","base","aside"]'),
  ('P', '["requests","accounts","content","noncontent","partial","no_data","refused","other","pending","base","aside"]'),
  ('E', '["requests","redirected","refused","disclosed","notified","pending"]'),
  ('N', '["requests","refused","disclosed","pending"]'), ('C', '["requests","refused","base"]'),
  ('V', '["issued","fulfilled","not_fulfilled"]'), ('D', '["act","items","info"]'), ('K', '["requests","disclosed"]'),
  ('R', '["requests"]')) t, json_each(t.column2) c;

INSERT INTO sys.var(name, tab, row, col, n, gagged)
SELECT :tag || m.tab || '|' || m.row || '|' || c.col, :tag || m.tab, m.row, c.col,
  coalesce(sum(l.v), 0), coalesce(sum(l.v * t.gagged), 0)
FROM member m JOIN cols c ON c.tab = m.tab JOIN truth t ON t.id = m.id LEFT JOIN long l ON l.id = m.id AND l.col = c.col
GROUP BY m.tab, m.row, c.col;

-- What a table of orders leaves over may be none.
INSERT OR IGNORE INTO sys.var(name, tab, row, col, n, gagged)
SELECT :tag || 'R|' || row || '|requests', :tag || 'R', row, 'requests', 0, 0 FROM (
  SELECT 'no order|' || scope AS row FROM truth WHERE scope IS NOT NULL UNION SELECT 'outside|' || process FROM truth WHERE process LIKE 'order_to_%'
  UNION SELECT 'otherwise|' || process FROM truth WHERE process IN ('production_order', 'preservation_order'));

-- Challenges by period of filing and forum.
INSERT INTO sys.var(name, tab, row, col, n, gagged)
WITH h AS (
  SELECT CASE h.date_precision WHEN 'year' THEN substr(h.filed_on, 1, 4) ELSE period_of(h.filed_on) END || '|' || coalesce(h.forum, '') AS row,
    iif(h.result_on > :asof, 'pending', h.result) AS result, r.id
  FROM reg.challenges h JOIN reg.requests r ON r.id = h.request_id
  WHERE h.filed_on <= :asof AND r.received_on <= :asof AND h.filed_on BETWEEN period_start(:period) AND period_end(:period)
    AND r.process <> 'nsl' AND r.process NOT LIKE 'fisa%'
), live AS (SELECT DISTINCT g.request_id AS id FROM reg.gags g WHERE g.started_on <= :asof
    AND coalesce((SELECT gag_last_day(g.basis, g.started_on, g.ordered, e.event_on, e.kind, e.ordered, :asof)
      FROM (SELECT 1) LEFT JOIN reg.gag_events e ON e.gag_id = g.id AND e.event_on <= :asof), '') >= :asof
), c(col) AS (VALUES ('filed'), ('won'), ('lost'), ('settled'), ('withdrawn_by_government'), ('withdrawn'), ('pending'))
SELECT :tag || 'H|' || row || '|' || col, :tag || 'H', row, col, sum(col IN ('filed', result)),
  sum(col IN ('filed', result) AND id IN (SELECT id FROM live))
FROM h, c GROUP BY row, col;

-- What is told: a cell that is not empty.
CREATE TEMP TABLE told(name, text);
INSERT INTO told
SELECT 'T|' || period || '|' || origin || '|' || col, text FROM (
  SELECT period, origin, 'requests' AS col, requests AS text FROM t_origin UNION ALL SELECT period, origin, 'accounts', accounts FROM t_origin
  UNION ALL SELECT period, origin, 'content', content FROM t_origin UNION ALL SELECT period, origin, 'noncontent', noncontent FROM t_origin
  UNION ALL SELECT period, origin, 'partial', partial FROM t_origin UNION ALL SELECT period, origin, 'no_data', no_data FROM t_origin
  UNION ALL SELECT period, origin, 'refused', refused FROM t_origin UNION ALL SELECT period, origin, 'other', other FROM t_origin
  UNION ALL SELECT period, origin, 'pending', pending FROM t_origin UNION ALL SELECT period, origin, 'base', base FROM t_origin
  UNION ALL SELECT period, key, 'refused', refused FROM t_refusals UNION ALL SELECT period, key, 'base', base FROM t_refusals)
UNION ALL
SELECT 'P|' || period || '|' || process || '|' || col, text FROM (
  SELECT period, process, 'requests' AS col, requests AS text FROM t_process UNION ALL SELECT period, process, 'accounts', accounts FROM t_process
  UNION ALL SELECT period, process, 'content', content FROM t_process UNION ALL SELECT period, process, 'noncontent', noncontent FROM t_process
  UNION ALL SELECT period, process, 'partial', partial FROM t_process UNION ALL SELECT period, process, 'no_data', no_data FROM t_process
  UNION ALL SELECT period, process, 'refused', refused FROM t_process UNION ALL SELECT period, process, 'other', other FROM t_process
  UNION ALL SELECT period, process, 'pending', pending FROM t_process UNION ALL SELECT period, process, 'base', base FROM t_process)
UNION ALL
SELECT 'E|' || period || '|' || origin || '|' || col, text FROM (
  SELECT period, origin, 'requests' AS col, requests AS text FROM t_enterprise UNION ALL SELECT period, origin, 'redirected', redirected FROM t_enterprise
  UNION ALL SELECT period, origin, 'refused', refused FROM t_enterprise UNION ALL SELECT period, origin, 'disclosed', disclosed FROM t_enterprise
  UNION ALL SELECT period, origin, 'notified', notified FROM t_enterprise UNION ALL SELECT period, origin, 'pending', pending FROM t_enterprise)
UNION ALL
SELECT 'C|' || period || '|' || origin || '|' || customer_country || '|' || data_region || '|' || via || '|' || tags || '|' || col, text FROM (
  SELECT *, 'requests' AS col, requests AS text FROM t_cross UNION ALL SELECT *, 'refused', refused FROM t_cross
  UNION ALL SELECT *, 'base', base FROM t_cross)
UNION ALL
SELECT 'V|' || kind || '|' || data_kind || '|' || addressee || '|' || emergency || '|' || refusal_ground || '|' || col, text FROM (
  SELECT *, 'issued' AS col, issued AS text FROM t_evidence UNION ALL SELECT *, 'fulfilled', fulfilled FROM t_evidence
  UNION ALL SELECT *, 'not_fulfilled', not_fulfilled FROM t_evidence)
UNION ALL
SELECT 'D|' || "Service" || '|' || "Category of illegal content" || '|' || "Scope" || '|' || col, text FROM (
  SELECT *, 'act' AS col, "Number of orders to act against illegal content received" AS text FROM t_dsa
  UNION ALL SELECT *, 'items', "Number of specific items of information included in the total number of orders to act against illegal content" FROM t_dsa
  UNION ALL SELECT *, 'info', "Number of orders to provide information" FROM t_dsa)
UNION ALL
SELECT 'K|' || (1 + (category LIKE '%initiative%') + 2 * (category LIKE 'emerg%') + 3 * (category LIKE 'in compl%') + 4 * (category LIKE 'court%')
    + 5 * (category LIKE 'preserv%')) || '|' || col, text FROM (
  SELECT *, 'requests' AS col, requests AS text FROM t_canada UNION ALL SELECT *, 'disclosed', disclosures FROM t_canada)
UNION ALL
SELECT 'H|' || period || '|' || forum || '|' || col, text FROM (
  SELECT *, 'filed' AS col, filed AS text FROM t_challenges UNION ALL SELECT *, 'won', won FROM t_challenges UNION ALL SELECT *, 'lost', lost FROM t_challenges
  UNION ALL SELECT *, 'settled', settled FROM t_challenges UNION ALL SELECT *, 'withdrawn_by_government', withdrawn_by_government FROM t_challenges
  UNION ALL SELECT *, 'withdrawn', withdrawn FROM t_challenges UNION ALL SELECT *, 'pending', pending FROM t_challenges);
DELETE FROM told WHERE text = '';
UPDATE sys.var SET low = t.low, high = t.high
FROM (SELECT :tag || name AS name, range_low(text) AS low, range_high(text) + iif(text = '0-100', -1, 0) AS high FROM told) t
WHERE var.name = t.name;
INSERT INTO sys.unknown SELECT :tag || name FROM told WHERE :tag || name NOT IN (SELECT name FROM sys.var) AND NOT (name LIKE 'K|%' AND text = '0-100');

-- Equations. con: low <= sum of coef * var <= high.
CREATE TEMP TABLE v AS SELECT name, substr(tab, length(:tag) + 1) AS tab, row, col FROM sys.var WHERE substr(tab, 1, length(:tag)) = :tag AND length(tab) = length(:tag) + 1;
CREATE TEMP TABLE eq(con, name, coef, low, high);
-- Inside a row: parts add up; what is in no rate is part of `other`; an existing row has a demand.
INSERT INTO eq SELECT 'parts ' || tab || row, name, iif(col = 'requests', 1, -1), 0, 0 FROM v
WHERE tab IN ('T', 'P') AND col NOT IN ('accounts', 'base', 'aside');
INSERT INTO eq SELECT 'base ' || tab || row, name, iif(col = 'requests', 1, -1), 0, 0 FROM v
WHERE tab IN ('T', 'P') AND col IN ('requests', 'pending', 'aside', 'base');
INSERT INTO eq SELECT 'aside ' || tab || row, name, iif(col = 'other', 1, -1), 0, NULL FROM v WHERE tab IN ('T', 'P') AND col IN ('other', 'aside');
INSERT INTO eq SELECT 'row ' || name, name, 1, 1, NULL FROM v
WHERE :strong AND (tab IN ('T', 'P') AND col = 'requests' OR tab = 'H' AND col = 'filed');
INSERT INTO eq SELECT 'parts ' || tab || row, name, iif(col = 'requests', 1, -1), 0, NULL FROM v
WHERE tab IN ('E', 'N') AND col IN ('requests', 'refused', 'disclosed', 'pending');
INSERT INTO eq SELECT 'sent on ' || row, name, iif(col = 'refused', 1, -1), 0, NULL FROM v WHERE tab = 'E' AND col IN ('refused', 'redirected');
INSERT INTO eq SELECT 'told ' || row, name, iif(col = 'requests', 1, -1), 0, NULL FROM v WHERE tab = 'E' AND col IN ('requests', 'notified');
INSERT INTO eq SELECT 'base C' || row, name, iif(col = 'requests', 1, -1), 0, NULL FROM v WHERE tab = 'C' AND col IN ('requests', 'base');
INSERT INTO eq SELECT 'refused C' || row, name, iif(col = 'base', 1, -1), 0, NULL FROM v WHERE tab = 'C' AND col IN ('base', 'refused');
INSERT INTO eq SELECT 'parts V' || row, name, iif(col = 'issued', 1, -1), 0, NULL FROM v WHERE tab = 'V';
INSERT INTO eq SELECT 'parts H' || row, name, iif(col = 'filed', 1, -1), 0, 0 FROM v WHERE tab = 'H';
-- With :strong, the total of a column over a period is known, also where it is not
-- printed, once a cell of it is told; by origin and by process it is the same.
CREATE TEMP TABLE total AS
SELECT tab, iif(tab = 'P', 'T', tab) AS of, substr(row, 1, instr(row, '|') - 1) AS period, col, sum(n) AS n, count(low) AS told
FROM (SELECT v.*, s.n, s.low FROM v JOIN sys.var s ON s.name = v.name WHERE v.tab IN ('T', 'P', 'H')) GROUP BY tab, period, col;
INSERT INTO eq SELECT 'total ' || v.tab || t.period || v.col, v.name, 1, t.n, t.n
FROM v JOIN total t ON t.tab = v.tab AND t.period = substr(v.row, 1, instr(v.row, '|') - 1) AND t.col = v.col
WHERE :strong AND EXISTS (SELECT 1 FROM total o WHERE o.of = t.of AND o.period = t.period AND o.col = t.col AND o.told > 0);
INSERT INTO eq SELECT 'same ' || t.period || v.col, v.name, iif(v.tab = 'T', 1, -1), 0, 0
FROM v JOIN total t ON t.tab = v.tab AND t.period = substr(v.row, 1, instr(v.row, '|') - 1) AND t.col = v.col WHERE v.tab IN ('T', 'P');
-- Enterprise and the others make an origin.
INSERT INTO eq SELECT 'enterprise ' || row || col, name, 1, 0, 0 FROM v WHERE tab IN ('E', 'N') AND col IN ('requests', 'refused', 'pending', 'disclosed');
INSERT INTO eq SELECT 'enterprise ' || row || iif(col IN ('content', 'noncontent', 'partial'), 'disclosed', col), name, -1, 0, 0 FROM v
WHERE tab = 'T' AND col IN ('requests', 'refused', 'pending', 'content', 'noncontent', 'partial');
-- Where all demands of an origin are cross-border, so is their sum.
INSERT INTO eq SELECT 'cross ' || period || col, name, coef, 0, 0 FROM (
  SELECT name, col, 1 AS coef, substr(row, 1, instr(row, '|') + instr(substr(row, instr(row, '|') + 1), '|') - 1) AS period FROM v WHERE tab = 'C'
  UNION ALL SELECT name, col, -1, row FROM v WHERE tab = 'T' AND col IN ('requests', 'refused', 'base')
    AND substr(row, instr(row, '|') + 1) NOT IN (SELECT origin FROM truth WHERE id NOT IN (SELECT id FROM member WHERE tab = 'C')));
-- European orders and what else came by these processes.
INSERT INTO eq SELECT 'orders ' || process, name, coef, 0, 0 FROM (
  SELECT name, 1 AS coef, CASE WHEN row GLOB 'EPOC|*' THEN 'production_order' WHEN row GLOB 'EPOC-PR|*' THEN 'preservation_order' END AS process
  FROM v WHERE tab = 'V' AND col = 'issued'
  UNION ALL SELECT name, 1, substr(row, 11) FROM v WHERE tab = 'R' AND row GLOB 'otherwise|*'
  UNION ALL SELECT name, -1, substr(row, instr(row, '|') + 1) FROM v WHERE tab = 'P' AND col = 'requests' AND row GLOB '*|p*_order')
WHERE process IS NOT NULL;
-- DSA: categories and scopes add up; an origin's and a process's orders with what else there is.
CREATE TEMP TABLE d AS SELECT name, col, substr(row, 1, instr(row, '|') - 1) AS service,
  substr(row, instr(row, '|') + 1, length(row) - instr(row, '|') - length(replace(row, rtrim(row, replace(row, '|', '')), '')) - 1) AS category,
  replace(row, rtrim(row, replace(row, '|', '')), '') AS scope FROM v WHERE tab = 'D';
INSERT INTO eq SELECT 'categories ' || service || scope || col, name, iif(category = 'TOTAL', -1, 1), 0, 0 FROM d
WHERE category NOT LIKE 'KEYWORD%' OR category = 'KEYWORD_OTHER'; -- which no category has alone
INSERT INTO eq SELECT 'keywords ' || service || scope || col, name, iif(category LIKE 'KEYWORD%', -1, 1), 0, NULL FROM d
WHERE category IN ('KEYWORD_PHISHING', 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD');
INSERT INTO eq SELECT 'scopes ' || service || category || col, name, iif(scope = 'TOTAL', -1, 1), 0, 0 FROM d;
INSERT INTO eq SELECT 'origin ' || scope, name, coef, 0, 0 FROM (
  SELECT name, 1 AS coef, scope FROM d WHERE category = 'TOTAL' AND col <> 'items' AND scope <> 'TOTAL'
  UNION ALL SELECT name, 1, substr(row, 10, 2) FROM v WHERE tab = 'R' AND row GLOB 'no order|*'
  UNION ALL SELECT name, -1, substr(row, instr(row, '|') + 1, 2) FROM v WHERE tab = 'T' AND col = 'requests')
WHERE scope IN (SELECT scope FROM d);
INSERT INTO eq SELECT 'process ' || process, name, coef, 0, 0 FROM (
  SELECT name, 1 AS coef, iif(col = 'act', 'order_to_act', 'order_to_inform') AS process FROM d WHERE category = 'TOTAL' AND scope = 'TOTAL' AND col <> 'items'
  UNION ALL SELECT name, 1, substr(row, 9) FROM v WHERE tab = 'R' AND row GLOB 'outside|*'
  UNION ALL SELECT name, -1, substr(row, instr(row, '|') + 1) FROM v WHERE tab = 'P' AND col = 'requests' AND row GLOB '*|order_to_*');
-- Canada: the categories are all of Canada's demands.
INSERT INTO eq SELECT 'canada ' || col, name, coef, 0, 0 FROM (
  SELECT name, col, 1 AS coef FROM v WHERE tab = 'K'
  UNION ALL SELECT name, iif(col = 'requests', col, 'disclosed'), -1 FROM v WHERE tab = 'T' AND col IN ('requests', 'content', 'noncontent', 'partial')
    AND (row GLOB '*|CA' OR row GLOB '*|CA-*'));
INSERT INTO sys.con SELECT :tag || con, min(low), iif(count(high) = 0, NULL, max(high)) FROM eq GROUP BY con;
INSERT INTO sys.term SELECT :tag || con, name, coef FROM eq;
