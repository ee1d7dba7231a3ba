#pragma once

#include "storage/catalog/publications.hpp"
#include "storage/postgresql/catalog.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/must.hpp"
#include "tests/support/postgresql_server.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>

namespace slipway::testing {

/// With limits that a test can wait for.
storage::PostgresqlSettings impatient(const std::string& url);

std::unique_ptr<storage::Catalog> open_catalog(storage::PostgresqlSettings settings,
                                               storage::OpenMode mode = storage::OpenMode::create_or_migrate);

/// A database that holds an empty catalog, and its name.
std::string make_catalog_database();

/// With a catalog of its own.
class PostgresqlTest : public ::testing::Test {
protected:
    std::string url() const { return postgresql_server().url(database_); }
    std::string url_by(const CuttingProxy& proxy) const {
        return PostgresqlServer::url_at(proxy.port(), database_) + "?sslmode=disable&gssencmode=disable";
    }
    std::string query(const std::string& sql) const { return postgresql_server().query(database_, sql); }

    static void save(storage::Catalog& catalog, const std::string& name, const std::string& value) {
        auto tx = MUST(catalog.write());
        MUST(storage::save_fact(tx, name, value));
        MUST(std::move(tx).commit());
    }
    static std::optional<std::string> fact(const storage::Catalog& catalog, const std::string& name) {
        const auto tx = MUST(catalog.read());
        return MUST(storage::find_fact(tx, name));
    }

private:
    std::string database_ = make_catalog_database();
};

}  // namespace slipway::testing
