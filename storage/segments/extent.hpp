#pragma once

#include "base/checksum.hpp"

#include <cstdint>

namespace slipway::storage {

/// The location of bytes in the packs: `[offset, offset + length)` of `segments/{pack:05}.pack`, with their checksum.
struct Extent {
    /// No pack has this number. It is the location of bytes that are lost.
    static constexpr std::uint32_t nowhere = 0;

    std::uint32_t pack = nowhere;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    Checksum checksum{};  // of the bytes

    /// Compares the location only. Packs are append-only and their numbers are never used again, so the same location
    /// has the same bytes.
    bool operator==(const Extent& other) const {
        return pack == other.pack && offset == other.offset && length == other.length;
    }
};

}  // namespace slipway::storage
