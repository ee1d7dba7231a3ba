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

/// What is known of a blob from outside.
struct BlobStatus {
    std::uint64_t size = 0;
    Seconds stored_at{};  // when its bytes were written; in whole seconds
};

/// Package files by their SHA-256, immutable, written once. Thread-safe; everything blocks. What every implementation
/// does is tested by tests/contracts/blob_store_contract.hpp.
class BlobStore {
public:
    BlobStore() = default;
    BlobStore(const BlobStore&) = delete;
    BlobStore& operator=(const BlobStore&) = delete;
    virtual ~BlobStore() = default;

    /// Faults: storage_full, io, busy.
    virtual Result<BlobUpload> begin_upload() = 0;

    /// Makes all of them durable under their digests. A blob that exists already keeps its bytes if they have its
    /// digest, or gets them once more; damaged bytes are replaced. On failure none of the *new* blobs of this call need
    /// exist; what does is unreferenced and collected later. Precondition: the uploads were begun here. Faults:
    /// storage_full, busy (the store cannot be reached), io.
    virtual Result<> commit(std::span<BlobUpload> uploads) = 0;

    virtual Result<bool> contains(const Sha256& id) const = 0;
    /// Without opening it. Faults: not_found, busy (no memory is left, or the store cannot be asked), io.
    virtual Result<BlobStatus> status(const Sha256& id) const = 0;
    /// Open to read, and to be served. Faults: not_found, busy (no descriptor or memory is left, or the store cannot be
    /// asked: nothing is known of the bytes), io.
    virtual Result<std::shared_ptr<const ByteSource>> open_blob(const Sha256& id) const = 0;
    /// The same for those who look whether the stored bytes are right: never those of a copy that is nearer, and none
    /// is made. Faults: as `open_blob`.
    virtual Result<std::shared_ptr<const ByteSource>> open_to_check(const Sha256& id) const = 0;
    /// The copy from which it is served instead of the stored bytes; null if there is none. Blocks.
    virtual std::shared_ptr<const ByteSource> find_copy(const Sha256& id) const = 0;
    /// Forgets that copy, whose bytes turned out to be others. Who has it open lets go of it (`destroyed`).
    virtual void drop_copy(const Sha256& id) = 0;
    /// Whether it can be opened now without waiting for anything but this machine's disk. Does not block.
    virtual bool is_at_hand(const Sha256& id) const = 0;
    /// What is left of a damaged blob, also after it was moved aside. Faults: as `open_blob`.
    virtual Result<std::shared_ptr<const ByteSource>> open_remains(const Sha256& id) const = 0;

    /// Reads all that is stored: whether it is there and has its digest. Bytes that cannot be read are not whole.
    /// Faults: busy (no descriptor or memory is left to look at it, or the store cannot be asked).
    virtual Result<bool> is_whole(const Sha256& id) const = 0;
    /// Moves a damaged blob aside, so that nobody is served it, and counts it as damaged; one that is missing, too. Who
    /// has it open lets go of it (`destroyed`). Faults: busy, io.
    virtual Result<> quarantine(const Sha256& id) = 0;
    /// Whether bytes of it that were damaged lie aside. Faults: io.
    virtual Result<bool> is_quarantined(const Sha256& id) const = 0;
    /// Counts a blob as damaged until it is whole again or not needed any more; whether that is news.
    virtual bool note_damaged(const Sha256& id) const = 0;
    /// Somebody looked, and it is whole (again).
    virtual void note_whole(const Sha256& id) = 0;
    virtual bool is_damaged(const Sha256& id) const = 0;
    /// How many are damaged, as far as it was found out since the start, and how many were replaced by whole ones.
    virtual std::size_t damaged() const = 0;
    virtual std::uint64_t mended() const = 0;

    /// Removes a blob, also one that was moved aside; absent is fine. Faults: io.
    virtual Result<> remove(const Sha256& id) = 0;

    /// Does what takes long of laying blobs to rest, before anybody is kept waiting for it: they stay in the store, and
    /// need not be laid to rest after all. Absent is fine. Blocks. Faults: busy, io.
    virtual Result<> prepare_rest(std::span<const Sha256> ids, Seconds now) = 0;
    /// Takes a blob out of the store: its bytes rest in the trash. Absent is fine. Quick for what was prepared with the
    /// same `now`. Faults: io.
    virtual Result<> lay_to_rest(const Sha256& id, Seconds now) = 0;
    /// Puts a blob back that rests and is missing. Whether one rested. Faults: io.
    virtual Result<bool> bring_back(const Sha256& id) = 0;
    /// The blobs that rest, named by their digests.
    virtual const Trash& trash() const = 0;

    /// Frees what uploads take that were begun more than a day ago and have not ended: their process was killed. Faults:
    /// busy, io.
    virtual Result<> end_abandoned_uploads(Seconds now) = 0;

    /// Removes a blob and its bytes, those that rest too, also for those who have it open: they find no bytes. Absent
    /// is fine. Precondition: nobody needs it. Faults: io.
    virtual Result<> destroy(const Sha256& id) = 0;
    /// How many were destroyed, replaced or moved aside since the start. Who keeps blobs open lets go of them when this
    /// grows: the same bytes may come again, in another place.
    virtual std::uint64_t destroyed() const = 0;

    /// Calls `visitor` for every blob with its size and age (since it was stored or last changed); blobs that come or
    /// go meanwhile may be left out. Faults: io.
    virtual Result<> visit(
        const std::function<void(const Sha256&, std::uint64_t size, std::chrono::seconds age)>& visitor) const = 0;

    /// For how many more bytes there is room; the largest number where nothing bounds it. Faults: io.
    virtual Result<std::uint64_t> free_bytes() const = 0;
};

}  // namespace slipway::storage
