-- The register, level 3: what publishers print as totals.
--
-- Totals rows are checked against their parts and never counted: they stand here,
-- with file and line, not among the published figures. Licence: MIT.
CREATE TABLE published_totals (
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  period_start TEXT NOT NULL
    CONSTRAINT "period_start is not a date"
      CHECK (period_start IS date(period_start, '+0 days') AND period_start >= '0001'),
  period_end TEXT NOT NULL
    CONSTRAINT "period_end is not a date"
      CHECK (period_end IS date(period_end, '+0 days') AND period_end >= '0001'),
  jurisdiction_text TEXT,
  origin TEXT,
  process TEXT,
  series TEXT NOT NULL,
  low ANY
    CONSTRAINT "low is not a number, or a whole one stored as REAL" CHECK (CASE typeof(low) WHEN 'integer' THEN 1 WHEN 'null' THEN 1
    WHEN 'real' THEN low <> round(low) END IS 1),
  high ANY
    CONSTRAINT "high is not a number, or a whole one stored as REAL" CHECK (CASE typeof(high) WHEN 'integer' THEN 1 WHEN 'null' THEN 1
    WHEN 'real' THEN high <> round(high) END IS 1),
  cell TEXT,
  file_id INTEGER REFERENCES import_files(id),
  line INTEGER,
  CONSTRAINT "period_start is after period_end" CHECK (period_start <= period_end)
) STRICT;

CREATE INDEX published_totals_file ON published_totals(file_id);

-- Totals that the rows of their file cannot give: no value is in both. An origin or a process that is NULL
-- is all of them, a process that ends with a star all that begin so; sums of fractions
-- are equal to a millionth. Where a file prints a total for each of several services,
-- of which published knows nothing, they give the parts together.
CREATE VIEW totals_off AS
SELECT t.provider, t.period_start, t.period_end, t.jurisdiction_text, t.process, t.series,
  t.cell AS stated, t.low, t.high, p.low AS parts_low, p.high AS parts_high, t.file_id, t.line
FROM published_totals t JOIN (
  SELECT u.id, sum(q.low) AS low, sum(q.high) AS high
  FROM published_totals u LEFT JOIN published q
    ON q.file_id = u.file_id AND q.provider = u.provider AND q.series = u.series
      AND q.period_start = u.period_start AND q.period_end = u.period_end AND (u.origin IS NULL OR q.origin = u.origin)
      AND (u.process IS NULL OR q.process = u.process OR (u.process LIKE '%*'
        AND substr(q.process, 1, length(u.process) - 1) = substr(u.process, 1, length(u.process) - 1)))
  GROUP BY u.id) p ON p.id = t.id JOIN (
  SELECT id, sum(low) OVER same AS low, sum(high) OVER same AS high
  FROM published_totals
  WINDOW same AS (PARTITION BY file_id, provider, period_start, period_end, jurisdiction_text, origin,
    process, series)) a ON a.id = t.id
WHERE t.low IS NOT NULL
  AND (coalesce(p.low, 0) > t.high + 1e-6 * max(1, t.high)
    OR coalesce(p.high, 0) < t.low - 1e-6 * max(1, t.low))
  AND (coalesce(p.low, 0) > a.high + 1e-6 * max(1, a.high)
    OR coalesce(p.high, 0) < a.low - 1e-6 * max(1, a.low));

UPDATE settings SET value = '3' WHERE name = 'schema';
PRAGMA user_version = 3;
