#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

namespace slipway::net {

/// Limits the memory for bodies that are collected whole, over all connections. The bodies of one owner get at most a
/// quarter, so that no token takes the others' share. Thread-safe.
class BodyBudget {
public:
    explicit BodyBudget(std::uint64_t total) : total_(total) {}

    /// The memory of one body, which is released at its end.
    class Loan {
    public:
        Loan(BodyBudget& budget, std::int64_t owner) : budget_(budget), owner_(owner) {}
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        ~Loan() { end(); }
        /// Returns false, and changes nothing, if too little is left.
        bool grow_to(std::uint64_t bytes);
        /// Releases the memory.
        void end() { budget_.release(owner_, std::exchange(bytes_, 0)); }

    private:
        BodyBudget& budget_;
        const std::int64_t owner_;
        std::uint64_t bytes_ = 0;
    };

private:
    bool take(std::int64_t owner, std::uint64_t bytes);
    void release(std::int64_t owner, std::uint64_t bytes);

    static constexpr std::uint64_t owners_part = 4;

    const std::uint64_t total_;
    std::mutex mutex_;  // guards the two below
    std::uint64_t taken_ = 0;
    std::map<std::int64_t, std::uint64_t> taken_by_;
};

}  // namespace slipway::net
