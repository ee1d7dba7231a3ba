// A group of changes: each is asked whether it is still allowed, and those that are refused leave no trace.
#include "publishing/planning/planner.hpp"

#include "publishing/planning/republish_change.hpp"
#include "publishing/planning/resigned_change.hpp"
#include "tests/publishing/planning/planned_repository.hpp"

namespace slipway::publishing {
namespace {

using ::testing::IsEmpty;
using testing::PlannedRepository;
using ::testing::SizeIs;

class PlannedGroups : public ::testing::Test {
protected:
    SharedChange upload(const std::string& channel, IngestedPackage package, std::optional<RowId> token = {}) {
        return std::make_shared<UploadChange>(Actor{"ci", "", token}, channel,
                                              std::vector<IngestedPackage>{std::move(package)},
                                              [](Result<UploadAnswer>) {});
    }
    Result<PlannedGroup> plan(const std::vector<SharedChange>& changes) {
        Rights rights([this](RowId id) { return find_token(id); }, main_.now);
        return plan_group({main_.facts, main_.nodes, [] { return RowId{99}; }, main_.now, main_.limits}, main_.state,
                          changes, rights);
    }
    Result<std::optional<storage::TokenRow>> find_token(RowId id) {
        ++tokens_read_;
        if (id != 7) return std::optional<storage::TokenRow>();
        storage::TokenRow row;
        row.id = 7;
        row.scopes = {"upload:main/dev"};
        return std::optional(std::move(row));
    }

    PlannedRepository main_;
    int tokens_read_ = 0;
};

TEST_F(PlannedGroups, MakeOneRevisionOfAllTheirChanges) {
    const auto group = MUST(plan({upload("dev", main_.deb("one")), upload("dev", main_.deb("two"))}));

    EXPECT_THAT(group.answers, SizeIs(2));
    EXPECT_EQ(group.plan.after.channels.at("dev").revision, 2);
    EXPECT_EQ(group.plan.after.channels.at("dev").package_count, 2U);
    EXPECT_THAT(group.plan.channels.at("dev").changes, SizeIs(2));
}

TEST_F(PlannedGroups, LeaveOutWhatIsRefused) {
    auto lost = main_.deb("lost");
    lost.package.id = 9;  // collected since

    const auto group = MUST(plan({upload("dev", main_.deb("one")), upload("nowhere", main_.deb("two"))}));

    EXPECT_THAT(group.changes, SizeIs(1));
    ASSERT_THAT(group.refused, SizeIs(1));
    EXPECT_FAULT(Result<>(Error(group.refused[0].second)), Fault::not_found);
    // What the server could not do concerns the whole group.
    EXPECT_FAULT(plan({upload("dev", main_.deb("one")), upload("dev", lost)}), Fault::busy);
}

TEST_F(PlannedGroups, OfOneRefusedChangePlanNothing) {
    const auto group = MUST(plan({upload("nowhere", main_.deb("two"))}));

    EXPECT_THAT(group.changes, IsEmpty());
    EXPECT_FALSE(group.plan.does_something());
}

TEST_F(PlannedGroups, AskAgainWhetherAChangeIsAllowedAndReadEachTokenOnce) {
    const auto group = MUST(plan({upload("dev", main_.deb("one"), 7), upload("dev", main_.deb("two"), 7),
                                  upload("dev", main_.deb("three"), 8), upload("stable", main_.deb("four"), 7)}));

    EXPECT_THAT(group.changes, SizeIs(2));
    ASSERT_THAT(group.refused, SizeIs(2));
    EXPECT_FAULT(Result<>(Error(group.refused[0].second)), Fault::unauthenticated);
    EXPECT_FAULT(Result<>(Error(group.refused[1].second)), Fault::forbidden);
    EXPECT_EQ(tokens_read_, 2);
}

TEST_F(PlannedGroups, OfTheServerItselfNeedNoToken) {
    const auto group = MUST(plan({std::make_shared<RepublishChange>(nullptr)}));

    EXPECT_EQ(tokens_read_, 0);
    EXPECT_THAT(group.plan.channels, SizeIs(3));
    EXPECT_THAT(group.plan.channels.at("dev").entry_points, SizeIs(1)) << "a Release, and no repomd.xml";
}

TEST_F(PlannedGroups, PutNewerSigningsInThePlaceOfOlderOnes) {
    const auto older = main_.publish("dev", main_.rpm("hello", "1.0", "OLD"));
    auto newer = main_.rpm("hello", "1.0", "NEW").package;
    newer.id = 9;
    main_.facts.packages.push_back(newer);
    const ResignedChange::Replacements replacements{{older, newer.sha256}};

    const auto group = MUST(plan({std::make_shared<ResignedChange>(the_server, replacements, nullptr)}));

    EXPECT_EQ(group.plan.channels.at("dev").changes.at(0).first.cause, Cause::resign);
    EXPECT_EQ(group.plan.after.channels.at("dev").package_count, 1U);
    EXPECT_NE(group.plan.after.channels.at("dev").root, main_.channel("dev").root);
}

}  // namespace
}  // namespace slipway::publishing
