#include "storage/blobs/blob_layout.hpp"

namespace slipway::storage {

std::optional<Sha256> BlobLayout::parse_name(std::string_view name) {
    const auto id = Sha256::parse(name);
    if (!id || id->hex() != name) return std::nullopt;
    return id;
}

}  // namespace slipway::storage
