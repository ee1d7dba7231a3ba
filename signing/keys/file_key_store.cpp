#include "signing/keys/file_key_store.hpp"

#include "base/files/durable.hpp"

#include <algorithm>
#include <system_error>

namespace slipway::signing {
namespace {

constexpr mode_t key_mode = 0600;
constexpr mode_t directory_mode = 0700;
constexpr std::string_view ending = ".asc";
/// A name that no repository can have: that of the id of the data directory (storage/identity/stores.hpp).
constexpr std::string_view ending_of_others = ".txt";

}  // namespace

Result<Path> FileKeyStore::path_of(const std::string& repository) const {
    TRY(check_repository_name(repository));
    return directory_ / repository;
}

Result<std::vector<Path>> FileKeyStore::key_files(const Path& home) const {
    const auto names = files_.list(home);
    if (!names.ok() && names.error().fault() == Fault::not_found) return std::vector<Path>();
    if (!names.ok()) return names.error();
    std::vector<Path> paths;
    for (const auto& name : *names)
        if (name.ends_with(ending)) paths.push_back(home / name);
    std::sort(paths.begin(), paths.end());
    return paths;
}

Result<> FileKeyStore::put(const std::string& repository, const std::string& fingerprint, const std::string& armored) {
    const auto home = TRY(path_of(repository));
    TRY(make_directories(files_, home, directory_mode));
    TRY(replace_atomically(files_, file_of(repository, fingerprint), armored, key_mode));
    count_change(repository);
    return {};
}

Result<std::vector<std::string>> FileKeyStore::keys_of(const std::string& repository) const {
    std::vector<std::string> keys;
    const auto folder = TRY(path_of(repository));
    for (const auto& path : TRY(key_files(folder))) {
        auto key = content_of(path);
        if (!key.ok() && key.error().fault() == Fault::not_found) continue;  // removed meanwhile
        keys.push_back(TRY(std::move(key)));
    }
    return keys;
}

Result<std::string> FileKeyStore::content_of(const Path& path) const {
    const auto file = TRY(files_.open_to_read(path));
    const auto size = TRY(file->size());
    return file->read(0, static_cast<std::size_t>(size));
}

Path FileKeyStore::file_of(const std::string& repository, const std::string& fingerprint) const {
    return directory_ / repository / (fingerprint + std::string(ending));
}

Result<bool> FileKeyStore::contains(const std::string& repository, const std::string& fingerprint) const {
    TRY(check_repository_name(repository));
    const auto status = files_.status(file_of(repository, fingerprint));
    if (status.ok()) return status->size > 0;
    if (status.error().fault() == Fault::not_found) return false;
    return status.error();
}

Result<> FileKeyStore::visit(const Visitor& visitor) const {
    auto repositories = files_.list(directory_);
    if (!repositories.ok() && repositories.error().fault() == Fault::not_found) return {};
    auto names = TRY(std::move(repositories));
    std::sort(names.begin(), names.end());
    for (const auto& name : names) {
        if (name.ends_with(ending_of_others) || !check_repository_name(name).ok()) continue;
        for (const auto& path : TRY(key_files(directory_ / name))) {
            auto key = content_of(path);
            if (!key.ok() && key.error().fault() == Fault::not_found) continue;  // removed meanwhile
            auto armored = TRY(std::move(key));
            TRY(visitor({name, path.stem().string(), std::move(armored)}));
        }
    }
    return {};
}

std::string FileKeyStore::place_of(const std::string& repository, const std::string& fingerprint) const {
    return file_of(repository, fingerprint).string();
}

Result<> FileKeyStore::remove_key(const std::string& repository, const std::string& fingerprint) {
    const auto home = TRY(path_of(repository));
    auto paths = TRY(key_files(home));
    std::erase_if(paths, [&](const Path& path) { return path.stem() != fingerprint; });
    return remove_files(repository, home, paths);
}

Result<> FileKeyStore::remove(const std::string& repository) {
    const auto home = TRY(path_of(repository));
    const auto paths = TRY(key_files(home));
    return remove_files(repository, home, paths);
}

Result<> FileKeyStore::remove_files(const std::string& repository, const Path& home, const std::vector<Path>& paths) {
    for (const auto& path : paths) TRY(files_.remove(path));
    if (!paths.empty()) TRY(files_.sync_directory(home));
    count_change(repository);
    std::error_code stays;  // an empty directory harms nobody, and one that is not empty is needed
    std::filesystem::remove(home, stays);
    return {};
}

std::uint64_t FileKeyStore::version_of(const std::string& repository) const {
    const std::lock_guard lock(mutex_);
    const auto found = versions_.find(repository);
    return found == versions_.end() ? 0 : found->second;
}

void FileKeyStore::count_change(const std::string& repository) {
    const std::lock_guard lock(mutex_);
    ++versions_[repository];
}

}  // namespace slipway::signing
