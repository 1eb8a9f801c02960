-- The generated part of ext/README.md, one line a row: `make docs` runs it. Every
-- function comes from unseal_functions, every column from SQLite itself; a function
-- that no topic names is in the last one.
WITH topic(place, title, names) AS (VALUES
  (1, 'Terms and working days', 'term_* business_day is_business_day'),
  (2, 'Periods', 'period_*'),
  (3, 'Gags', 'gag_*'),
  (4, 'Jurisdictions', 'jurisdiction* regime_*'),
  (5, 'Outcomes and rates', 'outcome refusal_* disclosure_* wilson_*'),
  (6, 'Published figures', 'range_* band suppress'),
  (7, 'Samples and pictures', 'quantile km_* spark bar'),
  (8, 'Meta', 'unseal_*'),
  (9, 'Further', '*')),
topic_name(place, title, glob, rest) AS (
  SELECT place, title, '', names || ' ' FROM topic
  UNION ALL
  SELECT place, title, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1)
    FROM topic_name WHERE rest <> ''),
f AS (
  SELECT u.rowid AS at, u.*,
    (SELECT min(place) FROM topic_name AS t WHERE t.glob <> '' AND u.name GLOB t.glob) AS place
  FROM unseal_functions AS u),
-- Within a topic in the order of registration, the arities of a name together.
ranked AS (SELECT f.*, min(at) OVER (PARTITION BY name) AS first FROM f),
table_text(place, name, text) AS (VALUES
  (1, 'periods', 'every period of the unit that overlaps the span; first and last are dates or periods'),
  (2, 'holidays', 'the holidays of a calendar, by day; kind `statute` or `observed`'),
  (3, 'legal_bases', 'the rules that gag and those that do not, each cited'),
  (4, 'clocks', 'statutory deadlines around demands'),
  (5, 'jurisdictions', 'countries, territories, parts and bodies'),
  (6, 'jurisdiction_names', 'every name that `jurisdiction()` knows, with its language and source'),
  (7, 'jurisdiction_candidates', 'what an ambiguous name may mean, and why'),
  (8, 'regimes', 'which country was in which regime, from when to when'),
  (9, 'territories', 'territories that count as a state in its regimes, in all or in some'),
  (10, 'dsa_categories', 'the sub-categories of illegal content of the DSA template, each in its category'),
  (11, 'national_security', 'the processes that may be told in bands only (50 USC 1874), by their names in a register'),
  (12, 'unseal_functions', 'every SQL function with its example; this list is made of it')),
tables AS (
  SELECT t.* FROM table_text AS t WHERE EXISTS (SELECT 1 FROM pragma_module_list AS m WHERE m.name = t.name)),
line(part, place, first, at, n, text) AS (
  SELECT 1, place, 0, 0, 0, '## ' || title FROM topic WHERE place IN (SELECT place FROM f)
  UNION ALL SELECT 1, place, 0, 0, 1, '' FROM topic WHERE place IN (SELECT place FROM f)
  UNION ALL SELECT 1, place, first, at, 2,
    '**`' || signature || '`** ' || CASE kind WHEN 'scalar' THEN '' ELSE '*(' || kind || ')* ' END ||
      CASE flags WHEN 'deterministic,innocuous' THEN '' ELSE '*(' || replace(flags, ',', ', ') || ')* ' END || summary
    FROM ranked
  UNION ALL SELECT 1, place, first, at, 3, '' FROM ranked
  UNION ALL SELECT 1, place, first, at, 4, '```sql' FROM ranked
  UNION ALL SELECT 1, place, first, at, 5,
    example || '  -- ' || CASE name WHEN 'unseal_version' THEN 'the version' ELSE ifnull(result, 'NULL') END FROM ranked
  UNION ALL SELECT 1, place, first, at, 6, '```' FROM ranked
  UNION ALL SELECT 1, place, first, at, 7, '' FROM ranked
  UNION ALL VALUES (2, 0, 0, 0, 0, '## Tables'), (2, 0, 0, 0, 1, ''),
    (2, 0, 0, 0, 2, '| table | columns | what is in it |'), (2, 0, 0, 0, 3, '|---|---|---|')
  UNION ALL SELECT 2, place, 0, 0, 4,
    '| `' || name || ifnull((SELECT '(' || group_concat(x.name, ', ') || ')' FROM pragma_table_xinfo(t.name) AS x
      WHERE x.hidden = 1), '') || '` | ' ||
      (SELECT group_concat(x.name, ', ') FROM pragma_table_xinfo(t.name) AS x WHERE x.hidden = 0) ||
      ' | ' || text || ' |' FROM tables AS t)
SELECT text FROM line ORDER BY part, place, first, at, n;
