-- The register, level 4: the columns that reports group and filter by, packed.
--
-- request_columns is a snapshot of requests, exact at every moment: what was
-- written since is read from requests (README.md). Its triggers call no
-- function of ours, so that requests are written in any sqlite3; without the
-- extension request_columns itself cannot be read. `unseal import` refreshes it.
-- DROP TABLE request_columns takes it away, `unseal init` makes it again.
--
-- period is the half-year of receipt, or the year where no more is known; from
-- settled_on on rate_outcome holds, before it a demand is pending. Licence: MIT.
CREATE VIRTUAL TABLE IF NOT EXISTS request_columns USING columnar(
  SELECT id, received_on, date_precision,
    CASE date_precision WHEN 'year' THEN substr(received_on, 1, 4) ELSE period_of(received_on) END
      AS period,
    origin, process, basis, via, service, data_kind, emergency, accounts, customer_kind,
    customer_country, data_region, outcome, decided_on,
    CASE WHEN process = 'preservation' OR process = 'preservation_order' THEN 'preservation'
      ELSE outcome END AS rate_outcome,
    CASE WHEN process = 'preservation' OR process = 'preservation_order' THEN received_on
      ELSE coalesce(decided_on, received_on) END AS settled_on,
    process IN ('nsl', 'fisa_content', 'fisa_noncontent') AS national_security
  FROM requests);

UPDATE settings SET value = '4' WHERE name = 'schema';
PRAGMA user_version = 4;
