// Objects cannot be appended to, so a pack is written in two steps: its bytes go to a file of this machine, from which
// they can be read at once, for hashing; `sync` stores the file as one object, and begins the next pack. Where a
// segment stands is known as soon as it is appended, because a pack's number is.
//
// A copy that turns out to be damaged says nothing of the pack: the store is asked for the same bytes, and only if it
// has others they are lost. A store that cannot be asked says nothing either.
#include "storage/objects/s3_segment_store.hpp"

#include "storage/objects/object_layout.hpp"
#include "storage/objects/store_errors.hpp"
#include "storage/objects/stored_object.hpp"
#include "storage/segments/checked_reading.hpp"
#include "storage/segments/pack_layout.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace slipway::storage {
namespace {

Error damaged_before(const Extent& extent) {
    return Error(Fault::corrupt, "the segment at " + describe(extent) + " is damaged");
}

}  // namespace

S3SegmentStore::S3SegmentStore(const BucketParts& parts, std::uint64_t pack_size)
    : parts_(parts), pack_size_(pack_size), trash_(parts.client, ObjectLayout::resting_packs) {}

S3SegmentStore::~S3SegmentStore() { is_ending_ = true; }

Result<std::unique_ptr<S3SegmentStore>> S3SegmentStore::open(const BucketParts& parts, std::uint64_t pack_size) {
    std::unique_ptr<S3SegmentStore> store(new S3SegmentStore(parts, pack_size));
    const auto packs = TRY(store->packs());
    if (!packs.empty()) store->current_ = packs.back().number + 1;
    return store;
}

Result<std::vector<Extent>> S3SegmentStore::append(std::span<const std::string> pieces) {
    if (parts_.cache == nullptr) return Error(Fault::unsupported, "the bucket was opened to be read");
    std::vector<Extent> extents;
    extents.reserve(pieces.size());
    for (const std::string& piece : pieces) extents.push_back(TRY(append_piece(piece)));
    return extents;
}

Result<Extent> S3SegmentStore::append_piece(const std::string& piece) {
    TRY(make_room_for(piece.size()));
    const auto offset = tail_->size();
    TRY(tail_->append(piece));
    return Extent{tail_->number(), offset, piece.size(), checksum_of(piece)};
}

Result<> S3SegmentStore::make_room_for(std::uint64_t length) {
    if (tail_ && tail_->size() > 0 && tail_->size() + length > pack_size_) leave_pack();
    if (tail_) return {};
    const auto number = TRY(number_of_next());
    std::shared_ptr<PackDraft> draft = TRY(PackDraft::begin(parts_, number));
    const std::lock_guard lock(mutex_);
    current_ = draft->number();
    drafts_[draft->number()] = draft;
    tail_ = std::move(draft);
    return {};
}

/// `current_` is behind all that are known.
Result<std::uint32_t> S3SegmentStore::number_of_next() const {
    std::uint32_t free = 0;
    {
        const std::lock_guard lock(mutex_);
        free = current_;
    }
    return next_pack_ ? next_pack_(free - 1) : Result<std::uint32_t>(free);
}

/// The next append begins another pack.
void S3SegmentStore::leave_pack() {
    if (!tail_) return;
    unsynced_.push_back(std::move(tail_));
    tail_.reset();
    const std::lock_guard lock(mutex_);
    ++current_;
}

Result<> S3SegmentStore::sync() {
    leave_pack();
    auto stored = unsynced_.empty() ? Result<>() : store_drafts();
    if (!stored.ok() && stored.error().fault() == Fault::conflict) step_behind_packs_of_others();
    {
        const std::lock_guard lock(mutex_);
        for (const auto& draft : unsynced_) {
            if (stored.ok()) sizes_[draft->number()] = draft->size();
            drafts_.erase(draft->number());
        }
    }
    unsynced_.clear();
    return known(std::move(stored));
}

