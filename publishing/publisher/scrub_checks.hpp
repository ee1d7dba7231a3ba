#pragma once

#include "storage/catalog/publications.hpp"
#include "storage/catalog/revisions.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace slipway::publishing {

/// Whether a node's bytes are those of its hash. Faults: corrupt.
Result<> check_node(const storage::StoredNode& node);

/// A segment's key as a text, to go on behind it; `parse_segment_key` is the inverse, and gives nothing for other
/// texts.
std::string render_segment_key(const storage::SegmentRow& row);
std::optional<storage::SegmentRow> parse_segment_key(std::string_view text);

}  // namespace slipway::publishing
