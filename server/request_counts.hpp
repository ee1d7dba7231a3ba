#pragma once

#include "server/http/message.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace slipway::server {

/// Counts the requests of the server. Thread-safe: the serving path has relaxed atomics and nothing else.
class RequestCounts {
public:
    /// The upper bounds of the latency histogram, in microseconds. One more bucket has what took longer.
    static constexpr std::array<std::uint64_t, 12> bounds = {250,    500,     1'000,   2'500,   5'000,     10'000,
                                                             50'000, 100'000, 250'000, 500'000, 1'000'000, 10'000'000};
    static constexpr std::size_t methods = 7;
    static constexpr std::size_t statuses = 600;

    void count(const http::Request& request, const http::Answered& answered);

    std::uint64_t answered(std::size_t method, std::size_t status) const { return requests_.at(method).at(status); }
    std::uint64_t uploads(std::size_t status) const { return uploads_.at(status); }
    std::uint64_t in_bucket(std::size_t bucket) const { return latencies_.at(bucket); }
    std::uint64_t microseconds() const { return microseconds_; }
    std::uint64_t bytes() const { return bytes_; }

private:
    std::array<std::array<std::atomic<std::uint64_t>, statuses>, methods> requests_{};
    std::array<std::atomic<std::uint64_t>, statuses> uploads_{};
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> latencies_{};
    std::atomic<std::uint64_t> microseconds_{0};
    std::atomic<std::uint64_t> bytes_{0};
};

}  // namespace slipway::server
