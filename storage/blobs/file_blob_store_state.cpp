// Content-addressed files (docs/storage.md, "Life of a blob"). The order of `commit` is what makes a blob durable:
//
//   1. every file is synced under its incoming name: a blob's name never leads to bytes that are not on disk;
//   2. every file is linked into place; link never replaces, so a blob that exists, and is whole, keeps its bytes;
//   3. every directory of the batch is synced, once.
//
// From some number of files on, 1 and 3 are one syncfs each: a thousand small files take 0.1 s that way, and 1.5 s when
// every file and directory is synced by itself (ext4, a virtual disk). syncfs also waits for the writes of others,
// which a single upload should not. A failure before the call reaches only a sync point that is older than the
// upload's first byte.
//
// A blob that is in the way in step 2 is read before it is trusted: rot is healed by the next upload of the same bytes,
// which take its place by a rename.
//
// Step 3 is done for blobs that exist already too: another upload of the same bytes may have made the name a moment ago
// and not have synced it yet, and our caller needs it durable as much as theirs does.
#include "storage/blobs/file_blob_store_state.hpp"

#include "base/files/durable.hpp"
#include "storage/blobs/file_blob_upload.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace slipway::storage {
namespace {

/// Precondition: a FileBlobStore began it.
FileBlobUpload& file_of(BlobUpload& upload) { return static_cast<FileBlobUpload&>(upload.body()); }
const FileBlobUpload& file_of(const BlobUpload& upload) { return static_cast<const FileBlobUpload&>(upload.body()); }

constexpr std::size_t read_size = std::size_t{1} << 20;

Result<Sha256> digest_of_file(FileSystem& files, const Path& path) {
    const auto file = TRY(files.open_to_read(path));
    Sha256Hasher hasher;
    std::string buffer(read_size, '\0');
    for (std::uint64_t offset = 0;;) {
        const std::size_t got = TRY(file->read_into(offset, buffer));
        hasher.update(ByteView(buffer).substr(0, got));
        offset += got;
        if (got < buffer.size()) return hasher.finish();
    }
}

}  // namespace

Result<> FileBlobStore::State::empty_incoming() {
    for (const Path& directory : layout.incoming_directories())
        for (const std::string& name : TRY(files.list(directory))) TRY(files.remove(directory / name));
    return {};
}

Result<> FileBlobStore::State::make_if_absent(const Path& directory) {
    auto made = files.make_directory(directory, private_directory_mode);
    if (!made.ok() && made.error().fault() != Fault::conflict) return made;
    return {};
}

Result<> FileBlobStore::State::make_directories() {
    TRY(slipway::make_directories(files, layout.sha256()));
    TRY(slipway::make_directories(files, layout.incoming()));
    for (const Path& directory : layout.incoming_directories()) TRY(make_if_absent(directory));
    for (const Path& directory : layout.directories()) TRY(make_if_absent(directory));
    return files.sync_directory(layout.sha256());
}

/// Whether these bytes are there; those that cannot be read are not. For want of a descriptor that is not known: busy.
Result<bool> FileBlobStore::State::has_digest(const Path& path, const Sha256& id) const {
    const auto digest = digest_of_file(files, path);
    if (!digest.ok() && digest.error().fault() == Fault::busy) return digest.error();
    return digest.ok() && *digest == id;
}

Result<std::shared_ptr<SyncPoint>> FileBlobStore::State::present_sync_point() {
    const std::lock_guard lock(mutex);
    if (!sync_point) sync_point = TRY(files.sync_point(layout.incoming()));
    return sync_point;
}

Result<> FileBlobStore::State::sync_at_once(std::span<const BlobUpload> uploads) {
    std::set<std::shared_ptr<SyncPoint>> points;
    for (const BlobUpload& upload : uploads) points.insert(file_of(upload).begun_after);
    for (const auto& point : points) {
        auto synced = point->sync();
        if (synced.ok()) continue;
        const std::lock_guard lock(mutex);
        if (sync_point == point) sync_point.reset();  // later uploads have lost nothing
        return synced;
    }
    return {};
}

Result<> FileBlobStore::State::sync_content(std::span<const BlobUpload> uploads, bool at_once) {
    if (at_once) return sync_at_once(uploads);
    for (const BlobUpload& upload : uploads) TRY(file_of(upload).file->sync());
    return {};
}

Result<> FileBlobStore::State::link_into_place(std::span<BlobUpload> uploads, std::span<const Sha256> ids) {
    for (std::size_t i = 0; i < uploads.size(); ++i) {
        auto linked = files.link(file_of(uploads[i]).path, layout.path_of(ids[i]));
        if (!linked.ok() && linked.error().fault() != Fault::conflict) return linked;
        const bool is_there = !linked.ok();
        if (is_there) TRY(replace_damaged(uploads[i], ids[i]));
        damaged.mark_whole(ids[i]);
    }
    return {};
}

Result<> FileBlobStore::State::replace_damaged(BlobUpload& upload, const Sha256& id) {
    if (TRY(has_digest(layout.path_of(id), id))) return {};
    if (!files.rename(file_of(upload).path, layout.path_of(id)).ok()) {
        // What is there is no file: it goes out of the way.
        TRY(slipway::make_directories(files, layout.quarantine()));
        TRY(files.rename(layout.path_of(id), layout.quarantined(id)));
        TRY(files.rename(file_of(upload).path, layout.path_of(id)));
    }
    file_of(upload).path.clear();  // it has no name in `incoming/` any more
    destroyed.fetch_add(1, std::memory_order_release);
    return {};
}

Result<> FileBlobStore::State::sync_names(std::span<const BlobUpload> uploads, std::span<const Sha256> ids,
                                          bool at_once) {
    if (at_once) return sync_at_once(uploads);
    std::set<Path> directories;
    for (const Sha256& id : ids) directories.insert(layout.directory_of(id));
    for (const Path& directory : directories) TRY(files.sync_directory(directory));
    return {};
}

Result<> FileBlobStore::State::commit(std::span<BlobUpload> uploads) {
    std::vector<Sha256> ids;
    for (const BlobUpload& upload : uploads) {
        if (file_of(upload).broken)
            return Error(Fault::io, "commit " + file_of(upload).path.string() + ": a write failed");
        ids.push_back(upload.digest());
    }
    const bool at_once = uploads.size() >= many_uploads ||
                         std::ranges::any_of(uploads, [](const BlobUpload& upload) { return !file_of(upload).hasher; });
    TRY(sync_content(uploads, at_once));
    TRY(link_into_place(uploads, ids));
    TRY(sync_names(uploads, ids, at_once));
    for (BlobUpload& upload : uploads) file_of(upload).remove_incoming_name();
    return {};
}

}  // namespace slipway::storage
