#include "storage/catalog/publications.hpp"

#include "storage/catalog/connection.hpp"
#include "storage/catalog/index_file_columns.hpp"

#include <set>
#include <tuple>
#include <utility>

namespace slipway::storage {
namespace {

IndexFileRow read_index_file(Row& row) {
    auto file = read_index_file_columns(row);
    file.replaced_at = row.optional_time();
    return file;
}

/// The column: how many seconds `last_modified` is later than `date`; none is -1.
std::int64_t date_lead_of(const EntryPointRow& entry_point) {
    if (entry_point.last_modified == Seconds{}) return -1;
    return (entry_point.last_modified - entry_point.date).count();
}

EntryPointRow read_entry_point(Row& row) {
    EntryPointRow entry_point;
    entry_point.channel = row.integer();
    entry_point.distro = row.integer();
    entry_point.architecture = row.text();
    entry_point.generation = row.integer();
    entry_point.date = row.time();
    const auto lead = row.integer();
    if (lead >= 0) entry_point.last_modified = entry_point.date + std::chrono::seconds(lead);
    entry_point.content = row.text();
    entry_point.signed_content = row.text();
    entry_point.detached = row.text();
    entry_point.key = row.text();
    const auto checksum = row.optional_checksum();
    entry_point.is_whole = !checksum || *checksum == checksum_of_texts(entry_point);
    return entry_point;
}

/// Which list an index file shows: what is replaced as a whole.
auto list_of(const IndexFileRow& file) { return std::tie(file.channel, file.index); }

Result<> retire_current(Connection& connection, RowId channel, const IndexKey& index, Seconds now) {
    return execute_later(connection,
                         "UPDATE index_files SET replaced_at = ? WHERE channel = ? AND distro = ? AND kind = ?"
                         " AND component = ? AND architecture = ? AND replaced_at IS NULL",
                         now, channel, index.distro, index.kind, index.component, index.architecture);
}

Result<> make_current(Connection& connection, const IndexFileRow& file) {
    return execute_later(
        connection,
        "INSERT INTO index_files (channel, distro, kind, component, architecture, document, form, variant,"
        " sha256, size, list_root, published_at, composition, checksum, replaced_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"
        " ON CONFLICT (distro, channel, sha256, component, architecture, document, form) DO UPDATE"
        " SET kind = excluded.kind, variant = excluded.variant, size = excluded.size,"
        " list_root = excluded.list_root, published_at = excluded.published_at,"
        " composition = excluded.composition, checksum = excluded.checksum, replaced_at = NULL",
        file.channel, file.index.distro, file.index.kind, file.index.component, file.index.architecture, file.document,
        file.form, file.variant, file.sha256, file.size, file.list_root, file.published_at, file.composition,
        checksum_of_columns(file));
}

}  // namespace

Checksum checksum_of_texts(const EntryPointRow& entry_point) {
    Checksummer checksum;
    for (const auto* text :
         {&entry_point.content, &entry_point.signed_content, &entry_point.detached, &entry_point.key}) {
        checksum.update(std::to_string(text->size()) + ":");
        checksum.update(*text);
    }
    return checksum.value();
}

Result<> replace_index_files(WriteTransaction& tx, const std::vector<IndexFileRow>& files, Seconds now) {
    Connection& connection = tx.connection();
    auto savepoint = TRY(Savepoint::begin(connection));
    // First everything current is replaced, then what stays or comes back is made current: a file in both is current.
    std::set<decltype(list_of(files.front()))> lists;
    for (const IndexFileRow& file : files)
        if (lists.insert(list_of(file)).second) TRY(retire_current(connection, file.channel, file.index, now));
    for (const IndexFileRow& file : files) TRY(make_current(connection, file));
    return std::move(savepoint).release();
}

Result<> retire_index_files(WriteTransaction& tx, RowId channel, const IndexKey& index, Seconds now) {
    return retire_current(tx.connection(), channel, index, now);
}

Result<std::vector<IndexFileRow>> current_index_files(const ReadTransaction& tx, RowId channel) {
    return find_rows(tx.connection(),
                     "SELECT channel, distro, kind, component, architecture, document, form, variant, sha256, size,"
                     " list_root, published_at, composition, checksum, replaced_at FROM index_files"
                     " WHERE channel = ? AND replaced_at IS NULL"
                     " ORDER BY distro, kind, component, architecture, document, form",
                     read_index_file, channel);
}

Result<std::optional<IndexFileRow>> find_index_file(const ReadTransaction& tx, RowId distro, RowId channel,
                                                    const Sha256& sha256) {
    // Current ones first: NULLs sort before every value.
    return find_row(tx.connection(),
                    "SELECT channel, distro, kind, component, architecture, document, form, variant, sha256, size,"
                    " list_root, published_at, composition, checksum, replaced_at FROM index_files"
                    " WHERE distro = ? AND channel = ? AND sha256 = ?"
                    " ORDER BY replaced_at IS NOT NULL, replaced_at DESC LIMIT 1",
                    read_index_file, distro, channel, sha256);
}

Result<std::optional<IndexFileRow>> find_equal_index_file(const ReadTransaction& tx, const IndexFileRow& file) {
    return find_row(tx.connection(),
                    "SELECT channel, distro, kind, component, architecture, document, form, variant, sha256, size,"
                    " list_root, published_at, composition, checksum, replaced_at FROM index_files WHERE list_root = ?"
                    " AND document = ? AND form = ? AND variant = ? AND composition = ? LIMIT 1",
                    read_index_file, file.list_root, file.document, file.form, file.variant, file.composition);
}

Result<> visit_index_files(const ReadTransaction& tx, const std::function<void(const IndexFileRow&)>& visitor) {
    return for_each_of_many_rows(
        tx.connection(),
        "SELECT channel, distro, kind, component, architecture, document, form, variant, sha256, size,"
        " list_root, published_at, composition, checksum, replaced_at FROM index_files",
        [&](Row& row) { visitor(read_index_file(row)); });
}

Result<std::vector<IndexFileRow>> forget_damaged_index_files(WriteTransaction& tx) {
    std::vector<std::pair<RowId, IndexFileRow>> damaged;
    const auto visit = [&](Row& row) {
        auto file = read_index_file(row);
        const auto id = row.integer();
        if (!file.is_whole) damaged.emplace_back(id, std::move(file));
    };
    TRY(for_each_of_many_rows(
        tx.connection(),
        "SELECT channel, distro, kind, component, architecture, document, form, variant, sha256, size,"
        " list_root, published_at, composition, checksum, replaced_at, id FROM index_files",
        visit));
    std::vector<IndexFileRow> forgotten;
    for (auto& [id, file] : damaged) {
        TRY(execute(tx.connection(), "DELETE FROM index_files WHERE id = ?", id));
        forgotten.push_back(std::move(file));
    }
    return forgotten;
}

Result<std::uint64_t> forget_replaced_index_files(WriteTransaction& tx, const IndexFileRow& file) {
    TRY(execute(tx.connection(),
                "DELETE FROM index_files WHERE list_root IS NOT DISTINCT FROM ? AND document = ? AND form = ?"
                " AND variant = ? AND sha256 = ? AND replaced_at IS NOT NULL",
                file.list_root, file.document, file.form, file.variant, file.sha256));
    return static_cast<std::uint64_t>(tx.connection().changes());
}

Result<std::uint64_t> drop_replaced_index_files(WriteTransaction& tx, Seconds limit, std::size_t most) {
    TRY(execute(tx.connection(),
                "DELETE FROM index_files WHERE id IN (SELECT id FROM index_files WHERE replaced_at < ? LIMIT ?)", limit,
                most));
    return static_cast<std::uint64_t>(tx.connection().changes());
}

Result<> save_entry_point(WriteTransaction& tx, const EntryPointRow& entry_point) {
    return execute_later(
        tx.connection(),
        "INSERT INTO entry_points (channel, distro, architecture, generation, date, date_lead, content,"
        " signed_content, detached, key, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (channel, distro, architecture) DO UPDATE SET generation = excluded.generation,"
        " date = excluded.date, date_lead = excluded.date_lead, content = excluded.content,"
        " signed_content = excluded.signed_content, detached = excluded.detached, key = excluded.key,"
        " checksum = excluded.checksum",
        entry_point.channel, entry_point.distro, entry_point.architecture, entry_point.generation, entry_point.date,
        date_lead_of(entry_point), Blob{entry_point.content}, Blob{entry_point.signed_content},
        Blob{entry_point.detached}, Blob{entry_point.key}, checksum_of_texts(entry_point));
}

Result<> delete_entry_point(WriteTransaction& tx, RowId channel, RowId distro, const std::string& architecture) {
    return execute(tx.connection(), "DELETE FROM entry_points WHERE channel = ? AND distro = ? AND architecture = ?",
                   channel, distro, architecture);
}

Result<std::vector<EntryPointRow>> entry_points(const ReadTransaction& tx, RowId channel) {
    return find_rows(tx.connection(),
                     "SELECT channel, distro, architecture, generation, date, date_lead, content, signed_content,"
                     " detached, key, checksum FROM entry_points WHERE channel = ? ORDER BY distro, architecture",
                     read_entry_point, channel);
}

Result<std::optional<std::string>> find_fact(const ReadTransaction& tx, const std::string& name) {
    return find_row(
        tx.connection(), "SELECT value FROM facts WHERE name = ?", [](Row& row) { return row.text(); }, name);
}

Result<> save_fact(WriteTransaction& tx, const std::string& name, const std::string& value) {
    return execute(tx.connection(),
                   "INSERT INTO facts (name, value) VALUES (?, ?)"
                   " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                   name, value);
}

}  // namespace slipway::storage
