// An index in memory over files that have a name only when they are whole. What is being fetched stands in `partial/`
// without one; a crash leaves it to the next start.
//
// Objects end with whoever lets go of them last, and tell the index. So nobody may let go of one while the mutex is
// held: pointers to objects are declared before the lock.
#include "storage/cache/cache_index.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace slipway::storage {
namespace {

/// Whoever is pressed opens everything anew.
constexpr std::chrono::seconds between_presses{10};

/// What cannot be removed is found by the next start.
void remove_quietly(FileSystem& files, const Path& path) { [[maybe_unused]] const auto removed = files.remove(path); }

}  // namespace

std::optional<CopyStatus> CacheIndex::status(const std::string& object) const {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(object);
    if (entry == entries_.end()) return std::nullopt;
    return CopyStatus{entry->second.size, entry->second.stored_at, entry->second.number == 0};
}

bool CacheIndex::is_ready(const std::string& object) const {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(object);
    if (entry == entries_.end()) return false;
    const auto& about = entry->second;
    if (!about.open.expired()) return true;
    const auto exists = files_.exists(layout_.path_of({object, about.stored_at}));
    return about.number == 0 && exists.ok() && *exists;
}

std::shared_ptr<const CachedObject> CacheIndex::find(const std::string& object) {
    std::shared_ptr<const CachedObject> copy;  // see above
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(object);
    if (entry == entries_.end()) return nullptr;
    copy = entry->second.open.lock();
    if (!copy && entry->second.number == 0) copy = open(entry);
    if (!copy || copy->is_over()) {
        forget(entry);
        return nullptr;
    }
    turns_.splice(turns_.begin(), turns_, entry->second.turn);
    ++counts_.hits;
    return copy;
}

std::shared_ptr<const CachedObject> CacheIndex::find_whole(const std::string& object) {
    std::shared_ptr<const CachedObject> copy;  // see above
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(object);
    if (entry == entries_.end() || entry->second.number != 0) return nullptr;
    copy = entry->second.open.lock();
    return copy ? copy : open(entry);
}

/// Null when the file has vanished, or is another.
std::shared_ptr<const CachedObject> CacheIndex::open(Entries::iterator entry) {
    auto& [object, about] = *entry;
    auto file = SparseFile::open(layout_.path_of({object, about.stored_at}));
    if (!file.ok()) return nullptr;
    const auto size = (*file)->size();
    if (!size.ok() || *size != about.size) return nullptr;
    auto copy = std::make_shared<const CachedObject>(std::move(file).release(), about.size, about.stored_at);
    about.open = copy;
    return copy;
}

std::uint64_t CacheIndex::expect(std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    ++counts_.misses;
    make_room_for(bytes);
    return ++last_number_;
}

std::shared_ptr<const CachedObject> CacheIndex::enter(const std::string& object, std::uint64_t number,
                                                      std::shared_ptr<const CachedObject> copy) {
    std::shared_ptr<const CachedObject> other;  // see above
    const std::lock_guard lock(mutex_);
    if (const auto entry = entries_.find(object); entry != entries_.end()) {
        other = entry->second.open.lock();
        if (other && !other->is_over()) return other;
        forget(entry);
    }
    const auto size = copy->expected_size();
    add(object, {size, copy->stored_at(), number}).open = copy;
    return copy;
}

void CacheIndex::enter(const CopyName& name, std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    if (const auto other = entries_.find(name.object); other != entries_.end()) forget(other);
    add(name.object, {bytes, name.stored_at});
}

CacheIndex::Entry& CacheIndex::add(const std::string& object, Entry entry) {
    turns_.push_front(object);
    entry.turn = turns_.begin();
    counts_.bytes += entry.size;
    if (entry.number == 0) whole_bytes_ += entry.size;
    return entries_.insert_or_assign(object, std::move(entry)).first->second;
}

