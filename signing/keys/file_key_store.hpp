#pragma once

#include "base/files/file_system.hpp"
#include "signing/keys/key_store.hpp"

#include <map>
#include <mutex>

namespace slipway::signing {

/// Private keys as files: `{directory}/{repository}/{fingerprint}.asc`, directories 0700, files 0600. One file per key,
/// written once.
class FileKeyStore final : public KeyStore {
public:
    FileKeyStore(FileSystem& files, Path directory) : files_(files), directory_(std::move(directory)) {}

    Result<> put(const std::string& repository, const std::string& fingerprint, const std::string& armored) override;
    Result<std::vector<std::string>> keys_of(const std::string& repository) const override;
    Result<> remove_key(const std::string& repository, const std::string& fingerprint) override;
    Result<> remove(const std::string& repository) override;
    std::uint64_t version_of(const std::string& repository) const override;
    Result<bool> contains(const std::string& repository, const std::string& fingerprint) const override;
    Result<> visit(const Visitor& visitor) const override;
    std::string place_of(const std::string& repository, const std::string& fingerprint) const override;

private:
    Path file_of(const std::string& repository, const std::string& fingerprint) const;
    Result<std::string> content_of(const Path& file) const;
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
