#pragma once

#include "storage/blobs/blob_store.hpp"

#include <atomic>
#include <memory>
#include <utility>

namespace slipway::testing {

/// Passes everything on to another store, and says that its blobs are far away when it is told to.
class DistantBlobs final : public storage::BlobStore {
    using Source = std::shared_ptr<const ByteSource>;
    using Visitor = std::function<void(const Sha256&, std::uint64_t size, std::chrono::seconds age)>;

public:
    explicit DistantBlobs(std::unique_ptr<storage::BlobStore> inner) : inner_(std::move(inner)) {}

    void move_away() { is_far_ = true; }

    Result<storage::BlobUpload> begin_upload() override { return inner_->begin_upload(); }
    Result<> commit(std::span<storage::BlobUpload> uploads) override { return inner_->commit(uploads); }
    Result<bool> contains(const Sha256& id) const override { return inner_->contains(id); }
    Result<storage::BlobStatus> status(const Sha256& id) const override { return inner_->status(id); }
    Result<Source> open_blob(const Sha256& id) const override { return inner_->open_blob(id); }
    Result<Source> open_to_check(const Sha256& id) const override { return inner_->open_to_check(id); }
    Source find_copy(const Sha256& id) const override { return inner_->find_copy(id); }
    void drop_copy(const Sha256& id) override { inner_->drop_copy(id); }
    bool is_at_hand(const Sha256& id) const override { return !is_far_ && inner_->is_at_hand(id); }
    Result<Source> open_remains(const Sha256& id) const override { return inner_->open_remains(id); }
    Result<bool> is_whole(const Sha256& id) const override { return inner_->is_whole(id); }
    Result<> quarantine(const Sha256& id) override { return inner_->quarantine(id); }
    Result<bool> is_quarantined(const Sha256& id) const override { return inner_->is_quarantined(id); }
    bool mark_damaged(const Sha256& id) const override { return inner_->mark_damaged(id); }
    void mark_whole(const Sha256& id) override { inner_->mark_whole(id); }
    bool is_damaged(const Sha256& id) const override { return inner_->is_damaged(id); }
    std::size_t damaged() const override { return inner_->damaged(); }
    std::uint64_t mended() const override { return inner_->mended(); }
    Result<> remove(const Sha256& id) override { return inner_->remove(id); }
    Result<> copy_to_trash(std::span<const Sha256> ids, Seconds now) override {
        return inner_->copy_to_trash(ids, now);
    }
    Result<> move_to_trash(const Sha256& id, Seconds now) override { return inner_->move_to_trash(id, now); }
    Result<bool> bring_back(const Sha256& id) override { return inner_->bring_back(id); }
    const storage::Trash& trash() const override { return inner_->trash(); }
    Result<> end_abandoned_uploads(Seconds now) override { return inner_->end_abandoned_uploads(now); }
    Result<> destroy(const Sha256& id) override { return inner_->destroy(id); }
    std::uint64_t destroyed() const override { return inner_->destroyed(); }
    Result<> visit(const Visitor& visitor) const override { return inner_->visit(visitor); }
    Result<std::uint64_t> free_bytes() const override { return inner_->free_bytes(); }

private:
    const std::unique_ptr<storage::BlobStore> inner_;
    std::atomic<bool> is_far_ = false;
};

}  // namespace slipway::testing
