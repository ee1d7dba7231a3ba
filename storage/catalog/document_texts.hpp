#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

namespace slipway::storage {

/// The texts of one package as the catalog stores them: compressed together.
std::string pack_documents(const std::vector<std::string>& documents);

/// The inverse of `pack_documents`. Faults: corrupt.
Result<std::vector<std::string>> unpack_documents(ByteView packed);

}  // namespace slipway::storage
