-- Writes jurisdiction_un.csv: the names of the United Nations (M49 and UNTERM,
-- short and formal) in its six languages, from data/country-codes.csv of
-- github.com/datasets/country-codes (commit caa72d1e, PDDL):
--
--   sqlite3 -cmd ".import --csv country-codes.csv c" :memory: <un.sql
.mode csv
.separator , "\n"
.headers on
CREATE TABLE form(code, lang, at, name);
INSERT INTO form
SELECT "ISO3166-1-Alpha-2", value->>0, key, trim(value->>1)
FROM c, json_each(json_array(
  json_array('en', "UNTERM English Short"), json_array('en', official_name_en),
  json_array('en', "UNTERM English Formal"),
  json_array('fr', "UNTERM French Short"), json_array('fr', official_name_fr),
  json_array('fr', "UNTERM French Formal"),
  json_array('es', "UNTERM Spanish Short"), json_array('es', official_name_es),
  json_array('es', "UNTERM Spanish Formal"),
  json_array('ru', "UNTERM Russian Short"), json_array('ru', official_name_ru),
  json_array('ru', "UNTERM Russian Formal"),
  json_array('zh', "UNTERM Chinese Short"), json_array('zh', official_name_cn),
  json_array('zh', "UNTERM Chinese Formal"),
  json_array('ar', "UNTERM Arabic Short"), json_array('ar', official_name_ar),
  json_array('ar', "UNTERM Arabic Formal")))
WHERE length("ISO3166-1-Alpha-2") = 2 AND trim(value->>1) <> '';
DELETE FROM form WHERE EXISTS (SELECT 1 FROM form f WHERE f.code = form.code
  AND f.lang = form.lang AND f.name = form.name AND f.at < form.at);
CREATE VIEW cell AS SELECT code, lang, group_concat(name, '|') AS names
FROM (SELECT * FROM form ORDER BY code, lang, at) GROUP BY code, lang;
SELECT code, max(iif(lang = 'en', names, NULL)) AS en, max(iif(lang = 'fr', names, NULL)) AS fr,
  max(iif(lang = 'es', names, NULL)) AS es, max(iif(lang = 'ru', names, NULL)) AS ru,
  max(iif(lang = 'zh', names, NULL)) AS zh, max(iif(lang = 'ar', names, NULL)) AS ar
FROM cell GROUP BY code ORDER BY code;
