#pragma once

#include "base/files/posix_file_system.hpp"
#include "signing/signing_workers.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace slipway::testing {

/// The result of an asynchronous request: `start` gets the Done to pass on. Waits.
template <class T, class Start>
Result<T> result_of(Start start) {
    auto promise = std::make_shared<std::promise<Result<T>>>();
    auto future = promise->get_future();
    start([promise](Result<T> result) { promise->set_value(std::move(result)); });
    return future.get();
}

/// Waiting forms of the requests of a signer, for tests.
Result<std::string> clear_sign(signing::Signer& signer, const std::string& repository,
                               const std::vector<std::string>& keys, const std::string& text);
Result<std::string> detach_sign(signing::Signer& signer, const std::string& repository,
                                const std::vector<std::string>& keys, const std::string& data,
                                signing::Encoding encoding);
Result<signing::PublicKey> generate_key(signing::Signer& signer, const std::string& repository,
                                        signing::KeyAlgorithm algorithm);
Result<signing::PublicKey> import_key(signing::Signer& signer, const std::string& repository,
                                      const std::string& armored, const std::string& passphrase = {});

/// Signing workers with real keys, made once per test program: the repository "main" holds an RSA-3072 key and an
/// Ed25519 key. Tests that need their own workers import `rsa_private()` instead of generating a key.
class TestKeyring {
public:
    static TestKeyring& shared();

    signing::SigningWorkers& workers() { return *workers_; }
    const std::string& repository() const { return repository_; }
    const signing::PublicKey& rsa() const { return rsa_; }
    const signing::PublicKey& ed25519() const { return ed25519_; }
    std::string rsa_private() const { return private_of(rsa_); }
    std::string ed25519_private() const { return private_of(ed25519_); }

private:
    TestKeyring();
    std::string private_of(const signing::PublicKey& key) const;

    std::string repository_ = "main";
    TempDir directory_;
    PosixFileSystem files_;
    Log log_{LogFormat::logfmt, LogLevel::error};
    std::unique_ptr<signing::SigningWorkers> workers_;
    signing::PublicKey rsa_;
    signing::PublicKey ed25519_;
};

}  // namespace slipway::testing
