CREATE TABLE circle (
    id INTEGER PRIMARY KEY,
    circle BLOB NOT NULL UNIQUE CHECK (length(circle) = 16),
    vector_counter INTEGER NOT NULL DEFAULT 0 CHECK (vector_counter >= 0)
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
CREATE INDEX operation_without_record ON operation (op)
    WHERE record IS NULL AND bytes IS NOT NULL;
CREATE TABLE refused_operation (
    id INTEGER PRIMARY KEY REFERENCES operation
) STRICT;
CREATE TABLE erase (
    operation INTEGER PRIMARY KEY REFERENCES operation,
    is_whole INTEGER NOT NULL CHECK (is_whole IN (0, 1)),
    is_carried_out INTEGER NOT NULL DEFAULT 0 CHECK (is_carried_out IN (0, 1))
) STRICT;
CREATE TABLE erased_name (
    name BLOB NOT NULL CHECK (length(name) = 16),
    erase INTEGER NOT NULL REFERENCES erase,
    PRIMARY KEY (name, erase)
) STRICT, WITHOUT ROWID;
CREATE INDEX erased_name_by_erase ON erased_name (erase);
CREATE TABLE kept_erase (
    op BLOB PRIMARY KEY CHECK (length(op) = 16),
    record INTEGER NOT NULL REFERENCES record,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE blob_use (
    blob BLOB NOT NULL CHECK (length(blob) = 32),
    operation INTEGER NOT NULL REFERENCES operation,
    PRIMARY KEY (blob, operation)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_use_by_operation ON blob_use (operation);
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
CREATE TABLE accepted_segment (
    segment INTEGER PRIMARY KEY REFERENCES segment,
    accepted INTEGER NOT NULL REFERENCES accepted,
    waited_for TEXT,
    parked_by INTEGER REFERENCES accepted
) STRICT;
CREATE INDEX accepted_segment_by_bundle ON accepted_segment (accepted);
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
CREATE TABLE vector (
    circle INTEGER NOT NULL REFERENCES circle,
    device BLOB NOT NULL CHECK (length(device) = 16),
    encoded BLOB NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (circle, device)
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
