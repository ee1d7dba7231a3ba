#pragma once

#include "base/digest.hpp"
#include "base/result.hpp"

#include <string>

namespace slipway::cli {

/// The digest of what an open file holds, from where it stands to its end. Blocks. Faults: io, naming `path`.
Result<Sha256> digest_of_file(int fd, const std::string& path);

}  // namespace slipway::cli
