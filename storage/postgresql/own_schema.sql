-- What a catalog in PostgreSQL has beside the tables of storage/catalog/schema.sql, which storage/postgresql/dialect.hpp
-- translates. Made once, before them.

-- PRAGMA user_version and application_id.
CREATE TABLE slipway_schema (
    "only"  SMALLINT PRIMARY KEY CHECK ("only" = 1),
    version BIGINT   NOT NULL
);
INSERT INTO slipway_schema VALUES (1, 0);

-- One row: whoever has it locked writes. See turn.cpp.
CREATE TABLE writers (
    "only"  SMALLINT PRIMARY KEY CHECK ("only" = 1),
    turn    BIGINT   NOT NULL,
    last_id BIGINT   NOT NULL,  -- reserved for repositories, distros and channels
    owner   TEXT COLLATE "C"    -- the writer that has taken the catalog over last; 'cluster': nodes that share it
) WITH (fillfactor = 10);
INSERT INTO writers VALUES (1, 0, 0, NULL);

-- The newest turn that each writer has committed. See turn.cpp.
CREATE TABLE turns (
    writer   TEXT COLLATE "C" PRIMARY KEY,  -- a random name
    turn     BIGINT NOT NULL,
    taken_at BIGINT NOT NULL DEFAULT extract(epoch FROM now())
) WITH (fillfactor = 50);

-- Private keys, each sealed by a key that is not in the database (signing/keys/sealing_key.hpp). They go by names because
-- a key is made before the catalog has its repository.
CREATE TABLE sealed_keys (
    repository  TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    sealed_by   TEXT COLLATE "C" NOT NULL,  -- the id of the sealing key
    sealed      BYTEA NOT NULL,
    sealed_at   BIGINT NOT NULL DEFAULT extract(epoch FROM now()),
    PRIMARY KEY (repository, fingerprint)
);

-- How often the private keys of a repository have changed, also of one that has none any more.
CREATE TABLE sealed_key_changes (
    repository TEXT COLLATE "C" PRIMARY KEY,
    changes    BIGINT NOT NULL
);

CREATE FUNCTION count_token_generation() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    UPDATE token_generation SET generation = generation + 1;
    RETURN NULL;
END $body$;

CREATE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'events are never changed or deleted';
END $body$;
