#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace slipway::publishing {

/// Whether an id always names the same revision. A pin may be given to another one.
enum class Naming : unsigned char { fixed, movable };

struct NamedRevision {
    std::int64_t number = 0;
    Naming naming = Naming::fixed;
};

/// Returns the id that always names this revision: "r12".
inline std::string snapshot_id(std::int64_t revision) { return "r" + std::to_string(revision); }

/// Finds the revision of a channel that the `{id}` of a snapshot's address names: `r{n}`; a UTC time
/// `YYYYMMDDTHHMMSSZ`, for the newest revision not later than it; or a pin of this channel. Blocks. Faults: not_found
/// "unknown-revision" for a number the channel does not have yet, "unknown-snapshot" for a time of the future or before
/// the first revision and for every other name; gone "past-retention"; corrupt, io.
Result<NamedRevision> find_named_revision(const storage::ReadTransaction& tx, const storage::ChannelRow& channel,
                                          RowId repository, std::string_view id, Seconds now);

}  // namespace slipway::publishing
