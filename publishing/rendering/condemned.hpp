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
/// go on meanwhile: one that looks for the segments of a block spares the block *before* it looks, and so finds them
/// either gone or safe; nodes and packages are spared together with the commit that makes something lead to them.
/// Thread-safe.
class Condemned {
public:
    /// A collection begins. What is spared from now on is safe from it; publications begun earlier may have spared
    /// nothing, so the collection has to wait for their end before it looks for garbage.
    void begin();
    /// It ended, or was given up.
    void end();

    /// Keeps a node, block or package from being deleted by the collection under way. Waits while rows are deleted:
    /// some milliseconds.
    void spare(const Sha256& hash);

    /// Calls `remove` for those of `hashes` that were not spared. Nothing can be spared until it returns.
    Result<> remove_unspared(const std::vector<Sha256>& hashes,
                             const std::function<Result<>(const std::vector<Sha256>&)>& remove);

private:
    std::mutex mutex_;  // guards the two below; held while rows are deleted
    bool under_way_ = false;
    std::unordered_set<Sha256> spared_;
};

}  // namespace slipway::publishing
