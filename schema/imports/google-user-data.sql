-- import google-user-data
-- title Google: requests for user information, by country and legal process
-- provider google
-- source https://transparencyreport.google.com/user-data/overview
--
-- Not reported is no row: in the periods to 2010 the current file prints 0 for
-- accounts and percentages that were not published then. Preservation requests
-- are series of their own, outside every total. No country has both `All` and
-- its parts in one period, so `All` is stored as it stands. The enterprise tables
-- and the diplomatic requests are parts, with their scope in `process`.
--
-- Headers of the English files are as published; those of other languages are by
-- their word stems, and the words of the legal process stay as they are.
-- layout current
-- column period_end date! = Period Ending | *Zeitraum* | *période* | *period*fin* | *fin*período* | *período* | *periodo* | *期間* | *기간*
-- column country text! = Country/Region | Country | *Land* | *Pays* | *País* | *Paese* | *国* | *국가*
-- column code text = CLDR Territory Code | *CLDR*
-- column process? text:All = Legal Process | *Verfahren* | *Procédure* | *proceso* | *procedura* | *processo* | *手続* | *절차*
-- column disclosed figure = Percentage disclosed | Percentage of requests where some data produced | *Percentage of*Requests*Complied With* | *Percentage of*Requests*Some Data Produced* | *Prozent* | *pourcentage* | *porcentaje* | *porcentagem* | *percentuale* | *割合* | *비율*
-- column accounts figure = Accounts | Users/Accounts Specified | Users/Accounts | *Konten* | *comptes* | *cuentas* | *contas* | *account* | *アカウント* | *계정*
-- column requests figure = User Data Requests | Data Requests | *Nutzerdaten* | *demandes* | *solicitudes* | *solicitações* | *richieste* | *リクエスト* | *要請* | *요청*
SELECT reject('period_end', 'not the last day of a half-year')
FROM staged
WHERE period_end <> period_end(period_of(period_end));

SELECT reject('country', 'the territory code and the country name differ')
FROM staged
WHERE jurisdiction(code) <> jurisdiction(country);

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process,
  series, low, high, cell, file_id, line)
WITH read AS (
  SELECT *, process LIKE 'preserv%' OR process LIKE '%preserv%' OR process LIKE '%conserv%'
    OR process LIKE '%aufbewahrung%' OR process LIKE '%sicherung%' OR process LIKE '%保全%'
    OR process LIKE '%保存%' OR process LIKE '%보존%' AS kept
  FROM staged
)
SELECT :provider, period_start(period_of(period_end)), period_end,
  coalesce(jurisdiction(code), jurisdiction(country)), country, process, series,
  range_low(cell), range_high(cell), cell, :file_id, line
FROM (
  SELECT *, iif(kept, 'preservation_requests', 'requests') AS series, requests AS cell FROM read
  UNION ALL
  SELECT *, iif(kept, 'preservation_accounts', 'accounts'), accounts
  FROM read WHERE period_end > '2010-12-31' OR accounts <> '0'
  UNION ALL
  SELECT *, 'disclosed_pct', disclosed
  FROM read WHERE period_end > '2010-12-31' OR disclosed <> '0')
WHERE range_low(cell) IS NOT NULL;

-- layout enterprise
-- column period_end date! = Period Ending
-- column country text! = Country/Region | Country
-- column code? text = CLDR Territory Code
-- column product text! = Product
-- column process? text:All = Legal Process
-- column requests figure = Enterprise Cloud customer requests | *customer requests
-- column accounts figure = Enterprise Cloud customers | *customers*
-- column disclosed figure = Percentage disclosed | *percentage*
SELECT reject('period_end', 'not the last day of a half-year')
FROM staged
WHERE period_end <> period_end(period_of(period_end));

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process,
  series, low, high, cell, file_id, line)
SELECT :provider, period_start(period_of(period_end)), period_end,
  coalesce(jurisdiction(code), jurisdiction(country)), country,
  'Enterprise Cloud: ' || product || ', ' || process, series,
  range_low(cell), range_high(cell), cell, :file_id, line
FROM (
  SELECT *, iif(process LIKE 'Preservation%', 'preservation_requests_part', 'requests_part') AS series,
    requests AS cell FROM staged
  UNION ALL
  SELECT *, iif(process LIKE 'Preservation%', 'preservation_accounts_part', 'accounts_part'), accounts
  FROM staged
  UNION ALL
  SELECT *, 'disclosed_pct_part', disclosed FROM staged)
WHERE range_low(cell) IS NOT NULL;

-- layout diplomatic
-- column period_end date! = Period Ending
-- column country text = Country/Region of Origin
-- column code? text = CLDR Territory Code
-- column product? text = Product
-- column assisting text = Assisting Country
-- column requests figure = User Data Diplomatic Legal requests | Enterprise Diplomatic Legal requests | *Diplomatic Legal requests*
SELECT reject('period_end', 'not the last day of a half-year')
FROM staged
WHERE period_end <> period_end(period_of(period_end));

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process,
  series, low, high, cell, file_id, line)
SELECT :provider, period_start(period_of(period_end)), period_end,
  coalesce(jurisdiction(code), jurisdiction(country)), country,
  'Diplomatic: ' || coalesce(product || ', ', '') || coalesce('through ' || assisting, 'none'),
  'requests_part', range_low(requests), range_high(requests), requests, :file_id, line
FROM staged
WHERE range_low(requests) IS NOT NULL;
