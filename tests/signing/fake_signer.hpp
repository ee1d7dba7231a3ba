#pragma once

#include "base/worker_pool.hpp"
#include "signing/keys/file_key_store.hpp"
#include "signing/signer.hpp"
#include "tests/signing/soft_key.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace slipway::testing {

/// A signer that needs no gpg: each request takes microseconds, and its signatures are as good as any. Its keys are of
/// Ed25519; another algorithm is invalid_input. They lie where SigningWorkers' do, so that a second one goes on with
/// them.
class FakeSigner final : public signing::Signer {
public:
    FakeSigner(FileSystem& files, const std::filesystem::path& keys_directory) : store_(files, keys_directory) {}

    /// Called on the signing thread before each request; its error is the request's. An empty one: nothing is.
    void before_each(std::function<Result<>()> hook);

    void clear_sign(std::string repository, std::vector<std::string> keys, std::string text, signing::Priority priority,
                    Done<std::string> done) override;
    void detach_sign(std::string repository, std::vector<std::string> keys, std::string data,
                     signing::Encoding encoding, signing::Priority priority, Done<std::string> done) override;
    void generate_key(std::string repository, signing::KeyAlgorithm algorithm, std::string user_id,
                      Done<signing::PublicKey> done) override;
    void import_key(std::string repository, std::string armored, std::string passphrase,
                    Done<signing::PublicKey> done) override;
    void remove_key(std::string repository, std::string fingerprint, Done<std::monostate> done) override;
    void remove_repository(std::string repository, Done<std::monostate> done) override;
    Counters counters() const override { return {signatures_, 0}; }

private:
    using Keys = std::map<std::string, SoftKey>;  // by fingerprint

    template <class T, class Work>
    void answer(Done<T> done, Work work);
    Result<Keys*> keys_of(const std::string& repository);
    Result<signing::PublicKey> keep(const std::string& repository, SoftKey key);
    Result<std::string> packets(const std::string& repository, const std::vector<std::string>& keys,
                                const std::string& data, signing::SignatureType type);

    signing::FileKeyStore store_;
    std::map<std::string, Keys> keys_;  // of repositories; of the signing thread
    std::atomic<std::uint64_t> signatures_{0};
    std::mutex mutex_;  // guards hook_
    std::function<Result<>()> hook_;
    WorkerPool thread_{1};  // ends first
};

}  // namespace slipway::testing
