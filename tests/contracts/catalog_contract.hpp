#pragma once

#include "storage/catalog/connection.hpp"
#include "storage/catalog/events.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/revisions.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <thread>

namespace slipway::testing {

/// What every Catalog promises, wherever its database is. A `Place` is default-constructible and has `make()`, which
/// gives an empty catalog. Instantiate with INSTANTIATE_TYPED_TEST_SUITE_P(Name, CatalogContract, Place).
template <class Place>
class CatalogContract : public ::testing::Test {
protected:
    void save(const std::string& name, const std::string& value) {
        auto tx = MUST(catalog->write());
        MUST(storage::save_fact(tx, name, value));
        MUST(std::move(tx).commit());
    }
    std::optional<std::string> fact(const std::string& name) {
        const auto tx = MUST(catalog->read());
        return MUST(storage::find_fact(tx, name));
    }
    static storage::RepositoryRow a_repository() {
        storage::RepositoryRow repository;
        repository.name = "main";
        repository.distros = {{.name = "bookworm", .format = Format::deb}};
        repository.channels = {{.name = "dev"}};
        return repository;
    }

private:
    Place place_;

protected:
    std::unique_ptr<storage::Catalog> catalog = place_.make();
};

TYPED_TEST_SUITE_P(CatalogContract);

TYPED_TEST_P(CatalogContract, ShowsWhatWasCommitted) {
    this->save("url", "https://example.org");
    this->save("url", "https://example.com");

    EXPECT_EQ(this->fact("url"), "https://example.com");
    EXPECT_EQ(this->fact("none"), std::nullopt);
}

TYPED_TEST_P(CatalogContract, RollsBackWhatWasNotCommitted) {
    {
        auto tx = MUST(this->catalog->write());
        MUST(storage::save_fact(tx, "url", "new"));
        EXPECT_EQ(MUST(storage::find_fact(tx, "url")), "new") << "it sees what it wrote";
        EXPECT_EQ(this->fact("url"), std::nullopt) << "nobody else does";
    }

    EXPECT_EQ(this->fact("url"), std::nullopt);
    const auto next = MUST(this->catalog->write());
    EXPECT_EQ(MUST(storage::find_fact(next, "url")), std::nullopt);
}

TYPED_TEST_P(CatalogContract, ShowsAReaderTheStateOfItsBeginning) {
    this->save("url", "old");
    auto before = std::make_unique<storage::ReadTransaction>(MUST(this->catalog->read()));

    this->save("url", "new");

    EXPECT_EQ(MUST(storage::find_fact(*before, "url")), "old");
    EXPECT_EQ(this->fact("url"), "new");
    before.reset();
    EXPECT_EQ(this->fact("url"), "new") << "what the old reader leaves behind is not used again";
}

TYPED_TEST_P(CatalogContract, ReadsNothingMoreForAReaderWhoseTimeIsOver) {
    const auto late = MUST(this->catalog->read(TimeLimit(std::chrono::milliseconds(500))));
    std::this_thread::sleep_for(std::chrono::milliseconds(500));

    const auto found = storage::find_fact(late, "url");

    EXPECT_FAULT(found, Fault::busy);
    EXPECT_EQ(found.error().code(), "took-too-long");
}

TYPED_TEST_P(CatalogContract, InterruptsAStatementWhenTheTimeOfItsReaderIsOver) {
    const auto reader = MUST(this->catalog->read(TimeLimit(std::chrono::milliseconds(500))));

    const auto counted = storage::execute(reader.connection(),
                                          "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)"
                                          " SELECT count(*) FROM numbers");

    EXPECT_FAULT(counted, Fault::busy);
    EXPECT_EQ(counted.error().code(), "took-too-long");
}

TYPED_TEST_P(CatalogContract, GivesTheNextReaderATimeOfItsOwn) {
    EXPECT_FAULT(this->catalog->read(TimeLimit(std::chrono::seconds(0))), Fault::busy);

    EXPECT_EQ(this->fact("url"), std::nullopt);
}

TYPED_TEST_P(CatalogContract, LetsASecondWriterWaitForTheFirst) {
    auto first = MUST(this->catalog->write());
    MUST(storage::save_fact(first, "turn", "first"));
    std::optional<std::string> seen;

    std::thread second([&] {
        const auto tx = MUST(this->catalog->write());
        seen = MUST(storage::find_fact(tx, "turn"));
    });
    MUST(std::move(first).commit());
    second.join();

    EXPECT_EQ(seen, "first");
}

TYPED_TEST_P(CatalogContract, IsWrittenByWhoeverHasTakenItOver) {
    MUST(this->catalog->take_over());

    this->save("url", "new");

    EXPECT_EQ(this->fact("url"), "new");
}

TYPED_TEST_P(CatalogContract, LetsManyReadWhileOneWrites) {
    this->save("count", "0");
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i)
        readers.emplace_back([&] {
            for (int j = 0; j < 50; ++j) EXPECT_TRUE(this->fact("count").has_value());
        });

    for (int i = 1; i <= 20; ++i) this->save("count", std::to_string(i));
    for (auto& reader : readers) reader.join();

