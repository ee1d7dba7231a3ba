#include "tests/signing/test_keyring.hpp"

#include "tests/support/must.hpp"

#include <fstream>
#include <iterator>

namespace slipway::testing {

using signing::Done;
using signing::Priority;
using signing::PublicKey;
using signing::Signer;
using signing::SigningWorkers;

Result<std::string> clear_sign(Signer& signer, const std::string& repository, const std::vector<std::string>& keys,
                               const std::string& text) {
    return result_of<std::string>([&](Done<std::string> done) {
        signer.clear_sign(repository, keys, text, Priority::publication, std::move(done));
    });
}

Result<std::string> detach_sign(Signer& signer, const std::string& repository, const std::vector<std::string>& keys,
                                const std::string& data, signing::Encoding encoding) {
    return result_of<std::string>([&](Done<std::string> done) {
        signer.detach_sign(repository, keys, data, encoding, Priority::package, std::move(done));
    });
}

Result<PublicKey> generate_key(Signer& signer, const std::string& repository, signing::KeyAlgorithm algorithm) {
    return result_of<PublicKey>(
        [&](Done<PublicKey> done) { signer.generate_key(repository, algorithm, "Slipway tests", std::move(done)); });
}

Result<PublicKey> import_key(Signer& signer, const std::string& repository, const std::string& armored,
                             const std::string& passphrase) {
    return result_of<PublicKey>(
        [&](Done<PublicKey> done) { signer.import_key(repository, armored, passphrase, std::move(done)); });
}

TestKeyring& TestKeyring::shared() {
    static TestKeyring keyring;
    return keyring;
}

TestKeyring::TestKeyring() {
    workers_ = MUST(SigningWorkers::start(files_, {.keys_directory = directory_.path()}, log_));
    rsa_ = MUST(generate_key(*workers_, repository_, signing::KeyAlgorithm::rsa3072));
    ed25519_ = MUST(generate_key(*workers_, repository_, signing::KeyAlgorithm::ed25519));
}

std::string TestKeyring::private_of(const PublicKey& key) const {
    std::ifstream file(directory_.path() / repository_ / (key.fingerprint + ".asc"), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace slipway::testing
