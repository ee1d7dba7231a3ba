#pragma once

#include "base/result.hpp"
#include "publishing/rendering/rendered_index.hpp"
#include "storage/segments/segment_store.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace slipway::publishing {

/// Sets the digest and the digest states of a file that is complete otherwise. The beginning that it shares with
/// `previous` (null: nothing) is neither read nor hashed again. Returns how many bytes were hashed. Any thread; blocks.
/// Faults: those of SegmentStore::visit.
Result<std::uint64_t> digest_file(const storage::SegmentStore& store, RenderedFile& file, const RenderedFile* previous);

/// Stores in `file.ahead` the states that the digest of these segments has behind another header, for a later
/// `digest_file` of a file that begins so. Calls `go_on` before every segment, and ends when it says no; the states
/// until then, or until a fault, are stored. Returns how many bytes were hashed. Any thread; blocks. Faults: those of
/// SegmentStore::visit.
Result<std::uint64_t> digest_ahead(const storage::SegmentStore& store, const RenderedFile& file,
                                   const std::string& header, const std::function<bool()>& go_on);

}  // namespace slipway::publishing
