#include "publishing/content/past_revisions.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"
#include "publishing/content/channel_draft.hpp"
#include "publishing/content/stored_nodes.hpp"

#include <algorithm>
#include <unordered_map>

namespace slipway::publishing {
namespace {

constexpr std::size_t revisions_at_once = 100;

/// Looks for one package in many contents, which have most of their lists in common.
class PackageFinder {
public:
    PackageFinder(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository,
                  const storage::PackageRow& package)
        : nodes_(tx),
          repository_(repository),
          package_(package),
          key_{package.name, package.version, package.architecture, package.sha256} {}

    /// The names of the distros in which the revision has it.
    Result<std::vector<std::string>> distros_in(const storage::RevisionRow& revision) {
        std::vector<std::string> names;
        for (const auto& distro : repository_.distros) {
            if (distro.format != package_.format) continue;
            for (const auto& list : revision.lists) {
                if (list.index.distro != distro.id || !is_home_of(distro, list.index, package_.architecture)) continue;
                if (!TRY(has(distro, list.root))) continue;
                names.push_back(distro.name);
                break;
            }
        }
        return names;
    }

private:
    Result<bool> has(const storage::DistroRow& distro, const Sha256& root) {
        if (const auto known = known_.find(root); known != known_.end()) return known->second;
        const auto entry = TRY(index::find_entry(nodes_, package_order_of(distro), root, key_));
        known_.emplace(root, entry.has_value());
        return entry.has_value();
    }

    StoredNodes nodes_;
    const storage::RepositoryRow& repository_;
    const storage::PackageRow& package_;
    index::EntryKey key_;
    std::unordered_map<Sha256, bool> known_;  // by list root
};

/// The channels from which revisions are wanted, by name.
std::vector<storage::ChannelRow> channels_from(const storage::RepositoryRow& repository,
                                               const std::optional<std::string>& only,
                                               const std::optional<RevisionCursor>& after) {
    std::vector<storage::ChannelRow> channels;
    for (const auto& channel : repository.channels)
        if ((!only || channel.name == *only) && (!after || channel.name >= after->channel)) channels.push_back(channel);
    std::ranges::sort(channels, {}, &storage::ChannelRow::name);
    return channels;
}

}  // namespace

Result<storage::RevisionRow> get_head(const storage::ReadTransaction& tx, const storage::ChannelRow& channel) {
    auto head = TRY(storage::head_revision(tx, channel.id));
    if (!head) return Error(Fault::not_found, "channel " + channel.name + " was deleted");
    return std::move(*head);
}

Result<storage::RevisionRow> get_revision(const storage::ReadTransaction& tx, const storage::ChannelRow& channel,
                                          std::int64_t number) {
    auto found = TRY(storage::find_revision(tx, channel.id, number));
    if (found) return std::move(*found);
    const auto head = TRY(get_head(tx, channel));
    const auto name = "revision " + std::to_string(number) + " of channel " + channel.name;
    if (number < 1 || number > head.number)
        return Error("unknown-revision"_problem,
                     "there is no " + name + "; its newest is " + std::to_string(head.number));
    return Error("past-retention"_problem,
                 name +
                     " is not kept any more: it is past the repository's retention, or the channel was "
                     "deleted since; pin a revision to keep it");
}

std::string RevisionCursor::cursor() const { return to_hex(channel + "\n" + std::to_string(revision)); }

Result<RevisionCursor> RevisionCursor::parse_cursor(std::string_view text) {
    const auto decoded = from_hex(text);
    const auto fields = decoded ? split(*decoded, '\n') : std::vector<std::string_view>();
    const auto number = fields.size() == 2 ? parse_decimal(fields[1]) : std::nullopt;
    if (!number || *number > INT64_MAX)
        return Error("invalid-field"_problem, "'cursor' must be the 'next' of an earlier answer");
    return RevisionCursor{std::string(fields[0]), static_cast<std::int64_t>(*number)};
}

Result<Occurrences> revisions_with(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository,
                                   const storage::PackageRow& package, const std::optional<std::string>& channel,
                                   std::size_t limit, const std::optional<RevisionCursor>& after) {
    PackageFinder finder(tx, repository, package);
    Occurrences occurrences;
    std::size_t examined = 0;
    RevisionCursor last;
    for (const auto& row : channels_from(repository, channel, after)) {
        std::optional<std::int64_t> before;
        if (after && after->channel == row.name) before = after->revision;
        while (true) {
            const auto revisions = TRY(storage::revisions_before(tx, row.id, before, revisions_at_once));
            for (const auto& revision : revisions) {
                if (occurrences.found.size() == limit || examined == most_examined) {
                    occurrences.last = last;
                    return occurrences;
                }
                ++examined;
                last = {row.name, revision.number};
                auto distros = TRY(finder.distros_in(revision));
                if (!distros.empty()) occurrences.found.push_back({last, revision.time, std::move(distros)});
            }
            if (revisions.size() < revisions_at_once) break;
            before = revisions.back().number;
        }
    }
    return occurrences;
}

}  // namespace slipway::publishing
