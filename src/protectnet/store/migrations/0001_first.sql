-- The log, which is the truth, and what belongs to this device alone.
-- Columns derived from the declared kinds, links and search index are made by the program
-- (see projection.py), never by a migration.

-- Circles, numbered here so that rows need not repeat their 16 bytes.
CREATE TABLE circle (
    id INTEGER PRIMARY KEY,
    circle BLOB NOT NULL UNIQUE CHECK (length(circle) = 16)
) STRICT;

-- One log for each device, circle, incarnation and stream (0 records, 1 membership).
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    log BLOB NOT NULL UNIQUE CHECK (length(log) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    circle INTEGER NOT NULL REFERENCES circle,
    incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),
    stream INTEGER NOT NULL CHECK (stream IN (0, 1))
) STRICT;

-- Sealed segments, and the open ones, which have no header, signatures or hash yet.
-- Two sealed segments of one log may have the same number: a device that exists twice.
-- signatures, salting: as in the segment's own encoding (docs/spec/log-v1.md, section 8).
-- clock_max: the clock less 2^63, for SQLite's numbers have a sign; so is record.changed.
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

-- What the log speaks of. What it says is merged into state, existence and the rest.
-- state comes last: whoever reads the columns before it reads none of its pages.
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

-- The narrow part of record, in which a search looks up thousands of rows.
CREATE INDEX record_scope ON record (id, circle, kind);

-- Records whose words the search index does not have yet; a search adds them first.
CREATE TABLE unindexed (
    record INTEGER PRIMARY KEY REFERENCES record
) STRICT;

-- One row for each operation; id = segment * 1024 + place in the segment.
-- record is null in membership logs and for what only a newer version understands.
-- An erased operation has lost its bytes and keeps its leaf.
CREATE TABLE operation (
    id INTEGER PRIMARY KEY,
    record INTEGER REFERENCES record,
    op BLOB NOT NULL CHECK (length(op) = 16),
    leaf BLOB CHECK (length(leaf) = 32),
    bytes BLOB,
    CHECK ((bytes IS NULL) <> (leaf IS NULL))
) STRICT;
CREATE INDEX operation_by_record ON operation (record) WHERE record IS NOT NULL;

-- Operations that their author had no right to: kept and passed on, never applied.
CREATE TABLE refused_operation (
    id INTEGER PRIMARY KEY REFERENCES operation
) STRICT;

-- Records of which something is to be erased or was; is_due until that was done here.
CREATE TABLE erasure (
    record INTEGER PRIMARY KEY REFERENCES record,
    is_due INTEGER NOT NULL CHECK (is_due IN (0, 1))
) STRICT;

-- Which operations need which blob file.
CREATE TABLE blob_use (
    blob BLOB NOT NULL CHECK (length(blob) = 32),
    operation INTEGER NOT NULL REFERENCES operation,
    PRIMARY KEY (blob, operation)
) STRICT, WITHOUT ROWID;

-- Verified segments that cannot be applied yet, as they came.
CREATE TABLE parked_segment (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    circle BLOB NOT NULL CHECK (length(circle) = 16),
    log BLOB NOT NULL CHECK (length(log) = 16),
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    wire BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What the projection was made from.
CREATE TABLE projection (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    declarations BLOB NOT NULL
) STRICT;

-- Secrets and settings of this device, whose bytes the store does not look into.
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

-- What was typed and not saved yet. A draft of a new record has the id that it will get.
CREATE TABLE draft (
    record BLOB NOT NULL CHECK (length(record) = 16),
    user BLOB NOT NULL CHECK (length(user) = 16),
    kind INTEGER NOT NULL,
    circle BLOB NOT NULL CHECK (length(circle) = 16),
    bytes BLOB NOT NULL,
    PRIMARY KEY (record, user)
) STRICT, WITHOUT ROWID;

-- Small pictures of attachments, by the hash of the attachment's plaintext.
CREATE TABLE preview (
    digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
