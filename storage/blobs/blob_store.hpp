#pragma once

#include "base/digest.hpp"
#include "base/stream.hpp"
#include "storage/files/file_system.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace slipway::storage {

/// A batch of this size is made durable by syncing the file system, not file by file (blob_store.cpp).
inline constexpr std::size_t many_uploads = 16;

/// A blob on its way in: a file in `blobs/incoming/`, hashed as it grows. Destroying it without a commit removes the
/// file. One thread at a time. Append-only: bytes written are final.
class BlobUpload {
public:
    BlobUpload(BlobUpload&&) noexcept;
    BlobUpload& operator=(BlobUpload&&) noexcept;
    ~BlobUpload();

    /// Faults: storage_full, io. Blocks.
    Result<> append(ByteView bytes);
    /// Copies `[offset, end)` of another source, without holding more than one buffer.
    Result<> append_rest_of(const RandomAccess& source, std::uint64_t offset);

    std::uint64_t size() const;
    /// The digest of what was appended so far; may be called at any time, also before more is appended.
    Sha256 digest() const;
    /// What was appended, for parsers. Valid while the upload lives.
    const RandomAccess& content() const;

    /// Closes the file until its content is read again, so that a large batch is not bounded by descriptors. Nothing
    /// more can be appended. For members of batches of `many_uploads`: what rests is synced with its file system.
    void rest();

private:
    friend class BlobStore;
    struct State;
    explicit BlobUpload(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Package files by their SHA-256, immutable, written once: `blobs/sha256/ab/abcd…`. Thread-safe; everything blocks.
class BlobStore {
public:
    /// Makes the directories and empties `incoming/`.
    static Result<std::unique_ptr<BlobStore>> open(FileSystem& files, const Path& data_directory);
    /// For reading beside the process that owns the directory: makes and empties nothing.
    static std::unique_ptr<BlobStore> open_beside(FileSystem& files, const Path& data_directory);
    ~BlobStore();

    Result<BlobUpload> begin_upload();

    /// Makes all of them durable under their digests: files synced, linked into place, then each directory once.
    /// A blob that exists already is left as it is. On failure none of the *new* links of this call need exist; what
    /// does is unreferenced and collected later. Faults: storage_full, io.
    Result<> commit(std::span<BlobUpload> uploads);

    Result<bool> contains(const Sha256& id) const;
    /// Open to read. Faults: not_found, io.
    Result<std::unique_ptr<File>> open_blob(const Sha256& id) const;
    /// Where the blob is, for sendfile's own open; the only other path builder is blob_layout.
    Path path_of(const Sha256& id) const;

    /// Removes a blob; absent is fine.
    Result<> remove(const Sha256& id);

    /// Removes a blob and its bytes, also for those who have it open: they find an empty file. Absent is fine.
    /// Precondition: nobody needs it.
    Result<> destroy(const Sha256& id);
    /// How many were destroyed since the start. Who keeps blobs open lets go of them when this grows: the same bytes
    /// may come again, in a file of their own.
    std::uint64_t destroyed() const;

    /// Calls `visitor` for every blob with its size and age (since its last change); blobs that come or go meanwhile
    /// may be left out.
    Result<> visit(
        const std::function<void(const Sha256&, std::uint64_t size, std::chrono::seconds age)>& visitor) const;

    /// Bytes the file system still has free for the data directory.
    Result<std::uint64_t> free_bytes() const;

private:
    struct State;
    explicit BlobStore(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace slipway::storage
