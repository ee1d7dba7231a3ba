#pragma once

#include "base/files/posix_file_system.hpp"
#include "signing/keys/file_key_store.hpp"
#include "signing/openpgp/armor.hpp"
#include "signing/openpgp/packets.hpp"
#include "signing/signer.hpp"
#include "signing/verifier.hpp"
#include "tests/signing/test_keyring.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

namespace slipway::testing {

/// What every Signer promises. A `Place` is default-constructible and has `start(files, keys, log)`, which gives a
/// signer that keeps keys below the directory `keys` and goes on with those of an earlier one. Instantiate with
/// INSTANTIATE_TYPED_TEST_SUITE_P(Name, SignerContract, Place).
template <class Place>
class SignerContract : public ::testing::Test {
protected:
    SignerContract() { restart(); }

    void restart() {
        signer_.reset();
        signer_ = Place().start(files_, directory_.path(), log_);
    }
    signing::PublicKey make_key(const std::string& repository = "main") {
        return MUST(generate_key(*signer_, repository, signing::KeyAlgorithm::ed25519));
    }
    Result<std::string> clear_sign(const std::vector<std::string>& keys, const std::string& text) {
        return testing::clear_sign(*signer_, "main", keys, text);
    }
    Result<std::string> detach_sign(const std::vector<std::string>& keys, const std::string& data,
                                    signing::Encoding encoding = signing::Encoding::armored) {
        return testing::detach_sign(*signer_, "main", keys, data, encoding);
    }

