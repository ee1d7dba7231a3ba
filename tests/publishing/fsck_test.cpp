#include "publishing/fsck/key_checks.hpp"
#include "tests/publishing/store_fixture.hpp"

namespace slipway::publishing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

class FsckTest : public slipway::testing::StoreFixture {};

TEST_F(FsckTest, FindsNothingInASoundStore) { EXPECT_EQ(text_of(check()), ""); }

TEST_F(FsckTest, FindsNothingInASoundStoreToRepair) { EXPECT_EQ(text_of(repair()), ""); }

TEST_F(FsckTest, TakesABlobWithAFlippedByteOutOfServiceAndCannotMendIt) {
    flip_a_byte(blob_file(), 100);
    const auto blob = "damage blob: blob " + sha256_of(bytes_).hex();
    EXPECT_THAT(text_of(check()), HasSubstr(blob + " has the content of"));
    EXPECT_TRUE(std::filesystem::exists(blob_file())) << "who only looks moves nothing";

    const auto findings = repair();

    EXPECT_THAT(text_of(findings), HasSubstr(blob + " is damaged, and not served any more; upload the package again"));
    EXPECT_EQ(findings.damage_left(), 1U);
    EXPECT_FALSE(std::filesystem::exists(blob_file()));
    EXPECT_EQ(text_of(check()), text_of(findings));
}

TEST_F(FsckTest, FindsAMissingBlobAndOneCutShort) {
    std::filesystem::resize_file(blob_file(), 10);
    EXPECT_THAT(text_of(check()), HasSubstr("has 10 bytes instead of"));

    std::filesystem::remove(blob_file());
    EXPECT_THAT(text_of(check()), HasSubstr("is missing"));
}

TEST_F(FsckTest, LeavesAWholeBlobInItsPlaceWhereTheCatalogIsWrong) {
    run_sql("UPDATE packages SET size = size + 1; UPDATE pool_names SET size = size + 1");

    EXPECT_THAT(text_of(repair()), HasSubstr(sha256_of(bytes_).hex() + " is whole, but has "));

    EXPECT_TRUE(std::filesystem::exists(blob_file()));
}

TEST_F(FsckTest, RemovesADamagedBlobThatNothingNames) {
    auto upload = MUST(slipway_.blobs().begin_upload());
    MUST(upload.append("unnamed"));
    MUST(slipway_.blobs().commit({&upload, 1}));
    const auto file = storage::BlobLayout(slipway_.directory()).path_of(sha256_of("unnamed"));
    flip_a_byte(file, 0);
    EXPECT_EQ(check().damage_left(), 1U);

    const auto findings = repair();

    EXPECT_EQ(findings.damage_left(), 0U);
    EXPECT_EQ(findings.damage_repaired(), 1U);
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(FsckTest, RendersTheSegmentsOfALostPackAgain) {
    std::filesystem::remove_all(slipway_.directory() / "segments");
    EXPECT_THAT(text_of(check()), HasSubstr("damage pack: pack 1 is missing"));

    const auto findings = repair();

    EXPECT_EQ(findings.damage_left(), 0U) << text_of(findings);
    EXPECT_THAT(text_of(findings), HasSubstr("rendered again"));
    EXPECT_EQ(text_of(check()), "");
}

TEST_F(FsckTest, RendersADamagedSegmentAgain) {
    flip_a_byte(slipway_.directory() / "segments/00001.pack", 40);
    EXPECT_THAT(text_of(check()), ContainsRegex("damage index: main/stable, deb: main/amd64/Packages"));

    EXPECT_EQ(repair().damage_left(), 0U);

    EXPECT_EQ(check().damage_left(), 0U);
}

TEST_F(FsckTest, NamesAPrivateKeyThatNoRepositoryHas) {
    const auto keys = slipway_.directory() / "keys";
    const auto unused = keys / "main" / "ABCD.asc";
    std::ofstream(unused) << "key";
    const auto leftovers = [&] {
        storage::Findings findings;
        const auto tx = MUST(slipway_.catalog().read());
        MUST(check_unused_keys(tx, keys, findings));
        return text_of(findings);
    };
    EXPECT_EQ(leftovers(), "") << "a change may be about to use it";

    std::filesystem::last_write_time(unused, std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));

    EXPECT_THAT(leftovers(),
                HasSubstr("leftover keys: " + unused.string() + " is a private key that no repository has"));
}

