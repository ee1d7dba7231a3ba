// Architectures belong to channels: what a distro declares has an index in every one of them, what packages need
// besides only where they are, and only as long as they are there.
#include "publishing/content/channel_diff.hpp"
#include "publishing/content/snapshot_id.hpp"
#include "storage/catalog/revisions.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ChannelArchitectures : public ::testing::Test {
protected:
    explicit ChannelArchitectures(std::size_t most = default_extra_architectures)
        : slipway_({.public_url = "", .extra_architectures = most}) {
        slipway_.create_main({"dev", "other", "stable"});
    }

    Sha256 deb(const std::string& channel, const std::string& name, const std::string& architecture) {
        return slipway_.publish(channel, name + ".deb", a_deb(name).architecture(architecture).build());
    }
    Sha256 rpm(const std::string& channel, const std::string& name, const std::string& architecture) {
        return slipway_.publish(channel, name + ".rpm", an_rpm(name).architecture(architecture).bytes());
    }
    std::vector<std::string> extra(const std::string& channel, const std::string& distro = "deb") {
        const auto state = slipway_.repository().state;
        return extra_architectures(*state.find_distro(distro), state.channels.at(channel).lists);
    }
    std::uint64_t count(const std::string& channel, const std::string& distro, const std::string& architecture) {
        const auto state = slipway_.repository().state;
        const auto& row = *state.find_distro(distro);
        const auto component = components_of(row).front();
        const IndexKey index{row.id, package_list_of(row).name(), component, architecture};
        return state.channels.at(channel).lists.at(index).count;
    }
    storage::RevisionRow head(const std::string& channel) {
        const auto tx = MUST(slipway_.catalog().read());
        return MUST(storage::head_revision(tx, slipway_.channel(channel).settings.id)).value();
    }

    testing::PublisherFixture slipway_;
};

TEST_F(ChannelArchitectures, OfAnUploadGoToItsChannelAlone) {
    deb("stable", "data", "all");
    const auto before = slipway_.channel("stable");
    const auto release = slipway_.served("deb", "stable", "InRelease");

    deb("dev", "hello", "riscv64");

    EXPECT_THAT(extra("dev"), ElementsAre("riscv64"));
    EXPECT_EQ(slipway_.channel("stable").revision, before.revision);
    EXPECT_EQ(slipway_.served("deb", "stable", "InRelease"), release);
    EXPECT_THAT(slipway_.repository().state.find_distro("deb")->architectures, ElementsAre("amd64", "arm64"));
}

TEST_F(ChannelArchitectures, OfAnUploadComeWithItsRevision) {
    deb("dev", "data", "all");

    deb("dev", "hello", "riscv64");

    EXPECT_EQ(count("dev", "deb", "riscv64"), 2U);
    EXPECT_THAT(slipway_.served("deb", "dev", "Release"), HasSubstr("Architectures: all amd64 arm64 riscv64\n"));
    EXPECT_EQ(head("dev").number, 3);
    EXPECT_EQ(head("dev").changes.at(0).cause, Cause::upload);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, GoWithTheLastPackageThatNeedsThem) {
    deb("dev", "data", "all");
    const auto before = slipway_.channel("dev").root;
    const auto hello = deb("dev", "hello", "riscv64");
    const auto other = deb("dev", "other", "riscv64");
    MUST(slipway_.remove("dev", hello));
    EXPECT_THAT(extra("dev"), ElementsAre("riscv64"));

    MUST(slipway_.remove("dev", other));

    EXPECT_THAT(extra("dev"), IsEmpty());
    EXPECT_EQ(slipway_.channel("dev").root, before);
    EXPECT_THAT(slipway_.served("deb", "dev", "Release"), HasSubstr("Architectures: all amd64 arm64\n"));
    EXPECT_EQ(slipway_.served("deb", "dev", "main/binary-riscv64/Packages.xz"), "");
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, OfRpmGoWithTheirRepomd) {
    rpm("dev", "data", "noarch");
    const auto before = slipway_.channel("dev").root;
    const auto hello = rpm("dev", "hello", "riscv64");
    EXPECT_EQ(count("dev", "rpm", "riscv64"), 2U);
    EXPECT_NE(slipway_.served("rpm", "dev", "riscv64/repodata/repomd.xml"), "");

    MUST(slipway_.remove("dev", hello));

    EXPECT_EQ(slipway_.channel("dev").root, before);
    EXPECT_EQ(slipway_.served("rpm", "dev", "riscv64/repodata/repomd.xml"), "");
    EXPECT_EQ(slipway_.fsck(), "");
    slipway_.restart();
    EXPECT_THAT(extra("dev", "rpm"), IsEmpty());
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, OfRpmStayWhileAnotherPackageNeedsThem) {
    rpm("dev", "data", "noarch");
    const auto hello = rpm("dev", "hello", "riscv64");
    rpm("dev", "world", "riscv64");

    MUST(slipway_.remove("dev", hello));

    EXPECT_EQ(count("dev", "rpm", "riscv64"), 2U);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, ThatWentAndCameAgainAreServedAnew) {
    const auto hello = rpm("dev", "hello", "riscv64");
    MUST(slipway_.remove("dev", hello));

    rpm("dev", "other", "riscv64");

    EXPECT_THAT(slipway_.served("rpm", "dev", "riscv64/repodata/repomd.xml"), HasSubstr("primary"));
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, AreThereAgainAfterARestart) {
    MUST(slipway_.put_distro({.name = "deb", .components = std::vector<std::string>{"main", "contrib"}}));
    deb("dev", "hello", "riscv64");
    const auto before = slipway_.channel("dev").lists;

    slipway_.restart();

    const auto after = slipway_.channel("dev").lists;
    EXPECT_EQ(after.size(), before.size());
    for (const auto& [index, list] : before) EXPECT_EQ(after.at(index).root, list.root) << index.architecture;
}

