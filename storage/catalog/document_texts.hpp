#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

namespace slipway::storage {

/// Compresses the texts of one package together, as the catalog stores them.
std::string pack_documents(const std::vector<std::string>& documents);

/// The inverse of `pack_documents`. Faults: corrupt.
Result<std::vector<std::string>> unpack_documents(ByteView packed);

/// Returns the first document, or its first `most` bytes, or "" if there is none. Unpacks no more than these, so that
/// it does not notice damage behind them. Faults: corrupt.
Result<std::string> unpack_first_document(ByteView packed, std::size_t most);

}  // namespace slipway::storage
