-- The page's charts tell nothing that the tables leave out.
SELECT 'the page tells more', * FROM page p WHERE word NOT GLOB '[0-9]*' AND NOT EXISTS (
  SELECT 1 FROM t_process WHERE requests = whole AND n = CASE word WHEN 'content' THEN content WHEN 'other data' THEN noncontent
    WHEN 'in part' THEN partial WHEN 'no data held' THEN no_data WHEN 'refused' THEN refused WHEN 'other' THEN other WHEN 'pending' THEN pending END);
SELECT 'the page tells more', * FROM page p WHERE word IN (SELECT period FROM t_origin) AND (n + 0, whole + 0) <>
  (SELECT sum(refused), sum(base) FROM t_origin WHERE period = word AND refused <> '' AND base <> '') AND word GLOB '*-*';