Result<> S3SegmentStore::store_drafts() {
    std::vector<Transfers::Job> jobs;
    for (const auto& draft : unsynced_) jobs.emplace_back([&draft] { return draft->store(); });
    return transfers_.run(std::move(jobs));
}

/// Another process has written a pack: the next number is behind all of them.
void S3SegmentStore::step_behind_packs_of_others() {
    const auto listed = packs();
    if (listed.ok() && !listed->empty()) begin_behind(listed->back().number);
}

Result<std::uint64_t> S3SegmentStore::size_of(std::uint32_t pack) const {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = sizes_.find(pack); found != sizes_.end()) return found->second;
    }
    const auto status = TRY(status_of_stored(parts_.client, ObjectLayout::pack(pack)));
    const std::lock_guard lock(mutex_);
    sizes_[pack] = status.size;
    return status.size;
}

Result<S3SegmentStore::Copy> S3SegmentStore::copy_of(std::uint32_t pack) const {
    const auto name = PackLayout::name_of(pack);
    if (parts_.cache != nullptr)
        if (auto copy = parts_.cache->find(name)) return copy;
    ObjectOrigin origin;
    origin.size = TRY(size_of(pack));
    origin.fetch = [&client = parts_.client, key = ObjectLayout::pack(pack)](std::uint64_t offset,
                                                                             std::uint64_t length) {
        return known(client.read(key, {offset, length}));
    };
    if (parts_.cache != nullptr) return parts_.cache->hold(name, std::move(origin));
    const std::lock_guard lock(mutex_);
    if (const auto* copy = open_without_cache_.find(pack)) return *copy;
    return open_without_cache_.put(pack, std::make_shared<const CachedObject>(std::move(origin), nullptr, nullptr));
}

Result<S3SegmentStore::Source> S3SegmentStore::open_pack(std::uint32_t pack) const {
    {
        const std::lock_guard lock(mutex_);
        if (const auto draft = drafts_.find(pack); draft != drafts_.end()) return draft->second->bytes();
    }
    return Source(TRY(copy_of(pack)));
}

void S3SegmentStore::forget(std::uint32_t pack) const {
    if (parts_.cache != nullptr) parts_.cache->drop(PackLayout::name_of(pack));
    const std::lock_guard lock(mutex_);
    open_without_cache_.erase(pack);
    sizes_.erase(pack);
}

Result<std::string> S3SegmentStore::read_unchecked(const Extent& extent) const {
    auto pack = TRY(open_pack(extent.pack));
    return storage::read_unchecked(std::move(pack), extent).during(ObjectLayout::pack(extent.pack).text());
}

void S3SegmentStore::prefetch(std::span<const Extent> extents) const {
    if (parts_.cache == nullptr) return;
    std::set<std::uint32_t> packs;
    for (const Extent& extent : extents)
        if (const auto place = find(extent)) packs.insert(place->pack);
    for (const auto pack : packs) fetch_later(pack);
}

void S3SegmentStore::fetch_later(std::uint32_t pack) const {
    const auto copy = parts_.cache->status(PackLayout::name_of(pack));
    if (copy && copy->is_whole) return;
    {
        const std::lock_guard lock(mutex_);
        if (drafts_.contains(pack) || !on_their_way_.insert(pack).second) return;
    }
    const bool is_taken = transfers_.run_later([this, pack] {
        fetch(pack);
        const std::lock_guard lock(mutex_);
        on_their_way_.erase(pack);
    });
    if (is_taken) return;
    const std::lock_guard lock(mutex_);
    on_their_way_.erase(pack);
}

/// Whoever reads it then meets and reports what fails.
void S3SegmentStore::fetch(std::uint32_t pack) const {
    if (is_ending_) return;
    const auto copy = copy_of(pack);
    if (copy.ok()) static_cast<void>((*copy)->fetch_all());
}

Result<> S3SegmentStore::visit(const Extent& extent, std::span<char> buffer,
                               const std::function<void(ByteView)>& visitor) const {
    const auto place = find(extent);
    if (!place) return damaged_before(extent);
    const auto read = [&]() -> Result<> {
        const auto pack = TRY(open_pack(place->pack));
        return read_checked(*pack, *place, buffer, visitor);
    };
    auto checked = read();
    return checked.ok() ? checked : failed_to_read(extent, *place, checked.error());
}

