-- import cisco
-- title Cisco: demands for data, one row a request
-- provider cisco
-- source https://www.cisco.com/c/en/us/about/trust-center/transparency.html
--
-- Rows that are equal are requests of their own: each counts 1, with its line. Dates
-- are day/month/year. A cell of Y is what was answered; the outcome is a series.
-- layout requests
-- column starts text! = TR Start Date | Start Date
-- column ends text! = TR End Date | End Date
-- column kind text! = TYPE OF DOCUMENT | Document Type
-- column country text! = Country | Country/Region
-- column data text = Content/Non-Content
-- column provided text = Data Provided
-- column rejected text = Rejected
-- column no_data text = No Responsive Data
UPDATE staged SET provided = upper(substr(trim(provided), 1, 1)), rejected = upper(substr(trim(rejected), 1, 1)),
  no_data = upper(substr(trim(no_data), 1, 1));

SELECT reject('provided', 'none of Y, N')
FROM staged
WHERE provided NOT IN ('Y', 'N', '-', '') OR rejected NOT IN ('Y', 'N', '-', '') OR no_data NOT IN ('Y', 'N', '-', '');

SELECT note('not exactly one answer of Y')
FROM staged WHERE (provided IS 'Y') + (rejected IS 'Y') + (no_data IS 'Y') <> 1;

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process, series,
  low, high, cell, file_id, line)
SELECT :provider, dmy(starts), dmy(ends), jurisdiction(country), country, kind, series, 1, 1, cell, :file_id, line
FROM (
  SELECT *, 'requests' AS series, '1' AS cell FROM staged
  UNION ALL SELECT *, 'disclosed', provided FROM staged WHERE provided = 'Y'
  UNION ALL SELECT *, iif(lower(data) LIKE 'non%', 'noncontent', 'content'), provided
  FROM staged WHERE provided = 'Y' AND data IS NOT NULL
  UNION ALL SELECT *, 'rejected', rejected FROM staged WHERE rejected = 'Y'
  UNION ALL SELECT *, 'no_data', no_data FROM staged WHERE no_data = 'Y');
