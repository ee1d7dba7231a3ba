#pragma once

#include "storage/catalog/publications.hpp"
#include "storage/catalog/revisions.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace slipway::publishing {

/// Checks that a node's bytes have its hash. Faults: corrupt.
Result<> check_node(const storage::StoredNode& node);

/// Renders a segment's key as a text, with which a scrub can go on behind it. `parse_segment_key` is the inverse, and
/// returns nothing for other texts.
std::string render_segment_key(const storage::SegmentRow& row);
std::optional<storage::SegmentRow> parse_segment_key(std::string_view text);

}  // namespace slipway::publishing
