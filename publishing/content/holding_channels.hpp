#pragma once

#include "publishing/content/channel_draft.hpp"
#include "publishing/content/stored_nodes.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// The channels that have a package: the first three by name, and how many others.
struct HoldingChannels {
    std::vector<std::string> first{};
    std::size_t more = 0;

    /// "channel dev has WHAT", "channels dev, rc, stable and 4 more have WHAT", "no channel has WHAT any more".
    std::string have(std::string_view what) const;
};

/// So many conflicts of one upload are reported with their channels, as each costs a look-up in every channel.
inline constexpr std::size_t most_with_channels = 100;

/// Finds the channels that list, in this distro, the name, version and architecture of `version` under one of these
/// digests. Costs a look-up in each channel. Faults: corrupt, io.
Result<HoldingChannels> find_holding(const std::map<std::string, ChannelDraft>& channels,
                                     const storage::DistroRow& distro, const index::EntryKey& version,
                                     const std::vector<Sha256>& served);

/// Finds the same in the channels of the catalog, as one transaction sees them. The first search reads the channels.
/// Blocks. One thread.
class StoredHolders {
public:
    StoredHolders(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository)
        : tx_(tx), repository_(repository), nodes_(tx) {}
    StoredHolders(const StoredHolders&) = delete;
    StoredHolders& operator=(const StoredHolders&) = delete;

    /// Finds the channels that have the version with these uploaded bytes, as they are or signed. Faults: corrupt, io.
    Result<HoldingChannels> find(const storage::DistroRow& distro, const index::EntryKey& version,
                                 const Sha256& uploaded);

private:
    Result<> read_channels();

    const storage::ReadTransaction& tx_;
    const storage::RepositoryRow& repository_;
    const StoredNodes nodes_;
    std::optional<std::map<std::string, ChannelDraft>> channels_;
};

}  // namespace slipway::publishing
