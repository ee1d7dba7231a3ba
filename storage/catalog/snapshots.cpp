#include "storage/catalog/snapshots.hpp"

#include "storage/catalog/connection.hpp"
#include "storage/catalog/index_file_columns.hpp"

namespace slipway::storage {
namespace {

SnapshotRow read_snapshot(Row& row) {
    SnapshotRow snapshot;
    snapshot.channel = row.integer();
    snapshot.revision = row.integer();
    snapshot.distro = row.integer();
    snapshot.signers = row.text();
    snapshot.purges = row.natural<std::uint64_t>();
    return snapshot;
}

/// Signatures change and the date does not, so there is no `last_modified`.
EntryPointRow read_entry_point(Row& row) {
    EntryPointRow entry_point;
    entry_point.channel = row.integer();
    entry_point.distro = row.integer();
    entry_point.architecture = row.text();
    entry_point.date = row.time();
    entry_point.content = row.text();
    entry_point.signed_content = row.text();
    entry_point.detached = row.text();
    entry_point.key = row.text();
    const auto checksum = row.optional_checksum();
    entry_point.is_whole = !checksum || *checksum == checksum_of_texts(entry_point);
    return entry_point;
}

Result<> insert_parts(Connection& connection, const SnapshotRow& snapshot) {
    for (auto file : snapshot.files) {
        file.channel = snapshot.channel;
        file.index.distro = snapshot.distro;
        TRY(execute_later(
            connection,
            "INSERT INTO snapshot_files (channel, revision, distro, kind, component, architecture, document,"
            " form, variant, sha256, size, list_root, published_at, composition, checksum)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            snapshot.channel, snapshot.revision, snapshot.distro, file.index.kind, file.index.component,
            file.index.architecture, file.document, file.form, file.variant, file.sha256, file.size, file.list_root,
            file.published_at, file.composition, checksum_of_columns(file)));
    }
    for (const auto& entry_point : snapshot.entry_points)
        TRY(execute_later(connection,
                          "INSERT INTO snapshot_entry_points (channel, revision, distro, architecture, date, content,"
                          " signed_content, detached, key, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          snapshot.channel, snapshot.revision, snapshot.distro, entry_point.architecture,
                          entry_point.date, Blob{entry_point.content}, Blob{entry_point.signed_content},
                          Blob{entry_point.detached}, Blob{entry_point.key}, checksum_of_texts(entry_point)));
    return {};
}

}  // namespace

Result<std::optional<SnapshotRow>> find_snapshot(const ReadTransaction& tx, RowId channel, std::int64_t revision,
                                                 RowId distro) {
    auto snapshot = TRY(find_row(tx.connection(),
                                 "SELECT channel, revision, distro, signers, purges FROM snapshots"
                                 " WHERE channel = ? AND revision = ? AND distro = ?",
                                 read_snapshot, channel, revision, distro));
    if (!snapshot) return snapshot;
    snapshot->files = TRY(find_rows(tx.connection(),
                                    "SELECT channel, distro, kind, component, architecture, document, form, variant,"
                                    " sha256, size, list_root, published_at, composition, checksum FROM snapshot_files"
                                    " WHERE channel = ? AND revision = ? AND distro = ?"
                                    " ORDER BY kind, component, architecture, document, form",
                                    read_index_file_columns, channel, revision, distro));
    snapshot->entry_points =
        TRY(find_rows(tx.connection(),
                      "SELECT channel, distro, architecture, date, content, signed_content, detached, key, checksum"
                      " FROM snapshot_entry_points WHERE channel = ? AND revision = ? AND distro = ?"
                      " ORDER BY architecture",
                      read_entry_point, channel, revision, distro));
    return snapshot;
}

Result<> save_snapshot(WriteTransaction& tx, const SnapshotRow& snapshot) {
    Connection& connection = tx.connection();
    auto savepoint = TRY(Savepoint::begin(connection));
    TRY(delete_snapshot(tx, snapshot.channel, snapshot.revision, snapshot.distro));
    TRY(execute(connection, "INSERT INTO snapshots (channel, revision, distro, signers, purges) VALUES (?, ?, ?, ?, ?)",
                snapshot.channel, snapshot.revision, snapshot.distro, snapshot.signers, snapshot.purges));
    TRY(insert_parts(connection, snapshot));
    return std::move(savepoint).release();
}

Result<> delete_snapshot(WriteTransaction& tx, RowId channel, std::int64_t revision, RowId distro) {
    return execute(tx.connection(), "DELETE FROM snapshots WHERE channel = ? AND revision = ? AND distro = ?", channel,
                   revision, distro);
}

Result<> visit_snapshot_files(const ReadTransaction& tx,
                              const std::function<void(const IndexFileRow&, std::int64_t)>& visitor) {
    const auto visit = [&](Row& row) {
        const auto file = read_index_file_columns(row);
        visitor(file, row.integer());
    };
    return for_each_of_many_rows(
        tx.connection(),
        "SELECT channel, distro, kind, component, architecture, document, form, variant, sha256, size,"
        " list_root, published_at, composition, checksum, revision FROM snapshot_files",
        visit);
}

}  // namespace slipway::storage
