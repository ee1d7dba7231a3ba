#pragma once

#include "base/clock.hpp"
#include "publishing/publisher.hpp"
#include "server/api/refusals.hpp"
#include "server/http/message.hpp"
#include "signing/signing_workers.hpp"
#include "storage/blobs/blob_store.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

namespace slipway::server {

/// What the server counts of its requests. Thread-safe: relaxed atomics, nothing else on the serving path.
class RequestCounts {
public:
    /// Upper bounds of the latency histogram, in microseconds.
    static constexpr std::array<std::uint64_t, 12> bounds = {250,    500,     1'000,   2'500,   5'000,     10'000,
                                                             50'000, 100'000, 250'000, 500'000, 1'000'000, 10'000'000};

    void count(const http::Request& request, unsigned status, std::uint64_t bytes_sent, std::uint64_t microseconds);

private:
    friend class Metrics;
    static constexpr std::size_t methods = 7;
    static constexpr std::size_t statuses = 600;

    std::array<std::array<std::atomic<std::uint64_t>, statuses>, methods> requests_{};
    std::array<std::atomic<std::uint64_t>, statuses> uploads_{};
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> latencies_{};
    std::atomic<std::uint64_t> microseconds_{0};
    std::atomic<std::uint64_t> bytes_{0};
};

/// The text of `/metrics` in Prometheus' exposition format, with its naming rules. Thread-safe.
class Metrics {
public:
    struct Parts {
        const RequestCounts& requests;
        const api::Refusals& refusals;
        const publishing::Publisher& publisher;
        const signing::SigningWorkers& signers;
        const storage::BlobStore& blobs;
        const storage::Catalog& catalog;
        Seconds started_at;
    };
    explicit Metrics(Parts parts) : parts_(parts) {}
    std::string text() const;

private:
    Parts parts_;
};

}  // namespace slipway::server
