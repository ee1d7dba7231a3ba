#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace slipway::deb {

/// Checks that `bytes` are one xz stream and nothing else, and that no block asks for a dictionary above 64 MiB.
/// Decompresses nothing. Faults: invalid_input (code "invalid-package").
Result<> check_single_xz_stream(ByteView bytes);

/// Checks that `bytes` are one zstd frame and nothing else. Decompresses nothing.
/// Faults: invalid_input (code "invalid-package").
Result<> check_single_zstd_frame(ByteView bytes);

}  // namespace slipway::deb
