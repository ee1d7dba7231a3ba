#include "storage/segments/pack_layout.hpp"

#include <charconv>

namespace slipway::storage {

std::string PackLayout::name_of(std::uint32_t pack) {
    std::string digits = std::to_string(pack);
    if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
    return digits.append(".pack");
}

std::optional<std::uint32_t> PackLayout::parse_name(std::string_view name) {
    std::uint32_t pack = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pack);
    if (error != std::errc() || end == name.data() || name_of(pack) != name) return std::nullopt;
    return pack;
}

}  // namespace slipway::storage
