#pragma once

#include "base/byte_source.hpp"
#include "storage/segments/extent.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace slipway::storage {

// What is read of a pack, wherever that is. The message of `corrupt` says how and where, and leaves it to the caller to
// say in which pack: "ends before 4096+512".

/// "00017.pack 4096+512".
std::string describe(const Extent& extent);

/// Gives `visitor` the extent's bytes, piece by piece as `buffer` holds them, and compares their checksum. Blocks.
/// Faults: corrupt (the pack ends before the extent does, or the bytes are others), and those of the pack.
Result<> read_checked(const ByteSource& pack, const Extent& extent, std::span<char> buffer,
                      const std::function<void(ByteView)>& visitor);

/// A part of the pack, as it is served; looks at the pack's size, not at the bytes. Faults: as above.
Result<Slice> slice_of(std::shared_ptr<const ByteSource> pack, const Extent& extent);

/// The bytes without a look at their checksum. Faults: as above.
Result<std::string> read_unchecked(std::shared_ptr<const ByteSource> pack, const Extent& extent);

}  // namespace slipway::storage
