// What every signer does: the daemon's, which asks gpg, and the one of tests, which must not differ from it.
#include "base/files/posix_file_system.hpp"
#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/packets.hpp"
#include "signing/signing_workers.hpp"
#include "signing/verifier.hpp"
#include "tests/signing/fake_signer.hpp"
#include "tests/signing/test_keyring.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <future>

namespace slipway::signing {
namespace {

using slipway::testing::FakeSigner;
using slipway::testing::TempDir;
using ::testing::ElementsAre;
using ::testing::StartsWith;

struct Implementation {
    const char* name;
    std::unique_ptr<Signer> (*start)(FileSystem& files, const Path& keys, const Log& log);

    friend std::ostream& operator<<(std::ostream& out, const Implementation& row) { return out << row.name; }
};

class SignerContract : public ::testing::TestWithParam<Implementation> {
protected:
    SignerContract() { restart(); }

    void restart() {
        signer_.reset();
        signer_ = GetParam().start(files_, directory_.path(), log_);
    }
    PublicKey make_key(const std::string& repository = "main") {
        return MUST(slipway::testing::generate_key(*signer_, repository, KeyAlgorithm::ed25519));
    }
    Result<std::string> clear_sign(const std::vector<std::string>& keys, const std::string& text) {
        return slipway::testing::clear_sign(*signer_, "main", keys, text);
    }
    Result<std::string> detach_sign(const std::vector<std::string>& keys, const std::string& data,
                                    Encoding encoding = Encoding::armored) {
        return slipway::testing::detach_sign(*signer_, "main", keys, data, encoding);
    }

