#include "storage/catalog/pool_names.hpp"

#include "base/hex.hpp"
#include "storage/catalog/connection.hpp"

namespace slipway::storage {

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
    PoolName name;
    return for_each_of_many_rows(tx.connection(), "SELECT distro, sha256, file_name, size FROM pool_names",
                                 [&](Row& row) {
                                     name.distro = row.integer();
                                     name.sha256 = row.digest();
                                     name.file_name = row.text();
                                     name.size = row.natural<std::uint64_t>();
                                     visitor(name);
                                 });
}

}  // namespace slipway::storage
