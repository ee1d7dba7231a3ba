// Durable private keys. This file writes and syncs by itself, instead of by storage/files: signing stands beside
// storage, not above it, and needs one verb only: a small new file, complete or absent.

#include "signing/key_store.hpp"

#include "base/unique_fd.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace slipway::signing {
namespace {

namespace fs = std::filesystem;

Error failed(std::string_view what, const fs::path& path, int cause = errno) {
    const bool full = cause == ENOSPC || cause == EDQUOT;
    return Error(full ? Fault::storage_full : Fault::io,
                 std::string(what) + " " + path.string() + ": " + std::strerror(cause));
}

Result<> sync_directory(const fs::path& path) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd || ::fsync(fd.get()) != 0) return failed("cannot sync", path);
    return {};
}

Result<> make_directory(const fs::path& path) {
    if (::mkdir(path.c_str(), 0700) != 0) return errno == EEXIST ? Result<>() : failed("cannot make", path);
    return sync_directory(path.parent_path());
}

Result<> write_synced(const fs::path& path, std::string_view content) {
    const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return failed("cannot make", path);
    while (!content.empty()) {
        const ssize_t written = ::write(fd.get(), content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed("cannot write", path);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(fd.get()) != 0) return failed("cannot sync", path);
    return {};
}

Result<std::string> content_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) return failed("cannot read", path);
    return content;
}

}  // namespace

Result<fs::path> KeyStore::path_of(const std::string& repository) const {
    const bool is_plain = !repository.empty() && repository.front() != '.' &&
                          repository.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
    if (!is_plain) return Error(Fault::invalid_input, "\"" + repository + "\" is not a repository name");
    return directory_ / repository;
}

Result<> KeyStore::put(const std::string& repository, const std::string& fingerprint, const std::string& armored) {
    const auto home = TRY(path_of(repository));
    const auto path = home / (fingerprint + ".asc");
    const auto unfinished = home / (fingerprint + ".new");
    TRY(make_directory(directory_));
    TRY(make_directory(home));
    TRY(write_synced(unfinished, armored));
    if (::rename(unfinished.c_str(), path.c_str()) != 0) return failed("cannot name", path);
    TRY(sync_directory(home));
    count_change(repository);
    return {};
}

Result<std::vector<std::string>> KeyStore::keys_of(const std::string& repository) const {
    const auto home = TRY(path_of(repository));
    std::vector<fs::path> paths;
    std::error_code error;
    for (fs::directory_iterator at(home, error), end; !error && at != end; at.increment(error))
        if (at->path().extension() == ".asc") paths.push_back(at->path());
    if (error && error != std::errc::no_such_file_or_directory) return failed("cannot read", home, error.value());

    std::sort(paths.begin(), paths.end());
    std::vector<std::string> keys;
    for (const auto& path : paths) keys.push_back(TRY(content_of(path)));
    return keys;
}

Result<> KeyStore::remove(const std::string& repository) {
    const auto home = TRY(path_of(repository));
    std::error_code error;
    const auto removed = fs::remove_all(home, error);
    count_change(repository);
    if (error) return failed("cannot remove", home, error.value());
    return removed == 0 ? Result<>() : sync_directory(directory_);
}

std::uint64_t KeyStore::version_of(const std::string& repository) const {
    const std::lock_guard lock(mutex_);
    const auto found = versions_.find(repository);
    return found == versions_.end() ? 0 : found->second;
}

void KeyStore::count_change(const std::string& repository) {
    const std::lock_guard lock(mutex_);
    ++versions_[repository];
}

}  // namespace slipway::signing
