#include "storage/identity/contents.hpp"

#include "storage/blobs/blob_layout.hpp"
#include "storage/identity/marker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <functional>
#include <system_error>
#include <unistd.h>

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;

/// Files below a directory, down to `depth` levels, that `counts` wants; what is not there holds none. At most `most`.
Result<std::uint64_t> count_files(const Path& directory, int depth, const std::function<bool(const Path&)>& counts,
                                  std::uint64_t most) {
    std::uint64_t found = 0;
    std::error_code error;
    for (fs::directory_iterator at(directory, error), end; !error && at != end && found < most; at.increment(error)) {
        std::error_code gone;  // removed meanwhile
        if (at->is_directory(gone) && depth > 1)
            found += TRY(count_files(at->path(), depth - 1, counts, most - found));
        else if (counts(at->path()))
            ++found;
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return Error(Fault::io, "list " + directory.string() + ": " + error.message());
    return found;
}

Result<> check_access(const Path& path, int mode) {
    if (::access(path.c_str(), mode) == 0 || (errno != EACCES && errno != EROFS && errno != EPERM)) return {};
    return Error(
        Fault::forbidden,
        fmt::format("{}: {} for user {}; run it as the user of the daemon, or correct owner and mode of the directory",
                    path.string(), std::generic_category().message(errno), ::geteuid()));
}

}  // namespace

Result<> check_permitted(const Path& data, Use use) {
    std::error_code unknown;  // what cannot be looked at is not permitted, which access says
    Path existing = data.lexically_normal();
    while (existing.has_relative_path() && !fs::exists(existing, unknown) && !unknown)
        existing = existing.has_filename() || existing.parent_path() == existing ? existing.parent_path()
                                                                                 : existing.parent_path().parent_path();
    if (existing.empty()) existing = ".";
    const int wanted = use == Use::write ? R_OK | W_OK : R_OK;
    TRY(check_access(existing, fs::is_directory(existing, unknown) ? wanted | X_OK : wanted));
    return check_access(data / "slipway.db", wanted);
}

Result<> check_is_directory(const Path& data) {
    std::error_code missing;
    const auto itself = fs::symlink_status(data, missing);
    if (!fs::exists(itself) || fs::is_directory(fs::status(data, missing))) return {};
    const char* why = fs::is_symlink(itself) ? ": the link leads to none; is a file system not mounted?" : "";
    return Error(Fault::unsupported, data.string() + " is no directory" + why);
}

Result<DirectoryContents> look_into(FileSystem& files, const DirectoryPlaces& places) {
    const Path& data = places.data();
    TRY(check_is_directory(data));
    for (const char* name : {"slipway.db", "slipway.db-wal", "slipway.db-shm", "keys"}) TRY(refuse_link(data / name));
    DirectoryContents contents;
    contents.marker_id = TRY(read_marker(files, data));
    contents.has_another_catalog = !places.catalog.is_in_directory() && TRY(files.exists(data / "slipway.db"));
    contents.catalog = TRY(places.catalog.look(files));
    if (places.objects != nullptr) contents.objects = TRY(places.objects->look());
    return contents;
}

Result<std::vector<Path>> find_moved_aside(FileSystem& files, const Path& data) {
    std::vector<Path> found;
    const auto names = files.list(data);
    if (!names.ok() && names.error().fault() == Fault::not_found) return found;  // a cache that has vanished
    if (!names.ok()) return names.error();
    for (const auto& name : *names) {
        std::error_code gone;
        const bool is_aside = name.starts_with(aside_prefix);
        if (is_aside && fs::is_directory(fs::symlink_status(data / name, gone))) found.push_back(data / name);
    }
    std::sort(found.begin(), found.end());
    return found;
}

Result<StoredFiles> count_stored_files(FileSystem& files, const Path& data, std::uint64_t most) {
    const BlobLayout layout(data);
    const auto is_blob = [](const Path& path) { return BlobLayout::parse_name(path.filename().string()).has_value(); };
    const auto is_pack = [](const Path& path) { return path.extension() == ".pack"; };
    const auto is_key = [](const Path& path) { return path.extension() == ".asc"; };
    const auto any = [](const Path&) { return true; };
    StoredFiles stored;
    stored.blobs = TRY(count_files(layout.sha256(), 2, is_blob, most));
    stored.packs = TRY(count_files(data / "segments", 1, is_pack, most));
    stored.keys = TRY(count_files(data / "keys", 2, is_key, most));
    stored.resting =
        TRY(count_files(layout.trash(), 1, any, most)) + TRY(count_files(data / "segments/trash", 1, any, most));
    static_cast<void>(files);
    return stored;
}

std::string StoredFiles::describe() const {
    const std::array<std::pair<std::uint64_t, const char*>, 4> parts = {
        {{blobs, "package file"}, {packs, "pack"}, {keys, "private key"}, {resting, "file in the trash"}}};
    std::string text;
    for (const auto& [count, noun] : parts) {
        if (count == 0) continue;
        const bool many = count > 1;
        const std::string plural = noun == parts[3].second ? "files in the trash" : std::string(noun) + "s";
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, many ? plural : noun);
    }
    return text.empty() ? "nothing" : text;
}

}  // namespace slipway::storage
