CREATE TABLE circle (
    id INTEGER PRIMARY KEY,
    circle BLOB NOT NULL UNIQUE CHECK (length(circle) = 16)
) STRICT;
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    log BLOB NOT NULL UNIQUE CHECK (length(log) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    circle INTEGER NOT NULL REFERENCES circle,
    incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),
    stream INTEGER NOT NULL CHECK (stream IN (0, 1))
) STRICT;
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL REFERENCES log,
    number INTEGER NOT NULL CHECK (number >= 0),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB UNIQUE CHECK (length(hash) = 32),
    header BLOB,
    signatures BLOB,
    salting BLOB NOT NULL,
    writer TEXT NOT NULL,
    clock_max INTEGER,
    CHECK ((hash IS NULL) = (header IS NULL) AND (hash IS NULL) = (signatures IS NULL))
) STRICT;
CREATE INDEX segment_by_number ON segment (log, number);
CREATE UNIQUE INDEX segment_open ON segment (log) WHERE hash IS NULL;
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    circle INTEGER NOT NULL REFERENCES circle,
    kind INTEGER NOT NULL,
    record BLOB NOT NULL CHECK (length(record) = 16),
    existence INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    state BLOB NOT NULL DEFAULT x'',
    UNIQUE (record, circle, kind)
) STRICT;
CREATE INDEX record_scope ON record (id, circle, kind);
CREATE TABLE unindexed (
    record INTEGER PRIMARY KEY REFERENCES record
) STRICT;
CREATE TABLE operation (
    id INTEGER PRIMARY KEY,
    record INTEGER REFERENCES record,
    op BLOB NOT NULL CHECK (length(op) = 16),
    leaf BLOB CHECK (length(leaf) = 32),
    bytes BLOB,
    CHECK ((bytes IS NULL) <> (leaf IS NULL))
) STRICT;
CREATE INDEX operation_by_record ON operation (record) WHERE record IS NOT NULL;
CREATE TABLE refused_operation (
    id INTEGER PRIMARY KEY REFERENCES operation
) STRICT;
CREATE TABLE erasure (
    record INTEGER PRIMARY KEY REFERENCES record,
    is_due INTEGER NOT NULL CHECK (is_due IN (0, 1))
) STRICT;
CREATE TABLE blob_use (
    blob BLOB NOT NULL CHECK (length(blob) = 32),
    operation INTEGER NOT NULL REFERENCES operation,
    PRIMARY KEY (blob, operation)
) STRICT, WITHOUT ROWID;
CREATE TABLE parked_segment (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    circle BLOB NOT NULL CHECK (length(circle) = 16),
    log BLOB NOT NULL CHECK (length(log) = 16),
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    wire BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE projection (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    declarations BLOB NOT NULL
) STRICT;
CREATE TABLE secret (
    name TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE user (
    user BLOB PRIMARY KEY CHECK (length(user) = 16),
    name TEXT NOT NULL UNIQUE,
    slot INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
CREATE TABLE draft (
    record BLOB NOT NULL CHECK (length(record) = 16),
    user BLOB NOT NULL CHECK (length(user) = 16),
    kind INTEGER NOT NULL,
    circle BLOB NOT NULL CHECK (length(circle) = 16),
    bytes BLOB NOT NULL,
    PRIMARY KEY (record, user)
) STRICT, WITHOUT ROWID;
CREATE TABLE preview (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
