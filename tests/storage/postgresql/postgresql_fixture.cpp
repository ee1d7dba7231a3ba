#include "tests/storage/postgresql/postgresql_fixture.hpp"

#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::testing {
namespace {

using std::chrono::milliseconds;

/// Made once; the others are copies of it.
const std::string& template_database() {
    static const std::string name = [] {
        auto made = postgresql_server().make_database();
        open_catalog(impatient(postgresql_server().url(made)));
        return made;
    }();
    return name;
}

}  // namespace

storage::PostgresqlSettings impatient(const std::string& url) {
    storage::PostgresqlSettings settings;
    settings.url = url;
    settings.connect_within = milliseconds(2000);
    settings.reach_within = milliseconds(500);
    settings.lock_within = milliseconds(2000);
    settings.settle_within = milliseconds(20'000);
    return settings;
}

std::unique_ptr<storage::Catalog> open_catalog(storage::PostgresqlSettings settings, storage::OpenMode mode) {
    return MUST(storage::PostgresqlCatalog::open(std::move(settings), mode));
}

std::string make_catalog_database() { return postgresql_server().make_database(template_database()); }

std::unique_ptr<storage::Catalog> empty_catalog() {
    return open_catalog(impatient(postgresql_server().url(make_catalog_database())));
}

}  // namespace slipway::testing
