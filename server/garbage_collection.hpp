#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "publishing/garbage/garbage.hpp"
#include "publishing/publisher/publisher.hpp"
#include "server/config.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>

namespace slipway::server {

/// Whether garbage is collected because the disk's reserve is touched.
enum class Urgency : unsigned char { usual, disk_is_full };

/// What the last collection of garbage left. Thread-safe.
struct GarbageGauges {
    std::atomic<std::uint64_t> withheld_bytes{0};
    std::atomic<std::uint64_t> resting_bytes{0};
};

/// The bytes of `data`'s file system that uploads leave free: 2 % of it, at least 1 GiB.
std::uint64_t disk_reserve(const std::filesystem::path& data);

/// The daemon's own collection of garbage, see docs/operations.md: rows, then files, which rest before their bytes go.
class GarbageCollection {
public:
    struct Parts {
        publishing::Publisher& publisher;
        storage::Catalog& catalog;
        storage::BlobStore& blobs;
        storage::SegmentStore& segments;
        publishing::ClaimedBlobs& claims;
        const Clock& clock;
        const Log& log;
        GarbageGauges& gauges;
    };
    GarbageCollection(const Parts& parts, const Config& config) : parts_(parts), config_(config) {}

    /// Blocks. One thread at a time. Faults: those of the stores and of the publisher.
    Result<> run(Urgency urgency) const;

private:
    Result<> empty_trash(Urgency urgency) const;
    void log_collected(const publishing::SweptRows& rows, const publishing::CollectedFiles& files) const;

    Parts parts_;
    const Config& config_;
};

}  // namespace slipway::server
