// Disks lose bits silently. So an extent has the checksum of its bytes, and bytes without it are never served. This
// class remembers damaged extents, and where their bytes were written again, so that indexes which name the old extent
// need no change. The catalog gets the new extent, and after the next start nothing names the old one.
#include "storage/segments/damaged_extents.hpp"

#include <algorithm>
#include <mutex>

namespace slipway::storage {

std::optional<Extent> DamagedExtents::find(const Extent& extent) const {
    if (extent.pack == Extent::nowhere) return std::nullopt;
    if (!any()) return extent;
    const std::shared_lock lock(mutex_);
    const auto found = damage_.find(place_of(extent));
    return found == damage_.end() ? extent : found->second.now;
}

std::size_t DamagedExtents::count() const {
    const std::shared_lock lock(mutex_);
    return static_cast<std::size_t>(
        std::ranges::count_if(damage_, [](const auto& entry) { return !entry.second.now && entry.second.is_needed; }));
}

void DamagedExtents::mark(const Extent& extent, const Extent& place) {
    std::unique_lock lock(mutex_);
    const auto [entry, is_new] = damage_.try_emplace(place_of(extent));
    const bool is_news = is_new || entry->second.now == place;  // a copy can be damaged, too
    if (!is_news) return;
    entry->second = {};
    any_.store(true, std::memory_order_release);
    const auto tell = observer_;
    lock.unlock();
    if (tell) tell(extent);
}

void DamagedExtents::move(const Extent& from, const Extent& to) {
    const std::unique_lock lock(mutex_);
    damage_[place_of(from)].now = to;
    any_.store(true, std::memory_order_release);
}

void DamagedExtents::write_off(const Extent& extent) {
    const std::unique_lock lock(mutex_);
    const auto found = damage_.find(place_of(extent));
    if (found != damage_.end()) found->second.is_needed = false;
}

void DamagedExtents::forget(std::uint32_t pack) {
    const std::unique_lock lock(mutex_);
    std::erase_if(damage_, [pack](const auto& entry) { return entry.first.first == pack && !entry.second.now; });
}

void DamagedExtents::observe(std::function<void(const Extent&)> observer) {
    const std::unique_lock lock(mutex_);
    observer_ = std::move(observer);
}

}  // namespace slipway::storage
