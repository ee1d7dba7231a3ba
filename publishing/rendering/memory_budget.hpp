#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <utility>

namespace slipway::publishing {

/// Memory that all uploads together may hold for the headers of their packages, for signing them, and for what they
/// expand to; three quarters of it for those of one client. Nobody waits: who finds it used is refused and may come
/// again. Thread-safe; shares may outlive it.
class MemoryBudget {
    struct State;

public:
    /// What one upload holds. Thread-safe; gives everything back in the end.
    class Share {
    public:
        Share(std::shared_ptr<State> state, std::int64_t client) : state_(std::move(state)), client_(client) {}
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;
        ~Share();

        /// Faults: busy "too-many-uploads", when other uploads hold what is missing; invalid_input "expands-too-far",
        /// when this upload would hold more than a client may.
        Result<> take(std::uint64_t bytes);
        /// Precondition: taken before.
        void give_back(std::uint64_t bytes);

    private:
        const std::shared_ptr<State> state_;
        const std::int64_t client_;
        std::uint64_t held_ = 0;  // guarded by the state's mutex
    };

    /// A part of what an upload holds, which goes back at the end of its life. For one thread at a time; `share`
    /// outlives it.
    class Loan {
    public:
        explicit Loan(Share& share) : share_(&share) {}
        Loan(Loan&& other) noexcept : share_(other.share_), bytes_(std::exchange(other.bytes_, 0)) {}
        Loan& operator=(Loan&&) = delete;
        ~Loan() { share_->give_back(bytes_); }

        /// Takes so many more. Faults: those of Share::take.
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
