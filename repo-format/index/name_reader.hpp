#pragma once

#include "repo-format/index/cursor.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::index {

/// Reads all entries of one name after another. If names are requested in ascending order, each node is read at most
/// once, however many of them it holds. One thread at a time may use it; `nodes` must outlive it.
class NameReader {
public:
    /// Faults: corrupt, io.
    static Result<NameReader> open(const NodeReader& nodes, ListOrder order, const Root& root);

    /// The entries of this name, in order; none if the list has none. Faults: corrupt, io.
    Result<std::vector<Entry>> entries_of(const std::string& name);

private:
    NameReader(ListOrder order, std::optional<Cursor> cursor) : order_(order), cursor_(std::move(cursor)) {}

    ListOrder order_;
    std::optional<Cursor> cursor_;  // nothing: the empty list
};

}  // namespace slipway::index
