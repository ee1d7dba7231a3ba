#pragma once

#include "base/checksum.hpp"

#include <cstdint>

namespace slipway::storage {

/// Where bytes stand in the packs: `segments/{pack:05}.pack`, `[offset, offset + length)`, and what they are.
struct Extent {
    /// No pack has this number: where bytes stood that are lost.
    static constexpr std::uint32_t nowhere = 0;

    std::uint32_t pack = nowhere;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    Checksum checksum{};  // of the bytes

    /// The same place. Packs are append-only and their numbers are never given out again: it has the same bytes.
    bool operator==(const Extent& other) const {
        return pack == other.pack && offset == other.offset && length == other.length;
    }
};

}  // namespace slipway::storage
