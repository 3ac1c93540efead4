-- The log, which is the truth, and what belongs to this device alone.
-- Columns derived from the declared kinds, links and search index are made by the program
-- (see projection.py), never by a migration.

-- Circles, numbered here so that rows need not repeat their 16 bytes.
-- vector_counter: the highest of a vector of this device, signed here or seen elsewhere.
CREATE TABLE circle (
    id INTEGER PRIMARY KEY,
    circle BLOB NOT NULL UNIQUE CHECK (length(circle) = 16),
    vector_counter INTEGER NOT NULL DEFAULT 0 CHECK (vector_counter >= 0)
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
-- standing: 0 counts, 1 quarantined, 2 set aside, 3 refused, 4 waits; the last is in no vector.
-- changes: how many operations it has. size: in bytes, as it travels.
-- The wide columns come last: whoever reads the ones before them reads none of their pages.
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL REFERENCES log,
    number INTEGER NOT NULL CHECK (number >= 0),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash BLOB UNIQUE CHECK (length(hash) = 32),
    clock_max INTEGER,
    standing INTEGER NOT NULL DEFAULT 0 CHECK (standing BETWEEN 0 AND 4),
    changes INTEGER CHECK (changes > 0),
    size INTEGER CHECK (size > 0),
    writer TEXT NOT NULL,
    header BLOB,
    signatures BLOB,
    salting BLOB NOT NULL,
    CHECK ((hash IS NULL) = (header IS NULL) AND (hash IS NULL) = (signatures IS NULL)),
    CHECK ((hash IS NULL) = (size IS NULL) AND (hash IS NULL) = (changes IS NULL)),
    CHECK ((hash IS NULL) = (clock_max IS NULL)),
    CHECK (standing = 0 OR hash IS NOT NULL)
) STRICT;
CREATE INDEX segment_by_number ON segment (log, number);
CREATE UNIQUE INDEX segment_open ON segment (log) WHERE hash IS NULL;
CREATE INDEX segment_without_effect ON segment (standing) WHERE standing > 0;

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
-- record is null in membership logs, for what only a newer version understands, and for what
-- changes nothing: in segments that do not count, and operations that were refused.
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
CREATE INDEX operation_without_record ON operation (op)
    WHERE record IS NULL AND bytes IS NOT NULL;

-- Operations that their author had no right to: kept and passed on, never applied.
CREATE TABLE refused_operation (
    id INTEGER PRIMARY KEY REFERENCES operation
) STRICT;

-- Erase operations of records, in segments of any standing; an erase whose operation has a record
-- has effect. is_carried_out: what it names was destroyed here because a person saw it named.
CREATE TABLE erase (
    operation INTEGER PRIMARY KEY REFERENCES operation,
    is_whole INTEGER NOT NULL CHECK (is_whole IN (0, 1)),
    is_carried_out INTEGER NOT NULL DEFAULT 0 CHECK (is_carried_out IN (0, 1))
) STRICT;

-- The operations that an erase names, by their names.
CREATE TABLE erased_name (
    name BLOB NOT NULL CHECK (length(name) = 16),
    erase INTEGER NOT NULL REFERENCES erase,
    PRIMARY KEY (name, erase)
) STRICT, WITHOUT ROWID;
CREATE INDEX erased_name_by_erase ON erased_name (erase);

-- Erases that were carried out here and whose segment was taken back: they keep their effect.
CREATE TABLE kept_erase (
    op BLOB PRIMARY KEY CHECK (length(op) = 16),
    record INTEGER NOT NULL REFERENCES record,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Which operations need which blob file.
CREATE TABLE blob_use (
    blob BLOB NOT NULL CHECK (length(blob) = 32),
    operation INTEGER NOT NULL REFERENCES operation,
    PRIMARY KEY (blob, operation)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_use_by_operation ON blob_use (operation);

-- Bundles that were taken in, the last ones, and what each brought.
-- is_final: somebody was told, or something was changed since, so that it cannot be taken back
-- as if it had never come.
CREATE TABLE accepted (
    id INTEGER PRIMARY KEY,
    bundle BLOB NOT NULL CHECK (length(bundle) = 16),
    part INTEGER NOT NULL CHECK (part > 0),
    sender BLOB NOT NULL CHECK (length(sender) = 16),
    day INTEGER NOT NULL CHECK (day >= 0),
    is_final INTEGER NOT NULL DEFAULT 0 CHECK (is_final IN (0, 1))
) STRICT;
CREATE TABLE accepted_circle (
    accepted INTEGER NOT NULL REFERENCES accepted,
    circle INTEGER NOT NULL REFERENCES circle,
    PRIMARY KEY (accepted, circle)
) STRICT, WITHOUT ROWID;

-- waited_for: why the segment was parked before it was taken from there, null if it was not;
-- parked_by: the bundle that had brought it.
CREATE TABLE accepted_segment (
    segment INTEGER PRIMARY KEY REFERENCES segment,
    accepted INTEGER NOT NULL REFERENCES accepted,
    waited_for TEXT,
    parked_by INTEGER REFERENCES accepted
) STRICT;
CREATE INDEX accepted_segment_by_bundle ON accepted_segment (accepted);

-- The vector that a bundle's replaced; null if there was none.
CREATE TABLE accepted_vector (
    accepted INTEGER NOT NULL REFERENCES accepted,
    circle INTEGER NOT NULL REFERENCES circle,
    device BLOB NOT NULL CHECK (length(device) = 16),
    encoded BLOB,
    signature BLOB,
    PRIMARY KEY (accepted, circle, device)
) STRICT, WITHOUT ROWID;
CREATE TABLE accepted_blob (
    accepted INTEGER NOT NULL REFERENCES accepted,
    blob BLOB NOT NULL CHECK (length(blob) = 32),
    PRIMARY KEY (accepted, blob)
) STRICT, WITHOUT ROWID;

-- Segments that cannot be applied yet, as they came, in the order in which they came.
-- copy: the hash of wire; somebody may pass on a copy that is cut, or is not what was signed.
-- accepted: the bundle that brought it, as far as it can be taken back.
CREATE TABLE parked_segment (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    copy BLOB NOT NULL CHECK (length(copy) = 32),
    circle BLOB NOT NULL CHECK (length(circle) = 16),
    stream INTEGER NOT NULL CHECK (stream IN (0, 1)),
    device BLOB NOT NULL CHECK (length(device) = 16),
    log BLOB NOT NULL CHECK (length(log) = 16),
    number INTEGER NOT NULL,
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    reason TEXT NOT NULL,
    accepted INTEGER REFERENCES accepted,
    is_verified INTEGER NOT NULL CHECK (is_verified IN (0, 1)),
    missing INTEGER NOT NULL,
    size INTEGER NOT NULL,
    wire BLOB NOT NULL,
    UNIQUE (hash, copy)
) STRICT;
CREATE INDEX parked_by_circle ON parked_segment (circle);

-- Of each device of a circle the newest vector, as it was signed.
CREATE TABLE vector (
    circle INTEGER NOT NULL REFERENCES circle,
    device BLOB NOT NULL CHECK (length(device) = 16),
    encoded BLOB NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (circle, device)
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
