#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"

#include <string>

namespace slipway::cli {

/// Returns the digest of an open file from its current position to its end. Blocks. Faults: io, naming `path`.
Result<Sha256> digest_of_file(int fd, const std::string& path);

}  // namespace slipway::cli
