#pragma once

#include "base/digest.hpp"

#include <condition_variable>
#include <mutex>
#include <unordered_set>

namespace slipway::storage {

/// Lets one thread at a time work on a blob. An object store has no rename, so that each step takes several requests.
class IdLocks {
public:
    /// Holds the lock of a blob until the end of the scope.
    class Held {
    public:
        Held(IdLocks& locks, const Sha256& id) : locks_(locks), id_(id) {
            std::unique_lock lock(locks_.mutex_);
            locks_.released_.wait(lock, [this] { return !locks_.held_.contains(id_); });
            locks_.held_.insert(id_);
        }
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;
        ~Held() {
            {
                const std::lock_guard lock(locks_.mutex_);
                locks_.held_.erase(id_);
            }
            locks_.released_.notify_all();
        }

    private:
        IdLocks& locks_;
        const Sha256 id_;
    };

private:
    std::mutex mutex_;  // guards what follows
    std::condition_variable released_;
    std::unordered_set<Sha256> held_;
};

}  // namespace slipway::storage
