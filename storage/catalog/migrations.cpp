// Numbered migrations. `PRAGMA user_version` holds the schema's version, `PRAGMA application_id` says that the file
// is a catalog at all. Version 1 is schema.sql; a later version is a new entry of the table below, never a change to
// an older one, because databases of every version exist somewhere.

#include "storage/catalog/migrations.hpp"

#include <array>

namespace slipway::storage {
namespace {

/// What the bytes of a segment are: XXH3-128 (base/checksum.hpp). NULL where a segment is older than that; the next
/// start of the daemon fills it in (publishing/rendering/segment_checksums.hpp). Pack 0 says that the bytes are lost.
constexpr const char* checksums =
    "ALTER TABLE segments ADD COLUMN checksum BLOB CHECK (length(checksum) = 16);"
    "CREATE INDEX segments_without_checksum ON segments (block) WHERE checksum IS NULL;"
    // The same of what is signed and of what goes into indexes; NULL in older rows, which nobody checks.
    "ALTER TABLE entry_points ADD COLUMN checksum BLOB CHECK (length(checksum) = 16);"
    "ALTER TABLE packages ADD COLUMN checksum BLOB CHECK (length(checksum) = 16);";

/// As in entry_points: NULL in older rows, which are not checked.
constexpr const char* checksums_of_snapshots =
    "ALTER TABLE snapshot_entry_points ADD COLUMN checksum BLOB CHECK (length(checksum) = 16);";

/// See search_texts.hpp. What is older than this table is filled in by the next start
/// (publishing/content/search_texts.hpp).
constexpr const char* search_texts = R"(
CREATE TABLE search_texts (
    repository INTEGER NOT NULL,
    package    INTEGER NOT NULL REFERENCES packages ON DELETE CASCADE,
    sha256     BLOB    NOT NULL CHECK (length(sha256) = 32),
    name       TEXT    NOT NULL,
    summary    TEXT    NOT NULL,
    provides   TEXT    NOT NULL,
    PRIMARY KEY (repository, package)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_texts_by_package ON search_texts (package);
)";

/// See pool_places.hpp. What is older than this table is filled in by the next start
/// (publishing/served/pool_places.hpp).
constexpr const char* pool_places = R"(
CREATE TABLE pool_places (
    distro    INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    directory TEXT    NOT NULL,
    file_name TEXT    NOT NULL,
    prefix    BLOB    NOT NULL CHECK (length(prefix) = 8),
    package   INTEGER NOT NULL REFERENCES packages ON DELETE CASCADE,
    PRIMARY KEY (distro, directory, file_name, prefix)
) STRICT, WITHOUT ROWID;
CREATE INDEX pool_places_by_package ON pool_places (package);
INSERT INTO facts (name, value) SELECT 'pool_places_missing', '' WHERE EXISTS (SELECT 1 FROM packages WHERE format = 'deb');
)";

/// Rows that lead to a signature have a checksum of their own, and an index file says what its bytes are made of. NULL
/// in older rows: those of segments are filled in by the next start of the daemon, index files are hashed again when
/// they are published the next time.
constexpr const char* checksums_of_rows =
    "ALTER TABLE segments ADD COLUMN row_checksum BLOB CHECK (length(row_checksum) = 16);"
    "DROP INDEX segments_without_checksum;"
    "CREATE INDEX segments_without_checksum ON segments (block) WHERE row_checksum IS NULL;"
    "ALTER TABLE index_files ADD COLUMN composition BLOB CHECK (length(composition) = 16);"
    "ALTER TABLE index_files ADD COLUMN checksum BLOB CHECK (length(checksum) = 16);"
    "ALTER TABLE snapshot_files ADD COLUMN composition BLOB CHECK (length(composition) = 16);"
    "ALTER TABLE snapshot_files ADD COLUMN checksum BLOB CHECK (length(checksum) = 16);";

/// See file_hashes.hpp. What is older than this table is filled in by the next start
/// (publishing/content/file_hashes.hpp).
constexpr const char* file_hashes = R"(
CREATE TABLE file_hashes (
    package    INTEGER PRIMARY KEY REFERENCES packages ON DELETE CASCADE,
    repository INTEGER NOT NULL,
    hashes     BLOB    NOT NULL CHECK (length(hashes) % 8 = 0)
) STRICT;
CREATE INDEX file_hashes_by_repository ON file_hashes (repository);
INSERT INTO facts (name, value) SELECT 'file_hashes_missing', '' WHERE EXISTS (SELECT 1 FROM packages WHERE format = 'rpm');
)";

constexpr std::int64_t application_id = 0x534c5057;  // "SLPW"

constexpr auto one_integer = [](Row& row) { return row.integer(); };

Result<std::int64_t> pragma_value(Connection& connection, const char* sql) {
    const auto value = TRY(find_row(connection, sql, one_integer));
    return value.value_or(0);
}

Error unknown_schema(int found, int known) {
    return Error(Fault::unsupported, "the catalog has schema version " + std::to_string(found) +
                                         ", this program knows version " + std::to_string(known));
}

/// PRAGMAs take no bound parameters, hence the texts.
std::string stamp(int version) {
    return "PRAGMA application_id = " + std::to_string(application_id) +
           "; PRAGMA user_version = " + std::to_string(version) + ";";
}

