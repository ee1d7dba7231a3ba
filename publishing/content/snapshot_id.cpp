#include "publishing/content/snapshot_id.hpp"

#include "base/text.hpp"
#include "publishing/content/past_revisions.hpp"
#include "storage/catalog/pins.hpp"

#include <algorithm>
#include <string>

namespace slipway::publishing {
namespace {

Error unknown(const storage::ChannelRow& channel, std::string_view id, std::string_view why) {
    return Error("unknown-snapshot"_problem,
                 "channel " + channel.name + " has no snapshot '" + std::string(id) + "': " + std::string(why));
}

Result<std::int64_t> numbered(const storage::ReadTransaction& tx, const storage::ChannelRow& channel,
                              std::string_view id) {
    const auto number = parse_decimal(id.substr(1));
    const auto wanted = number && *number <= INT64_MAX ? static_cast<std::int64_t>(*number) : INT64_MAX;
    if (!TRY(storage::has_revision(tx, channel.id, wanted))) TRY(get_revision(tx, channel, wanted));
    return wanted;
}

/// Whether nothing came between this revision and the next one that is kept: else that may be what was there.
Result<bool> is_followed(const storage::ReadTransaction& tx, const storage::ChannelRow& channel, std::int64_t number) {
    if (TRY(storage::has_revision(tx, channel.id, number + 1))) return true;
    const auto head = TRY(get_head(tx, channel));
    return head.number == number;
}

/// Numbers of a channel that was made again go on, so its first revision is not always number 1.
Result<bool> is_first(const storage::ReadTransaction& tx, const storage::ChannelRow& channel) {
    const auto oldest = TRY(storage::oldest_revision(tx, channel.id));
    return oldest &&
           std::ranges::any_of(oldest->changes, [](const auto& change) { return change.cause == Cause::create; });
}

Result<std::int64_t> newest_until(const storage::ReadTransaction& tx, const storage::ChannelRow& channel,
                                  std::string_view id, Seconds time, Seconds now) {
    if (time > now) return unknown(channel, id, "this time has not come yet");
    const auto found = TRY(storage::newest_revision_until(tx, channel.id, time));
    if (!found && TRY(is_first(tx, channel))) return unknown(channel, id, "its first revision is newer than that");
    if (found && TRY(is_followed(tx, channel, *found))) return *found;
    return Error("past-retention"_problem, "what channel " + channel.name + " contained at " + std::string(id) +
                                               " is past the repository's retention; pin a revision to keep it");
}

}  // namespace

Result<NamedRevision> find_named_revision(const storage::ReadTransaction& tx, const storage::ChannelRow& channel,
                                          RowId repository, std::string_view id, Seconds now) {
    if (id.size() > 1 && id.front() == 'r' && std::ranges::all_of(id.substr(1), is_digit)) {
        const auto number = TRY(numbered(tx, channel, id));
        return NamedRevision{number, Naming::fixed};
    }
    if (const auto time = parse_compact_date(id)) {
        const auto number = TRY(newest_until(tx, channel, id, *time, now));
        // Until the second is over another revision may be made in it.
        return NamedRevision{number, *time < now ? Naming::fixed : Naming::movable};
    }
    const auto pin = TRY(storage::find_pin(tx, repository, std::string(id)));
    if (!pin || pin->channel != channel.id)
        return unknown(channel, id, "it is neither a revision (r12) nor a time (20261123T120000Z) nor a pin of it");
    return NamedRevision{pin->revision, Naming::movable};
}

}  // namespace slipway::publishing
