-- The register, level 1: tables, checks, indexes and guards.
--
-- Reads and writes in any sqlite3 >= 3.37: nothing here calls an extension
-- function or reads a clock. A date is `x IS date(x, '+0 days')`, not `=`: with
-- `=` a text that is no date compares as NULL, which a CHECK lets pass.
-- Closed lists are CASE, not IN: IN lists are rebuilt for every row.
-- application_id is 'unsl'. Licence: MIT.
PRAGMA application_id = 1970172780;

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT
) STRICT;

CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  ref TEXT NOT NULL UNIQUE,
  authority_ref TEXT,
  issued_on TEXT
    CONSTRAINT "issued_on is not a date"
      CHECK (issued_on IS date(issued_on, '+0 days') AND issued_on >= '0001'),
  received_on TEXT NOT NULL
    CONSTRAINT "received_on is not a date"
      CHECK (received_on IS date(received_on, '+0 days') AND received_on >= '0001'),
  received_at TEXT
    CONSTRAINT "received_at is not an instant in UTC"
      CHECK (received_at IS strftime('%Y-%m-%dT%H:%MZ', received_at, '+0 days') AND received_at >= '0001'),
  date_precision TEXT NOT NULL DEFAULT 'day'
    CONSTRAINT "date_precision is not one of its words" CHECK (CASE date_precision
    WHEN 'day' THEN 1 WHEN 'month' THEN 1 WHEN 'half' THEN 1 WHEN 'year' THEN 1
    ELSE date_precision IS NULL END),
  authority TEXT,
  origin TEXT,
  level TEXT CONSTRAINT "level is not one of its words" CHECK (CASE level
    WHEN 'federal' THEN 1 WHEN 'state' THEN 1 WHEN 'local' THEN 1
    WHEN 'national' THEN 1 WHEN 'supranational' THEN 1 WHEN 'mixed' THEN 1
    ELSE level IS NULL END),
  via TEXT NOT NULL DEFAULT 'direct' CONSTRAINT "via is not one of its words" CHECK (CASE via
    WHEN 'direct' THEN 1 WHEN 'mlat' THEN 1 WHEN 'diplomatic' THEN 1
    WHEN 'cloud_agreement' THEN 1 WHEN 'eu_order' THEN 1
    ELSE via IS NULL END),
  process TEXT NOT NULL CONSTRAINT "process is not one of its words" CHECK (CASE process
    WHEN 'subpoena' THEN 1 WHEN 'court_order' THEN 1 WHEN 'search_warrant' THEN 1
    WHEN 'pen_register' THEN 1 WHEN 'wiretap' THEN 1 WHEN 'nsl' THEN 1
    WHEN 'fisa_content' THEN 1 WHEN 'fisa_noncontent' THEN 1 WHEN 'emergency' THEN 1
    WHEN 'preservation' THEN 1 WHEN 'production_order' THEN 1
    WHEN 'preservation_order' THEN 1 WHEN 'order_to_act' THEN 1
    WHEN 'order_to_inform' THEN 1 WHEN 'administrative' THEN 1
    WHEN 'voluntary_requested' THEN 1 WHEN 'voluntary_own' THEN 1 WHEN 'other' THEN 1
    ELSE process IS NULL END),
  basis TEXT,
  service TEXT,
  data_kind TEXT CONSTRAINT "data_kind is not one of its words" CHECK (CASE data_kind
    WHEN 'subscriber' THEN 1 WHEN 'access' THEN 1 WHEN 'traffic' THEN 1
    WHEN 'content' THEN 1 WHEN 'mixed' THEN 1
    ELSE data_kind IS NULL END),
  emergency INTEGER NOT NULL DEFAULT 0
    CONSTRAINT "emergency is not 0 or 1" CHECK (emergency IN (0, 1)),
  selectors INTEGER,
  accounts INTEGER,
  items INTEGER,
  category TEXT,
  new_product INTEGER CONSTRAINT "new_product is not 0 or 1" CHECK (new_product IN (0, 1)),
  customer_ref TEXT,
  customer_kind TEXT CONSTRAINT "customer_kind is not one of its words" CHECK (CASE customer_kind
    WHEN 'consumer' THEN 1 WHEN 'enterprise' THEN 1 WHEN 'public' THEN 1
    WHEN 'education' THEN 1
    ELSE customer_kind IS NULL END),
  customer_country TEXT,
  data_region TEXT,
  follows_id INTEGER REFERENCES requests(id),
  outcome TEXT NOT NULL DEFAULT 'pending'
    CONSTRAINT "outcome is not one of its words" CHECK (CASE outcome
    WHEN 'pending' THEN 1 WHEN 'content' THEN 1 WHEN 'noncontent' THEN 1
    WHEN 'partial' THEN 1 WHEN 'no_data' THEN 1 WHEN 'rejected' THEN 1
    WHEN 'redirected' THEN 1 WHEN 'withdrawn' THEN 1
    WHEN 'withdrawn_after_objection' THEN 1 WHEN 'quashed' THEN 1
    WHEN 'expired' THEN 1 WHEN 'duplicate' THEN 1 WHEN 'preservation' THEN 1
    WHEN 'unknown' THEN 1
    ELSE outcome IS NULL END),
  refusal_reason TEXT
    CONSTRAINT "refusal_reason is not one of its words" CHECK (CASE refusal_reason
    WHEN 'defect' THEN 1 WHEN 'no_juris' THEN 1 WHEN 'overbroad' THEN 1
    WHEN 'wrong_process' THEN 1 WHEN 'wrong_entity' THEN 1
    WHEN 'conflict_of_law' THEN 1 WHEN 'redirect_customer' THEN 1
    WHEN 'not_emergency' THEN 1 WHEN 'human_rights' THEN 1 WHEN 'non_gov' THEN 1
    WHEN 'technically_impossible' THEN 1
    ELSE refusal_reason IS NULL END),
  decided_on TEXT
    CONSTRAINT "decided_on is not a date"
      CHECK (decided_on IS date(decided_on, '+0 days') AND decided_on >= '0001'),
  acknowledged_at TEXT
    CONSTRAINT "acknowledged_at is not an instant in UTC"
      CHECK (acknowledged_at IS strftime('%Y-%m-%dT%H:%MZ', acknowledged_at, '+0 days') AND acknowledged_at >= '0001'),
  effected_at TEXT
    CONSTRAINT "effected_at is not an instant in UTC"
      CHECK (effected_at IS strftime('%Y-%m-%dT%H:%MZ', effected_at, '+0 days') AND effected_at >= '0001'),
  due_at TEXT
    CONSTRAINT "due_at is not an instant in UTC"
      CHECK (due_at IS strftime('%Y-%m-%dT%H:%MZ', due_at, '+0 days') AND due_at >= '0001'),
  source TEXT
) STRICT;

