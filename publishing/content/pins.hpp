#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/pins.hpp"

namespace slipway::publishing {

/// A request to pin a revision under a name.
struct PinPut {
    std::string name;
    std::string channel;
    std::int64_t revision = 0;
};

struct PinMade {
    storage::PinRow pin;
    bool existed = false;  // the same pin was there already
};

/// Pins a revision and records that in the audit log. Faults: invalid_input "invalid-name"; not_found for the channel,
/// "unknown-revision"; gone "past-retention"; conflict "pin-exists", if the name is that of another revision.
Result<PinMade> make_pin(storage::WriteTransaction& tx, const Actor& actor, const RepositoryState& repository,
                         const PinPut& put, Seconds now);

/// Removes a pin that was found before, and records that in the audit log. Faults: not_found, if it is gone or its name
/// is that of another revision by now.
Result<> remove_pin(storage::WriteTransaction& tx, const Actor& actor, const RepositoryState& repository,
                    const storage::PinRow& found, Seconds now);

/// Checks that a channel has no pins; `pins` are those of the channel. Faults: conflict "pinned", naming pins.
Result<> check_unpinned(const storage::ChannelRow& channel, const std::vector<storage::PinRow>& pins);

/// Returns the channel's row by its id, or null if the state does not have it any more.
const storage::ChannelRow* find_channel(const RepositoryState& repository, RowId id);

}  // namespace slipway::publishing
