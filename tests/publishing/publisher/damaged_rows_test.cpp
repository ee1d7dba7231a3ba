// SQLite does not notice a flipped bit in a row. What a row says that leads to a signature is signed only if it is what
// was stored; what is not is made anew.
#include "publishing/rendering/rendered_index.hpp"
#include "storage/catalog/publications.hpp"
#include "tests/publishing/store_fixture.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::an_rpm;
using testing::comes_true;
using ::testing::HasSubstr;

constexpr const char* gz = "main/binary-amd64/Packages.gz";

class RowsOfIndexes : public slipway::testing::StoreFixture {
protected:
    std::string served(const std::string& path) { return slipway_.served("deb", "stable", path); }
    /// Whether stable's Release has the digest of the bytes that are served.
    bool is_right() {
        const auto packages = served(gz);
        return !packages.empty() && served("Release").find(sha256_of(packages).hex()) != std::string::npos;
    }
    std::uint64_t publications() { return slipway_.publisher().counters().publications; }
    /// Index files of the catalog that say nothing of what they are made of.
    std::size_t older_rows(const std::string& channel) {
        std::size_t count = 0;
        const auto id = slipway_.channel(channel).settings.id;
        const auto tx = MUST(slipway_.catalog().read());
        for (const auto& file : MUST(storage::current_index_files(tx, id))) count += file.composition ? 0 : 1;
        return count;
    }
    /// Of the x86_64 index of stable.
    std::string digest_of_primary() {
        const auto repository = slipway_.repository();
        for (const auto& [path, file] : repository.files.at("rpm").at("stable")->files)
            if (path.starts_with("x86_64/") && path.ends_with("-primary.xml.gz") && file.replaced_at == Seconds{})
                return path.substr(path.rfind('/') + 1, 64);
        return "no primary.xml.gz";
    }
    void expect_mended_by_a_restart() {
        slipway_.restart();
        EXPECT_TRUE(comes_true([&] { return publications() >= 1 && is_right(); }));
        slipway_.wait_for_release_signature("stable");
        EXPECT_TRUE(comes_true([&] { return text_of(check()).empty(); })) << text_of(check());
    }

    std::string other_ = a_deb("other").version("1.0").build();
};

TEST_F(RowsOfIndexes, WithAnotherDigestArePublishedAnewByTheStart) {
    run_sql("UPDATE index_files SET sha256 = randomblob(32) WHERE form = 'gz'");

    expect_mended_by_a_restart();
}

TEST_F(RowsOfIndexes, OfAnotherArchitectureArePublishedAnewByTheStart) {
    run_sql("UPDATE index_files SET architecture = 'amd65' WHERE form = 'gz' AND architecture = 'amd64'");

    expect_mended_by_a_restart();

    EXPECT_THAT(served("Release"), ::testing::Not(HasSubstr("amd65")));
}

TEST_F(RowsOfIndexes, ThatAreLostArePublishedAnewByTheStart) {
    run_sql("DELETE FROM index_files WHERE document IN ('Packages', 'other') AND form IN ('xz', 'plain')");

    expect_mended_by_a_restart();
}

TEST_F(RowsOfIndexes, WhoseSegmentsAreNotListedArePublishedAnewByTheStart) {
    run_sql("DELETE FROM segments WHERE form = 'gz'");

    expect_mended_by_a_restart();
}

TEST_F(RowsOfIndexes, OfOtherSegmentsThanThereAreArePublishedAnewByTheStart) {
    run_sql("UPDATE index_files SET composition = randomblob(16), checksum = NULL WHERE form = 'gz'");

    expect_mended_by_a_restart();
}

TEST_F(RowsOfIndexes, AreNotBelievedWhenAListComesBack) {
    MUST(slipway_.upload("stable", "other.deb", other_));
    run_sql("UPDATE index_files SET sha256 = randomblob(32) WHERE replaced_at IS NOT NULL");

    MUST(slipway_.roll_back({.channel = "stable", .revision = 2, .reason = "broken"}));

    EXPECT_TRUE(is_right());
}

TEST_F(RowsOfIndexes, OlderThanTheirChecksumsAreHashedBeforeTheyAreSignedAgain) {
    run_sql(
        "UPDATE index_files SET composition = NULL, checksum = NULL;"
        "UPDATE index_files SET sha256 = randomblob(32) WHERE form = 'xz'");
    slipway_.restart();
    EXPECT_EQ(publications(), 0U);

    MUST(slipway_.upload("stable", "other.deb", a_deb("other").architecture("arm64").build()));

    EXPECT_THAT(served("Release"), HasSubstr(sha256_of(served("main/binary-amd64/Packages.xz")).hex()));
    EXPECT_GT(older_rows("stable"), 0U) << "those of the rpm distro, which was not signed again";
    EXPECT_TRUE(is_right());
}

TEST_F(RowsOfIndexes, OfSegmentsAreNotBelieved) {
    const auto before = served(gz);
    run_sql("UPDATE segments SET text_crc32 = text_crc32 + 1");

    slipway_.restart();
    MUST(slipway_.upload("dev", "hello.deb", bytes_));

    EXPECT_GE(slipway_.publisher().counters().segments_rendered_again, 1U);
    EXPECT_EQ(served(gz), before);
    EXPECT_EQ(slipway_.served("deb", "dev", gz), before) << "the frame of a gzip file has the checksum of its text";
}

TEST_F(RowsOfIndexes, OfAListSayNothingOfItsCount) {
    MUST(slipway_.upload("stable", "hello.rpm", an_rpm("hello").bytes()));
    const auto before = digest_of_primary();
    run_sql("UPDATE revision_lists SET count = 77; DELETE FROM index_files WHERE document = 'other'");

    slipway_.restart();
    EXPECT_TRUE(comes_true([&] { return publications() >= 1; }));

    EXPECT_THAT(slipway_.served("rpm", "stable", "x86_64/repodata/repomd.xml"), HasSubstr(before))
        << "the number of packages stands in primary.xml";
}

}  // namespace
}  // namespace slipway::publishing
