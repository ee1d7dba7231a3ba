// Snapshots: a past revision is served as it was, made once, signed by the keys of today.
#include "publishing/content/stored_nodes.hpp"
#include "signing/keys/keyring.hpp"
#include "signing/verifier.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/sqlite.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/signing/signing_gate.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <set>
#include <thread>

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::text_of;

constexpr const char* packages_gz = "main/binary-amd64/Packages.gz";

/// `dev`: revision 2 has hello 1.0, revision 3 has 2.0 as well, both as deb; revision 4 has the rpm.
class Snapshots : public ::testing::Test {
protected:
    Snapshots() {
        slipway_.create_main();
        hello_ = upload("hello.deb", a_deb("hello").version("1.0").build());
        packages_of_revision_2_ = slipway_.served("deb", "dev", packages_gz);
        slipway_.clock().advance(std::chrono::hours{1});
        upload("hello.deb", a_deb("hello").version("2.0").build());
        upload("hello.rpm", an_rpm("hello").bytes());
    }

    Sha256 upload(const std::string& name, const std::string& bytes) { return slipway_.publish("dev", name, bytes); }
    SnapshotKey key(std::int64_t revision, const std::string& distro = "deb") {
        const auto& state = slipway_.repository().state;
        return {state.channels.at("dev").settings.id, revision, state.find_distro(distro)->id};
    }
    /// As a request gets it.
    Result<SharedSnapshot> snapshot(const SnapshotKey& wanted) {
        {
            const auto tx = TRY(slipway_.catalog().read());
            if (auto found = TRY(slipway_.publisher().find_snapshot(tx, slipway_.repository().state, wanted)))
                return found;
        }
        return testing::answer_of<SharedSnapshot>(
            [&](auto done) { slipway_.publisher().render_snapshot(0, "main", wanted, std::move(done)); });
    }
    std::string file(const SnapshotKey& wanted, const std::string& path) {
        const auto found = MUST(snapshot(wanted));
        return text_of(found->files->files.at(path));
    }
    std::vector<std::string> signers_of_release(const SnapshotKey& wanted) {
        const auto keys = text_of(slipway_.repository().key_files.at("keys.asc"));
        return MUST(signing::verify(keys, "", file(wanted, "InRelease")));
    }
    const PublisherCounters& counters() { return slipway_.publisher().counters(); }

    testing::PublisherFixture slipway_;
    Sha256 hello_;
    std::string packages_of_revision_2_;
};

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

/// Many requests at one moment: they wait behind something else that the publisher does.
class SnapshotsAtOnce : public Snapshots {
protected:
    using Answer = std::future<Result<SharedSnapshot>>;

    struct Wish {
        std::int64_t client;
        SnapshotKey key;
    };
    std::vector<Answer> ask_at_once(const std::vector<Wish>& wishes) {
        std::promise<void> all_asked;
        auto asked = all_asked.get_future().share();
        slipway_.publisher().write(
            [asked](auto&) {
                asked.wait();
                return Result<>();
            },
            [](auto) {});
        std::vector<Answer> answers;
        for (const auto& wish : wishes) {
            auto promise = std::make_shared<std::promise<Result<SharedSnapshot>>>();
            answers.push_back(promise->get_future());
            slipway_.publisher().render_snapshot(wish.client, "main", wish.key,
                                                 [promise](auto got) { promise->set_value(got); });
        }
        all_asked.set_value();
        return answers;
    }
};

TEST_F(SnapshotsAtOnce, AreMadeOnceForAllWhoAsk) {
    std::vector<Wish> wishes;
    for (std::int64_t client = 1; client <= 50; ++client) wishes.push_back({client, key(2)});

    auto answers = ask_at_once(wishes);

    std::set<const Snapshot*> got;
    for (auto& answer : answers) got.insert(MUST(answer.get()).get());
    EXPECT_EQ(got.size(), 1U);
    EXPECT_EQ(counters().snapshots_rendered, 1U);
}

TEST_F(SnapshotsAtOnce, OfOneClientAreAQuarterOfTheQueue) {
    auto answers = ask_at_once({{1, key(1)}, {1, key(2)}, {1, key(3)}, {1, key(4)}, {1, key(4, "rpm")}, {1, key(2)}});
    auto of_another = ask_at_once({{2, key(4, "rpm")}});

    const auto refused = answers[4].get();
    EXPECT_FAULT(refused, Fault::busy);
    EXPECT_EQ(refused.error().code(), "snapshot-busy");
    answers.erase(answers.begin() + 4);
    for (auto& answer : answers) MUST(answer.get());
    MUST(of_another[0].get());
    EXPECT_EQ(counters().snapshots_refused, 1U);
}

TEST_F(SnapshotsAtOnce, OfOneClientLeaveAThreadToOthers) {
    testing::SigningGate gate;
    slipway_.signer().before_each(gate.hook());

    auto answers = ask_at_once({{1, key(2)}, {1, key(3)}, {2, key(99)}});

    ASSERT_EQ(answers[2].wait_for(std::chrono::seconds(60)), std::future_status::ready);
    EXPECT_EQ(answers[2].get().error().code(), "unknown-revision");
    EXPECT_EQ(answers[0].wait_for(std::chrono::seconds(0)), std::future_status::timeout);
    gate.open();
    MUST(answers[0].get());
    MUST(answers[1].get());
}

TEST_F(SnapshotsAtOnce, HoldUpNoPublication) {
    auto answers = ask_at_once({{1, key(1)}, {2, key(2)}});

    upload("another.deb", a_deb("another").build());

    for (auto& answer : answers) MUST(answer.get());
}

}  // namespace
}  // namespace slipway::publishing
