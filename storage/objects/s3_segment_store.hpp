#pragma once

#include "base/lru_cache.hpp"
#include "storage/objects/bucket_parts.hpp"
#include "storage/objects/object_trash.hpp"
#include "storage/objects/pack_draft.hpp"
#include "storage/objects/transfers.hpp"
#include "storage/segments/damaged_extents.hpp"
#include "storage/segments/segment_store.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace slipway::storage {

/// Stores packs as objects, `segments/00017.pack` (object_layout.hpp). Each is written once, by the `sync` that follows
/// the appends. So a publication costs one request, however many segments it has, and publications at the same time
/// share it. An open pack is read from a copy on this machine, which has a descriptor when it is whole. Until then the
/// source that is open needs this SegmentStore. One process gives out the
/// numbers, or `number_packs_by` says who does.
class S3SegmentStore final : public SegmentStore {
public:
    /// The next append begins a new pack at this size, without a `sync`, because packs are collected as a whole.
    static constexpr std::uint64_t usual_pack_size = std::uint64_t{64} << 20;

    /// Lists the packs. Blocks. Faults: busy, io.
    static Result<std::unique_ptr<S3SegmentStore>> open(const BucketParts& parts,
                                                        std::uint64_t pack_size = usual_pack_size);
    ~S3SegmentStore() override;

    /// Writes to a file of the cache. More faults: unsupported (there is no cache), busy.
    Result<std::vector<Extent>> append(std::span<const std::string> pieces) override;
    /// Stores the packs that were appended to. More faults: busy (the store cannot be reached).
    Result<> sync() override;

    Result<std::string> read_unchecked(const Extent& extent) const override;
    /// Lets other threads fetch the packs that are not on this machine.
    void prefetch(std::span<const Extent> extents) const override;
    Result<> visit(const Extent& extent, std::span<char> buffer,
                   const std::function<void(ByteView)>& visitor) const override;
    /// Lets other threads fetch the whole pack: a published tree opens the segments that it will serve.
    Result<Slice> open(const Extent& extent) const override;

    std::optional<Extent> find(const Extent& extent) const override { return damage_.find(extent); }
    bool any_damage() const override { return damage_.any(); }
    void move(const Extent& from, const Extent& to) override { damage_.move(from, to); }
    void write_off(const Extent& extent) override { damage_.write_off(extent); }
    std::size_t damaged() const override { return damage_.count(); }
    void observe_damage(std::function<void(const Extent&)> observer) override { damage_.observe(std::move(observer)); }

    void begin_behind(std::uint32_t pack) override;
    void number_packs_by(NextPack next) override { next_pack_ = std::move(next); }
    Result<std::vector<Pack>> packs() const override;
    Result<> move_pack_to_trash(std::uint32_t pack, Seconds now) override;
    Result<bool> bring_back(std::uint32_t pack) override;
    const Trash& trash() const override { return trash_; }
    std::uint32_t current_pack() const override;

private:
    using Source = std::shared_ptr<const ByteSource>;
    using Copy = std::shared_ptr<const CachedObject>;

    S3SegmentStore(const BucketParts& parts, std::uint64_t pack_size);

    Result<Extent> append_piece(const std::string& piece);
    Result<> make_room_for(std::uint64_t length);
    Result<std::uint32_t> number_of_next() const;
    void leave_pack();
    Result<> store_drafts();
    void step_behind_packs_of_others();

    Result<Source> open_pack(std::uint32_t pack) const;
    Result<Copy> copy_of(std::uint32_t pack) const;
    Result<std::uint64_t> size_of(std::uint32_t pack) const;
    void fetch_later(std::uint32_t pack) const;
    void fetch(std::uint32_t pack) const;
    void forget(std::uint32_t pack) const;
    Error failed_to_read(const Extent& extent, const Extent& place, const Error& error) const;
    Result<bool> is_stored_whole(const Extent& place) const;

    const BucketParts parts_;
    const std::uint64_t pack_size_;
    const ObjectTrash trash_;
    mutable DamagedExtents damage_;

    NextPack next_pack_;  // empty: the numbers are this process's alone

    // Only the thread that appends uses these.
    std::shared_ptr<PackDraft> tail_;
    std::vector<std::shared_ptr<PackDraft>> unsynced_;

    mutable std::mutex mutex_;   // guards what follows; never held while bytes move
    std::uint32_t current_ = 1;  // the number of `tail_`, or the one it will get, or one before
    std::map<std::uint32_t, std::shared_ptr<PackDraft>> drafts_;   // `tail_` and `unsynced_`
    mutable std::map<std::uint32_t, std::uint64_t> sizes_;         // the sizes of packs in the bucket that are known
    mutable std::set<std::uint32_t> on_their_way_;                 // packs that other threads are to fetch
    mutable LruCache<std::uint32_t, Copy> open_without_cache_{8};  // each holds a piece in memory
    std::atomic<bool> is_ending_ = false;                          // nobody waits for prefetched packs any more
    mutable Transfers transfers_;                                  // the last member: its threads use the others
};

}  // namespace slipway::storage
