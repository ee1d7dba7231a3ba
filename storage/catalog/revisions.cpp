#include "storage/catalog/revisions.hpp"

#include "storage/catalog/connection.hpp"
#include "storage/catalog/index_file_columns.hpp"

namespace slipway::storage {
namespace {

RevisionRow read_revision(Row& row) {
    RevisionRow revision;
    revision.channel = row.integer();
    revision.number = row.integer();
    revision.time = row.time();
    revision.root = row.digest();
    revision.package_count = row.natural<std::uint64_t>();
    return revision;
}

ListRow read_list(Row& row) {
    ListRow list;
    list.index = read_index_key(row);
    list.root = row.digest();
    list.count = row.natural<std::uint64_t>();
    return list;
}

ChangeRow read_change(Row& row) {
    ChangeRow change;
    change.event = row.integer();
    change.cause = row.find_word<Cause>();
    change.actor = row.text();
    change.reason = row.text();
    change.added = row.natural<std::uint64_t>();
    change.removed = row.natural<std::uint64_t>();
    return change;
}

Result<> load_parts(Connection& connection, RevisionRow& revision) {
    revision.lists = TRY(find_rows(connection,
                                   "SELECT distro, kind, component, architecture, root, count FROM revision_lists"
                                   " WHERE channel = ? AND revision = ?"
                                   " ORDER BY distro, kind, component, architecture",
                                   read_list, revision.channel, revision.number));
    revision.changes = TRY(find_rows(connection,
                                     "SELECT event, cause, actor, reason, added, removed FROM revision_changes"
                                     " WHERE channel = ? AND revision = ? ORDER BY position",
                                     read_change, revision.channel, revision.number));
    return {};
}

Result<std::optional<RevisionRow>> with_parts(Connection& connection, std::optional<RevisionRow> revision) {
    if (revision) TRY(load_parts(connection, *revision));
    return revision;
}

Result<> insert_lists(Connection& connection, const RevisionRow& revision) {
    for (const ListRow& list : revision.lists)
        TRY(execute_later(
            connection,
            "INSERT INTO revision_lists (channel, revision, distro, kind, component, architecture, root, count)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            revision.channel, revision.number, list.index.distro, list.index.kind, list.index.component,
            list.index.architecture, list.root, list.count));
    return {};
}

Result<> insert_changes(Connection& connection, const RevisionRow& revision) {
    for (std::size_t i = 0; i < revision.changes.size(); ++i) {
        const ChangeRow& change = revision.changes[i];
        TRY(execute_later(connection,
                          "INSERT INTO revision_changes"
                          " (channel, revision, position, event, cause, actor, reason, added, removed)"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          revision.channel, revision.number, i, change.event, change.cause, change.actor, change.reason,
                          change.added, change.removed));
    }
    return {};
}

}  // namespace

Result<> insert_revision(WriteTransaction& tx, const RevisionRow& revision) {
    Connection& connection = tx.connection();
    auto savepoint = TRY(Savepoint::begin(connection));
    TRY(execute(connection, "INSERT INTO revisions (channel, number, time, root, package_count) VALUES (?, ?, ?, ?, ?)",
                revision.channel, revision.number, revision.time, revision.root, revision.package_count)
            .during("revision " + std::to_string(revision.number)));
    TRY(insert_lists(connection, revision));
    TRY(insert_changes(connection, revision));
    return std::move(savepoint).release();
}

Result<> set_revision_content(WriteTransaction& tx, RowId channel, std::int64_t number, const Sha256& root,
                              std::uint64_t package_count) {
    return execute(tx.connection(), "UPDATE revisions SET root = ?, package_count = ? WHERE channel = ? AND number = ?",
                   root, package_count, channel, number);
}

Result<std::optional<RevisionRow>> head_revision(const ReadTransaction& tx, RowId channel) {
    auto revision = TRY(find_row(tx.connection(),
                                 "SELECT channel, number, time, root, package_count FROM revisions"
                                 " WHERE channel = ? ORDER BY number DESC LIMIT 1",
                                 read_revision, channel));
    return with_parts(tx.connection(), std::move(revision));
}

Result<std::optional<RevisionRow>> find_revision(const ReadTransaction& tx, RowId channel, std::int64_t number) {
    auto revision = TRY(find_row(tx.connection(),
                                 "SELECT channel, number, time, root, package_count FROM revisions"
                                 " WHERE channel = ? AND number = ?",
                                 read_revision, channel, number));
    return with_parts(tx.connection(), std::move(revision));
}

Result<std::vector<RevisionRow>> revisions_before(const ReadTransaction& tx, RowId channel,
                                                  std::optional<std::int64_t> before, std::size_t limit) {
    auto revisions = TRY(find_rows(tx.connection(),
                                   "SELECT channel, number, time, root, package_count FROM revisions"
                                   " WHERE channel = ? AND number < ? ORDER BY number DESC LIMIT ?",
                                   read_revision, channel, before.value_or(INT64_MAX), limit));
    for (RevisionRow& revision : revisions) TRY(load_parts(tx.connection(), revision));
    return revisions;
}

Result<> visit_revision_times(const ReadTransaction& tx, RowId channel,
                              const std::function<void(std::int64_t, Seconds)>& visitor) {
    const auto visit = [&](Row& row) {
        const auto number = row.integer();
        visitor(number, row.time());
    };
    return for_each_row(tx.connection(), "SELECT number, time FROM revisions WHERE channel = ? ORDER BY number DESC",
                        visit, channel);
}

Result<std::optional<std::int64_t>> newest_revision_until(const ReadTransaction& tx, RowId channel, Seconds time) {
    return find_row(
        tx.connection(), "SELECT number FROM revisions WHERE channel = ? AND time <= ? ORDER BY number DESC LIMIT 1",
        [](Row& row) { return row.integer(); }, channel, time);
}

Result<std::optional<RevisionRow>> oldest_revision(const ReadTransaction& tx, RowId channel) {
    auto revision = TRY(find_row(tx.connection(),
                                 "SELECT channel, number, time, root, package_count FROM revisions"
                                 " WHERE channel = ? ORDER BY number LIMIT 1",
                                 read_revision, channel));
    return with_parts(tx.connection(), std::move(revision));
}

Result<bool> has_revision(const ReadTransaction& tx, RowId channel, std::int64_t number) {
    const auto found = TRY(find_row(
        tx.connection(), "SELECT 1 FROM revisions WHERE channel = ? AND number = ?",
        [](Row& row) { return row.integer(); }, channel, number));
    return found.has_value();
}

Result<> delete_revision(WriteTransaction& tx, RowId channel, std::int64_t number) {
    return execute(tx.connection(), "DELETE FROM revisions WHERE channel = ? AND number = ?", channel, number);
}

Result<> visit_list_roots(const ReadTransaction& tx, const std::function<void(const Sha256& root)>& visitor) {
    return for_each_of_many_rows(tx.connection(), "SELECT DISTINCT root FROM revision_lists",
                                 [&](Row& row) { visitor(row.digest()); });
}

Result<> insert_node(WriteTransaction& tx, const Sha256& hash, const std::string& bytes) {
    return execute_later(tx.connection(), "INSERT INTO nodes (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", hash,
                         Blob{bytes});
}

Result<std::optional<std::string>> find_node(const ReadTransaction& tx, const Sha256& hash) {
    return find_row(
        tx.connection(), "SELECT bytes FROM nodes WHERE hash = ?", [](Row& row) { return row.text(); }, hash);
}

Result<std::unordered_map<Sha256, std::string>> find_nodes(const ReadTransaction& tx, std::span<const Sha256> hashes) {
    std::unordered_map<Sha256, std::string> found;
    found.reserve(hashes.size());
    const auto keep = [&](Row& row) {
        const Sha256 hash = row.digest();
        found.insert_or_assign(hash, row.text());
    };
    TRY(for_each_row_of_set(tx.connection(), "SELECT hash, bytes FROM nodes WHERE hash IN (?...)", hashes, keep));
    return found;
}

Result<std::vector<StoredNode>> nodes_behind(const ReadTransaction& tx, const Sha256& last, std::size_t most) {
    const auto read = [](Row& row) {
        StoredNode node;
        node.hash = row.digest();
        node.bytes = row.text();
        return node;
    };
    return find_rows(tx.connection(), "SELECT hash, bytes FROM nodes WHERE hash > ? ORDER BY hash LIMIT ?", read, last,
                     most);
}

Result<> visit_nodes(const ReadTransaction& tx, const std::function<void(const Sha256&)>& visitor) {
    return for_each_of_many_rows(tx.connection(), "SELECT hash FROM nodes", [&](Row& row) { visitor(row.digest()); });
}

Result<> delete_node(WriteTransaction& tx, const Sha256& hash) {
    return execute(tx.connection(), "DELETE FROM nodes WHERE hash = ?", hash);
}

}  // namespace slipway::storage
