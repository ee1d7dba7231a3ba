#pragma once

#include "storage/blobs/blob_layout.hpp"
#include "storage/blobs/damaged_blobs.hpp"
#include "storage/blobs/file_blob_store.hpp"

#include <atomic>
#include <mutex>

namespace slipway::storage {

/// The private part of FileBlobStore.
struct FileBlobStore::State {
    State(FileSystem& file_system, const Path& directory)
        : files(file_system), data_directory(directory), layout(directory), trash(file_system, layout.trash()) {}

    Result<> make_directories();
    Result<> make_if_absent(const Path& directory);
    Result<> empty_incoming();
    Result<bool> has_digest(const Path& path, const Sha256& id) const;

    Result<> commit(std::span<BlobUpload> uploads);
    /// Returns the sync point that an upload gets at its beginning.
    Result<std::shared_ptr<SyncPoint>> present_sync_point();
    Result<> sync_at_once(std::span<const BlobUpload> uploads);
    /// Step 1 of a commit.
    Result<> sync_content(std::span<const BlobUpload> uploads, bool at_once);
    /// Step 2 of a commit.
    Result<> link_into_place(std::span<BlobUpload> uploads, std::span<const Sha256> ids);
    Result<> replace_damaged(BlobUpload& upload, const Sha256& id);
    /// Step 3 of a commit.
    Result<> sync_names(std::span<const BlobUpload> uploads, std::span<const Sha256> ids, bool at_once);

    FileSystem& files;
    const Path data_directory;
    const BlobLayout layout;
    const FileTrash trash;
    DamagedBlobs damaged;
    std::atomic<std::uint64_t> last_upload = 0;
    std::atomic<std::uint64_t> destroyed = 0;
    std::mutex mutex;  // guards `sync_point`
    std::shared_ptr<SyncPoint> sync_point;
};

}  // namespace slipway::storage
