#include "storage/catalog/document_texts.hpp"
#include "storage/catalog/keys.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/revisions.hpp"
#include "storage/catalog/tokens.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::at;
using testing::CatalogTest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Repositories : public CatalogTest {};
class Packages : public CatalogTest {};
class Revisions : public CatalogTest {};
class Keys : public CatalogTest {};
class Tokens : public CatalogTest {};

PackageRow hello(RowId repository) {
    PackageRow package;
    package.repository = repository;
    package.sha256 = sha256_of("signed hello");
    package.uploaded_sha256 = sha256_of("hello");
    package.format = "deb";
    package.name = "hello";
    package.version = "1.0";
    package.architecture = "amd64";
    package.file_name = "hello_1.0_amd64.deb";
    package.size = 5'000'000'000;
    package.weight = 700;
    package.documents = {"Package: hello\n", "", std::string("\0bytes", 6)};
    package.uploaded_at = at(1000);
    package.provenance = "{}";
    return package;
}

RevisionRow revision_of(RowId channel, RowId distro, std::int64_t number) {
    RevisionRow revision;
    revision.channel = channel;
    revision.number = number;
    revision.time = at(2000);
    revision.root = sha256_of("root");
    revision.package_count = 3;
    revision.lists = {
        {.distro = distro, .component = "main", .architecture = "amd64", .root = sha256_of("list"), .count = 3}};
    revision.changes = {{.event = 1, .cause = "upload", .actor = "ci (#3)", .reason = "r", .added = 1},
                        {.event = 2, .cause = "remove", .actor = "me (#1)", .reason = "", .removed = 1}};
    return revision;
}

TEST_F(Repositories, ComeBackAsSavedInOrder) {
    main.description = "Everything";
    main.distros.push_back({.name = "el9", .format = "rpm", .compression = "zst", .is_default = true});
    main.distros[0].components = {"main", "contrib"};
    main.distros[0].architectures = {"amd64", "all"};
    main.channels.push_back({.name = "stable",
                             .immutable_versions = false,
                             .is_protected = true,
                             .promote_from = {"staging", "dev"},
                             .keep = {.versions = 3}});
    auto tx = write();
    const auto saved = MUST(save_repository(tx, main));
    commit(std::move(tx));

    const auto loaded = MUST(all_repositories(read())).at(0);

    EXPECT_EQ(loaded.description, "Everything");
    EXPECT_THAT(loaded.distros.at(0).components, ElementsAre("main", "contrib"));
    EXPECT_THAT(loaded.distros.at(0).architectures, ElementsAre("amd64", "all"));
    EXPECT_EQ(loaded.distros.at(1).id, saved.distros.at(1).id);
    EXPECT_EQ(loaded.distros.at(1).compression, "zst");
    EXPECT_TRUE(loaded.distros.at(1).is_default);
    EXPECT_FALSE(loaded.channels.at(1).immutable_versions);
    EXPECT_TRUE(loaded.channels.at(1).is_protected);
    EXPECT_THAT(loaded.channels.at(1).promote_from, ElementsAre("staging", "dev"));
    EXPECT_EQ(loaded.channels.at(1).keep, (KeepPolicy{.versions = 3}));
}

TEST_F(Repositories, AnUnknownIdIsKeptByTheRowItMakes) {
    auto tx = write();
    MUST(delete_repository(tx, main.id));
    while (MUST(clear_deleted_repositories(tx, 10)) > 0) {
    }

    MUST(save_repository(tx, main));

    const auto loaded = MUST(all_repositories(tx)).at(0);
    EXPECT_EQ(loaded.id, main.id);
    EXPECT_EQ(loaded.distros.at(0).id, distro);
    EXPECT_EQ(loaded.channels.at(0).id, channel);
}

TEST_F(Repositories, AFailedSaveLeavesNothingOfItBehind) {
    auto tx = write();
    RepositoryRow twice{.name = "twice"};
    twice.channels = {{.name = "dev"}, {.name = "dev"}};

    EXPECT_FAULT(save_repository(tx, twice), Fault::conflict);

    EXPECT_EQ(MUST(all_repositories(tx)).size(), 1U);
}

TEST_F(Repositories, DeletingTakesEverythingButContinuations) {
    auto tx = write();
    MUST(insert_package(tx, hello(main.id)));
    MUST(insert_pool_name(tx, {.distro = distro, .sha256 = sha256_of("x"), .file_name = "x", .size = 1}));
    MUST(insert_revision(tx, revision_of(channel, distro, 1)));
    MUST(save_continuation(tx, "main", "dev", {.last_revision = 7, .last_date = 9}));

    MUST(delete_repository(tx, main.id));
    EXPECT_THAT(MUST(all_repositories(tx)), IsEmpty()) << "at once, before its rows are cleared";
    while (MUST(clear_deleted_repositories(tx, 1)) > 0) {
    }
    commit(std::move(tx));

    const auto after = read();
    EXPECT_EQ(MUST(find_package(after, main.id, sha256_of("signed hello"))), std::nullopt);
    EXPECT_FALSE(MUST(head_revision(after, channel)).has_value());
    EXPECT_EQ(MUST(find_continuation(after, "main", "dev")).last_revision, 7);
    EXPECT_TRUE(catalog->check().ok());
}

