#pragma once

#include "storage/catalog/events.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/moving/row_move.hpp"
#include "tests/storage/moving/sample_rows.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace slipway::testing {

/// A catalog in SQLite that has rows in every table, and what moves them.
class RowMoveFixture : public ::testing::Test {
protected:
    RowMoveFixture() {
        run(*source_, sample_rows);
        for (int i = 0; i < 3; ++i) append_event();
    }

    std::unique_ptr<storage::Catalog> in_files(const std::string& name) const {
        return MUST(storage::SqliteCatalog::open(directory_.path() / name));
    }
    static void run(storage::Catalog& catalog, const char* sql) {
        auto tx = MUST(catalog.write());
        MUST(tx.connection().run_script(sql));
        MUST(std::move(tx).commit());
    }
    void append_event() {
        auto tx = MUST(source_->write());
        storage::EventRow event;
        event.action = "upload";
        event.details = "{}";
        MUST(storage::append_event(tx, event));
        MUST(std::move(tx).commit());
    }
    storage::MovedCatalog source() const { return {*source_, storage::Engine::sqlite}; }
    Result<> move(const storage::MovedCatalog& from, const storage::MovedCatalog& to) const {
        return rows_.copy(
            from, to, [](const auto&, auto) {}, 100);
    }
    Result<storage::MovedRows> compare(const storage::Catalog& from, const storage::Catalog& to) const {
        return rows_.compare(from, to, [](const auto&, auto) {});
    }
    /// A process that is killed after so many steps, which are of few rows.
    void move_and_be_killed(const storage::MovedCatalog& to, int steps) const {
        const auto count = [&](const auto&, auto) {
            if (steps-- == 0) throw std::runtime_error("killed");
        };
        EXPECT_THROW(static_cast<void>(rows_.copy(source(), to, count, 100)), std::runtime_error);
    }

    static storage::RowMove prepared() { return MUST(storage::RowMove::prepare()); }

    /// What a statement says, which has to live as long as the connections.
    std::int64_t number(const storage::Catalog& catalog, std::string sql) {
        const auto* const text = texts_.emplace_back(std::move(sql)).c_str();
        const auto tx = MUST(catalog.read());
        const auto found =
            MUST(storage::find_row(tx.connection(), text, [](storage::Row& row) { return row.integer(); }));
        return found.value_or(-1);
    }

    TempDir directory_;
    std::deque<std::string> texts_;  // outlives the catalogs, like the next
    storage::RowMove rows_ = prepared();
    std::unique_ptr<storage::Catalog> source_ = in_files("source.db");
};

}  // namespace slipway::testing
