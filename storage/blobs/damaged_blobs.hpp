#pragma once

#include "base/digest.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_set>

namespace slipway::storage {

/// The blobs that were found damaged since the start. A blob leaves the set when it is whole again or no longer needed.
/// Thread-safe.
class DamagedBlobs {
public:
    /// Returns false if the blob is in the set already.
    bool mark(const Sha256& id);
    /// Marks a blob that could not be moved aside: nobody may open what is in its place.
    void hold(const Sha256& id);
    void mark_whole(const Sha256& id);
    /// Says that nobody needs the blob any more.
    void forget(const Sha256& id);

    bool contains(const Sha256& id) const;
    /// Takes no lock as long as no blob is held.
    bool is_held(const Sha256& id) const;
    std::size_t count() const;
    /// Returns how many blobs became whole again.
    std::uint64_t mended() const;

private:
    void release(const Sha256& id);

    std::atomic<bool> holds_some_{false};
    mutable std::mutex mutex_;  // guards what follows
    std::unordered_set<Sha256> damaged_;
    std::unordered_set<Sha256> held_;  // some of these
    std::uint64_t mended_ = 0;
};

}  // namespace slipway::storage
