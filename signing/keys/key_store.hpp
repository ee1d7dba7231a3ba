#pragma once

#include "base/files/file_system.hpp"
#include "base/result.hpp"

#include <cstdint>
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
    KeyStore(FileSystem& files, Path directory) : files_(files), directory_(std::move(directory)) {}

    /// Durable when it returns; replaces an equal key. Faults: storage_full, io, invalid_input (no repository name).
    Result<> put(const std::string& repository, const std::string& fingerprint, const std::string& armored);
    /// Armored secret keys; none for an unknown repository. Faults: io, invalid_input.
    Result<std::vector<std::string>> keys_of(const std::string& repository) const;
    /// Of one key, or of all keys of a repository; durable when it returns. Faults: io, invalid_input. Removing what is
    /// not there succeeds.
    Result<> remove_key(const std::string& repository, const std::string& fingerprint);
    Result<> remove(const std::string& repository);

    /// Grows whenever the keys of the repository change, so that copies can be renewed.
    std::uint64_t version_of(const std::string& repository) const;

private:
    Result<Path> path_of(const std::string& repository) const;
    Result<> remove_files(const std::string& repository, const Path& home, const std::vector<Path>& paths);
    /// The paths of its keys, sorted; none for an unknown repository.
    Result<std::vector<Path>> key_files(const Path& home) const;
    void count_change(const std::string& repository);

    FileSystem& files_;
    Path directory_;
    mutable std::mutex mutex_;  // guards versions_
    std::map<std::string, std::uint64_t> versions_;
};

}  // namespace slipway::signing
