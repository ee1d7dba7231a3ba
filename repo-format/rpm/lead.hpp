#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"

#include <cstdint>

namespace slipway::rpm {

/// The 96 bytes before the signature header. Only their magic number has a meaning today: everything else is
/// repeated in the headers.
inline constexpr std::uint64_t lead_size = 96;

/// Whether an rpm starts here. Faults: invalid_input with code "wrong-format" for a file that is something else (the
/// message says what it looks like), "invalid-package" for a truncated file; unsupported "unsupported-format" for a
/// delta package; io.
Result<> check_lead(const RandomAccess& file);

}  // namespace slipway::rpm