Result<Slice> S3SegmentStore::open(const Extent& extent) const {
    const auto place = find(extent);
    if (!place) return damaged_before(extent);
    const auto open = [&]() -> Result<Slice> {
        auto pack = TRY(open_pack(place->pack));
        return slice_of(std::move(pack), *place);
    };
    auto slice = open();
    if (slice.ok() && parts_.cache != nullptr) fetch_later(place->pack);
    return slice.ok() ? std::move(slice) : failed_to_read(extent, *place, slice.error());
}

Error S3SegmentStore::failed_to_read(const Extent& extent, const Extent& place, const Error& error) const {
    if (error.fault() == Fault::busy) return error;
    auto stored = is_stored_whole(place);
    if (!stored.ok()) return std::move(stored).error();
    forget(place.pack);
    const auto key = ObjectLayout::pack(place.pack).text();
    if (*stored) return Error(Fault::busy, "the copy of " + key + " was damaged; it is fetched again");
    damage_.mark(extent, place);
    return Error(Fault::corrupt, key + " " + error.message());
}

/// Whether the bucket has the bytes. Faults: busy.
Result<bool> S3SegmentStore::is_stored_whole(const Extent& place) const {
    Checksummer checksum;
    const auto read = known(
        parts_.client.get(ObjectLayout::pack(place.pack), {place.offset, place.length}, [&checksum](ByteView bytes) {
            checksum.update(bytes);
            return Result<>();
        }));
    if (!read.ok() && read.error().fault() == Fault::busy) return read.error();
    return read.ok() && checksum.value() == place.checksum;
}

void S3SegmentStore::begin_behind(std::uint32_t pack) {
    const std::lock_guard lock(mutex_);
    current_ = std::max(current_, pack + 1);
}

Result<std::vector<S3SegmentStore::Pack>> S3SegmentStore::packs() const {
    const auto now = parts_.clock.now();
    std::vector<Pack> packs;
    TRY(parts_.client.visit(ObjectLayout::packs, [&](const s3::ListedObject& object) {
        if (const auto number = ObjectLayout::parse_pack(object.name))
            packs.push_back({*number, object.size, now - object.changed_at});
        return Result<>();
    }));
    std::ranges::sort(packs, {}, &Pack::number);
    const std::lock_guard lock(mutex_);
    for (const auto& pack : packs) sizes_[pack.number] = pack.size;
    return packs;
}

/// Who has it open keeps it: what is not here of it is fetched before it goes.
Result<> S3SegmentStore::move_pack_to_trash(std::uint32_t pack, Seconds now) {
    if (pack >= current_pack()) return Error(Fault::conflict, "pack " + std::to_string(pack) + " is being written");
    const auto name = PackLayout::name_of(pack);
    const auto copy = parts_.cache == nullptr ? Copy() : parts_.cache->find(name);
    if (copy) TRY(copy->fetch_all());
    TRY(trash_.put(ObjectLayout::pack(pack), name, now));
    forget(pack);
    return {};
}

Result<bool> S3SegmentStore::bring_back(std::uint32_t pack) {
    const auto key = ObjectLayout::pack(pack);
    if (TRY(parts_.client.find(key))) return false;
    const bool rested = TRY(trash_.bring_back(PackLayout::name_of(pack), key));
    if (rested) damage_.forget(pack);  // what could not be read while the pack was away
    return rested;
}

/// Where others write packs too, only those of this process that are not stored yet are told by their numbers.
std::uint32_t S3SegmentStore::current_pack() const {
    const std::lock_guard lock(mutex_);
    if (!next_pack_) return current_;
    return drafts_.empty() ? std::numeric_limits<std::uint32_t>::max() : drafts_.begin()->first;
}

}  // namespace slipway::storage
