#pragma once

#include "base/result.hpp"
#include "publishing/rendered_index.hpp"
#include "storage/segments/segment_store.hpp"

#include <cstdint>

namespace slipway::publishing {

/// Sets digest and digest states of a file that is complete otherwise. What it has in common with the
/// beginning of `previous` (null: nothing) is neither read nor hashed again. Returns how many bytes were hashed. Any
/// thread; blocks. Faults: of SegmentStore::visit.
Result<std::uint64_t> digest_file(const storage::SegmentStore& store, RenderedFile& file, const RenderedFile* previous);

}  // namespace slipway::publishing
