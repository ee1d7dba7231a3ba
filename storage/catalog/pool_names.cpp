#include "storage/catalog/pool_names.hpp"

#include "base/hex.hpp"
#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

PoolName read_pool_name(Row& row) {
    PoolName name{.distro = row.integer(), .sha256 = row.digest(), .file_name = row.text()};
    name.size = row.natural<std::uint64_t>();
    return name;
}

}  // namespace

Result<> insert_pool_name(WriteTransaction& tx, const PoolName& name) {
    Connection& connection = tx.connection();
    TRY(execute(connection,
                "INSERT INTO pool_names (distro, prefix, file_name, sha256, size) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                name.distro, Blob{pool_prefix_of(name.sha256)}, name.file_name, name.sha256, name.size));
    if (connection.changes() > 0) return {};
    const auto held = TRY(find_row(
        connection, "SELECT sha256 FROM pool_names WHERE distro = ? AND prefix = ? AND file_name = ?",
        [](Row& row) { return row.digest(); }, name.distro, Blob{pool_prefix_of(name.sha256)}, name.file_name));
    if (held == name.sha256) return {};
    return Error(Fault::conflict, "the name " + name.file_name + " is taken by " + (held ? held->hex() : "nobody"));
}

Result<std::optional<PoolName>> find_pool_name(const ReadTransaction& tx, RowId distro, std::string_view prefix,
                                               const std::string& file_name) {
    const auto bytes = prefix.size() == 16 ? from_hex(prefix) : std::nullopt;
    if (!bytes) return std::optional<PoolName>();
    const auto read = [&](Row& row) {
        PoolName name{.distro = distro, .sha256 = row.digest(), .file_name = file_name};
        name.size = row.natural<std::uint64_t>();
        return name;
    };
    return find_row(tx.connection(),
                    "SELECT sha256, size FROM pool_names WHERE distro = ? AND prefix = ? AND file_name = ?", read,
                    distro, Blob{*bytes}, file_name);
}

Result<bool> has_pool_name(const ReadTransaction& tx, RowId repository, const Sha256& sha256) {
    const auto found = TRY(find_row(
        tx.connection(),
        "SELECT EXISTS (SELECT 1 FROM pool_names WHERE distro IN (SELECT id FROM distros WHERE repository = ?)"
        " AND prefix = ? AND sha256 = ?)",
        [](Row& row) { return row.boolean(); }, repository, Blob{pool_prefix_of(sha256)}, sha256));
    return found.value_or(false);
}

Result<> visit_pool_names(const ReadTransaction& tx, const std::function<void(const PoolName&)>& visitor) {
    return for_each_of_many_rows(tx.connection(), "SELECT distro, sha256, file_name, size FROM pool_names",
                                 [&](Row& row) { visitor(read_pool_name(row)); });
}

Result<> visit_pool_names_behind(const ReadTransaction& tx, RowId repository, RowId package,
                                 const std::function<void(const PoolName&)>& visitor) {
    return for_each_row(
        tx.connection(),
        "SELECT pool_names.distro, pool_names.sha256, pool_names.file_name, pool_names.size FROM packages"
        " JOIN distros ON distros.repository = packages.repository JOIN pool_names ON pool_names.distro = distros.id"
        " AND pool_names.prefix = substr(packages.sha256, 1, 8) AND pool_names.sha256 = packages.sha256"
        " WHERE packages.repository = ? AND packages.id > ?",
        [&](Row& row) { visitor(read_pool_name(row)); }, repository, package);
}

}  // namespace slipway::storage
