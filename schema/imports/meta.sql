-- import meta
-- title Meta (Facebook): requests for data by country, half-years from 2013
-- provider meta
-- source https://transparency.meta.com/reports/government-data-requests/
--
-- The period stands in the file's name only (`...-2013_H1.csv`); --period says it
-- where the name does not. The total of a country is series `requests`; legal
-- process, emergencies and the kinds of process in the United States are parts.
-- Emergencies are `emergency_requests` too. National-security figures are no part of
-- the total: `orders` and `selectors` for FISA, `nsl` and `nsl_accounts`.
-- Preservation is apart. Content that was restricted is `items`: no demand for data.
-- layout countries
-- shape tables
-- column country text! = Country | Country/Region
-- column period? text = Period | Reporting Period
-- column items? figure = Content Restricted | Content Restrictions
-- column kept? figure = Preservation Requests | Preservations Requested
-- column kept_accounts? figure = Preservation Accounts Preserved | Users/Accounts Preserved | Preservation Accounts
-- column requests figure = Total Requests | Total Requests for User Data | Requests for User Data
-- column disclosed? figure = Number of Requests Where Some Data Produced | Total Number of Requests Where Some Data Produced
-- column accounts figure = Total Requests Accounts | Total User Accounts Referenced | User Accounts Referenced | Total Requests Users/Accounts
-- column disclosed_pct figure = Total Requests Percentage | Total Percentage of Requests Where Some Data Produced | Percentage of requests where some data produced
-- column legal? figure = Legal Process Request Total | Legal Process Requests
-- column legal_disclosed? figure = Legal Number of Requests Where Some Data Produced
-- column legal_accounts? figure = Legal Process Request Total Accounts
-- column legal_pct? figure = Legal Process Request Total Percentage
-- column emergency? figure = Emergency Request Total | Emergency Requests
-- column emergency_disclosed? figure = ER Number of Requests Where Some Data Produced | Emergency Number of Requests Where Some Data Produced
-- column emergency_accounts? figure = Emergency Request Total Accounts
-- column emergency_pct? figure = Emergency Request Total Percentage
-- column search_warrant? figure = Search Warrant
-- column search_warrant_accounts? figure = Search Warrant Accounts
-- column search_warrant_pct? figure = Search Warrant Percentage
-- column subpoena? figure = Subpoena
-- column subpoena_accounts? figure = Subpoena Accounts
-- column subpoena_pct? figure = Subpoena Percentage
-- column court_order_other? figure = Court Order (Other)
-- column court_order_other_accounts? figure = Court Order (Other) Accounts
-- column court_order_other_pct? figure = Court Order (Other) Percentage
-- column mlat_search_warrant? figure = MLAT Search Warrant
-- column mlat_search_warrant_accounts? figure = MLAT Search Warrant Accounts
-- column mlat_search_warrant_pct? figure = MLAT Search Warrant Percentage
-- column mlat_order? figure = MLAT Order
-- column mlat_order_accounts? figure = MLAT Order Accounts
-- column mlat_order_pct? figure = MLAT Order Percentage
-- column court_order_18_usc_2703_d? figure = Court Order (18 USC 2703(d))
-- column court_order_18_usc_2703_d_accounts? figure = Court Order (18 USC 2703(d)) Accounts
-- column court_order_18_usc_2703_d_pct? figure = Court Order (18 USC 2703(d)) Percentage
-- column pen_register_trap_and_trace? figure = Pen Register/Trap and Trace
-- column pen_register_trap_and_trace_accounts? figure = Pen Register/Trap and Trace Accounts
-- column pen_register_trap_and_trace_pct? figure = Pen Register/Trap and Trace Percentage
-- column title_iii? figure = Title III
-- column title_iii_accounts? figure = Title III Accounts
-- column title_iii_pct? figure = Title III Percentage
-- column emergency_disclosures? figure = Emergency Disclosures
-- column emergency_disclosures_accounts? figure = Emergency Disclosures Accounts
-- column emergency_disclosures_pct? figure = Emergency Disclosures Percentage
-- column fisa_content? figure = FISA Content Requests
-- column fisa_content_accounts? figure = FISA Content Requests Accounts
-- column fisa_content_pct? figure = FISA Content Requests Percentage
-- column fisa_noncontent? figure = FISA Non-Content Requests
-- column fisa_noncontent_accounts? figure = FISA Non-Content Requests Accounts
-- column fisa_noncontent_pct? figure = FISA Non-Content Requests Percentage
-- column nsls? figure = NSLs
-- column nsls_accounts? figure = NSLs Accounts
-- column nsls_pct? figure = NSLs Percentage
-- ignore Takedown reports | Percent Witheld | Percent Withheld | Internet Disruptions
SELECT reject('country', 'no reporting period in the file''s name; give it as --period 2013-H1')
WHERE coalesce(:period, span_start((SELECT period FROM staged)), span_start(:file)) IS NULL;

INSERT INTO published(provider, period_start, period_end, origin, jurisdiction_text, process,
  series, low, high, cell, file_id, line)
SELECT :provider,
  coalesce(period_start(:period), span_start(period), span_start(:file)),
  coalesce(period_end(:period), span_end(period), span_end(:file)),
  jurisdiction(country), country, kind, series, range_low(cell), range_high(cell), cell, :file_id, line
