#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace slipway::publishing {

/// Blobs that no catalog row names yet, but soon one will. Garbage collection treats them as roots. Thread-safe.
class ClaimedBlobs {
public:
    /// Claims a blob for as long as the result lives. Precondition: this outlives the result.
    std::shared_ptr<void> claim(const Sha256& blob);
    bool contains(const Sha256& blob) const;
    /// Runs `action` unless the blob is claimed. Nobody can claim it before `action` has returned. Returns whether
    /// `action` ran.
    Result<bool> unless_claimed(const Sha256& blob, const std::function<Result<>()>& action) const;
    /// Calls `action` once as soon as nobody claims the blob: at once on this thread, or on the thread that releases
    /// the last claim. The blob may be claimed again by then.
    void when_released(const Sha256& blob, std::function<void()> action);
    /// Drops the actions that wait.
    void drop_actions();

private:
    void release(const Sha256& blob);

    mutable std::mutex mutex_;
    std::map<Sha256, unsigned> claims_;
    std::multimap<Sha256, std::function<void()>> actions_;
};

}  // namespace slipway::publishing
