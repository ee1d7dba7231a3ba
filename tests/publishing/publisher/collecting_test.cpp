// Garbage collection beside a running publisher.
#include "storage/catalog/packages.hpp"
#include "tests/publishing/many_packages.hpp"
#include "tests/publishing/store_fixture.hpp"

#include <atomic>
#include <thread>

namespace slipway::publishing {
namespace {

using namespace std::chrono_literals;
using slipway::testing::begin_upload;
using slipway::testing::many_debs;

class Collecting : public slipway::testing::StoreFixture {
protected:
    SweptRows collect(const std::optional<storage::CollectionLimit>& limit = std::nullopt) {
        return MUST(slipway_.publisher().collect_garbage(kept, limit));
    }
    void delete_stable() {
        MUST(slipway::testing::answer_of<std::monostate>([&](auto done) {
            slipway_.publisher().carry_out<DeleteChannelChange>(
                "main", Actor{"test", ""}, DeleteChannelChange::Wanted{"stable", Force::yes, nullptr}, std::move(done));
        }));
    }
    std::size_t pool_files() { return slipway_.repository().pools.at("deb")->size(); }
};

TEST_F(Collecting, StopsServingWhatADeletedChannelAloneNamed) {
    const auto before = pool_files();
    delete_stable();
    slipway_.clock().advance(2h);

    const auto swept = collect();

    EXPECT_EQ(swept.packages, 1U);
    EXPECT_GT(swept.nodes, 0U);
    EXPECT_GT(swept.segments, 0U);
    EXPECT_EQ(pool_files(), before - 1);
}

TEST_F(Collecting, OfMoreThanMayGoAtOnceLeavesEveryPackageServed) {
    const auto before = pool_files();
    delete_stable();
    slipway_.clock().advance(2h);

    const auto withheld = collect(storage::CollectionLimit{.percent = 10, .least_bytes = 1});

    EXPECT_GE(withheld.withheld_bytes, bytes_.size());
    EXPECT_EQ(withheld.packages + withheld.nodes + withheld.segments, 0U);
    EXPECT_EQ(pool_files(), before);
    EXPECT_EQ(collect().packages, 1U);
}

TEST_F(Collecting, OfAsMuchAsMayGoAtOnceWithholdsNothing) {
    delete_stable();
    slipway_.clock().advance(2h);

    const auto swept = collect(storage::CollectionLimit{.percent = 10, .least_bytes = bytes_.size()});

    EXPECT_EQ(swept.packages, 1U);
    EXPECT_EQ(swept.withheld_bytes, 0U);
}

TEST_F(Collecting, APackageThatCameBackIsServedAgain) {
    delete_stable();
    slipway_.clock().advance(2h);
    collect();

    MUST(slipway_.upload("dev", "hello.deb", bytes_));

    EXPECT_EQ(pool_files(), 1U);
    EXPECT_EQ(text_of(check()), "");
}

TEST_F(Collecting, ClearsADeletedRepository) {
    slipway_.create_repository("other");
    MUST(begin_upload(slipway_, many_debs(slipway_, 0, 300, "other"), "other").get());
    MUST(slipway::testing::answer_of<std::monostate>([&](auto done) {
        slipway_.publisher().carry_out<DeleteRepositoryChange>("other", Actor{"test", ""}, Force::yes, nullptr,
                                                               std::move(done));
    }));

    collect();

    std::size_t packages = 0;
    const auto tx = MUST(slipway_.catalog().read());
    MUST(storage::visit_packages(tx, [&](RowId, const Sha256&, Seconds) { ++packages; }));
    EXPECT_EQ(packages, 1U) << "main's own";
}

TEST_F(Collecting, TheNextRepositoryIsNotTheDeletedOne) {
    slipway_.create_repository("other");
    MUST(slipway::testing::answer_of<std::monostate>([&](auto done) {
        slipway_.publisher().carry_out<DeleteRepositoryChange>("other", Actor{"test", ""}, Force::yes, nullptr,
                                                               std::move(done));
    }));
    slipway_.restart();

    slipway_.create_repository("other", {"dev"});
    collect();

    EXPECT_EQ(slipway_.repository("other").state.channels.size(), 1U);
    EXPECT_EQ(text_of(check()), "");
}

/// The same few packages go in and out while collections run: whatever a publication comes to need again stays.
TEST_F(Collecting, NeverTakesWhatAPublicationComesToNeed) {
    std::atomic<bool> published = false;
    std::thread collector([&] {
        while (!published) collect();
    });
    const auto come_and_go = many_debs(slipway_, 0, 12);

    for (int round = 0; round < 15; ++round) {
        slipway_.clock().advance(2h + kept);  // so that all that is not needed is garbage at once
        MUST(begin_upload(slipway_, come_and_go).get());
        for (const auto& package : come_and_go) MUST(slipway_.remove("dev", package.package.sha256));
    }
    MUST(begin_upload(slipway_, come_and_go).get());
    published = true;
    collector.join();

    const auto tx = MUST(slipway_.catalog().read());
    for (const auto& package : come_and_go)
        EXPECT_TRUE(MUST(storage::find_package(tx, package.package.repository, package.package.sha256)).has_value());
    EXPECT_THAT(text_of(check()), ::testing::Not(::testing::HasSubstr("index")));
}

}  // namespace
}  // namespace slipway::publishing
