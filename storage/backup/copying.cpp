#include "storage/backup/copying.hpp"

#include "base/files/durable.hpp"

#include <algorithm>
#include <optional>

namespace slipway::storage {
namespace {

constexpr std::uint64_t copied_at_once = std::uint64_t{1} << 20;

Result<Sha256> copy_content(FileSystem& files, const Path& from, File& target, std::optional<std::uint64_t> wanted) {
    const auto source = TRY(files.open_to_read(from));
    const std::uint64_t size = wanted ? *wanted : TRY(source->size());
    Sha256Hasher hasher;
    for (std::uint64_t offset = 0; offset < size;) {
        const auto length = static_cast<std::size_t>(std::min(copied_at_once, size - offset));
        const auto bytes = TRY(source->read(offset, length));
        if (bytes.empty()) return Error(Fault::corrupt, from.string() + " ends before byte " + std::to_string(size));
        TRY(target.append(bytes));
        hasher.update(bytes);
        offset += bytes.size();
    }
    return hasher.finish();
}

}  // namespace

Result<Sha256> copy_durably(FileSystem& files, const Path& from, const Path& to, std::optional<std::uint64_t> size,
                            mode_t mode) {
    TRY(make_directories(files, to.parent_path()));
    Path temporary = to;
    temporary += ".new";
    const auto removed = files.remove(temporary);  // left by a copy that was broken off
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed.error();
    const auto target = TRY(files.create(temporary, mode));
    const auto digest = TRY(copy_content(files, from, *target, size));
    TRY(target->sync());
    TRY(files.rename(temporary, to));
    TRY(files.sync_directory(to.parent_path()));
    return digest;
}

Result<> refuse_links(const Path& root, const Path& path) {
    Path step = root;
    for (const auto& part : path.lexically_relative(root)) {
        step /= part;
        std::error_code absent;
        if (!std::filesystem::is_symlink(std::filesystem::symlink_status(step, absent))) continue;
        return Error(Fault::unsupported, step.string() + " is a symbolic link, which is not followed; remove it");
    }
    return {};
}

Result<> copy_private_tree(FileSystem& files, const Path& from, const Path& to) {
    TRY(refuse_links(from.parent_path(), from));
    TRY(refuse_links(to.parent_path(), to));
    if (!TRY(files.exists(from))) return {};
    TRY(make_directories(files, to, 0700));
    for (const auto& name : TRY(files.list(from))) {
        std::error_code unknown;  // what cannot be looked at cannot be copied either, and says why
        if (std::filesystem::is_directory(std::filesystem::symlink_status(from / name, unknown)))
            TRY(copy_private_tree(files, from / name, to / name));
        else
            TRY(copy_durably(files, from / name, to / name, std::nullopt, 0600));
    }
    return {};
}

Result<std::optional<std::uint64_t>> size_if_present(FileSystem& files, const Path& path) {
    const auto status = files.status(path);
    if (status.ok()) return std::optional(status->size);
    if (status.error().fault() == Fault::not_found) return std::optional<std::uint64_t>();
    return status.error();
}

}  // namespace slipway::storage
