#include "publishing/content/channel_diff.hpp"

#include "publishing/content/channel_draft.hpp"
#include "repo-format/index/edit.hpp"
#include "tests/support/memory_nodes.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

/// "name version architecture", with other bytes for another `build`.
index::EntryKey a_package(const std::string& name, const std::string& version, const std::string& architecture,
                          const std::string& build = "") {
    return {name, version, architecture, sha256_of(name + version + architecture + build)};
}

/// Contents of a repository with the distros bookworm (components main and extra) and el9.
class ChannelDiff : public ::testing::Test {
protected:
    ChannelDiff() {
        repository_.distros = {
            {1, "bookworm", Format::deb, Compression::none, true, {"main", "extra"}, {"amd64", "arm64"}},
            {2, "el9", Format::rpm, Compression::gzip, true, {}, {"x86_64", "aarch64"}},
        };
    }

    /// Puts packages into every index that lists them, as a channel does.
    ContentLists with(ContentLists lists, const std::string& distro_name, const std::vector<index::EntryKey>& packages,
                      const std::string& component = "") {
        const auto& distro = distro_name == "el9" ? repository_.distros[1] : repository_.distros[0];
        std::map<IndexKey, index::ListEdit> edits;
        for (const auto& package : packages)
            for (const auto& index : indexes_for(distro, distro.architectures, component, package.qualifier))
                edits[index].add.push_back({package, 800});
        for (const auto& [index, edit] : edits) {
            const auto edited = nodes_.edit(package_order_of(distro), lists[index].root, edit);
            lists[index] = {edited.root, edited.count};
        }
        return lists;
    }
    ContentLists debs(const std::vector<index::EntryKey>& packages) { return with({}, "bookworm", packages, "main"); }
    ContentLists rpms(const std::vector<index::EntryKey>& packages) { return with({}, "el9", packages); }

    DiffPage diff(const ContentLists& from, const ContentLists& to, std::size_t limit = 100,
                  const std::optional<DiffKey>& after = std::nullopt) {
        return MUST(diff_contents(nodes_, repository_, from, to, limit, after));
    }
    /// "kind distro/component name architecture: from… -> to…", one for each entry.
    std::vector<std::string> lines(const ContentLists& from, const ContentLists& to) {
        std::vector<std::string> lines;
        for (const auto& entry : diff(from, to).entries) lines.push_back(line_of(entry));
        return lines;
    }
    static std::string line_of(const DiffEntry& entry) {
        const auto versions = [](const std::vector<index::EntryKey>& keys) {
            std::string text;
            for (const auto& key : keys) text += " " + key.version;
            return text;
        };
        const auto& key = entry.key;
        return fmt::format("{} {}/{} {} {}:{} ->{}", name_of(entry.kind), key.distro, key.component, key.name,
                           key.architecture, versions(entry.from), versions(entry.to));
    }

    storage::RepositoryRow repository_;
    testing::MemoryNodes nodes_;
};

TEST_F(ChannelDiff, TellsWhatCameWentAndChanged) {
    const auto from = debs({a_package("gone", "1.0", "amd64"), a_package("same", "1.0", "amd64"),
                            a_package("up", "1.0", "amd64"), a_package("down", "2.0", "amd64")});
    const auto to = debs({a_package("came", "1.0", "amd64"), a_package("same", "1.0", "amd64"),
                          a_package("up", "1.1", "amd64"), a_package("down", "1.9", "amd64")});

    EXPECT_THAT(lines(from, to),
                ElementsAre("added bookworm/main came amd64: -> 1.0", "downgraded bookworm/main down amd64: 2.0 -> 1.9",
                            "removed bookworm/main gone amd64: 1.0 ->", "upgraded bookworm/main up amd64: 1.0 -> 1.1"));
    EXPECT_EQ(diff(from, to).counts, (DiffCounts{{1, 1, 1, 1}}));
}

