#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "publishing/garbage/garbage.hpp"
#include "publishing/publisher/publisher.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace slipway::publishing {

/// Whether garbage is collected because the free space has fallen below the disk's reserve.
enum class Urgency : unsigned char { usual, disk_is_full };

/// What the last collection of garbage left. Thread-safe.
struct GarbageGauges {
    std::atomic<std::uint64_t> withheld_bytes{0};
    std::atomic<std::uint64_t> resting_bytes{0};
};

/// Which garbage goes, and when.
struct GarbageRules {
    std::chrono::seconds rest{};              // how long files stay in the trash
    std::chrono::seconds keep_index_files{};  // how long replaced ones stay
    storage::CollectionLimit limit{};         // of what may go at once
};

/// Returns how many bytes of `data`'s file system uploads leave free: 2 % of it, at least 1 GiB.
std::uint64_t disk_reserve(const std::filesystem::path& data);

/// The daemon's own garbage collection (docs/operations.md). It deletes rows, then moves files to the trash, and
/// deletes those that have rested there long enough.
class GarbageCollection {
public:
    struct Parts {
        Publisher& publisher;
        storage::Catalog& catalog;
        storage::BlobStore& blobs;
        storage::SegmentStore& segments;
        ClaimedBlobs& claims;
        const Clock& clock;
        const Log& log;
        GarbageGauges& gauges;
    };
    GarbageCollection(const Parts& parts, Path data, GarbageRules rules)
        : parts_(parts), data_(std::move(data)), rules_(rules) {}

    /// Blocks. One thread at a time. Faults: those of the stores and of the publisher.
    Result<> run(Urgency urgency) const;

private:
    Result<> empty_trash(Urgency urgency) const;
    void log_collected(const SweptRows& rows, const CollectedFiles& files) const;
    void log_withheld(std::string_view what, std::uint64_t bytes, std::uint64_t limit) const;

    Parts parts_;
    Path data_;
    GarbageRules rules_;
};

}  // namespace slipway::publishing
