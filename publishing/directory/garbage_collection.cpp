#include "publishing/directory/garbage_collection.hpp"

#include <algorithm>
#include <system_error>

namespace slipway::publishing {
namespace {

constexpr std::uint64_t least_reserve = std::uint64_t{1} << 30;
constexpr std::uint64_t reserve_share = 50;  // 2 % of the file system
constexpr std::chrono::seconds least_rest = std::chrono::hours{1};

}  // namespace

std::uint64_t disk_reserve(const std::filesystem::path& data) {
    std::error_code unknown;  // a file system that does not report its size gets the least reserve
    const auto space = std::filesystem::space(data, unknown);
    return unknown ? least_reserve : std::max<std::uint64_t>(least_reserve, space.capacity / reserve_share);
}

/// When the disk is full what rests goes earlier, oldest first, until the reserve is free again; but for the last
/// hour's: a collection that should not have been must leave somebody the time to see it.
Result<> GarbageCollection::empty_trash(Urgency urgency) const {
    const auto reserve = disk_reserve(data_);
    const auto has_room = [&] {
        const auto free = parts_.blobs.free_bytes();
        return free.ok() && *free >= reserve;
    };
    const auto never = [] { return false; };
    auto emptied = TRY(storage::empty_trash(parts_.blobs, parts_.segments, parts_.clock.now(), rules_.rest, never));
    if (urgency == Urgency::disk_is_full && parts_.blobs.trash().is_on_this_disk()) {
        const auto early =
            TRY(storage::empty_trash(parts_.blobs, parts_.segments, parts_.clock.now(), least_rest, has_room));
        emptied.files += early.files;
        emptied.bytes += early.bytes;
    }
    if (emptied.files > 0)
        parts_.log.info("trash emptied",
                        {{"files", std::to_string(emptied.files)}, {"bytes", std::to_string(emptied.bytes)}});
    return {};
}

/// Of several nodes one collects for all.
Result<> GarbageCollection::run(Urgency urgency) const {
    if (!parts_.publisher.keeps_house()) return {};
    TRY(empty_trash(urgency));
    const auto rows = TRY(parts_.publisher.collect_garbage(rules_.keep_index_files, rules_.limit));
    const auto files = TRY(collect_unreferenced_files(parts_.catalog, parts_.blobs, parts_.segments, parts_.claims,
                                                      parts_.clock.now(), rules_.limit));
    parts_.gauges.withheld_bytes = rows.withheld_bytes + files.withheld_bytes;
    parts_.gauges.resting_bytes = TRY(storage::resting_bytes(parts_.blobs, parts_.segments));
    log_collected(rows, files);
    return parts_.blobs.end_abandoned_uploads(parts_.clock.now());
}

void GarbageCollection::log_collected(const SweptRows& rows, const CollectedFiles& files) const {
    parts_.log.info("garbage collected", {{"index_files", std::to_string(rows.index_files)},
                                          {"packages", std::to_string(rows.packages)},
                                          {"segments", std::to_string(rows.segments)},
                                          {"blobs", std::to_string(files.moved_to_trash.blobs.size())},
                                          {"packs", std::to_string(files.moved_to_trash.packs.size())}});
    if (rows.withheld_bytes > 0) log_withheld("no package", rows.withheld_bytes, rows.limit_bytes);
    if (files.withheld_bytes > 0) log_withheld("no file", files.withheld_bytes, files.limit_bytes);
}

void GarbageCollection::log_withheld(std::string_view what, std::uint64_t bytes, std::uint64_t limit) const {
    parts_.log.error("more garbage than is plausible: " + std::string(what) + " is collected",
                     {{"bytes", std::to_string(bytes)},
                      {"limit", std::to_string(limit)},
                      {"message",
                       "there is more garbage than gc.share_percent and gc.share_least allow; find the reason "
                       "(slipwayd fsck, slipwayd events), then stop the daemon and run slipwayd gc --force"}});
}

}  // namespace slipway::publishing