TEST_F(ChannelDiff, OfEqualContentsIsEmptyAndReadsNothing) {
    const auto lists = debs({a_package("hello", "1.0", "amd64")});
    nodes_.take_reads();

    EXPECT_THAT(lines(lists, lists), IsEmpty());
    EXPECT_EQ(nodes_.take_reads(), 0u);
}

TEST_F(ChannelDiff, ListsAllVersionsOfAKeyAndJudgesByTheHighest) {
    const auto from = debs({a_package("a", "1.0", "amd64"), a_package("a", "2.0", "amd64")});

    EXPECT_THAT(lines(from, debs({a_package("a", "2.0", "amd64"), a_package("a", "10.0", "amd64")})),
                ElementsAre("upgraded bookworm/main a amd64: 1.0 2.0 -> 2.0 10.0"));
    EXPECT_THAT(lines(from, debs({a_package("a", "1.0", "amd64")})),
                ElementsAre("downgraded bookworm/main a amd64: 1.0 2.0 -> 1.0"));
}

TEST_F(ChannelDiff, OfAnEqualHighestVersionIsAnUpgradeOnlyWherePackagesCame) {
    const auto both = debs({a_package("a", "1.0", "amd64"), a_package("a", "2.0", "amd64")});
    const auto newer = debs({a_package("a", "2.0", "amd64")});

    EXPECT_THAT(lines(newer, both), ElementsAre("upgraded bookworm/main a amd64: 2.0 -> 1.0 2.0"));
    EXPECT_THAT(lines(both, newer), ElementsAre("downgraded bookworm/main a amd64: 1.0 2.0 -> 2.0"));
}

TEST_F(ChannelDiff, OfTheSameVersionWithOtherBytesIsAnUpgrade) {
    EXPECT_THAT(lines(debs({a_package("a", "1.0", "amd64")}), debs({a_package("a", "1.0", "amd64", "again")})),
                ElementsAre("upgraded bookworm/main a amd64: 1.0 -> 1.0"));
}

TEST_F(ChannelDiff, TakesTwoSpellingsOfAVersionForEqual) {
    EXPECT_THAT(lines(debs({a_package("a", "1.0-0", "amd64")}), debs({a_package("a", "1.0", "amd64")})),
                ElementsAre("upgraded bookworm/main a amd64: 1.0-0 -> 1.0"));
}

TEST_F(ChannelDiff, ComparesWithTheOrderOfTheFormat) {
    const std::string epoch = "1:1.0-1";
    EXPECT_THAT(lines(debs({a_package("a", "9.0-1", "amd64")}), debs({a_package("a", epoch, "amd64")})),
                ElementsAre("upgraded bookworm/main a amd64: 9.0-1 -> 1:1.0-1"));
    EXPECT_THAT(lines(rpms({a_package("a", epoch, "x86_64")}), rpms({a_package("a", "9.0-1", "x86_64")})),
                ElementsAre("downgraded el9/ a x86_64: 1:1.0-1 -> 9.0-1"));
    EXPECT_THAT(lines(debs({a_package("a", "1.0a", "amd64")}), debs({a_package("a", "1.0+", "amd64")})),
                ElementsAre("upgraded bookworm/main a amd64: 1.0a -> 1.0+"));
    EXPECT_THAT(lines(rpms({a_package("a", "1.0^git-1", "x86_64")}), rpms({a_package("a", "1.0-1", "x86_64")})),
                ElementsAre("downgraded el9/ a x86_64: 1.0^git-1 -> 1.0-1"));
}

TEST_F(ChannelDiff, ListsAPackageForEveryArchitectureOnce) {
    EXPECT_THAT(lines({}, debs({a_package("doc", "1.0", "all")})), ElementsAre("added bookworm/main doc all: -> 1.0"));
    EXPECT_THAT(lines(rpms({a_package("doc", "1.0-1", "noarch")}), {}),
                ElementsAre("removed el9/ doc noarch: 1.0-1 ->"));
}

