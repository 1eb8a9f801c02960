-- A register where orders of EU States, e-evidence and Canada are many and some are
-- gagged: what `generate` rarely makes. :seed moves the dice, :rows says how many.
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows), dice(i, a, b, c, d, e) AS (
  SELECT i, (i * 7919 + :seed * 104729) % 1009, (i * 15485863 + :seed * 7) % 997, (i * 32452843 + :seed * 13) % 991,
    (i * 49979687 + :seed * 17) % 983, (i * 67867967 + :seed * 19) % 977 FROM n
), placed AS (
  SELECT *, CASE WHEN a % 3 = 0 THEN 'CA' WHEN a % 3 = 1 THEN substr('DEFRPLDEIE', 1 + 2 * (b % 5), 2) ELSE substr('USDEFRUSCA', 1 + 2 * (b % 5), 2) END AS origin
  FROM dice)
INSERT INTO requests(ref, received_on, process, origin, via, service, data_kind, category, items, emergency, outcome, decided_on, accounts)
SELECT 'S' || i, date('2025-01-01', '+' || (e % 365) || ' days'),
  CASE WHEN a % 3 = 1 THEN CASE b % 7 WHEN 0 THEN 'production_order' WHEN 1 THEN 'preservation_order' WHEN 2 THEN 'order_to_inform' ELSE 'order_to_act' END
    WHEN origin = 'CA' THEN CASE c % 5 WHEN 0 THEN 'production_order' WHEN 1 THEN 'emergency' WHEN 2 THEN 'voluntary_requested' ELSE 'search_warrant' END
    ELSE CASE c % 3 WHEN 0 THEN 'subpoena' ELSE 'search_warrant' END END,
  origin, iif(a % 3 = 1 AND b % 7 < 2, 'eu_order', 'direct'), iif(d % 4 = 0, 'mail', 'search'), iif(d % 3 = 0, 'content', 'subscriber'),
  iif(a % 3 = 1, CASE d % 5 WHEN 0 THEN 'STATEMENT_CATEGORY_VIOLENCE' WHEN 1 THEN 'KEYWORD_PHISHING' WHEN 2 THEN 'KEYWORD_OTHER'
    ELSE 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD' END, NULL), iif(a % 3 = 1, 1 + d % 3, NULL), c % 11 = 0,
  CASE d % 6 WHEN 0 THEN 'rejected' WHEN 1 THEN 'no_data' WHEN 2 THEN 'noncontent' ELSE 'content' END, date('2025-01-11', '+' || (e % 365) || ' days'), 1
FROM placed;
INSERT INTO gags(request_id, basis, started_on, ordered)
SELECT id, 'US_NDO_2705B', received_on, 'indefinite' FROM requests WHERE (id * 613 + :seed * 31) % 101 < :gagged;
