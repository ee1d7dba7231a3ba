#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <functional>
#include <mutex>
#include <unordered_set>
#include <vector>

namespace slipway::publishing {

/// Guards rows against the garbage collection under way, which deletes what nothing led to when it looked. Publications
/// go on meanwhile. One that looks for the segments of a block protects the block *before* it looks, so it finds them
/// either gone or safe. It protects nodes and packages together with the commit that makes something lead to them.
/// Thread-safe.
class GcGuard {
public:
    /// A collection begins. What is protected from now on is safe from it. Publications begun earlier may have
    /// protected nothing, so the collection has to wait for their end before it looks for garbage.
    void begin();
    /// The collection ended, or was given up.
    void end();

    /// Keeps a node, block or package from being deleted by the collection under way. Waits while rows are deleted:
    /// some milliseconds.
    void protect(const Sha256& hash);

    /// Calls `remove` for those of `hashes` that were not protected. Nothing can be protected until it returns.
    Result<> remove_unprotected(const std::vector<Sha256>& hashes,
                                const std::function<Result<>(const std::vector<Sha256>&)>& remove);

private:
    std::mutex mutex_;  // guards the two below; held while rows are deleted
    bool under_way_ = false;
    std::unordered_set<Sha256> protected_;
};

}  // namespace slipway::publishing
