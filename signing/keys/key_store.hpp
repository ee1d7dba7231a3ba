#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace slipway::signing {

/// Where the private keys of all repositories are kept: armored secret keys without passphrase, by repository and
/// fingerprint. A key is there as a whole or not at all, whatever happens. Thread-safe; everything blocks. What every
/// implementation does is tested by tests/contracts/key_store_contract.hpp.
class KeyStore {
public:
    /// A key on a visit.
    struct Visited {
        std::string repository;
        std::string fingerprint;
        std::string armored;
    };
    using Visitor = std::function<Result<>(const Visited&)>;

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

    /// Whether there is something of this key; not whether it is whole. Faults: io, invalid_input.
    virtual Result<bool> contains(const std::string& repository, const std::string& fingerprint) const = 0;
    /// Every key of every repository, in the order of their names and fingerprints, up to the first fault of `visitor`.
    /// Faults: io, those of `visitor`.
    virtual Result<> visit(const Visitor& visitor) const = 0;
    /// Where a key is, as messages say it: "DATA/keys/main/AB….asc".
    virtual std::string place_of(const std::string& repository, const std::string& fingerprint) const = 0;
};

/// Whether a repository can have this name; one that cannot could lead out of a directory. Faults: invalid_input.
Result<> check_repository_name(const std::string& name);

}  // namespace slipway::signing
