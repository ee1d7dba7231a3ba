// Whole files that survive power loss. The order is always: content synced under a temporary name, then the name
// switched, then the directory synced; so a name never leads to bytes that are not on disk yet.
//
// The temporary name is the final one with ".new" behind it. Only one thread writes a given file, so a temporary file
// left by a crash is garbage, and the next writer may remove it.

#include "base/files/durable.hpp"

namespace slipway {
namespace {

Path directory_of(const Path& path) {
    const Path parent = path.parent_path();
    return parent.empty() ? Path(".") : parent;
}

Path temporary_name(const Path& path) {
    Path name = path;
    name += ".new";
    return name;
}

Result<> remove_if_present(FileSystem& files, const Path& path) {
    auto removed = files.remove(path);
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed;
    return {};
}

Result<> write_synced(FileSystem& files, const Path& path, ByteView content, mode_t mode) {
    TRY(remove_if_present(files, path));
    const auto file = TRY(files.create(path, mode));
    TRY(file->append(content));
    return file->sync();
}

/// Removes the temporary file. A failure changes nothing for the caller: nobody uses the name, and the next writer of
/// the file removes it.
void remove_temporary(FileSystem& files, const Path& temporary) {
    [[maybe_unused]] const auto removed = files.remove(temporary);
}

}  // namespace

Result<> replace_atomically(FileSystem& files, const Path& path, ByteView content, mode_t mode) {
    const Path temporary = temporary_name(path);
    auto replaced = write_synced(files, temporary, content, mode);
    if (replaced.ok()) replaced = files.rename(temporary, path);
    if (!replaced.ok()) {
        remove_temporary(files, temporary);
        return replaced;
    }
    return files.sync_directory(directory_of(path));
}

Result<> create_durably(FileSystem& files, const Path& path, ByteView content, mode_t mode) {
    const Path temporary = temporary_name(path);
    auto created = write_synced(files, temporary, content, mode);
    // link instead of rename: it never replaces a file that is there.
    if (created.ok()) created = files.link(temporary, path);
    if (created.ok()) created = files.sync_directory(directory_of(path));
    remove_temporary(files, temporary);
    return created;
}

Result<> make_directories(FileSystem& files, const Path& path, mode_t mode) {
    if (path.empty() || TRY(files.exists(path))) return {};
    const Path parent = directory_of(path);
    TRY(make_directories(files, parent, mode));
    auto made = files.make_directory(path, mode);
    // Somebody else may have made it since; it must be durable all the same.
    if (!made.ok() && made.error().fault() != Fault::conflict) return made;
    return files.sync_directory(parent);
}

}  // namespace slipway
