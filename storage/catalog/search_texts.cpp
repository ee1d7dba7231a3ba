#include "storage/catalog/search_texts.hpp"

#include "storage/catalog/connection.hpp"

namespace slipway::storage {
namespace {

SearchText read_search_text(Row& row) {
    SearchText text;
    text.package = row.integer();
    text.repository = row.integer();
    text.sha256 = row.digest();
    text.name = row.text();
    text.summary = row.text();
    text.provides = row.text();
    return text;
}

}  // namespace

Result<> insert_search_text(WriteTransaction& tx, const SearchText& text) {
    return execute_later(tx.connection(),
                         "INSERT INTO search_texts (repository, package, sha256, name, summary, provides)"
                         " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                         text.repository, text.package, text.sha256, text.name, text.summary, text.provides);
}

Result<> visit_search_texts(const ReadTransaction& tx, RowId repository,
                            const std::function<void(const SearchText&)>& visitor) {
    return for_each_of_many_rows(
        tx.connection(),
        "SELECT package, repository, sha256, name, summary, provides FROM search_texts WHERE repository = ?",
        [&](Row& row) { visitor(read_search_text(row)); }, repository);
}

Result<std::vector<PackageRow>> packages_without_search_text(const ReadTransaction& tx, std::size_t most) {
    return find_rows(
        tx.connection(),
        "SELECT id, repository, sha256, format, name, summary FROM packages"
        " WHERE id < coalesce((SELECT min(package) FROM search_texts), 9223372036854775807) ORDER BY id DESC LIMIT ?",
        [](Row& row) {
            PackageRow package;
            package.id = row.integer();
            package.repository = row.integer();
            package.sha256 = row.digest();
            package.format = row.word<Format>();
            package.name = row.text();
            package.summary = row.text();
            return package;
        },
        most);
}

}  // namespace slipway::storage
