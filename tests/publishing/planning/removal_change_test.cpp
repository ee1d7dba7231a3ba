#include "publishing/planning/removal_change.hpp"

#include "tests/publishing/planning/planned_repository.hpp"

namespace slipway::publishing {
namespace {

using testing::PlannedRepository;

class RemovalRule : public ::testing::Test {
protected:
    Result<ContentOutcome> remove(Removal removal) {
        return main_.answer_to<RemovalChange, ContentOutcome>(std::move(removal));
    }
    std::string code_of(Removal removal) {
        const auto outcome = remove(std::move(removal));
        return outcome.ok() ? "" : std::string(outcome.error().code());
    }

    PlannedRepository main_;
};

TEST_F(RemovalRule, TakesAllVersionsOfANameAndOneByItsDigestInOneRevision) {
    main_.publish("dev", main_.deb("hello", "1.0"));
    main_.publish("dev", main_.deb("hello", "2.0"));
    const auto world = main_.publish("dev", main_.rpm("world"));
    main_.publish("dev", main_.deb("stays"));

    const auto outcome =
        MUST(remove({.channel = "dev", .packages = {NamedPackages{"hello"}, world}, .reason = "obsolete"}));

    EXPECT_EQ(outcome.revision, 6);
    EXPECT_EQ(outcome.diff.counts.of(DiffKind::removed), 2u);
    EXPECT_EQ(main_.count("dev"), 1u);
    EXPECT_EQ(main_.head("dev").changes.at(0).removed, 3u);
    EXPECT_EQ(main_.last_action(), "remove");
}

TEST_F(RemovalRule, TakesTheVersionThatIsNamed) {
    main_.publish("dev", main_.deb("hello", "1.0"));
    main_.publish("dev", main_.deb("hello", "2.0"));

    MUST(remove({.channel = "dev", .packages = {NamedPackages{.name = "hello", .version = "1.0"}}}));

    EXPECT_EQ(main_.count("dev"), 1u);
}

TEST_F(RemovalRule, OfWhatIsNotThereTakesNothing) {
    main_.publish("dev", main_.deb("hello"));

    EXPECT_EQ(code_of({.channel = "dev", .packages = {NamedPackages{"hello"}, NamedPackages{"world"}}}),
              "unknown-package");
    EXPECT_EQ(code_of({.channel = "dev", .packages = {NamedPackages{"hello"}}, .distro = "other"}), "unknown-distro");
    EXPECT_EQ(code_of({.channel = "dev", .packages = {NamedPackages{"hello"}}, .expect_revision = 9}),
              "unexpected-revision");
    EXPECT_EQ(main_.count("dev"), 1u);
}

TEST_F(RemovalRule, OfAProtectedChannelIsRefused) {
    MUST(main_.put_channel({.name = "dev", .is_protected = true}));

    EXPECT_EQ(code_of({.channel = "dev", .packages = {NamedPackages{"hello"}}}), "channel-protected");
}

TEST_F(RemovalRule, OfOnePackageReturnsToTheRootBefore) {
    main_.publish("dev", main_.deb("aaa"));
    const auto before = main_.channel("dev").root;
    const auto added = main_.publish("dev", main_.deb("bbb"));

    EXPECT_EQ(MUST(main_.remove("dev", added)), 4);
    EXPECT_EQ(main_.channel("dev").root, before);
}

TEST_F(RemovalRule, OfOnePackageFindsTheSigningOfAnUploadedRpm) {
    auto hello = main_.rpm("hello", "1.0", "FIRST");
    main_.publish("dev", hello);

    MUST(main_.remove("dev", hello.package.uploaded_sha256));

    EXPECT_EQ(main_.count("dev"), 0u);
}

TEST_F(RemovalRule, OfOnePackageSaysWhetherItWasPurgedOrNeverThere) {
    const auto purged = main_.publish("dev", main_.deb("hello"));
    MUST(main_.purge(purged));
    const auto elsewhere = main_.publish("stable", main_.deb("world"));

    EXPECT_EQ(main_.remove("dev", purged).error().code(), "purged");
    EXPECT_FAULT(main_.remove("dev", elsewhere), Fault::not_found);
    EXPECT_FAULT(main_.remove("dev", sha256_of("unknown")), Fault::not_found);
}

}  // namespace
}  // namespace slipway::publishing
