-- report consistency
-- title Published figures that contradict each other
-- about One row a contradiction, with what is stated, what follows from the other figures, file and line.
-- publish no
-- use common
-- param period period : only figures within this period; or --from and --to
-- param process published.process : only this process, in the publisher's words
-- param provider published.provider : only this provider, as github
-- column key provider : who published it
-- column key period : the period that the figure is of
-- column key jurisdiction_text : country, in the publisher's words
-- column text rule : what is wrong, see below
-- column text stated : as the file has it
-- column text computed : what it should be, or may be at most
-- column text file : the file
-- column text line : its line; of a sheet, its row
--
-- Each file is judged by itself, halves and years across files. The rules:
--   SERIES over requests: more of them than requests (computed: the requests)
--   disclosed_pct: the printed percentage is not the one of the counts (half a unit
--     of its last digit and a hundredth of it are allowed)
--   disclosed_pct over 100
--   outcomes: content, noncontent, no_data and rejected do not add up to the requests
--   SERIES total: a totals row is not the sum of its parts
--   SERIES parts: a figure is not the sum of the parts printed beside it
--   SERIES halves: a year is not the sum of its halves
--   SERIES fractional: a count that is no whole number (computed: the nearest one)
--   disclosed_pct break: the percentage of all requests of a period, weighted, is more
--     than 25 points off those of the periods next to it (computed: the nearer one)
WITH files AS (
  SELECT id, path, coalesce(published_on, '') AS published_on
  FROM import_files
  WHERE published_on IS NULL OR published_on <= unseal_asof()
), figures AS (
  SELECT p.file_id, p.provider, p.period_start, p.period_end, p.origin, p.jurisdiction_text, p.process,
    replace(p.series, '_part', '') AS series, p.series LIKE '%\_part' ESCAPE '\' AS part,
    sum(p.low) AS low, sum(p.high) AS high,
    iif(count(*) = 1, max(p.cell), sum(p.low) || iif(sum(p.low) = sum(p.high), '', '-' || sum(p.high))) AS cell,
    min(p.line) AS line
  FROM published p JOIN files f ON f.id = p.file_id
  WHERE (:provider IS NULL OR p.provider = :provider) AND (:origin IS NULL OR p.origin = :origin)
    AND (:process IS NULL OR p.process = :process)
  GROUP BY p.file_id, p.provider, p.period_start, p.period_end, p.jurisdiction_text, p.process, p.series
), wide AS (
  -- The figures of one row of a table, side by side.
  SELECT file_id, provider, period_start, period_end, origin, jurisdiction_text, process, part,
    min(line) AS line,
    max(low) FILTER (WHERE series = 'requests') AS requests_low,
    max(high) FILTER (WHERE series = 'requests') AS requests,
    max(cell) FILTER (WHERE series = 'requests') AS requests_cell,
    coalesce(max(low) FILTER (WHERE series = 'disclosed'),
      max(low) FILTER (WHERE series = 'content') + max(low) FILTER (WHERE series = 'noncontent')) AS disclosed_low,
    coalesce(max(high) FILTER (WHERE series = 'disclosed'),
      max(high) FILTER (WHERE series = 'content') + max(high) FILTER (WHERE series = 'noncontent')) AS disclosed,
    max(low) FILTER (WHERE series = 'content') AS content,
    max(low) FILTER (WHERE series = 'noncontent') AS noncontent,
    max(low) FILTER (WHERE series = 'no_data') AS no_data,
    max(low) FILTER (WHERE series = 'rejected') AS rejected,
    max(low) FILTER (WHERE series = 'disclosed_pct') AS pct,
    max(cell) FILTER (WHERE series = 'disclosed_pct') AS pct_cell
  FROM figures
  GROUP BY file_id, provider, period_start, period_end, jurisdiction_text, process, part
), parts(provider, whole, part_of) AS (
  -- Tables that print a figure and what it is made of.
  VALUES ('meta', 'Total Requests', 'Legal Process'), ('meta', 'Total Requests', 'Emergency'),
    ('twitter', 'Information requests', 'Federal Requests'),
    ('twitter', 'Information requests', 'State Requests')
), weighted AS (
  SELECT file_id, provider, period_start, period_end, min(line) AS line,
    sum(requests_low * pct) * 1.0 / sum(requests_low) AS share
  FROM wide
  WHERE NOT part AND pct IS NOT NULL AND requests_low IS NOT NULL
  GROUP BY file_id, provider, period_start, period_end
  HAVING sum(requests_low) >= 100
), neighbours AS (
  SELECT *, lag(share) OVER w AS before, lead(share) OVER w AS after
  FROM weighted
  WINDOW w AS (PARTITION BY file_id, provider ORDER BY period_start, period_end)
), newest AS (
  SELECT f.*, row_number() OVER (PARTITION BY f.provider, f.period_start, f.period_end, f.jurisdiction_text,
      f.process, f.series, f.part ORDER BY i.published_on DESC, i.id DESC) AS age
  FROM figures f JOIN files i ON i.id = f.file_id
), found(ord, file_id, provider, period_start, period_end, jurisdiction_text, process, rule, stated, computed, line) AS (
  SELECT 1, f.file_id, f.provider, f.period_start, f.period_end, f.jurisdiction_text, f.process,
    f.series || ' over requests', f.cell, w.requests_cell, f.line
  FROM figures f JOIN wide w ON w.file_id = f.file_id AND w.provider = f.provider
    AND w.period_start = f.period_start AND w.period_end = f.period_end
    AND w.jurisdiction_text IS f.jurisdiction_text AND w.process IS f.process AND w.part = f.part
  WHERE f.series IN ('disclosed', 'content', 'noncontent', 'no_data', 'rejected', 'challenged', 'pending')
    AND f.low > w.requests + 1e-6
  UNION ALL
  SELECT 2, file_id, provider, period_start, period_end, jurisdiction_text, process, 'disclosed_pct', pct_cell,
    round(100.0 * disclosed_low / requests, 1)
      || iif(disclosed_low = disclosed AND requests_low = requests, '', '-' || round(100.0 * disclosed / requests_low, 1)),
    line
  FROM (
    SELECT *, 0.51 / CASE WHEN pct = round(pct) THEN 1 WHEN pct * 10 = round(pct * 10) THEN 10 ELSE 100 END AS unit
    FROM wide)
  WHERE requests_low > 0 AND disclosed_low <= requests
    AND (pct < 100.0 * disclosed_low / requests - unit OR pct > 100.0 * disclosed / requests_low + unit)
  UNION ALL
  SELECT 3, file_id, provider, period_start, period_end, jurisdiction_text, process, 'disclosed_pct over 100',
    cell, '100', line
  FROM figures WHERE series = 'disclosed_pct' AND low > 100
  UNION ALL
  SELECT 4, file_id, provider, period_start, period_end, jurisdiction_text, process, 'outcomes', requests_cell,
    round(content + noncontent + no_data + rejected, 6), line
  FROM wide
  WHERE requests_low = requests AND abs(content + noncontent + no_data + rejected - requests) > 1e-6
  UNION ALL
  SELECT 5, t.file_id, t.provider, t.period_start, t.period_end, t.jurisdiction_text, t.process,
    t.series || ' total', t.stated,
    coalesce(t.parts_low || iif(t.parts_low = t.parts_high, '', '-' || t.parts_high), '0'), t.line
  FROM totals_off t JOIN files f ON f.id = t.file_id
  WHERE (:provider IS NULL OR t.provider = :provider) AND :origin IS NULL AND (:process IS NULL OR t.process = :process)
  UNION ALL
  SELECT 6, w.file_id, w.provider, w.period_start, w.period_end, w.jurisdiction_text, w.process,
    w.series || ' parts', w.cell, round(sum(q.low), 6) || '', w.line
  FROM figures w JOIN parts m ON m.provider = w.provider AND m.whole = w.process
    JOIN figures q ON q.file_id = w.file_id AND q.provider = w.provider AND q.period_start = w.period_start
      AND q.period_end = w.period_end AND q.jurisdiction_text IS w.jurisdiction_text AND q.series = w.series
      AND q.part AND q.process = m.part_of
  WHERE NOT w.part AND w.low = w.high AND w.series <> 'disclosed_pct'
  GROUP BY w.file_id, w.provider, w.period_start, w.period_end, w.jurisdiction_text, w.process, w.series
  HAVING count(*) = (SELECT count(*) FROM parts n WHERE n.provider = w.provider AND n.whole = w.process)
    AND abs(sum(q.low) - w.low) > 1e-6
  UNION ALL
  -- A figure without a country beside the countries it is made of (GitHub's cross-border).
  SELECT 6, w.file_id, w.provider, w.period_start, w.period_end, w.jurisdiction_text, w.process,
    w.series || ' parts', w.cell, sum(q.low) || '', w.line
  FROM newest w JOIN newest q ON q.age = 1 AND q.part AND q.provider = w.provider AND q.process = w.process
      AND q.series = w.series AND q.period_start = w.period_start AND q.period_end = w.period_end
      AND q.jurisdiction_text IS NOT NULL
  WHERE w.age = 1 AND NOT w.part AND w.jurisdiction_text IS NULL AND w.low = w.high
  GROUP BY w.file_id, w.provider, w.period_start, w.period_end, w.process, w.series
  HAVING abs(sum(q.low) - w.low) > 1e-6
  UNION ALL
  SELECT 7, y.file_id, y.provider, y.period_start, y.period_end, y.jurisdiction_text, y.process,
    y.series || ' halves', y.cell, sum(h.low) || iif(sum(h.low) = sum(h.high), '', '-' || sum(h.high)), y.line
  FROM newest y JOIN newest h ON h.age = 1 AND h.provider = y.provider AND h.process IS y.process
      AND h.series = y.series AND h.part = y.part AND h.jurisdiction_text IS y.jurisdiction_text
      AND h.period_start >= y.period_start AND h.period_end <= y.period_end
      AND period_of(h.period_start) = period_of(h.period_end)
      AND h.period_start = period_start(period_of(h.period_start)) AND h.period_end = period_end(period_of(h.period_end))
  WHERE y.age = 1 AND y.series NOT LIKE '%pct'
    AND y.period_start LIKE '%-01-01' AND y.period_end = substr(y.period_start, 1, 4) || '-12-31'
  GROUP BY y.file_id, y.provider, y.period_start, y.period_end, y.jurisdiction_text, y.process, y.series, y.part
  HAVING count(*) = 2 AND (sum(h.high) < y.low OR sum(h.low) > y.high)
  UNION ALL
  SELECT 9, file_id, provider, period_start, period_end, jurisdiction_text, process, series || ' fractional', cell,
    CAST(round(low) AS INTEGER) || '', line
  FROM figures WHERE series <> 'disclosed_pct' AND low <> round(low)
  UNION ALL
  SELECT 8, file_id, provider, period_start, period_end, NULL, NULL, 'disclosed_pct break', round(share, 1) || '',
    round(iif(after IS NULL OR abs(share - before) < abs(share - after), before, after), 1) || '', line
  FROM neighbours
  WHERE coalesce(before, after) IS NOT NULL
    AND coalesce(abs(share - before), 100) > 25 AND coalesce(abs(share - after), 100) > 25
)
SELECT provider,
  CASE WHEN period_start = period_start(period_of(period_start, 'year'))
      AND period_end = period_end(period_of(period_start, 'year')) THEN period_of(period_start, 'year')
    WHEN period_start = period_start(period_of(period_start, 'half'))
      AND period_end = period_end(period_of(period_start, 'half')) THEN period_of(period_start, 'half')
    WHEN period_start = period_start(period_of(period_start, 'quarter'))
      AND period_end = period_end(period_of(period_start, 'quarter')) THEN period_of(period_start, 'quarter')
    WHEN period_start = period_start(period_of(period_start, 'month'))
      AND period_end = period_end(period_of(period_start, 'month')) THEN period_of(period_start, 'month')
    ELSE period_start || '/' || period_end END AS period,
  jurisdiction_text, rule || iif(process IS NULL OR rule LIKE '%break', '', ' (' || process || ')') AS rule,
  stated, iif(computed GLOB '*[0-9].0' AND computed NOT GLOB '*-*', substr(computed, 1, length(computed) - 2), computed || '') AS computed, f.path AS file, line
FROM found JOIN files f ON f.id = found.file_id
WHERE period_start >= :from_on AND period_end <= :to_on
ORDER BY provider, period_start, period_end, file_id, line, ord, rule, process, jurisdiction_text, stated;
