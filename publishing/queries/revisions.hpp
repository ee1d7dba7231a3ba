#pragma once

#include "publishing/queries/queries.hpp"
#include "storage/catalog/ephemeral.hpp"
#include "storage/catalog/pins.hpp"
#include "storage/catalog/revisions.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

using storage::ChangeRow;
using storage::PinRow;
using storage::RevisionRow;

/// Kept revisions of a channel, newest first.
struct RevisionsPage {
    std::vector<RevisionRow> revisions;
    std::optional<RevisionRow> next;  // the one behind them, if there is one
    std::vector<PinRow> pins;         // of the channel
};
/// Returns at most `limit` revisions numbered below `before` (nothing: from the newest). Faults: corrupt, io.
Result<RevisionsPage> revisions_of(const View& view, const ChannelRow& channel, std::optional<std::int64_t> before,
                                   std::size_t limit);

/// Returns the pins of a channel, from the newest revision on.
Result<std::vector<PinRow>> pins_of_channel(const View& view, const ChannelRow& channel);
/// Returns all pins of a repository, by name.
Result<std::vector<PinRow>> pins_of(const View& view, RowId repository);
/// Faults: not_found; io.
Result<PinRow> get_pin(const View& view, RowId repository, const std::string& name);

/// Returns when an ephemeral channel expires, or nothing for other channels.
Result<std::optional<Seconds>> end_of(const View& view, const ChannelRow& channel);

}  // namespace slipway::publishing