CREATE TABLE gags (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES requests(id),
  basis TEXT NOT NULL,
  started_on TEXT NOT NULL
    CONSTRAINT "started_on is not a date"
      CHECK (started_on IS date(started_on, '+0 days') AND started_on >= '0001'),
  date_precision TEXT NOT NULL DEFAULT 'day'
    CONSTRAINT "date_precision is not one of its words" CHECK (CASE date_precision
    WHEN 'day' THEN 1 WHEN 'month' THEN 1 WHEN 'half' THEN 1 WHEN 'year' THEN 1
    ELSE date_precision IS NULL END),
  ordered TEXT
    CONSTRAINT "ordered is not a term, a date or indefinite"
      CHECK (ordered IS NULL OR ordered = 'indefinite' OR ordered GLOB 'P[0-9]*' OR
    (ordered IS date(ordered, '+0 days') AND ordered >= '0001')),
  scope TEXT NOT NULL DEFAULT 'everyone'
    CONSTRAINT "scope is not one of its words" CHECK (CASE scope
    WHEN 'everyone' THEN 1 WHEN 'subject' THEN 1 WHEN 'existence' THEN 1
    ELSE scope IS NULL END),
  note TEXT
) STRICT;

CREATE TABLE gag_events (
  id INTEGER PRIMARY KEY,
  gag_id INTEGER NOT NULL REFERENCES gags(id),
  event_on TEXT NOT NULL
    CONSTRAINT "event_on is not a date"
      CHECK (event_on IS date(event_on, '+0 days') AND event_on >= '0001'),
  date_precision TEXT NOT NULL DEFAULT 'day'
    CONSTRAINT "date_precision is not one of its words" CHECK (CASE date_precision
    WHEN 'day' THEN 1 WHEN 'month' THEN 1 WHEN 'half' THEN 1 WHEN 'year' THEN 1
    ELSE date_precision IS NULL END),
  kind TEXT NOT NULL CONSTRAINT "kind is not one of its words" CHECK (CASE kind
    WHEN 'renewed' THEN 1 WHEN 'modified' THEN 1 WHEN 'lifted' THEN 1
    WHEN 'lifted_in_part' THEN 1 WHEN 'vacated' THEN 1 WHEN 'reviewed' THEN 1
    WHEN 'challenged' THEN 1 WHEN 'upheld' THEN 1 WHEN 'published' THEN 1
    ELSE kind IS NULL END),
  ordered TEXT
    CONSTRAINT "ordered is not a term, a date or indefinite"
      CHECK (ordered IS NULL OR ordered = 'indefinite' OR ordered GLOB 'P[0-9]*' OR
    (ordered IS date(ordered, '+0 days') AND ordered >= '0001')),
  note TEXT
) STRICT;