/// Precondition: a write transaction is open.
Result<> apply(Connection& connection, std::span<const Migration> migrations) {
    // Read again inside the transaction: another process may have migrated meanwhile.
    const int version = TRY(schema_version(connection));
    for (const Migration& migration : migrations) {
        if (migration.version <= version) continue;
        const std::string step = "migrating the catalog to version " + std::to_string(migration.version);
        TRY(connection.run_script(migration.sql).during(step));
        TRY(connection.run_script(stamp(migration.version)).during(step));
    }
    return connection.run_script("COMMIT");
}

/// An upload for a new architecture made revisions in other channels of its repository and did not say so. They get its
/// event: the newest that is not younger than they are.
constexpr const char* causes_for_all_revisions = R"(
INSERT INTO revision_changes (channel, revision, position, event, cause, actor, reason, added, removed)
SELECT revisions.channel, revisions.number, 0, events.id, 'settings', events.actor,
       'an upload into another channel declared an architecture', 0, 0
FROM revisions
JOIN channels ON channels.id = revisions.channel
JOIN repositories ON repositories.id = channels.repository
JOIN events ON events.id = (SELECT max(id) FROM events AS earlier
                            WHERE earlier.repository = repositories.name AND earlier.time <= revisions.time)
WHERE NOT EXISTS (SELECT 1 FROM revision_changes
                  WHERE revision_changes.channel = revisions.channel
                    AND revision_changes.revision = revisions.number);
)";

/// Whether a generation had the date of the one before was 0 or 1; how many seconds its `Last-Modified` is later is the
/// same of these.
constexpr const char* leads_of_dates = "ALTER TABLE entry_points RENAME COLUMN date_shared TO date_lead;";

/// Which kind of index a list and a file are of, see IndexKey. There was one for each format. The key of revision_lists
/// grows, so the table is made anew; the others tell files apart by their documents.
constexpr const char* kinds_of_indexes = R"(
CREATE TABLE lists_of_kinds (
    channel      INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    distro       INTEGER NOT NULL REFERENCES distros ON DELETE CASCADE,
    kind         TEXT    NOT NULL,
    component    TEXT    NOT NULL,
    architecture TEXT    NOT NULL,
    root         BLOB    NOT NULL CHECK (length(root) = 32),
    count        INTEGER NOT NULL,
    PRIMARY KEY (channel, revision, distro, kind, component, architecture),
    FOREIGN KEY (channel, revision) REFERENCES revisions ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO lists_of_kinds (channel, revision, distro, kind, component, architecture, root, count)
    SELECT channel, revision, distro, CASE format WHEN 'rpm' THEN 'primary' ELSE 'Packages' END, component, architecture,
           root, count
    FROM revision_lists JOIN distros ON distros.id = distro;
DROP TABLE revision_lists;
ALTER TABLE lists_of_kinds RENAME TO revision_lists;
CREATE INDEX revision_lists_by_distro ON revision_lists (distro);
ALTER TABLE index_files ADD COLUMN kind TEXT NOT NULL DEFAULT 'Packages';
UPDATE index_files SET kind = 'primary' WHERE document <> 'Packages';
ALTER TABLE snapshot_files ADD COLUMN kind TEXT NOT NULL DEFAULT 'Packages';
UPDATE snapshot_files SET kind = 'primary' WHERE document <> 'Packages';
)";

}  // namespace

std::span<const Migration> all_migrations() {
    static const std::array migrations = {
        Migration{.version = 1, .sql = schema_version_1},
        Migration{.version = 2, .sql = checksums},
        Migration{.version = 3, .sql = causes_for_all_revisions},
        Migration{.version = 4, .sql = checksums_of_snapshots},
        Migration{.version = 5, .sql = search_texts},
        Migration{.version = 6, .sql = pool_places},
        Migration{.version = 7, .sql = leads_of_dates},
        Migration{.version = 8, .sql = checksums_of_rows},
        Migration{.version = 9, .sql = file_hashes},
        Migration{.version = 10, .sql = kinds_of_indexes},
    };
    return migrations;
}

Result<int> schema_version(Connection& connection) {
    const auto version = TRY(pragma_value(connection, "PRAGMA user_version"));
    const auto application = TRY(pragma_value(connection, "PRAGMA application_id"));
    const auto tables = TRY(pragma_value(connection, "SELECT count(*) FROM sqlite_schema"));
    const bool ours = application == application_id || (application == 0 && version == 0 && tables == 0);
    if (!ours) return Error(Fault::unsupported, "the file is an SQLite database of another program, not a catalog");
    return static_cast<int>(version);
}

Result<> migrate(Connection& connection, std::span<const Migration> migrations) {
    const int known = migrations.back().version;
    const int found = TRY(schema_version(connection));
    if (found == known) return {};
    if (found > known) return unknown_schema(found, known);

    TRY(connection.run_script("BEGIN IMMEDIATE"));
    auto applied = apply(connection, migrations);
    // The error of the migration is the one to report; a database that cannot roll back does so when it is closed.
    if (!applied.ok()) [[maybe_unused]]
        const auto undone = connection.run_script("ROLLBACK");
    return applied;
}

Result<> check_schema(Connection& connection, std::span<const Migration> migrations) {
    const int known = migrations.back().version;
    const int found = TRY(schema_version(connection));
    if (found != known) return unknown_schema(found, known);
    return {};
}

}  // namespace slipway::storage
