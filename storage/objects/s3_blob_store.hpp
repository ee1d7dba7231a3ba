#pragma once

#include "storage/blobs/blob_store.hpp"
#include "storage/blobs/damaged_blobs.hpp"
#include "storage/objects/bucket_parts.hpp"
#include "storage/objects/id_locks.hpp"
#include "storage/objects/object_trash.hpp"
#include "storage/objects/transfers.hpp"

#include <atomic>
#include <cstdint>
#include <memory>

namespace slipway::storage {

/// Stores blobs as objects, `blobs/sha256/ab/abcd…` (object_layout.hpp). The object store compares every blob with its
/// digest when it is written, so a blob that it acknowledged has its bytes. An open blob is read from a copy on this
/// machine, which has a descriptor when it is whole. Until then the source that is open needs this BlobStore.
class S3BlobStore final : public BlobStore {
public:
    explicit S3BlobStore(const BucketParts& parts);

    /// Writes to a file of the cache. More faults: unsupported (there is no cache).
    Result<BlobUpload> begin_upload() override;
    /// Sends the blobs in parallel. Sends also those that the bucket has: these may be about to be deleted.
    Result<> commit(std::span<BlobUpload> uploads) override;

    Result<bool> contains(const Sha256& id) const override;
    Result<BlobStatus> status(const Sha256& id) const override;
    Result<std::shared_ptr<const ByteSource>> open_blob(const Sha256& id) const override;
    Result<std::shared_ptr<const ByteSource>> open_to_check(const Sha256& id) const override;
    std::shared_ptr<const ByteSource> find_copy(const Sha256& id) const override;
    void drop_copy(const Sha256& id) override;
    /// Returns whether there is a copy, whole or being fetched.
    bool is_at_hand(const Sha256& id) const override;
    Result<std::shared_ptr<const ByteSource>> open_remains(const Sha256& id) const override;

    Result<bool> is_whole(const Sha256& id) const override;
    /// Moves it to `quarantine/`.
    Result<> quarantine(const Sha256& id) override;
    Result<bool> is_quarantined(const Sha256& id) const override;
    bool mark_damaged(const Sha256& id) const override { return damaged_.mark(id); }
    void mark_whole(const Sha256& id) override { damaged_.mark_whole(id); }
    bool is_damaged(const Sha256& id) const override { return damaged_.contains(id); }
    std::size_t damaged() const override { return damaged_.count(); }
    std::uint64_t mended() const override { return damaged_.mended(); }

    Result<> remove(const Sha256& id) override;
    /// Copies them in parallel.
    Result<> copy_to_trash(std::span<const Sha256> ids, Seconds now) override;
    Result<> move_to_trash(const Sha256& id, Seconds now) override;
    Result<bool> bring_back(const Sha256& id) override;
    const Trash& trash() const override { return trash_; }
    /// Aborts multipart uploads, whose parts no listing of objects shows.
    Result<> end_abandoned_uploads(Seconds now) override;
    /// Deletes every version that the bucket keeps, and the copy on this machine, but not those on other machines.
    Result<> destroy(const Sha256& id) override;
    std::uint64_t destroyed() const override;

    /// The age of a blob is the time since its object was written or moved.
    Result<> visit(
        const std::function<void(const Sha256&, std::uint64_t size, std::chrono::seconds age)>& visitor) const override;
    /// Returns the room on this machine's disk, where uploads are until the store has them.
    Result<std::uint64_t> free_bytes() const override;

private:
    Result<> store(BlobUpload& upload);
    Result<ObjectOrigin> origin_of(const s3::ObjectKey& key) const;
    Result<> check(const Sha256& id, const ByteSource& all) const;
    Result<std::shared_ptr<const ByteSource>> open_past_cache(const s3::ObjectKey& key) const;
    Result<> remove_remains(const Sha256& id);

    const BucketParts parts_;
    const ObjectTrash trash_;
    mutable DamagedBlobs damaged_;
    IdLocks locks_;
    std::atomic<std::uint64_t> last_upload_ = 0;
    std::atomic<std::uint64_t> destroyed_ = 0;
    Transfers transfers_;  // the last member: its threads use the others
};

}  // namespace slipway::storage
