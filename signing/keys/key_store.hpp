#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace slipway::signing {

/// Where the private keys of all repositories are kept: armored secret keys without passphrase, by repository and
/// fingerprint. A key is there as a whole or not at all, whatever happens. Thread-safe; everything blocks. What every
/// implementation does is tested by tests/contracts/key_store_contract.hpp.
class KeyStore {
public:
    KeyStore() = default;
    KeyStore(const KeyStore&) = delete;
    KeyStore& operator=(const KeyStore&) = delete;
    virtual ~KeyStore() = default;

    /// Durable when it returns; replaces the key of the same fingerprint. Faults: storage_full, io, invalid_input (no
    /// repository has such a name).
    virtual Result<> put(const std::string& repository, const std::string& fingerprint, const std::string& armored) = 0;
    /// Armored secret keys in the order of their fingerprints; none of an unknown repository. Faults: io,
    /// invalid_input.
    virtual Result<std::vector<std::string>> keys_of(const std::string& repository) const = 0;
    /// Removes one key, or all keys of a repository; durable when it returns. What is not there is fine. Faults: io,
    /// invalid_input.
    virtual Result<> remove_key(const std::string& repository, const std::string& fingerprint) = 0;
    virtual Result<> remove(const std::string& repository) = 0;

    /// Grows whenever the keys of the repository change, so that copies can be renewed.
    virtual std::uint64_t version_of(const std::string& repository) const = 0;
};

}  // namespace slipway::signing
