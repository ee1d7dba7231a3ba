#include "storage/identity/catalog_place.hpp"

#include "storage/identity/postgresql_place.hpp"
#include "storage/identity/sqlite_place.hpp"

namespace slipway::storage {
namespace {

Result<bool> has_row(Connection& connection, const char* sql) {
    const auto found = TRY(find_row(connection, sql, [](Row& row) { return row.boolean(); }));
    return found.value_or(false);
}

}  // namespace

std::unique_ptr<CatalogPlace> catalog_place(const Path& data, const std::string& url) {
    if (url.empty()) return std::make_unique<SqlitePlace>(data);
    return std::make_unique<PostgresqlPlace>(data, url);
}

Result<CatalogContents> look_at_rows(Connection& connection) {
    if (TRY(has_row(connection, "SELECT EXISTS (SELECT 1 FROM facts WHERE name = 'rebuilding')")))
        return Error(Fault::unsupported, "a rebuild of it was interrupted; run it again");
    CatalogContents contents;
    contents.state = CatalogState::whole;
    contents.id = TRY(find_row(connection, "SELECT value FROM facts WHERE name = 'directory_id'",
                               [](Row& row) { return row.text(); }));
    contents.moved_to = TRY(
        find_row(connection, "SELECT value FROM facts WHERE name = 'moved_to'", [](Row& row) { return row.text(); }));
    contents.moving_from = TRY(find_row(connection, "SELECT value FROM facts WHERE name = 'moving_from'",
                                        [](Row& row) { return row.text(); }));
    contents.names_packages = TRY(has_row(connection, "SELECT EXISTS (SELECT 1 FROM packages)"));
    contents.names_segments = TRY(has_row(connection, "SELECT EXISTS (SELECT 1 FROM segments WHERE pack <> 0)"));
    contents.names_keys =
        TRY(has_row(connection, "SELECT EXISTS (SELECT 1 FROM keys WHERE state IN ('active', 'standby', 'retiring'))"));
    contents.is_filled =
        TRY(has_row(connection, "SELECT EXISTS (SELECT 1 FROM repositories) OR EXISTS (SELECT 1 FROM events)"));
    return contents;
}

}  // namespace slipway::storage
