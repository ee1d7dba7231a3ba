#include "storage/fsck/directory_checks.hpp"

#include "storage/identity/contents.hpp"
#include "storage/identity/known_head.hpp"

#include <fmt/format.h>

#include <system_error>

namespace slipway::storage {
namespace {

namespace fs = std::filesystem;

constexpr auto for_others = fs::perms::group_all | fs::perms::others_all;

/// Looks at one path; what is missing is no secret.
void look_at(const Path& path, std::vector<LooseSecret>& loose) {
    std::error_code missing;
    const auto status = fs::symlink_status(path, missing);
    if (!fs::exists(status)) return;
    if (fs::is_symlink(status)) {
        loose.push_back({path, "is a symbolic link; put the file itself there", false});
    } else if ((status.permissions() & for_others) != fs::perms::none) {
        const auto mode = static_cast<unsigned>(status.permissions() & fs::perms::mask);
        loose.push_back(
            {path, fmt::format("has mode {:04o}, so that others reach it; run chmod go= on it", mode), true});
    }
}

Result<> look_below(const Path& directory, std::vector<LooseSecret>& loose) {
    look_at(directory, loose);
    std::error_code error;
    const bool real = fs::is_directory(fs::symlink_status(directory, error));
    if (!real) return {};
    for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        std::error_code gone;
        if (fs::is_directory(fs::symlink_status(at->path(), gone)))
            TRY(look_below(at->path(), loose));
        else
            look_at(at->path(), loose);
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return Error(Fault::io, "list " + directory.string() + ": " + error.message());
    return {};
}

/// The secrets of a catalog, in the data directory or moved aside.
Result<> look_at_secrets(const Path& directory, std::vector<LooseSecret>& loose) {
    for (const char* name : {"slipway.db", "slipway.db-wal", "admin-token", "upload-token"})
        look_at(directory / name, loose);
    return look_below(directory / "keys", loose);
}

Result<> tighten(const Path& path) {
    std::error_code error;
    fs::permissions(path, for_others, fs::perm_options::remove, error);
    if (error) return Error(Fault::io, "chmod " + path.string() + ": " + error.message());
    return {};
}

}  // namespace

Result<std::vector<LooseSecret>> find_loose_secrets(FileSystem& files, const Path& data) {
    std::vector<LooseSecret> loose;
    TRY(look_at_secrets(data, loose));
    for (const auto& aside : TRY(find_moved_aside(files, data))) TRY(look_at_secrets(aside, loose));
    return loose;
}

Result<> check_directory(const CheckedDirectory& directory, Repair repair, Findings& findings) {
    auto head = check_known_head(directory.files, directory.place, directory.catalog);
    if (!head.ok() && head.error().fault() != Fault::corrupt) return head;
    if (!head.ok()) findings.damage("catalog", head.error().message());
    for (const auto& secret : TRY(find_loose_secrets(directory.files, directory.place.data()))) {
        const std::string message = secret.path.string() + " " + secret.fault;
        if (repair == Repair::no || !secret.can_be_tightened) {
            findings.damage("secret", message);
            continue;
        }
        TRY(tighten(secret.path));
        findings.repaired("secret", message + "; done");
    }
    return {};
}

}  // namespace slipway::storage
