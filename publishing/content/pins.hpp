#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/pins.hpp"

namespace slipway::publishing {

/// A name to give to a revision.
struct PinPut {
    std::string name;
    std::string channel;
    std::int64_t revision = 0;
};

struct PinMade {
    storage::PinRow pin;
    bool existed = false;  // the same pin was there already
};

/// Pins a revision and tells the audit log. Faults: invalid_input "invalid-name"; not_found for the channel,
/// "unknown-revision"; gone "past-retention"; conflict "pin-exists" where the name stands for another revision.
Result<PinMade> make_pin(storage::WriteTransaction& tx, const Actor& actor, const RepositoryState& repository,
                         const PinPut& put, Seconds now);

/// Takes away a pin that was found before, and tells the audit log. Faults: not_found where it is gone, or its name
/// stands for something else by now.
Result<> remove_pin(storage::WriteTransaction& tx, const Actor& actor, const RepositoryState& repository,
                    const storage::PinRow& found, Seconds now);

/// Refuses what would take away pinned revisions; `pins` are those of the channel. Faults: conflict "pinned", naming
/// pins.
Result<> check_unpinned(const storage::ChannelRow& channel, const std::vector<storage::PinRow>& pins);

/// The channel's row by its id; nothing when the state does not have it any more.
const storage::ChannelRow* find_channel(const RepositoryState& repository, RowId id);

}  // namespace slipway::publishing