TEST_F(Repositories, ADeletedNameIsFreeAndItsIdIsNotGivenAgain) {
    auto tx = write();
    const RowId last = MUST(last_id(tx));
    MUST(delete_repository(tx, main.id));

    const auto again = MUST(save_repository(tx, {.name = main.name}));

    EXPECT_NE(again.id, main.id);
    EXPECT_GE(last, main.id);
    EXPECT_GE(MUST(last_id(tx)), again.id);
}

TEST_F(Repositories, ClearingGoesInStepsAndSparesWhatIsNotDeleted) {
    auto tx = write();
    MUST(insert_package(tx, hello(main.id)));
    const auto other = MUST(save_repository(tx, {.name = "other"}));
    MUST(insert_package(tx, hello(other.id)));
    MUST(delete_repository(tx, main.id));

    std::uint64_t steps = 0;
    for (; MUST(clear_deleted_repositories(tx, 1)) > 0; ++steps) {
    }

    EXPECT_GT(steps, 1U);
    EXPECT_TRUE(MUST(find_package(tx, other.id, sha256_of("signed hello"))).has_value());
    EXPECT_EQ(MUST(all_repositories(tx)).size(), 1U);
}

TEST_F(Packages, ComeBackAsInsertedWithTheirDocuments) {
    auto tx = write();
    const RowId id = MUST(insert_package(tx, hello(main.id)));
    commit(std::move(tx));

    const auto tx2 = read();
    const auto found = MUST(find_package(tx2, main.id, sha256_of("signed hello")));

    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->id, id);
    EXPECT_EQ(found->size, 5'000'000'000U);
    EXPECT_EQ(found->uploaded_at, at(1000));
    EXPECT_EQ(MUST(documents_of(tx2, main.id, sha256_of("signed hello"))), hello(0).documents);
    EXPECT_EQ(MUST(find_package_by_upload(tx2, main.id, sha256_of("hello")))->id, id);
}

TEST_F(Packages, NeedTheirBlobAsPackageOrByAPoolName) {
    auto tx = write();
    MUST(insert_package(tx, hello(main.id)));
    MUST(insert_pool_name(tx, {.distro = distro, .sha256 = sha256_of("x"), .file_name = "x", .size = 1}));

    EXPECT_TRUE(MUST(is_blob_needed(tx, sha256_of("signed hello"))));
    EXPECT_TRUE(MUST(is_blob_needed(tx, sha256_of("x"))));
    EXPECT_FALSE(MUST(is_blob_needed(tx, sha256_of("nobody's"))));
}

TEST_F(Packages, TheSameBytesTwiceAreAConflict) {
    auto tx = write();
    MUST(insert_package(tx, hello(main.id)));

    EXPECT_FAULT(insert_package(tx, hello(main.id)), Fault::conflict);
}

TEST_F(Packages, DeletingTakesTextsAndPoolNames) {
    auto tx = write();
    MUST(insert_package(tx, hello(main.id)));
    MUST(insert_pool_name(tx, {.distro = distro, .sha256 = sha256_of("signed hello"), .file_name = "h", .size = 1}));

    MUST(delete_package(tx, main.id, sha256_of("signed hello")));

    std::size_t left = 0;
    MUST(visit_pool_names(tx, [&](const PoolName&) { ++left; }));
    MUST(visit_packages(tx, [&](RowId, const Sha256&, Seconds) { ++left; }));
    EXPECT_EQ(left, 0U);
    EXPECT_FAULT(documents_of(tx, main.id, sha256_of("signed hello")), Fault::not_found);
}

TEST_F(Packages, APoolNameBelongsToTheFirstBytes) {
    PoolName name{.distro = distro, .sha256 = sha256_of("x"), .file_name = "x.deb", .size = 1};
    auto tx = write();
    MUST(insert_pool_name(tx, name));
    EXPECT_TRUE(insert_pool_name(tx, name).ok());

    name.sha256.bytes[31] ^= 1;  // the same first 16 digits

    EXPECT_FAULT(insert_pool_name(tx, name), Fault::conflict);
}

