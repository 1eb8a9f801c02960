-- import apple-national-security
-- title Apple: United States national-security requests in bands
-- provider apple
-- source https://www.apple.com/legal/transparency/
--
-- To 2017 one band for all kinds of process: `requests_part` and `accounts_part`.
-- Since 2018 letters are `nsl` and `nsl_accounts`, FISA orders `orders` and
-- `selectors`. A band's floor is raised by what is no longer secret (law.md 4.2).
-- layout bands
-- shape tables
-- column period? text = TR Period | TR Date | Period
-- column starts text! = TR Start Date | Start Date
-- column ends text! = TR End Date | End Date
-- column country text! = Country/Region | Country
-- column kind text! = National Security Request Type
-- column requests figure = Requests Received
-- column accounts figure = Users/Accounts
INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process,
  series, low, high, cell, file_id, line)
SELECT :provider, mdy(starts), mdy(ends), jurisdiction(country), country, kind,
  CASE WHEN kind LIKE 'NSL%' THEN nsl WHEN kind LIKE 'FISA%' THEN fisa ELSE part END,
  range_low(cell), range_high(cell), cell, :file_id, line
FROM (
  SELECT *, 'nsl' AS nsl, 'orders' AS fisa, 'requests_part' AS part, requests AS cell FROM staged
  UNION ALL SELECT *, 'nsl_accounts', 'selectors', 'accounts_part', accounts FROM staged)
WHERE range_low(cell) IS NOT NULL;
