-- The same questions to every host: one statement up to a `;` at a line's end.
-- A REAL is shown by printf, since hosts write it differently.

SELECT unseal_debug() LIKE 'unseal ' || unseal_version() || ' commit %';
SELECT gag_expiry('US_NDO_2705B', '2024-03-15', 'P1Y');
SELECT gag_expiry('US_NSL_2709', '2013-05-01'), gag_expiry('XX_NONE', '2013-05-01');
SELECT gag_status('indefinite', '2014-05-20', '2014-05-22'), gag_days_left('2025-03-17', '2025-03-01');
SELECT term_add('2024-02-29', 'P1Y1M'), term_end('2024-03-15T10:30+01:00', 'PT24H', 'US');
SELECT business_day('2026-07-04', 'US'), is_business_day('2025-12-25', 'DE'), period_of('2014-05-22');

-- NULL in, NULL out; NULL as if omitted
SELECT gag_expiry(NULL, '2024-03-15'), period_of(NULL), period_of('2014-05-22', NULL), term_add('2024-01-01', NULL);

-- text beyond ASCII, in and out
SELECT jurisdiction('Côte d’Ivoire'), jurisdiction_name('CI'), bar(5, 20), spark(value) FROM json_each('[1,2,4,8]');
SELECT range_low('24,000 – 24,999'), range_high('24,000 – 24,999'), band(1000, 1000), suppress(3, 10);

-- aggregates
CREATE TEMP TABLE demand(id INTEGER PRIMARY KEY, outcome, n, days, ended, cell);
INSERT INTO demand VALUES (1,'rejected',3,10,1,'0-249'), (2,'content',5,20,0,'<10'), (3,NULL,7,30,1,NULL),
  (4,'partial',2,40,1,'1,000'), (5,'no_data',NULL,50,1,'n/a'), (6,'pending',9,5,0,'7');
SELECT printf('%.6f|%.6f|%.6f', refusal_rate(outcome, n), refusal_low(outcome, n), refusal_high(outcome, n)) FROM demand;
SELECT refusal_count(outcome, n), refusal_base(outcome, n), printf('%.6f', disclosure_rate(outcome, n)) FROM demand;
SELECT refusal_rate(outcome), refusal_count(outcome), range_sum(cell) FROM demand WHERE id > 99;
SELECT range_sum(cell), printf('%.2f', quantile(days, 0.5)), km_quantile(days, ended, 0.5), printf('%.4f', km_survival(days, ended, 25)) FROM demand;
SELECT gag_last_day('US_NDO_2705B', '2024-01-10', 'P90D', column1, column2, column3, '2024-12-31')
  FROM (VALUES ('2024-06-03', 'lifted', NULL), ('2024-03-01', 'renewed', 'P90D'));

-- windows
SELECT id, refusal_base(outcome, n) OVER w, range_sum(cell) OVER w FROM demand
  WINDOW w AS (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) ORDER BY id;

-- eponymous tables
SELECT * FROM periods('2026-02-01', '2026-07-01', 'quarter');
SELECT on_date, name, kind FROM holidays('US+observed', '2026-07-01', '2026-07-31');
SELECT p.period, count(h.on_date) FROM periods('2026', '2026') AS p LEFT JOIN holidays('US', p.starts_on, p.ends_on) AS h GROUP BY 1;
SELECT code, country, gags, silent, until FROM legal_bases WHERE code IN ('US_NSL_2709', 'XX_NONE') ORDER BY code;
SELECT count(*) > 200, sum(code = 'XK') FROM jurisdictions;
SELECT count(*) > 60, count(DISTINCT name) > 30, sum(result IS NULL) FROM unseal_functions;

-- errors, word for word
SELECT gag_expiry('US_NSL_2710', '2013-05-01');
SELECT term_add('2023-02-29', 'P1D');
SELECT refusal_rate('refused');
SELECT period_of(CAST(x'ff0a41' AS TEXT));
SELECT range_low('1,23');
SELECT * FROM holidays('US', '2024-01-01', 'someday');
SELECT term_add('2024-01-01');

-- the as-of date of this connection, from SOURCE_DATE_EPOCH and as set
SELECT unseal_asof();
SELECT unseal_asof('2014-05-22'), unseal_asof();
CREATE VIEW sets AS SELECT unseal_asof('2020-01-01') AS day;
SELECT day FROM sets;
CREATE VIEW asks AS SELECT unseal_asof() AS day;
SELECT day FROM asks;

-- a generated column and an index call what is deterministic
CREATE TABLE gag(id INTEGER PRIMARY KEY, basis, started_on, ends_on GENERATED ALWAYS AS (gag_expiry(basis, started_on, 'P90D')));
CREATE INDEX gag_end ON gag(gag_expiry(basis, started_on, 'P90D'));
INSERT INTO gag(basis, started_on) VALUES ('US_NDO_2705B', '2024-03-15'), ('US_NDO_2705B', '2024-04-01');
SELECT id, ends_on FROM gag WHERE gag_expiry(basis, started_on, 'P90D') = '2024-06-13';
INSERT INTO gag(basis, started_on) VALUES ('US_NDO_2705', '2024-03-15');
SELECT count(*) FROM gag;
