#include "publishing/directory/scrub_position.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"

#include <chrono>
#include <cstdint>

namespace slipway::publishing {

std::string ScrubPosition::render() const {
    return std::to_string(stage) + " " + std::to_string(began.time_since_epoch().count()) + " " + to_hex(cursor);
}

ScrubPosition ScrubPosition::parse(const std::string& text) {
    const auto words = split(text, ' ');
    if (words.size() != 3) return {};
    const auto stage = parse_decimal(words[0]);
    const auto began = parse_decimal(words[1]);
    const auto cursor = from_hex(words[2]);
    if (!stage || *stage >= stages || !began || !cursor) return {};
    return {static_cast<std::size_t>(*stage), *cursor,
            Seconds(std::chrono::seconds(static_cast<std::int64_t>(*began)))};
}

}  // namespace slipway::publishing
