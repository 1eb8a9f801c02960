-- Two publications, as system.sql wrote them under the tags :old and :now: of one period,
-- the later one with more demands, or of a period within the other's. A row's demands
-- then only grow, and what came on top is a count of its own.
CREATE TEMP TABLE grown AS
SELECT o.name AS old, n.name AS now, :now || 'since ' || o.name AS name, n.n - o.n AS n, max(n.gagged, 0) AS gagged
FROM var o JOIN var n ON n.name = :now || substr(o.name, length(:old) + 1)
WHERE substr(o.name, 1, length(:old)) = :old AND o.col IN ('requests', 'issued', 'act', 'items', 'info', 'filed') AND n.n >= o.n
  AND substr(o.tab, length(:old) + 1) NOT IN ('R', 'N');
INSERT INTO var(name, tab, col, n, gagged) SELECT name, 'since', 'since', n, gagged FROM grown;
INSERT INTO con SELECT name, 0, 0 FROM grown;
INSERT INTO term SELECT name, name, 1 FROM grown UNION ALL SELECT name, old, 1 FROM grown UNION ALL SELECT name, now, -1 FROM grown;
