#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <utility>

namespace slipway::publishing {

/// Bounds the memory that all uploads together may hold for the headers of their packages, for signing them, and for
/// what they expand to. The uploads of one client may hold three quarters of it. Nobody waits: an upload that finds too
/// little is refused, and may be sent again. Thread-safe; shares may outlive the budget.
class MemoryBudget {
    struct State;

public:
    /// The memory that one upload holds. Thread-safe; gives everything back when it is destroyed.
    class Share {
    public:
        Share(std::shared_ptr<State> state, std::int64_t client) : state_(std::move(state)), client_(client) {}
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;
        ~Share();

        /// Takes memory. Faults: busy "too-many-uploads", if other uploads hold what is missing; invalid_input
        /// "expands-too-far", if this upload would hold more than a client may.
        Result<> take(std::uint64_t bytes);
        /// Gives memory back. Precondition: it was taken before.
        void release(std::uint64_t bytes);

    private:
        const std::shared_ptr<State> state_;
        const std::int64_t client_;
        std::uint64_t held_ = 0;  // guarded by the state's mutex
    };

    /// A part of what an upload holds; the destructor gives it back. For one thread at a time; `share` outlives it.
    class Loan {
    public:
        explicit Loan(Share& share) : share_(&share) {}
        Loan(Loan&& other) noexcept : share_(other.share_), bytes_(std::exchange(other.bytes_, 0)) {}
        Loan& operator=(Loan&&) = delete;
        ~Loan() { share_->release(bytes_); }

        /// Takes so many bytes more. Faults: those of Share::take.
        Result<> take(std::uint64_t bytes);

    private:
        Share* share_;
        std::uint64_t bytes_ = 0;
    };

    explicit MemoryBudget(std::uint64_t bytes);

    std::shared_ptr<Share> share(std::int64_t client);
    std::uint64_t used() const;

private:
    std::shared_ptr<State> state_;
};

}  // namespace slipway::publishing
