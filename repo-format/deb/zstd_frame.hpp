#pragma once

#include "repo-format/deb/member_bytes.hpp"

namespace slipway::deb {

/// Checks that `bytes` are one zstd frame and nothing else, which dpkg's decoder would begin and end: headers of frame
/// and blocks, sizes, window. Decompresses nothing; reads a few bytes of each block. Faults: invalid_input (code
/// "invalid-package"), naming the position; io.
Result<> check_single_zstd_frame(MemberBytes bytes);

}  // namespace slipway::deb
