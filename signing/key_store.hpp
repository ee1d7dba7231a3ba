#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace slipway::signing {

/// The private keys of all repositories on disk: `{directory}/{repository}/{fingerprint}.asc`, armored secret keys
/// without passphrase, directories 0700, files 0600. One file per key, written once: a key is there as a whole or not
/// at all, whatever happens. Thread-safe.
class KeyStore {
public:
    explicit KeyStore(std::filesystem::path directory) : directory_(std::move(directory)) {}

    /// Durable when it returns; replaces an equal key. Faults: storage_full, io, invalid_input (no repository name).
    Result<> put(const std::string& repository, const std::string& fingerprint, const std::string& armored);
    /// Armored secret keys; none for an unknown repository. Faults: io, invalid_input.
    Result<std::vector<std::string>> keys_of(const std::string& repository) const;
    /// Faults: io, invalid_input. Removing what is not there succeeds.
    Result<> remove(const std::string& repository);

    /// Grows whenever the keys of the repository change, so that copies can be renewed.
    std::uint64_t version_of(const std::string& repository) const;

private:
    Result<std::filesystem::path> path_of(const std::string& repository) const;
    void count_change(const std::string& repository);

    std::filesystem::path directory_;
    mutable std::mutex mutex_;  // guards versions_
    std::map<std::string, std::uint64_t> versions_;
};

}  // namespace slipway::signing
