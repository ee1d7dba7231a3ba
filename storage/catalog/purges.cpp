#include "storage/catalog/purges.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

PurgeRow read_purge(Row& row) {
    PurgeRow purge;
    purge.repository = row.integer();
    purge.sha256 = row.digest();
    purge.uploaded_sha256 = row.digest();
    purge.format = row.word<Format>();
    purge.name = row.text();
    purge.version = row.text();
    purge.architecture = row.text();
    purge.file_name = row.text();
    purge.purged_at = row.time();
    return purge;
}

}  // namespace

Result<> insert_purge(WriteTransaction& tx, const PurgeRow& purge) {
    return execute(tx.connection(),
                   "INSERT INTO purges (repository, sha256, uploaded_sha256, format, name, version, architecture,"
                   " file_name, purged_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   purge.repository, purge.sha256, purge.uploaded_sha256, purge.format, purge.name, purge.version,
                   purge.architecture, purge.file_name, purge.purged_at);
}

Result<std::vector<PurgeRow>> find_purges(const ReadTransaction& tx, RowId repository, const Sha256& digest) {
    return find_rows(
        tx.connection(),
        "SELECT repository, sha256, uploaded_sha256, format, name, version, architecture, file_name, purged_at"
        " FROM purges WHERE repository = ? AND (uploaded_sha256 = ? OR uploaded_sha256 ="
        " (SELECT uploaded_sha256 FROM purges WHERE repository = ? AND sha256 = ?)) ORDER BY sha256",
        read_purge, repository, digest, repository, digest);
}

Result<std::uint64_t> count_purges(const ReadTransaction& tx, RowId repository) {
    const auto count = TRY(find_row(
        tx.connection(), "SELECT count(*) FROM purges WHERE repository = ?",
        [](Row& row) { return row.natural<std::uint64_t>(); }, repository));
    return count.value_or(0);
}

Result<> visit_purges(const ReadTransaction& tx, const std::function<void(const PurgeRow&)>& visitor) {
    return for_each_row(
        tx.connection(),
        "SELECT repository, sha256, uploaded_sha256, format, name, version, architecture, file_name, purged_at"
        " FROM purges",
        [&](Row& row) { visitor(read_purge(row)); });
}

}  // namespace slipway::storage
