#pragma once

#include "storage/segments/extent.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <shared_mutex>
#include <utility>

namespace slipway::storage {

/// The damage that a segment store knows of: which extents are damaged, and where their bytes are now, if they were
/// written again. Thread-safe.
class DamagedExtents {
public:
    /// Returns where the bytes of an extent are now, or nothing while they are damaged.
    std::optional<Extent> find(const Extent& extent) const;
    /// Returns whether any were damaged or moved since the start.
    bool any() const { return any_.load(std::memory_order_acquire); }
    /// Returns how many are damaged and needed.
    std::size_t count() const;

    /// Says that the bytes of `extent`, read at `place`, are damaged. Calls the observer on this thread if that was not
    /// known, and if the bytes were not moved since the read began.
    void mark(const Extent& extent, const Extent& place);
    /// Says that the same bytes were written again: `find` of the old extent returns the new one.
    void move(const Extent& from, const Extent& to);
    /// Says that nobody needs the bytes any more: they stay damaged and are not counted.
    void write_off(const Extent& extent);
    /// Forgets what was found damaged in a pack.
    void forget(std::uint32_t pack);
    /// An empty observer ends the observation.
    void observe(std::function<void(const Extent&)> observer);

private:
    struct Damage {
        std::optional<Extent> now{};
        bool is_needed = true;
    };
    using Place = std::pair<std::uint32_t, std::uint64_t>;  // pack and offset
    static Place place_of(const Extent& extent) { return {extent.pack, extent.offset}; }

    mutable std::shared_mutex mutex_;  // guards the two below
    std::map<Place, Damage> damage_;
    std::function<void(const Extent&)> observer_;
    std::atomic<bool> any_{false};
};

}  // namespace slipway::storage
