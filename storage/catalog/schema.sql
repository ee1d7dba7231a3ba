-- The catalog of one Slipway data directory, schema version 1 (PRAGMA user_version).
--
-- Conventions: digests are BLOBs of 32 bytes; times are seconds since 1970, UTC; a column named like another table
-- holds an id of it. Texts that clients are served byte for byte are BLOBs. Tables that are looked up by their natural
-- key and have small rows are WITHOUT ROWID: one tree instead of two. Ids that people or other processes may remember
-- are AUTOINCREMENT, so that they are never given out again.

-- Repositories ---------------------------------------------------------------------------------------------------

CREATE TABLE repositories (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    name             TEXT    NOT NULL UNIQUE,
    description      TEXT    NOT NULL,
    origin           TEXT    NOT NULL,
    sign_packages    INTEGER NOT NULL,
    retain_revisions INTEGER,
    retain_days      INTEGER
) STRICT;

CREATE TABLE distros (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    repository  INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    format      TEXT    NOT NULL CHECK (format IN ('deb', 'rpm')),
    compression TEXT    NOT NULL,
    is_default  INTEGER NOT NULL,
    UNIQUE (repository, name)
) STRICT;

-- Components and architectures in order of declaration.
CREATE TABLE distro_components (
    distro   INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    PRIMARY KEY (distro, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE distro_architectures (
    distro   INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    PRIMARY KEY (distro, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE channels (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    repository         INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
    name               TEXT    NOT NULL,
    immutable_versions INTEGER NOT NULL,
    protected          INTEGER NOT NULL,
    keep_versions      INTEGER,
    keep_days          INTEGER,
    UNIQUE (repository, name)
) STRICT;

-- The channels that may be promoted into one, by name: such a channel need not exist yet. None: every channel may.
CREATE TABLE channel_sources (
    channel  INTEGER NOT NULL REFERENCES channels ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    PRIMARY KEY (channel, position)
) STRICT, WITHOUT ROWID;

-- The rule by which uploads make channels of a repository, and what is special about these. See ephemeral.hpp.
CREATE TABLE ephemeral_rules (
    repository INTEGER PRIMARY KEY REFERENCES repositories ON DELETE CASCADE,
    pattern    TEXT    NOT NULL,
    base       TEXT    NOT NULL,
    ttl        INTEGER NOT NULL
) STRICT;

CREATE TABLE ephemeral_channels (
    channel     INTEGER PRIMARY KEY REFERENCES channels ON DELETE CASCADE,
    ttl         INTEGER NOT NULL,
    last_upload INTEGER NOT NULL
) STRICT;

CREATE TABLE expired_channels (
    repository INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    expired_at INTEGER NOT NULL,
    PRIMARY KEY (repository, name)
) STRICT, WITHOUT ROWID;

-- Where numbers and dates of a channel name stopped. Keyed by names on purpose: the row outlives channel and repository.
CREATE TABLE continuations (
    repository    TEXT    NOT NULL,
    channel       TEXT    NOT NULL,
    last_revision INTEGER NOT NULL,
    last_date     INTEGER NOT NULL,
    PRIMARY KEY (repository, channel)
) STRICT, WITHOUT ROWID;

-- Packages -------------------------------------------------------------------------------------------------------

CREATE TABLE packages (
    id              INTEGER PRIMARY KEY,
    repository      INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
    sha256          BLOB    NOT NULL CHECK (length(sha256) = 32),
    uploaded_sha256 BLOB    NOT NULL CHECK (length(uploaded_sha256) = 32),
    format          TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    version         TEXT    NOT NULL,
    architecture    TEXT    NOT NULL,
    source          TEXT    NOT NULL,
    summary         TEXT    NOT NULL,
    file_name       TEXT    NOT NULL,
    signed_by       TEXT    NOT NULL,
    size            INTEGER NOT NULL,
    weight          INTEGER NOT NULL,
    uploaded_at     INTEGER NOT NULL,
    provenance      TEXT    NOT NULL,
    UNIQUE (repository, sha256)
) STRICT;
CREATE INDEX packages_by_upload ON packages (repository, uploaded_sha256);

-- The texts of a package, apart from its row so that scans of the packages stay small. See document_texts.cpp.
CREATE TABLE package_texts (
    package   INTEGER PRIMARY KEY REFERENCES packages ON DELETE CASCADE,
    documents BLOB    NOT NULL
) STRICT;

-- `prefix`: the first 8 bytes of `sha256`, the 16 hex digits of the URL.
CREATE TABLE pool_names (
    distro    INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    prefix    BLOB    NOT NULL CHECK (length(prefix) = 8),
    file_name TEXT    NOT NULL,
    sha256    BLOB    NOT NULL CHECK (length(sha256) = 32),
    size      INTEGER NOT NULL,
    PRIMARY KEY (distro, prefix, file_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE taken_versions (
    distro          INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    name            TEXT    NOT NULL,
    version         TEXT    NOT NULL,
    architecture    TEXT    NOT NULL,
    uploaded_sha256 BLOB    NOT NULL CHECK (length(uploaded_sha256) = 32),
    PRIMARY KEY (distro, name, version, architecture)
) STRICT, WITHOUT ROWID;

-- Packages that were purged: gone from `packages`, their bytes destroyed and never taken in again. See PurgeRow.
CREATE TABLE purges (
    repository      INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
    sha256          BLOB    NOT NULL CHECK (length(sha256) = 32),
    uploaded_sha256 BLOB    NOT NULL CHECK (length(uploaded_sha256) = 32),
    format          TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    version         TEXT    NOT NULL,
    architecture    TEXT    NOT NULL,
    file_name       TEXT    NOT NULL,
    purged_at       INTEGER NOT NULL,
    PRIMARY KEY (repository, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX purges_by_upload ON purges (repository, uploaded_sha256);

-- Revisions ------------------------------------------------------------------------------------------------------

CREATE TABLE revisions (
    channel       INTEGER NOT NULL REFERENCES channels ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    time          INTEGER NOT NULL,
    root          BLOB    NOT NULL CHECK (length(root) = 32),
    package_count INTEGER NOT NULL,
    PRIMARY KEY (channel, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision_lists (
    channel      INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    distro       INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    component    TEXT    NOT NULL,
    architecture TEXT    NOT NULL,
    root         BLOB    NOT NULL CHECK (length(root) = 32),
    count        INTEGER NOT NULL,
    PRIMARY KEY (channel, revision, distro, component, architecture),
    FOREIGN KEY (channel, revision) REFERENCES revisions ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_lists_by_distro ON revision_lists (distro);  -- for the cascade

CREATE TABLE revision_changes (
    channel  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    event    INTEGER NOT NULL,  -- of `events`; not enforced, the log is never shortened
    cause    TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    added    INTEGER NOT NULL,
    removed  INTEGER NOT NULL,
    PRIMARY KEY (channel, revision, position),
    FOREIGN KEY (channel, revision) REFERENCES revisions ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Names for revisions. A pinned revision cannot be deleted but together with its channel.
CREATE TABLE pins (
    repository INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    channel    INTEGER NOT NULL REFERENCES channels ON DELETE CASCADE,
    revision   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT    NOT NULL,
    PRIMARY KEY (repository, name),
    FOREIGN KEY (channel, revision) REFERENCES revisions
) STRICT, WITHOUT ROWID;
CREATE INDEX pins_by_revision ON pins (channel, revision);

-- Nodes of the list trees; shared by all repositories.
CREATE TABLE nodes (
    hash  BLOB PRIMARY KEY CHECK (length(hash) = 32),
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Publications ---------------------------------------------------------------------------------------------------

-- Where the text of a block stands in the packs; see SegmentRow for the meaning of the key.
CREATE TABLE segments (
    block         BLOB    NOT NULL CHECK (length(block) = 32),
    document      TEXT    NOT NULL,
    form          TEXT    NOT NULL,
    variant       TEXT    NOT NULL,
    pack          INTEGER NOT NULL,
    offset        INTEGER NOT NULL,
    length        INTEGER NOT NULL,
    text_size     INTEGER NOT NULL,
    text_crc32    INTEGER NOT NULL,
    unpadded_size INTEGER NOT NULL,
    PRIMARY KEY (block, document, form, variant)
) STRICT, WITHOUT ROWID;

-- Index files, current (replaced_at is null) and replaced. Files of two architectures may have the same bytes, so the
-- digest alone is no key.
CREATE TABLE index_files (
    id           INTEGER PRIMARY KEY,
    channel      INTEGER NOT NULL REFERENCES channels ON DELETE CASCADE,
    distro       INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    component    TEXT    NOT NULL,
    architecture TEXT    NOT NULL,
    document     TEXT    NOT NULL,
    form         TEXT    NOT NULL,
    variant      TEXT    NOT NULL,
    sha256       BLOB    NOT NULL CHECK (length(sha256) = 32),
    size         INTEGER NOT NULL,
    list_root    BLOB             CHECK (length(list_root) = 32),
    published_at INTEGER NOT NULL,
    replaced_at  INTEGER,
    UNIQUE (distro, channel, sha256, component, architecture, document, form)
) STRICT;
CREATE INDEX index_files_current ON index_files (channel, distro, component, architecture) WHERE replaced_at IS NULL;
CREATE INDEX index_files_replaced ON index_files (replaced_at) WHERE replaced_at IS NOT NULL;
CREATE INDEX index_files_by_channel ON index_files (channel);  -- for the cascade
CREATE INDEX index_files_by_list ON index_files (list_root) WHERE list_root IS NOT NULL;

CREATE TABLE entry_points (
    channel        INTEGER NOT NULL REFERENCES channels ON DELETE CASCADE,
    distro         INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    architecture   TEXT    NOT NULL,
    generation     INTEGER NOT NULL,
    date           INTEGER NOT NULL,
    date_shared    INTEGER NOT NULL,
    content        BLOB    NOT NULL,
    signed_content BLOB    NOT NULL,
    detached       BLOB    NOT NULL,
    key            BLOB    NOT NULL,
    UNIQUE (channel, distro, architecture)
) STRICT;
CREATE INDEX entry_points_by_distro ON entry_points (distro);  -- for the cascade

-- Snapshots: revisions as they are served below snapshots/, distro by distro; kept from the first request for one on.
-- See SnapshotRow.
CREATE TABLE snapshots (
    channel  INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    distro   INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    signers  TEXT    NOT NULL,
    purges   INTEGER NOT NULL,
    PRIMARY KEY (channel, revision, distro),
    FOREIGN KEY (channel, revision) REFERENCES revisions ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshots_by_distro ON snapshots (distro);  -- for the cascade

CREATE TABLE snapshot_files (
    channel      INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    distro       INTEGER NOT NULL,
    component    TEXT    NOT NULL,
    architecture TEXT    NOT NULL,
    document     TEXT    NOT NULL,
    form         TEXT    NOT NULL,
    variant      TEXT    NOT NULL,
    sha256       BLOB    NOT NULL CHECK (length(sha256) = 32),
    size         INTEGER NOT NULL,
    list_root    BLOB             CHECK (length(list_root) = 32),
    published_at INTEGER NOT NULL,
    PRIMARY KEY (channel, revision, distro, component, architecture, document, form),
    FOREIGN KEY (channel, revision, distro) REFERENCES snapshots ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot_entry_points (
    channel        INTEGER NOT NULL,
    revision       INTEGER NOT NULL,
    distro         INTEGER NOT NULL,
    architecture   TEXT    NOT NULL,
    date           INTEGER NOT NULL,
    content        BLOB    NOT NULL,
    signed_content BLOB    NOT NULL,
    detached       BLOB    NOT NULL,
    key            BLOB    NOT NULL,
    PRIMARY KEY (channel, revision, distro, architecture),
    FOREIGN KEY (channel, revision, distro) REFERENCES snapshots ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE facts (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys -----------------------------------------------------------------------------------------------------------

CREATE TABLE keys (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    repository  INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE,
    fingerprint TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('standby', 'active', 'retiring', 'retired', 'revoked')),
    algorithm   TEXT    NOT NULL,
    armored     TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER,
    UNIQUE (repository, fingerprint)
) STRICT;

-- Tokens ---------------------------------------------------------------------------------------------------------

CREATE TABLE tokens (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT    NOT NULL,
    secret_digest BLOB    NOT NULL UNIQUE CHECK (length(secret_digest) = 32),
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER,
    last_used_at  INTEGER
) STRICT;

CREATE TABLE token_scopes (
    token    INTEGER NOT NULL REFERENCES tokens ON DELETE CASCADE,
    position INTEGER NOT NULL,
    scope    TEXT    NOT NULL,
    PRIMARY KEY (token, position)
) STRICT, WITHOUT ROWID;

-- One row that grows with every token made or deleted, by whatever process: caches compare it. Being in the database it
-- is seen together with the change itself; the use of a token does not count.
CREATE TABLE token_generation (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO token_generation VALUES (1, 0);
CREATE TRIGGER token_made AFTER INSERT ON tokens
    BEGIN UPDATE token_generation SET generation = generation + 1; END;
CREATE TRIGGER token_deleted AFTER DELETE ON tokens
    BEGIN UPDATE token_generation SET generation = generation + 1; END;

-- The audit log ---------------------------------------------------------------------------------------------------

-- A chain: `hash` = SHA-256 over previous_hash, id, time (8 bytes each, big-endian), then action, actor, address,
-- repository, channel and details, each as its length in 8 bytes, big-endian, and its bytes. The first event's
-- previous_hash is 32 zero bytes. Ids count from 1 without gaps.
CREATE TABLE events (
    id            INTEGER PRIMARY KEY,
    time          INTEGER NOT NULL,
    action        TEXT    NOT NULL,
    actor         TEXT    NOT NULL,
    address       TEXT    NOT NULL,
    repository    TEXT    NOT NULL,
    channel       TEXT    NOT NULL,
    details       TEXT    NOT NULL,
    previous_hash BLOB    NOT NULL CHECK (length(previous_hash) = 32),
    hash          BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX events_by_repository ON events (repository, id);
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
    BEGIN SELECT raise(ABORT, 'events are never deleted'); END;