    const std::string release_text = "Origin: main\n- a line that begins with a dash\nblanks at its end \t\nSHA256:\n";
    TempDir directory_;
    PosixFileSystem files_;
    Log log_{LogFormat::logfmt, LogLevel::error};
    std::unique_ptr<signing::Signer> signer_;
};

TYPED_TEST_SUITE_P(SignerContract);

TYPED_TEST_P(SignerContract, ClearSignsATextWithOnePacketPerKeyInTheOrderAskedFor) {
    const auto first = this->make_key();
    const auto second = this->make_key();

    const auto message = MUST(this->clear_sign({second.fingerprint, first.fingerprint}, this->release_text));

    EXPECT_THAT(message, ::testing::StartsWith("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"));
    EXPECT_THAT(MUST(signing::verify(first.armored + second.armored, {}, message)),
                ::testing::ElementsAre(second.fingerprint, first.fingerprint));
}

TYPED_TEST_P(SignerContract, SignsDataApartFromIt) {
    const auto key = this->make_key();

    const auto armored = MUST(this->detach_sign({key.fingerprint}, "some data"));
    const auto binary = MUST(this->detach_sign({key.fingerprint}, "some data", signing::Encoding::binary));

    EXPECT_THAT(armored, ::testing::StartsWith("-----BEGIN PGP SIGNATURE-----\n"));
    EXPECT_EQ(MUST(signing::parse_packets(binary)).size(), 1U);
    for (const auto& signature : {armored, binary}) {
        EXPECT_THAT(MUST(signing::verify(key.armored, "some data", signature)),
                    ::testing::ElementsAre(key.fingerprint));
        EXPECT_FAULT(signing::verify(key.armored, "other data", signature), Fault::corrupt);
    }
}

TYPED_TEST_P(SignerContract, DescribesTheKeysItMakes) {
    const auto key = this->make_key();

    EXPECT_EQ(key.algorithm, "ed25519");
    EXPECT_EQ(key.fingerprint.size(), 40U);
    EXPECT_FALSE(key.expires_at);
    EXPECT_GT(key.created_at, SystemClock().now() - std::chrono::minutes(1));
    EXPECT_THAT(key.armored, ::testing::StartsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----\n"));
}

TYPED_TEST_P(SignerContract, GoesOnWithTheKeysOfAnEarlierStart) {
    const auto key = this->make_key();

    this->restart();

    const auto signature = MUST(this->detach_sign({key.fingerprint}, "data"));
    EXPECT_THAT(MUST(signing::verify(key.armored, "data", signature)), ::testing::ElementsAre(key.fingerprint));
}

TYPED_TEST_P(SignerContract, TakesInAPrivateKey) {
    const auto key = this->make_key();
    const auto secret = MUST(signing::FileKeyStore(this->files_, this->directory_.path()).keys_of("main")).at(0);

    const auto imported = MUST(import_key(*this->signer_, "other", secret));

    EXPECT_EQ(imported.fingerprint, key.fingerprint);
    EXPECT_EQ(imported.created_at, key.created_at);
    EXPECT_TRUE(detach_sign(*this->signer_, "other", {key.fingerprint}, "data", signing::Encoding::binary).ok());
}

TYPED_TEST_P(SignerContract, RefusesWhatIsNoPrivateKey) {
    for (const auto& armored : {std::string("no key"), this->make_key().armored}) {
        const auto refused = import_key(*this->signer_, "main", armored);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code(), "invalid-key") << refused.error().message();
    }
}

TYPED_TEST_P(SignerContract, DoesNotFindKeysOfNobodyOrOfAnotherRepository) {
    const auto of_another = this->make_key("other");

    EXPECT_FAULT(this->detach_sign({std::string(40, 'A')}, "data"), Fault::not_found);
    EXPECT_FAULT(this->detach_sign({of_another.fingerprint}, "data"), Fault::not_found);
    EXPECT_FAULT(this->detach_sign({}, "data"), Fault::not_found);
}

TYPED_TEST_P(SignerContract, ForgetsARemovedKeyAndNoOther) {
    const auto unused = this->make_key();
    const auto key = this->make_key();
    MUST(this->detach_sign({key.fingerprint, unused.fingerprint}, "data"));

    MUST(result_of<std::monostate>(
        [&](Done<std::monostate> done) { this->signer_->remove_key("main", unused.fingerprint, std::move(done)); }));

    EXPECT_FAULT(this->detach_sign({unused.fingerprint}, "data"), Fault::not_found);
    EXPECT_TRUE(this->detach_sign({key.fingerprint}, "data").ok());
    this->restart();
    EXPECT_FAULT(this->detach_sign({unused.fingerprint}, "data"), Fault::not_found);
    EXPECT_TRUE(this->detach_sign({key.fingerprint}, "data").ok());
}

TYPED_TEST_P(SignerContract, ForgetsTheKeysOfARemovedRepository) {
    const auto key = this->make_key();

    MUST(result_of<std::monostate>(
        [&](Done<std::monostate> done) { this->signer_->remove_repository("main", std::move(done)); }));

    EXPECT_FAULT(this->detach_sign({key.fingerprint}, "data"), Fault::not_found);
    this->restart();
    EXPECT_FAULT(this->detach_sign({key.fingerprint}, "data"), Fault::not_found);
}

TYPED_TEST_P(SignerContract, AnswersEveryRequestBeforeItsEnd) {
    const auto key = this->make_key();
    std::vector<std::future<Result<std::string>>> answers;
    for (int i = 0; i < 20; ++i) {
        const auto promise = std::make_shared<std::promise<Result<std::string>>>();
        answers.push_back(promise->get_future());
        this->signer_->detach_sign("main", {key.fingerprint}, "data", signing::Encoding::binary,
                                   signing::Priority::package,
                                   [promise](Result<std::string> result) { promise->set_value(std::move(result)); });
    }

    this->signer_.reset();

    for (auto& answer : answers) {
        const auto made = answer.get();
        EXPECT_TRUE(made.ok() || made.error().fault() == Fault::cancelled);
    }
}

TYPED_TEST_P(SignerContract, CountsItsSignatures) {
    const auto key = this->make_key();
    const auto before = this->signer_->counters().signatures;

    MUST(this->detach_sign({key.fingerprint}, "data"));

    EXPECT_EQ(this->signer_->counters().signatures, before + 1);
}

REGISTER_TYPED_TEST_SUITE_P(SignerContract, ClearSignsATextWithOnePacketPerKeyInTheOrderAskedFor, SignsDataApartFromIt,
                            DescribesTheKeysItMakes, GoesOnWithTheKeysOfAnEarlierStart, TakesInAPrivateKey,
                            RefusesWhatIsNoPrivateKey, DoesNotFindKeysOfNobodyOrOfAnotherRepository,
                            ForgetsARemovedKeyAndNoOther, ForgetsTheKeysOfARemovedRepository,
                            AnswersEveryRequestBeforeItsEnd, CountsItsSignatures);

}  // namespace slipway::testing