TEST_F(ChannelArchitectures, FollowFromThePackagesWhateverTheirOrder) {
    for (const auto* architecture : {"noarch", "i686", "x86_64", "riscv64", "src"})
        rpm("dev", std::string("of-") + architecture, architecture);
    deb("dev", "data", "all");
    deb("dev", "hello", "riscv64");

    deb("other", "hello", "riscv64");
    deb("other", "data", "all");
    for (const auto* architecture : {"riscv64", "x86_64", "i686", "src", "noarch"})
        rpm("other", std::string("of-") + architecture, architecture);

    EXPECT_EQ(slipway_.channel("dev").root, slipway_.channel("other").root);
    EXPECT_THAT(extra("dev", "rpm"), ElementsAre("i386", "riscv64", "source"));
    EXPECT_EQ(count("dev", "rpm", "x86_64"), 3U);
    EXPECT_EQ(count("dev", "rpm", "source"), 1U);
}

TEST_F(ChannelArchitectures, OfMultilibHoldEvenWhereX86IsNotDeclared) {
    MUST(slipway_.put_distro(
        {.name = "arm", .format = Format::rpm, .architectures = std::vector<std::string>{"aarch64"}}));
    const auto put = [&](const std::string& name, const std::string& architecture) {
        return slipway_.publish("dev", name + ".rpm", an_rpm(name).architecture(architecture).bytes(),
                                {.distros = {"arm"}, .component = ""});
    };
    put("small", "i686");
    const auto large = put("large", "x86_64");
    EXPECT_EQ(count("dev", "arm", "x86_64"), 2U);

    MUST(slipway_.remove("dev", large));

    EXPECT_THAT(extra("dev", "arm"), ElementsAre("i386"));
}

