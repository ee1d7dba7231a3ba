#include "storage/blobs/blob_layout.hpp"

#include <fmt/format.h>

namespace slipway::storage {
namespace {

constexpr unsigned incoming_count = 16;

}  // namespace

std::vector<Path> BlobLayout::incoming_directories() const {
    std::vector<Path> all;
    for (unsigned i = 0; i < incoming_count; ++i) all.push_back(incoming() / std::to_string(i));
    return all;
}

Path BlobLayout::incoming_file(std::uint64_t number) const {
    return incoming() / std::to_string(number % incoming_count) / std::to_string(number);
}

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