FROM (
  SELECT *, 'Total Requests' AS kind, 'requests' AS series, requests AS cell FROM staged
  UNION ALL SELECT *, 'Total Requests', 'accounts', accounts FROM staged
  UNION ALL SELECT *, 'Total Requests', 'disclosed', disclosed FROM staged
  UNION ALL SELECT *, 'Total Requests', 'disclosed_pct', disclosed_pct FROM staged
  UNION ALL SELECT *, 'Content Restrictions', 'items', items FROM staged
  UNION ALL SELECT *, 'Preservation Requests', 'preservation_requests', kept FROM staged
  UNION ALL SELECT *, 'Preservation Requests', 'preservation_accounts', kept_accounts FROM staged
  UNION ALL SELECT *, 'Legal Process', 'requests_part', legal FROM staged
  UNION ALL SELECT *, 'Legal Process', 'accounts_part', legal_accounts FROM staged
  UNION ALL SELECT *, 'Legal Process', 'disclosed_part', legal_disclosed FROM staged
  UNION ALL SELECT *, 'Legal Process', 'disclosed_pct_part', legal_pct FROM staged
  UNION ALL SELECT *, 'Emergency', 'emergency_requests', emergency FROM staged
  UNION ALL SELECT *, 'Emergency', 'requests_part', emergency FROM staged
  UNION ALL SELECT *, 'Emergency', 'accounts_part', emergency_accounts FROM staged
  UNION ALL SELECT *, 'Emergency', 'disclosed_part', emergency_disclosed FROM staged
  UNION ALL SELECT *, 'Emergency', 'disclosed_pct_part', emergency_pct FROM staged
  UNION ALL SELECT *, 'Search Warrant', 'requests_part', search_warrant FROM staged
  UNION ALL SELECT *, 'Search Warrant', 'accounts_part', search_warrant_accounts FROM staged
  UNION ALL SELECT *, 'Search Warrant', 'disclosed_pct_part', search_warrant_pct FROM staged
  UNION ALL SELECT *, 'Subpoena', 'requests_part', subpoena FROM staged
  UNION ALL SELECT *, 'Subpoena', 'accounts_part', subpoena_accounts FROM staged
  UNION ALL SELECT *, 'Subpoena', 'disclosed_pct_part', subpoena_pct FROM staged
  UNION ALL SELECT *, 'Court Order (Other)', 'requests_part', court_order_other FROM staged
  UNION ALL SELECT *, 'Court Order (Other)', 'accounts_part', court_order_other_accounts FROM staged
  UNION ALL SELECT *, 'Court Order (Other)', 'disclosed_pct_part', court_order_other_pct FROM staged
  UNION ALL SELECT *, 'MLAT Search Warrant', 'requests_part', mlat_search_warrant FROM staged
  UNION ALL SELECT *, 'MLAT Search Warrant', 'accounts_part', mlat_search_warrant_accounts FROM staged
  UNION ALL SELECT *, 'MLAT Search Warrant', 'disclosed_pct_part', mlat_search_warrant_pct FROM staged
  UNION ALL SELECT *, 'MLAT Order', 'requests_part', mlat_order FROM staged
  UNION ALL SELECT *, 'MLAT Order', 'accounts_part', mlat_order_accounts FROM staged
  UNION ALL SELECT *, 'MLAT Order', 'disclosed_pct_part', mlat_order_pct FROM staged
  UNION ALL SELECT *, 'Court Order (18 USC 2703(d))', 'requests_part', court_order_18_usc_2703_d FROM staged
  UNION ALL SELECT *, 'Court Order (18 USC 2703(d))', 'accounts_part', court_order_18_usc_2703_d_accounts FROM staged
  UNION ALL SELECT *, 'Court Order (18 USC 2703(d))', 'disclosed_pct_part', court_order_18_usc_2703_d_pct FROM staged
  UNION ALL SELECT *, 'Pen Register/Trap and Trace', 'requests_part', pen_register_trap_and_trace FROM staged
  UNION ALL SELECT *, 'Pen Register/Trap and Trace', 'accounts_part', pen_register_trap_and_trace_accounts FROM staged
  UNION ALL SELECT *, 'Pen Register/Trap and Trace', 'disclosed_pct_part', pen_register_trap_and_trace_pct FROM staged
  UNION ALL SELECT *, 'Title III', 'requests_part', title_iii FROM staged
  UNION ALL SELECT *, 'Title III', 'accounts_part', title_iii_accounts FROM staged
  UNION ALL SELECT *, 'Title III', 'disclosed_pct_part', title_iii_pct FROM staged
  UNION ALL SELECT *, 'Emergency Disclosures', 'requests_part', emergency_disclosures FROM staged
  UNION ALL SELECT *, 'Emergency Disclosures', 'accounts_part', emergency_disclosures_accounts FROM staged
  UNION ALL SELECT *, 'Emergency Disclosures', 'disclosed_pct_part', emergency_disclosures_pct FROM staged
  UNION ALL SELECT *, 'FISA Content Requests', 'orders', fisa_content FROM staged
  UNION ALL SELECT *, 'FISA Content Requests', 'selectors', fisa_content_accounts FROM staged
  UNION ALL SELECT *, 'FISA Content Requests', 'disclosed_pct_part', fisa_content_pct FROM staged
  UNION ALL SELECT *, 'FISA Non-Content Requests', 'orders', fisa_noncontent FROM staged
  UNION ALL SELECT *, 'FISA Non-Content Requests', 'selectors', fisa_noncontent_accounts FROM staged
  UNION ALL SELECT *, 'FISA Non-Content Requests', 'disclosed_pct_part', fisa_noncontent_pct FROM staged
  UNION ALL SELECT *, 'NSLs', 'nsl', nsls FROM staged
  UNION ALL SELECT *, 'NSLs', 'nsl_accounts', nsls_accounts FROM staged
  UNION ALL SELECT *, 'NSLs', 'disclosed_pct_part', nsls_pct FROM staged)
WHERE range_low(cell) IS NOT NULL;
