-- Writes the catalogues that come from Debian's iso-codes; `make catalogues` runs
-- it, its output is committed and the build does not need it.
--
--   sqlite3 -cmd ".parameter set :list 1" :memory: <iso.sql   jurisdiction_parts.csv
--   sqlite3 -cmd ".parameter set :list 2" :memory: <iso.sql   jurisdiction_iso.csv
.mode csv
.separator , "\n"
.headers on
-- GB-EAW is reserved in ISO 3166-2:GB: England and Wales are one law district.
SELECT code, name FROM (
  SELECT value->>'code' AS code, value->>'name' AS name
  FROM json_each(readfile('/usr/share/iso-codes/json/iso_3166-2.json'), '$."3166-2"')
  UNION ALL VALUES ('GB-EAW', 'England and Wales'))
WHERE :list = 1 ORDER BY code;
SELECT code, replace(replace(name || ifnull('|' || official, '') || ifnull('|' || common, ''),
                             '||', '|'), char(10), ' ') AS en
FROM (SELECT value->>'alpha_2' AS code, value->>'name' AS name, value->>'official_name' AS official,
        value->>'common_name' AS common
      FROM json_each(readfile('/usr/share/iso-codes/json/iso_3166-1.json'), '$."3166-1"'))
WHERE :list = 2 ORDER BY code;
