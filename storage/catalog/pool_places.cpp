// The pool as directories. The catalog finds a package file by digest and name, in whatever directory it is asked for;
// listings need the way there. The key begins with the directory, so a level is walked by looking behind the last name
// found: a directory with many packages below costs no more than one with a single one.
#include "storage/catalog/pool_places.hpp"

#include "base/hex.hpp"
#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

/// Set by the migration that made the table, where there were debs before.
constexpr const char* missing_places = "pool_places_missing";

constexpr auto one_text = [](Row& row) { return row.text(); };

ListedFile read_file(Row& row) {
    ListedFile file;
    file.prefix = to_hex(row.text());
    file.file_name = row.text();
    file.size = row.natural<std::uint64_t>();
    return file;
}

/// The first text behind all that begin with this one. Precondition: it ends with a slash.
std::string behind(std::string directory) {
    directory.back() = '/' + 1;
    return directory;
}

Result<std::optional<std::string>> first_from(const ReadTransaction& tx, RowId distro, const std::string& from) {
    return find_row(tx.connection(),
                    "SELECT directory FROM pool_places WHERE distro = ? AND directory >= ? ORDER BY directory LIMIT 1",
                    one_text, distro, from);
}

}  // namespace

Result<> insert_pool_place(WriteTransaction& tx, const PoolPlace& place) {
    return execute_later(tx.connection(),
                         "INSERT INTO pool_places (distro, directory, file_name, prefix, package)"
                         " SELECT ?, ?, ?, substr(sha256, 1, 8), id FROM packages"
                         " WHERE repository = (SELECT repository FROM distros WHERE id = ?) AND sha256 = ?"
                         " ON CONFLICT DO NOTHING",
                         place.distro, place.directory, place.file_name, place.distro, place.sha256);
}

Result<bool> has_pool_directory(const ReadTransaction& tx, RowId distro, const std::string& directory) {
    const auto found = TRY(first_from(tx, distro, directory));
    return found && found->starts_with(directory);
}

Result<std::vector<std::string>> pool_directories(const ReadTransaction& tx, RowId distro, const std::string& directory,
                                                  const std::string& after, std::size_t most) {
    std::vector<std::string> names;
    auto from = after.ends_with('/') ? behind(directory + after) : directory + after;
    while (names.size() < most) {
        const auto found = TRY(first_from(tx, distro, from));
        if (!found || !found->starts_with(directory)) break;
        const auto end = found->find('/', directory.size());
        if (end == found->npos) break;  // the directory itself
        names.push_back(found->substr(directory.size(), end + 1 - directory.size()));
        from = behind(directory + names.back());
    }
    return names;
}

Result<std::vector<ListedFile>> pool_files(const ReadTransaction& tx, RowId distro, const std::string& directory,
                                           const std::optional<ListedFile>& after, std::size_t most) {
    const auto prefix = after ? from_hex(after->prefix) : std::nullopt;
    return find_rows(
        tx.connection(),
        "SELECT prefix, pool_places.file_name, size FROM pool_places JOIN packages ON packages.id = package"
        " WHERE distro = ? AND directory = ? AND (pool_places.file_name, prefix) > (?, ?)"
        " ORDER BY pool_places.file_name, prefix LIMIT ?",
        read_file, distro, directory, after ? after->file_name : "", Blob{prefix.value_or("")}, most);
}

Result<std::vector<ListedFile>> files_of_prefix(const ReadTransaction& tx, RowId distro, std::string_view prefix) {
    const auto bytes = prefix.size() == 16 ? from_hex(prefix) : std::nullopt;
    if (!bytes || to_hex(*bytes) != prefix) return std::vector<ListedFile>();
    return find_rows(tx.connection(),
                     "SELECT prefix, file_name, size FROM pool_names WHERE distro = ? AND prefix = ?"
                     " ORDER BY file_name LIMIT 100",
                     read_file, distro, Blob{*bytes});
}

Result<std::optional<ListedFile>> find_listed_file(const ReadTransaction& tx, RowId repository, const Sha256& sha256) {
    return find_row(tx.connection(),
                    "SELECT substr(sha256, 1, 8), file_name, size FROM packages WHERE repository = ? AND sha256 = ?",
                    read_file, repository, sha256);
}

Result<std::vector<ListOfDebs>> lists_without_pool_places(const ReadTransaction& tx) {
    return find_rows(
        tx.connection(),
        "SELECT DISTINCT repository, distro, component, root FROM revision_lists JOIN distros ON distros.id = distro"
        " WHERE format = 'deb' AND EXISTS (SELECT 1 FROM facts WHERE name = ?)",
        [](Row& row) {
            ListOfDebs list;
            list.repository = row.integer();
            list.distro = row.integer();
            list.component = row.text();
            list.root = row.digest();
            return list;
        },
        missing_places);
}

Result<> mark_pool_places_complete(WriteTransaction& tx) {
    return execute(tx.connection(), "DELETE FROM facts WHERE name = ?", missing_places);
}

}  // namespace slipway::storage