TEST_F(Packages, AVersionIsTakenForEverByTheFirstUpload) {
    TakenVersion version{distro, "hello", "1.0", "amd64", sha256_of("first")};
    auto tx = write();
    MUST(take_version(tx, version));
    version.uploaded_sha256 = sha256_of("second");
    MUST(take_version(tx, version));

    EXPECT_EQ(MUST(find_taken_version(tx, distro, "hello", "1.0", "amd64"))->uploaded_sha256, sha256_of("first"));
    EXPECT_FALSE(MUST(find_taken_version(tx, distro, "hello", "1.1", "amd64")).has_value());
}

TEST(DocumentTexts, DamageIsCorruptNeverACrash) {
    std::string packed = pack_documents({"Package: hello\n", "filelists"});
    EXPECT_THAT(MUST(unpack_documents(packed)), ElementsAre("Package: hello\n", "filelists"));

    packed.back() ^= 1;

    EXPECT_FAULT(unpack_documents(packed), Fault::corrupt);
    EXPECT_FAULT(unpack_documents(packed.substr(0, 9)), Fault::corrupt);
    EXPECT_FAULT(unpack_documents("not zstd"), Fault::corrupt);
}

TEST_F(Revisions, TheNewestIsTheHead) {
    auto tx = write();
    MUST(insert_revision(tx, revision_of(channel, distro, 1)));
    MUST(insert_revision(tx, revision_of(channel, distro, 2)));

    const auto head = MUST(head_revision(tx, channel));

    EXPECT_EQ(head->number, 2);
    EXPECT_EQ(head->lists, revision_of(channel, distro, 2).lists);
    EXPECT_EQ(head->changes.at(0).actor, "ci (#3)");
    EXPECT_EQ(head->changes.at(1).removed, 1U);
    EXPECT_EQ(MUST(find_revision(tx, channel, 1))->number, 1);
    EXPECT_EQ(MUST(revisions_before(tx, channel, 2, 10)).size(), 1U);
}

TEST_F(Revisions, ANumberIsGivenOnce) {
    auto tx = write();
    MUST(insert_revision(tx, revision_of(channel, distro, 1)));

    EXPECT_FAULT(insert_revision(tx, revision_of(channel, distro, 1)), Fault::conflict);
}

TEST_F(Revisions, NodesAreKeptByHash) {
    auto tx = write();
    MUST(insert_node(tx, sha256_of("n"), std::string("\0n", 2)));
    MUST(insert_node(tx, sha256_of("n"), std::string("\0n", 2)));
    EXPECT_EQ(MUST(find_node(tx, sha256_of("n"))), std::string("\0n", 2));

    MUST(delete_node(tx, sha256_of("n")));

    EXPECT_EQ(MUST(find_node(tx, sha256_of("n"))), std::nullopt);
}

TEST_F(Keys, ComeBackInOrderAndChangeTheirState) {
    auto tx = write();
    const KeyRow key{.repository = main.id, .fingerprint = "ABCD", .state = "standby", .expires_at = at(5)};
    MUST(insert_key(tx, key));
    EXPECT_FAULT(insert_key(tx, key), Fault::conflict);

    MUST(set_key_state(tx, main.id, "ABCD", "active"));

    EXPECT_EQ(MUST(keys_of(tx, main.id)).at(0).state, "active");
    EXPECT_EQ(MUST(keys_of(tx, main.id)).at(0).expires_at, at(5));
    EXPECT_FAULT(set_key_state(tx, main.id, "FFFF", "active"), Fault::not_found);
}

TEST_F(Tokens, ComeBackWithTheirScopes) {
    auto tx = write();
    const TokenRow token{
        .name = "ci", .scopes = {"upload:main", "read"}, .secret_digest = sha256_of("s"), .created_at = at(1)};
    const RowId id = MUST(insert_token(tx, token));
    MUST(set_token_last_used(tx, id, at(9)));

    const auto tokens = MUST(all_tokens(tx));

    EXPECT_THAT(tokens.at(0).scopes, ElementsAre("upload:main", "read"));
    EXPECT_EQ(tokens.at(0).last_used_at, at(9));
    EXPECT_EQ(tokens.at(0).expires_at, std::nullopt);
}

TEST_F(Tokens, TheGenerationNoticesInsertAndDeleteByAnotherProcess) {
    const auto before = MUST(token_generation(read()));
    const auto other = MUST(Catalog::open(file()));
    auto tx = MUST(other->write());
    const RowId id = MUST(insert_token(tx, {.name = "ci", .secret_digest = sha256_of("s")}));
    commit(std::move(tx));
    const auto between = MUST(token_generation(read()));

    auto tx2 = MUST(other->write());
    EXPECT_TRUE(MUST(delete_token(tx2, id)));
    EXPECT_FALSE(MUST(delete_token(tx2, id)));
    commit(std::move(tx2));

    EXPECT_NE(before, between);
    EXPECT_NE(between, MUST(token_generation(read())));
}

}  // namespace
}  // namespace slipway::storage
