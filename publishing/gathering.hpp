#pragma once

#include "base/result.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace slipway::publishing {

/// Waits for several jobs without holding a thread: counts them and calls `then` once, on the thread of the last one,
/// with the first failure. Jobs may begin further jobs before they finish. Thread-safe.
class Gathering {
public:
    /// Begins with one job: the caller's own, finished when it has begun all others.
    explicit Gathering(std::function<void(Result<>)> then) : then_(std::move(then)) {}

    void begin() {
        const std::lock_guard lock(mutex_);
        ++under_way_;
    }

    void finish(Result<> result) {
        std::unique_lock lock(mutex_);
        if (!result.ok() && !failure_) failure_ = std::move(result).error();
        if (--under_way_ > 0) return;
        auto then = std::move(then_);
        auto failure = std::move(failure_);
        lock.unlock();
        then(failure ? Result<>(std::move(*failure)) : Result<>());
    }

    bool failed() const {
        const std::lock_guard lock(mutex_);
        return failure_.has_value();
    }

private:
    mutable std::mutex mutex_;
    unsigned under_way_ = 1;
    std::optional<Error> failure_;
    std::function<void(Result<>)> then_;
};

}  // namespace slipway::publishing
