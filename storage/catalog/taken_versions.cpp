#include "storage/catalog/taken_versions.hpp"

#include "storage/catalog/connection.hpp"

#include <string_view>
#include <tuple>
#include <vector>

namespace slipway::storage {

Result<std::optional<TakenVersion>> find_taken_version(const ReadTransaction& tx, RowId distro, const std::string& name,
                                                       const std::string& version, const std::string& architecture) {
    const auto read = [&](Row& row) {
        return TakenVersion{.distro = distro,
                            .name = name,
                            .version = version,
                            .architecture = architecture,
                            .uploaded_sha256 = row.digest()};
    };
    return find_row(tx.connection(),
                    "SELECT uploaded_sha256 FROM taken_versions"
                    " WHERE distro = ? AND name = ? AND version = ? AND architecture = ?",
                    read, distro, name, version, architecture);
}

Result<std::map<VersionKey, Sha256>> find_taken_versions(const ReadTransaction& tx,
                                                         std::span<const VersionKey> versions) {
    using Wanted = std::tuple<std::string_view, std::string_view, std::string_view>;
    std::map<RowId, std::vector<Wanted>> by_distro;
    for (const auto& wanted : versions)
        by_distro[wanted.distro].emplace_back(wanted.name, wanted.version, wanted.architecture);

    std::map<VersionKey, Sha256> taken;
    for (const auto& [distro, wanted] : by_distro) {
        const auto keep = [&taken, of = distro](Row& row) {
            VersionKey key{of, row.text(), row.text(), row.text()};
            taken.insert_or_assign(std::move(key), row.digest());
        };
        // "(name, version, architecture) IN" would read all that the distro has: SQLite finds no index for it.
        TRY(for_each_row_of_set(
            tx.connection(),
            "SELECT name, version, architecture, uploaded_sha256 FROM (SELECT id FROM distros WHERE id = ?) AS asked"
            " CROSS JOIN (VALUES (?, ?, ?)...) AS wanted CROSS JOIN taken_versions"
            " WHERE distro = asked.id AND name = column1 AND version = column2 AND architecture = column3",
            std::span<const Wanted>(wanted), keep, distro));
    }
    return taken;
}

Result<> take_version(WriteTransaction& tx, const TakenVersion& version) {
    return execute_later(tx.connection(),
                         "INSERT INTO taken_versions (distro, name, version, architecture, uploaded_sha256)"
                         " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                         version.distro, version.name, version.version, version.architecture, version.uploaded_sha256);
}

Result<> release_version(WriteTransaction& tx, const TakenVersion& version) {
    return execute(tx.connection(),
                   "DELETE FROM taken_versions WHERE distro = ? AND name = ? AND version = ? AND architecture = ?"
                   " AND uploaded_sha256 = ?",
                   version.distro, version.name, version.version, version.architecture, version.uploaded_sha256);
}

}  // namespace slipway::storage
