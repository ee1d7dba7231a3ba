#pragma once

#include "base/result.hpp"
#include "publishing/rendering/rendered_index.hpp"
#include "storage/segments/segment_store.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace slipway::publishing {

/// Sets digest and digest states of a file that is complete otherwise. What it has in common with the
/// beginning of `previous` (null: nothing) is neither read nor hashed again. Returns how many bytes were hashed. Any
/// thread; blocks. Faults: of SegmentStore::visit.
Result<std::uint64_t> digest_file(const storage::SegmentStore& store, RenderedFile& file, const RenderedFile* previous);

/// Keeps in `file.ahead` the states that the digest of these segments has behind another header: for the digest_file of
/// a file that begins so. Asks `go_on` before every segment; what was done until a no or a fault is kept, too. Returns
/// how many bytes were hashed. Any thread; blocks. Faults: of SegmentStore::visit.
Result<std::uint64_t> digest_ahead(const storage::SegmentStore& store, const RenderedFile& file,
                                   const std::string& header, const std::function<bool()>& go_on);

}  // namespace slipway::publishing
