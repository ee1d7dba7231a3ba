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

/// What a segment store remembers of damage: which extents are damaged, and where the same bytes stand since, if they
/// were written again. Thread-safe.
class DamagedExtents {
public:
    /// Where the bytes of an extent stand now; nothing while they are damaged.
    std::optional<Extent> find(const Extent& extent) const;
    /// Whether any were damaged or moved since the start.
    bool any() const { return any_.load(std::memory_order_acquire); }
    /// How many are damaged now and needed.
    std::size_t count() const;

    /// The bytes of `extent`, read at `place`, are not what they should be. Whether that is news is decided once: who
    /// began to read before they were moved tells nothing new. The observer hears of news, on this thread.
    void mark(const Extent& extent, const Extent& place);
    /// The same bytes were written again: whoever names the old place gets the new one.
    void move(const Extent& from, const Extent& to);
    /// Nobody needs the bytes any more: they stay damaged and are not counted.
    void write_off(const Extent& extent);
    /// What was found damaged in a pack is looked at anew.
    void forget(std::uint32_t pack);
    /// Nothing: nobody is told any more.
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
