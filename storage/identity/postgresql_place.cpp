#include "storage/identity/postgresql_place.hpp"

#include "storage/postgresql/catalog.hpp"
#include "storage/postgresql/connection.hpp"
#include "storage/postgresql/database_url.hpp"
#include "storage/postgresql/other_sessions.hpp"
#include "storage/postgresql/schema.hpp"

#include <chrono>
#include <thread>
#include <utility>

namespace slipway::storage {
namespace {

PostgresqlSettings settings_for(const std::string& url) {
    PostgresqlSettings settings;
    settings.url = url;
    return settings;
}

/// A URL that cannot be read is refused by whoever connects.
std::string name_of(const std::string& url) {
    const auto read = read_database_url(url);
    return read.ok() ? read->name : "the database of the catalog";
}

/// A start that does not reach its database is to be tried again, unlike one whose directory is in use.
Error not_reached(Error error) {
    return error.fault() == Fault::busy ? Error(Fault::io, error.message()) : std::move(error);
}

Result<CatalogContents> look_at_database(PostgresqlConnection& connection) {
    CatalogContents contents;
    contents.state = CatalogState::empty;
    if (TRY(postgresql_schema_version(connection)) == 0) return contents;
    return look_at_rows(connection);
}

/// The server ends the session of a connection a moment after that was closed.
constexpr std::chrono::seconds ended_within{2};
constexpr std::chrono::milliseconds asked_again_after{100};

}  // namespace

PostgresqlPlace::PostgresqlPlace(Path data, const std::string& url)
    : CatalogPlace(std::move(data)), settings_(settings_for(url)), name_(name_of(url)) {}

Result<CatalogContents> PostgresqlPlace::look(FileSystem&) const {
    DatabaseServer server(settings_);
    auto connected = PostgresqlConnection::open(server);
    if (!connected.ok()) return not_reached(std::move(connected).error());
    auto looked = look_at_database(**connected);
    if (looked.ok() || looked.error().fault() != Fault::unsupported) return looked;
    CatalogContents contents;
    contents.state = CatalogState::unusable;
    contents.fault = looked.error().message();
    return contents;
}

Result<std::unique_ptr<Catalog>> PostgresqlPlace::open(OpenMode mode) const {
    auto opened = PostgresqlCatalog::open(settings_, mode);
    if (opened.ok()) return opened;
    return not_reached(std::move(opened).error());
}

Result<bool> PostgresqlPlace::is_in_use() const {
    for (const auto until = std::chrono::steady_clock::now() + ended_within;;) {
        DatabaseServer server(settings_);
        auto connected = PostgresqlConnection::open(server);
        if (!connected.ok()) return not_reached(std::move(connected).error());
        if (!TRY(has_other_sessions(**connected))) return false;
        if (std::chrono::steady_clock::now() >= until) return true;
        std::this_thread::sleep_for(asked_again_after);
    }
}

std::string PostgresqlPlace::way_back() const {
    return "Is it the wrong database? What to do: name the right one, or bring it back from a backup of PostgreSQL";
}

std::string PostgresqlPlace::way_to_its_own() const {
    return "Name the database of this directory (--catalog) and the directory of this database (--data), or, if its "
           "packages are in a bucket, that (--objects)";
}

std::string PostgresqlPlace::way_to_begin() const {
    return "If you do not want this one, drop the database and create it again";
}

std::string PostgresqlPlace::absence() const { return name_ + " is empty: it holds no catalog"; }

std::string PostgresqlPlace::cause_of_lost_commits(FileSystem&) const {
    return name_ +
           " was brought back from an older backup, or another server took over that did not have the last "
           "commits yet";
}

}  // namespace slipway::storage
