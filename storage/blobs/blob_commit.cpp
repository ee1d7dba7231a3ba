// Content-addressed files (docs/storage.md, "Life of a blob"). The order of `commit` is what makes a blob durable:
//
//   1. every file is synced under its incoming name: a blob's name never leads to bytes that are not on disk;
//   2. every file is linked into place; link never replaces, so a blob that exists, and is whole, keeps its bytes;
//   3. every directory of the batch is synced, once.
//
// From some number of files on, 1 and 3 are one syncfs each: a thousand small files take 0.1 s that way, and 1.5 s when
// every file and directory is synced by itself (ext4, a virtual disk). syncfs waits for what others have written too,
// which a single upload should not. What failed earlier than the call is told to a sync point that is older than the
// upload's first byte.
//
// A blob that is in the way in step 2 is read before it is trusted: rot is healed by the next upload of the same bytes,
// which take its place by a rename.
//
// Step 3 is done for blobs that exist already too: another upload of the same bytes may have made the name a moment ago
// and not have synced it yet, and our caller needs it durable as much as theirs does.

#include "base/files/durable.hpp"
#include "storage/blobs/blob_store_state.hpp"
#include "storage/blobs/blob_upload.hpp"

#include <algorithm>
#include <set>

namespace slipway::storage {

Result<std::shared_ptr<SyncPoint>> BlobStore::State::present_sync_point() {
    const std::lock_guard lock(mutex);
    if (!sync_point) sync_point = TRY(files.sync_point(layout.incoming()));
    return sync_point;
}

Result<> BlobStore::State::sync_at_once(std::span<const BlobUpload> uploads) {
    std::set<std::shared_ptr<SyncPoint>> points;
    for (const BlobUpload& upload : uploads) points.insert(upload.state_->begun_after);
    for (const auto& point : points) {
        auto synced = point->sync();
        if (synced.ok()) continue;
        const std::lock_guard lock(mutex);
        if (sync_point == point) sync_point.reset();  // later uploads have lost nothing
        return synced;
    }
    return {};
}

Result<> BlobStore::State::sync_content(std::span<const BlobUpload> uploads, bool at_once) {
    if (at_once) return sync_at_once(uploads);
    for (const BlobUpload& upload : uploads) TRY(upload.state_->file->sync());
    return {};
}

Result<> BlobStore::State::link_into_place(std::span<BlobUpload> uploads, std::span<const Sha256> ids) {
    for (std::size_t i = 0; i < uploads.size(); ++i) {
        auto linked = files.link(uploads[i].state_->path, layout.path_of(ids[i]));
        if (!linked.ok() && linked.error().fault() != Fault::conflict) return linked;
        const bool is_there = !linked.ok();
        if (is_there) TRY(replace_damaged(uploads[i], ids[i]));
        damaged.note_whole(ids[i]);
    }
    return {};
}

Result<> BlobStore::State::replace_damaged(BlobUpload& upload, const Sha256& id) {
    if (TRY(has_digest(layout.path_of(id), id))) return {};
    if (!files.rename(upload.state_->path, layout.path_of(id)).ok()) {
        // What is there is no file: it goes out of the way.
        TRY(slipway::make_directories(files, layout.quarantine()));
        TRY(files.rename(layout.path_of(id), layout.quarantined(id)));
        TRY(files.rename(upload.state_->path, layout.path_of(id)));
    }
    upload.state_->path.clear();  // it has no name in `incoming/` any more
    destroyed.fetch_add(1, std::memory_order_release);
    return {};
}

Result<> BlobStore::State::sync_names(std::span<const BlobUpload> uploads, std::span<const Sha256> ids, bool at_once) {
    if (at_once) return sync_at_once(uploads);
    std::set<Path> directories;
    for (const Sha256& id : ids) directories.insert(layout.directory_of(id));
    for (const Path& directory : directories) TRY(files.sync_directory(directory));
    return {};
}

Result<> BlobStore::commit(std::span<BlobUpload> uploads) {
    std::vector<Sha256> ids;
    for (const BlobUpload& upload : uploads) {
        if (upload.state_->broken)
            return Error(Fault::io, "commit " + upload.state_->path.string() + ": a write failed");
        ids.push_back(upload.digest());
    }
    const bool at_once = uploads.size() >= many_uploads ||
                         std::ranges::any_of(uploads, [](const BlobUpload& upload) { return !upload.state_->hasher; });
    TRY(state_->sync_content(uploads, at_once));
    TRY(state_->link_into_place(uploads, ids));
    TRY(state_->sync_names(uploads, ids, at_once));
    for (BlobUpload& upload : uploads) upload.state_->remove_incoming_name();
    return {};
}

}  // namespace slipway::storage