    EXPECT_EQ(this->fact("count"), "20");
}

TYPED_TEST_P(CatalogContract, LeavesATransactionUsableAfterAConflict) {
    auto tx = MUST(this->catalog->write());
    MUST(storage::save_repository(tx, this->a_repository()));

    EXPECT_FAULT(storage::save_repository(tx, this->a_repository()), Fault::conflict);
    MUST(storage::save_fact(tx, "url", "kept"));
    MUST(std::move(tx).commit());

    const auto after = MUST(this->catalog->read());
    EXPECT_EQ(MUST(storage::all_repositories(after)).size(), 1U);
    EXPECT_EQ(MUST(storage::find_fact(after, "url")), "kept");
}

TYPED_TEST_P(CatalogContract, HoldsRowsTogetherThatBelongTogether) {
    auto tx = MUST(this->catalog->write());
    const auto repository = MUST(storage::save_repository(tx, this->a_repository()));
    const auto channel = repository.channels.front().id;
    MUST(storage::save_entry_point(tx, {.channel = channel, .distro = repository.distros.front().id}));

    EXPECT_FALSE(storage::insert_package(tx, {.repository = repository.id + 100}).ok())
        << "there is no such repository";
    MUST(storage::delete_channel(tx, channel));

    EXPECT_THAT(MUST(storage::entry_points(tx, channel)), ::testing::IsEmpty());
}

TYPED_TEST_P(CatalogContract, OrdersTextByItsBytes) {
    auto tx = MUST(this->catalog->write());
    auto repository = this->a_repository();
    repository = MUST(storage::save_repository(tx, repository));
    storage::RevisionRow revision;
    revision.channel = repository.channels.front().id;
    revision.number = 1;
    for (const auto* component : {"a", "B", "_", "\xc3\xa4"})
        revision.lists.push_back({.index = {.distro = repository.distros.front().id, .component = component}});
    MUST(storage::insert_revision(tx, revision));

    std::vector<std::string> components;
    const auto head = MUST(storage::head_revision(tx, revision.channel)).value();
    for (const auto& list : head.lists) components.push_back(list.index.component);

    EXPECT_THAT(components, ::testing::ElementsAre("B", "_", "a", "\xc3\xa4"));
}

TYPED_TEST_P(CatalogContract, TellsOfEventsWhenTheyAreCommittedAndOnlyThen) {
    std::vector<std::string> told;
    this->catalog->observe_events([&](const storage::EventRow& event) {
        const auto tx = MUST(this->catalog->read());
        EXPECT_EQ(MUST(storage::audit_head(tx)).number, event.id);
        told.push_back(event.action);
    });
    for (const auto* action : {"upload", "given up", "promote"}) {
        auto tx = MUST(this->catalog->write());
        MUST(storage::append_event(tx, {.action = action}));
        if (action != std::string("given up")) MUST(std::move(tx).commit());
    }

    EXPECT_THAT(told, ::testing::ElementsAre("upload", "promote"));
    const auto tx = MUST(this->catalog->read());
    EXPECT_TRUE(storage::check_event_chain(tx).ok());
}

TYPED_TEST_P(CatalogContract, CopiesWhatIsCommittedToAFile) {
    const TempDir directory;
    this->save("url", "committed");
    auto tx = MUST(this->catalog->write());
    MUST(storage::save_fact(tx, "url", "not committed"));

    MUST(this->catalog->copy_to(directory.path() / "copy.db"));

    const auto copy = MUST(storage::SqliteCatalog::open(directory.path() / "copy.db"));
    const auto copied = MUST(copy->read());
    EXPECT_EQ(MUST(storage::find_fact(copied, "url")), "committed");
    EXPECT_TRUE(copy->check().ok());
}

TYPED_TEST_P(CatalogContract, CountsTheRowsItWrote) {
    const auto before = this->catalog->write_counts().rows;

    this->save("url", "new");

    EXPECT_EQ(this->catalog->write_counts().rows, before + 1);
    EXPECT_TRUE(this->catalog->check().ok());
    EXPECT_TRUE(this->catalog->fold_log().ok());
}

REGISTER_TYPED_TEST_SUITE_P(CatalogContract, ShowsWhatWasCommitted, RollsBackWhatWasNotCommitted,
                            ShowsAReaderTheStateOfItsBeginning, ReadsNothingMoreForAReaderWhoseTimeIsOver,
                            InterruptsAStatementWhenTheTimeOfItsReaderIsOver, GivesTheNextReaderATimeOfItsOwn,
                            LetsASecondWriterWaitForTheFirst, IsWrittenByWhoeverHasTakenItOver,
                            LetsManyReadWhileOneWrites, LeavesATransactionUsableAfterAConflict,
                            HoldsRowsTogetherThatBelongTogether, OrdersTextByItsBytes,
                            TellsOfEventsWhenTheyAreCommittedAndOnlyThen, CopiesWhatIsCommittedToAFile,
                            CountsTheRowsItWrote);

}  // namespace slipway::testing
