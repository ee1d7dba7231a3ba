// Snapshots: a past revision is served as it was, made once, signed by the keys of today.
#include "publishing/content/stored_nodes.hpp"
#include "signing/keys/keyring.hpp"
#include "signing/verifier.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/segments.hpp"
#include "storage/catalog/sqlite.hpp"
#include "tests/publishing/publisher/snapshots_fixture.hpp"

#include <set>

namespace slipway::publishing {
namespace {

using testing::a_deb;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::text_of;

constexpr const char* packages_gz = "main/binary-amd64/Packages.gz";

class Snapshots : public testing::SnapshotsFixture {};

TEST_F(Snapshots, ServeTheIndexesOfTheirRevisionToTheByte) {
    const auto rendered = MUST(snapshot(key(2)));

    EXPECT_EQ(text_of(rendered->files->files.at(packages_gz)), packages_of_revision_2_);
    const auto by_hash = "main/binary-amd64/by-hash/SHA256/" + sha256_of(packages_of_revision_2_).hex();
    EXPECT_EQ(text_of(rendered->files->files.at(by_hash)), packages_of_revision_2_);
    EXPECT_THAT(file(key(2), "Release"), HasSubstr(" " + sha256_of(packages_of_revision_2_).hex() + " "));
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(Snapshots, SayNothingInTheirReleaseThatChangesLater) {
    const auto release = file(key(2), "Release");

    const auto then = slipway_.clock().now() - std::chrono::hours{1};
    EXPECT_THAT(release, HasSubstr("Suite: dev\nCodename: dev\n"));
    EXPECT_THAT(release, HasSubstr("Date: " + release_date(then) + "\n"));
    EXPECT_THAT(release, Not(HasSubstr("Valid-Until:")));
    EXPECT_THAT(release, Not(HasSubstr("Snapshots:")));
}

TEST_F(Snapshots, AreNotDatedInTheFutureWhenTheClockWasWrong) {
    slipway_.clock().advance(std::chrono::hours{-3});

    EXPECT_THAT(file(key(2), "Release"), HasSubstr("Date: " + release_date(slipway_.clock().now()) + "\n"));
}

TEST_F(Snapshots, OfRpmsHaveEveryBasearchAndNoKeyHints) {
    MUST(slipway_.change_keys({.verb = KeyCommand::Verb::generate}));

    const auto rendered = MUST(snapshot(key(4, "rpm")));

    ASSERT_EQ(rendered->files->repomds.size(), 3U);  // with noarch
    const auto& x86_64 = rendered->files->repomds.at("x86_64").back();
    EXPECT_THAT(text_of(x86_64.repomd), HasSubstr("primary.xml.gz"));
    EXPECT_THAT(text_of(x86_64.repomd), Not(HasSubstr("gpg-pubkey")));
    const auto keys = text_of(slipway_.repository().key_files.at("rpm-keys.asc"));
    EXPECT_EQ(MUST(signing::verify(keys, text_of(x86_64.repomd), text_of(x86_64.signature))).size(), 1U);
}

TEST_F(Snapshots, CompressNothingAgain) {
    const auto blocks = counters().blocks_rendered.load();

    MUST(snapshot(key(2)));
    MUST(snapshot(key(4, "rpm")));

    EXPECT_EQ(counters().blocks_rendered, blocks);
    EXPECT_EQ(counters().snapshots_rendered, 2U);
}

TEST_F(Snapshots, AreRenderedAndSignedOnceAlsoAcrossARestart) {
    const auto release = file(key(2), "InRelease");
    MUST(snapshot(key(2)));
    EXPECT_EQ(counters().snapshots_rendered, 1U);

    slipway_.restart();
    const auto signatures = slipway_.signatures();

    EXPECT_EQ(file(key(2), "InRelease"), release);
    EXPECT_EQ(file(key(2), packages_gz), packages_of_revision_2_);
    EXPECT_EQ(counters().snapshots_rendered, 0U);
    EXPECT_EQ(counters().snapshots_loaded, 1U);
    EXPECT_EQ(slipway_.signatures(), signatures);
}

TEST_F(Snapshots, AreSignedAgainAfterARotationWithTheSameContent) {
    const auto release = file(key(2), "Release");
    const auto repomd = text_of(MUST(snapshot(key(4, "rpm")))->files->repomds.at("x86_64").back().repomd);
    const auto before = signers_of_release(key(2));

    MUST(slipway_.change_keys({.verb = KeyCommand::Verb::rotate, .force = Force::yes}));

    EXPECT_NE(signers_of_release(key(2)), before);
    EXPECT_EQ(file(key(2), "Release"), release);
    EXPECT_NE(file(key(2), "Release.gpg"), "");
    const auto again = MUST(snapshot(key(4, "rpm")));
    const auto& generation = again->files->repomds.at("x86_64").back();
    EXPECT_EQ(text_of(generation.repomd), repomd);
    const auto active = signing::active_key(slipway_.repository().state.keyring)->key;
    EXPECT_EQ(text_of(again->files->files.at("x86_64/repodata/repomd.xml.key")), active.armored);
    MUST(signing::verify(active.armored, repomd, text_of(generation.signature)));
    EXPECT_EQ(counters().snapshots_signed_again, 2U);
}

TEST_F(Snapshots, KeepTheirContentWhenTheRepositoryChanges) {
    const auto release = file(key(2), "Release");

    MUST(slipway_.put({.description = "Something else"}));
    MUST(slipway_.put_distro({.name = "deb",
                              .architectures = std::vector<std::string>{"amd64", "riscv64"},
                              .components = std::vector<std::string>{"main", "extra"}}));
    slipway_.restart();

    EXPECT_EQ(file(key(2), "Release"), release);
}

TEST_F(Snapshots, LoseWhatIsPurgedWheneverTheyWereRendered) {
    MUST(snapshot(key(3)));
    slipway_.clock().advance(std::chrono::hours{1});
    const auto later = slipway_.clock().now();

    MUST(slipway_.purge(hello_));

    EXPECT_THAT(file(key(2), packages_gz), Not(packages_of_revision_2_)) << "rendered after the purge";
    const auto size = file(key(3), "Release");
    EXPECT_NE(file(key(3), packages_gz), "") << "rendered before it";
    const auto tx = MUST(slipway_.catalog().read());
    const auto row = MUST(storage::find_snapshot(tx, key(2).channel, 2, key(2).distro));
    for (const auto& listed : row->files) EXPECT_FALSE(listed.list_root) << "nothing is left of revision 2";
    EXPECT_THAT(size, Not(HasSubstr(release_date(later))));
    EXPECT_EQ(counters().snapshots_rendered, 3U);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(Snapshots, StayAsTheyAreWhenSomethingElseIsPurged) {
    const auto other = upload("other.deb", a_deb("other").build());
    const auto release = file(key(2), "InRelease");

    MUST(slipway_.purge(other));

    EXPECT_EQ(file(key(2), "InRelease"), release);
    EXPECT_EQ(counters().snapshots_rendered, 1U);
}

TEST_F(Snapshots, OutliveGarbageCollections) {
    MUST(slipway_.purge(hello_));
    const auto release = file(key(3), "InRelease");

    slipway_.clock().advance(std::chrono::hours{1000});
    MUST(slipway_.publisher().collect_garbage(std::chrono::seconds{0}, std::nullopt));
    slipway_.restart();

    EXPECT_EQ(file(key(3), "InRelease"), release);
    EXPECT_NE(file(key(3), packages_gz), "");
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(Snapshots, ThatLostABlockAreRenderedAgainWithTheSameContent) {
    const auto release = file(key(2), "Release");
    {
        auto tx = MUST(slipway_.catalog().write());
        const auto row = MUST(storage::find_snapshot(tx, key(2).channel, 2, key(2).distro));
        for (const auto& listed : row->files) {
            const StoredNodes nodes(tx);
            for (const auto& block : MUST(index::blocks_of(nodes, listed.list_root)))
                MUST(storage::delete_segments_of(tx, block.hash));
        }
        MUST(std::move(tx).commit());
    }
    EXPECT_THAT(slipway_.fsck(), HasSubstr("snapshot: main/dev, revision 2: "));
    slipway_.restart();

    EXPECT_EQ(file(key(2), "Release"), release);
    EXPECT_EQ(file(key(2), packages_gz), packages_of_revision_2_);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(Snapshots, ThatFailNameNoFilesAndNoStores) {
    auto tx = MUST(slipway_.catalog().write());
    std::set<Sha256> blocks;
    MUST(storage::visit_segments(tx, [&](const storage::SegmentRow& segment) { blocks.insert(segment.block); }));
    for (const auto& block : blocks) MUST(storage::delete_segments_of(tx, block));
    MUST(std::move(tx).commit());
    slipway_.file_system().arm_for_good(Fault::busy);

    const auto failed = snapshot(key(2));

    slipway_.file_system().disarm();
    EXPECT_TRUE(failed.error().is("snapshot-failed"_problem));
    EXPECT_EQ(failed.error().message(), "the snapshot could not be prepared; try again: the server's log says why");
    MUST(snapshot(key(2)));
}

TEST_F(Snapshots, WhoseSignedTextsRottedAreRenderedAgainWithTheSameContent) {
    const auto release = file(key(2), "Release");
    const auto database =
        MUST(storage::SqliteConnection::open(slipway_.directory() / "slipway.db", storage::Access::read_write));
    MUST(database->run_script(
        "UPDATE snapshot_entry_points SET signed_content = CAST(replace(signed_content, 'a', 'b') AS BLOB)"));
    EXPECT_THAT(slipway_.fsck(), HasSubstr("snapshot: main/dev, revision 2: its signed texts are damaged"));
    slipway_.restart();

    EXPECT_EQ(file(key(2), "Release"), release);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(Snapshots, WhoseRowsRottedAreRenderedAgainWithTheSameContent) {
    const auto release = file(key(2), "Release");
    const auto database =
        MUST(storage::SqliteConnection::open(slipway_.directory() / "slipway.db", storage::Access::read_write));
    MUST(database->run_script("UPDATE snapshot_files SET sha256 = randomblob(32) WHERE form = 'gz'"));
    EXPECT_THAT(slipway_.fsck(), HasSubstr("snapshot: main/dev, revision 2: the catalog's row of index file "));
    slipway_.restart();

    EXPECT_EQ(file(key(2), "Release"), release);
    EXPECT_EQ(file(key(2), packages_gz), packages_of_revision_2_);
    EXPECT_EQ(slipway_.fsck(), "");
}

}  // namespace
}  // namespace slipway::publishing
