#pragma once

#include "base/clock.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// A name for a revision, which keeps it. Names are of a repository, whatever the channel.
struct PinRow {
    RowId repository = 0;
    std::string name{};
    RowId channel = 0;
    std::int64_t revision = 0;
    Seconds created_at{};
    std::string created_by{};  // as in events
};

/// Of all channels, by name.
Result<std::vector<PinRow>> pins_of(const ReadTransaction& tx, RowId repository);
Result<std::optional<PinRow>> find_pin(const ReadTransaction& tx, RowId repository, const std::string& name);
/// Of one channel, from the newest revision on.
Result<std::vector<PinRow>> pins_of_channel(const ReadTransaction& tx, RowId channel);

/// Faults: conflict when the repository has a pin of this name; internal when the channel has no such revision.
Result<> insert_pin(WriteTransaction& tx, const PinRow& pin);
/// Absent is fine.
Result<> delete_pin(WriteTransaction& tx, RowId repository, const std::string& name);

}  // namespace slipway::storage
