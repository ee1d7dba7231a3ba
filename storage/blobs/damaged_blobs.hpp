#pragma once

#include "base/digest.hpp"

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
    void mark_whole(const Sha256& id);
    /// Says that nobody needs the blob any more.
    void forget(const Sha256& id);

    bool contains(const Sha256& id) const;
    std::size_t count() const;
    /// Returns how many blobs became whole again.
    std::uint64_t mended() const;

private:
    mutable std::mutex mutex_;  // guards the two below
    std::unordered_set<Sha256> damaged_;
    std::uint64_t mended_ = 0;
};

}  // namespace slipway::storage
