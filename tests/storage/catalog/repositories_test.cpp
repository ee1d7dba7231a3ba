#include "storage/catalog/packages.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::a_package;
using testing::a_revision;
using testing::at;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RowTest;

class Repositories : public RowTest {};

TEST_F(Repositories, ComeBackAsSavedInOrder) {
    main.description = "Everything";
    main.distros.push_back(
        {.name = "el9", .format = Format::rpm, .compression = Compression::zstd, .is_default = true});
    main.distros[0].components = {"main", "contrib"};
    main.distros[0].architectures = {"amd64", "all"};
    main.channels.push_back({.name = "stable",
                             .immutable_versions = false,
                             .is_protected = true,
                             .promote_from = {"staging", "dev"},
                             .keep = {.versions = 3}});
    auto tx = write();
    const auto saved = MUST(save_repository(tx, main));
    commit(std::move(tx));

    const auto loaded = MUST(all_repositories(read())).at(0);

    EXPECT_EQ(loaded.description, "Everything");
    EXPECT_THAT(loaded.distros.at(0).components, ElementsAre("main", "contrib"));
    EXPECT_THAT(loaded.distros.at(0).architectures, ElementsAre("amd64", "all"));
    EXPECT_EQ(loaded.distros.at(1).id, saved.distros.at(1).id);
    EXPECT_EQ(loaded.distros.at(1).compression, Compression::zstd);
    EXPECT_TRUE(loaded.distros.at(1).is_default);
    EXPECT_FALSE(loaded.channels.at(1).immutable_versions);
    EXPECT_TRUE(loaded.channels.at(1).is_protected);
    EXPECT_THAT(loaded.channels.at(1).promote_from, ElementsAre("staging", "dev"));
    EXPECT_EQ(loaded.channels.at(1).keep, (KeepPolicy{.versions = 3}));
}

TEST_F(Repositories, AnUnknownIdIsKeptByTheRowItMakes) {
    auto tx = write();
    MUST(delete_repository(tx, main.id));
    while (MUST(clear_deleted_repositories(tx, 10)) > 0) {
    }

    MUST(save_repository(tx, main));

    const auto loaded = MUST(all_repositories(tx)).at(0);
    EXPECT_EQ(loaded.id, main.id);
    EXPECT_EQ(loaded.distros.at(0).id, distro);
    EXPECT_EQ(loaded.channels.at(0).id, channel);
}

TEST_F(Repositories, AFailedSaveLeavesNothingOfItBehind) {
    auto tx = write();
    RepositoryRow twice{.name = "twice"};
    twice.channels = {{.name = "dev"}, {.name = "dev"}};

    EXPECT_FAULT(save_repository(tx, twice), Fault::conflict);

    EXPECT_EQ(MUST(all_repositories(tx)).size(), 1U);
}

TEST_F(Repositories, DeletingTakesEverythingButContinuations) {
    auto tx = write();
    MUST(insert_package(tx, a_package(main.id)));
    MUST(insert_pool_name(tx, {.distro = distro, .sha256 = sha256_of("x"), .file_name = "x", .size = 1}));
    MUST(insert_revision(tx, a_revision(channel, distro, 1)));
    MUST(save_continuation(tx, "main", "dev", {.last_revision = 7, .last_date = 9}));

    MUST(delete_repository(tx, main.id));
    EXPECT_THAT(MUST(all_repositories(tx)), IsEmpty()) << "at once, before its rows are cleared";
    while (MUST(clear_deleted_repositories(tx, 1)) > 0) {
    }
    commit(std::move(tx));

    const auto after = read();
    EXPECT_EQ(MUST(find_package(after, main.id, sha256_of("signed hello"))), std::nullopt);
    EXPECT_FALSE(MUST(head_revision(after, channel)).has_value());
    EXPECT_EQ(MUST(find_continuation(after, "main", "dev")).last_revision, 7);
    EXPECT_TRUE(catalog->check().ok());
}

TEST_F(Repositories, ADeletedNameIsFreeAndItsIdIsNotGivenAgain) {
    auto tx = write();
    MUST(delete_repository(tx, main.id));

    const auto again = MUST(save_repository(tx, {.name = main.name}));

    EXPECT_GT(again.id, channel) << "the largest id so far";
    EXPECT_GT(MUST(reserve_ids(tx, 1)), again.id);
}

TEST_F(Repositories, ReservedIdsAreGivenToNobodyElse) {
    auto tx = write();

    const RowId first = MUST(reserve_ids(tx, 3));
    const auto other = MUST(save_repository(tx, {.name = "other", .channels = {{.name = "dev"}}}));

    EXPECT_GT(first, channel) << "the largest id so far";
    EXPECT_EQ(other.id, first + 3);
    EXPECT_EQ(other.channels.at(0).id, first + 4);
    EXPECT_EQ(MUST(reserve_ids(tx, 1)), first + 5);
}

TEST_F(Repositories, IdsReservedInATransactionThatWasGivenUpAreFree) {
    RowId first = 0;
    {
        auto given_up = write();
        first = MUST(reserve_ids(given_up, 10));
    }
    auto tx = write();

    EXPECT_EQ(MUST(reserve_ids(tx, 1)), first);
}

TEST_F(Repositories, TheFirstIdsOfACatalogAreReservedBeforeItHasRows) {
    const auto empty = testing::empty_catalog();
    auto tx = MUST(empty->write());

    EXPECT_EQ(MUST(reserve_ids(tx, 2)), 1);
    EXPECT_EQ(MUST(reserve_ids(tx, 1)), 3);
}

TEST_F(Repositories, ClearingGoesInStepsAndSparesWhatIsNotDeleted) {
    auto tx = write();
    MUST(insert_package(tx, a_package(main.id)));
    const auto other = MUST(save_repository(tx, {.name = "other"}));
    MUST(insert_package(tx, a_package(other.id)));
    MUST(delete_repository(tx, main.id));

    std::uint64_t steps = 0;
    for (; MUST(clear_deleted_repositories(tx, 1)) > 0; ++steps) {
    }

    EXPECT_GT(steps, 1U);
    EXPECT_TRUE(MUST(find_package(tx, other.id, sha256_of("signed hello"))).has_value());
    EXPECT_EQ(MUST(all_repositories(tx)).size(), 1U);
}

}  // namespace
}  // namespace slipway::storage