TEST_F(ChannelDiff, Lists32BitRpmsAndMultilibOnce) {
    repository_.distros[1].architectures.emplace_back("i386");

    EXPECT_THAT(lines({}, rpms({a_package("glibc", "2-1", "i686"), a_package("glibc", "2-1", "x86_64")})),
                ElementsAre("added el9/ glibc i686: -> 2-1", "added el9/ glibc x86_64: -> 2-1"));
}

TEST_F(ChannelDiff, KeepsArchitecturesOfANameApart) {
    const auto from = debs({a_package("a", "1.0", "amd64"), a_package("a", "1.0", "all")});
    const auto to = debs({a_package("a", "1.0", "amd64"), a_package("a", "2.0", "all")});

    EXPECT_THAT(lines(from, to), ElementsAre("upgraded bookworm/main a all: 1.0 -> 2.0"));
}

TEST_F(ChannelDiff, OrdersByDistroComponentNameAndArchitecture) {
    auto to = rpms({a_package("a", "1.0-1", "x86_64")});
    to = with(to, "bookworm", {a_package("b", "1", "arm64"), a_package("b", "1", "all"), a_package("a", "1", "arm64")},
              "main");
    to = with(to, "bookworm", {a_package("z", "1", "amd64")}, "extra");

    EXPECT_THAT(lines({}, to), ElementsAre("added bookworm/extra z amd64: -> 1", "added bookworm/main a arm64: -> 1",
                                           "added bookworm/main b all: -> 1", "added bookworm/main b arm64: -> 1",
                                           "added el9/ a x86_64: -> 1.0-1"));
}

TEST_F(ChannelDiff, GoesOnBehindTheLastEntryOfAPage) {
    const auto to = with(rpms({a_package("c", "1-1", "x86_64")}), "bookworm",
                         {a_package("a", "1", "amd64"), a_package("b", "1", "all")}, "main");

    const auto first = diff({}, to, 2);
    const auto second = diff({}, to, 2, MUST(DiffKey::parse_cursor(first.entries.back().key.cursor())));

    ASSERT_THAT(first.entries, SizeIs(2));
    EXPECT_TRUE(first.more);
    EXPECT_EQ(first.counts, second.counts);
    ASSERT_THAT(second.entries, SizeIs(1));
    EXPECT_EQ(second.entries[0].key, (DiffKey{"el9", "", "c", "x86_64"}));
    EXPECT_FALSE(second.more);
}

TEST_F(ChannelDiff, RefusesACursorItNeverGaveOut) {
    EXPECT_EQ(DiffKey::parse_cursor("zz").error().code(), "invalid-field");
    EXPECT_EQ(DiffKey::parse_cursor("6162").error().code(), "invalid-field");
}

TEST_F(ChannelDiff, CostsTheSizeOfTheDifference) {
    std::vector<index::EntryKey> packages;
    for (int i = 0; i < 50'000; ++i) packages.push_back(a_package(fmt::format("p{:06}", i), "1.0", "amd64"));
    const auto from = debs(packages);
    const auto to =
        with(from, "bookworm", {a_package("p010000", "2.0", "amd64"), a_package("p040000", "2.0", "amd64")}, "main");
    nodes_.take_reads();

    EXPECT_THAT(diff(from, to).entries, SizeIs(2));

    EXPECT_THAT(nodes_.take_reads(), Le(30u));
}

TEST_F(ChannelDiff, OfEverythingReadsEachNodeTwiceAtMost) {
    std::vector<index::EntryKey> packages;
    for (int i = 0; i < 20'000; ++i) packages.push_back(a_package(fmt::format("p{:06}", i), "1.0", "amd64"));
    const auto to = debs(packages);
    const auto nodes = nodes_.all().size();
    nodes_.take_reads();

    EXPECT_EQ(diff({}, to, 1).counts.of(DiffKind::added), 20'000u);

    EXPECT_THAT(nodes_.take_reads(), Le(2 * nodes));
}

}  // namespace
}  // namespace slipway::publishing
