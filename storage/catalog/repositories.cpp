#include "storage/catalog/repositories.hpp"

#include "storage/catalog/connection.hpp"

#include <array>

namespace slipway::storage {
namespace {

constexpr auto read_text = [](Row& row) { return row.text(); };

RepositoryRow read_repository(Row& row) {
    RepositoryRow repository;
    repository.id = row.integer();
    repository.name = row.text();
    repository.description = row.text();
    repository.origin = row.text();
    repository.sign_packages = row.boolean();
    repository.retention.revisions = row.optional_natural<std::uint32_t>();
    repository.retention.days = row.optional_natural<std::uint32_t>();
    return repository;
}

DistroRow read_distro(Row& row) {
    DistroRow distro;
    distro.id = row.integer();
    distro.name = row.text();
    distro.format = row.word<Format>();
    distro.compression = row.word<Compression>();
    distro.is_default = row.boolean();
    return distro;
}

ChannelRow read_channel(Row& row) {
    ChannelRow channel;
    channel.id = row.integer();
    channel.name = row.text();
    channel.immutable_versions = row.boolean();
    channel.is_protected = row.boolean();
    channel.keep.versions = row.optional_natural<std::uint32_t>();
    channel.keep.days = row.optional_natural<std::uint32_t>();
    return channel;
}

Result<> load_parts(Connection& connection, RepositoryRow& repository) {
    repository.distros = TRY(find_rows(
        connection, "SELECT id, name, format, compression, is_default FROM distros WHERE repository = ? ORDER BY id",
        read_distro, repository.id));
    for (DistroRow& distro : repository.distros) {
        distro.components = TRY(find_rows(
            connection, "SELECT name FROM distro_components WHERE distro = ? ORDER BY position", read_text, distro.id));
        distro.architectures =
            TRY(find_rows(connection, "SELECT name FROM distro_architectures WHERE distro = ? ORDER BY position",
                          read_text, distro.id));
    }
    repository.channels = TRY(find_rows(connection,
                                        "SELECT id, name, immutable_versions, protected, keep_versions, keep_days"
                                        " FROM channels WHERE repository = ? ORDER BY id",
                                        read_channel, repository.id));
    for (ChannelRow& channel : repository.channels)
        channel.promote_from = TRY(find_rows(
            connection, "SELECT name FROM channel_sources WHERE channel = ? ORDER BY position", read_text, channel.id));
    return {};
}

/// Gives an id to every part that has none.
Result<> number_parts(WriteTransaction& tx, RepositoryRow& repository) {
    std::vector<RowId*> missing;
    const auto number_later = [&](RowId& id) {
        if (id == 0) missing.push_back(&id);
    };
    number_later(repository.id);
    for (DistroRow& distro : repository.distros) number_later(distro.id);
    for (ChannelRow& channel : repository.channels) number_later(channel.id);
    if (missing.empty()) return {};
    RowId next = TRY(reserve_ids(tx, missing.size()));
    for (RowId* id : missing) *id = next++;
    return {};
}

Result<> save_own_row(Connection& connection, const RepositoryRow& repository) {
    return execute(
        connection,
        "INSERT INTO repositories (id, name, description, origin, sign_packages, retain_revisions, retain_days)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,"
        " origin = excluded.origin, sign_packages = excluded.sign_packages,"
        " retain_revisions = excluded.retain_revisions, retain_days = excluded.retain_days",
        repository.id, repository.name, repository.description, repository.origin, repository.sign_packages,
        repository.retention.revisions, repository.retention.days);
}

/// The names that belong to a distro or a channel, in their order.
Result<> save_names(Connection& connection, const char* erase, const char* insert, RowId owner,
                    const std::vector<std::string>& names) {
    TRY(execute_later(connection, erase, owner));
    for (std::size_t i = 0; i < names.size(); ++i) TRY(execute_later(connection, insert, owner, i, names[i]));
    return {};
}

Result<> save_distro_row(Connection& connection, RowId repository, const DistroRow& distro) {
    return execute(
        connection,
        "INSERT INTO distros (id, repository, name, format, compression, is_default) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name, format = excluded.format,"
        " compression = excluded.compression, is_default = excluded.is_default",
        distro.id, repository, distro.name, distro.format, distro.compression, distro.is_default);
}

Result<> save_distro(Connection& connection, RowId repository, const DistroRow& distro) {
    TRY(save_distro_row(connection, repository, distro));
    TRY(save_names(connection, "DELETE FROM distro_components WHERE distro = ?",
                   "INSERT INTO distro_components (distro, position, name) VALUES (?, ?, ?)", distro.id,
                   distro.components));
    return save_names(connection, "DELETE FROM distro_architectures WHERE distro = ?",
                      "INSERT INTO distro_architectures (distro, position, name) VALUES (?, ?, ?)", distro.id,
                      distro.architectures);
}

Result<> save_channel(Connection& connection, RowId repository, const ChannelRow& channel) {
    TRY(execute(connection,
                "INSERT INTO channels (id, repository, name, immutable_versions, protected, keep_versions, keep_days)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
                " immutable_versions = excluded.immutable_versions, protected = excluded.protected,"
                " keep_versions = excluded.keep_versions, keep_days = excluded.keep_days",
                channel.id, repository, channel.name, channel.immutable_versions, channel.is_protected,
                channel.keep.versions, channel.keep.days));
    return save_names(connection, "DELETE FROM channel_sources WHERE channel = ?",
                      "INSERT INTO channel_sources (channel, position, name) VALUES (?, ?, ?)", channel.id,
                      channel.promote_from);
}

}  // namespace

Result<std::vector<RepositoryRow>> all_repositories(const ReadTransaction& tx) {
    auto repositories =
        TRY(find_rows(tx.connection(),
                      "SELECT id, name, description, origin, sign_packages, retain_revisions, retain_days"
                      " FROM repositories"
                      " WHERE name NOT LIKE 'deleted/%' ORDER BY id",
                      read_repository));
    for (RepositoryRow& repository : repositories) TRY(load_parts(tx.connection(), repository));
    return repositories;
}

namespace {

Result<std::optional<RepositoryRow>> repository_with_parts(const ReadTransaction& tx,
                                                           Result<std::optional<RepositoryRow>> repository) {
    if (repository.ok() && *repository) TRY(load_parts(tx.connection(), **repository));
    return repository;
}

}  // namespace

Result<std::optional<RepositoryRow>> find_repository(const ReadTransaction& tx, RowId repository) {
    return repository_with_parts(
        tx, find_row(tx.connection(),
                     "SELECT id, name, description, origin, sign_packages, retain_revisions, retain_days"
                     " FROM repositories WHERE id = ? AND name NOT LIKE 'deleted/%'",
                     read_repository, repository));
}

Result<std::optional<RepositoryRow>> find_repository(const ReadTransaction& tx, const std::string& name) {
    return repository_with_parts(
        tx, find_row(tx.connection(),
                     "SELECT id, name, description, origin, sign_packages, retain_revisions, retain_days"
                     " FROM repositories WHERE name = ?",
                     read_repository, name));
}

Result<RepositoryRow> save_repository(WriteTransaction& tx, RepositoryRow repository) {
    Connection& connection = tx.connection();
    auto savepoint = TRY(Savepoint::begin(connection));
    const std::string step = "saving repository " + repository.name;
    TRY(number_parts(tx, repository).during(step));
    TRY(save_own_row(connection, repository).during(step));
    for (const DistroRow& distro : repository.distros) TRY(save_distro(connection, repository.id, distro).during(step));
    for (const ChannelRow& channel : repository.channels)
        TRY(save_channel(connection, repository.id, channel).during(step));
    TRY(std::move(savepoint).release());
    return repository;
}

Result<RowId> reserve_ids(WriteTransaction& tx, std::size_t count) { return tx.connection().reserve_ids(count); }

Result<> delete_repository(WriteTransaction& tx, RowId repository) {
    // No repository can have such a name, as it has a slash.
    return execute(tx.connection(), "UPDATE repositories SET name = 'deleted/' || id WHERE id = ?", repository);
}

Result<std::uint64_t> clear_deleted_repositories(WriteTransaction& tx, std::size_t most) {
    Connection& connection = tx.connection();
    // What hangs on a repository in large numbers goes first; the cascade takes the rest with the repository.
    constexpr std::array statements = {
        "DELETE FROM pins WHERE (repository, name) IN (SELECT repository, pins.name FROM pins JOIN repositories"
        " ON repositories.id = repository WHERE repositories.name LIKE 'deleted/%' LIMIT ?)",
        "DELETE FROM packages WHERE id IN (SELECT packages.id FROM packages JOIN repositories"
        " ON repositories.id = repository WHERE repositories.name LIKE 'deleted/%' LIMIT ?)",
        "DELETE FROM pool_names WHERE (distro, prefix, file_name) IN (SELECT distro, prefix, file_name FROM pool_names"
        " WHERE distro IN (SELECT distros.id FROM distros JOIN repositories ON repositories.id = repository"
        " WHERE repositories.name LIKE 'deleted/%') LIMIT ?)",
        "DELETE FROM taken_versions WHERE (distro, name, version, architecture) IN (SELECT distro, name, version,"
        " architecture FROM taken_versions WHERE distro IN (SELECT distros.id FROM distros JOIN repositories"
        " ON repositories.id = repository WHERE repositories.name LIKE 'deleted/%') LIMIT ?)",
        "DELETE FROM index_files WHERE id IN (SELECT id FROM index_files WHERE channel IN (SELECT channels.id"
        " FROM channels JOIN repositories ON repositories.id = repository"
        " WHERE repositories.name LIKE 'deleted/%') LIMIT ?)",
        "DELETE FROM revisions WHERE (channel, number) IN (SELECT channel, number FROM revisions WHERE channel IN"
        " (SELECT channels.id FROM channels JOIN repositories ON repositories.id = repository"
        " WHERE repositories.name LIKE 'deleted/%') LIMIT ?)",
        "DELETE FROM repositories WHERE id IN (SELECT id FROM repositories WHERE name LIKE 'deleted/%' LIMIT ?)",
    };
    for (const char* statement : statements) {
        TRY(execute(connection, statement, most));
        if (connection.changes() > 0) return static_cast<std::uint64_t>(connection.changes());
    }
    return std::uint64_t{0};
}

Result<> delete_distro(WriteTransaction& tx, RowId distro) {
    return execute(tx.connection(), "DELETE FROM distros WHERE id = ?", distro);
}

Result<> delete_channel(WriteTransaction& tx, RowId channel) {
    return execute(tx.connection(), "DELETE FROM channels WHERE id = ?", channel);
}

Result<Continuation> find_continuation(const ReadTransaction& tx, const std::string& repository,
                                       const std::string& channel) {
    const auto read = [](Row& row) {
        Continuation continuation;
        continuation.last_revision = row.integer();
        continuation.last_date = row.integer();
        return continuation;
    };
    const auto found = TRY(find_row(
        tx.connection(), "SELECT last_revision, last_date FROM continuations WHERE repository = ? AND channel = ?",
        read, repository, channel));
    return found.value_or(Continuation{});
}

Result<> save_continuation(WriteTransaction& tx, const std::string& repository, const std::string& channel,
                           const Continuation& continuation) {
    return execute(tx.connection(),
                   "INSERT INTO continuations (repository, channel, last_revision, last_date) VALUES (?, ?, ?, ?)"
                   " ON CONFLICT (repository, channel) DO UPDATE SET last_revision = excluded.last_revision,"
                   " last_date = excluded.last_date",
                   repository, channel, continuation.last_revision, continuation.last_date);
}

}  // namespace slipway::storage
