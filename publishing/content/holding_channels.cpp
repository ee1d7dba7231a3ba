#include "publishing/content/holding_channels.hpp"

#include "base/text.hpp"
#include "publishing/content/channel_diff.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/revisions.hpp"

namespace slipway::publishing {
namespace {

constexpr std::size_t most_named = 3;

Result<bool> lists_one_of(const ChannelDraft& channel, const storage::DistroRow& distro, index::EntryKey key,
                          const std::vector<Sha256>& served) {
    for (const auto& component : components_in(distro, channel.state().lists))
        for (const auto& digest : served) {
            key.sha256 = digest;
            if (TRY(channel.contains(distro, component, key))) return true;
        }
    return false;
}

}  // namespace

std::string HoldingChannels::have(std::string_view what) const {
    const std::string object(what);
    if (first.empty()) return "no channel has " + object + " any more";
    if (more > 0) return "channels " + join(first, ", ") + " and " + std::to_string(more) + " more have " + object;
    if (first.size() == 1) return "channel " + first.front() + " has " + object;
    const std::vector<std::string> before_last(first.begin(), first.end() - 1);
    return "channels " + join(before_last, ", ") + " and " + first.back() + " have " + object;
}

Result<HoldingChannels> find_holding(const std::map<std::string, ChannelDraft>& channels,
                                     const storage::DistroRow& distro, const index::EntryKey& version,
                                     const std::vector<Sha256>& served) {
    HoldingChannels holding;
    for (const auto& [name, channel] : channels) {
        if (!TRY(lists_one_of(channel, distro, version, served))) continue;
        if (holding.first.size() < most_named)
            holding.first.push_back(name);
        else
            ++holding.more;
    }
    return holding;
}

Result<> StoredHolders::read_channels() {
    std::map<std::string, ChannelDraft> channels;
    for (const auto& row : repository_.channels) {
        const auto head = TRY(storage::head_revision(tx_, row.id));
        if (!head) continue;  // deleted meanwhile
        ChannelState state;
        state.lists = lists_of(*head);
        channels.emplace(row.name, ChannelDraft(nodes_, std::move(state)));
    }
    channels_.emplace(std::move(channels));
    return {};
}

Result<HoldingChannels> StoredHolders::find(const storage::DistroRow& distro, const index::EntryKey& version,
                                            const Sha256& uploaded) {
    if (!channels_) TRY(read_channels());
    std::vector<Sha256> served{uploaded};
    for (const auto& variant : TRY(storage::find_variants(tx_, repository_.id, uploaded)))
        served.push_back(variant.sha256);
    return find_holding(*channels_, distro, version, served);
}

}  // namespace slipway::publishing
