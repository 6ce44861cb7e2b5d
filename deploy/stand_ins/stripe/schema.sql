CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    created INTEGER NOT NULL,
    label TEXT NOT NULL,
    parent TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
CREATE INDEX IF NOT EXISTS objects_by_parent ON objects (parent, kind) WHERE parent <> '';

-- Every movement of money, appended and never changed: what the oracles of a test run count.
CREATE TABLE IF NOT EXISTS movements (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    what TEXT NOT NULL,
    payment_intent TEXT NOT NULL,
    object TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    request TEXT,
    idempotency_key TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS movements_by_intent ON movements (payment_intent);

CREATE TABLE IF NOT EXISTS idempotency_keys (
    key TEXT NOT NULL UNIQUE,
    created REAL NOT NULL,
    path TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    request TEXT NOT NULL,
    status INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    payment_intent TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'dropped')),
    held INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    created REAL NOT NULL,
    due REAL NOT NULL,
    last_answer TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event);

-- What happens by itself some time after a call: a debit settles, a refund fails.
CREATE TABLE IF NOT EXISTS later (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    due REAL NOT NULL,
    what TEXT NOT NULL,
    object TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS fault_plan (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS fault_counts (rule TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fault_log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    fault TEXT NOT NULL,
    subject TEXT NOT NULL,
    request TEXT NOT NULL
) STRICT;
