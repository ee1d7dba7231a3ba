#pragma once

#include "base/byte_source.hpp"
#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "storage/blobs/blob_upload.hpp"
#include "storage/gc/trash.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace slipway::storage {

/// What a store knows of a blob without reading it.
struct BlobStatus {
    std::uint64_t size = 0;
    Seconds stored_at{};  // when its bytes were written; in whole seconds
};

/// A store of package files, named by their SHA-256, immutable, and written once. Thread-safe; everything blocks.
/// tests/contracts/blob_store_contract.hpp tests what every implementation does.
class BlobStore {
public:
    BlobStore() = default;
    BlobStore(const BlobStore&) = delete;
    BlobStore& operator=(const BlobStore&) = delete;
    virtual ~BlobStore() = default;

    /// Faults: storage_full, io, busy.
    virtual Result<BlobUpload> begin_upload() = 0;

    /// Makes all uploads durable under their digests. A blob that exists already keeps its bytes if they have its
    /// digest, or gets them once more; damaged bytes are replaced. After a fault any of the *new* blobs of this call
    /// may be missing; those that exist are unreferenced and are collected later. Requires that the uploads were begun
    /// in this store. Faults: storage_full, busy (the store cannot be reached), io.
    virtual Result<> commit(std::span<BlobUpload> uploads) = 0;

    virtual Result<bool> contains(const Sha256& id) const = 0;
    /// Returns size and time without opening the blob. Faults: not_found, busy (no memory is left, or the store cannot
    /// be asked), io.
    virtual Result<BlobStatus> status(const Sha256& id) const = 0;
    /// Opens a blob to read or serve it. Faults: not_found, busy (no descriptor or memory is left, or the store cannot
    /// be asked; the bytes may be whole), corrupt (it was found damaged and could not be moved aside), io.
    virtual Result<std::shared_ptr<const ByteSource>> open_blob(const Sha256& id) const = 0;
    /// Opens the stored bytes of a blob to verify them. Never opens a copy that is nearer, and makes none. Faults: as
    /// `open_blob`.
    virtual Result<std::shared_ptr<const ByteSource>> open_to_check(const Sha256& id) const = 0;
    /// Returns the copy that is served instead of the stored bytes, or null if there is none. Blocks.
    virtual std::shared_ptr<const ByteSource> find_copy(const Sha256& id) const = 0;
    /// Removes that copy, because it is damaged. Adds one to `destroyed`, so that those who have it open close it.
    virtual void drop_copy(const Sha256& id) = 0;
    /// Returns whether the blob can be opened now with no wait but for this machine's disk. Does not block.
    virtual bool is_at_hand(const Sha256& id) const = 0;
    /// Opens what is left of a damaged blob, also after it was moved aside. Faults: as `open_blob`.
    virtual Result<std::shared_ptr<const ByteSource>> open_remains(const Sha256& id) const = 0;

    /// Reads the stored bytes, and returns whether they exist and have the digest. A blob that cannot be read is not
    /// whole. Faults: busy (no descriptor or memory is left to read it, or the store cannot be asked).
    virtual Result<bool> is_whole(const Sha256& id) const = 0;
    /// Moves a damaged blob aside, so that nobody is served it, and counts it as damaged, also if it is missing. Adds
    /// one to `destroyed`, so that those who have it open close it. If it cannot be moved, a local store refuses to
    /// open it from then on. Faults: busy, io.
    virtual Result<> quarantine(const Sha256& id) = 0;
    /// Returns whether damaged bytes of the blob were moved aside. Faults: io.
    virtual Result<bool> is_quarantined(const Sha256& id) const = 0;
    /// Counts a blob as damaged until it is whole again or no longer needed. Returns false if it was counted already.
    virtual bool mark_damaged(const Sha256& id) const = 0;
    /// Says that somebody has read the blob and found it whole.
    virtual void mark_whole(const Sha256& id) = 0;
    virtual bool is_damaged(const Sha256& id) const = 0;
    /// Returns how many of the blobs that were found damaged since the start still are.
    virtual std::size_t damaged() const = 0;
    /// Returns how many of them were replaced by whole ones.
    virtual std::uint64_t mended() const = 0;

    /// Removes a blob, also one that was moved aside. Does nothing if it is missing. Faults: io.
    virtual Result<> remove(const Sha256& id) = 0;

    /// Copies blobs to the trash ahead of `move_to_trash` with the same `now`, which is quick then. They stay in the
    /// store, and need not be moved after all. Does nothing for those that are missing. Faults: busy, io.
    virtual Result<> copy_to_trash(std::span<const Sha256> ids, Seconds now) = 0;
    /// Moves a blob from the store to the trash. Does nothing if it is missing. Faults: io.
    virtual Result<> move_to_trash(const Sha256& id, Seconds now) = 0;
    /// Puts a blob back from the trash if the store lacks it. Returns whether the trash had it. Faults: io.
    virtual Result<bool> bring_back(const Sha256& id) = 0;
    /// The trash, where the name of an item is the digest of its blob.
    virtual const Trash& trash() const = 0;

    /// Frees the space of uploads that were begun more than a day ago and have not ended, because their process was
    /// killed. Faults: busy, io.
    virtual Result<> end_abandoned_uploads(Seconds now) = 0;

    /// Removes a blob and its bytes, in the trash too. Those who have it open find no bytes any more. Does nothing if
    /// it is missing. Requires that nobody needs it. Faults: io.
    virtual Result<> destroy(const Sha256& id) = 0;
    /// Returns how many blobs were destroyed, replaced or moved aside since the start. When this grows, those who have
    /// blobs open must close them: the same bytes may come again, in another file.
    virtual std::uint64_t destroyed() const = 0;

    /// Calls `visitor` for every blob with its size and its age (since it was stored or last changed). May leave out
    /// blobs that come or go meanwhile. Faults: io.
    virtual Result<> visit(
        const std::function<void(const Sha256&, std::uint64_t size, std::chrono::seconds age)>& visitor) const = 0;

    /// Returns for how many more bytes there is room, or the largest number if nothing limits it. Faults: io.
    virtual Result<std::uint64_t> free_bytes() const = 0;
};

}  // namespace slipway::storage
