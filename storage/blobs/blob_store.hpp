#pragma once

#include "base/digest.hpp"
#include "base/files/file_system.hpp"
#include "base/stream.hpp"
#include "storage/gc/trash.hpp"

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
    /// A blob that exists already is read: if it has its digest it is left as it is, else the new bytes take its place.
    /// On failure none of the *new* links of this call need exist; what does is unreferenced and collected later.
    /// Faults: storage_full, io.
    Result<> commit(std::span<BlobUpload> uploads);

    Result<bool> contains(const Sha256& id) const;
    /// Open to read. Faults: not_found, io.
    Result<std::unique_ptr<File>> open_blob(const Sha256& id) const;
    /// Where the blob is, for sendfile's own open; the only other path builder is blob_layout.
    Path path_of(const Sha256& id) const;

    /// Reads it all: whether it is there and has its digest. Bytes that cannot be read are not whole. Faults: busy (no
    /// descriptor or memory is left to look at it).
    Result<bool> is_whole(const Sha256& id) const;
    /// Moves a damaged blob aside, to `blobs/quarantine/`, so that nobody is served it, and counts it as damaged; one
    /// that is missing, too. Who has it open lets go of it (`destroyed`).
    Result<> quarantine(const Sha256& id);
    /// Whether damaged bytes of it lie there.
    Result<bool> is_quarantined(const Sha256& id) const;
    /// Counts a blob as damaged until it is whole again or not needed any more; whether that is news.
    bool note_damaged(const Sha256& id) const;
    /// Somebody looked, and it is whole (again).
    void note_whole(const Sha256& id);
    bool is_damaged(const Sha256& id) const;
    /// How many are damaged, as far as it was found out since the start, and how many were replaced by whole ones.
    std::size_t damaged() const;
    std::uint64_t mended() const;

    /// Removes a blob, out of quarantine too; absent is fine.
    Result<> remove(const Sha256& id);

    /// Takes a blob out of the store: its bytes rest in the trash. Absent is fine.
    Result<> lay_to_rest(const Sha256& id, Seconds now);
    /// Puts a blob back that rests and is missing. Whether one rested.
    Result<bool> bring_back(const Sha256& id);
    /// The blobs that rest.
    const Trash& trash() const;

    /// Removes a blob and its bytes, those that rest too, also for those who have it open: they find an empty file.
    /// Absent is fine. Precondition: nobody needs it.
    Result<> destroy(const Sha256& id);
    /// How many were destroyed, replaced or moved aside since the start. Who keeps blobs open lets go of them when this
    /// grows: the same bytes may come again, in a file of their own.
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
