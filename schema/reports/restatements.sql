-- report restatements
-- title Figures that a publisher has changed since
-- about Each cell that a later file of the same publisher states otherwise, withdraws or adds.
-- publish no
-- use common
-- param period period : only figures within this period; or --from and --to
-- param process published.process : only this process, in the publisher's words
-- param provider published.provider : only this provider, as google
-- column key provider : who published it
-- column key period : the period that the figure is of
-- column key jurisdiction_text : country, in the publisher's words
-- column key process : kind of demand, in the publisher's words
-- column key series : what is counted
-- column text old_cell : as the earlier file has it; NULL: it had no such row
-- column text new_cell : as the later file has it; NULL: the row is gone
-- column text old_file : the earlier file
-- column text new_file : the later file
-- aside SELECT DISTINCT p.provider || ': files of one publication date (' || coalesce(f.published_on, 'none given')
-- aside   || ') are compared in the order of their import; --published would tell them apart'
-- aside FROM published p JOIN import_files f ON f.id = p.file_id
-- aside WHERE (f.published_on IS NULL OR f.published_on <= unseal_asof()) AND (:provider IS NULL OR p.provider = :provider)
-- aside   AND p.period_start >= :from_on AND p.period_end <= :to_on AND (:process IS NULL OR p.process = :process)
-- aside GROUP BY p.provider, p.period_start, p.period_end, p.process, p.series, f.published_on
-- aside HAVING count(DISTINCT p.file_id) > 1 ORDER BY 1
--
-- Files are compared in the order of --published, then of their import, each with
-- the one before it that has figures of the same period and series, and of the same process
-- or (of one import map, parts aside) of the same country: there a kind of demand that is
-- gone or new is a change too. What is equal in value is no change (1,234 and 1234). A
-- country under another name is the same row where the code is the same.
WITH files AS (
  SELECT id, path, map, coalesce(published_on, '') AS published_on
  FROM import_files
  WHERE published_on IS NULL OR published_on <= unseal_asof()
), rows_of AS (
  SELECT p.*, f.published_on, f.path, f.map
  FROM published p JOIN files f ON f.id = p.file_id
  WHERE p.period_start >= :from_on AND p.period_end <= :to_on
    AND (:provider IS NULL OR p.provider = :provider)
    AND (:origin IS NULL OR p.origin = :origin)
    AND (:process IS NULL OR p.process = :process)
), shared AS (
  -- Codes that several names of one file share: there the name decides.
  SELECT DISTINCT provider, origin FROM rows_of
  WHERE origin IS NOT NULL
  GROUP BY file_id, provider, period_start, period_end, process, series, origin
  HAVING min(jurisdiction_text) <> max(jurisdiction_text)
), cells AS (
  SELECT r.provider, r.period_start, r.period_end, r.process, r.series,
    iif(r.origin IS NULL OR EXISTS (SELECT 1 FROM shared s
      WHERE s.provider = r.provider AND s.origin = r.origin), 'name ' || r.jurisdiction_text, r.origin) AS place,
    max(r.jurisdiction_text) AS jurisdiction_text, r.file_id, r.published_on, r.path, r.map,
    sum(r.low) AS low, sum(r.high) AS high,
    iif(count(*) = 1, max(r.cell), sum(r.low) || iif(sum(r.low) = sum(r.high), '', '-' || sum(r.high))) AS cell
  FROM rows_of r
  GROUP BY r.file_id, r.provider, r.period_start, r.period_end, place, r.process, r.series
), covers AS (
  SELECT DISTINCT file_id, published_on, path, provider, period_start, period_end, process, series FROM cells
), twice AS (
  SELECT provider, period_start, period_end, process, series FROM covers
  GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1
), places AS (
  SELECT DISTINCT file_id, published_on, path, map, provider, period_start, period_end, place, series FROM cells
  WHERE series NOT LIKE '%\_part' ESCAPE '\'
), twice_there AS (
  SELECT map, provider, period_start, period_end, place, series FROM places
  GROUP BY 1, 2, 3, 4, 5, 6 HAVING count(*) > 1
), keys AS (
  -- Each cell, with every file that speaks of it or should.
  SELECT c.provider, c.period_start, c.period_end, c.place, c.process, c.series, v.file_id, v.published_on, v.path
  FROM cells c JOIN twice t ON t.provider = c.provider AND t.period_start = c.period_start
      AND t.period_end = c.period_end AND t.process IS c.process AND t.series = c.series
    JOIN covers v ON v.provider = c.provider AND v.period_start = c.period_start
      AND v.period_end = c.period_end AND v.process IS c.process AND v.series = c.series
  UNION
  SELECT c.provider, c.period_start, c.period_end, c.place, c.process, c.series, v.file_id, v.published_on, v.path
  FROM cells c JOIN twice_there t ON t.map = c.map AND t.provider = c.provider AND t.period_start = c.period_start
      AND t.period_end = c.period_end AND t.place IS c.place AND t.series = c.series
    JOIN places v ON v.map = c.map AND v.provider = c.provider AND v.period_start = c.period_start
      AND v.period_end = c.period_end AND v.place IS c.place AND v.series = c.series
), grid AS (
  SELECT k.*, c.low, c.high, c.cell, c.jurisdiction_text
  FROM keys k
    LEFT JOIN cells c ON c.file_id = k.file_id AND c.provider = k.provider AND c.period_start = k.period_start
      AND c.period_end = k.period_end AND c.place IS k.place AND c.process IS k.process AND c.series = k.series
), steps AS (
  SELECT *, lag(low) OVER w AS old_low, lag(high) OVER w AS old_high, lag(cell) OVER w AS old_cell,
    lag(path) OVER w AS old_path, lag(file_id) OVER w AS old_id, lag(jurisdiction_text) OVER w AS old_text
  FROM grid
  WINDOW w AS (PARTITION BY provider, period_start, period_end, place, process, series ORDER BY published_on, file_id)
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
  coalesce(jurisdiction_text, old_text) AS jurisdiction_text, process, series, old_cell, cell AS new_cell,
  old_path AS old_file, path AS new_file
FROM steps
WHERE old_id IS NOT NULL AND (old_low IS NOT NULL OR low IS NOT NULL)
  AND NOT coalesce(abs(low - old_low) <= 1e-9 * abs(old_low) AND abs(high - old_high) <= 1e-9 * abs(old_high), 0)
ORDER BY provider, period_start, period_end, place, process, series, published_on, file_id;
