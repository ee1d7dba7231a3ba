// A kind of index is one class. This executable has two that the product has not (test_kinds.hpp): a list keyed by file
// path and one keyed by source name. All that a publisher, a snapshot, the garbage collector and fsck do with lists is
// done with theirs, by the code of the product.
#include "publishing/content/stored_nodes.hpp"
#include "publishing/rendering/index_loading.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/contracts/index_kind_contract.hpp"
#include "tests/publishing/kinds/test_kinds.hpp"
#include "tests/publishing/store_fixture.hpp"
#include "tests/support/rope_text.hpp"

namespace slipway::testing {
namespace {

DescribedPackage described_hello() {
    return described(formats::of(Format::deb), a_deb("hello").field("Paths", "usr/bin/hello usr/share/hello").build());
}

struct Paths {
    static const formats::IndexKind& kind() { return *formats::find_kind(PathList::word); }
    static DescribedPackage package() { return described_hello(); }
};
struct Sources {
    static const formats::IndexKind& kind() { return *formats::find_kind(SourceList::word); }
    static DescribedPackage package() { return described_hello(); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(PathList, IndexKindContract, Paths);
INSTANTIATE_TYPED_TEST_SUITE_P(SourceList, IndexKindContract, Sources);

}  // namespace
}  // namespace slipway::testing

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::DebBuilder;
using ::testing::HasSubstr;
using testing::PathList;
using testing::SourceList;

constexpr const char* none = "there is none";

/// The fixture's hello is in `stable` and has no paths.
class IndexKindsOfATest : public testing::StoreFixture {
protected:
    static DebBuilder deb(const std::string& name, const std::string& paths) {
        return a_deb(name).field("Paths", paths);
    }
    Sha256 publish(const DebBuilder& package, const std::string& channel = "dev") {
        return slipway_.publish(channel, "a.deb", package.build());
    }

