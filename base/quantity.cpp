#include "base/quantity.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace slipway {
namespace {

struct Unit {
    std::string_view suffix;
    std::uint64_t factor;
};

std::optional<std::uint64_t> parse_with_unit(std::string_view text, std::span<const Unit> units) {
    const auto digits = text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
    const auto number = parse_decimal(digits);
    const auto unit = std::ranges::find(units, text.substr(digits.size()), &Unit::suffix);
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!number || unit == units.end() || *number == 0 || *number > most / unit->factor) return std::nullopt;
    return *number * unit->factor;
}

}  // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    constexpr std::array<Unit, 4> units = {{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
    const auto seconds = parse_with_unit(text, units);
    if (!seconds) return std::nullopt;
    return std::chrono::seconds(static_cast<std::int64_t>(*seconds));
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
    constexpr std::array<Unit, 9> units = {{{"", 1},
                                            {"K", 1ULL << 10},
                                            {"KiB", 1ULL << 10},
                                            {"M", 1ULL << 20},
                                            {"MiB", 1ULL << 20},
                                            {"G", 1ULL << 30},
                                            {"GiB", 1ULL << 30},
                                            {"T", 1ULL << 40},
                                            {"TiB", 1ULL << 40}}};
    return parse_with_unit(text, units);
}

}  // namespace slipway
