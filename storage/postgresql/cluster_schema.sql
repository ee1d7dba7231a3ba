-- What several nodes over one database tell each other (docs/decisions/0068-nodes-publish-themselves-under-a-fence.md).
-- Made in the databases of one server alone, too, which leaves the tables empty. Times are the database's.

CREATE TABLE cluster_nodes (
    id         TEXT COLLATE "C" PRIMARY KEY,
    run        TEXT COLLATE "C" NOT NULL,  -- the process that is this node, random: a later one takes its place
    url        TEXT COLLATE "C" NOT NULL,
    role       TEXT COLLATE "C" NOT NULL,
    version    TEXT COLLATE "C" NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    seen_at    TIMESTAMPTZ NOT NULL,
    ready      BOOLEAN     NOT NULL
) WITH (fillfactor = 50);

-- Who works for a repository at the moment, or for all (0: the collector). It saves work, and nothing depends on it.
CREATE TABLE leases (
    repository   BIGINT PRIMARY KEY,
    node         TEXT COLLATE "C" NOT NULL,
    expires_at   TIMESTAMPTZ NOT NULL,
    wanted_by    TEXT COLLATE "C",  -- who gets it next
    wanted_until TIMESTAMPTZ
) WITH (fillfactor = 50);

-- The newest generation of each repository, also of one that was deleted. Whoever publishes raises it first, from the
-- one that was planned on: the fence. In the order of `turn` this is the feed that the others read.
CREATE TABLE heads (
    repository   BIGINT PRIMARY KEY,
    generation   BIGINT NOT NULL,
    turn         BIGINT NOT NULL,  -- of writers, in which it was raised
    node         TEXT COLLATE "C" NOT NULL,
    published_at TIMESTAMPTZ NOT NULL DEFAULT now()
) WITH (fillfactor = 50);
CREATE INDEX heads_by_turn ON heads (turn);

-- What each node serves. It is said anew by each node that has lost its connection.
CREATE UNLOGGED TABLE served (
    node       TEXT COLLATE "C" NOT NULL,
    repository BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    PRIMARY KEY (node, repository)
) WITH (fillfactor = 50);

-- One row.
CREATE TABLE cluster (
    "only"    SMALLINT PRIMARY KEY CHECK ("only" = 1),
    last_pack BIGINT NOT NULL,  -- the number that was given to a pack last
    swept     BIGINT NOT NULL   -- how often garbage was deleted: a fence for publications that had planned before
);
INSERT INTO cluster VALUES (1, 0, 0);