TEST_F(ChannelArchitectures, ComeAlongWithAPromotionAndGoWithTheNext) {
    deb("stable", "data", "all");
    deb("dev", "data", "all");
    const auto hello = deb("dev", "hello", "riscv64");

    MUST(slipway_.promote({.from = "dev", .to = "stable"}));
    EXPECT_THAT(extra("stable"), ElementsAre("riscv64"));
    EXPECT_EQ(slipway_.channel("stable").root, slipway_.channel("dev").root);
    EXPECT_EQ(slipway_.fsck(), "");

    MUST(slipway_.remove("dev", hello));
    MUST(slipway_.promote({.from = "dev", .to = "stable"}));
    EXPECT_THAT(extra("stable"), IsEmpty());
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, ComeAlongWithChosenPackages) {
    deb("stable", "data", "all");
    const auto hello = deb("dev", "hello", "riscv64");

    MUST(slipway_.promote({.from = "dev", .to = "stable", .packages = {{hello}}}));

    EXPECT_EQ(count("stable", "deb", "riscv64"), 2U);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, AreThoseOfTheRevisionAfterARollback) {
    deb("dev", "data", "all");
    const auto hello = deb("dev", "hello", "riscv64");
    const auto with = slipway_.channel("dev").root;
    MUST(slipway_.roll_back({.channel = "dev", .revision = 2}));
    EXPECT_THAT(extra("dev"), IsEmpty());

    MUST(slipway_.roll_back({.channel = "dev", .revision = 3}));

    EXPECT_EQ(slipway_.channel("dev").root, with);
    EXPECT_TRUE(MUST(slipway_.blobs().contains(hello)));
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, OfAPurgedPackageGo) {
    const auto hello = deb("dev", "hello", "riscv64");

    MUST(slipway_.purge(hello));

    EXPECT_THAT(extra("dev"), IsEmpty());
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, ThatADistroDeclaresComeToEveryChannelInARevisionWithItsCause) {
    deb("dev", "data", "all");
    deb("dev", "hello", "riscv64");

    MUST(slipway_.put_distro(
        {.name = "deb", .architectures = std::vector<std::string>{"amd64", "arm64", "riscv64", "s390x"}}));

    for (const auto* channel : {"dev", "other", "stable"}) {
        const auto change = head(channel).changes.at(0);
        EXPECT_EQ(change.cause, Cause::settings) << channel;
        EXPECT_EQ(change.actor, "test") << channel;
        EXPECT_EQ(change.reason, "distro deb declares riscv64, s390x") << channel;
        EXPECT_THAT(slipway_.served("deb", channel, "Release"),
                    HasSubstr("Architectures: all amd64 arm64 riscv64 s390x\n"));
    }
    EXPECT_EQ(count("dev", "deb", "s390x"), 1U);
    EXPECT_EQ(count("dev", "deb", "riscv64"), 2U);
    EXPECT_EQ(slipway_.fsck(), "");
}

TEST_F(ChannelArchitectures, ThatADistroDeclaresAlreadyMakeNoRevision) {
    const auto before = slipway_.channel("dev").revision;

    MUST(slipway_.put_distro({.name = "deb", .architectures = std::vector<std::string>{"arm64", "amd64", "all"}}));

    EXPECT_EQ(slipway_.channel("dev").revision, before);
}

TEST_F(ChannelArchitectures, ThatNobodyKnowsAreRefused) {
    const auto uploaded = slipway_.upload("dev", "hello.deb", a_deb("hello").architecture("bogus").build());
    const auto declared = slipway_.put_distro({.name = "deb", .architectures = std::vector<std::string>{"x86_64"}});

    EXPECT_FAULT(uploaded, Fault::invalid_input);
    EXPECT_EQ(uploaded.error().code(), "unknown-architecture");
    EXPECT_EQ(declared.error().code(), "unknown-architecture");
    EXPECT_THAT(declared.error().message(), HasSubstr("the nearest is 'amd64'"));
    EXPECT_THAT(slipway_.served("deb", "dev", "Release"), Not(HasSubstr("bogus")));
}

class FewArchitectures : public ChannelArchitectures {
protected:
    FewArchitectures() : ChannelArchitectures(2) {}
};

TEST_F(FewArchitectures, AreAllThatAChannelTakesBesidesTheDeclaredOnes) {
    deb("dev", "one", "riscv64");
    const auto two = rpm("dev", "two", "riscv64");

    const auto refused = slipway_.upload("dev", "three.deb", a_deb("three").architecture("s390x").build());

    EXPECT_FAULT(refused, Fault::invalid_input);
    EXPECT_EQ(refused.error().code(), "too-many-architectures");
    EXPECT_THAT(refused.error().message(), HasSubstr("limits.extra_architectures"));
    deb("dev", "four", "riscv64");
    deb("other", "three", "s390x");
    MUST(slipway_.remove("dev", two));
    deb("dev", "three", "s390x");
}

TEST_F(FewArchitectures, HoldForChosenPackagesToo) {
    deb("stable", "one", "riscv64");
    deb("stable", "two", "s390x");
    const auto three = deb("dev", "three", "i386");
    const Promotion promotion{.from = "dev", .to = "stable", .packages = {{three}}};

    EXPECT_EQ(slipway_.preview(promotion).error().code(), "too-many-architectures");
    EXPECT_EQ(slipway_.promote(promotion).error().code(), "too-many-architectures");
}

}  // namespace
}  // namespace slipway::publishing
