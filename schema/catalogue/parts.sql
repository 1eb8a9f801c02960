-- Writes jurisdiction_part_names.csv: what English calls parts of countries that ISO
-- 3166-2 names in their own language, from CLDR's subdivisions by way of parts.awk;
-- `make catalogues` runs it after iso.sql.
--
-- `bare` is 0 where a town or county of the United States has the name too (Rome): it
-- is then a name within its country only. Only countries are taken whose codes were
-- compared one by one: CLDR keeps codes that ISO has given to others since (IR-07, MA-03)
-- and some names are cut or no names (GB-PTE, NZ-MBH).
.mode csv
.separator , "\n"
CREATE TABLE part(code, name);
.import --skip 2 schema/catalogue/jurisdiction_parts.csv part
CREATE TABLE place(code, name, kind, alpha3);
.import --skip 2 schema/catalogue/jurisdictions.csv place
CREATE TABLE american(states, known, names);
.import --skip 2 schema/catalogue/us_places.csv american
.import --skip 2 schema/catalogue/us_counties.csv american
CREATE TABLE town AS
SELECT DISTINCT lower(trim(value)) AS name FROM american, json_each('["' || replace(replace(names, '"', ''), '|', '","') || '"]');
CREATE INDEX town_name ON town(name);
CREATE TABLE country(code);
INSERT INTO country SELECT value FROM json_each('["' || replace(
  'AE AM AT BE BR CH CN CU CY DE DZ EG ES FI FR GR HR ID IQ IT JO KR MX MY NL PL PT RO RU SE SK SY TH UZ VN', ' ', '","') || '"]');
-- Words, and regions that lie in two countries.
CREATE TABLE unsure(name);
INSERT INTO unsure VALUES ('Holy Cross'), ('Jewish'), ('Lapland'), ('Silesia'), ('Pomerania'), ('Chechen'),
  ('Chuvash'), ('Buryat'), ('Udmurt'), ('Komi'), ('Nenets'), ('Federal District'), ('Capital District'), ('New Valley');
.headers on
SELECT code, cldr.name, lower(cldr.name) NOT IN (SELECT name FROM town) AS bare
FROM cldr JOIN part USING (code)
WHERE cldr.name <> part.name AND substr(code, 1, 2) IN (SELECT code FROM country)
  AND cldr.name NOT IN (SELECT name FROM unsure)
  AND code NOT IN ('CN-HK', 'CN-MO', 'CN-TW', 'FI-01') -- territories by their own codes
  AND NOT (substr(code, 1, 2) IN ('FR', 'NL') AND substr(code, 4) IN (SELECT code FROM place WHERE kind = 'territory'))
  AND cldr.name NOT IN (SELECT name FROM part) -- another's: ES-O is Asturias
ORDER BY code;