TEST_F(FsckTest, FindsALostTreeNode) {
    run_sql("DELETE FROM nodes");

    const auto findings = repair();

    EXPECT_THAT(text_of(findings), ContainsRegex("damage list: main/stable revision 2: the catalog lacks tree node"));
    EXPECT_THAT(text_of(findings), HasSubstr("not repaired: "));
}

TEST_F(FsckTest, FindsAnEventThatWasChanged) {
    run_sql("DROP TRIGGER events_are_never_changed; UPDATE events SET actor = 'nobody' WHERE id = 1");

    EXPECT_THAT(text_of(check()), HasSubstr("damage events: the event chain is broken: event 1"));
}

TEST_F(FsckTest, FindsThatTheAuditLogLacksAHeadItOnceHad) {
    const auto tx = MUST(slipway_.catalog().read());
    const auto head = MUST(storage::audit_head(tx));
    const CheckedStore store{slipway_.catalog(), slipway_.blobs(), slipway_.segments(), head};
    EXPECT_EQ(text_of(MUST(check_store(store))), "");

    run_sql("DROP TRIGGER events_are_never_deleted; DELETE FROM events WHERE id = " + std::to_string(head.number));

    EXPECT_THAT(text_of(MUST(check_store(store))), HasSubstr("damage events: the audit log ends with event"));
}

TEST_F(FsckTest, ForgetsReplacedIndexFilesWhoseRowsAreDamaged) {
    MUST(slipway_.upload("stable", "other.deb", slipway::testing::a_deb("other").build()));
    slipway_.wait_for_release_signature("stable");
    run_sql("UPDATE index_files SET size = size + 1 WHERE replaced_at IS NOT NULL");

    EXPECT_THAT(text_of(repair()), HasSubstr("its row is not what was stored; forgotten: it was replaced"));

    EXPECT_EQ(text_of(check()), "");
}

TEST_F(FsckTest, LeavesDamagedRowsOfCurrentIndexFilesToTheDaemon) {
    run_sql("UPDATE index_files SET size = size + 1");

    EXPECT_THAT(text_of(repair()), HasSubstr("the next start of the daemon publishes it anew"));
}

TEST_F(FsckTest, RendersSegmentsAgainWhoseRowsAreDamaged) {
    run_sql("UPDATE segments SET text_crc32 = text_crc32 + 1");

    EXPECT_EQ(repair().damage_left(), 0U);

    EXPECT_EQ(text_of(check()), "");
}

struct Harm {
    const char* name;
    const char* sql;
    const char* found;
};
class FsckHarmTest : public slipway::testing::StoreFixture, public ::testing::WithParamInterface<Harm> {};

TEST_P(FsckHarmTest, IsFound) {
    run_sql(std::string("PRAGMA foreign_keys = OFF; ") + GetParam().sql);

    const auto findings = check();

    EXPECT_THAT(text_of(findings), HasSubstr(GetParam().found));
}

