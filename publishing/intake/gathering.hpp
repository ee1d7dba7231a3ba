#pragma once

#include "base/done.hpp"
#include "base/result.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace slipway::publishing {

/// Waits for several parts without holding a thread. Counts them and calls `then` once, on the thread of the last one,
/// with the first failure. The caller begins a part of its own first, and finishes it after it has begun all others.
/// Parts may begin further parts before they finish. A part that an exception ended has failed. Held by shared_ptr;
/// thread-safe.
class Gathering : public std::enable_shared_from_this<Gathering> {
public:
    explicit Gathering(std::function<void(Result<>)> then) : then_(std::move(then)) {}

    /// Begins a part. Calling the result finishes it.
    [[nodiscard]] Done<> begin() {
        Done<> part([self = shared_from_this()](Result<> result) { self->finish(std::move(result)); });
        const std::lock_guard lock(mutex_);
        ++under_way_;
        return part;
    }

    bool failed() const {
        const std::lock_guard lock(mutex_);
        return failure_.has_value();
    }

private:
    void finish(Result<> result) {
        std::unique_lock lock(mutex_);
        if (!result.ok() && !failure_) failure_ = std::move(result).error();
        if (--under_way_ > 0) return;
        const auto then = std::move(then_);
        auto failure = std::move(failure_);
        lock.unlock();
        then(failure ? Result<>(std::move(*failure)) : Result<>());
    }

    mutable std::mutex mutex_;  // guards the three below
    unsigned under_way_ = 0;
    std::optional<Error> failure_;
    std::function<void(Result<>)> then_;
};

}  // namespace slipway::publishing
