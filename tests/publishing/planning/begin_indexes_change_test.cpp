// Indexes that a data directory of an older build does not have.
#include "publishing/planning/begin_indexes_change.hpp"

#include "storage/catalog/revisions.hpp"
#include "tests/publishing/store_fixture.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::publishing {
namespace {

using ::testing::HasSubstr;

class MissingIndexes : public testing::StoreFixture {
protected:
    /// As a build wrote it that had no index for noarch packages, and no list of them.
    void forget_noarch() {
        run_sql(
            "UPDATE revisions SET root = zeroblob(32) WHERE (channel, number) IN"
            " (SELECT channel, revision FROM revision_lists WHERE architecture = 'noarch')");
        for (const auto* table : {"revision_lists", "index_files", "entry_points"})
            run_sql(std::string("DELETE FROM ") + table + " WHERE architecture = 'noarch'");
    }
    void start_again() {
        slipway_.restart();
        MUST(slipway_.put({}));  // waits for its turn
    }
    std::string noarch_of(const std::string& channel) {
        return slipway_.served("rpm", channel, "noarch/repodata/repomd.xml");
    }
};

TEST_F(MissingIndexes, OfAnOlderDataDirectoryArePublishedByTheStart) {
    slipway_.publish("dev", "docs.rpm", testing::an_rpm("docs").architecture("noarch").bytes());
    const auto root = slipway_.channel("dev").root;
    forget_noarch();

    start_again();

    EXPECT_THAT(noarch_of("dev"), HasSubstr("<data type=\"primary\">"));
    EXPECT_THAT(noarch_of("stable"), HasSubstr("<data type=\"primary\">")) << "an empty one";
    EXPECT_EQ(slipway_.channel("dev").root, root);
    EXPECT_EQ(slipway_.channel("dev").revision, 3);
    EXPECT_EQ(slipway_.channel("stable").revision, 2) << "with the same content";
    const auto tx = MUST(slipway_.catalog().read());
    const auto head = MUST(storage::head_revision(tx, slipway_.channel("dev").settings.id)).value();
    EXPECT_EQ(head.changes.at(0).cause, Cause::settings);
    EXPECT_EQ(head.changes.at(0).actor, "slipwayd");
}

TEST_F(MissingIndexes, ArePublishedOnce) {
    slipway_.publish("dev", "docs.rpm", testing::an_rpm("docs").architecture("noarch").bytes());
    forget_noarch();
    start_again();
    const auto published = noarch_of("dev");

    start_again();

    EXPECT_EQ(noarch_of("dev"), published);
    EXPECT_EQ(slipway_.channel("dev").revision, 3);
}

}  // namespace
}  // namespace slipway::publishing