    /// The plain text of the index as it is stored and would be joined again.
    std::string text_of_index(Document kind, const std::string& architecture, const std::string& channel) {
        const auto tx = MUST(slipway_.catalog().read());
        for (const auto& row : MUST(storage::current_index_files(tx, slipway_.channel(channel).settings.id))) {
            if (row.index.kind != kind || row.index.architecture != architecture || row.form != Form::plain) continue;
            const auto index = MUST(load_index(tx, StoredNodes(tx), {row}));
            return text_of(MUST(rope_of(slipway_.segments(), index->files.front())));
        }
        return none;
    }
    std::string paths(const std::string& architecture = "amd64", const std::string& channel = "dev") {
        return text_of_index(PathList::word, architecture, channel);
    }
    std::string sources(const std::string& channel = "dev") {
        return text_of_index(SourceList::word, "source", channel);
    }
    /// What the catalog has of lists and files of these kinds, as a build without them wrote it.
    void forget_kinds() {
        run_sql("UPDATE revisions SET root = zeroblob(32)");
        for (const auto* table : {"revision_lists", "index_files"})
            run_sql(std::string("DELETE FROM ") + table + " WHERE kind IN ('filelists', 'other')");
    }
    std::string fsck() { return text_of(check()); }
    using StoreFixture::text_of;
    static std::string text_of(const Rope& rope) { return testing::text_of(rope); }
};

TEST_F(IndexKindsOfATest, ListAPackageByEachOfItsPaths) {
    publish(deb("hello", "usr/share/hello usr/bin/hello"));

    EXPECT_EQ(paths(), "2 entries\nusr/bin/hello hello\nusr/share/hello hello\nend\n");
    EXPECT_EQ(paths("arm64"), "0 entries\nend\n");
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(IndexKindsOfATest, WriteAPathOnceForAllPackagesThatHaveIt) {
    publish(deb("world", "usr/bin/hello usr/bin/world"));
    publish(deb("hello", "usr/bin/hello"));
    publish(deb("hello", "usr/bin/hello").version("2.0"));

    EXPECT_EQ(paths(), "4 entries\nusr/bin/hello hello,world\nusr/bin/world world\nend\n");
}

TEST_F(IndexKindsOfATest, ListTheSourcesThatPackagesWereBuiltFrom) {
    publish(a_deb("hello").source("greetings"));
    publish(a_deb("world").source("greetings").version("1.10").architecture("all"));

    EXPECT_EQ(sources(), "Source: greetings\nComponent: main\nPackage: hello 1.0 amd64\nPackage: world 1.10 all\n\n");
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(IndexKindsOfATest, AreServedAndNamedByTheRelease) {
    publish(deb("hello", "usr/bin/hello"));

    const auto release = slipway_.served("deb", "dev", "Release");
    const auto file = slipway_.served("deb", "dev", "main/Paths-amd64.gz");

    EXPECT_THAT(release, HasSubstr(" " + sha256_of(file).hex() + " "));
    EXPECT_THAT(release, HasSubstr(" main/source/Built.xz\n"));
    EXPECT_THAT(release, HasSubstr("\nArchitectures: all amd64 arm64\n")) << "what packages are for, and not indexes";
    EXPECT_EQ(slipway_.served("deb", "dev", "main/by-hash/SHA256/" + sha256_of(file).hex()), file);
    EXPECT_NE(slipway_.served("deb", "dev", "main/source/Built.xz"), "");
}

TEST_F(IndexKindsOfATest, ListPackagesForEveryMachineInEachArchitecture) {
    publish(deb("docs", "usr/share/doc/docs").architecture("all"));

    EXPECT_EQ(paths("amd64"), "1 entries\nusr/share/doc/docs docs\nend\n");
    EXPECT_EQ(paths("arm64"), paths("amd64"));
}

TEST_F(IndexKindsOfATest, LoseWhatLeavesAndAreAsBefore) {
    publish(deb("hello", "usr/bin/hello"));
    const auto before = slipway_.channel("dev");
    const auto paths_before = paths();
    const auto world = publish(deb("world", "usr/bin/hello usr/bin/world"));
    EXPECT_NE(paths(), paths_before);

    MUST(slipway_.remove("dev", world));

    EXPECT_EQ(paths(), paths_before);
    EXPECT_EQ(slipway_.channel("dev").root, before.root);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(IndexKindsOfATest, FollowAnotherBuildOfAVersion) {
    publish(deb("hello", "usr/bin/hello usr/bin/old"));

    publish(deb("hello", "usr/bin/hello usr/bin/new"));

    EXPECT_EQ(paths(), "2 entries\nusr/bin/hello hello\nusr/bin/new hello\nend\n");
    EXPECT_EQ(sources(), "Source: hello\nComponent: main\nPackage: hello 1.0 amd64\n\n");
}

TEST_F(IndexKindsOfATest, ComeAlongWithAWholeChannel) {
    publish(deb("greet", "usr/bin/greet"));
    publish(deb("world", "usr/bin/world"));

    const auto outcome = MUST(slipway_.promote({.from = "dev", .to = "stable"}));

    EXPECT_EQ(paths("amd64", "stable"), paths());
    EXPECT_EQ(slipway_.channel("stable").root, slipway_.channel("dev").root);
    EXPECT_EQ(outcome.diff.counts.of(DiffKind::added), 2U) << "a difference is one of packages";
    EXPECT_EQ(outcome.diff.counts.of(DiffKind::removed), 1U);
}

TEST_F(IndexKindsOfATest, FollowChosenPackages) {
    publish(deb("greet", "usr/bin/greet"));
    const auto world = publish(deb("world", "usr/bin/world"));

    MUST(slipway_.promote({.from = "dev", .to = "stable", .packages = std::vector{world}}));

    EXPECT_EQ(paths("amd64", "stable"), "1 entries\nusr/bin/world world\nend\n");
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(IndexKindsOfATest, FollowARollback) {
    publish(deb("hello", "usr/bin/hello"));
    const auto before = slipway_.channel("dev");
    publish(deb("hello", "usr/bin/hello usr/bin/hello2").version("2.0"));

    MUST(slipway_.roll_back({.channel = "dev", .revision = before.revision}));

    EXPECT_EQ(paths(), "1 entries\nusr/bin/hello hello\nend\n");
    EXPECT_EQ(slipway_.channel("dev").root, before.root);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(IndexKindsOfATest, ComeAndGoWithAnArchitecture) {
    publish(deb("docs", "usr/share/doc/docs").architecture("all"));
    const auto hello = publish(deb("hello", "usr/bin/hello").architecture("riscv64"));
    EXPECT_EQ(paths("riscv64"), "2 entries\nusr/bin/hello hello\nusr/share/doc/docs docs\nend\n");
    EXPECT_EQ(slipway_.fsck(), "");

    MUST(slipway_.remove("dev", hello));

    EXPECT_EQ(paths("riscv64"), none);
    EXPECT_EQ(slipway_.served("deb", "dev", "main/Paths-riscv64.gz"), "");
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(IndexKindsOfATest, AreThereAgainAfterARestart) {
    publish(deb("hello", "usr/bin/hello"));
    const auto served = slipway_.served("deb", "dev", "main/Paths-amd64.gz");

    slipway_.restart();

    EXPECT_EQ(slipway_.served("deb", "dev", "main/Paths-amd64.gz"), served);
    publish(deb("world", "usr/bin/world"));
    EXPECT_EQ(paths(), "2 entries\nusr/bin/hello hello\nusr/bin/world world\nend\n");
}

TEST_F(IndexKindsOfATest, BeginWithAllPackagesWhereAnOlderBuildHadNone) {
    publish(deb("hello", "usr/bin/hello"));
    publish(deb("docs", "usr/share/doc/docs").architecture("all"));
    const auto before = slipway_.channel("dev");
    const auto [paths_before, sources_before] = std::pair(paths(), sources());
    forget_kinds();

    slipway_.restart();
    MUST(slipway_.put({}));  // waits for its turn

    EXPECT_EQ(paths(), paths_before);
    EXPECT_EQ(sources(), sources_before);
    EXPECT_EQ(slipway_.channel("dev").root, before.root);
    EXPECT_EQ(slipway_.channel("dev").revision, before.revision + 1);
}

TEST_F(IndexKindsOfATest, LoseWhatIsPurgedAlsoInThePast) {
    const auto hello = publish(deb("hello", "usr/bin/hello"));
    publish(deb("world", "usr/bin/world"));
    const auto& state = slipway_.repository().state;
    const SnapshotKey past{state.channels.at("dev").settings.id, 3, state.find_distro("deb")->id};

    MUST(slipway_.purge(hello));
    const auto snapshot = MUST(testing::answer_of<SharedSnapshot>(
        [&](auto done) { slipway_.publisher().render_snapshot(1, "main", past, std::move(done)); }));

    EXPECT_EQ(paths(), "1 entries\nusr/bin/world world\nend\n");
    EXPECT_EQ(testing::text_of(snapshot->files->files.at("main/Paths-amd64.gz")),
              slipway_.served("deb", "dev", "main/Paths-amd64.gz"));
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(IndexKindsOfATest, LoseAPackageWhoseTextsAreLost) {
    const auto hello = publish(deb("hello", "usr/bin/hello"));
    publish(deb("world", "usr/bin/world"));
    run_sql("UPDATE package_texts SET documents = x'00' WHERE package = (SELECT id FROM packages WHERE sha256 = x'" +
            hello.hex() + "')");

    MUST(slipway_.remove("dev", hello));

    EXPECT_EQ(paths(), "1 entries\nusr/bin/world world\nend\n");
}

TEST_F(IndexKindsOfATest, AreRenderedAgainFromALostPack) {
    publish(deb("hello", "usr/bin/hello"));
    slipway_.wait_for_release_signature("dev");
    std::filesystem::remove_all(slipway_.directory() / "segments");

    const auto findings = repair();

    EXPECT_EQ(findings.damage_left(), 0U) << StoreFixture::text_of(findings);
    EXPECT_EQ(fsck(), "");
}

TEST_F(IndexKindsOfATest, KeepWhatTheirListsLeadToFromTheGarbageCollector) {
    publish(deb("hello", "usr/bin/hello"));
    slipway_.wait_for_release_signature("dev");

    MUST(slipway_.publisher().collect_garbage(kept, std::nullopt));

    EXPECT_EQ(fsck(), "");
    publish(deb("world", "usr/bin/world"));
    EXPECT_EQ(paths(), "2 entries\nusr/bin/hello hello\nusr/bin/world world\nend\n");
}

TEST_F(IndexKindsOfATest, AreComparedWithThePackagesByFsck) {
    publish(deb("hello", "usr/bin/hello"));

    run_sql("DELETE FROM revision_lists WHERE kind = 'filelists'");

    EXPECT_THAT(fsck(), HasSubstr("main/dev: the list filelists of main amd64 in distro deb is not what its packages "
                                  "give"));
}

// The block that a path falls into is rendered anew, and all but the new line is taken from the one before.
TEST_F(IndexKindsOfATest, TakeTextsFromTheBlockBefore) {
    publish(deb("hello", "usr/bin/hello").source("greetings"));
    publish(deb("world", "usr/bin/world").source("greetings").version("2.0"));
    const auto looked_up = slipway_.publisher().counters().texts_looked_up.load();

    publish(deb("alone", "usr/bin/alone"));

    EXPECT_EQ(slipway_.publisher().counters().texts_looked_up.load(), looked_up);
    EXPECT_EQ(sources(),
              "Source: alone\nComponent: main\nPackage: alone 1.0 amd64\n\n"
              "Source: greetings\nComponent: main\nPackage: hello 1.0 amd64\nPackage: world 2.0 amd64\n\n");
}

}  // namespace
}  // namespace slipway::publishing
