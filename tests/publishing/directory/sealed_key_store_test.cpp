#include "publishing/directory/sealed_key_store.hpp"

#include "tests/contracts/key_store_contract.hpp"
#include "tests/signing/test_keyring.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"
#include "tests/storage/postgresql/postgresql_fixture.hpp"

namespace slipway::testing {
namespace {

signing::SealingKey sealing_key(char digit) { return MUST(signing::SealingKey::parse(std::string(64, digit))); }

struct SealedInPostgresql {
    std::unique_ptr<signing::KeyStore> open() {
        return std::make_unique<publishing::SealedKeyStore>(*catalog, sealing_key('a'));
    }
    std::unique_ptr<storage::Catalog> catalog = empty_catalog();
};
INSTANTIATE_TYPED_TEST_SUITE_P(SealedKeyStore, KeyStoreContract, SealedInPostgresql);

}  // namespace
}  // namespace slipway::testing

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::impatient;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::open_catalog;
using testing::postgresql_server;
using testing::sealing_key;

class SealedKeys : public testing::PostgresqlTest {
protected:
    std::unique_ptr<storage::Catalog> catalog_ = open_catalog(impatient(url()));
    SealedKeyStore keys_{*catalog_, sealing_key('a')};
    SealedKeyStore without_key_{*catalog_, std::nullopt};
};

TEST_F(SealedKeys, ShowNothingOfASecretToWhoeverReadsTheDatabase) {
    MUST(keys_.put("main", "AA", "a very secret key"));

    EXPECT_EQ(query("SELECT count(*) FROM sealed_keys WHERE position('secret'::bytea IN sealed) > 0"), "0");
    EXPECT_EQ(query("SELECT repository, fingerprint, sealed_by FROM sealed_keys"), "main|AA|" + sealing_key('a').id());
}

TEST_F(SealedKeys, AreUsedByTheSigner) {
    const auto& keyring = testing::TestKeyring::shared();
    const Log log(LogFormat::logfmt, LogLevel::error);
    const auto workers = MUST(signing::SigningWorkers::start(keys_, {.workers = 1}, log));

    const auto key = MUST(testing::import_key(*workers, "main", keyring.ed25519_private()));

    EXPECT_TRUE(testing::clear_sign(*workers, "main", {key.fingerprint}, "text\n").ok());
    EXPECT_THAT(MUST(keys_.keys_of("main")), ElementsAre(HasSubstr("PGP PRIVATE KEY BLOCK")));
}

TEST_F(SealedKeys, StayClosedWithoutTheSealingKeyAndSayWhy) {
    MUST(keys_.put("main", "AA", "secret"));

    const auto refused = without_key_.keys_of("main");

    ASSERT_FALSE(refused.ok());
    EXPECT_TRUE(refused.error().is("publication-failed"_problem));
    EXPECT_THAT(refused.error().message(), HasSubstr("keys.sealing_key_file"));
    EXPECT_FALSE(without_key_.put("main", "BB", "secret").ok());
    EXPECT_FALSE(without_key_.visit([](const auto&) { return Result<>(); }).ok());
}

TEST_F(SealedKeys, AreCountedAndRemovedWithoutTheSealingKey) {
    MUST(keys_.put("main", "AA", "secret"));

    EXPECT_TRUE(without_key_.check().ok());
    EXPECT_TRUE(MUST(without_key_.contains("main", "AA")));
    EXPECT_EQ(without_key_.version_of("main"), keys_.version_of("main"));
    MUST(without_key_.remove("main"));
    EXPECT_THAT(MUST(without_key_.keys_of("main")), IsEmpty()) << "where there is none, none is missing";
}

TEST_F(SealedKeys, OfAnotherSealingKeyAreRefusedByBothIds) {
    MUST(keys_.put("main", "AA", "secret"));
    const SealedKeyStore others(*catalog_, sealing_key('b'));

    EXPECT_TRUE(keys_.check().ok());
    const auto refused = others.check();

    EXPECT_FAULT(refused, Fault::unsupported);
    EXPECT_THAT(refused.error().message(), HasSubstr(sealing_key('a').id()));
    EXPECT_THAT(refused.error().message(), HasSubstr(sealing_key('b').id()));
    EXPECT_FAULT(others.keys_of("main"), Fault::corrupt);
}

TEST_F(SealedKeys, CannotBePutInThePlaceOfOthers) {
    MUST(keys_.put("main", "AA", "secret"));
    query("UPDATE sealed_keys SET repository = 'other'");
    EXPECT_FAULT(keys_.keys_of("other"), Fault::corrupt);

    query("UPDATE sealed_keys SET repository = 'main', fingerprint = 'BB'");
    const auto refused = keys_.keys_of("main");

    EXPECT_FAULT(refused, Fault::corrupt);
    EXPECT_THAT(refused.error().message(), HasSubstr("BB of main"));
}

TEST_F(SealedKeys, ThatAnotherProcessMakesAreNoticed) {
    const auto there = open_catalog(impatient(url()));
    SealedKeyStore other(*there, sealing_key('a'));
    const auto before = keys_.version_of("main");

    MUST(other.put("main", "AA", "secret"));

    EXPECT_GT(keys_.version_of("main"), before);
    EXPECT_THAT(MUST(keys_.keys_of("main")), ElementsAre("secret"));
}

TEST_F(SealedKeys, HaveTheVersionThatWasKnownLastWhileTheServerIsAway) {
    MUST(keys_.put("main", "AA", "secret"));
    const auto known = keys_.version_of("main");

    postgresql_server().crash();
    const auto meanwhile = keys_.version_of("main");
    const auto refused = keys_.keys_of("main");
    postgresql_server().start();

    EXPECT_EQ(meanwhile, known);
    EXPECT_FAULT(refused, Fault::busy);
}

}  // namespace
}  // namespace slipway::publishing
