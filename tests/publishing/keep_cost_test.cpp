// What a channel's policy costs when it is applied: what the change since the last application costs, in nodes read,
// and not what the channel holds.
#include "publishing/content/channel_draft.hpp"
#include "publishing/content/keep_policy.hpp"
#include "repo-format/index/edit.hpp"
#include "tests/support/memory_nodes.hpp"

#include <fmt/format.h>

namespace slipway::publishing {
namespace {

constexpr storage::KeepPolicy one_version{.versions = 1};

class KeepCost : public ::testing::Test {
protected:
    KeepCost() { repository_.distros = {{1, "deb", Format::deb, Compression::none, true, {"main"}, {"amd64"}}}; }

    ContentLists with(ContentLists lists, std::size_t first, std::size_t count, const std::string& version) {
        index::ListEdit edit;
        for (std::size_t i = first; i < first + count; ++i) {
            const auto name = fmt::format("package-{:05}", i);
            edit.add.push_back({{name, version, "amd64", sha256_of(name + version)}, 800});
        }
        const auto edited = nodes_.edit(index::VersionOrder::deb, lists[key_].root, edit);
        lists[key_] = {edited.root, edited.count};
        return lists;
    }
    Prunable apply(const ContentLists& lists, const storage::KeepPolicy& policy = one_version) {
        const auto names = kept_.names_to_check(nodes_, repository_, lists, policy, {});
        to_all_ = !names;
        const auto no_times = [](std::span<const Sha256> packages) -> Result<std::vector<Seconds>> {
            return missing_package(packages.front());
        };
        auto prunable = MUST(find_prunable(no_times, nodes_, repository_, lists, policy, {}, names));
        kept_.remember({"dev", policy, {}, to_all_, prunable.due}, lists);
        return prunable;
    }
    /// Nodes read by an application after one package came to a channel of so many.
    std::size_t reads_of_one_more(std::size_t packages) {
        const auto before = with({}, 0, packages, "1.0");
        apply(before);
        const auto after = with(before, packages / 2, 1, "2.0");
        nodes_.take_reads();
        EXPECT_EQ(apply(after).packages.size(), 1U);
        EXPECT_FALSE(to_all_);
        return nodes_.take_reads();
    }

    storage::RepositoryRow repository_;
    testing::MemoryNodes nodes_;
    IndexKey key_{1, Document::packages, "main", "amd64"};
    KeptContent kept_;
    bool to_all_ = false;
};

TEST_F(KeepCost, DependsOnTheChangeAndNotOnTheChannel) {
    const auto small = reads_of_one_more(1'000);
    kept_ = {};

    const auto large = reads_of_one_more(20'000);

    EXPECT_LE(large, small + 4) << "a deeper tree has a node more on each path";
    EXPECT_LE(large, 20U);
}

TEST_F(KeepCost, OfTheFirstApplicationAndOfAnotherPolicyIsThatOfTheChannel) {
    const auto lists = with(with({}, 0, 1'000, "1.0"), 0, 1'000, "2.0");

    EXPECT_EQ(apply(lists).packages.size(), 1'000U);
    EXPECT_TRUE(to_all_);
    EXPECT_EQ(apply(lists).packages.size(), 0U) << "it was told already";
    EXPECT_EQ(apply(lists, {.versions = 2}).packages.size(), 0U);
    EXPECT_TRUE(to_all_);
}

TEST_F(KeepCost, IsThatOfTheChannelWhereTheFormerContentWasCollected) {
    const auto before = with({}, 0, 1'000, "1.0");
    apply(before);
    const auto after = with(before, 7, 1, "2.0");
    testing::MemoryNodes left;
    for (const auto& [hash, bytes] : nodes_.all())
        if (hash != before.at(key_).root) left.put(hash, bytes);
    nodes_ = left;

    EXPECT_EQ(apply(after).packages.size(), 1U);
    EXPECT_TRUE(to_all_);
}

}  // namespace
}  // namespace slipway::publishing