/// A file that is being fetched goes with the object.
void CacheIndex::forget(Entries::iterator entry) {
    const auto& [object, about] = *entry;
    if (about.number == 0) {
        remove_quietly(files_, layout_.path_of({object, about.stored_at}));
        whole_bytes_ -= about.size;
    }
    counts_.bytes -= about.size;
    turns_.erase(about.turn);
    entries_.erase(entry);
}

std::uint64_t CacheIndex::excess_with(std::uint64_t bytes) const {
    const auto wanted = counts_.bytes + bytes;
    const auto over = wanted - std::min(wanted, bounds_.most_bytes);
    if (bounds_.keep_free == 0) return over;
    const auto free = files_.free_bytes(layout_.directory());
    const auto needed = bounds_.keep_free + bytes;
    return free.ok() ? std::max(over, needed - std::min(needed, *free)) : over;
}

/// Those used longest ago go first. Copies that somebody has open stay: without their names they would take the same
/// room.
void CacheIndex::make_room_for(std::uint64_t bytes) {
    auto left = excess_with(bytes);
    bool are_some_open = false;
    for (auto behind = turns_.end(); left > 0 && behind != turns_.begin();) {
        const auto entry = entries_.find(*std::prev(behind));
        if (entry->second.number != 0 || !entry->second.open.expired()) {
            are_some_open = true;
            --behind;
            continue;
        }
        left -= std::min(left, entry->second.size);
        ++counts_.evicted;
        forget(entry);
    }
    if (left > 0 && are_some_open) press();
}

void CacheIndex::press() {
    const auto now = std::chrono::steady_clock::now();
    if (pressed_at_ && now < *pressed_at_ + between_presses) return;
    pressed_at_ = now;
    ++pressed_;
}

void CacheIndex::adopt(const CopyName& name, const Path& file) {
    const std::lock_guard lock(mutex_);
    const auto status = files_.status(file);
    if (!status.ok() || entries_.contains(name.object)) return remove_quietly(files_, file);
    make_room_for(status->size);
    if (!files_.rename(file, layout_.path_of(name)).ok()) return remove_quietly(files_, file);
    add(name.object, {status->size, name.stored_at});
}

void CacheIndex::drop(const std::string& object) {
    const std::lock_guard lock(mutex_);
    if (const auto entry = entries_.find(object); entry != entries_.end()) forget(entry);
}

/// Who has the copy open has the same file, whether or not that still has its name.
Result<> CacheIndex::destroy(const std::string& object) {
    std::shared_ptr<const CachedObject> copy;  // see above
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(object);
    if (entry == entries_.end()) return {};
    copy = entry->second.open.lock();
    if (!copy && entry->second.number == 0) copy = open(entry);
    forget(entry);
    return copy ? copy->destroy() : Result<>();
}

void CacheIndex::keep(const std::string& object, std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(object);
    if (entry == entries_.end() || entry->second.number != number) return;  // dropped meanwhile
    const auto path = layout_.path_of({object, entry->second.stored_at});
    if (!files_.rename(layout_.partial(number), path).ok()) return forget(entry);
    entry->second.number = 0;
    whole_bytes_ += entry->second.size;
}

void CacheIndex::end(const std::string& object, std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(object);
    if (entry != entries_.end() && entry->second.number == number) forget(entry);
    remove_quietly(files_, layout_.partial(number));
}

void CacheIndex::make_room() {
    const std::lock_guard lock(mutex_);
    make_room_for(0);
}

CacheGauges CacheIndex::gauges() const {
    const std::lock_guard lock(mutex_);
    auto gauges = counts_;
    gauges.copies = entries_.size();
    return gauges;
}

std::uint64_t CacheIndex::pressed() const {
    const std::lock_guard lock(mutex_);
    return pressed_;
}

std::uint64_t CacheIndex::bytes_of_whole() const {
    const std::lock_guard lock(mutex_);
    return whole_bytes_;
}

}  // namespace slipway::storage
