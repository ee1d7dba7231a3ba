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

/// The first document, or its first `most` bytes; "" where there is none. Unpacks no more than these, so that damage
/// behind them is not noticed. Faults: corrupt.
Result<std::string> unpack_first_document(ByteView packed, std::size_t most);

}  // namespace slipway::storage