CREATE TABLE challenges (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES requests(id),
  clock TEXT,
  filed_on TEXT NOT NULL
    CONSTRAINT "filed_on is not a date"
      CHECK (filed_on IS date(filed_on, '+0 days') AND filed_on >= '0001'),
  date_precision TEXT NOT NULL DEFAULT 'day'
    CONSTRAINT "date_precision is not one of its words" CHECK (CASE date_precision
    WHEN 'day' THEN 1 WHEN 'month' THEN 1 WHEN 'half' THEN 1 WHEN 'year' THEN 1
    ELSE date_precision IS NULL END),
  forum TEXT,
  government_applied_on TEXT
    CONSTRAINT "government_applied_on is not a date"
      CHECK (government_applied_on IS date(government_applied_on, '+0 days') AND government_applied_on >= '0001'),
  result TEXT NOT NULL DEFAULT 'pending'
    CONSTRAINT "result is not one of its words" CHECK (CASE result
    WHEN 'pending' THEN 1 WHEN 'won' THEN 1 WHEN 'lost' THEN 1 WHEN 'settled' THEN 1
    WHEN 'withdrawn' THEN 1 WHEN 'withdrawn_by_government' THEN 1
    ELSE result IS NULL END),
  result_on TEXT
    CONSTRAINT "result_on is not a date"
      CHECK (result_on IS date(result_on, '+0 days') AND result_on >= '0001')
) STRICT;

CREATE TABLE notices (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES requests(id),
  sent_on TEXT NOT NULL
    CONSTRAINT "sent_on is not a date"
      CHECK (sent_on IS date(sent_on, '+0 days') AND sent_on >= '0001'),
  channel TEXT CONSTRAINT "channel is not one of its words" CHECK (CASE channel
    WHEN 'email' THEN 1 WHEN 'post' THEN 1 WHEN 'portal' THEN 1 WHEN 'counsel' THEN 1
    ELSE channel IS NULL END),
  result TEXT
) STRICT;

CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  request_id INTEGER REFERENCES requests(id),
  gag_id INTEGER REFERENCES gags(id),
  path TEXT,
  sha256 TEXT,
  received_on TEXT
    CONSTRAINT "received_on is not a date"
      CHECK (received_on IS date(received_on, '+0 days') AND received_on >= '0001')
) STRICT;

CREATE TABLE import_files (
  id INTEGER PRIMARY KEY,
  path TEXT,
  sha256 TEXT,
  map TEXT,
  provider TEXT,
  published_on TEXT
    CONSTRAINT "published_on is not a date"
      CHECK (published_on IS date(published_on, '+0 days') AND published_on >= '0001'),
  rows INTEGER,
  rejected INTEGER,
  imported_at TEXT
    CONSTRAINT "imported_at is not an instant in UTC"
      CHECK (imported_at IS strftime('%Y-%m-%dT%H:%MZ', imported_at, '+0 days') AND imported_at >= '0001')
) STRICT;

CREATE TABLE import_rejects (
  file_id INTEGER REFERENCES import_files(id),
  line INTEGER,
  byte INTEGER,
  column INTEGER,
  reason TEXT,
  raw TEXT
) STRICT;

CREATE TABLE published (
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  period_start TEXT NOT NULL
    CONSTRAINT "period_start is not a date"
      CHECK (period_start IS date(period_start, '+0 days') AND period_start >= '0001'),
  period_end TEXT NOT NULL
    CONSTRAINT "period_end is not a date"
      CHECK (period_end IS date(period_end, '+0 days') AND period_end >= '0001'),
  origin TEXT,
  jurisdiction_text TEXT,
  process TEXT,
  series TEXT NOT NULL,
  low ANY
    CONSTRAINT "low is not a number, or a whole one stored as REAL" CHECK (CASE typeof(low) WHEN 'integer' THEN 1 WHEN 'null' THEN 1
    WHEN 'real' THEN low <> round(low) END IS 1),
  high ANY
    CONSTRAINT "high is not a number, or a whole one stored as REAL" CHECK (CASE typeof(high) WHEN 'integer' THEN 1 WHEN 'null' THEN 1
    WHEN 'real' THEN high <> round(high) END IS 1),
  cell TEXT,
  file_id INTEGER REFERENCES import_files(id),
  line INTEGER,
  CONSTRAINT "period_start is after period_end" CHECK (period_start <= period_end)
) STRICT;

