// Retention of revisions. Age is not that of a revision but the time since another took its place: a state that was
// served for a year and replaced yesterday is one day old. So with `days` every state of these days stays addressable.
#include "publishing/content/retention.hpp"

#include "storage/catalog/pins.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/catalog/revisions.hpp"

#include <set>

namespace slipway::publishing {
namespace {

using storage::RetentionPolicy;

Result<std::set<std::int64_t>> pinned_in(const storage::ReadTransaction& tx, storage::RowId channel) {
    std::set<std::int64_t> pinned;
    for (const auto& pin : TRY(storage::pins_of_channel(tx, channel))) pinned.insert(pin.revision);
    return pinned;
}

Result<> find_past_retention_in(const storage::ReadTransaction& tx, storage::RowId channel,
                                const RetentionPolicy& policy, Seconds now, std::vector<PastRevision>& past) {
    const auto pinned = TRY(pinned_in(tx, channel));
    std::uint32_t newer = 0;
    Seconds replaced_at{};
    return storage::visit_revision_times(tx, channel, [&](std::int64_t number, Seconds time) {
        const bool counts = policy.revisions && newer < *policy.revisions;
        const bool recent = policy.days && replaced_at >= now - std::chrono::hours(24) * *policy.days;
        const bool newest = newer == 0;
        if (!newest && !counts && !recent && !pinned.contains(number)) past.push_back({channel, number});
        ++newer;
        replaced_at = time;
    });
}

}  // namespace

Result<std::vector<PastRevision>> find_revisions_past_retention(const storage::ReadTransaction& tx, Seconds now) {
    std::vector<PastRevision> past;
    for (const auto& repository : TRY(storage::all_repositories(tx))) {
        if (repository.retention.keeps_everything()) continue;
        for (const auto& channel : repository.channels)
            TRY(find_past_retention_in(tx, channel.id, repository.retention, now, past));
    }
    return past;
}

Result<std::uint64_t> forget_revisions(storage::WriteTransaction& tx, std::span<const PastRevision> past) {
    std::uint64_t forgotten = 0;
    std::optional<storage::RowId> channel;
    std::set<std::int64_t> pinned;
    for (const auto& revision : past) {
        if (channel != revision.channel) pinned = TRY(pinned_in(tx, revision.channel));
        channel = revision.channel;
        if (pinned.contains(revision.number)) continue;
        TRY(storage::delete_revision(tx, revision.channel, revision.number));
        ++forgotten;
    }
    return forgotten;
}

}  // namespace slipway::publishing
