#pragma once

#include "base/clock.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// A name for a revision, which keeps it from being pruned. A name is unique in its repository.
struct PinRow {
    RowId repository = 0;
    std::string name{};
    RowId channel = 0;
    std::int64_t revision = 0;
    Seconds created_at{};
    std::string created_by{};  // as in events
};

/// Returns the pins of all channels, ordered by name.
Result<std::vector<PinRow>> pins_of(const ReadTransaction& tx, RowId repository);
Result<std::optional<PinRow>> find_pin(const ReadTransaction& tx, RowId repository, const std::string& name);
/// Returns the pins of one channel, newest revision first.
Result<std::vector<PinRow>> pins_of_channel(const ReadTransaction& tx, RowId channel);

/// Faults: conflict (the repository has a pin of this name), internal (the channel has no such revision).
Result<> insert_pin(WriteTransaction& tx, const PinRow& pin);
/// Does nothing if there is none.
Result<> delete_pin(WriteTransaction& tx, RowId repository, const std::string& name);

}  // namespace slipway::storage