CREATE TABLE publications (
  id INTEGER PRIMARY KEY,
  period TEXT,
  report TEXT,
  as_of TEXT,
  published_on TEXT
    CONSTRAINT "published_on is not a date"
      CHECK (published_on IS date(published_on, '+0 days') AND published_on >= '0001'),
  sha256 TEXT
) STRICT;

CREATE TABLE publication_cells (
  publication_id INTEGER NOT NULL REFERENCES publications(id),
  row_key TEXT NOT NULL,
  column TEXT NOT NULL,
  value TEXT
) STRICT;

CREATE TABLE closures (
  calendar TEXT,
  on_date TEXT
    CONSTRAINT "on_date is not a date"
      CHECK (on_date IS date(on_date, '+0 days') AND on_date >= '0001'),
  name TEXT
) STRICT;

-- Reports by country and period; one case with its gags and their events.
CREATE INDEX requests_origin_received ON requests(origin, received_on);
CREATE INDEX requests_received ON requests(received_on);
CREATE INDEX requests_follows ON requests(follows_id) WHERE follows_id IS NOT NULL;
CREATE INDEX gags_request ON gags(request_id);
-- When a gag lapses: its events without their table, and those that lift it.
CREATE INDEX gag_events_gag ON gag_events(gag_id, event_on, kind, ordered);
CREATE INDEX gag_events_lifts ON gag_events(gag_id, event_on, kind) WHERE kind IN ('lifted', 'vacated');
CREATE INDEX challenges_request ON challenges(request_id);
CREATE INDEX notices_request ON notices(request_id, sent_on);
CREATE INDEX documents_request ON documents(request_id);
CREATE INDEX documents_gag ON documents(gag_id);
CREATE INDEX import_rejects_file ON import_rejects(file_id);
CREATE INDEX published_key
  ON published(provider, series, period_start, period_end, jurisdiction_text, process);
CREATE INDEX published_file ON published(file_id);
CREATE INDEX publication_cells_publication ON publication_cells(publication_id);

-- Guards. Foreign keys may be off, and REPLACE fires no delete trigger: a gagged
-- request must survive both. They fire before any conflict clause is looked at.
CREATE TRIGGER requests_keep_gagged BEFORE DELETE ON requests
WHEN EXISTS (SELECT 1 FROM gags WHERE request_id = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'a request that has a gag cannot be deleted');
END;

CREATE TRIGGER requests_replace_gagged BEFORE INSERT ON requests
WHEN EXISTS (SELECT 1 FROM gags WHERE request_id = NEW.id) OR
  EXISTS (SELECT 1 FROM requests r JOIN gags g ON g.request_id = r.id WHERE r.ref = NEW.ref)
BEGIN
  SELECT RAISE(ABORT, 'a request that has a gag cannot be replaced; use UPDATE');
END;

CREATE TRIGGER requests_replace_gagged_ref BEFORE UPDATE OF id, ref ON requests
WHEN EXISTS (SELECT 1 FROM requests r JOIN gags g ON g.request_id = r.id
  WHERE r.ref = NEW.ref AND r.id <> OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'a request that has a gag cannot be replaced');
END;

-- Of every UPDATE: `SET rowid = ...` moves the id and is no update OF id.
CREATE TRIGGER requests_move_gagged BEFORE UPDATE ON requests
WHEN NEW.id <> OLD.id AND EXISTS (SELECT 1 FROM gags WHERE request_id IN (OLD.id, NEW.id))
BEGIN
  SELECT RAISE(ABORT, 'a request that has a gag cannot be replaced or take another id');
END;

CREATE TRIGGER gags_need_request BEFORE INSERT ON gags
WHEN NOT EXISTS (SELECT 1 FROM requests WHERE id = NEW.request_id)
BEGIN
  SELECT RAISE(ABORT, 'a gag needs its request: no request has this request_id');
END;

CREATE TRIGGER gags_keep_request BEFORE UPDATE OF request_id ON gags
WHEN NOT EXISTS (SELECT 1 FROM requests WHERE id = NEW.request_id)
BEGIN
  SELECT RAISE(ABORT, 'a gag needs its request: no request has this request_id');
END;

CREATE TRIGGER gag_events_need_gag BEFORE INSERT ON gag_events
WHEN NOT EXISTS (SELECT 1 FROM gags WHERE id = NEW.gag_id)
BEGIN
  SELECT RAISE(ABORT, 'an event needs its gag: no gag has this gag_id');
END;

INSERT INTO settings(name, value) VALUES ('schema', '1');
PRAGMA user_version = 1;
