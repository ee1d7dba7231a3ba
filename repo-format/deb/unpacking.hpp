#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <functional>

namespace slipway::deb {

/// What decoders give their bytes to, piece by piece. Its fault ends the unpacking.
using TakeUnpacked = std::function<Result<>(ByteView)>;

/// How much was unpacked: all of it, or no more than was asked for.
enum class Unpacked : unsigned char { all, beginning };

}  // namespace slipway::deb