INSTANTIATE_TEST_SUITE_P(
    Catalog, FsckHarmTest,
    ::testing::Values(
        Harm{"PackageRowLost", "DELETE FROM packages", "is missing in the catalog"},
        Harm{"PackageRowChanged", "UPDATE packages SET name = 'hallo'", "the catalog's row of package"},
        Harm{"PackageRowWithOtherSize", "UPDATE packages SET size = size + 1", "the catalog's row of package"},
        Harm{"TextsLost", "DELETE FROM package_texts", "the texts of package"},
        Harm{"TextsDamaged", "UPDATE package_texts SET documents = x'00'", "the texts of package"},
        Harm{"PoolNameLost", "DELETE FROM pool_names",
             "hello 1.0 amd64 is listed in distro deb, but has no name there"},
        Harm{"VersionSetFree", "DELETE FROM taken_versions", "its version is not taken by its bytes"},
        Harm{"RevisionsLost", "DELETE FROM revisions", "main/dev has no revision"},
        Harm{"NumbersForgotten", "UPDATE continuations SET last_revision = 0", "would number a revision below"},
        Harm{"CausesLost", "DELETE FROM revision_changes", "main/stable revision 2 has no cause"},
        Harm{"CauseUnknown", "UPDATE revision_changes SET cause = 'magic'", "has an unknown cause"},
        Harm{"ActorLost", "UPDATE revision_changes SET actor = ''", "has a change without an actor"},
        Harm{"EventOfARevisionLost", "UPDATE revision_changes SET event = 99999",
             "names event 99999, which is not in the audit log"},
        Harm{"IndexThatNothingNeeds",
             "INSERT INTO revision_lists SELECT channel, revision, distro, kind, component, 'riscv64', root, count"
             " FROM revision_lists WHERE architecture = 'amd64'",
             "has an index for riscv64 in distro deb, which neither the distro declares nor a package needs"},
        Harm{"ListOfAKindThatTheDistroHasNot", "UPDATE revision_lists SET kind = 'primary'",
             "has a list primary, which distro deb has not"},
        Harm{"OtherRoot", "UPDATE revisions SET root = zeroblob(32)", "does not have the root of its lists"},
        Harm{"OtherCount", "UPDATE revision_lists SET count = 5", "has 1 entries instead of 5"},
        Harm{"IndexFileWithOtherDigest", "UPDATE index_files SET sha256 = randomblob(32)",
             "its row is not what was stored"},
        Harm{"OlderIndexFileWithOtherDigest",
             "UPDATE index_files SET sha256 = randomblob(32), composition = NULL, checksum = NULL",
             "its blocks do not give the bytes that were published"},
        Harm{"IndexFileWithAnotherComposition", "UPDATE index_files SET composition = randomblob(16), checksum = NULL",
             "its row is not what was stored"},
        Harm{"SegmentsMeasuresChanged", "UPDATE segments SET text_crc32 = text_crc32 + 1", "damage segment: "},
        Harm{"IndexFileLost", "DELETE FROM index_files WHERE form = 'xz'",
             "Release does not list the current index files"},
        Harm{"YumIndexFileLost", "DELETE FROM index_files WHERE document = 'other'",
             "repomd.xml does not list the current index files"},
        Harm{"PurgedAndStillThere",
             "INSERT INTO purges SELECT repository, sha256, uploaded_sha256, format, name, version, architecture,"
             " file_name, 0 FROM packages",
             "is still a package of its repository"},
        Harm{"PurgedAndStillServed",
             "INSERT INTO purges SELECT repository, sha256, uploaded_sha256, format, name, version, architecture,"
             " file_name, 0 FROM packages; DELETE FROM packages",
             "is still served"},
        Harm{"PurgedWithBytesLeft",
             "INSERT INTO purges SELECT repository, sha256, uploaded_sha256, format, name, version, architecture,"
             " file_name, 0 FROM packages; DELETE FROM packages; DELETE FROM pool_names",
             "are still stored; the next start destroys them"},
        Harm{"ReleaseChanged", "UPDATE entry_points SET content = CAST(content || 'x' AS BLOB)",
             "InRelease has another text"},
        Harm{"SignatureOfAnotherText", "UPDATE entry_points SET content = CAST(content || ' ' AS BLOB)",
             "repomd.xml.asc: a signature is bad"},
        Harm{"SignatureCut", "UPDATE entry_points SET signed_content = substr(signed_content, 1, 300)",
             "damage signature: "},
        Harm{"EntryPointLost", "DELETE FROM entry_points", "was never published"},
        Harm{"NoActiveKey", "UPDATE keys SET state = 'retired'", "main has no active signing key"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace slipway::publishing
