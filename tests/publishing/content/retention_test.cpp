// Retention of revisions: what it keeps, what it forgets, and that garbage collection frees what only those had.
#include "publishing/content/retention.hpp"

#include "publishing/content/stored_nodes.hpp"
#include "repo-format/index/edit.hpp"
#include "storage/catalog/pins.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/publishing/store_fixture.hpp"

#include <fmt/format.h>

namespace slipway::publishing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::IsEmpty;

/// `stable` has the revisions 1 and 2 of the fixture's story; tests add to them.
class RetentionTest : public slipway::testing::StoreFixture {
protected:
    storage::ChannelRow stable() { return slipway_.channel("stable").settings; }
    storage::DistroRow deb() { return *slipway_.repository().state.find_distro("deb"); }

    /// Revisions with one more package each, `apart` from one another, as publications would leave them.
    void add_revisions(std::int64_t count, std::chrono::seconds apart) {
        auto tx = MUST(slipway_.catalog().write());
        auto head = MUST(storage::head_revision(tx, stable().id)).value();
        const StoredNodes nodes(tx);
        for (std::int64_t i = 0; i < count; ++i) {
            const auto name = fmt::format("package-{}", i);
            auto& list = head.lists.front();
            const index::ListEdit edit{{{{name, "1.0", "amd64", sha256_of(name)}, 800}}, {}};
            const auto edited = MUST(index::edit_list(nodes, index::VersionOrder::deb, list.root, edit));
            for (const auto& node : edited.nodes) MUST(storage::insert_node(tx, node.hash, node.bytes));
            list.root = edited.root.value();
            list.count = edited.count;
            head.time += apart;
            ++head.number;
            MUST(storage::insert_revision(tx, head));
        }
        MUST(std::move(tx).commit());
        slipway_.clock().advance(apart * count);
    }
    void retain(std::optional<std::uint32_t> revisions, std::optional<std::uint32_t> days) {
        RepositoryPut put;
        put.retain_revisions = revisions;
        put.retain_days = days;
        MUST(slipway_.put(put));
    }
    void pin(std::int64_t revision) {
        auto tx = MUST(slipway_.catalog().write());
        const auto repository = slipway_.repository().state.settings.id;
        MUST(storage::insert_pin(tx, {repository, fmt::format("pin-{}", revision), stable().id, revision, {}, "test"}));
        MUST(std::move(tx).commit());
    }
    /// The numbers of the revisions kept when what is past retention now is forgotten.
    std::vector<std::int64_t> kept_revisions() {
        auto tx = MUST(slipway_.catalog().write());
        const auto past = MUST(find_revisions_past_retention(tx, slipway_.clock().now()));
        MUST(forget_revisions(tx, past));
        std::vector<std::int64_t> numbers;
        MUST(storage::visit_revision_times(tx, stable().id,
                                           [&](std::int64_t number, Seconds) { numbers.push_back(number); }));
        return numbers;
    }
    std::vector<PastRevision> revisions_past_retention() {
        const auto tx = MUST(slipway_.catalog().read());
        return MUST(find_revisions_past_retention(tx, slipway_.clock().now()));
    }
    std::uint64_t nodes() {
        std::uint64_t count = 0;
        const auto tx = MUST(slipway_.catalog().read());
        MUST(storage::visit_nodes(tx, [&](const Sha256&) { ++count; }));
        return count;
    }
};

TEST_F(RetentionTest, KeepsEverythingUnlessToldOtherwise) {
    add_revisions(3, 24h);

    EXPECT_THAT(kept_revisions(), ElementsAre(5, 4, 3, 2, 1));
}

TEST_F(RetentionTest, KeepsTheNewestRevisionsByCount) {
    add_revisions(3, 24h);
    retain(2, {});

    EXPECT_THAT(kept_revisions(), ElementsAre(5, 4));
}

TEST_F(RetentionTest, KeepsWhatWasCurrentWithinTheDays) {
    add_revisions(3, 24h);  // the newest is of now; 3 was replaced a day ago, 2 two days ago
    retain({}, 1);

    EXPECT_THAT(kept_revisions(), ElementsAre(5, 4, 3));
}

TEST_F(RetentionTest, KeepsWhatEitherRuleKeeps) {
    add_revisions(3, 24h);
    retain(4, 1);

    EXPECT_THAT(kept_revisions(), ElementsAre(5, 4, 3, 2));
}

TEST_F(RetentionTest, NeverTakesTheNewestOrAPinnedOne) {
    add_revisions(3, 24h);
    pin(2);
    slipway_.clock().advance(24h * 365);
    retain({}, 1);

    EXPECT_THAT(kept_revisions(), ElementsAre(5, 2));
}

TEST_F(RetentionTest, SparesARevisionPinnedAfterItWasFound) {
    add_revisions(1, 24h);
    retain(1, {});
    const auto expired = revisions_past_retention();
    pin(2);

    auto tx = MUST(slipway_.catalog().write());
    EXPECT_EQ(MUST(forget_revisions(tx, expired)), expired.size() - 1);

    EXPECT_TRUE(MUST(storage::find_revision(tx, stable().id, 2)).has_value());
}

TEST_F(RetentionTest, OfAThousandRevisionsFreesTheNodesOfThoseForgotten) {
    const auto before = nodes();
    add_revisions(1000, 1s);
    const auto grown = nodes();
    retain(10, {});

    const auto swept = MUST(slipway_.publisher().collect_garbage(kept, std::nullopt));

    EXPECT_GE(swept.revisions, 992U);
    EXPECT_EQ(kept_revisions().size(), 10U);
    EXPECT_THAT(grown, Ge(before + 1000));
    EXPECT_EQ(swept.nodes, grown - nodes());
    EXPECT_LE(nodes(), before + 10 * 4) << "a block and the nodes above it for each of the ten";
    EXPECT_THAT(revisions_past_retention(), IsEmpty());
}

}  // namespace
}  // namespace slipway::publishing
