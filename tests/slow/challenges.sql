WITH v AS (
  SELECT strftime('%Y', filed_on) || iif(date_precision = 'year', '',
      '-H' || (1 + (CAST(strftime('%m', filed_on) AS INT) > 6))) AS p, forum,
    iif(coalesce(result_on, '') > :asof, 'pending', result) AS res
  FROM challenges WHERE filed_on <= :asof AND request_id IN
    (SELECT id FROM requests WHERE received_on <= :asof AND process NOT IN ('nsl', 'fisa_content', 'fisa_noncontent'))
), k AS (SELECT DISTINCT p, forum FROM v)
SELECT p, forum, (SELECT count(*) FROM v WHERE v.p = k.p AND v.forum IS k.forum),
  (SELECT count(*) FROM v WHERE v.p = k.p AND v.forum IS k.forum AND res = 'won'),
  (SELECT count(*) FROM v WHERE v.p = k.p AND v.forum IS k.forum AND res = 'lost'),
  (SELECT count(*) FROM v WHERE v.p = k.p AND v.forum IS k.forum AND res = 'settled'),
  (SELECT count(*) FROM v WHERE v.p = k.p AND v.forum IS k.forum AND res = 'withdrawn_by_government'),
  (SELECT count(*) FROM v WHERE v.p = k.p AND v.forum IS k.forum AND res = 'withdrawn'),
  (SELECT count(*) FROM v WHERE v.p = k.p AND v.forum IS k.forum AND res = 'pending')
FROM k ORDER BY p, forum;
