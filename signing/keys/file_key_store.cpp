#include "signing/keys/file_key_store.hpp"

#include "base/files/durable.hpp"

#include <algorithm>
#include <system_error>

namespace slipway::signing {
namespace {

constexpr mode_t key_mode = 0600;
constexpr mode_t directory_mode = 0700;
constexpr std::string_view ending = ".asc";

}  // namespace

Result<Path> FileKeyStore::path_of(const std::string& repository) const {
    const bool is_plain = !repository.empty() && repository.front() != '.' &&
                          repository.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
    if (!is_plain) return Error(Fault::invalid_input, "\"" + repository + "\" is not a repository name");
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
    TRY(replace_atomically(files_, home / (fingerprint + std::string(ending)), armored, key_mode));
    count_change(repository);
    return {};
}

Result<std::vector<std::string>> FileKeyStore::keys_of(const std::string& repository) const {
    std::vector<std::string> keys;
    const auto folder = TRY(path_of(repository));
    for (const auto& path : TRY(key_files(folder))) {
        const auto file = files_.open_to_read(path);
        if (!file.ok() && file.error().fault() == Fault::not_found) continue;  // removed meanwhile
        if (!file.ok()) return file.error();
        const auto size = TRY((*file)->size());
        keys.push_back(TRY((*file)->read(0, static_cast<std::size_t>(size))));
    }
    return keys;
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
