#include "storage/blobs/blob_layout.hpp"

#include <fmt/format.h>

namespace slipway::storage {

std::vector<Path> BlobLayout::directories() const {
    std::vector<Path> all;
    for (unsigned first = 0; first < 256; ++first) all.push_back(sha256() / fmt::format("{:02x}", first));
    return all;
}

std::optional<Sha256> BlobLayout::parse_name(std::string_view name) {
    const auto id = Sha256::parse(name);
    if (!id || id->hex() != name) return std::nullopt;
    return id;
}

}  // namespace slipway::storage
