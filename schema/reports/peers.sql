-- report peers
-- title What providers publish, side by side
-- about Requests as published, and the refusal rate that each publisher's own figures give, as a range.
-- publish no
-- use common
-- param period period : only figures within this period; or --from and --to
-- param providers published.provider : these only, as google,microsoft
-- param series requests|orders|emergency_requests|preservation_requests = requests : what is counted as a request
-- param process published.process : only this process, in the publisher's words
-- param definition yahoo|microsoft|google : only rates by this definition
-- column key period : the publisher's period
-- column key origin : country; a part of it where --origin asks for the part
-- column key provider : who published it
-- column count requests_low : requests, the least that the cells allow
-- column count requests_high : the most
-- column rate disclosed_pct : share of requests that got some data, percent
-- column rate refusal_low : refusal rate, the least that the cells allow, 0 to 1
-- column rate refusal_high : the most
-- column text definition : microsoft: rejected of requests; google: nothing disclosed of requests
--
-- Rates of two providers compare only where their definition is the same
-- (law.md 5.4). A printed percentage stands for all that round to it. Figures are
-- the newest published by the as-of date. Where a publisher prints parts of a country
-- (US-CA), they add up to the country, beside what the same file prints of no part. Services and outcomes of our own
-- register are not in this.
WITH latest AS MATERIALIZED (
  SELECT *, jurisdiction_parent(origin) AS part_of FROM published_latest
  WHERE period_start >= :from_on AND period_end <= :to_on
    AND (:origin IS NULL OR :origin IN (origin, jurisdiction_parent(origin)))
    AND (:process IS NULL OR process = :process)
    AND (:providers IS NULL OR ',' || replace(:providers, ' ', '') || ',' LIKE '%,' || provider || ',%')
), figures AS (
  -- One row a figure: a publisher's rows of one kind and answer add up, percentages do not.
  SELECT provider, period_start, period_end,
    CASE WHEN origin = :origin THEN origin ELSE coalesce(part_of, origin) END AS origin,
    process, jurisdiction_text, series,
    iif(series = 'disclosed_pct', min(low), sum(low)) AS low,
    iif(series = 'disclosed_pct', max(high), sum(high)) AS high, max(cell) AS cell
  FROM latest l
  -- Parts that stand in one file and their country in another are not added.
  WHERE part_of IS NULL OR origin = :origin OR NOT EXISTS (SELECT 1 FROM latest w
    WHERE w.provider = l.provider AND w.period_start = l.period_start AND w.period_end = l.period_end
      AND w.series = l.series AND w.process IS l.process AND w.origin = l.part_of AND w.file_id IS NOT l.file_id)
  GROUP BY provider, period_start, period_end, l.origin, process, jurisdiction_text, series
), cells AS (
  SELECT r.provider, r.period_start, r.period_end, r.origin, r.low AS r_low, r.high AS r_high,
    d.low AS d_low, d.high AS d_high, x.low AS x_low, x.high AS x_high, p.low AS p_low, p.high AS p_high,
    CASE WHEN p.cell LIKE '%.%' THEN 0.5
      / CAST('1' || substr('000000', 1, length(rtrim(p.cell, '%* ')) - instr(p.cell, '.')) AS INTEGER)
      ELSE 0.5 END
      -- A share of 1: its digits count a hundred times.
      * iif(p.cell NOT LIKE '%\%' ESCAPE '\' AND abs(p.low - 100 * range_low(p.cell)) < 1e-6, 100, 1) AS half_unit
  FROM figures r
    LEFT JOIN figures d ON d.series = 'disclosed' AND d.provider = r.provider
      AND d.period_start = r.period_start AND d.period_end = r.period_end
      AND d.jurisdiction_text IS r.jurisdiction_text AND d.process IS r.process
    LEFT JOIN figures p ON p.series = 'disclosed_pct' AND p.provider = r.provider
      AND p.period_start = r.period_start AND p.period_end = r.period_end
      AND p.jurisdiction_text IS r.jurisdiction_text AND p.process IS r.process
    LEFT JOIN figures x ON x.series = 'rejected' AND x.provider = r.provider
      AND x.period_start = r.period_start AND x.period_end = r.period_end
      AND x.jurisdiction_text IS r.jurisdiction_text AND x.process IS r.process
  WHERE r.series = :series
), given AS (
  SELECT *, coalesce(d_low, r_low * max(p_low - half_unit, 0) / 100.0) AS g_low,
    coalesce(d_high, r_high * min(p_high + half_unit, 100) / 100.0) AS g_high,
    coalesce(d_low * 1.0, r_low * p_low / 100.0) AS g_mid_low,
    coalesce(d_high * 1.0, r_high * p_high / 100.0) AS g_mid_high
  FROM cells
), summed AS (
  SELECT provider, period_start, period_end, origin, sum(r_low) AS r_low, sum(r_high) AS r_high,
    count(*) = count(iif(g_low IS NOT NULL OR r_high = 0, 1, NULL)) AS all_given,
    count(*) = count(iif(x_low IS NOT NULL OR r_high = 0, 1, NULL)) AS all_rejected,
    sum(coalesce(g_low, 0)) AS g_low, sum(coalesce(g_high, 0)) AS g_high,
    sum(coalesce(g_mid_low, 0)) AS m_low, sum(coalesce(g_mid_high, 0)) AS m_high,
    sum(coalesce(x_low, 0)) AS x_low, sum(coalesce(x_high, 0)) AS x_high
  FROM given
  GROUP BY provider, period_start, period_end, origin
), named AS (
  SELECT *, CASE WHEN all_rejected THEN 'microsoft' WHEN all_given THEN 'google' END AS definition,
    CASE WHEN period_start = period_start(period_of(period_start, 'year'))
        AND period_end = period_end(period_of(period_start, 'year')) THEN period_of(period_start, 'year')
      WHEN period_start = period_start(period_of(period_start, 'half'))
        AND period_end = period_end(period_of(period_start, 'half')) THEN period_of(period_start, 'half')
      WHEN period_start = period_start(period_of(period_start, 'quarter'))
        AND period_end = period_end(period_of(period_start, 'quarter'))
        THEN period_of(period_start, 'quarter')
      WHEN period_start = period_start(period_of(period_start, 'month'))
        AND period_end = period_end(period_of(period_start, 'month')) THEN period_of(period_start, 'month')
      ELSE period_start || '/' || period_end END AS period
  FROM summed
)
SELECT period, origin, provider, r_low AS requests_low, r_high AS requests_high,
  CASE WHEN all_given AND r_low > 0 AND r_low = r_high AND m_low = m_high
    THEN round(100.0 * m_low / r_low, 4) END AS disclosed_pct,
  CASE definition WHEN 'microsoft' THEN iif(r_high > 0, 1.0 * x_low / r_high, NULL)
    WHEN 'google' THEN iif(r_low > 0, 1.0 - 1.0 * g_high / r_low, NULL) END AS refusal_low,
  CASE definition WHEN 'microsoft' THEN iif(r_low > 0, 1.0 * x_high / r_low, NULL)
    WHEN 'google' THEN iif(r_high > 0, 1.0 - 1.0 * g_low / r_high, NULL) END AS refusal_high,
  definition
FROM named
WHERE (:definition IS NULL OR definition = :definition)
ORDER BY period_start, period_end, origin, provider;