    TempDir directory_;
    PosixFileSystem files_;
    Log log_{LogFormat::logfmt, LogLevel::error};
    std::unique_ptr<Signer> signer_;
};

const std::string release = "Origin: main\n- a line that begins with a dash\nblanks at its end \t\nSHA256:\n";

TEST_P(SignerContract, ClearSignsATextWithOnePacketPerKeyInTheOrderAskedFor) {
    const auto first = make_key();
    const auto second = make_key();

    const auto message = MUST(clear_sign({second.fingerprint, first.fingerprint}, release));

    EXPECT_THAT(message, StartsWith("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"));
    EXPECT_THAT(MUST(verify(first.armored + second.armored, {}, message)),
                ElementsAre(second.fingerprint, first.fingerprint));
}

TEST_P(SignerContract, SignsDataApartFromIt) {
    const auto key = make_key();

    const auto armored = MUST(detach_sign({key.fingerprint}, "some data"));
    const auto binary = MUST(detach_sign({key.fingerprint}, "some data", Encoding::binary));

    EXPECT_THAT(armored, StartsWith("-----BEGIN PGP SIGNATURE-----\n"));
    EXPECT_EQ(MUST(parse_packets(binary)).size(), 1U);
    for (const auto& signature : {armored, binary}) {
        EXPECT_THAT(MUST(verify(key.armored, "some data", signature)), ElementsAre(key.fingerprint));
        EXPECT_FAULT(verify(key.armored, "other data", signature), Fault::corrupt);
    }
}

TEST_P(SignerContract, DescribesTheKeysItMakes) {
    const auto key = make_key();

    EXPECT_EQ(key.algorithm, "ed25519");
    EXPECT_EQ(key.fingerprint.size(), 40U);
    EXPECT_FALSE(key.expires_at);
    EXPECT_GT(key.created_at, SystemClock().now() - std::chrono::minutes(1));
    EXPECT_THAT(key.armored, StartsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----\n"));
}

TEST_P(SignerContract, GoesOnWithTheKeysOfAnEarlierStart) {
    const auto key = make_key();

    restart();

    const auto signature = MUST(detach_sign({key.fingerprint}, "data"));
    EXPECT_THAT(MUST(verify(key.armored, "data", signature)), ElementsAre(key.fingerprint));
}

TEST_P(SignerContract, TakesInAPrivateKey) {
    const auto key = make_key();
    const auto secret = MUST(KeyStore(files_, directory_.path()).keys_of("main")).at(0);

    const auto imported = MUST(slipway::testing::import_key(*signer_, "other", secret));

    EXPECT_EQ(imported.fingerprint, key.fingerprint);
    EXPECT_EQ(imported.created_at, key.created_at);
    EXPECT_TRUE(slipway::testing::detach_sign(*signer_, "other", {key.fingerprint}, "data", Encoding::binary).ok());
}

TEST_P(SignerContract, RefusesWhatIsNoPrivateKey) {
    for (const auto& armored : {std::string("no key"), make_key().armored}) {
        const auto refused = slipway::testing::import_key(*signer_, "main", armored);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code(), "invalid-key") << refused.error().message();
    }
}

TEST_P(SignerContract, DoesNotFindKeysOfNobodyOrOfAnotherRepository) {
    const auto of_another = make_key("other");

    EXPECT_FAULT(detach_sign({std::string(40, 'A')}, "data"), Fault::not_found);
    EXPECT_FAULT(detach_sign({of_another.fingerprint}, "data"), Fault::not_found);
    EXPECT_FAULT(detach_sign({}, "data"), Fault::not_found);
}

TEST_P(SignerContract, ForgetsARemovedKeyAndNoOther) {
    const auto unused = make_key();
    const auto key = make_key();
    MUST(detach_sign({key.fingerprint, unused.fingerprint}, "data"));

    MUST(slipway::testing::result_of<std::monostate>(
        [&](Done<std::monostate> done) { signer_->remove_key("main", unused.fingerprint, std::move(done)); }));

    EXPECT_FAULT(detach_sign({unused.fingerprint}, "data"), Fault::not_found);
    EXPECT_TRUE(detach_sign({key.fingerprint}, "data").ok());
    restart();
    EXPECT_FAULT(detach_sign({unused.fingerprint}, "data"), Fault::not_found);
    EXPECT_TRUE(detach_sign({key.fingerprint}, "data").ok());
}

TEST_P(SignerContract, ForgetsTheKeysOfARemovedRepository) {
    const auto key = make_key();

    MUST(slipway::testing::result_of<std::monostate>(
        [&](Done<std::monostate> done) { signer_->remove_repository("main", std::move(done)); }));

    EXPECT_FAULT(detach_sign({key.fingerprint}, "data"), Fault::not_found);
    restart();
    EXPECT_FAULT(detach_sign({key.fingerprint}, "data"), Fault::not_found);
}

TEST_P(SignerContract, AnswersEveryRequestBeforeItsEnd) {
    const auto key = make_key();
    std::vector<std::future<Result<std::string>>> answers;
    for (int i = 0; i < 20; ++i) {
        const auto promise = std::make_shared<std::promise<Result<std::string>>>();
        answers.push_back(promise->get_future());
        signer_->detach_sign("main", {key.fingerprint}, "data", Encoding::binary, Priority::package,
                             [promise](Result<std::string> result) { promise->set_value(std::move(result)); });
    }

    signer_.reset();

    for (auto& answer : answers) {
        const auto made = answer.get();
        EXPECT_TRUE(made.ok() || made.error().fault() == Fault::cancelled);
    }
}

TEST_P(SignerContract, CountsItsSignatures) {
    const auto key = make_key();
    const auto before = signer_->counters().signatures;

    MUST(detach_sign({key.fingerprint}, "data"));

    EXPECT_EQ(signer_->counters().signatures, before + 1);
}

INSTANTIATE_TEST_SUITE_P(Of, SignerContract,
                         ::testing::Values(Implementation{"SigningWorkers",
                                                          [](FileSystem& files, const Path& keys, const Log& log) {
                                                              SigningWorkers::Options options;
                                                              options.keys_directory = keys;
                                                              options.workers = 1;
                                                              return std::unique_ptr<Signer>(
                                                                  MUST(SigningWorkers::start(files, options, log)));
                                                          }},
                                           Implementation{"FakeSigner",
                                                          [](FileSystem& files, const Path& keys, const Log&) {
                                                              return std::unique_ptr<Signer>(
                                                                  new FakeSigner(files, keys));
                                                          }}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace slipway::signing
