#pragma once

#include "base/digest.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_set>

namespace slipway::storage {

/// Which blobs were found damaged since the start, until they are whole again or not needed any more. Thread-safe.
class DamagedBlobs {
public:
    /// Whether that is news.
    bool mark(const Sha256& id);
    void mark_whole(const Sha256& id);
    /// Nobody needs it any more.
    void forget(const Sha256& id);

    bool contains(const Sha256& id) const;
    std::size_t count() const;
    /// How many became whole again.
    std::uint64_t mended() const;

private:
    mutable std::mutex mutex_;  // guards the two below
    std::unordered_set<Sha256> damaged_;
    std::uint64_t mended_ = 0;
};

}  // namespace slipway::storage
