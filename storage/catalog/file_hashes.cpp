#include "storage/catalog/file_hashes.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

/// Set by the migration that made the table, where there were rpms before.
constexpr const char* missing_hashes = "file_hashes_missing";

}  // namespace

Result<> insert_file_hashes(WriteTransaction& tx, const FileHashes& files) {
    return execute_later(tx.connection(),
                         "INSERT INTO file_hashes (package, repository, hashes) VALUES (?, ?, ?)"
                         " ON CONFLICT (package) DO NOTHING",
                         files.package, files.repository, Blob{files.hashes});
}

Result<> visit_file_hashes(const ReadTransaction& tx, RowId repository,
                           const std::function<void(const FileHashes&)>& visitor) {
    const auto visit = [&](Row& row) {
        FileHashes files;
        files.package = row.integer();
        files.repository = row.integer();
        files.hashes = row.text();
        visitor(files);
    };
    return for_each_of_many_rows(
        tx.connection(), "SELECT package, repository, hashes FROM file_hashes WHERE repository = ?", visit, repository);
}

Result<std::vector<PackageRow>> rpms_without_file_hashes(const ReadTransaction& tx, std::size_t most) {
    return find_rows(
        tx.connection(),
        "SELECT id, repository, sha256, format FROM packages"
        " WHERE format = 'rpm' AND EXISTS (SELECT 1 FROM facts WHERE name = ?)"
        " AND id > coalesce((SELECT max(package) FROM file_hashes), 0) ORDER BY id LIMIT ?",
        [](Row& row) {
            PackageRow package;
            package.id = row.integer();
            package.repository = row.integer();
            package.sha256 = row.digest();
            package.format = row.word<Format>();
            return package;
        },
        missing_hashes, most);
}

Result<> mark_file_hashes_complete(WriteTransaction& tx) {
    return execute(tx.connection(), "DELETE FROM facts WHERE name = ?", missing_hashes);
}

}  // namespace slipway::storage
