#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace slipway::publishing {

/// Blobs that no catalog row names yet but somebody is about to: roots of garbage collection. Thread-safe.
class ClaimedBlobs {
public:
    /// The claim lasts as long as the result lives. `*this` must outlive it.
    std::shared_ptr<void> claim(const Sha256& blob);
    bool contains(const Sha256& blob) const;
    /// Runs `action` unless the blob is claimed; nobody can claim it before `action` has returned. Whether it ran.
    Result<bool> unless_claimed(const Sha256& blob, const std::function<Result<>()>& action) const;
    /// Calls `action` once when nobody claims the blob (any more), on the thread that lets go of it or at once on this
    /// one. It may be claimed again by then.
    void when_released(const Sha256& blob, std::function<void()> action);
    /// Forgets the actions that wait.
    void drop_actions();

private:
    void release(const Sha256& blob);

    mutable std::mutex mutex_;
    std::map<Sha256, unsigned> claims_;
    std::multimap<Sha256, std::function<void()>> actions_;
};

}  // namespace slipway::publishing
